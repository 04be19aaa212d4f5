internal import CRegistrySQLite

/// One entry of `sqlite_schema`: a table, an index, a view or a trigger.
public struct SchemaObject: Sendable, Equatable, Hashable {
    /// `table`, `index`, `view` or `trigger`.
    public let type: String
    /// What it is called in SQL.
    public let name: String
    /// The table that an index or trigger belongs to.
    public let table: String
    /// The statement that made it, as SQLite keeps it.
    public let sql: String

    /// Makes an object as `sqlite_schema` lists it.
    public init(type: String, name: String, table: String, sql: String) {
        self.type = type
        self.name = name
        self.table = table
        self.sql = sql
    }
}

extension Connection {
    /// The schema in a stable order: tables, indexes, views, triggers, each by name.
    ///
    /// Left out is what SQLite makes by itself: its own tables, automatic indexes, the tables behind virtual tables.
    ///
    /// - Parameter shadows: the tables behind virtual tables, where the caller knows them: to ask SQLite takes longer than all the rest.
    public func schemaObjects(leavingOut shadows: Set<String>? = nil) throws(DatabaseError) -> [SchemaObject] {
        try requireUsable()
        let shadows = if let shadows { shadows } else { try shadowTables() }
        let statement = try handle.compile(
            """
            SELECT type, name, tbl_name, sql FROM main.sqlite_schema
            WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
            ORDER BY CASE type WHEN 'table' THEN 1 WHEN 'index' THEN 2 WHEN 'view' THEN 3 ELSE 4 END, name
            """, persistent: false)
        defer { sqlite3_finalize(statement) }
        var objects: [SchemaObject] = []
        while try step(statement) {
            let row = Row(statement)
            let object = SchemaObject(type: try row.string(0), name: try row.string(1), table: try row.string(2), sql: try row.string(3))
            if !shadows.contains(object.name), !shadows.contains(object.table) { objects.append(object) }
        }
        return objects
    }

    /// The statements that made the schema, in the order of `schemaObjects`, as a script that ends with a newline.
    ///
    /// - Parameter shadows: as in `schemaObjects`.
    public func schemaDump(leavingOut shadows: Set<String>? = nil) throws(DatabaseError) -> String {
        try schemaObjects(leavingOut: shadows).map { $0.sql + ";\n" }.joined(separator: "\n")
    }
}

extension Database {
    /// Runs `body` on a new empty database in memory, under the settings of every connection, outside any transaction.
    public static func inMemory<T>(_ body: (Connection) throws -> T) throws -> T {
        try LinkedSQLite.requireCapabilities()
        let handle = try Handle(path: ":memory:", shown: nil, access: .memory, isReadOnly: false)
        try ConnectionSettings(role: .memory, journal: .delete, busyTimeoutMilliseconds: 0).apply(to: handle)
        let connection = Connection(handle, needsTransaction: false)
        defer { connection.end() }
        return try body(connection)
    }
}

/// A name as SQL writes it.
func quoted(_ identifier: String) -> String {
    var text = "\""
    for character in identifier.unicodeScalars {
        if character == "\"" { text += "\"" }
        text.unicodeScalars.append(character)
    }
    return text + "\""
}
