internal import RegistrySQLite

// How a deposit is spread over tables, and put together again.
extension DepositRepository {
    static let table = TableMapping(
        name: "deposit", parent: nil, key: ["slug"],
        rest: [
            "name", "occurrence_type", "area_id", "admin1", "latitude", "longitude", "accuracy_m", "given_crs", "given_position", "model",
            "model_note", "status", "status_as_given", "discovery_year", "recalled_fields", "confidence", "citation_id",
        ])
    static let names = TableMapping(name: "deposit_name", parent: "deposit_id", key: ["language", "name"], rest: [])
    static let identifiers = TableMapping(name: "deposit_identifier", parent: "deposit_id", key: ["scheme", "record"], rest: ["url"])
    static let minerals = TableMapping(
        name: "deposit_mineral", parent: "deposit_id", key: ["ordinal"], rest: ["mineral_id", "importance", "as_given", "confidence"])
    static let remarks = TableMapping(name: "deposit_remark", parent: "deposit_id", key: ["field"], rest: ["text"])
    static let shapes = TableMapping(name: "deposit_shape", parent: "deposit_id", key: [], rest: ["geojson"])
    static let models = TableMapping(
        name: "deposit_model", parent: "deposit_id", key: ["origin", "ordinal"], rest: ["model", "as_given", "confidence", "citation_id"])

    static let byID = "SELECT id, \(table.columns.joined(separator: ", ")) FROM deposit WHERE slug = ?1"

    // MARK: Rows

    func row(of deposit: Deposit) throws -> [Value] {
        guard !deposit.name.isEmpty else { throw InvalidValue(kind: "name of a deposit", text: "", expected: "a text that is not empty") }
        if let year = deposit.discoveryYear, !(1...9999).contains(year) {
            throw InvalidValue(kind: "year of discovery", text: "\(year)", expected: "a year from 1 to 9999")
        }
        if let accuracy = deposit.accuracyInMetres, !(accuracy >= 0 && accuracy.isFinite) {
            throw InvalidValue(kind: "accuracy", text: "\(accuracy)", expected: "metres, 0 or more")
        }
        let texts =
            deposit.names.flatMap { [("language of a name", $0.language), ("name of a deposit", $0.name)] }
            + deposit.identifiers.flatMap { [("scheme of an identifier", $0.scheme), ("record of an identifier", $0.record)] }
            + deposit.minerals.map { ("mineral as given", $0.asGiven) }
            + deposit.remarks.flatMap { [("field of a remark", $0.key), ("remark", $0.value)] }
        for (kind, text) in texts where text.isEmpty {
            throw InvalidValue(kind: "\(kind) (\(deposit.id))", text: "", expected: "a text that is not empty")
        }
        return [
            .text(try Slug(deposit.id).text), .text(deposit.name),
            .optional(try deposit.occurrenceType.map { try OccurrenceType($0).rawValue }),
            .optional(try deposit.country.map { try references.key(of: $0.text, in: .area) }), .optional(deposit.admin1),
            .optional(deposit.coordinate?.latitude), .optional(deposit.coordinate?.longitude), .optional(deposit.accuracyInMetres),
            .optional(deposit.givenCRS), .optional(deposit.givenPosition), .optional(deposit.model), .optional(deposit.modelNote),
            .optional(try deposit.status.map { try MineStatus($0).rawValue }), .optional(deposit.statusAsGiven),
            .optional(deposit.discoveryYear),
            .optional(deposit.recalledFields.isEmpty ? nil : deposit.recalledFields.joined(separator: ";")),
            .text(deposit.citation.confidence.rawValue), .integer(try references.citation(deposit.citation)),
        ]
    }

    func names(of deposit: Deposit) -> [[Value]] { deposit.names.map { [.text($0.language), .text($0.name)] } }

    func identifiers(of deposit: Deposit) -> [[Value]] {
        deposit.identifiers.map { [.text($0.scheme), .text($0.record), .optional($0.url)] }
    }

    func minerals(of deposit: Deposit) throws -> [[Value]] {
        try deposit.minerals.enumerated().map { index, entry in
            [
                .integer(Int64(index + 1)), .optional(try entry.mineral.map { try references.key(of: $0, in: .mineral) }),
                .text(entry.importance.rawValue), .text(entry.asGiven), .text(entry.confidence.rawValue),
            ]
        }
    }

    func remarks(of deposit: Deposit) -> [[Value]] {
        deposit.remarks.sorted { $0.key < $1.key }.map { [.text($0.key), .text($0.value)] }
    }

    // MARK: Decoding

    /// The deposit's own row, behind its key; the parts are still missing.
    func decode(_ row: borrowing Row) throws -> Deposit {
        let latitude = try row.optionalDouble(6)
        let longitude = try row.optionalDouble(7)
        var coordinate: Coordinate?
        // Nearly always empty, and splitting even that takes as long as reading a few columns.
        let recalled = try row.optionalString(16) ?? ""
        if let latitude, let longitude { coordinate = try Coordinate(latitude: latitude, longitude: longitude) }
        return Deposit(
            id: try row.string(1), name: try row.string(2), occurrenceType: try row.optionalString(3),
            country: try row.optionalInt64(4).map { try CountryCode(try references.text(of: $0, in: .area)) },
            admin1: try row.optionalString(5), coordinate: coordinate, accuracyInMetres: try row.optionalDouble(8),
            givenCRS: try row.optionalString(9), givenPosition: try row.optionalString(10), model: try row.optionalString(11),
            modelNote: try row.optionalString(12), status: try row.optionalString(13),
            statusAsGiven: try row.optionalString(14), discoveryYear: try row.optionalInt(15),
            recalledFields: recalled.isEmpty ? [] : recalled.split(separator: ";").map(String.init),
            citation: try references.citation(confidence: try row.string(17), key: try row.int64(18)))
    }

    /// Adds the parts to a deposit's own row.
    func complete(_ deposit: inout Deposit, key: Int64) throws {
        let connection = references.connection
        let arguments: [Value] = [.integer(key)]
        deposit.names = try connection.query(
            "SELECT language, name FROM deposit_name WHERE deposit_id = ?1 ORDER BY language, name", arguments
        ) { DepositName(language: try $0.string(0), name: try $0.string(1)) }
        deposit.identifiers = try connection.query(
            "SELECT scheme, record, url FROM deposit_identifier WHERE deposit_id = ?1 ORDER BY scheme, record", arguments
        ) { DepositIdentifier(scheme: try $0.string(0), record: try $0.string(1), url: try $0.optionalString(2)) }
        deposit.minerals = try connection.query(
            """
            SELECT m.slug, x.importance, x.as_given, x.confidence
              FROM deposit_mineral x LEFT JOIN mineral m ON m.id = x.mineral_id WHERE x.deposit_id = ?1 ORDER BY x.ordinal
            """, arguments
        ) { row in
            let importance = try row.string(1)
            guard let known = DepositMineral.Importance(word: importance) else {
                throw RegistryError.stored(what: "importance", text: importance)
            }
            return DepositMineral(
                mineral: try row.optionalString(0), importance: known, asGiven: try row.string(2),
                confidence: try Confidence(stored: try row.string(3)))
        }
        try connection.forEachRow("SELECT field, text FROM deposit_remark WHERE deposit_id = ?1", arguments) { row in
            deposit.remarks[try row.string(0)] = try row.string(1)
        }
    }
}
