internal import RegistrySQLite

/// The words under which sources speak of terms of the CGI vocabularies, `aliases/term_aliases.csv`.
///
/// It cites the source `aliases:compiler`, which the tables of countries bring with them.
struct TermFacts {
    private static let path = "aliases/term_aliases.csv"
    private static let table = TableMapping(
        name: "term_alias", parent: nil, key: ["vocabulary", "alias"], rest: ["term", "confidence", "citation_id"])

    private let rows: [(vocabulary: String, alias: String, code: String?, citation: Citation)]

    /// Reads the table.
    ///
    /// - Throws: `CSVError` or `FactError` with file, line and column.
    init(from source: some FactSource) throws {
        rows = try FactTable(Self.path, from: source, columns: ["vocabulary", "alias", "code", "confidence"]).rows.map { row in
            (
                try row.text("vocabulary"), try row.text("alias"), row.optional("code"),
                try Citation(confidence: try row.word("confidence"), sources: ["aliases:compiler"])
            )
        }
    }

    /// Brings the registry's words to those of the table.
    func write(
        references: References, _ tell: (SaveOutcome, String) -> Void, removed: (String) -> Void
    ) throws {
        let writer = RowWriter(connection: references.connection)
        var wanted: Set<[String]> = []
        for row in rows {
            let values: [Value] = [.text(row.vocabulary), .text(row.alias), .optional(row.code)] + (try references.cited(row.citation))
            wanted.insert([row.vocabulary, row.alias])
            tell(try writer.saveKeyed(values, in: Self.table), "\(row.vocabulary) \(row.alias)")
        }
        let held = try references.connection.query(
            "SELECT t.vocabulary, t.alias FROM term_alias t JOIN citation c ON c.id = t.citation_id WHERE c.dataset = ?1",
            [.text(references.dataset)]
        ) { [try $0.string(0), try $0.string(1)] }
        for key in held where !wanted.contains(key) {
            try references.connection.execute(Self.table.deletion, key.map { .text($0) })
            removed(key.joined(separator: " "))
        }
    }
}
