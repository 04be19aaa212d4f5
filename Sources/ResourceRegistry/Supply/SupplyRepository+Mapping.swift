internal import RegistrySQLite

// How a fact is spread over two tables, and put together again.
extension SupplyRepository {
    static let table = TableMapping(
        name: "supply_fact", parent: nil, key: ["slug"],
        rest: [
            "mineral_id", "measure", "stage", "stage_group", "basis_as_given", "basis", "place", "area_id", "year", "expected_on",
            "qualifier", "amount", "upper_amount", "unit", "is_estimated", "is_revised", "note", "confidence", "citation_id",
        ])
    static let otherValueTable = TableMapping(
        name: "supply_other_value", parent: "fact_id", key: ["kind", "citation_id"],
        rest: ["qualifier", "amount", "upper_amount", "unit", "confidence"])

    static let selected = """
        f.id, m.slug, f.measure, f.stage, f.stage_group, f.basis_as_given, f.basis, f.place, a.code, f.year, f.expected_on,
        f.qualifier, f.amount, f.upper_amount, f.unit, f.is_estimated, f.is_revised, f.note, f.confidence, f.citation_id
        """

    func row(of fact: SupplyFact) throws -> [Value] {
        guard fact.measure.hasStage == (fact.stage != nil) else {
            throw InvalidValue(
                kind: "stage of \(fact.measure.rawValue)", text: fact.stage?.name ?? "",
                expected: fact.measure.hasStage ? "a stage: mine, refinery …" : "no stage")
        }
        if fact.measure != .plannedCapacity { try references.requireBegun(fact.year) }
        if fact.expectedOn != nil, fact.measure != .plannedCapacity {
            throw InvalidValue(kind: "expected date", text: fact.id, expected: "one for planned capacities alone")
        }
        try fact.figure.requireNotNegative(fact.measure.rawValue)
        let place: String
        switch fact.place {
        case .country: place = "country"
        case .other: place = "other"
        case .world: place = "world"
        }
        var row: [Value] = [
            .text(fact.id), try references.mineral(fact.mineral), .text(fact.measure.rawValue), .optional(fact.stage?.name),
            .optional(fact.stage?.group.rawValue),
        ]
        row += SupplyColumns.values(of: fact.basis)
        row += [
            .text(place), try references.area(fact.place.country), .integer(Int64(fact.year)), .optional(fact.expectedOn?.description),
        ]
        row += SupplyColumns.values(of: fact.figure)
        row += [.text(fact.unit.symbol), .bool(fact.isEstimated), .bool(fact.isRevised), .optional(fact.note)]
        return row + (try references.cited(fact.citation))
    }

    func row(of value: SupplyFact.OtherValue) throws -> [Value] {
        try value.figure.requireNotNegative("other value")
        return [.text(value.kind.rawValue), .integer(try references.citation(value.citation))] + SupplyColumns.values(of: value.figure)
            + [.text(value.unit.symbol), .text(value.citation.confidence.rawValue)]
    }

    /// A fact without what else is said of it.
    func decode(_ row: borrowing Row) throws -> SupplyFact {
        let code = try row.optionalString(8)
        let place = try row.string(7)
        return SupplyFact(
            mineral: try row.string(1), measure: try SupplyColumns.word(try row.string(2), "measure"),
            stage: try SupplyColumns.stage(row, at: 3), basis: try SupplyColumns.basis(row, at: 5),
            place: try code.map { .country(try CountryCode($0)) } ?? (place == "world" ? .world : .other), year: try row.int(9),
            expectedOn: try SupplyColumns.date(row, at: 10), figure: try SupplyColumns.figure(row, at: 11),
            unit: try UnitOfMeasure(try row.string(14)), isEstimated: try row.bool(15), isRevised: try row.bool(16),
            note: try row.optionalString(17), citation: try references.citation(confidence: try row.string(18), key: try row.int64(19)))
    }

    func otherValues(_ condition: String, _ arguments: [Value]) throws -> [Int64: [SupplyFact.OtherValue]] {
        var found: [Int64: [SupplyFact.OtherValue]] = [:]
        try connection.forEachRow(
            """
            SELECT o.fact_id, o.kind, o.qualifier, o.amount, o.upper_amount, o.unit, o.confidence, o.citation_id
              FROM supply_other_value o JOIN supply_fact f ON f.id = o.fact_id WHERE \(condition) ORDER BY o.fact_id, o.kind, o.citation_id
            """, arguments
        ) { row in
            found[try row.int64(0), default: []].append(
                SupplyFact.OtherValue(
                    kind: try SupplyColumns.word(try row.string(1), "kind of value"), figure: try SupplyColumns.figure(row, at: 2),
                    unit: try UnitOfMeasure(try row.string(5)),
                    citation: try references.citation(confidence: try row.string(6), key: try row.int64(7))))
        }
        return found
    }
}
