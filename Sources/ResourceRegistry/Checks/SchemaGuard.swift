internal import RegistrySQLite

/// Refuses a file whose schema is not the one that this library's migrations make.
struct SchemaGuard {
    let migrator: Migrator

    /// The tables in which the indexes of words and of places keep their data.
    static let shadowTables = Set(
        IndexedTable.all.flatMap { table in ["data", "idx", "content", "docsize", "config"].map { "\(table.search)_\($0)" } }
            + ["node", "rowid", "parent"].map { "deposit_place_\($0)" })

    /// Identity, version and objects are read in the caller's one transaction: a file that is just being made by another
    /// process is seen before or after, never in between.
    ///
    /// Only a file that differs needs the migrator, which tells what is wrong with it.
    ///
    /// - Throws: `MigrationError` for a foreign, older or newer file; `SchemaMismatch` for changed objects.
    static func requireExpected(in connection: Connection, path: String) throws {
        if try Registry.isNewest(connection) { return }
        let migrator = try Registry.migrator()
        try migrator.requireMigrated(connection)
        try SchemaGuard(migrator: migrator).requireUntouched(in: connection, pending: 0, path: path)
    }

    /// The objects are those of the migrations that the file has, of an older schema too: nothing is migrated on top of others.
    ///
    /// - Throws: `MigrationError` for a foreign or newer file; `SchemaMismatch` for changed objects.
    func requireUntouched(in connection: Connection, path: String) throws {
        try requireUntouched(in: connection, pending: try migrator.plan(connection).count, path: path)
    }

    private func requireUntouched(in connection: Connection, pending: Int, path: String) throws {
        // Making the expected schema anew takes ten times as long as opening a file: only one that differs is worth it.
        if pending == 0, try Registry.hasNewestSchema(connection) { return }
        let expected = pending == migrator.migrations.count ? [] : try migrator.expectedSchema(to: migrator.newestVersion - pending)
        let findings = try migrator.schemaFindings(connection, expected: expected).filter(\.isProblem)
        if !findings.isEmpty { throw SchemaMismatch(path: path, differences: findings.map(\.headline)) }
    }
}

/// A registry whose schema was changed by something else than this library's migrations.
public struct SchemaMismatch: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file, as the caller named it.
    public let path: String
    /// What differs: `missing index deposit_slug`, `unexpected trigger t` …
    public let differences: [String]

    /// One line for a person.
    public var description: String {
        let shown = differences.prefix(5).joined(separator: ", ")
        let more = differences.count > 5 ? " and \(differences.count - 5) more" : ""
        return
            "\(path): the schema was changed by something else than this library: \(shown)\(more); run `registry check`, or restore a backup"
    }
}

extension MigrationFinding {
    /// The finding in a few words; `detail` may hold the whole text of an object.
    var headline: String {
        switch kind {
        case .missingObject: "missing \(subject)"
        case .changedObject: "changed \(subject)"
        case .unexpectedObject: "unexpected \(subject)"
        case .localObject: "extra \(subject)"
        case .integrity: detail
        case .foreignKey: "orphan: \(detail)"
        case .ledger: "changed migration \(subject): \(detail.split(separator: "\n").prefix(3).joined(separator: " | "))"
        }
    }
}
