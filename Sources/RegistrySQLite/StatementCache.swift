internal import CRegistrySQLite

/// A compiled statement that is kept for the next time.
final class CachedStatement {
    let statement: OpaquePointer
    fileprivate let key: StatementCache.Key
    fileprivate var lastUse: UInt64 = 0
    fileprivate var isLent = true
    /// Whether the cache knows it; one that it does not is finalized when it comes back.
    fileprivate var isKept = true
    /// Whether it may empty a table: SQLite compiles such a statement otherwise when somebody watches the rows.
    fileprivate let isDeletion: Bool

    fileprivate init(_ statement: OpaquePointer, _ key: StatementCache.Key) {
        self.statement = statement
        self.key = key
        isDeletion = SQLWords.holds(key.sql, "delete") && !SQLWords.holds(key.sql, "where")
    }
}

/// Compiled statements by their text, the least recently used one thrown out at 64.
///
/// A statement is lent to one user at a time: running the same SQL inside its own loop compiles a second one.
struct StatementCache {
    /// Hashing whole statements would cost as much as running some of them: the length tells most of them apart.
    fileprivate struct Key: Hashable {
        let sql: String

        func hash(into hasher: inout Hasher) { hasher.combine(sql.utf8.count) }
    }

    static let capacity = 64
    private var entries: [Key: CachedStatement] = [:]
    private var clock: UInt64 = 0

    /// The statement of that text, unless there is none or it is in use.
    mutating func take(_ sql: String) -> CachedStatement? {
        guard let entry = entries[Key(sql: sql)], !entry.isLent else { return nil }
        entry.isLent = true
        return entry
    }

    /// Keeps a statement that was compiled because `take` gave none; it is lent now.
    mutating func keep(_ statement: OpaquePointer, for sql: String) -> CachedStatement {
        let entry = CachedStatement(statement, Key(sql: sql))
        if entries[entry.key] == nil { entries[entry.key] = entry } else { entry.isKept = false }
        return entry
    }

    /// Takes a statement back, reset and with no values bound.
    mutating func giveBack(_ entry: CachedStatement) {
        guard entry.isKept else { return forget(entry) }
        sqlite3_reset(entry.statement)
        sqlite3_clear_bindings(entry.statement)
        clock += 1
        entry.lastUse = clock
        entry.isLent = false
        guard entries.count > StatementCache.capacity else { return }
        if let oldest = entries.values.filter({ !$0.isLent }).min(by: { $0.lastUse < $1.lastUse }) {
            entries[oldest.key] = nil
            forget(oldest)
        }
    }

    private func forget(_ entry: CachedStatement) { sqlite3_finalize(entry.statement) }

    /// Finalizes all of them; those that are lent, when they come back.
    mutating func removeAll() {
        for entry in entries.values {
            entry.isKept = false
            if !entry.isLent { forget(entry) }
        }
        entries.removeAll()
    }

    /// Finalizes those that delete without a condition: they were compiled while nobody watched the rows.
    mutating func removeDeletions() {
        for (key, entry) in entries where entry.isDeletion {
            entries[key] = nil
            entry.isKept = false
            if !entry.isLent { forget(entry) }
        }
    }

    var count: Int { entries.count }
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

    private static func isPartOfWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...:
            true
        default: false
        }
    }
}
