package import ResourceRegistry

extension Listing {
    /// Controlled items, one on a line.
    package static func controls(_ entries: [ControlListEntry]) -> Listing {
        Listing(
            columns: ["id", "control_code", "name", "name_zh", "requirement", "act", "from", "until", "state", "confidence"],
            rows: entries.map { entry in
                let item = entry.dossier.item
                return [
                    .text(item.id), Cell(item.controlCodes.isEmpty ? nil : item.controlCodes.joined(separator: "; ")), .text(item.name),
                    Cell(item.nameChinese), .text(item.requirement.rawValue), .text(entry.dossier.act.id), Cell(entry.from?.description),
                    Cell(entry.until?.description), Cell(entry.state?.rawValue), .text(item.citation.confidence.rawValue),
                ]
            },
            least: ["confidence", "act", "name_zh", "until", "control_code", "from"])
    }

    /// What happens to measures, day by day.
    package static func calendar(_ entries: [CalendarEntry]) -> Listing {
        Listing(
            columns: ["day", "event", "act", "clause", "measure", "title", "by", "items"],
            rows: entries.map { entry in
                [
                    .text(entry.day.description), .text(entry.kind.rawValue), .text(entry.act.id), Cell(entry.measure.clause),
                    .text(entry.measure.id), .text(entry.act.title), Cell(entry.actingAct), Cell(entry.items),
                ]
            },
            least: ["clause", "act", "items", "by"])
    }
}

extension ExportControlRepository.Entry {
    /// The item, the clause or the act as it is printed.
    package var document: Document {
        switch self {
        case .item(let dossier): Document(fields: dossier.fields)
        case .measure(let measure, let act, let items):
            Document(fields: [("id", .text(measure.id)), ("act", .text(act)), ("clause", Cell(measure.clause)), ("items", Cell(items))])
        case .act(let act, let relations): Document(fields: act.fields + [("relations", .objects(relations, \.fields))])
        }
    }
}

extension ControlDossier {
    fileprivate var fields: [(String, Cell)] {
        [
            ("id", .text(item.id)), ("name", .text(item.name)), ("name_zh", Cell(item.nameChinese)), ("measure", .text(item.measureID)),
            ("act", .text(act.instrumentNumber)), ("control_codes", Cell(item.controlCodes)),
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
            ("relations", .objects(relations, \.fields)), ("notes", Cell(item.notes)),
            ("confidence", .text(item.citation.confidence.rawValue)), ("sources", Cell(item.citation.sources)),
        ]

    }
}

extension LegalAct {
    fileprivate var fields: [(String, Cell)] {
        [
            ("id", .text(id)), ("jurisdiction", .text(jurisdiction.text)), ("issuer", .text(issuer)),
            ("number", .text(instrumentNumber)), ("title", .text(title)), ("title_zh", Cell(titleChinese)),
            ("kind", .text(kind.rawValue)), ("published", Cell(published?.description)),
            ("from", Cell(period.start?.description)), ("last_day", Cell(period.lastDay?.description)),
            ("destinations", .text(destinationScope)), ("extraterritorial", .flag(isExtraterritorial)),
            ("summary", .text(summary)),
            ("measures", Cell(measures.map(\.id))), ("mentions", Cell(mentions)),
            ("notes", Cell(notes)), ("confidence", .text(citation.confidence.rawValue)), ("sources", Cell(citation.sources)),
        ]

    }
}

extension ActRelation {
    fileprivate var fields: [(String, Cell)] {
        [
            ("id", .text(id)), ("by", .text(actingActID)), ("does", .text(kind.rawValue)),
            ("from", Cell(period.start?.description)), ("last_day", Cell(period.lastDay?.description)),
            ("notes", Cell(notes)),
        ]

    }
}
