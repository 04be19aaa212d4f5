internal import CRegistrySQLite
internal import Glibc

/// Runs migrations: forward only, each in one transaction, on a file that is ours.
public struct Migrator: Sendable {
    /// The migrations, in order.
    public let migrations: [Migration]
    let applicationID: Int32
    let toolVersion: String

    /// The newest version known.
    public var newestVersion: Int { migrations.last?.version ?? 0 }

    /// A migrator; `applicationID` tells our files from others.
    public init(migrations: [Migration], applicationID: Int32, toolVersion: String) throws(MigrationError) {
        for (index, migration) in migrations.enumerated() where migration.version != index + 1 { throw .outOfOrder(migration.name) }
        self.migrations = migrations
        self.applicationID = applicationID
        self.toolVersion = toolVersion
    }

    // MARK: What a file is

    /// The file's version: 0 for an empty file.
    ///
    /// Identity, version and schema are read in the caller's one transaction.
    /// - Throws: `MigrationError.foreignFile` for a database of something else, `newerFile` for one of a newer program.
    public func version(of connection: Connection) throws -> Int {
        let id = try connection.first("PRAGMA application_id") { try $0.int(0) } ?? 0
        let version = try connection.first("PRAGMA user_version") { try $0.int(0) } ?? 0
        let objects = try connection.first("SELECT count(*) FROM sqlite_schema") { try $0.int(0) } ?? 0
        if id == 0, version == 0, objects == 0 { return 0 }
        guard id == Int(applicationID) else { throw MigrationError.foreignFile(applicationID: Int32(truncatingIfNeeded: id)) }
        guard (0...newestVersion).contains(version) else { throw MigrationError.newerFile(found: version, known: newestVersion) }
        return version
    }

    /// Refuses a file that is not ours, or newer than this program.
    public func requireOwn(_ connection: Connection) throws {
        guard try version(of: connection) > 0 else { throw MigrationError.notMigrated(found: 0, known: newestVersion) }
    }

    /// Refuses a file that is not at the newest version, or whose migrations had another text.
    public func requireCurrent(in connection: Connection) throws {
        let found = try version(of: connection)
        guard found == newestVersion else { throw MigrationError.notMigrated(found: found, known: newestVersion) }
        try requireUnchanged(connection)
    }

    private struct Entry {
        let version: Int
        let name: String
        let sql: String
        let appliedAt: String
    }

    private func ledger(_ connection: Connection) throws -> [Entry] {
        let exists = try connection.first("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'registry_migration'") {
            try $0.int(0)
        }
        guard exists != nil else { return [] }
        return try connection.query("SELECT version, name, sql, applied_at FROM registry_migration ORDER BY version") { row in
            Entry(version: try row.int(0), name: try row.string(1), sql: try row.string(2), appliedAt: try row.string(3))
        }
    }

    private func requireUnchanged(_ connection: Connection) throws {
        for entry in try ledger(connection) {
            guard let known = migrations.first(where: { $0.version == entry.version }) else { throw MigrationError.missing(entry.name) }
            if known.sql != entry.sql {
                throw MigrationError.changed(name: known.name, diff: LineDiff.text(from: entry.sql, to: known.sql))
            }
        }
    }

    /// What is wrong with the ledger of migrations, in sentences; empty when all is well.
    public func ledgerProblems(in connection: Connection) throws -> [String] {
        let entries = try ledger(connection)
        let version = try version(of: connection)
        var problems: [String] = []
        for entry in entries {
            guard let known = migrations.first(where: { $0.version == entry.version }) else {
                problems.append(MigrationError.missing(entry.name).description)
                continue
            }
            if known.sql != entry.sql {
                problems.append(MigrationError.changed(name: known.name, diff: LineDiff.text(from: entry.sql, to: known.sql)).description)
            }
        }
        if entries.map(\.version) != Array(1..<(version + 1)) {
            problems.append("the file says schema \(version), its list of migrations says \(entries.map(\.version))")
        }
        return problems
    }

    /// Where each migration stands. Writes nothing.
    public func status(_ database: Database) throws -> [MigrationStatus] {
        try database.read { connection in
            _ = try version(of: connection)
            let entries = try ledger(connection)
            let known = migrations.map { migration -> MigrationStatus in
                let entry = entries.first { $0.version == migration.version }
                let state: MigrationStatus.State = entry.map { $0.sql == migration.sql ? .applied : .changed } ?? .pending
                return MigrationStatus(version: migration.version, name: migration.name, state: state, appliedAt: entry?.appliedAt)
            }
            let unknown = entries.filter { entry in !migrations.contains { $0.version == entry.version } }
            return known + unknown.map { MigrationStatus(version: $0.version, name: $0.name, state: .missing, appliedAt: $0.appliedAt) }
        }
    }

    // MARK: Running

    /// Runs what is pending.
    ///
    /// Several processes may do so at once on one new file: each migration re-reads the version inside its own
    /// `BEGIN IMMEDIATE`, so one of them migrates and the others find nothing to do.
    /// - Parameters:
    ///   - version: stop after this one; `nil`: run all.
    ///   - backup: whether a checked copy is made first, when the file holds migrations already.
    public func up(_ database: Database, to version: Int? = nil, backup: BackupPolicy = .verified) throws -> MigrationReport {
        let target = min(version ?? newestVersion, newestVersion)
        let start = try database.read { connection in
            let start = try self.version(of: connection)
            try requireUnchanged(connection)
            return start
        }
        guard start < target else { return MigrationReport(applied: [], backupPath: nil) }
        var backupPath: String?
        if backup == .verified, start > 0 {
            let path = database.path + ".before-v\(start + 1).backup.sqlite"
            try database.backup(to: path, replacing: true)
            backupPath = path
        }
        var applied: [MigrationReport.Applied] = []
        for migration in migrations where migration.version > start && migration.version <= target {
            if let milliseconds = try apply(migration, to: database) {
                applied.append(MigrationReport.Applied(name: migration.name, milliseconds: milliseconds))
            }
        }
        return MigrationReport(applied: applied, backupPath: backupPath)
    }

    /// Runs one migration; `nil` when another process has run it meanwhile.
    private func apply(_ migration: Migration, to database: Database) throws -> Int? {
        if let problem = MigrationLinter.firstProblem(in: migration.sql) {
            throw MigrationError.forbiddenStatement(migration: migration.name, problem: problem)
        }
        let clock = ContinuousClock()
        return try database.withoutTransaction { connection in
            // Inside a transaction this pragma does nothing, and dropping a table would then delete its children in silence.
            try connection.execute("PRAGMA foreign_keys = OFF")
            defer { try? connection.execute("PRAGMA foreign_keys = ON") }
            return try connection.transaction("BEGIN IMMEDIATE") {
                guard try version(of: connection) < migration.version else { return nil }
                let started = clock.now
                let before = try RowCounts.all(in: connection)
                try run(migration, on: connection)
                try requireSound(connection, after: migration, before: before)
                try record(migration, on: connection)
                let seconds = (clock.now - started).components
                return Int(seconds.seconds) * 1000 + Int(seconds.attoseconds / 1_000_000_000_000_000)
            }
        }
    }

    private func run(_ migration: Migration, on connection: Connection) throws {
        sqlite3_set_authorizer(
            connection.handle,
            { _, action, first, _, _, _ in
                switch action {
                case SQLITE_ATTACH, SQLITE_DETACH, SQLITE_TRANSACTION, SQLITE_SAVEPOINT, SQLITE_PRAGMA, SQLITE_CREATE_TRIGGER,
                    SQLITE_CREATE_TEMP_TRIGGER, SQLITE_CREATE_TEMP_TABLE, SQLITE_CREATE_TEMP_VIEW, SQLITE_CREATE_TEMP_INDEX:
                    return SQLITE_DENY
                default: return SQLITE_OK
                }
            }, nil)
        defer { sqlite3_set_authorizer(connection.handle, nil, nil) }
        do {
            try connection.executeScript(migration.sql)
        } catch  where error.code.primary == ResultCode.unauthorized.primary {
            throw MigrationError.forbiddenStatement(migration: migration.name, problem: "it holds a statement that only the runner may use")
        }
    }

    private func requireSound(_ connection: Connection, after migration: Migration, before: [String: Int]) throws {
        let violations = try connection.query("PRAGMA foreign_key_check") { row in
            "a row of \(try row.string(0)) points at a row of \(try row.string(2)) that is not there"
        }
        guard violations.isEmpty else { throw MigrationError.foreignKeyViolations(migration: migration.name, violations) }
        let after = try RowCounts.all(in: connection)
        let named = migration.words
        for (table, count) in before.sorted(by: { $0.key < $1.key }) where !named.contains(table) {
            let now = after[table] ?? 0
            if now != count { throw MigrationError.rowsLost(migration: migration.name, table: table, before: count, after: now) }
        }
    }

    private func record(_ migration: Migration, on connection: Connection) throws {
        try connection.execute(Self.ledgerDefinition)
        try connection.execute(
            """
            INSERT INTO registry_migration (version, name, sql, applied_at, tool_version)
            VALUES (?1, ?2, ?3, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), ?4)
            """, [.integer(Int64(migration.version)), .text(migration.name), .text(migration.sql), .text(toolVersion)])
        try connection.execute("PRAGMA application_id = \(applicationID)")
        try connection.execute("PRAGMA user_version = \(migration.version)")
    }

    private static let ledgerDefinition = """
        CREATE TABLE IF NOT EXISTS registry_migration (
            version INTEGER PRIMARY KEY CHECK (version > 0),
            name TEXT NOT NULL,
            sql TEXT NOT NULL,
            applied_at TEXT NOT NULL,
            tool_version TEXT NOT NULL
        ) STRICT
        """

    // MARK: Trying out

    /// The schema that the migrations make, built in memory.
    public func expectedSchema() throws -> [SchemaObject] {
        try ScratchDatabase.with { connection in
            for migration in migrations { try connection.executeScript(migration.sql) }
            try connection.execute(Self.ledgerDefinition)
            return try SchemaObject.all(in: connection)
        }
    }

    /// The schema as one text, for `schema.sql`.
    public func schemaText() throws -> String {
        try expectedSchema().map { $0.sql + ";\n" }.joined(separator: "\n")
    }

    /// Runs what is pending on a copy, and tells what it would change.
    public func rehearse(_ database: Database) throws -> RehearsalReport {
        let folder = try FileSystem.makeTemporaryFolder()
        let path = folder + "/rehearsal.sqlite"
        defer {
            for suffix in ["", "-journal", ".partial"] { FileSystem.remove(path + suffix) }
            FileSystem.removeFolder(folder)
        }
        try database.backup(to: path)
        let copy = try Database(Database.Configuration(path: path, mode: .readWrite))
        defer { copy.close() }
        let before = try copy.read { (try SchemaObject.all(in: $0), try RowCounts.all(in: $0)) }
        let report = try up(copy, backup: .none)
        let after = try copy.read { (try SchemaObject.all(in: $0), try RowCounts.all(in: $0)) }
        let tables = Set(before.1.keys).union(after.1.keys).sorted()
        return RehearsalReport(
            applied: report.applied,
            schemaDiff: LineDiff.lines(from: before.0.map(\.sql).joined(separator: "\n"), to: after.0.map(\.sql).joined(separator: "\n")),
            rowCounts: tables.map { RehearsalReport.Count(table: $0, before: before.1[$0], after: after.1[$0]) })
    }
}

extension Migration {
    /// The words of the SQL, lower-case: tables that it may touch stand among them.
    var words: Set<String> {
        Set(sql.lowercased().split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init))
    }
}

/// How many rows each table holds.
enum RowCounts {
    static func all(in connection: Connection) throws -> [String: Int] {
        let tables = try connection.query(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
        ) { try $0.string(0) }
        var counts: [String: Int] = [:]
        for table in tables {
            counts[table] = try connection.first("SELECT count(*) FROM \"\(table.replacing("\"", with: "\"\""))\"") { try $0.int(0) }
        }
        return counts
    }
}
