import ArgumentParser
import RegistryTerminal
import ResourceRegistry

struct SearchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Find minerals, deposits and controlled items by words, misspelled ones too.",
        discussion: """
            registry search "rare earth" --kind deposit
            registry search 镓
            """)
    @Argument(help: "Words of a name, a place or a description, in any language.") var text: String
    @Option(help: "Only this kind: mineral, deposit or control.", transform: Self.kind) var kind: SearchKind?
    @Option(help: "At most so many.") var limit = 20
    @OptionGroup var common: CommonOptions

    private static func kind(_ text: String) throws -> SearchKind {
        guard let kind = SearchKind(rawValue: text) else { throw ValidationError("--kind is mineral, deposit or control") }
        return kind
    }

    func validate() throws {
        if limit < 1 { throw ValidationError("--limit is a whole number from 1") }
    }

    func run() throws {
        let hits = try common.reading().search(text, kinds: kind.map { [$0] } ?? SearchKind.allCases, limit: limit)
        Listing(
            columns: ["id", "kind", "name", "score", "match", "snippet", "highlights"],
            rows: hits.map { hit in
                [
                    .text(hit.id), .text(hit.kind.rawValue), .text(hit.name), .real((hit.score * 1000).rounded() / 1000),
                    .text("\(hit.match)"), .text(hit.snippet), Cell(hit.highlights.map { String(hit.snippet[$0]) }),
                ]
            },
            least: ["highlights", "score", "match"]
        ).write(common.format)
        if hits.first?.match == .alike { Output.note("nothing holds these words; shown is what is spelled alike") }
    }
}
