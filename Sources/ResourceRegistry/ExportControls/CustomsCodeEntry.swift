internal import RegistrySQLite

/// A line of a customs nomenclature that the registry uses.
struct CustomsCodeEntry: Hashable, Sendable {
    /// The customs code itself, without separators.
    var code: CustomsCode
    /// The nomenclature it belongs to.
    var nomenclature: Nomenclature
    /// The digits of the line above, where that is held.
    var parent: String?
    /// What the line covers, in the registry's own words.
    var description: String?
    /// The edition of the nomenclature: `HS 2022`.
    var edition: String
    /// Doubts and remarks of whoever entered it; `nil`: none.
    var notes: String?
    /// How sure it is, and the sources it was taken from.
    var citation: Citation

    /// Makes an entry; what may be left out is not known, or there is none.
    init(
        code: CustomsCode, nomenclature: Nomenclature, parent: String? = nil, description: String? = nil, edition: String,
        notes: String? = nil, citation: Citation
    ) {
        self.code = code
        self.nomenclature = nomenclature
        self.parent = parent
        self.description = description
        self.edition = edition
        self.notes = notes
        self.citation = citation
    }
}

/// The customs nomenclature of a registry.
struct CustomsCodeRepository {
    let references: References

    static let table = TableMapping(
        name: "customs_code", parent: nil, key: ["nomenclature", "code"],
        rest: ["parent_id", "description", "edition", "notes", "confidence", "citation_id"])

    /// Adds or changes a line; its parent, where it has one, must be held already (in the same nomenclature, or in the HS).
    func save(_ entry: CustomsCodeEntry) throws -> SaveOutcome {
        let parent = try entry.parent.flatMap { digits in
            try references.connection.first(
                "SELECT id FROM customs_code WHERE code = ?1 AND nomenclature IN (?2, 'HS') ORDER BY nomenclature = 'HS' LIMIT 1",
                [.text(digits), .text(entry.nomenclature.rawValue)]
            ) { try $0.int64(0) }
        }
        return try RowWriter(connection: references.connection).save(
            [
                .text(entry.nomenclature.rawValue), .text(entry.code.digits), .optional(parent), .optional(entry.description),
                .text(entry.edition), .optional(entry.notes),
            ] + (try references.cited(entry.citation)), in: Self.table
        ).outcome
    }
}
