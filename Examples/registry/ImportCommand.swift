public import ArgumentParser
import RegistryReferenceData
public import ResourceRegistry

struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Load facts: one import is one revision, whole or not at all.",
        subcommands: [Reference.self, Controls.self, USGS.self, Archive.self, Deposits.self], defaultSubcommand: Deposits.self)

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
            commandName: "format", abstract: "Load deposits from survey files: registry import FORMAT PATH…", shouldDisplay: false)
        @Argument(help: "mrds, mrds-tables, sites, minmod, usgs-lithium or geojson.") var source: DepositFormat
        @Argument(help: "The files; a folder stands for the files of the format in it.") var paths: [String]
        @Flag(help: "Report what would change and keep nothing.") var dryRun = false
        @Flag(help: "Set faulty records aside instead of refusing the import.") var skipInvalid = false
        @Option(help: "The CSV file for records that are set aside.") var rejects: String?
        @Option(help: "The encoding of tables: utf-8 or windows-1252.") var encoding: CSVEncoding?
        @Option(help: "Why, for the log.") var reason: String?
        @OptionGroup var common: CommonOptions

        func validate() throws {
            guard skipInvalid == (rejects != nil) else { throw ValidationError("--skip-invalid and --rejects FILE go together") }
        }

        func run() throws {
            let progress = Progress()
            let options = ImportOptions(
                encoding: encoding, rejects: rejects, isDryRun: dryRun,
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
            commandName: "usgs-mcs", abstract: "Load world tables of the USGS Mineral Commodity Summaries, any edition since 2023.")
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

/// Counts by word, the largest first.
private func countsByWord(_ values: [String: Int], _ name: String, _ unit: String) -> Cell {
    .list(
        values.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { .object([(name, .text($0.key)), (unit, .integer($0.value))]) })
}

extension USGSImportReport {
    /// The report as it is printed.
    fileprivate var fields: [(String, Cell)] {
        func kinds<Kind: RawRepresentable<String>>(_ values: [Kind: Int]) -> Cell {
            countsByWord(Dictionary(uniqueKeysWithValues: values.map { ($0.key.rawValue, $0.value) }), "kind", "cells")
        }
        return [
            ("files", .integer(reading.files)), ("other_files", Cell(reading.otherFiles)), ("read", .integer(reading.read)),
            ("mapped", .integer(reading.mapped)),
            ("added", .integer(added)), ("unchanged", .integer(unchanged)), ("restated", .integer(restated)),
            ("kept_beside", .integer(keptBeside)), ("same_edition_changed", .integer(corrected)), ("changes", Cell(changes)),
            ("corrected", kinds(reading.corrected)), ("reported", kinds(reading.reported)),
            (
                "notes",
                .list(reading.notes.map { .object([("kind", .text($0.kind)), ("place", .text($0.place)), ("text", .text($0.text))]) })
            ),
            ("unmapped_commodities", countsByWord(reading.unmappedCommodities, "commodity", "cells")),
            ("unmapped_countries", countsByWord(reading.unmappedCountries, "country", "cells")),
            ("unmapped_series", countsByWord(reading.unmappedSeries, "series", "cells")),
            ("unmapped_units", countsByWord(reading.unmappedUnits, "unit", "cells")),
            ("other_sections", countsByWord(reading.otherSections, "section", "rows")),
        ]
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

extension DepositFormat: ExpressibleByArgument {}
extension CSVEncoding: ExpressibleByArgument {}

extension ImportReport {
    /// The report as it is printed.
    fileprivate var fields: [(String, Cell)] {
        func list(_ values: [String: Int], _ name: String) -> Cell { countsByWord(values, name, "records") }
        func counts(_ counts: Counts) -> [(String, Cell)] {
            [("added", .integer(counts.added)), ("changed", .integer(counts.changed)), ("unchanged", .integer(counts.unchanged))]
        }
        let words = unmapped.flatMap { kind, words in words.map { (kind, $0.key, $0.value) } }
            .sorted { ($0.0, $1.2, $0.1) < ($1.0, $0.2, $1.1) }
        let peculiar = notes.keys.sorted { $0.rawValue < $1.rawValue }
        return [("dry_run", .flag(isDryRun)), ("read", .integer(read))] + counts(deposits) + [
            ("rejected", list(rejected, "reason")), ("rejected_parts", list(rejectedParts, "reason")),
            ("missing_from_file", .integer(missingFromFile)), ("missing_records", Cell(missingRecords)),
            ("others", .list(others.sorted { $0.key < $1.key }.map { .object([("table", .text($0.key))] + counts($0.value)) })),
            ("changed_columns", list(changedColumns, "column")),
            ("changed_records", .list(changedRecords.map { .object([("record", .text($0.record)), ("columns", Cell($0.columns))]) })),
            ("notes", .objects(peculiar) { [("note", .text($0.rawValue)), ("records", Cell(notes[$0])), ("text", .text($0.text))] }),
            ("unmapped", .objects(words) { [("kind", .text($0.0)), ("word", .text($0.1)), ("records", .integer($0.2))] }),
            ("not_stored", list(notStored, "what")), ("files", list(files, "file")),
        ]
    }
}
