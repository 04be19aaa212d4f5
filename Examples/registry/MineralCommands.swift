import ArgumentParser
import RegistryTerminal
import ResourceRegistry

struct MineralsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "minerals", abstract: "List minerals.",
        discussion: "Classes: rare-earth, rare-metal, rare-scattered (in a scheme; the default scheme is named with the answer).")
    @Option(name: .customLong("class"), help: "Only members of this resource class.") var resourceClass: String?
    @Option(help: "The scheme in which the class is looked up.") var scheme: String?
    @Option(help: "Only minerals that this official list names, directly or through a group.") var list: String?
    @OptionGroup var common: CommonOptions

    func run() throws {
        let filter = MineralFilter(resourceClass: try resourceClass.map { try ResourceClass($0) }, scheme: scheme, list: list)
        let (minerals, usedScheme) = try common.reading().read { registry in
            (try registry.minerals.list(filter).entries, try scheme ?? registry.classifications.schemes().first)
        }
        Listing(
            columns: ["slug", "symbol", "name", "name_zh", "kind", "class", "scheme", "mainly_byproduct", "confidence"],
            rows: minerals.map { mineral in
                [
                    .text(mineral.id), Cell(mineral.symbol), .text(mineral.name), Cell(mineral.nameChinese), .text(mineral.kind),
                    Cell(resourceClass ?? mineral.resourceClass), Cell(usedScheme), Cell(mineral.mainlyByproduct),
                    .text(mineral.confidence.rawValue),
                ]
            }
        ).write(common.format)
    }
}

struct MineralCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "mineral", abstract: "Show one mineral.")
    @Argument(help: "Its id: gallium.") var slug: String
    @Flag(help: "Show its way from deposits over estimates, projects and capacity to production instead.") var chain = false
    @OptionGroup var common: CommonOptions

    func run() throws {
        try common.reading().read { registry in
            guard let mineral = try registry.minerals.find(slug) else {
                throw NotFound(kind: "mineral", id: slug, near: try registry.minerals.suggestions(for: slug))
            }
            if chain { return ChainText.document(try registry.chain(of: slug)).write(common.format) }
            let classes = try registry.minerals.classes(of: slug)
            let designations = try registry.minerals.designations(of: slug)
            let items = try registry.controls.list(ControlFilter(mineral: slug)).entries
            Document(fields: [
                ("slug", .text(mineral.id)), ("name", .text(mineral.name)), ("name_zh", Cell(mineral.preferredName(in: "zh"))),
                ("pinyin", Cell(mineral.preferredName(in: "zh-Latn-pinyin"))), ("symbol", Cell(mineral.symbol)),
                ("atomic_number", Cell(mineral.atomicNumber)), ("cas_number", Cell(mineral.casNumber)),
                ("kind", .text(mineral.kind.rawValue)),
                ("description", Cell(mineral.summary)), ("mainly_byproduct", Cell(mineral.mainlyByproduct)),
                ("class_note", Cell(mineral.classNote)), ("confidence", .text(mineral.citation.confidence.rawValue)),
                ("sources", Cell(mineral.citation.sources)),
                (
                    "classes",
                    .list(
                        classes.map {
                            .object([
                                ("scheme", .text($0.scheme)), ("class", .text($0.resourceClass.rawValue)),
                                ("as_listed", .text($0.asListed)),
                                ("confidence", .text($0.confidence.rawValue)),
                            ])
                        })
                ),
                (
                    "uses",
                    .list(
                        mineral.uses.map {
                            .object([("sector", .text($0.sector)), ("confidence", .text($0.citation.confidence.rawValue))])
                        })
                ),
                ("hosts", Cell(mineral.relations.filter { $0.kind == .host }.map(\.label))),
                ("byproduct_of", Cell(mineral.relations.filter { $0.kind == .byproductOf }.map(\.label))),
                ("members", Cell(mineral.members.map(\.member))), ("customs_codes", Cell(mineral.customsCodes.map(\.code.digits))),
                ("designations", .list(designations.map(Self.cell))),
                (
                    "control_items",
                    .list(
                        items.map {
                            .object([("id", .text($0.id)), ("name", .text($0.name)), ("requirement", .text($0.requirement.rawValue))])
                        })
                ),
            ]).write(common.format)
        }
    }

    private static func cell(_ designation: MineralDesignation) -> Cell {
        let via: Cell =
            switch designation.via {
            case .direct: "direct"
            case .alsoCovered: "also covered"
            case .group(let group): .text(group)
            }
        return .object([
            ("list", .text(designation.list)), ("date", .text(designation.date.description)), ("type", .text(designation.type)),
            ("via", via),
            ("confidence", .text(designation.confidence.rawValue)),
        ])
    }
}

/// Nothing is held under that id; what comes near it is suggested.
struct NotFound: Error, CustomStringConvertible {
    let kind: String
    let id: String
    var near: [String] = []

    var description: String {
        let shown = String(id.unicodeScalars.prefix(60).map { $0.value < 0x20 || $0.value == 0x7F ? "?" : Character($0) })
        let hint = near.isEmpty ? "list what is held and check the spelling" : "did you mean \(near.joined(separator: ", "))?"
        return "no \(kind) is called '\(shown)'; \(hint)"
    }
}
