internal import CRegistrySQLite

/// Compiled statements by their text, the least recently used one thrown out at 64.
///
/// A statement in use is *out of* the cache: running the same SQL inside its own loop compiles a second one.
struct StatementCache {
    private struct Entry {
        let statement: OpaquePointer
        let lastUse: UInt64
    }

    static let capacity = 64
    private var entries: [String: Entry] = [:]
    private var clock: UInt64 = 0

    /// Takes a statement out, if there is one.
    mutating func take(_ sql: String) -> OpaquePointer? { entries.removeValue(forKey: sql)?.statement }

    /// Puts a statement back, reset and with no values bound.
    mutating func put(_ statement: OpaquePointer, for sql: String) {
        sqlite3_reset(statement)
        sqlite3_clear_bindings(statement)
        clock += 1
        if let other = entries.updateValue(Entry(statement: statement, lastUse: clock), forKey: sql) {
            sqlite3_finalize(other.statement)
        } else if entries.count > StatementCache.capacity, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) {
            sqlite3_finalize(oldest.value.statement)
            entries.removeValue(forKey: oldest.key)
        }
    }

    /// Finalizes all of them.
    mutating func removeAll() {
        for entry in entries.values { sqlite3_finalize(entry.statement) }
        entries.removeAll()
    }

    /// Finalizes those that delete without a condition: SQLite compiles them otherwise when somebody watches the rows.
    mutating func removeDeletions() {
        for (sql, entry) in entries where StatementCache.holds(sql, "delete") && !StatementCache.holds(sql, "where") {
            sqlite3_finalize(entry.statement)
            entries[sql] = nil
        }
    }

    /// Whether a text holds a word in small or large letters.
    private static func holds(_ text: String, _ word: StaticString) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            word.withUTF8Buffer { word in
                var start = 0
                while start + word.count <= bytes.count {
                    if (0..<word.count).allSatisfy({ bytes[start + $0] | 0x20 == word[$0] }) { return true }
                    start += 1
                }
                return false
            }
        }
    }

    var count: Int { entries.count }
}
