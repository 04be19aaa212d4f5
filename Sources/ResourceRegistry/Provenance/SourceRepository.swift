internal import RegistrySQLite

/// The sources of a registry.
public struct SourceRepository {
    let references: References

    static let table = TableMapping(
        name: "source", parent: nil, key: ["slug"],
        rest: ["title", "publisher", "published", "url", "licence", "language", "kind", "how_seen", "notes"])

    /// Adds or changes a source.
    @discardableResult
    public func save(_ source: Source) throws -> SaveOutcome {
        try references.atomically {
            try RowWriter(connection: references.connection).save(
                [
                    .text(source.id), .text(source.title), .optional(source.publisher), .optional(source.published?.description),
                    .optional(source.url), .optional(source.licence), .optional(source.language), .optional(source.kind),
                    .optional(source.howSeen), .optional(source.notes),
                ], in: Self.table
            ).outcome
        }
    }

    /// The source with that id; `nil` when it is not held.
    public func find(_ id: String) throws -> Source? {
        try references.connection.first(
            "SELECT slug, title, publisher, published, url, licence, language, kind, how_seen, notes FROM source WHERE slug = ?1",
            [.text(id)]
        ) { row in
            Source(
                id: try row.string(0), title: try row.string(1), publisher: try row.optionalString(2),
                published: try row.optionalString(3).map { try CivilDate($0) }, url: try row.optionalString(4),
                licence: try row.optionalString(5), language: try row.optionalString(6), kind: try row.optionalString(7),
                howSeen: try row.optionalString(8), notes: try row.optionalString(9))
        }
    }

    /// Takes a source out.
    ///
    /// - Throws: `RegistryError.unknown`; `RegistryError.inUse` when a fact rests on it.
    public func delete(_ id: String) throws { try references.delete(id, from: .source) }
}
