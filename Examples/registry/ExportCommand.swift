import ArgumentParser
import RegistryTerminal
import ResourceRegistry

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write all minerals, deposits or controls to a file; its extension tells the form.",
        discussion: """
            registry export deposits --to deposits.geojson
            registry export deposits --to deposits.jsonl
            registry export controls --to controls.csv
            """)
    @Argument(help: "minerals, deposits or controls.", transform: Self.kind) var kind: ExportKind
    @Option(help: "The file: .csv, .jsonl, .geojson or .gpkg.") var to: String
    @Flag(help: "CSV: cells as they are, and all that lists hold, to be read back.") var raw = false
    @OptionGroup var common: CommonOptions

    private static func kind(_ text: String) throws -> ExportKind {
        guard let kind = ExportKind(rawValue: text) else { throw ValidationError("export what? minerals, deposits or controls") }
        return kind
    }

    func run() throws {
        let progress = Progress()
        let count = try common.reading().export(kind, to: to, raw: raw) { progress.show($0, fraction: nil) }
        Progress.clear()
        Output.note("\(count) \(kind.rawValue) written to \(to)")
    }
}
