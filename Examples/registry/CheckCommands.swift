import ArgumentParser
import ResourceRegistry

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check the file, its schema and that every fact has a source. Writes nothing.")
    @OptionGroup var common: CommonOptions

    func run() throws {
        let report = try Registry.check(common.path)
        Listing(columns: ["kind", "finding"], rows: report.findings.map { [.text($0.kind), .text($0.text)] }).write(
            common.format, isWide: true)
        for addition in report.additions { Output.note("added by the user: \(addition)") }
        Output.note(
            report.findings.isEmpty
                ? "sound: \(report.rows.values.reduce(0, +)) rows in \(report.rows.count) tables"
                : report.findings.count == 1 ? "1 finding" : "\(report.findings.count) findings")
        if !report.findings.isEmpty { throw ExitCode(1) }
    }
}

struct LogCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "log", abstract: "List the revisions, oldest first.")
    @OptionGroup var common: CommonOptions

    func run() throws {
        Listing(
            columns: ["revision", "at", "author", "reason", "source_release", "rows"],
            rows: try common.reading().log().map { revision in
                [
                    .integer(revision.number), .text(revision.committedAt.description), .text(revision.author), .text(revision.reason),
                    Cell(revision.sourceRelease), .integer(revision.totalRows),
                ]
            }
        ).write(common.format)
    }
}
