internal import RegistrySQLite

// Trade flows: what an economy reports to have imported or exported.
extension DependenceRepository {
    static let flowTable = TableMapping(
        name: "trade_flow", parent: nil, key: ["slug"],
        rest: [
            "reporter_id", "partner_id", "direction", "mineral_id", "customs_code_id", "year", "qualifier", "amount", "upper_amount",
            "unit", "basis_as_given", "basis", "trade_value", "currency", "note", "confidence", "citation_id",
        ])

    /// Adds or changes a flow.
    ///
    /// - Throws: `InvalidValue` for a negative amount and a year that has not begun; `RegistryError.unknown` for a country, a mineral
    ///   or a code of the Harmonized System that is not held.
    @discardableResult
    public func save(_ flow: TradeFlow) throws -> SaveOutcome {
        try references.requireBegun(flow.year)
        try flow.figure.requireNotNegative("trade flow")
        return try references.atomically {
            let code = try flow.customsCode.map { try references.customsCode($0, nomenclature: .harmonizedSystem) }
            var row: [Value] = [
                .text(flow.id), try references.area(flow.reporter), try references.area(flow.partner), .text(flow.direction.rawValue),
                try references.mineral(flow.mineral), .optional(code), .integer(Int64(flow.year)),
            ]
            row += SupplyColumns.values(of: flow.figure) + [.text(flow.unit.symbol)] + SupplyColumns.values(of: flow.basis)
            row += [.optional(flow.value?.amount.description), .optional(flow.value?.currency), .optional(flow.note)]
            return try RowWriter(connection: references.connection)
                .save(row + (try references.cited(flow.citation)), in: Self.flowTable).outcome
        }
    }

    /// Flows of a mineral by reporter, direction, year and partner.
    ///
    /// - Throws: `RegistryError.unknown` for a mineral or a reporter that is not held.
    public func flows(mineral: String? = nil, reporter: CountryCode? = nil) throws -> [TradeFlow] {
        try references.connection.query(
            """
            SELECT f.reporter_id, f.partner_id, f.direction, m.slug, c.code, f.year, f.qualifier, f.amount, f.upper_amount, f.unit,
                   f.basis_as_given, f.basis, f.trade_value, f.currency, f.note, f.confidence, f.citation_id
              FROM trade_flow f JOIN mineral m ON m.id = f.mineral_id LEFT JOIN customs_code c ON c.id = f.customs_code_id
             WHERE (?1 IS NULL OR f.mineral_id = ?1) AND (?2 IS NULL OR f.reporter_id = ?2)
             ORDER BY m.slug, f.reporter_id, f.direction, f.year, f.slug
            """, [try references.mineral(mineral), try references.area(reporter)]
        ) { row in
            let code = try row.optionalString(4).map { try CustomsCode($0, nomenclature: .harmonizedSystem) }
            let amount = try row.optionalString(12).map { try ExactDecimal($0) }
            let currency = try row.optionalString(13)
            var value: TradeFlow.Money?
            if let amount, let currency { value = try TradeFlow.Money(amount: amount, currency: currency) }
            return TradeFlow(
                reporter: try references.required(row, 0), partner: try references.country(try row.optionalInt64(1)),
                direction: try SupplyColumns.word(try row.string(2), "direction"), mineral: try row.string(3), customsCode: code,
                year: try row.int(5), figure: try SupplyColumns.figure(row, at: 6), unit: try UnitOfMeasure(try row.string(9)),
                basis: try SupplyColumns.basis(row, at: 10), value: value, note: try row.optionalString(14),
                citation: try references.citation(confidence: try row.string(15), key: try row.int64(16)))
        }
    }

    /// Takes a flow out.
    ///
    /// - Throws: `RegistryError.unknown`.
    public func deleteFlow(_ id: String) throws { try references.delete(id, from: .tradeFlow) }
}

extension DependenceRepository {
    /// The estimates of governance as the indicators take them: of each country and indicator the newest that is not after a year.
    ///
    /// - Throws: `DatabaseError`, `RegistryError` when a stored row is damaged.
    public func governanceScores(upTo year: Int) throws -> [CountryCode: GovernanceEstimates] {
        try governance().filter { $0.year <= year }.reduce(into: [:]) { scores, estimate in
            // They come by year: a later one takes the place of an earlier one.
            scores[estimate.country, default: [:]][estimate.indicator] = estimate.estimate
        }
    }
}
