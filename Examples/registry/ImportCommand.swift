public import ArgumentParser
import RegistryReferenceData
public import ResourceRegistry

struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Load facts: one import is one revision, whole or not at all.",
        subcommands: [Reference.self, Controls.self, MRDS.self, Archive.self])

    struct Reference: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Load the facts shipped with this program.")
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
            abstract: "Load the tables of export controls from a folder, in the form of those that are shipped (items.csv …).")
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
            commandName: "registry-jsonl", abstract: "Read back what `export` wrote: .jsonl, or .csv with --raw.", aliases: ["registry-csv"]
        )
        @Argument(help: "The file.") var file: String
        @OptionGroup var common: CommonOptions
        @Option(help: "Why, for the log.") var reason: String?

        func run() throws {
            let start = ContinuousClock.now
            let (report, revision) = try common.changing().importArchive(
                file, author: currentUser(), reason: reason ?? "read back \(file)"
            ) { Progress.show($0, since: start) }
            Progress.clear()
            Document(fields: [
                ("read", .integer(report.read)), ("added", .integer(report.added)), ("changed", .integer(report.changed)),
                ("unchanged", .integer(report.unchanged)),
            ]).write(common.format)
            Output.note(revision.map { "revision \($0.number)" } ?? "nothing changed: no revision was made")
        }
    }

    struct MRDS: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "mrds", abstract: "Load deposits from the flat file of the USGS Mineral Resources Data System (46 columns).")
        @Argument(help: "The CSV file.") var file: String
        @OptionGroup var common: CommonOptions
        @Option(help: "Why, for the log.") var reason: String?

        func run() throws {
            let (report, revision) = try common.changing().importMRDS(
                file, author: currentUser(), reason: reason ?? "import MRDS records from \(file)")
            Document(fields: report.fields).write(common.format)
            Output.note(revision.map { "revision \($0.number)" } ?? "nothing changed: no revision was made")
        }
    }
}

extension ImportRule: ExpressibleByArgument {}

extension FactImportReport {
    fileprivate func write(_ format: OutputFormat, _ revision: Revision?) {
        Listing(
            columns: ["table", "added", "changed", "removed", "unchanged"],
            rows: counts.sorted { $0.key < $1.key }.map { kind, count in
                [.text(kind), .integer(count.added), .integer(count.changed), .integer(count.removed), .integer(count.unchanged)]
            }
        ).write(format)
        for change in changes.prefix(20) { Output.note("changed: \(change.kind) \(change.id): \(change.columns.joined(separator: ", "))") }
        for removal in removals.prefix(20) { Output.note("removed: \(removal.kind) \(removal.id)") }
        for note in notes { Output.note("note: \(note)") }
        Output.note(revision.map { "revision \($0.number)" } ?? "nothing changed: no revision was made")
    }
}

extension MRDSImportReport {
    /// The report as it is printed.
    fileprivate var fields: [(String, Cell)] {
        func counts(_ values: [String: Int], _ name: String) -> Cell {
            .list(
                values.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
                    .map { .object([(name, .text($0.key)), ("records", .integer($0.value))]) })
        }
        return [
            ("read", .integer(read)), ("added", .integer(added)), ("changed", .integer(changed)), ("unchanged", .integer(unchanged)),
            ("missing_from_file", .integer(missingFromFile)),
            ("missing_records", Cell(missingRecords)), ("changed_columns", counts(changedColumns, "column")),
            (
                "changed_records",
                .list(changedRecords.map { .object([("record", .text($0.record)), ("columns", Cell($0.columns))]) })
            ),
            ("unmapped_commodities", counts(unmappedCommodities, "commodity")),
            ("unmapped_countries", counts(unmappedCountries, "country")), ("unmapped_statuses", counts(unmappedStatuses, "status")),
            ("plants", .integer(plants)), ("unnamed", .integer(unnamed)), ("without_place", .integer(withoutPlace)),
            ("not_stored", counts(notStored, "column")),
        ]
    }
}
