public import ArgumentParser
import RegistryReferenceData
package import RegistryTerminal
public import ResourceRegistry

struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Load facts: one import is one revision, whole or not at all.",
        discussion: """
            registry import reference
            registry import mrds mrds.csv --dry-run
            """,
        subcommands: [
            Reference.self, Controls.self, USGS.self, ImportMRDS.self, ImportMRDSTables.self, ImportSites.self, ImportMinMod.self,
            ImportLithium.self, ImportGeoJSON.self, Archive.self,
        ])

    struct Reference: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Load the facts shipped with this program.", discussion: "registry import reference --reason \"first facts\"")
        @OptionGroup var common: CommonOptions
        @Option(help: "Why, for the log.") var reason = "load the reference facts"

        @Option(help: "Override a rule that holds the release back. May be repeated.") var accept: [ImportRule] = []
        @Flag(help: "Keep no changeset: history starts after this revision.") var baseline = false

        func run() throws {
            let (report, revision) = try common.changing().load(
                ReferenceFacts(), author: currentUser(), reason: reason, accepting: Set(accept), startsHistory: baseline)
            report.write(common.format, revision)
        }
    }

    struct Controls: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Load the tables of export controls from a folder, in the form of those that are shipped (items.csv …).",
            discussion: "registry import controls controls-2027 --release 2027-01-15")
        @Argument(help: "The folder.") var folder: String
        @OptionGroup var common: CommonOptions
        @Option(help: "Why, for the log.") var reason: String?
        @Option(help: "The release of the tables, a day: one that is older than that held is held back.") var release = ""
        @Option(help: "Override a rule that holds the release back. May be repeated.") var accept: [ImportRule] = []

        func run() throws {
            let (report, revision) = try common.changing().loadControls(
                FolderFacts(folder, release: release), author: currentUser(), reason: reason ?? "load controls from \(folder)",
                accepting: Set(accept))
            report.write(common.format, revision)
        }
    }

    struct Archive: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "registry-jsonl", abstract: "Read back what `export` wrote: .jsonl, or .csv with --raw.",
            discussion: "registry import registry-jsonl deposits.jsonl", aliases: ["registry-csv"]
        )
        @Argument(help: "The file.") var file: String
        @OptionGroup var common: CommonOptions
        @Option(help: "Why, for the log.") var reason: String?

        func run() throws {
            let progress = Progress()
            let (report, revision) = try common.changing().importArchive(
                file, author: currentUser(), reason: reason ?? "read back \(file)"
            ) { progress.show($0, fraction: nil) }
            Progress.clear()
            Document(fields: [
                ("read", .integer(report.read)), ("added", .integer(report.added)), ("changed", .integer(report.changed)),
                ("unchanged", .integer(report.unchanged)),
            ]).write(common.format)
            Output.note(revision.map { "revision \($0.number)" } ?? "nothing changed: no revision was made")
        }
    }

    struct USGS: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "usgs-mcs", abstract: "Load world tables of the USGS Mineral Commodity Summaries, any edition since 2023.",
            discussion: "registry import usgs-mcs mcs2025.csv --reason \"edition of 2025\"")
        @Argument(help: "CSV files, or folders that hold them.") var files: [String]
        @OptionGroup var common: CommonOptions
        @Option(help: "Why, for the log.") var reason: String?

        func run() throws {
            let (report, revision) = try common.changing().importUSGS(
                files, author: currentUser(), reason: reason ?? "import Mineral Commodity Summaries")
            Document(fields: report.fields).write(common.format)
            Output.note(revision.map { "revision \($0.number)" } ?? "nothing changed: no revision was made")
        }
    }
}

extension ImportRule: ExpressibleByArgument {}
extension CSVEncoding: ExpressibleByArgument {}
extension OutputFormat: ExpressibleByArgument {}
