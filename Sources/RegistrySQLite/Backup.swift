internal import CRegistrySQLite

// Copies that can be trusted, and the report on a file's integrity.
extension Database {
    /// Copies the database into a new, compact file.
    ///
    /// The copy is written under a name of its own, checked, synced and only then renamed: a file of the wanted name is whole.
    /// - Throws: `DatabaseError`, also when the target exists and is not to be replaced.
    public func vacuum(into target: String, replacing: Bool = false) throws {
        try checkedCopy(to: target, replacing: replacing) { connection, partial in
            // No attached databases are allowed but the one that VACUUM INTO makes itself.
            let before = sqlite3_limit(connection.handle, SQLITE_LIMIT_ATTACHED, 1)
            defer { sqlite3_limit(connection.handle, SQLITE_LIMIT_ATTACHED, before) }
            try connection.execute("VACUUM INTO ?1", [.text(partial)])
        }
    }

    /// Copies the database page by page while others may go on reading and writing it; checked and renamed like `vacuum(into:)`.
    public func backup(to target: String, replacing: Bool = false) throws {
        try checkedCopy(to: target, replacing: replacing) { connection, partial in
            var handle: OpaquePointer?
            let code = sqlite3_open_v2(partial, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nil)
            defer { sqlite3_close_v2(handle) }
            guard code == SQLITE_OK, let handle else { throw DatabaseError.current(handle, code: code, path: partial) }
            guard let backup = sqlite3_backup_init(handle, "main", connection.handle, "main") else {
                throw DatabaseError.current(handle, code: sqlite3_errcode(handle), path: partial)
            }
            var step = sqlite3_backup_step(backup, -1)
            var tries = 0
            while (step == SQLITE_BUSY || step == SQLITE_LOCKED) && tries < 100 {
                sqlite3_sleep(50)
                tries += 1
                step = sqlite3_backup_step(backup, -1)
            }
            sqlite3_backup_finish(backup)
            guard step == SQLITE_DONE else { throw DatabaseError.current(handle, code: step, path: partial) }
        }
    }

    private func checkedCopy(to target: String, replacing: Bool, _ copy: (Connection, String) throws -> Void) throws {
        let place = try DatabaseLocation(target, mustExist: false)
        if !replacing, case .success(.missing) = FileKind.of(place.path) {
        } else if !replacing {
            throw DatabaseError(code: .cannotOpen, message: "the file exists already and is not replaced", path: target)
        }
        let partial = place.path + ".partial"
        FileSystem.remove(partial)
        do {
            try withConnection { try copy($0, partial) }
            let made = try Database(Configuration(path: partial, mode: .readOnly))
            let report = try made.integrityReport(quick: true)
            made.close()
            guard report.isSound else {
                throw DatabaseError(code: .corrupt, message: "the copy is damaged: \(report.problems.first ?? "")", path: target)
            }
            try FileSystem.synchronize(partial)
            try FileSystem.move(partial, to: place.path, replacing: replacing)
            try FileSystem.synchronize(DatabaseLocation.split(place.path).folder)
        } catch {
            FileSystem.remove(partial)
            FileSystem.remove(partial + "-journal")
            throw error
        }
    }

    /// Checks the file page by page, and every foreign key.
    ///
    /// - Parameter quick: leaves out the comparison of indexes with their tables.
    public func integrityReport(quick: Bool) throws -> IntegrityReport {
        try read { connection in
            let lines = try connection.query("PRAGMA \(quick ? "quick_check" : "integrity_check")(100)") { try $0.string(0) }
            let violations = try connection.query("PRAGMA foreign_key_check") { row in
                IntegrityReport.ForeignKeyViolation(
                    table: try row.string(0), rowID: try row.optionalInt64(1), parent: try row.string(2))
            }
            return IntegrityReport(problems: lines.filter { $0 != "ok" }, foreignKeyViolations: violations)
        }
    }
}

/// What a check of a file found.
public struct IntegrityReport: Hashable, Sendable {
    /// A row that points at a row which is not there.
    public struct ForeignKeyViolation: Hashable, Sendable, CustomStringConvertible {
        /// The table of the row.
        public let table: String
        /// Its row id; `nil` in a table without row ids.
        public let rowID: Int64?
        /// The table it points into.
        public let parent: String

        public var description: String {
            let row = rowID.map { "row \($0)" } ?? "a row"
            return "orphan: \(row) of \(table) points at a row of \(parent) that is not there"
        }
    }

    /// What SQLite says of the pages, one line a problem.
    public let problems: [String]
    /// Rows that point at nothing.
    public let foreignKeyViolations: [ForeignKeyViolation]
    /// Whether nothing was found.
    public var isSound: Bool { problems.isEmpty && foreignKeyViolations.isEmpty }
}
