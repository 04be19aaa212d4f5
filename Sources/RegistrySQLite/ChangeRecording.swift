internal import CRegistrySQLite

extension Connection {
    /// Runs `body` and hands on what it changed, as changesets of the session extension's form.
    ///
    /// So that memory stays flat in bulk loads the recording is cut now and then, outside of savepoints: several changesets may
    /// come, each going on from the one before; to undo all, undo them in reverse order. What `savepoint` undoes is not in them; a
    /// savepoint in SQL of one's own may be cut in the middle.
    ///
    /// Recorded are ordinary tables with a primary key, those changed by foreign key actions too; not the tables behind virtual
    /// tables, and not those whose name begins with one of `leavingOut`. A table of which SQLite would not tell the truth is an error
    /// when it is changed: one with generated columns, and one without row ids that holds real numbers, unless its key is its first columns.
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
        if let sql = prepared.lazy.compactMap({ sqlite3_sql($0).map { String(cString: $0) } }).first(where: SQLWords.mayEmptyATable) {
            throw DatabaseError.misuse(
                "this statement may empty a table: prepare it when changes are recorded", sql: sql, path: handle.path)
        }
        let tables = try recordedTables(leavingOut: leavingOut)
        let recorder = ChangeRecorder(handle: handle, tables: tables, partSize: partSize, keep: keep)
        recorder.start()
        handle.recorder = recorder
        defer {
            recorder.stop()
            handle.recorder = nil
        }
        // What is known of tables holds for the schema that it was looked up in: after an error nobody knows which.
        handle.recordedTables = nil
        let result = try body()
        try recorder.cut()
        if !recorder.sawUndoing, try handle.schemaVersion() == tables.schemaVersion { handle.recordedTables = tables }
        return (result, recorder.counts)
    }

    /// The tables that are recorded.
    private func recordedTables(leavingOut: [String]) throws(DatabaseError) -> RecordedTables {
        let version = try handle.schemaVersion()
        if let known = handle.recordedTables, known.schemaVersion == version, known.leavingOut == leavingOut { return known }
        let statement = try handle.compile("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'", persistent: false)
        defer { sqlite3_finalize(statement) }
        var names: Set<String> = []
        while try step(statement) {
            let name = try Row(statement).string(0)
            if !(leavingOut + ["sqlite_"]).contains(where: name.hasPrefix) { names.insert(name) }
        }
        return RecordedTables(schemaVersion: version, leavingOut: leavingOut, names: names)
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
