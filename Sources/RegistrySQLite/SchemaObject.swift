internal import CRegistrySQLite

/// One object of a schema.
public struct SchemaObject: Hashable, Sendable {
    /// `table`, `index`, `view` or `trigger`.
    public let type: String
    /// Its name.
    public let name: String
    /// The text that made it.
    public let sql: String

    /// The objects of a database in the order of type and name; what SQLite makes by itself is left out.
    public static func all(in connection: Connection) throws -> [SchemaObject] {
        try connection.query(
            """
            SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
             ORDER BY CASE type WHEN 'table' THEN 1 WHEN 'index' THEN 2 WHEN 'view' THEN 3 ELSE 4 END, name
            """
        ) { SchemaObject(type: try $0.string(0), name: try $0.string(1), sql: try $0.string(2)) }
    }
}

/// A database in memory, for comparing schemas.
enum ScratchDatabase {
    static func with<T>(_ body: (Connection) throws -> T) throws -> T {
        var handle: OpaquePointer?
        let code = sqlite3_open_v2(":memory:", &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_NOMUTEX, nil)
        guard code == SQLITE_OK, let handle else {
            sqlite3_close_v2(handle)
            throw DatabaseError.current(nil, code: code)
        }
        let connection = Connection(handle: handle, path: ":memory:", tracer: nil)
        defer { connection.close() }
        return try body(connection)
    }
}

/// Lines that differ between two texts.
enum LineDiff {
    /// Lines that go (`- …`) and come (`+ …`).
    static func lines(from old: String, to new: String) -> [String] {
        let (old, new) = (old.split(separator: "\n").map(String.init), new.split(separator: "\n").map(String.init))
        return new.difference(from: old).map { change in
            switch change {
            case .remove(_, let line, _): "- " + line
            case .insert(_, let line, _): "+ " + line
            }
        }
    }

    /// The first of them on one line, for a message.
    static func text(from old: String, to new: String) -> String {
        let found = lines(from: old, to: new)
        let shown = found.prefix(4).joined(separator: " | ")
        return found.count > 4 ? "\(shown) | and \(found.count - 4) more lines" : shown
    }
}

/// What a migration file must not hold, told before it runs.
public enum MigrationLinter {
    private static let forbidden = ["BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE", "ATTACH", "DETACH", "VACUUM", "PRAGMA"]

    /// The first statement that only the runner may use, as a sentence; `nil` when there is none.
    static func firstProblem(in sql: String) -> String? {
        statements(of: sql).compactMap { statement in
            let word = statement.prefix { $0.isLetter }.uppercased()
            return forbidden.contains(word) ? "it holds \(word), which only the runner may use" : nil
        }.first
    }

    /// Everything that the rules for migrations forbid, as sentences.
    public static func findings(in sql: String) -> [String] {
        statements(of: sql).flatMap { statement -> [String] in
            let words = statement.uppercased().split { $0.isWhitespace || $0 == "(" }.map(String.init)
            let start = words.prefix(2).joined(separator: " ")
            var found: [String] = []
            if let word = words.first, forbidden.contains(word) { found.append("\(word) belongs to the runner") }
            if start == "CREATE TRIGGER" || words.prefix(3).contains("TRIGGER") {
                found.append("no triggers: derived tables are written by the library")
            }
            if start == "CREATE TABLE", !statement.uppercased().contains("STRICT") {
                found.append("the table is not STRICT: \(words.dropFirst(2).first ?? "")")
            }
            if start == "DROP TABLE" || (start == "ALTER TABLE" && words.contains("RENAME")) {
                found.append("tables of facts are never rebuilt, dropped or renamed")
            }
            if start == "ALTER TABLE", words.contains("DEFAULT"), words.count > 2 {
                let rewrite = "UPDATE \(words[2]) SET"
                if !sql.uppercased().contains(rewrite) {
                    found.append("ADD COLUMN … DEFAULT without UPDATE \(words[2].lowercased()) SET c = c after it")
                }
            }
            if start == "CREATE VIEW", statement.lowercased().contains("json_") { found.append("a view calls a JSON function") }
            return found
        }
    }

    /// The statements of a script, comments left out; texts and names in quotes are kept whole.
    static func statements(of sql: String) -> [String] {
        var result: [String] = []
        var current = ""
        var rest = Substring(sql)
        while let character = rest.first {
            if rest.hasPrefix("--") {
                rest = rest.drop { $0 != "\n" }
            } else if rest.hasPrefix("/*") {
                rest = rest.dropFirst(2)
                while !rest.isEmpty, !rest.hasPrefix("*/") { rest = rest.dropFirst() }
                rest = rest.dropFirst(2)
            } else if character == "'" || character == "\"" || character == "`" {
                current.append(character)
                rest = rest.dropFirst()
                while let next = rest.first {
                    current.append(next)
                    rest = rest.dropFirst()
                    if next == character { break }
                }
            } else {
                rest = rest.dropFirst()
                if character == ";" {
                    result.append(current)
                    current = ""
                } else {
                    current.append(character)
                }
            }
        }
        result.append(current)
        return result.map { String($0.drop(while: \.isWhitespace)) }.filter { !$0.isEmpty }
    }
}
