internal import RegistrySQLite

/// What a registry holds of dependence: import reliance, supplier shares, trade flows, and the governance of the suppliers.
public struct DependenceRepository {
    let references: References
    private var connection: Connection { references.connection }

    init(references: References) { self.references = references }

    static let relianceTable = TableMapping(
        name: "import_reliance", parent: nil, key: ["slug"],
        rest: [
            "area_id", "mineral_id", "form", "indicator", "denominator", "year", "qualifier", "percent", "upper_percent", "is_estimated",
            "note", "confidence", "citation_id",
        ])
    static let shareTable = TableMapping(
        name: "supplier_share", parent: nil, key: ["slug"],
        rest: [
            "importer_id", "mineral_id", "form", "denominator", "place", "area_id", "supplier_as_given", "first_year", "last_year",
            "qualifier", "percent", "upper_percent", "note", "confidence", "citation_id",
        ])
    static let scoreTable = TableMapping(
        name: "governance_score", parent: nil, key: ["area_id", "indicator", "year"],
        rest: ["estimate", "standard_error", "confidence", "citation_id"])

    // MARK: Import reliance

    /// Adds or changes a statement of reliance.
    ///
    /// - Throws: `InvalidValue` for a year that has not begun; `RegistryError.unknown`.
    @discardableResult
    public func save(_ reliance: StatedReliance) throws -> SaveOutcome {
        try references.requireBegun(reliance.year)
        let figure = reliance.figure.figure
        return try references.atomically {
            try RowWriter(connection: connection).save(
                [
                    .text(reliance.id), try references.area(reliance.importer), try references.mineral(reliance.mineral),
                    .optional(reliance.form), .text(reliance.indicator.rawValue), .text(reliance.denominator),
                    .integer(Int64(reliance.year)), .text(reliance.figure.qualifier), .optional(figure?.amount?.description),
                    .optional(figure?.upper?.description), .bool(reliance.isEstimated), .optional(reliance.note),
                ] + (try references.cited(reliance.citation)), in: Self.relianceTable
            ).outcome
        }
    }

    /// Statements of reliance by importer, form, indicator and year.
    ///
    /// - Throws: `RegistryError.unknown` for a mineral or an importer that is not held.
    public func reliance(mineral: String? = nil, importer: CountryCode? = nil) throws -> [StatedReliance] {
        try connection.query(
            """
            SELECT r.area_id, m.slug, r.form, r.indicator, r.denominator, r.year, r.qualifier, r.percent, r.upper_percent, r.is_estimated,
                   r.note, r.confidence, r.citation_id
              FROM import_reliance r JOIN mineral m ON m.id = r.mineral_id JOIN area a ON a.id = r.area_id
             WHERE (?1 IS NULL OR r.mineral_id = ?1) AND (?2 IS NULL OR r.area_id = ?2)
             ORDER BY m.slug, a.code, r.form, r.indicator, r.denominator, r.year
            """, [try references.mineral(mineral), try references.area(importer)]
        ) { row in
            StatedReliance(
                importer: try references.required(row, 0), mineral: try row.string(1), form: try row.optionalString(2),
                indicator: try SupplyColumns.word(try row.string(3), "indicator"), denominator: try row.string(4), year: try row.int(5),
                figure: try StatedReliance.Figure(
                    qualifier: try row.string(6), percent: try row.optionalString(7).map { try ExactDecimal($0) },
                    upper: try row.optionalString(8).map { try ExactDecimal($0) }),
                isEstimated: try row.bool(9), note: try row.optionalString(10),
                citation: try references.citation(confidence: try row.string(11), key: try row.int64(12)))
        }
    }

    // MARK: Supplier shares

    /// Adds or changes the rows of one or more tables of shares. Rows of a table that are not named stay.
    ///
    /// - Throws: `InvalidValue` for a table that adds up to more than 100 percent and its rounding, years in the wrong order or not
    ///   begun; `RegistryError.unknown`.
    @discardableResult
    public func save(_ shares: [SupplierShare]) throws -> [(id: String, outcome: SaveOutcome)] {
        try references.atomically {
            let saved = try shares.map { ($0.id, try RowWriter(connection: connection).save(try row(of: $0), in: Self.shareTable).outcome) }
            for mineral in Set(shares.map(\.mineral)) { try self.shares(mineral: mineral).requireNoMoreThanAll() }
            return saved
        }
    }

    private func row(of share: SupplierShare) throws -> [Value] {
        try references.requireBegun(share.lastYear)
        guard share.firstYear <= share.lastYear else {
            throw InvalidValue(kind: "years", text: "\(share.firstYear) to \(share.lastYear)", expected: "a first year before the last one")
        }
        let place =
            switch share.supplier {
            case .country: "country"
            case .several: "several"
            case .other: "other"
            }
        return [
            .text(share.id), try references.area(share.importer), try references.mineral(share.mineral), .optional(share.form),
            .text(share.denominator), .text(place), try references.area(share.supplier.country), .text(share.supplierText),
            .integer(Int64(share.firstYear)), .integer(Int64(share.lastYear)),
        ] + SupplyColumns.values(of: share.percent) + [.optional(share.note)] + (try references.cited(share.citation))
    }

    /// Supplier shares by importer, form and years, the greatest first.
    ///
    /// - Throws: `RegistryError.unknown` for a mineral or an importer that is not held.
    public func shares(mineral: String? = nil, importer: CountryCode? = nil) throws -> [SupplierShare] {
        try connection.query(
            """
            SELECT s.importer_id, m.slug, s.form, s.denominator, s.place, s.area_id, s.supplier_as_given, s.first_year, s.last_year,
                   s.qualifier, s.percent, s.upper_percent, s.note, s.confidence, s.citation_id
              FROM supplier_share s JOIN mineral m ON m.id = s.mineral_id JOIN area a ON a.id = s.importer_id
             WHERE (?1 IS NULL OR s.mineral_id = ?1) AND (?2 IS NULL OR s.importer_id = ?2)
             ORDER BY m.slug, a.code, s.form, s.denominator, s.first_year, s.last_year, s.place = 'other',
                      CAST(s.percent AS REAL) DESC, s.slug
            """, [try references.mineral(mineral), try references.area(importer)]
        ) { row in
            let words = try row.string(6)
            let supplier: SupplierShare.Supplier =
                if let country = try references.country(try row.optionalInt64(5)) {
                    .country(country)
                } else { try row.string(4) == "other" ? .other : .several(words) }
            return SupplierShare(
                importer: try references.required(row, 0), mineral: try row.string(1), form: try row.optionalString(2),
                denominator: try row.string(3), supplier: supplier, firstYear: try row.int(7), lastYear: try row.int(8),
                percent: try SupplyColumns.figure(row, at: 9), note: try row.optionalString(12),
                citation: try references.citation(confidence: try row.string(13), key: try row.int64(14)))
        }
    }

    // MARK: Governance

    /// Adds or changes an estimate of governance.
    ///
    /// - Throws: `InvalidValue` for a year that has not begun; `RegistryError.unknown` for a country that is not held.
    @discardableResult
    public func save(_ estimate: GovernanceEstimate) throws -> SaveOutcome {
        try references.requireBegun(estimate.year)
        return try references.atomically {
            let row: [Value] =
                [
                    try references.area(estimate.country), .text(estimate.indicator.rawValue), .integer(Int64(estimate.year)),
                    .real(estimate.estimate),
                    .optional(estimate.standardError),
                ] + (try references.cited(estimate.citation))
            let stored = try connection.first(Self.scoreTable.selection, Array(row.prefix(3))) { stored in
                try (0..<row.count).map { try stored.value($0) }
            }
            guard let stored else {
                try connection.execute(Self.scoreTable.insertion, row)
                return .added
            }
            if stored == row { return .unchanged }
            try connection.execute(Self.scoreTable.update, row)
            return .changed(columns: zip(Self.scoreTable.columns, zip(stored, row)).filter { $0.1.0 != $0.1.1 }.map(\.0))
        }
    }

    /// Estimates of governance by country, indicator and year.
    ///
    /// - Throws: `RegistryError.unknown` for a country that is not held.
    public func governance(country: CountryCode? = nil, indicator: GovernanceIndicator? = nil) throws -> [GovernanceEstimate] {
        try connection.query(
            """
            SELECT s.area_id, s.indicator, s.year, s.estimate, s.standard_error, s.confidence, s.citation_id
              FROM governance_score s JOIN area a ON a.id = s.area_id
             WHERE (?1 IS NULL OR s.area_id = ?1) AND (?2 IS NULL OR s.indicator = ?2) ORDER BY a.code, s.indicator, s.year
            """, [try references.area(country), .optional(indicator?.rawValue)]
        ) { row in
            try GovernanceEstimate(
                country: try references.required(row, 0), indicator: try SupplyColumns.word(try row.string(1), "indicator"),
                year: try row.int(2), estimate: try row.double(3), standardError: try row.optionalDouble(4),
                citation: try references.citation(confidence: try row.string(5), key: try row.int64(6)))
        }
    }

    /// Takes a statement of reliance out.
    ///
    /// - Throws: `RegistryError.unknown`.
    public func deleteReliance(_ id: String) throws { try references.delete(id, from: .reliance) }

    /// Takes a supplier share out.
    ///
    /// - Throws: `RegistryError.unknown`.
    public func deleteShare(_ id: String) throws { try references.delete(id, from: .supplierShare) }
}

extension References {
    /// The country whose key stands in a column that is never NULL.
    func required(_ row: borrowing Row, _ column: Int) throws -> CountryCode {
        try CountryCode(try text(of: try row.int64(column), in: .area))
    }
}
