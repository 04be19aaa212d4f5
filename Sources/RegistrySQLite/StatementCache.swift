internal import CRegistrySQLite

/// A compiled statement that is kept for the next time.
final class CachedStatement {
    let statement: OpaquePointer
    fileprivate let sql: String
    fileprivate var lastUse: UInt64 = 0
    fileprivate var isLent = true
    /// Whether the cache knows it; one that it does not is finalized when it comes back.
    fileprivate var isKept = true
    /// Whether it may empty a table: SQLite compiles such a statement otherwise when somebody watches the rows.
    fileprivate let isDeletion: Bool

    fileprivate init(_ statement: OpaquePointer, _ sql: String) {
        self.statement = statement
        self.sql = sql
        isDeletion = SQLWords.mayEmptyATable(sql)
    }
}

/// Compiled statements by their text, the least recently used one thrown out at 64.
///
/// A statement is lent to one user at a time: running the same SQL inside its own loop compiles a second one.
///
/// A class of its own: a structure inside the handle would be checked for overlapping access at each use.
final class StatementCache {
    static let capacity = 64
    /// In rows by the length of the text, which tells most statements apart. Hashing them would cost as much as running some of them.
    private var rows = [[CachedStatement]](repeating: [], count: 64)
    private(set) var count = 0
    private var clock: UInt64 = 0

    private static func row(of sql: String) -> Int { sql.utf8.count & 63 }

    private func find(_ sql: String) -> CachedStatement? {
        rows[StatementCache.row(of: sql)].first { $0.sql == sql }
    }

    private func remove(_ entry: CachedStatement) {
        rows[StatementCache.row(of: entry.sql)] = rows[StatementCache.row(of: entry.sql)].filter { $0 !== entry }
        count -= 1
        entry.isKept = false
        if !entry.isLent { forget(entry) }
    }

    /// The statement of that text, unless there is none or it is in use.
    func take(_ sql: String) -> CachedStatement? {
        guard let entry = find(sql), !entry.isLent else { return nil }
        entry.isLent = true
        return entry
    }

    /// Keeps a statement that was compiled because `take` gave none; it is lent now.
    func keep(_ statement: OpaquePointer, for sql: String) -> CachedStatement {
        let entry = CachedStatement(statement, sql)
        if find(sql) == nil {
            rows[StatementCache.row(of: sql)] += [entry]
            count += 1
        } else {
            entry.isKept = false
        }
        return entry
    }

    /// Takes a statement back, reset and with no values bound.
    func giveBack(_ entry: CachedStatement) {
        guard entry.isKept else { return forget(entry) }
        sqlite3_reset(entry.statement)
        sqlite3_clear_bindings(entry.statement)
        clock += 1
        entry.lastUse = clock
        entry.isLent = false
        guard count > StatementCache.capacity else { return }
        if let oldest = rows.joined().filter({ !$0.isLent }).min(by: { $0.lastUse < $1.lastUse }) { remove(oldest) }
    }

    private func forget(_ entry: CachedStatement) { sqlite3_finalize(entry.statement) }

    /// Finalizes all of them; those that are lent, when they come back.
    func removeAll() { for entry in rows.joined() { remove(entry) } }

    /// Finalizes those that delete without a condition: they were compiled while nobody watched the rows.
    func removeDeletions() {
        for entry in rows.joined() where entry.isDeletion {
            remove(entry)
        }
    }
}

/// Looks for words in SQL, without telling code from texts and comments.
enum SQLWords {
    /// Whether a text holds a word in small or large letters, not as a part of a longer one.
    static func holds(_ text: String, _ word: StaticString) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            word.withUTF8Buffer { word in
                var start = 0
                while start + word.count <= bytes.count {
                    let end = start + word.count
                    if (0..<word.count).allSatisfy({ bytes[start + $0] | 0x20 == word[$0] }),
                        start == 0 || !isPartOfWord(bytes[start - 1]), end == bytes.count || !isPartOfWord(bytes[end])
                    {
                        return true
                    }
                    start += 1
                }
                return false
            }
        }
    }

    /// Whether a statement may delete all rows of a table in one go. One that does not begin with DELETE, as after WITH, may.
    static func mayEmptyATable(_ sql: String) -> Bool {
        guard holds(sql, "delete") else { return false }
        return !holds(sql, "where") || sql.drop { $0.isWhitespace }.prefix(6).lowercased() != "delete"
    }

    private static func isPartOfWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...:
            true
        default: false
        }
    }
}
