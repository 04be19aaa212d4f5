import ArgumentParser
import RegistryTerminal
import ResourceRegistry

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "One page on a mineral, complete in itself: shares, concentration, controls, deposits, sources.",
        discussion: "registry report gallium --to gallium.html")
    @Argument(help: "The mineral's id.") var mineral: String
    @Option(help: "The HTML file; - is the standard output.") var to: String
    @Option(help: "The day on which controls are looked at (default: today, UTC).") var on: String?
    @OptionGroup var common: CommonOptions

    func run() throws {
        let report = try common.reading().report(on: mineral, day: on.map { try CivilDay($0) })
        let file = try OutputFile(path: to, sparing: [common.path])
        try file.write(Array(report.html.utf8))
        try file.commit()
        if to != "-" { Output.note("a report on \(mineral) written to \(to)") }
    }
}
