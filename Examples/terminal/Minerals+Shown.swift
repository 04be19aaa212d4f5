package import ResourceRegistry

extension Listing {
    /// Minerals, one on a line, with the class in a scheme.
    package static func minerals(_ entries: [MineralSummary], inClass asked: String?, scheme: String?) -> Listing {
        Listing(
            columns: ["slug", "symbol", "name", "name_zh", "kind", "class", "scheme", "mainly_byproduct", "confidence"],
            rows: entries.map { mineral in
                [
                    .text(mineral.id), Cell(mineral.symbol), .text(mineral.name), Cell(mineral.nameChinese), .text(mineral.kind),
                    Cell(asked ?? mineral.resourceClass), Cell(scheme), Cell(mineral.mainlyByproduct), .text(mineral.confidence.rawValue),
                ]
            },
            least: ["confidence", "scheme", "mainly_byproduct", "name_zh", "kind"])
    }
}

extension MineralDossier {
    /// The mineral as it is printed.
    package var document: Document {
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
            ("designations", .objects(designations, \.fields)),
            (
                "control_items",
                .list(
                    items.map {
                        .object([("id", .text($0.id)), ("name", .text($0.name)), ("requirement", .text($0.requirement.rawValue))])
                    })
            ),
        ])
    }
}

extension MineralDesignation {
    fileprivate var fields: [(String, Cell)] {
        let way: Cell =
            switch via {
            case .direct: "direct"
            case .alsoCovered: "also covered"
            case .group(let group): .text(group)
            }
        return [
            ("list", .text(list)), ("date", .text(date.description)), ("type", .text(type)),
            ("via", way),
            ("confidence", .text(confidence.rawValue)),
        ]
    }
}
