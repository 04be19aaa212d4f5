internal import CRegistrySQLite
internal import Glibc

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
    private static let schemaQuery = """
        SELECT type, name, tbl_name, sql FROM main.sqlite_schema
        WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
        ORDER BY CASE type WHEN 'table' THEN 1 WHEN 'index' THEN 2 WHEN 'view' THEN 3 ELSE 4 END, name
        """

    /// The schema in a stable order: tables, indexes, views, triggers, each by name.
    ///
    /// Left out is what SQLite makes by itself: its own tables, automatic indexes, the tables behind virtual tables.
    public func schemaObjects() throws(DatabaseError) -> [SchemaObject] {
        try requireUsable()
        let shadows = try shadowTables()
        let statement = try handle.compile(Self.schemaQuery, persistent: false)
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
    public func schemaDump() throws(DatabaseError) -> String {
        try schemaObjects().map { $0.sql + ";\n" }.joined(separator: "\n")
    }

    /// Whether `schemaDump` would be just these bytes. No text of the schema is copied: every opening of a file asks.
    ///
    /// - Parameter shadows: the tables behind virtual tables: to ask SQLite which they are takes longer than all the rest.
    package func hasSchema(_ dump: UnsafeBufferPointer<UInt8>, leavingOut shadows: Set<String>) throws -> Bool {
        try requireUsable()
        let statement = try handle.compile(Self.schemaQuery, persistent: false)
        defer { sqlite3_finalize(statement) }
        var position = 0
        while try step(statement) {
            let row = Row(statement)
            let (name, table) = (try row.string(1), try row.string(2))
            if shadows.contains(name) || shadows.contains(table) { continue }
            if position > 0 {
                guard dump.holds("\n", at: position) else { return false }
                position += 1
            }
            let length = try row.withUTF8(at: 3) { sql in
                sql.withUnsafeBufferPointer { dump.holds($0, at: position) ? $0.count : nil }
            }
            guard let length, dump.holds(";\n", at: position + length) else { return false }
            position += length + 2
        }
        return position == dump.count
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether these bytes stand at a place.
    func holds(_ bytes: Self, at position: Int) -> Bool {
        guard position + bytes.count <= count else { return false }
        // Only without a byte there is no address.
        guard let base = baseAddress, let other = bytes.baseAddress else { return true }
        return memcmp(base + position, other, bytes.count) == 0
    }

    func holds(_ text: StaticString, at position: Int) -> Bool { text.withUTF8Buffer { holds($0, at: position) } }
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
