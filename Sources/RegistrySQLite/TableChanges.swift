internal import CRegistrySQLite

/// What happened to rows of one table since the recording began or was cut.
final class TableChanges {
    /// How a row is found again.
    private enum Key: Hashable {
        case rowID(Int64)
        /// The values of the key, as they stand in a changeset.
        case values([UInt8])

        func hash(into hasher: inout Hasher) {
            switch self {
            case .rowID(let rowID): hasher.combine(rowID)
            // An array would be hashed byte by byte.
            case .values(let bytes): bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
            }
        }
    }

    private struct Change {
        let key: Key
        /// Where in `olds` stands what the row held at first; nil for a row that was not there.
        let old: Range<Int>?
        /// Whether all that happened to the row was done by triggers or foreign keys.
        var isIndirect: Bool
    }

    let table: RecordedTable
    private var changes: [Change] = []
    private var places: [Key: Int] = [:]
    private var olds: [UInt8] = []
    private var insertions = 0
    private var sizeOfNewRows = 0
    private var sizeOfLatestSample = 0

    init(_ table: RecordedTable) { self.table = table }

    /// About how many bytes of a changeset they will become.
    var estimatedSize: Int { sizeOfNewRows + 2 * olds.count }

    // MARK: Hearing of changes

    func requireRecordable(_ handle: Handle) throws(DatabaseError) {
        let problem: String
        if sqlite3_preupdate_count(handle.db) != Int32(table.columns.count) {
            problem = "it has generated columns, or its columns were changed during the recording"
        } else if table.isToldWrongly {
            problem = "it has no row ids, holds real numbers, and its key is not its first columns"
        } else {
            return
        }
        throw DatabaseError(code: .schema, message: "changes of table \(table.name) cannot be recorded: \(problem)", path: handle.path)
    }

    func noteInsertion(_ rowID: Int64, _ handle: Handle) throws(DatabaseError) {
        guard let key = try key(rowID, handle, sqlite3_preupdate_new) else { return }
        guard try isFirst(key, handle) else { return }
        // How large new rows are is looked at now and then; of large ones, at each.
        if insertions & 0xF == 0 || sizeOfLatestSample > 4096 { sizeOfLatestSample = try sizeOfNewRow(handle) }
        insertions += 1
        sizeOfNewRows += sizeOfLatestSample
        add(key, old: nil, handle)
    }

    func noteDeletion(_ rowID: Int64, _ handle: Handle) throws(DatabaseError) {
        guard let key = try key(rowID, handle, sqlite3_preupdate_old) else { return }
        try noteOld(key, rowID, handle)
    }

    func noteUpdate(_ rowBefore: Int64, _ rowAfter: Int64, _ handle: Handle) throws(DatabaseError) {
        let before = try key(rowBefore, handle, sqlite3_preupdate_old)
        if let before { try noteOld(before, rowBefore, handle) }
        if table.hasRowIDAsKey, rowBefore == rowAfter { return }
        // Under another key it is another row, which was not there. Its size is counted with that of the old one.
        guard let after = try key(rowAfter, handle, sqlite3_preupdate_new), after != before else { return }
        if try isFirst(after, handle) { add(after, old: nil, handle) }
    }

    private func noteOld(_ key: Key, _ rowID: Int64, _ handle: Handle) throws(DatabaseError) {
        guard try isFirst(key, handle) else { return }
        let start = olds.count
        for (index, column) in table.columns.enumerated() {
            let value = try Self.value(index, handle, sqlite3_preupdate_old)
            // SQLite (3.40.1) tells NULL for a row that is older than its column.
            if column.hasDefault, sqlite3_value_type(value) == SQLITE_NULL {
                olds.removeSubrange(start...)
                try appendStanding(key, rowID, handle)
                break
            }
            try olds.append(value: value, isReal: column.isReal)
        }
        add(key, old: start..<olds.count, handle)
    }

    private func add(_ key: Key, old: Range<Int>?, _ handle: Handle) {
        places[key] = changes.count
        changes.append(Change(key: key, old: old, isIndirect: sqlite3_preupdate_depth(handle.db) > 0))
    }

    /// Whether nothing has happened yet to the row of this key; if something has, only the mark of its change may have to be set.
    private func isFirst(_ key: Key, _ handle: Handle) throws(DatabaseError) -> Bool {
        guard let place = places[key] else { return true }
        if changes[place].isIndirect, sqlite3_preupdate_depth(handle.db) == 0 { changes[place].isIndirect = false }
        return false
    }

    private typealias Fetch = (OpaquePointer?, Int32, UnsafeMutablePointer<OpaquePointer?>?) -> Int32

    private static func value(_ column: Int, _ handle: Handle, _ fetch: Fetch) throws(DatabaseError) -> OpaquePointer {
        var value: OpaquePointer?
        let code = fetch(handle.db, Int32(column), &value)
        guard code == SQLITE_OK, let value else {
            // The connection itself knows nothing of this error.
            throw DatabaseError.current(nil, code: code == SQLITE_OK ? SQLITE_NOMEM : code, path: handle.path)
        }
        return value
    }

    /// The key of a row before or after the change; nil where a value of it is NULL: such rows are not recorded.
    private func key(_ rowID: Int64, _ handle: Handle, _ fetch: Fetch) throws(DatabaseError) -> Key? {
        if table.hasRowIDAsKey { return .rowID(rowID) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        for (index, column) in table.columns.enumerated() where column.placeInKey > 0 {
            let value = try Self.value(index, handle, fetch)
            guard sqlite3_value_type(value) != SQLITE_NULL else { return nil }
            try bytes.append(value: value, isReal: column.isReal)
        }
        return .values(bytes)
    }

    private func sizeOfNewRow(_ handle: Handle) throws(DatabaseError) -> Int {
        var size = 2
        for index in table.columns.indices {
            let value = try Self.value(index, handle, sqlite3_preupdate_new)
            switch sqlite3_value_type(value) {
            case SQLITE_NULL: size += 1
            case SQLITE_TEXT, SQLITE_BLOB: size += 3 + Int(sqlite3_value_bytes(value))
            default: size += 9
            }
        }
        return size
    }

    /// Adds what still stands in the file to the values before.
    private func appendStanding(_ key: Key, _ rowID: Int64, _ handle: Handle) throws(DatabaseError) {
        let byRowID = table.selectionByRowID
        let cached = try handle.cachedStatement(byRowID ?? table.selection)
        defer { handle.cache.giveBack(cached) }
        guard try finds(byRowID == nil ? key : .rowID(rowID), cached.statement, handle) else {
            throw DatabaseError(code: .corrupt, message: "a changed row of table \(table.name) is not found", path: handle.path)
        }
        try appendRow(of: cached.statement, to: &olds, handle)
    }

    // MARK: Writing them

    /// Compares what was with what is, and writes the difference.
    func write(to output: inout [UInt8], _ handle: Handle) throws(DatabaseError) -> ChangeCount {
        let start = output.count
        output += table.header
        let cached = try handle.cachedStatement(table.selection)
        defer { handle.cache.giveBack(cached) }
        var count = ChangeCount()
        var now: [UInt8] = []
        for change in changes {
            defer { sqlite3_reset(cached.statement) }
            switch (change.old, try finds(change.key, cached.statement, handle)) {
            case (nil, false): break
            case (nil, true):
                output.append(operation: SQLITE_INSERT, isIndirect: change.isIndirect)
                try appendRow(of: cached.statement, to: &output, handle)
                count.inserted += 1
            case (let old?, false):
                output.append(operation: SQLITE_DELETE, isIndirect: change.isIndirect)
                output += olds[old]
                count.deleted += 1
            case (let old?, true):
                now.removeAll(keepingCapacity: true)
                try appendRow(of: cached.statement, to: &now, handle)
                guard olds[old] != now[...] else { continue }
                output.append(operation: SQLITE_UPDATE, isIndirect: change.isIndirect)
                appendDifference(between: old, and: now, to: &output)
                count.updated += 1
            }
        }
        if count.total == 0 { output.removeSubrange(start...) }
        return count
    }

    /// Whether the row of a key stands in the file; if it does, the statement is at it.
    private func finds(_ key: Key, _ statement: OpaquePointer, _ handle: Handle) throws(DatabaseError) -> Bool {
        guard case .values(let bytes) = key else {
            if case .rowID(let rowID) = key { try handle.check(sqlite3_bind_int64(statement, 1, rowID), 1, statement) }
            return try handle.step(statement)
        }
        var (offset, position) = (0, Int32(0))
        while offset < bytes.count {
            position += 1
            try handle.check(bytes.bindRecordedValue(at: &offset, as: position, to: statement), position, statement)
        }
        // A key that is equal to SQLite, as 1 and 1.0 are or words by a collation, may still be another one.
        while try handle.step(statement) {
            var found: [UInt8] = []
            for (index, column) in table.columns.enumerated() where column.placeInKey > 0 {
                try found.append(value: columnValue(index, statement, handle), isReal: column.isReal)
            }
            if found == bytes { return true }
        }
        return false
    }

    private func appendRow(of statement: OpaquePointer, to bytes: inout [UInt8], _ handle: Handle) throws(DatabaseError) {
        for (index, column) in table.columns.enumerated() {
            try bytes.append(value: columnValue(index, statement, handle), isReal: column.isReal)
        }
    }

    private func columnValue(_ index: Int, _ statement: OpaquePointer, _ handle: Handle) throws(DatabaseError) -> OpaquePointer {
        guard let value = sqlite3_column_value(statement, Int32(index)) else { throw handle.error(SQLITE_NOMEM) }
        return value
    }

    /// Of the old values those of the key and of the columns that changed, of the new ones those that changed.
    private func appendDifference(between old: Range<Int>, and now: [UInt8], to output: inout [UInt8]) {
        var (before, after) = (old.lowerBound, 0)
        var new: [UInt8] = []
        for column in table.columns {
            let (oldEnd, newEnd) = (olds.endOfRecordedValue(at: before), now.endOfRecordedValue(at: after))
            let isChanged = olds[before..<oldEnd] != now[after..<newEnd]
            if isChanged || column.placeInKey > 0 { output += olds[before..<oldEnd] } else { output.append(0) }
            if isChanged { new += now[after..<newEnd] } else { new.append(0) }
            (before, after) = (oldEnd, newEnd)
        }
        output += new
    }
}
