internal import CRegistrySQLite

extension Database {
    /// A database of its own, made from this one and only read afterwards. It is private to the process and gone when it is closed.
    ///
    /// While `build` runs, this database can be read under the name `origin`; all of it is one consistent state. Foreign keys are
    /// not watched: rows may be copied in any order.
    ///
    /// - Parameters:
    ///   - shown: what the new database is called in errors.
    ///   - build: makes tables and fills them.
    /// - Throws: what `build` throws; `DatabaseError`.
    public func scratch(shown: String, _ build: (Connection) throws -> Void) throws -> Database {
        guard !location.path.isEmpty else { throw DatabaseError.misuse("a copy cannot be made from a copy", path: path) }
        let handle = try Handle(path: "", shown: shown, access: .temporary, isReadOnly: false, trace: configuration.trace)
        try ConnectionSettings(
            role: .memory, journal: .delete, busyTimeoutMilliseconds: configuration.busyTimeoutMilliseconds
        ).apply(to: handle)
        // Nothing of it must survive a crash. It keeps a journal all the same: savepoints that fail are undone by it.
        for setting in ["synchronous = OFF", "locking_mode = EXCLUSIVE", "cache_size = -16000"] {
            try handle.run("PRAGMA main." + setting)
        }
        try handle.setForeignKeys(false)
        sqlite3_limit(handle.db, SQLITE_LIMIT_ATTACHED, 1)
        try attach(to: handle)
        try handle.run(.beginRead)
        try stoppable(handle) { cancellation in
            let connection = Connection(handle, needsTransaction: true)
            defer { connection.end() }
            do { try build(connection) } catch {
                throw cancellation.isCancelled ? CancellationError() : error
            }
        }
        try handle.run(.commit)
        handle.cache.removeAll()
        try handle.run("DETACH origin")
        sqlite3_limit(handle.db, SQLITE_LIMIT_ATTACHED, 0)
        try handle.run("PRAGMA query_only = 1")
        return Database(holding: handle, of: self, shown: shown)
    }

    private func attach(to handle: Handle) throws(DatabaseError) {
        let statement = try handle.compile("ATTACH ? AS origin", persistent: false)
        defer { sqlite3_finalize(statement) }
        try handle.bind(location.path, at: 1, to: statement)
        while try handle.step(statement) {}
    }
}

/// Something that is handed out once.
final class Once<Value>: @unchecked Sendable {
    // Sendable: read and written under the lock only.
    private let lock = Lock()
    private var value: Value?

    init(_ value: Value) { self.value = value }

    func take() -> Value? {
        lock.withLock {
            defer { value = nil }
            return value
        }
    }
}
