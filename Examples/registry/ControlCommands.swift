import ArgumentParser
import RegistryTerminal
import ResourceRegistry

struct ControlsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "controls", abstract: "List controlled items.")
    @Option(help: "Only items of this country's (or the EU's) acts.") var issuer: String?
    @Option(help: "Only items that contain this mineral.") var mineral: String?
    @Option(help: "The day on which the state is told; without it, only the listed dates are.") var on: String?
    @Option(help: "As announced by this day: acts published later are left out.") var announcedBy: String?
    @Option(help: "Only items that a rule lays upon this destination.") var destination: String?
    @OptionGroup var common: CommonOptions

    func run() throws {
        let filter = ControlFilter(issuer: try issuer.map { try CountryCode($0) }, mineral: mineral)
        let query = try ControlListQuery(
            filter: filter, day: on.map { try CivilDay($0) }, announcedBy: announcedBy.map { try CivilDay($0) },
            destination: destination.map { try CountryCode($0) })
        let entries = try common.reading().controls(query)
        Listing(
            columns: ["id", "control_code", "name", "name_zh", "requirement", "act", "from", "until", "state", "confidence"],
            rows: entries.map(Self.row(of:))
        ).write(common.format)
    }

    private static func row(of entry: ControlListEntry) -> [Cell] {
        let item = entry.dossier.item
        let codes: String? = item.controlCodes.isEmpty ? nil : item.controlCodes.joined(separator: "; ")
        return [
            .text(item.id), Cell(codes), .text(item.name), Cell(item.nameChinese), .text(item.requirement.rawValue),
            .text(entry.dossier.act.id), Cell(entry.from?.description), Cell(entry.until?.description), Cell(entry.state?.rawValue),
            .text(item.citation.confidence.rawValue),
        ]
    }
}

struct ControlCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "control", abstract: "Show one item, measure or act.")
    @Argument(help: "Its id: CN-2023-23-Ga-a, CN-2024-46-c2, CN-2024-46.") var id: String
    @OptionGroup var common: CommonOptions

    func run() throws {
        try common.reading().read { registry in
            if let item = try registry.controls.item(id) {
                guard let dossier = try registry.controls.dossiers([id]).first else { throw NotFound(kind: "control item", id: id) }
                Document(fields: Self.fields(of: item, dossier: dossier)).write(common.format)
            } else if let act = try registry.controls.act(id) {
                Document(fields: Self.fields(of: act, relations: try registry.controls.relations(targetingActOf: id))).write(common.format)
            } else if let (measure, act) = try registry.controls.measure(id) {
                Document(fields: [
                    ("id", .text(measure.id)), ("act", .text(act)), ("clause", Cell(measure.clause)),
                    ("items", Cell(try registry.controls.items(ofMeasure: id))),
                ]).write(common.format)
            } else {
                throw NotFound(kind: "control item, measure or act", id: id)
            }
        }
    }

    private static func fields(of item: ControlItem, dossier: ControlDossier) -> [(String, Cell)] {
        [
            ("id", .text(item.id)), ("name", .text(item.name)), ("name_zh", Cell(item.nameChinese)), ("measure", .text(item.measureID)),
            ("act", .text(dossier.act.instrumentNumber)), ("control_codes", Cell(item.controlCodes)),
            ("control_code_basis", Cell(item.controlCodeBasis)), ("requirement", .text(item.requirement.rawValue)),
            ("category", .text(item.category)), ("forms", Cell(item.forms)), ("minerals", Cell(item.minerals)),
            ("from", Cell(item.period.start?.description)), ("last_day", Cell(item.period.lastDay?.description)),
            ("limits_as_listed", Cell(item.thresholdText)),
            (
                "limits",
                .list(
                    item.limits.map {
                        .object([
                            ("group", .text($0.group)), ("parameter", .text($0.parameter)), ("limit", .text($0.wording)),
                        ])
                    })
            ),
            ("conditions", Cell(item.conditions)),
            (
                "customs_codes",
                .list(
                    item.customsCodes.map {
                        .object([
                            ("code", .text($0.code.digits)), ("nomenclature", .text($0.nomenclature.rawValue)),
                            ("edition", .text($0.edition)),
                            ("role", .text($0.role.rawValue)), ("confidence", .text($0.citation.confidence.rawValue)),
                        ])
                    })
            ),
            ("relations", .list(dossier.relations.map(cell))), ("notes", Cell(item.notes)),
            ("confidence", .text(item.citation.confidence.rawValue)), ("sources", Cell(item.citation.sources)),
        ]
    }

    private static func fields(of act: LegalAct, relations: [ActRelation]) -> [(String, Cell)] {
        [
            ("id", .text(act.id)), ("jurisdiction", .text(act.jurisdiction.text)), ("issuer", .text(act.issuer)),
            ("number", .text(act.instrumentNumber)), ("title", .text(act.title)), ("title_zh", Cell(act.titleChinese)),
            ("kind", .text(act.kind.rawValue)), ("published", Cell(act.published?.description)),
            ("from", Cell(act.period.start?.description)), ("last_day", Cell(act.period.lastDay?.description)),
            ("destinations", .text(act.destinationScope)), ("extraterritorial", .flag(act.isExtraterritorial)),
            ("summary", .text(act.summary)),
            ("measures", Cell(act.measures.map(\.id))), ("mentions", Cell(act.mentions)), ("relations", .list(relations.map(cell))),
            ("notes", Cell(act.notes)), ("confidence", .text(act.citation.confidence.rawValue)), ("sources", Cell(act.citation.sources)),
        ]
    }

    private static func cell(_ relation: ActRelation) -> Cell {
        .object([
            ("id", .text(relation.id)), ("by", .text(relation.actingActID)), ("does", .text(relation.kind.rawValue)),
            ("from", Cell(relation.period.start?.description)), ("last_day", Cell(relation.period.lastDay?.description)),
            ("notes", Cell(relation.notes)),
        ])
    }
}
