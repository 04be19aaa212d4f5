import ArgumentParser
import RegistryTerminal
import ResourceRegistry

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check the file, its schema, its indexes, that every fact has a source, and its history.",
        discussion: "registry check")
    @Flag(help: "First make the indexes of words and places, and the stored form of the export controls, anew.") var rebuildIndexes = false
    @OptionGroup var common: CommonOptions

    func run() throws {
        if rebuildIndexes { try common.changing().rebuildIndexes() }
        let report = try Registry.check(try common.plainPath())
        Listing(columns: ["kind", "finding"], rows: report.findings.map { [.text($0.kind), .text($0.text)] }).write(
            common.format, isWide: true, empty: nil)
        for addition in report.additions { Output.note("added by the user: \(addition)") }
        if let first = report.doubts.first { Output.note("\(report.doubts.count) doubts about what sources print, such as: \(first)") }
        Output.note(
            report.findings.isEmpty
                ? "sound: \(report.rows.values.reduce(0, +)) rows in \(report.rows.count) tables, content \(report.contentHash ?? "unknown")"
                : report.findings.count == 1 ? "1 finding" : "\(report.findings.count) findings")
        if !report.findings.isEmpty { throw ExitCode(1) }
    }
}
