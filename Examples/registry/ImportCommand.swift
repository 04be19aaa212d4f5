public import ArgumentParser
import RegistryReferenceData
package import RegistryTerminal
public import ResourceRegistry

struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Load facts: one import is one revision, whole or not at all.",
        discussion: """
            registry import reference
            registry import mrds mrds.csv --skip-invalid --rejects rejects.csv
            registry import geojson deposits.geojson --dry-run
            """,
        subcommands: [Reference.self, Controls.self, USGS.self, Archive.self, Deposits.self], defaultSubcommand: Deposits.self)

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

    struct Deposits: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "format", abstract: "Load deposits from survey files: registry import FORMAT PATH…",
            discussion: "registry import mrds mrds.csv --skip-invalid --rejects rejects.csv", shouldDisplay: false)
        @Argument(help: "mrds, mrds-tables, sites, minmod, usgs-lithium or geojson.") var source: DepositFormat
        @Argument(help: "The files; a folder stands for the files of the format in it.") var paths: [String]
        @Flag(help: "Report what would change and keep nothing.") var dryRun = false
        @Flag(help: "Set faulty records aside instead of refusing the import.") var skipInvalid = false
        @Option(help: "The CSV file for records that are set aside.") var rejects: String?
        @Option(help: "The encoding of tables: utf-8 or windows-1252.") var encoding: CSVEncoding?
        @Option(help: "Why, for the log.") var reason: String?
        @Flag(help: "Keep no changeset: history starts after this revision.") var baseline = false
        @OptionGroup var common: CommonOptions

        func validate() throws {
            guard skipInvalid == (rejects != nil) else { throw ValidationError("--skip-invalid and --rejects FILE go together") }
        }

        func run() throws {
            let progress = Progress()
            let options = ImportOptions(
                encoding: encoding, rejects: rejects, isDryRun: dryRun, startsHistory: baseline,
                progress: { progress.show($0.records, fraction: $0.fraction) })
            let (report, revision) = try common.changing().importDeposits(
                source, from: paths, author: currentUser(), reason: reason ?? "import \(source.rawValue) from \(paths[0])", options: options
            )
            Progress.clear()
            Document(fields: report.fields).write(common.format)
            let nothing = dryRun ? "dry run: nothing was kept" : "nothing changed: no revision was made"
            Output.note(revision.map { "revision \($0.number)" } ?? nothing)
        }
    }

    struct USGS: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "usgs-mcs", abstract: "Load world tables of the USGS Mineral Commodity Summaries, any edition since 2023.",
            discussion: "registry import usgs-mcs mcs2025 --reason \"edition of 2025\"")
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
extension DepositFormat: ExpressibleByArgument {}
extension CSVEncoding: ExpressibleByArgument {}
extension OutputFormat: ExpressibleByArgument {}
