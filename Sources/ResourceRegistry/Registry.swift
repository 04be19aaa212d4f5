internal import CRegistryMigrations
public import RegistrySQLite

/// The door: one registry in one SQLite file.
///
/// ```swift
/// let registry = try Registry.open("registry.sqlite", mode: .create)
/// let gallium = try registry.read { try $0.minerals.find("gallium") }
/// ```
///
/// A registry may be shared among tasks and threads: reads run side by side on a few connections, changes one after another.
public final class Registry: Sendable {
    /// How a registry is opened.
    public enum Mode: Sendable {
        /// No fact can be changed and nothing is written, not even beside the file: works on read-only media. Only what a
        /// crashed program left half-written is rolled back first, where the file may be written.
        case readOnly
        /// The file must be there and have the schema of this library.
        case readWrite
        /// The file is made if it is missing, and brought to the schema of this library.
        case create
    }

    /// The application id in the file's header ("RReg"), by which a registry is told from other databases.
    public static let applicationID: Int32 = 0x5252_6567

    /// The file's path as it was given.
    public var path: String { database.path }

    let database: Database
    let clock: @Sendable () -> Instant
    /// Copies as they were known at a revision, for the next question about the same one.
    let snapshots = SnapshotCache()

    init(database: Database, clock: @escaping @Sendable () -> Instant) {
        self.database = database
        self.clock = clock
    }

    /// Opens a registry.
    ///
    /// The file's identity and its whole schema are compared with what this library expects: a database of someone else, a newer
    /// registry, an unknown trigger or a changed table are refused before anything is read from it.
    ///
    /// - Parameters:
    ///   - path: a path, never a URI.
    ///   - mode: how to open it.
    ///   - configure: changes settings of the connections (journal, busy timeout, trace) before they are opened.
    ///   - clock: tells the time of revisions; for tests.
    /// With `create`, a file of an older schema is migrated; a verified copy is made beside it first.
    ///
    /// - Throws: `DatabaseError` when the file cannot be opened or is damaged; `RegistryFileError` when there is no file, or its
    ///   schema is not this library's; `SchemaMismatch` when objects of the schema were changed.
    public static func open(
        _ path: String, mode: Mode = .readWrite, configure: (inout Database.Configuration) -> Void = { _ in },
        clock: @escaping @Sendable () -> Instant = { Instant.now() }
    ) throws -> Registry {
        let databaseMode: Database.Mode =
            switch mode {
            case .readOnly: .readOnly
            case .readWrite: .readWrite
            case .create: .create
            }
        var configuration = Database.Configuration(path: path, mode: databaseMode)
        configure(&configuration)
        let database = try RegistryFile.open(configuration)
        do {
            if mode == .create {
                let migrator = try migrator()
                try database.read { try SchemaGuard(migrator: migrator).requireUntouched(in: $0, path: path) }
                _ = try migrator.up(database, backup: .verified)
            }
            try database.read { try SchemaGuard.requireExpected(in: $0, path: path) }
        } catch {
            database.close()
            throw RegistryFile.named(error, path: path)
        }
        return Registry(database: database, clock: clock)
    }

    /// The migrations of this library, ready to run on a database.
    ///
    /// - Throws: `MigrationError` when the files embedded in the library are not well-formed (a fault of the build).
    public static func migrator() throws -> Migrator {
        let files = try (0..<registry_migration_count()).map { index in
            let file = registry_migration_at(index)
            return try Migration(fileName: String(cString: file.name), sql: String(decoding: file.text, as: UTF8.self))
        }
        return Migrator(
            migrations: files, applicationID: applicationID, toolVersion: version,
            afterNewest: { connection in
                try Indexes.rebuild(connection)
                try ScreeningForm.rebuild(connection)
            })
    }

    /// The version of this library.
    public static let version = "0.1.0"

    /// Stops what runs now, from any thread: reads and changes end with `CancellationError`, and nothing of a change is kept.
    public func interrupt() { database.interrupt() }

    /// Closes all connections. Later use throws.
    public func close() {
        snapshots.removeAll()
        database.close()
    }

    // MARK: Reading

    /// Runs `body` on one consistent state of the registry.
    public func read<T>(_ body: (RegistryReader) throws -> T) throws -> T {
        try database.read { try body(RegistryReader(references: References(connection: $0, isWritable: false))) }
    }

    /// Runs `body` on one consistent state of the registry, off the cooperative pool; cancelling the task interrupts it.
    public func read<T: Sendable>(_ body: @escaping @Sendable (RegistryReader) throws -> T) async throws -> T {
        try await database.read { try body(RegistryReader(references: References(connection: $0, isWritable: false))) }
    }
}

/// What a read of the registry may use. It lives as long as the closure that it is given to.
public struct RegistryReader {
    let references: References

    /// The minerals: find, list, classes, designations.
    public var minerals: MineralRepository { MineralRepository(references: references) }
    /// The resource classes and the official lists.
    public var classifications: ClassificationRepository { ClassificationRepository(references: references) }
    /// The export controls: acts, clauses, items, relations.
    public var controls: ExportControlRepository { ExportControlRepository(references: references) }
    /// The sources that facts were taken from.
    public var sources: SourceRepository { SourceRepository(references: references) }
    /// The deposits and their estimates.
    public var deposits: DepositRepository { DepositRepository(references: references) }
    /// The countries and groups of countries.
    public var areas: AreaRepository { AreaRepository(references: references) }
}

/// What a revision of the registry may use: all that a read may, and the methods that change facts.
public typealias RegistryEditor = RegistryReader
