internal import RegistrySQLite

// How deposits and estimates are spread over tables.
extension DepositRepository {
    static let table = TableMapping(
        name: "deposit", parent: nil, key: ["slug"],
        rest: [
            "name", "occurrence_type", "area_id", "admin1", "latitude", "longitude", "accuracy_m", "given_crs", "given_position", "model",
            "model_note", "status", "status_as_given", "discovery_year", "recalled_fields", "confidence", "citation_id",
        ])
    static let nameTable = TableMapping(name: "deposit_name", parent: "deposit_id", key: ["language", "name"], rest: [])
    static let identifierTable = TableMapping(name: "deposit_identifier", parent: "deposit_id", key: ["scheme", "record"], rest: ["url"])
    static let mineralTable = TableMapping(
        name: "deposit_mineral", parent: "deposit_id", key: ["ordinal"], rest: ["mineral_id", "importance", "as_given", "confidence"])
    static let remarkTable = TableMapping(name: "deposit_remark", parent: "deposit_id", key: ["field"], rest: ["text"])
    static let estimateTable = TableMapping(
        name: "ore_estimate", parent: nil, key: ["slug"],
        rest: [
            "deposit_id", "statement", "category", "reporting_code", "as_of", "includes_reserves", "ore_quantity", "ore_unit",
            "is_headline",
            "note", "confidence", "citation_id",
        ])
    static let measureTable = TableMapping(
        name: "commodity_measure", parent: "estimate_id", key: ["mineral_id"], rest: ["grade", "grade_unit", "contained", "contained_unit"])

    // MARK: Writing

    /// Adds a deposit.
    ///
    /// - Throws: `RegistryError.exists` when one of that id is held.
    public func insert(_ deposit: Deposit) throws {
        guard try !references.exists(deposit.id, in: .deposit) else { throw RegistryError.exists(kind: "deposit", id: deposit.id) }
        try save(deposit)
    }

    /// Changes a deposit.
    ///
    /// - Throws: `RegistryError.unknown` when none of that id is held.
    @discardableResult
    public func update(_ deposit: Deposit) throws -> SaveOutcome {
        _ = try references.key(of: deposit.id, in: .deposit)
        return try save(deposit)
    }

    /// Adds or changes a deposit, whichever it takes.
    @discardableResult
    public func save(_ deposit: Deposit) throws -> SaveOutcome {
        let writer = RowWriter(connection: references.connection)
        let saved = try writer.save(try row(of: deposit), in: Self.table)
        var parts = try writer.replace(deposit.names.map { [.text($0.language), .text($0.name)] }, in: Self.nameTable, parent: saved.id)
        parts.formUnion(
            try writer.replace(
                deposit.identifiers.map { [.text($0.scheme), .text($0.record), .optional($0.url)] }, in: Self.identifierTable,
                parent: saved.id))
        parts.formUnion(
            try writer.replace(
                deposit.minerals.enumerated().map { index, mineral in
                    [
                        .integer(Int64(index + 1)), .optional(try mineral.mineral.map { try references.key(of: $0, in: .mineral) }),
                        .text(mineral.importance.rawValue), .text(mineral.asGiven), .text(mineral.confidence.rawValue),
                    ]
                }, in: Self.mineralTable, parent: saved.id))
        parts.formUnion(
            try writer.replace(
                deposit.remarks.sorted { $0.key < $1.key }.map { [.text($0.key), .text($0.value)] }, in: Self.remarkTable, parent: saved.id)
        )
        return saved.outcome.merging(parts: parts)
    }

    private func row(of deposit: Deposit) throws -> [Value] {
        let recalled: String? = deposit.recalledFields.isEmpty ? nil : deposit.recalledFields.joined(separator: ";")
        let area = try deposit.country.map { try references.key(of: $0.text, in: .area) }
        let place: [Value] = [
            .optional(deposit.coordinate?.latitude), .optional(deposit.coordinate?.longitude), .optional(deposit.accuracyInMetres),
            .optional(deposit.givenCRS), .optional(deposit.givenPosition),
        ]
        let state: [Value] = [
            .optional(deposit.model), .optional(deposit.modelNote), .optional(deposit.status), .optional(deposit.statusAsGiven),
            .optional(deposit.discoveryYear), .optional(recalled),
        ]
        return [
            .text(try Slug(deposit.id).text), .text(deposit.name), .optional(deposit.occurrenceType), .optional(area),
            .optional(deposit.admin1),
        ] + place + state + (try references.cited(deposit.citation))
    }

    /// Takes a deposit out with its names, minerals and estimates.
    ///
    /// - Throws: `RegistryError.unknown`.
    public func delete(_ id: String) throws { try references.delete(id, from: .deposit) }

    /// Adds or changes an estimate; its deposit must be held already.
    @discardableResult
    public func saveEstimate(_ estimate: OreEstimate) throws -> SaveOutcome {
        let writer = RowWriter(connection: references.connection)
        let row: [Value] =
            [
                .text(estimate.id), .integer(try references.key(of: estimate.deposit, in: .deposit)), .text(estimate.statement.rawValue),
                .optional(estimate.category), .optional(estimate.reportingCode), .optional(estimate.asOf?.description),
                .text(estimate.includesReserves), .optional(estimate.ore?.amount.description), .optional(estimate.ore?.unit),
                .integer(estimate.isHeadline ? 1 : 0), .optional(estimate.note),
            ] + (try references.cited(estimate.citation))
        let saved = try writer.save(row, in: Self.estimateTable)
        let parts = try writer.replace(
            estimate.measures.map { measure in
                [
                    .integer(try references.key(of: measure.mineral, in: .mineral)), .optional(measure.grade?.amount.description),
                    .optional(measure.grade?.unit), .optional(measure.contained?.amount.description), .optional(measure.contained?.unit),
                ]
            }, in: Self.measureTable, parent: saved.id)
        return saved.outcome.merging(parts: parts)
    }

    /// Takes an estimate out.
    public func deleteEstimate(_ id: String) throws { try references.delete(id, from: .estimate) }
}
