/// Brings a file to the newest schema, forward only, and tells where it stands.
///
/// A file belongs to the migrator's program by its application id. A ledger table keeps each applied migration with its
/// whole text, so that a later change of a migration file shows as a diff. `status`, `plan`, `verify` and `rehearse` never
/// write to the file.
public struct Migrator: Sendable {
    /// In ascending order of version.
    public let migrations: [Migration]
    /// What the header of the file must say.
    public let applicationID: Int32
    /// The name of the table of applied migrations.
    public let ledger: String
    /// Written to the ledger beside each migration.
    public let toolVersion: String
    /// Runs when the newest migration was applied, in its transaction: fills what is derived from rows that a file holds already.
    public let afterNewest: (@Sendable (Connection) throws -> Void)?

    /// A migrator for files that carry `applicationID`; the migrations are numbered from 1 without gaps.
    public init(
        migrations: [Migration], applicationID: Int32, ledger: String = "registry_migration", toolVersion: String,
        afterNewest: (@Sendable (Connection) throws -> Void)? = nil
    ) {
        self.afterNewest = afterNewest
        self.migrations = migrations.sorted { $0.version < $1.version }
        self.applicationID = applicationID
        self.ledger = ledger
        self.toolVersion = toolVersion
    }

    /// The newest version that this program knows; 0 without migrations.
    public var newestVersion: Int { migrations.last?.version ?? 0 }

    /// Where each migration stands: those of the program, and those that only the file holds. Throws for a foreign file.
    public func status(_ connection: Connection) throws -> [MigrationStatus] {
        let rows = try fileState(connection).rows
        let byVersion = Dictionary(rows.map { ($0.version, $0) }, uniquingKeysWith: { first, _ in first })
        var statuses = migrations.map { migration in
            MigrationStatus(
                version: migration.version, name: migration.name, state: state(of: migration, in: byVersion[migration.version]))
        }
        let known = Set(migrations.map(\.version))
        statuses += rows.filter { !known.contains($0.version) }.map { MigrationStatus(version: $0.version, name: $0.name, state: .missing) }
        return statuses.sorted { $0.version < $1.version }
    }

    /// Where each migration stands, read in one transaction.
    public func status(_ database: Database) throws -> [MigrationStatus] { try database.read(status) }

    /// The migrations that `up` would apply, in order. Throws what `up` would throw before it wrote anything.
    public func plan(_ connection: Connection, to version: Int? = nil) throws -> [Migration] {
        try checkedState(connection, to: version).pending
    }

    /// The migrations that `up` would apply, read in one transaction.
    public func plan(_ database: Database, to version: Int? = nil) throws -> [Migration] {
        try database.read { try plan($0, to: version) }
    }

    /// Throws unless the file is ours and has exactly this program's migrations; `.notMigrated` when some are pending.
    public func requireMigrated(_ connection: Connection) throws {
        let pending = try plan(connection)
        guard pending.isEmpty else { throw MigrationError.notMigrated(pending: pending.map(\.version)) }
    }
}

// MARK: Reading the file

extension Migrator {
    struct LedgerRow {
        let version: Int
        let name: String
        let sql: String
        let appliedAt: String
        let toolVersion: String
    }

    struct FileState {
        /// Nothing at all in it: ours to take.
        let isFresh: Bool
        let userVersion: Int
        let rows: [LedgerRow]
    }

    /// What the file says of itself. Throws for a file of another program.
    func fileState(_ connection: Connection) throws -> FileState {
        func header(_ pragma: String) throws -> Int64 { try connection.first("PRAGMA main.\(pragma)") { try $0.int64(0) } ?? 0 }
        let id = Int32(truncatingIfNeeded: try header("application_id"))
        let userVersion = Int(truncatingIfNeeded: try header("user_version"))
        let objects = try connection.first("SELECT count(*) FROM main.sqlite_schema") { try $0.int64(0) } ?? 0
        if id == 0, userVersion == 0, objects == 0 { return FileState(isFresh: true, userVersion: 0, rows: []) }
        let hasLedger =
            try connection.first(
                "SELECT count(*) FROM main.sqlite_schema WHERE type = 'table' AND name = ?", [.text(ledger)]
            ) { try $0.int64(0) } == 1
        guard id == applicationID, hasLedger else { throw MigrationError.foreignFile(applicationID: id) }
        let rows = try connection.query(
            "SELECT version, name, sql, applied_at, tool_version FROM main.\(quoted(ledger)) ORDER BY version"
        ) { row in
            LedgerRow(
                version: try row.int(0), name: try row.string(1), sql: try row.string(2), appliedAt: try row.string(3),
                toolVersion: try row.string(4))
        }
        return FileState(isFresh: false, userVersion: userVersion, rows: rows)
    }

    private func state(of migration: Migration, in row: LedgerRow?) -> MigrationStatus.State {
        guard let row else { return .pending }
        guard let diff = difference(row, migration) else { return .applied(at: row.appliedAt, toolVersion: row.toolVersion) }
        return .changed(diff: diff)
    }

    private func difference(_ row: LedgerRow, _ migration: Migration) -> String? {
        if row.sql == migration.sql, row.name == migration.name { return nil }
        var lines = row.name == migration.name ? [] : ["- name: " + row.name, "+ name: " + migration.name]
        let old = Migration.normalized(row.sql)
        if old != migration.sql { lines += LineDifference.lines(from: old, to: migration.sql) }
        return lines.isEmpty ? nil : lines.joined(separator: "\n")
    }

    /// The state together with what is to be done, every refusal made.
    func checkedState(_ connection: Connection, to target: Int?) throws -> (state: FileState, pending: [Migration]) {
        try requireValidList()
        let state = try fileState(connection)
        let newest = newestVersion
        if state.userVersion < 0 || state.userVersion > newest {
            throw MigrationError.newerFile(found: state.userVersion, known: newest)
        }
        if let last = state.rows.last, last.version > newest { throw MigrationError.newerFile(found: last.version, known: newest) }
        let known = Dictionary(uniqueKeysWithValues: migrations.map { ($0.version, $0) })
        for row in state.rows {
            guard let migration = known[row.version] else { throw MigrationError.missing(version: row.version) }
            if let diff = difference(row, migration) {
                throw MigrationError.changed(version: row.version, name: migration.name, diff: diff)
            }
        }
        let applied = Set(state.rows.map(\.version))
        let last = state.rows.last?.version ?? 0
        if let skipped = migrations.first(where: { $0.version < last && !applied.contains($0.version) }) {
            throw MigrationError.outOfOrder(version: skipped.version)
        }
        guard last == state.userVersion else { throw MigrationError.inconsistentLedger(userVersion: state.userVersion, ledger: last) }
        let pending = migrations.filter { $0.version > last && $0.version <= target ?? Int.max }
        return (state, pending)
    }

    private func requireValidList() throws(MigrationError) {
        var previous = 0
        for migration in migrations {
            guard migration.version > previous else {
                throw .invalidList("two migrations of version \(migration.version), or one below 1")
            }
            // The header of a file has 32 bits for it.
            guard migration.version <= Int(Int32.max) else { throw .invalidList("version \(migration.version) is too large") }
            previous = migration.version
        }
    }
}
