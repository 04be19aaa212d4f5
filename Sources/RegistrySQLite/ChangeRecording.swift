internal import CRegistrySQLite

extension Connection {
    /// Runs `body` and hands on what it changed, as changesets of the session extension.
    ///
    /// So that memory stays flat in bulk loads the recording is cut now and then, outside of savepoints: several changesets may
    /// come, each going on from the one before; to undo all, undo them in reverse order. What a savepoint undoes is not in them.
    ///
    /// Recorded are ordinary tables with a primary key, those changed by foreign key actions too; not the tables behind virtual
    /// tables, and not those whose name begins with one of `leavingOut`.
    ///
    /// - Parameters:
    ///   - leavingOut: beginnings of names of tables that are not recorded.
    ///   - partSize: about how many bytes a changeset may have.
    ///   - keep: is given each changeset, the last one when `body` has ended. It may write to tables that are not recorded.
    ///   - body: the changes.
    /// - Returns: what `body` returned, and how many rows of each table were changed.
    /// - Throws: what `body` and `keep` throw; `.misuse` inside another recording of this connection.
    public func recordingChanges<T>(
        leavingOut: [String], partSize: Int = 3 << 20, keep: @escaping (Changeset) throws(DatabaseError) -> Void, _ body: () throws -> T
    ) throws -> (result: T, changes: [String: ChangeCount]) {
        try requireUsable()
        guard handle.recorder == nil else {
            throw DatabaseError.misuse("changes are already being recorded on this connection", path: handle.path)
        }
        // A DELETE of all rows compiled without a recorder empties the table in one go and tells nobody.
        handle.cache.removeDeletions()
        let recorder = ChangeRecorder(
            handle: handle, tables: try recordedTables(leavingOut: leavingOut), partSize: partSize, keep: keep)
        try recorder.start()
        handle.recorder = recorder
        defer {
            recorder.stop()
            handle.recorder = nil
        }
        let result = try body()
        try recorder.cut(andGoOn: false)
        return (result, recorder.counts)
    }

    /// The names of the tables that are recorded.
    private func recordedTables(leavingOut: [String]) throws(DatabaseError) -> Set<String> {
        let version = try handle.schemaVersion()
        if let known = handle.recordedTables, known.schemaVersion == version, known.leavingOut == leavingOut { return known.names }
        let statement = try handle.compile("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'", persistent: false)
        defer { sqlite3_finalize(statement) }
        var names: Set<String> = []
        while try step(statement) {
            let name = try Row(statement).string(0)
            if !(leavingOut + ["sqlite_"]).contains(where: name.hasPrefix) { names.insert(name) }
        }
        handle.recordedTables = (version, leavingOut, names)
        return names
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

/// Records changes of one connection through a session, cut into parts.
final class ChangeRecorder {
    private(set) var counts: [String: ChangeCount] = [:]
    private unowned let handle: Handle
    private let tables: Set<String>
    private let partSize: Int
    private let keep: (Changeset) throws(DatabaseError) -> Void
    private var session: OpaquePointer?
    private var statements = 0

    init(handle: Handle, tables: Set<String>, partSize: Int, keep: @escaping (Changeset) throws(DatabaseError) -> Void) {
        self.handle = handle
        self.tables = tables
        self.partSize = partSize
        self.keep = keep
    }

    func start() throws(DatabaseError) {
        var made: OpaquePointer?
        let code = sqlite3session_create(handle.db, "main", &made)
        guard code == SQLITE_OK, let made else { throw handle.error(code) }
        session = made
        // The size of the changeset so far is only counted when asked for before the first change.
        var on: Int32 = 1
        sqlite3session_object_config(made, SQLITE_SESSION_OBJCONFIG_SIZE, &on)
        sqlite3session_table_filter(
            made,
            { context, name in
                guard let context, let name else { return 0 }
                let recorder = Unmanaged<ChangeRecorder>.fromOpaque(context).takeUnretainedValue()
                return recorder.tables.contains(String(cString: name)) ? 1 : 0
            }, Unmanaged.passUnretained(self).toOpaque())
        let attached = sqlite3session_attach(made, nil)
        guard attached == SQLITE_OK else { throw handle.error(attached) }
    }

    func stop() {
        if let session { sqlite3session_delete(session) }
        session = nil
    }

    /// Called before a statement outside of savepoints: looks at the size only now and then.
    func noteStatement() throws(DatabaseError) {
        statements += 1
        if statements & 0xFF == 0 { try cutIfLarge() }
    }

    /// Called when a savepoint has been released and none is open.
    func cutIfLarge() throws(DatabaseError) {
        guard let session, sqlite3session_changeset_size(session) > Int64(partSize) else { return }
        try cut(andGoOn: true)
    }

    func cut(andGoOn: Bool) throws(DatabaseError) {
        guard let session else { return }
        var count: Int32 = 0
        var output: UnsafeMutableRawPointer?
        let code = sqlite3session_changeset(session, &count, &output)
        defer { sqlite3_free(output) }
        guard code == SQLITE_OK else { throw handle.error(code) }
        stop()
        if let output, count > 0 {
            let changeset = Changeset(trusted: [UInt8](UnsafeRawBufferPointer(start: output, count: Int(count))))
            do throws(ChangesetFormatError) {
                for (table, change) in try changeset.counts() { counts[table, default: ChangeCount()].add(change) }
            } catch {
                throw DatabaseError(code: .corrupt, message: error.description, path: handle.path)
            }
            // Whoever keeps it inserts rows: the caller's own last row id must not be hidden by them.
            let rowID = sqlite3_last_insert_rowid(handle.db)
            defer { sqlite3_set_last_insert_rowid(handle.db, rowID) }
            try keep(changeset)
        }
        if andGoOn { try start() }
    }
}
