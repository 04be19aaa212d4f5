internal import RegistrySQLite

// How an ore estimate is spread over tables, and put together again.
extension DepositRepository {
    static let estimates = TableMapping(
        name: "ore_estimate", parent: nil, key: ["slug"],
        rest: [
            "deposit_id", "statement", "category", "reporting_code", "as_of", "includes_reserves", "ore_quantity", "ore_unit",
            "is_headline", "note", "confidence", "citation_id",
        ])
    static let measures = TableMapping(
        name: "commodity_measure", parent: "estimate_id", key: ["mineral_id"],
        rest: ["grade", "grade_unit", "contained", "contained_unit"])
    static let contexts = TableMapping(
        name: "estimate_context", parent: "estimate_id", key: [], rest: ["zone", "page", "cutoff", "cutoff_unit"])
    static let flags = TableMapping(name: "estimate_flag", parent: "estimate_id", key: ["flag"], rest: ["detail"])
    static let estimateRemarks = TableMapping(name: "estimate_remark", parent: "estimate_id", key: ["field"], rest: ["text"])

    private static let estimatesOfDeposit = """
        SELECT id, \(estimates.columns.joined(separator: ", ")) FROM ore_estimate WHERE deposit_id = ?1
         ORDER BY is_headline DESC, as_of DESC, slug
        """

    /// The ore estimates of a deposit, the headline first, then the newest.
    ///
    /// - Throws: `RegistryError.unknown` when no such deposit is held.
    public func estimates(of id: String) throws -> [OreEstimate] {
        let deposit = try references.key(of: id, in: .deposit)
        let found = try references.connection.query(Self.estimatesOfDeposit, [.integer(deposit)]) { row in
            (try row.int64(0), try decodeEstimate(row, deposit: id))
        }
        return try found.map { key, estimate in try completed(estimate, key: key) }
    }

    /// Adds or changes an ore estimate. Its deposit and its minerals must be held already.
    ///
    /// - Throws: `RegistryError.unknown` for a deposit, mineral or source that is not held; `InvalidValue` for an id that is empty.
    @discardableResult
    public func saveEstimate(_ estimate: OreEstimate) throws -> SaveOutcome {
        try references.atomically { try writeEstimate(estimate).outcome }
    }

    /// Takes an ore estimate out.
    ///
    /// - Throws: `RegistryError.unknown`.
    public func deleteEstimate(_ id: String) throws { try references.delete(id, from: .estimate) }

    /// As `saveEstimate`, and tells the key and the rows before and after.
    func writeEstimate(_ estimate: OreEstimate) throws -> DepositWrite {
        let writer = RowWriter(connection: references.connection)
        let saved = try writer.saveRow(try row(of: estimate), in: Self.estimates)
        var changes = [saved.change]
        for (rows, mapping) in [
            (try rows(of: estimate.measures), Self.measures), (context(of: estimate), Self.contexts),
            (
                estimate.flags.sorted { $0.kind.rawValue < $1.kind.rawValue }.map { [.text($0.kind.rawValue), .text($0.detail)] },
                Self.flags
            ),
            (estimate.remarks.sorted { $0.key < $1.key }.map { [.text($0.key), .text($0.value)] }, Self.estimateRemarks),
        ] {
            changes.append(try writer.replaceRows(rows, in: mapping, parent: saved.id, isNew: saved.isNew))
        }
        return DepositWrite(mapping: Self.estimates, key: saved.id, isNew: saved.isNew, changes: changes.compactMap { $0 })
    }

    /// Adds what a row says of a commodity to an estimate of an earlier record: its words as a remark, and its measure.
    ///
    /// Two rows may speak of one mineral (iron as Fe and as Fe2O3): the measure is that of the row with the lowest number, in
    /// whichever order they come.
    ///
    /// - Throws: `RegistryError.unknown` when the estimate is not held.
    func writeMeasure(_ part: EstimateMeasure) throws -> SaveOutcome {
        let key = try references.key(of: part.estimate, in: .estimate)
        let writer = RowWriter(connection: references.connection)
        let subject = part.measure?.mineral ?? "another commodity"
        let remark = try writer.merge(
            [.text("grade \(part.number) of \(subject)"), .text(part.words)], in: Self.estimateRemarks, parent: key)
        guard let measure = part.measure else { return remark }
        // The number stands behind "grade ", where CAST finds it.
        let lowest = try references.connection.first(
            """
            SELECT min(CAST(substr(field, 7) AS INTEGER)) FROM estimate_remark
             WHERE estimate_id = ?1 AND field GLOB 'grade [0-9]*' AND substr(field, -length(?2)) = ?2
            """, [.integer(key), .text(" of \(subject)")]
        ) { try $0.optionalInt64(0) }
        guard lowest == Int64(part.number), let row = try rows(of: [measure]).first else { return remark }
        let outcome = try writer.merge(row, in: Self.measures, parent: key)
        return outcome == .unchanged ? remark : outcome
    }

    /// Adds the grades that rows of their own gave an estimate, so that writing it leaves them.
    func addHeldGrades(to estimate: inout OreEstimate) throws {
        let key = try references.connection.first("SELECT id FROM ore_estimate WHERE slug = ?1", [.text(estimate.id)]) { try $0.int64(0) }
        guard let key else { return }
        estimate.measures += try measures(of: key)
        try references.connection.forEachRow(
            "SELECT field, text FROM estimate_remark WHERE estimate_id = ?1 AND field GLOB 'grade [0-9]*'", [.integer(key)]
        ) { estimate.remarks[try $0.string(0)] = try $0.string(1) }
    }

    // MARK: Rows

    private func row(of estimate: OreEstimate) throws -> [Value] {
        guard !estimate.id.isEmpty else {
            throw InvalidValue(kind: "id of an ore estimate", text: "", expected: "a text that is not empty")
        }
        return [
            .text(estimate.id), .integer(try references.key(of: estimate.deposit, in: .deposit)), .text(estimate.statement.rawValue),
            .optional(estimate.category), .optional(estimate.reportingCode), .optional(estimate.asOf?.description),
            .text(try Self.known(estimate.includesReserves)), .optional(estimate.ore?.amount.description), .optional(estimate.ore?.unit),
            .integer(estimate.isHeadline ? 1 : 0), .optional(estimate.note),
        ] + (try references.cited(estimate.citation))
    }

    private func rows(of measures: [CommodityMeasure]) throws -> [[Value]] {
        try measures.map {
            [
                .integer(try references.key(of: $0.mineral, in: .mineral)), .optional($0.grade?.amount.description),
                .optional($0.grade?.unit), .optional($0.contained?.amount.description), .optional($0.contained?.unit),
            ]
        }
    }

    private func context(of estimate: OreEstimate) -> [[Value]] {
        let row: [Value] = [
            .optional(estimate.zone), .optional(estimate.page), .optional(estimate.cutoff?.amount.description),
            .optional(estimate.cutoff?.unit),
        ]
        return row.allSatisfy { $0 == .null } ? [] : [row]
    }

    // MARK: Decoding

    /// The estimate's own row, behind its key; its parts are still missing.
    private func decodeEstimate(_ row: borrowing Row, deposit: String) throws -> OreEstimate {
        let statement = try row.string(3)
        guard let known = OreEstimate.Statement(rawValue: statement) else { throw RegistryError.stored(what: "statement", text: statement) }
        return OreEstimate(
            id: try row.string(1), deposit: deposit, statement: known, category: try row.optionalString(4),
            reportingCode: try row.optionalString(5), asOf: try row.optionalString(6).map { try CivilDate($0) },
            includesReserves: try row.string(7), ore: try figure(try row.optionalString(8), try row.optionalString(9)),
            isHeadline: try row.bool(10), note: try row.optionalString(11),
            citation: try references.citation(confidence: try row.string(12), key: try row.int64(13)))
    }

    private func completed(_ stored: OreEstimate, key: Int64) throws -> OreEstimate {
        let connection = references.connection
        var estimate = stored
        estimate.measures = try measures(of: key)
        try connection.forEachRow(
            "SELECT zone, page, cutoff, cutoff_unit FROM estimate_context WHERE estimate_id = ?1", [.integer(key)]
        ) { row in
            estimate.zone = try row.optionalString(0)
            estimate.page = try row.optionalString(1)
            estimate.cutoff = try figure(try row.optionalString(2), try row.optionalString(3))
        }
        estimate.flags = try connection.query(
            "SELECT flag, detail FROM estimate_flag WHERE estimate_id = ?1 ORDER BY flag", [.integer(key)]
        ) { row in
            let word = try row.string(0)
            guard let kind = EstimateFlag.Kind(rawValue: word) else { throw RegistryError.stored(what: "flag", text: word) }
            return EstimateFlag(kind: kind, detail: try row.string(1))
        }
        try connection.forEachRow("SELECT field, text FROM estimate_remark WHERE estimate_id = ?1", [.integer(key)]) { row in
            estimate.remarks[try row.string(0)] = try row.string(1)
        }
        return estimate
    }

    private func measures(of key: Int64) throws -> [CommodityMeasure] {
        try references.connection.query(
            """
            SELECT m.slug, x.grade, x.grade_unit, x.contained, x.contained_unit
              FROM commodity_measure x JOIN mineral m ON m.id = x.mineral_id WHERE x.estimate_id = ?1 ORDER BY m.slug
            """, [.integer(key)]
        ) { row in
            CommodityMeasure(
                mineral: try row.string(0), grade: try figure(try row.optionalString(1), try row.optionalString(2)),
                contained: try figure(try row.optionalString(3), try row.optionalString(4)))
        }
    }

    private func figure(_ amount: String?, _ unit: String?) throws -> PrintedQuantity? {
        guard let amount, let unit else { return nil }
        return PrintedQuantity(amount: try ExactDecimal(amount), unit: unit)
    }

    private static func known(_ word: String) throws(InvalidValue) -> String {
        guard ["yes", "no", "unknown"].contains(word) else {
            throw InvalidValue(kind: "answer whether reserves are included", text: word, expected: "yes, no or unknown")
        }
        return word
    }
}
