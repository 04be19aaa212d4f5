internal import CRegistrySQLite

extension Migrator {
    /// Applies what is pending, each migration in a transaction of its own, up to `version` or to the newest.
    ///
    /// Any number of processes may call it at once on one file: it decides inside `BEGIN IMMEDIATE`, so that one migrates
    /// and the others wait, at most their busy timeout, and find nothing to do. A migration that fails, leaves rows that
    /// point at nothing, or loses rows, is rolled back; those before it stay.
    ///
    /// Throws `MigrationError`, and `DatabaseError` when the file or the backup fails.
    public func up(_ database: Database, to version: Int? = nil, backup: BackupPolicy = .verified) throws -> MigrationReport {
        var report = MigrationReport()
        try database.withoutTransaction { connection in
            // A look before the lock: a file that needs nothing is not locked at all, and can be on read-only media.
            guard try !peek(connection, to: version).isEmpty else { return }
            while let step = try applyNext(
                connection, to: version,
                before: { state, migration in
                    guard report.applied.isEmpty, !state.rows.isEmpty else { return }
                    try requireSound(connection)
                    guard backup == .verified else { return }
                    let path = database.location.path + ".before-v\(migration.version).backup.sqlite"
                    try database.copyPages(to: path, replacing: true)
                    report.backupPath = path
                })
            {
                report.applied.append(step)
            }
        }
        return report
    }

    /// `plan` in a read transaction of its own, where none is open: the header, the schema and the ledger of one moment.
    private func peek(_ connection: Connection, to version: Int?) throws -> [Migration] {
        try connection.savepoint { try plan(connection, to: version) }
    }

    private func requireSound(_ connection: Connection) throws {
        let problems = try connection.query("PRAGMA main.quick_check") { try $0.string(0) }
        guard problems == ["ok"] else { throw MigrationError.damaged(problems.prefix(3).joined(separator: " ")) }
    }

    /// Applies the next pending migration; nil when there is none. `before` runs under the write lock, before any change.
    func applyNext(
        _ connection: Connection, to version: Int?, before: (FileState, Migration) throws -> Void = { _, _ in }
    ) throws -> MigrationReport.Applied? {
        let handle = connection.handle
        let start = ContinuousClock.now
        // Inside a transaction this pragma does nothing, and DROP TABLE of a parent would empty its children.
        try handle.setForeignKeys(false)
        defer {
            do { try handle.setForeignKeys(true) } catch { handle.isBroken = true }
        }
        try handle.run(.beginWrite)
        do {
            let (state, pending) = try checkedState(connection, to: version)
            guard let migration = pending.first else {
                handle.rollBack()
                return nil
            }
            try before(state, migration)
            try perform(migration, isFirst: state.isFresh, connection)
            if migration.version == newestVersion { try afterNewest?(connection) }
            try handle.run(.commit)
            let duration = (ContinuousClock.now - start).components
            return MigrationReport.Applied(
                version: migration.version, name: migration.name,
                durationNanoseconds: duration.seconds * 1_000_000_000 + duration.attoseconds / 1_000_000_000)
        } catch {
            handle.rollBack()
            throw error
        }
    }

    /// The SQL of one migration, its checks, and its entry in the ledger. A transaction is open, foreign keys are off.
    private func perform(_ migration: Migration, isFirst: Bool, _ connection: Connection) throws {
        let title = title(migration)
        if let finding = Migrator.lint(migration.sql).first(where: { Migrator.rulesOfUp.contains($0.rule) }) {
            throw MigrationError.forbiddenStatement(migration: title, statement: finding.statement)
        }
        if isFirst {
            try connection.execute(
                """
                CREATE TABLE \(quoted(ledger)) (
                  version INTEGER PRIMARY KEY,
                  name TEXT NOT NULL,
                  sql TEXT NOT NULL,
                  applied_at TEXT NOT NULL,
                  tool_version TEXT NOT NULL
                ) STRICT
                """)
            try connection.handle.run("PRAGMA application_id = \(applicationID)")
        }
        let violationsBefore = try connection.foreignKeyViolations()
        let countsBefore = try RowCounts(connection, besides: ledger)
        try runScript(migration, title, connection)
        try requireSameRows(as: countsBefore, migration, title, connection)
        let violations = try connection.foreignKeyViolations().filter { !violationsBefore.contains($0) }
        guard violations.isEmpty else { throw MigrationError.foreignKeyViolations(migration: title, violations) }
        try connection.execute(
            """
            INSERT INTO \(quoted(ledger)) (version, name, sql, applied_at, tool_version)
            VALUES (?, ?, ?, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), ?)
            """, [.integer(Int64(migration.version)), .text(migration.name), .text(migration.sql), .text(toolVersion)])
        try connection.handle.run("PRAGMA user_version = \(migration.version)")
    }

    private func title(_ migration: Migration) -> String {
        let digits = String(migration.version)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "_" + migration.name
    }

    private func runScript(_ migration: Migration, _ title: String, _ connection: Connection) throws {
        let authorizer = MigrationAuthorizer(ledger: ledger)
        do {
            try connection.withAuthorizer(authorizer) { try connection.executeScript(migration.sql) }
        } catch let error as DatabaseError {
            if let denied = authorizer.denied { throw MigrationError.forbiddenStatement(migration: title, statement: denied) }
            throw MigrationError.failed(migration: title, error)
        }
        guard connection.handle.isInTransaction else { throw MigrationError.forbiddenStatement(migration: title, statement: "COMMIT") }
    }

    /// Tables that the SQL does not name must keep their rows; tables that point at others must not lose any.
    private func requireSameRows(as before: RowCounts, _ migration: Migration, _ title: String, _ connection: Connection) throws {
        let after = try RowCounts(connection, besides: ledger)
        let named = SQLTokens.names(in: migration.sql)
        for (table, count) in before.counts.sorted(by: { $0.key < $1.key }) {
            let isNamed = named.contains(table.lowercased())
            guard let now = after.counts[table] else {
                if isNamed { continue }
                throw MigrationError.rowsLost(migration: title, table: table, before: count, after: 0)
            }
            let isChild = before.children.contains(table) || after.children.contains(table)
            if !isNamed && now != count || isChild && now < count {
                throw MigrationError.rowsLost(migration: title, table: table, before: count, after: now)
            }
        }
    }
}

/// How many rows each table has, and which tables point at others.
struct RowCounts {
    private(set) var counts: [String: Int64] = [:]
    private(set) var children: Set<String> = []

    /// Virtual tables and what lies behind them are left out: they are derived data.
    init(_ connection: Connection, besides ledger: String) throws {
        let tables = try connection.query(
            """
            SELECT name, EXISTS (SELECT 1 FROM pragma_foreign_key_list(t.name)) FROM pragma_table_list AS t
            WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> ?
            """, [.text(ledger)]
        ) { (name: try $0.string(0), isChild: try $0.bool(1)) }
        for table in tables {
            counts[table.name] = try connection.first("SELECT count(*) FROM main.\(quoted(table.name))") { try $0.int64(0) }
            if table.isChild { children.insert(table.name) }
        }
    }
}

/// Keeps a migration inside its transaction, its file and its own tables.
private final class MigrationAuthorizer: Authorizer {
    /// What SQLite itself asks: ADD COLUMN checks the table, FTS5 and R*Tree read the file's properties.
    private static let pragmas: Set<String> = ["quick_check", "page_size", "data_version"]
    private let ledger: String

    init(ledger: String) { self.ledger = ledger.lowercased() }

    override func allows(_ action: Int32, _ first: UnsafePointer<CChar>?, _ second: UnsafePointer<CChar>?) -> Bool {
        func text(_ pointer: UnsafePointer<CChar>?) -> String { pointer.map { String(cString: $0) } ?? "" }
        let refused: String? =
            switch action {
            case SQLITE_TRANSACTION: text(first)
            case SQLITE_SAVEPOINT: "SAVEPOINT"
            case SQLITE_ATTACH: "ATTACH"
            case SQLITE_DETACH: "DETACH"
            case SQLITE_CREATE_TRIGGER, SQLITE_CREATE_TEMP_TRIGGER: "CREATE TRIGGER \(text(first))"
            case SQLITE_PRAGMA where !MigrationAuthorizer.pragmas.contains(text(first).lowercased()): "PRAGMA \(text(first))"
            case SQLITE_FUNCTION where text(second).lowercased() == "load_extension": "load_extension()"
            case SQLITE_INSERT, SQLITE_UPDATE, SQLITE_DELETE, SQLITE_DROP_TABLE, SQLITE_ALTER_TABLE:
                // ALTER names its table second, all others first.
                text(action == SQLITE_ALTER_TABLE ? second : first).lowercased() == ledger ? "a change of the table \(ledger)" : nil
            default: nil
            }
        denied = denied ?? refused
        return refused == nil
    }
}
