internal import CRegistryMigrations
internal import Glibc
public import RegistrySQLite

// Migrations for maintainers: everything here opens the file itself, since `open` refuses one that is not up to date.
extension Registry {
    /// Brings a registry file to the schema of this library; makes the file if it is missing.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - version: stop after this migration; `nil`: run all.
    ///   - backup: whether a verified copy is made beside the file before the first migration is run on a file that holds data.
    /// - Throws: `MigrationError`, `DatabaseError`; `SchemaMismatch` when objects of the schema were changed by something else.
    ///   Nothing is changed then.
    @discardableResult
    public static func migrate(_ path: String, to version: Int? = nil, backup: Bool = true) throws -> MigrationReport {
        if let version, !(1...schemaVersion).contains(version) {
            throw InvalidValue(kind: "schema version", text: "\(version)", expected: "a number from 1 to \(schemaVersion)")
        }
        let database = try RegistryFile.open(Database.Configuration(path: path, mode: .create))
        defer { database.close() }
        return try RegistryFile.naming(path) {
            let migrator = try migrator()
            try database.read { try SchemaGuard(migrator: migrator).requireUntouched(in: $0, path: path) }
            return try migrator.up(database, to: version, backup: backup ? .verified : .none)
        }
    }

    /// Which migrations were applied to a file and which wait. Writes nothing.
    public static func migrationStatus(_ path: String) throws -> [MigrationStatus] {
        let database = try RegistryFile.open(Database.Configuration(path: path, mode: .readOnly))
        defer { database.close() }
        return try RegistryFile.naming(path) { try migrator().status(database) }
    }

    /// Runs the pending migrations on a copy of the file, and tells what they would change. The file itself is only read.
    public static func rehearseMigrations(_ path: String) throws -> RehearsalReport {
        let database = try RegistryFile.open(Database.Configuration(path: path, mode: .readOnly))
        defer { database.close() }
        return try RegistryFile.naming(path) { try migrator().rehearse(database) }
    }

    /// Whether a file is ours, with the newest schema, made by just the migrations of this library: all compared byte for byte.
    static func isNewest(_ connection: Connection) throws -> Bool {
        func header(_ pragma: String) throws -> Int64? { try connection.first("PRAGMA main.\(pragma)") { try $0.int64(0) } }
        guard try header("application_id") == Int64(applicationID), try header("user_version") == Int64(schemaVersion),
            try hasNewestSchema(connection)
        else { return false }
        var count = 0
        var areEqual = true
        try connection.forEachRow("SELECT version, name, sql FROM main.registry_migration ORDER BY version") { row in
            guard areEqual, count < schemaVersion else {
                areEqual = false
                return
            }
            let migration = registry_migration_at(count)
            count += 1
            areEqual = try row.int64(0) == Int64(count) && row.hasText(migration.words, at: 1) && row.hasText(migration.text, at: 2)
        }
        return areEqual && count == schemaVersion
    }

    /// Whether the schema of a file is, byte for byte, that of `Migrations/schema.sql`, which a test keeps equal to what the migrations make.
    static func hasNewestSchema(_ connection: Connection) throws -> Bool {
        let text = registry_schema().text
        // A line of explanation and an empty one stand before it.
        guard let line = text.firstIndex(of: UInt8(ascii: "\n")) else { return false }
        let dump = UnsafeBufferPointer(rebasing: text[min(line + 2, text.count)...])
        return try connection.hasSchema(dump, leavingOut: SchemaGuard.shadowTables)
    }

    /// The newest schema that this library knows.
    public static var schemaVersion: Int { registry_migration_count() }

    /// The version of the libsqlite3 that is really linked.
    public static var linkedSQLiteVersion: String { LinkedSQLite.version }
}

extension registry_migration {
    /// The text of the file.
    var text: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: bytes, count: count) }

    /// What the name of the file says between number and ending: `first_release` of `0001_first_release.sql`.
    fileprivate var words: UnsafeBufferPointer<UInt8> {
        let all = UnsafeBufferPointer(start: UnsafeRawPointer(name).assumingMemoryBound(to: UInt8.self), count: strlen(name))
        return UnsafeBufferPointer(rebasing: all.dropFirst("0001_".utf8.count).dropLast(".sql".utf8.count))
    }
}
