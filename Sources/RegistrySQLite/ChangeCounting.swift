internal import CRegistrySQLite
internal import Glibc

/// How many rows of one table were changed.
public struct ChangeCount: Sendable, Equatable {
    /// Rows that came.
    public var inserted: Int
    /// Rows that changed.
    public var updated: Int
    /// Rows that went.
    public var deleted: Int

    /// Makes counts; all are zero where nothing is told.
    public init(inserted: Int = 0, updated: Int = 0, deleted: Int = 0) {
        self.inserted = inserted
        self.updated = updated
        self.deleted = deleted
    }

    /// All changed rows.
    public var total: Int { inserted + updated + deleted }
}

extension Connection {
    /// Runs `body` and counts the changed rows per table, those of foreign key actions too.
    ///
    /// A row replaced by `INSERT OR REPLACE`, and a new primary key in a WITHOUT ROWID table, count as deleted and inserted.
    /// What a savepoint undoes inside `body` is not counted. Tables that belong to a virtual table are left out. Statements
    /// prepared before may miss the rows of a `DELETE` without WHERE.
    public func countingChanges<T>(_ body: () throws -> T) throws -> (result: T, changes: [String: ChangeCount]) {
        try requireUsable()
        guard !handle.preupdateHookIsTaken else {
            throw DatabaseError.misuse("changes are already being counted or recorded on this connection", path: handle.path)
        }
        handle.preupdateHookIsTaken = true
        // A DELETE of all rows compiled without a hook empties the table in one go and reports nothing.
        handle.cache.removeAll()
        let counter = ChangeCounter()
        handle.changeCounter = counter
        sqlite3_preupdate_hook(
            handle.db,
            { context, _, operation, database, table, _, _ in
                guard let context, let database, let table, strcmp(database, "main") == 0 else { return }
                Unmanaged<ChangeCounter>.fromOpaque(context).takeUnretainedValue().note(operation, table)
            }, Unmanaged.passUnretained(counter).toOpaque())
        defer {
            sqlite3_preupdate_hook(handle.db, nil, nil)
            handle.preupdateHookIsTaken = false
            handle.changeCounter = nil
        }
        let result = try withExtendedLifetime(counter) { try body() }
        var changes = counter.counts
        for shadow in try shadowTables() { changes[shadow] = nil }
        return (result, changes)
    }

    /// The tables in which FTS5, R*Tree and the like keep their data.
    func shadowTables() throws(DatabaseError) -> Set<String> {
        let statement = try handle.compile("SELECT name FROM pragma_table_list WHERE type = 'shadow'", persistent: false)
        defer { sqlite3_finalize(statement) }
        var names: Set<String> = []
        while try step(statement) { names.insert(try Row(statement).string(0)) }
        return names
    }
}

/// Counts the rows that the pre-update hook tells of.
final class ChangeCounter {
    private var names: [String] = []
    private var tallies: [ChangeCount] = []
    /// Changes come in runs of one table: comparing with the last name saves making a String per row.
    private var lastName: [CChar] = []
    private var lastIndex = 0

    var counts: [String: ChangeCount] { Dictionary(uniqueKeysWithValues: zip(names, tallies)) }

    /// What stands counted, to come back to when a savepoint undoes the rest.
    var mark: [ChangeCount] { tallies }

    func goBack(to mark: [ChangeCount]) {
        // Tables that were first touched after the mark keep their place with nothing counted.
        for index in tallies.indices { tallies[index] = index < mark.count ? mark[index] : ChangeCount() }
    }

    func note(_ operation: Int32, _ table: UnsafePointer<CChar>) {
        if lastName.isEmpty || strcmp(lastName, table) != 0 { choose(table) }
        switch operation {
        case SQLITE_INSERT: tallies[lastIndex].inserted += 1
        case SQLITE_DELETE: tallies[lastIndex].deleted += 1
        default: tallies[lastIndex].updated += 1
        }
    }

    private func choose(_ table: UnsafePointer<CChar>) {
        let name = String(cString: table)
        lastName = Array(name.utf8CString)
        if let index = names.firstIndex(of: name) {
            lastIndex = index
        } else {
            lastIndex = names.count
            names.append(name)
            tallies.append(ChangeCount())
        }
    }
}
