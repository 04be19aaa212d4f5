package import ResourceRegistry

extension SupplyConcentration {
    /// The table as it is printed, with the parts that stand under control where they were asked for.
    package func document(controlled: [ControlledSupply]?) -> Document {
        var fields: [(String, Cell)] = [
            ("mineral", .text(mineral)), ("stage", .text(stage.name)), ("stage_group", .text(stage.group.rawValue)),
            ("year", .integer(year)), ("basis", Cell(basis?.asGiven)), ("unit", Cell(unit?.symbol)),
            ("hhi", .bounds(hhi.value, hhi.low, hhi.high)), ("coverage", Cell(figure: hhi.coverage)),
            ("reason", Cell(hhi.reason)),
            (
                "shares",
                .list(
                    shares.map { share in
                        var country: String?
                        if case .country(let code) = share.kind { country = code.text }
                        return .object([
                            ("country", Cell(country)), ("place", country == nil ? "other" : "country"),
                            ("share", Cell(figure: share.value)),
                            ("low", .figure(share.low)), ("high", .figure(share.high)),
                        ])
                    })
            ),
            ("estimated", .flag(isEstimated)), ("findings", Cell(findings)), ("method", .text(hhi.method)),
            ("version", .integer(hhi.version)), ("confidence", .text(citation.confidence.rawValue)),
            ("sources", Cell(citation.sources)),
        ]
        if let parts = controlled?.first(where: { $0.table.stage == stage })?.parts {
            fields.append(("under_control", .objects(parts, \.fields)))
        }
        return Document(fields: fields)
    }
}

extension ControlledSupply.Part {
    fileprivate var fields: [(String, Cell)] {
        [
            ("requirement", .text(requirement.rawValue)), ("share", Cell(figure: share)), ("low", .figure(low)),
            ("high", .figure(high)),
            ("general", .flag(isGeneral)), ("uncertain", .flag(isUncertain)), ("countries", Cell(countries.map(\.text))),
            ("items", Cell(items)),
        ]
    }
}

extension Document {
    /// How far economies live on imports of a mineral, and who supplies them.
    package static func reliance(on mineral: String, _ statements: [StatedReliance], _ shares: [SupplierShare]) -> Document {
        let reliance = statements.map { line in
            Cell.object([
                ("importer", .text(line.importer.text)), ("year", .integer(line.year)), ("form", Cell(line.form)),
                ("percent", Cell(line.figure.figure?.amount?.doubleValue)), ("qualifier", .text(line.figure.qualifier)),
                ("indicator", .text(line.indicator.rawValue)), ("denominator", .text(line.denominator)),
                ("estimated", .flag(line.isEstimated)),
                ("note", Cell(line.note)), ("confidence", .text(line.citation.confidence.rawValue)),
                ("sources", Cell(line.citation.sources)),
            ])
        }
        let suppliers = shares.map { share in
            Cell.object([
                ("importer", .text(share.importer.text)), ("supplier", .text(share.supplierText)), ("form", Cell(share.form)),
                ("percent", Cell(share.percent.amount?.doubleValue)), ("qualifier", .text(share.percent.qualifier)),
                ("from", .integer(share.firstYear)), ("to", .integer(share.lastYear)), ("denominator", .text(share.denominator)),
                ("note", Cell(share.note)), ("confidence", .text(share.citation.confidence.rawValue)),
                ("sources", Cell(share.citation.sources)),
            ])
        }
        return Document(fields: [("mineral", .text(mineral)), ("reliance", .list(reliance)), ("suppliers", .list(suppliers))])
    }
}
