internal import RegistrySQLite

/// A table whose rows can be searched, and what of a row stands in its index.
struct IndexedTable: Sendable {
    /// The table of the rows, and that of their words.
    let name, search: String
    /// Selects, for each row, its key, its name, and then the texts of the columns `alias`, `place` and `about`.
    private let selection: String
    /// How many texts each of these three columns takes; those that are not NULL are joined.
    private let alias, place, about: Int

    static let all = [mineral, deposit, control]

    static let mineral = IndexedTable(
        name: "mineral", search: "mineral_search", alias: 5, place: 0, about: 3,
        selection: """
            SELECT t.id,
                   coalesce((SELECT n.name FROM mineral_name n
                              WHERE n.mineral_id = t.id AND n.language = 'en' AND n.kind = 'preferred'), t.slug),
                   t.slug, t.symbol,
                   (SELECT group_concat(n.name, '; ') FROM mineral_name n
                     WHERE n.mineral_id = t.id AND NOT (n.language = 'en' AND n.kind = 'preferred')),
                   (SELECT group_concat(a.alias, '; ') FROM mineral_alias a WHERE a.mineral_id = t.id), t.cas_number,
                   t.description, t.class_note,
                   (SELECT group_concat(u.sector_label, '; ') FROM mineral_use u WHERE u.mineral_id = t.id)
              FROM mineral t
            """)

    // The minerals of a deposit stand here by their ids and the source's words: another name of a mineral changes no deposit.
    static let deposit = IndexedTable(
        name: "deposit", search: "deposit_search", alias: 1, place: 3, about: 3,
        selection: """
            SELECT t.id, t.name,
                   (SELECT group_concat(n.name, '; ') FROM deposit_name n WHERE n.deposit_id = t.id),
                   t.admin1, a.name, a.code,
                   (SELECT group_concat(CASE WHEN m.slug = lower(x.as_given) THEN x.as_given ELSE coalesce(m.slug || ', ', '') || x.as_given END, '; ')
                      FROM deposit_mineral x LEFT JOIN mineral m ON m.id = x.mineral_id WHERE x.deposit_id = t.id),
                   t.model, t.model_note
              FROM deposit t LEFT JOIN area a ON a.id = t.area_id
            """)

    static let control = IndexedTable(
        name: "control_item", search: "control_search", alias: 3, place: 2, about: 11,
        selection: """
            SELECT t.id, t.name_en, t.name_zh, t.control_code, t.slug, a.name, a.code,
                   (SELECT group_concat(m.slug, '; ') FROM control_item_mineral x JOIN mineral m ON m.id = x.mineral_id WHERE x.item_id = t.id),
                   t.minerals_as_listed, t.category, t.forms, t.threshold_text,
                   (SELECT group_concat(c.condition, '; ') FROM control_item_condition c WHERE c.item_id = t.id),
                   (SELECT group_concat(c.code, '; ') FROM control_item_customs_code x JOIN customs_code c ON c.id = x.customs_code_id
                     WHERE x.item_id = t.id),
                   t.notes, l.instrument_no, l.title_en, l.title_zh
              FROM control_item t JOIN measure m ON m.id = t.measure_id JOIN legal_act l ON l.id = m.act_id JOIN area a ON a.id = l.area_id
            """)

    private init(name: String, search: String, alias: Int, place: Int, about: Int, selection: String) {
        self.name = name
        self.search = search
        self.alias = alias
        self.place = place
        self.about = about
        self.selection = selection
    }

    /// One row of the index: the key of the row, and the words of its columns as they are stored there.
    typealias Entry = (key: Int64, texts: [Value])

    /// What the index must hold for one row; `nil` when there is no such row.
    func entry(of key: Int64, in connection: Connection) throws -> Entry? {
        try connection.first(selection + " WHERE t.id = ?1", [.integer(key)]) { row in try entry(row) }
    }

    /// What the index must hold, in the order of the keys.
    func forEachEntry(in connection: Connection, _ body: (Entry) throws -> Void) throws {
        try connection.forEachRow(selection + " ORDER BY t.id") { row in try body(try entry(row)) }
    }

    private func entry(_ row: borrowing Row) throws -> Entry {
        var next = 2
        var texts: [Value] = [.text(SearchText.indexed(try row.string(1)))]
        for count in [alias, place, about] {
            var parts: [String] = []
            for column in next..<(next + count) {
                if let part = try row.optionalString(column), !part.isEmpty { parts.append(part) }
            }
            next += count
            texts.append(.text(SearchText.indexed(parts.joined(separator: "; "))))
        }
        return (try row.int64(0), texts)
    }
}
