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

    /// Whether a dump is, byte for byte, that of `Migrations/schema.sql`, which a test keeps equal to what the migrations make.
    static func isNewestSchema(_ dump: String) -> Bool {
        let file = registry_schema()
        let text = UnsafeBufferPointer(start: file.bytes, count: file.count)
        // A line of explanation and an empty one stand before it.
        guard let line = text.firstIndex(of: UInt8(ascii: "\n")) else { return false }
        var dump = dump
        return dump.withUTF8 { dump in
            let expected = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(text)[min(line + 2, text.count)...])
            guard dump.count == expected.count, let one = dump.baseAddress, let other = expected.baseAddress else { return false }
            return memcmp(one, other, dump.count) == 0
        }
    }

    /// The newest schema that this library knows.
    public static var schemaVersion: Int { registry_migration_count() }

    /// The version of the libsqlite3 that is really linked.
    public static var linkedSQLiteVersion: String { LinkedSQLite.version }
}
