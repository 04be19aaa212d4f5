internal import CRegistrySQLite

extension Database {
    /// Copies the file, byte for byte, while others may read it and write it.
    ///
    /// The copy is made as `PATH.partial`, opened again, checked (`quick_check`), brought to the disk and only then given its
    /// name: a file of that name is a whole one. Throws if the target exists, unless `replacing`. Make one copy to one
    /// target at a time.
    public func backup(to path: String, replacing: Bool = false) throws {
        try requireNoAccess()
        try copyPages(to: path, replacing: replacing)
    }

    /// The backup without the check for an access of this thread: the migrator makes it while it holds the write lock, so
    /// that nobody changes the file between the backup and the migration. Reading beside a writer is allowed.
    func copyPages(to path: String, replacing: Bool) throws {
        try copy(to: path, replacing: replacing) { source, partial in
            let target = try Handle(path: partial, shown: partial, access: .create, isReadOnly: false)
            guard let backup = sqlite3_backup_init(target.db, "main", source.db, "main") else {
                throw target.error(sqlite3_extended_errcode(target.db))
            }
            // In one step: then the source cannot change in between, and no restart is needed.
            let deadline = Deadline(milliseconds: configuration.busyTimeoutMilliseconds)
            var code = sqlite3_backup_step(backup, -1)
            while code & 0xFF == SQLITE_BUSY || code & 0xFF == SQLITE_LOCKED, !deadline.isPast {
                Deadline.pause(milliseconds: 5)
                code = sqlite3_backup_step(backup, -1)
            }
            let finish = sqlite3_backup_finish(backup)
            guard code & 0xFF == SQLITE_DONE, finish == SQLITE_OK else { throw target.error(code & 0xFF == SQLITE_DONE ? finish : code) }
            // A copy of a WAL database says so in its header; alone and on read-only media it could not be opened.
            try target.run("PRAGMA journal_mode = DELETE")
        }
    }

    /// Writes a compact copy: no free pages, tables in one piece. Else like `backup(to:replacing:)`.
    public func vacuum(into path: String, replacing: Bool = false) throws {
        try requireNoAccess()
        try copy(to: path, replacing: replacing) { source, partial in
            // VACUUM INTO attaches its target, and writes to it: both are forbidden to every connection otherwise.
            sqlite3_limit(source.db, SQLITE_LIMIT_ATTACHED, 1)
            try source.run("PRAGMA query_only = 0")
            let statement = try source.compile("VACUUM INTO ?", persistent: false)
            defer { sqlite3_finalize(statement) }
            try source.bind(partial, at: 1, to: statement)
            while try source.step(statement) {}
        }
    }

    /// The frame of both: names, checks, and no half file under the final name.
    private func copy(to path: String, replacing: Bool, _ make: (_ source: Handle, _ partial: String) throws -> Void) throws {
        guard !location.path.isEmpty else { throw DatabaseError.misuse("a copy in memory has no file to copy", path: self.path) }
        let target = try DatabaseLocation(path, mustExist: false).path
        guard target != location.path else { throw DatabaseError.misuse("a file cannot be copied onto itself", path: path) }
        if !replacing, try DatabaseLocation.exists(target) {
            throw DatabaseError(code: .cannotOpen, message: "the file exists already and is not replaced", path: path)
        }
        let partial = target + ".partial"
        // The rest of a copy that was broken off; a pipe or a folder of that name is refused, not removed.
        _ = try DatabaseLocation(partial, mustExist: false)
        Database.removeWithJournals(partial)
        do {
            // A connection of its own: the pool's connections keep their settings.
            let source = try Database.open(location, configuration, configuration.mode == .readOnly ? .soleReader : .reader)
            if configuration.privateFile { try FileSystem.makePrivateFile(partial) }
            try make(source, partial)
            try Database.requireWhole(partial)
            try FileSystem.synchronize(partial)
            try FileSystem.move(partial, to: target, replacing: replacing)
        } catch {
            Database.removeWithJournals(partial)
            throw error
        }
        try FileSystem.synchronize(DatabaseLocation.split(target).folder)
    }

    private static func requireWhole(_ path: String) throws {
        let copy = try Database(Configuration(path: path, mode: .readOnly))
        defer { copy.close() }
        let report = try copy.read { try $0.query("PRAGMA quick_check") { try $0.string(0) } }
        guard report == ["ok"] else {
            throw DatabaseError(code: .corrupt, message: "the copy is damaged: " + report.joined(separator: " "), path: path)
        }
    }

    static func removeWithJournals(_ path: String) {
        for suffix in ["", "-journal", "-wal", "-shm"] { FileSystem.remove(path + suffix) }
    }
}

extension DatabaseLocation {
    static func exists(_ path: String) throws(DatabaseError) -> Bool {
        switch FileKind.of(path) {
        case .success(let kind): return kind != .missing
        case .failure(let failure): throw DatabaseError(code: .cannotOpen, message: failure.message, path: path)
        }
    }
}
