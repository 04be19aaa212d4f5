internal import RegistrySQLite

/// The digest of the facts that a registry holds: equal for two registries just when they hold the same facts.
///
/// SHA-256 over, for each table of facts by name, its name and the digest of its rows. Rows stand in the order of what tells them
/// apart outside (a slug, a code and its nomenclature), and integer keys are replaced by what they stand for: keys carry no
/// meaning, and a registry that loaded the same facts in another order is the same registry. Left out are the tables of revisions
/// and migrations, what is derived (search, place) and the user's own `local_` tables. `ContentHash` tells the encoding of rows.
struct StateDigest {
    let connection: Connection

    /// The digest of all facts, as 64 hexadecimal digits.
    func compute() throws -> String {
        var hash = SHA256()
        for (table, digest) in try byTable() { hash.update("\(table) \(digest)\n") }
        return hash.hexDigest()
    }

    /// The digest of each table of facts, by name.
    func byTable() throws -> [(table: String, digest: String)] {
        var catalogue = FactCatalogue(connection: connection)
        return try catalogue.tables().map { table in
            let query = try catalogue.contentQuery(of: table)
            var hash = ContentHash()
            hash.add(line: table)
            try connection.forEachRow(query.sql) { try hash.add($0, columns: query.columns) }
            return (table, hash.hexDigest())
        }
    }
}

/// What the schema tells of the tables of facts: their columns, what they point at, and what tells their rows apart.
struct FactCatalogue {
    /// One column of a table of facts.
    struct Column {
        let name: String
        /// Place in the primary key, from 1; 0 outside.
        let keyPlace: Int
        /// The table whose integer key it holds.
        let parent: String?
    }

    let connection: Connection
    private var columns: [String: [Column]] = [:]
    private var naturalKeys: [String: [String]] = [:]

    init(connection: Connection) { self.connection = connection }

    /// Beginnings of names of tables that hold no facts.
    static let otherTables = ["registry_", "local_", "sqlite_"]

    /// The names of all tables of facts, sorted.
    func tables() throws -> [String] {
        try connection.query("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' ORDER BY name") {
            try $0.string(0)
        }.filter { !Self.otherTables.contains(where: $0.hasPrefix) }
    }

    mutating func columns(of table: String) throws -> [Column] {
        if let known = columns[table] { return known }
        let parents = try connection.query(
            "SELECT \"from\", \"table\" FROM pragma_foreign_key_list(?1)", [.text(table)]
        ) { (try $0.string(0), try $0.string(1)) }
        let found = try connection.query("SELECT name, pk FROM pragma_table_info(?1) ORDER BY cid", [.text(table)]) { row in
            let name = try row.string(0)
            return Column(name: name, keyPlace: try row.int(1), parent: parents.first { $0.0 == name }?.1)
        }
        columns[table] = found
        return found
    }

    /// What tells the rows of a table apart: the columns of its first unique index where the primary key is a bare number that
    /// nothing but the file gives a meaning, else the primary key.
    mutating func naturalKey(of table: String) throws -> [String] {
        if let known = naturalKeys[table] { return known }
        let key = try columns(of: table).filter { $0.keyPlace > 0 }.sorted { $0.keyPlace < $1.keyPlace }
        var names = key.map(\.name)
        if key.count == 1, key[0].parent == nil, names == ["id"] {
            let index = try connection.first(
                """
                SELECT l.name FROM pragma_index_list(?1) l WHERE l."unique" AND NOT l.partial AND l.origin = 'c' ORDER BY l.name LIMIT 1
                """, [.text(table)]
            ) { try $0.string(0) }
            if let index {
                names = try connection.query("SELECT name FROM pragma_index_info(?1) ORDER BY seqno", [.text(index)]) { try $0.string(0) }
            }
        }
        naturalKeys[table] = names
        return names
    }

    /// Whether the rows of a table are known outside by something other than its key column `id`.
    mutating func hidesKey(of table: String) throws -> Bool { try !naturalKey(of: table).contains("id") }

    /// The query that gives the rows of a table as they are known outside, in their order.
    mutating func contentQuery(of table: String) throws -> (sql: String, columns: Int) {
        var joins: [String] = []
        var expressions: [String: [String]] = [:]
        let hidden = try hidesKey(of: table)
        let shown = try columns(of: table).filter { !(hidden && $0.name == "id") }
        for column in shown {
            expressions[column.name] = try resolved(column, of: table, as: "t", joins: &joins)
        }
        let selected = shown.flatMap { expressions[$0.name] ?? [] }
        let order = try naturalKey(of: table).flatMap { expressions[$0] ?? [] }
        let sql =
            "SELECT \(selected.joined(separator: ", ")) FROM \(Identifier.quoted(table)) t\(joins.joined()) "
            + "ORDER BY \(order.joined(separator: ", "))"
        return (sql, selected.count)
    }

    /// The expressions that stand for a column: itself, or the natural key of the row that it points at.
    private mutating func resolved(
        _ column: Column, of table: String, as alias: String, joins: inout [String]
    ) throws -> [String] {
        let plain = "\(alias).\(Identifier.quoted(column.name))"
        guard let parent = column.parent, try hidesKey(of: parent) else { return [plain] }
        let name = "j\(joins.count + 1)"
        joins.append(" LEFT JOIN \(Identifier.quoted(parent)) \(name) ON \(name).id = \(plain)")
        var expressions: [String] = []
        for part in try naturalKey(of: parent) {
            let found = try columns(of: parent).first { $0.name == part }
            guard let found else { continue }
            expressions += try resolved(found, of: parent, as: name, joins: &joins)
        }
        return expressions
    }
}
