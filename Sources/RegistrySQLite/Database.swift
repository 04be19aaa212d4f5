internal import CRegistrySQLite
internal import Dispatch
internal import Glibc

/// One database file: one writer, a few readers.
public final class Database: Sendable {
    /// How the file is opened.
    public enum Mode: Sendable {
        /// Nothing is written, not even beside the file.
        case readOnly
        /// The file must be there.
        case readWrite
        /// The file is made if it is missing.
        case create
    }

    /// How changes are kept whole.
    public enum Journal: Sendable {
        /// A rollback journal, synced with its folder: the default.
        case delete
        /// A write-ahead log. SQLite 3.40 has a rare race in it, so it is a choice, not the default.
        case writeAheadLog
    }

    /// What a database is opened with.
    public struct Configuration: Sendable {
        /// A path, never a URI.
        public var path: String
        /// How to open it.
        public var mode: Mode
        /// How changes are kept whole.
        public var journal: Journal = .delete
        /// How long to wait for another process, in milliseconds.
        public var busyTimeoutMilliseconds = 5000
        /// How many connections read at once.
        public var maximumReaders = 4
        /// Whether a new file is readable for its owner alone (0600).
        public var privateFile = false
        /// Told of every statement that has run.
        public var trace: (@Sendable (TraceEvent) -> Void)?

        /// A configuration with the usual settings.
        public init(path: String, mode: Mode = .readWrite) {
            self.path = path
            self.mode = mode
        }
    }

    /// The path as it was given.
    public let path: String
    private let configuration: Configuration
    private let location: DatabaseLocation
    private let pool: ConnectionPool
    private let queue = DispatchQueue(label: "registry.database", attributes: .concurrent)

    /// Opens a database.
    ///
    /// - Throws: `DatabaseError`: no such file, a folder, a pipe, not a database, another SQLite than needed …
    public init(_ configuration: Configuration) throws(DatabaseError) {
        try LinkedSQLite.requireCapabilities()
        self.configuration = configuration
        path = configuration.path
        location = try DatabaseLocation(configuration.path, mustExist: configuration.mode != .create)
        if configuration.privateFile, configuration.mode == .create { try FileSystem.makePrivateFile(location.path) }
        let location = location
        pool = ConnectionPool(maximumReaders: max(1, configuration.maximumReaders)) { isWriter throws(DatabaseError) in
            try Database.open(location, configuration, isReadOnly: !isWriter || configuration.mode == .readOnly)
        }
        // The first connection tells whether the file can be opened at all, and makes it.
        let isReadOnly = configuration.mode == .readOnly
        let first = try isReadOnly ? pool.borrowReader() : pool.borrowWriter()
        let failure: DatabaseError?
        do throws(DatabaseError) {
            try first.execute("SELECT count(*) FROM sqlite_schema")
            failure = nil
        } catch {
            failure = DatabaseError(code: error.code, message: error.message, path: configuration.path)
        }
        isReadOnly ? pool.returnReader(first) : pool.returnWriter()
        if let failure {
            pool.close()
            throw failure
        }
    }

    private static func open(
        _ location: DatabaseLocation, _ configuration: Configuration, isReadOnly: Bool
    ) throws(DatabaseError) -> Connection {
        var handle: OpaquePointer?
        let create = configuration.mode == .create && !isReadOnly ? SQLITE_OPEN_CREATE : 0
        let flags = (isReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | create) | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE
        let code = sqlite3_open_v2(location.path, &handle, flags, nil)
        guard code == SQLITE_OK, let handle else {
            let error = DatabaseError.current(handle, code: code, path: configuration.path)
            sqlite3_close_v2(handle)
            throw error
        }
        let connection = Connection(handle: handle, path: configuration.path, tracer: configuration.trace.map(TraceReceiver.init))
        do {
            try ConnectionSettings.apply(
                to: connection, busyTimeout: configuration.busyTimeoutMilliseconds, journal: configuration.journal, isReadOnly: isReadOnly)
            return connection
        } catch {
            connection.close()
            guard let known = error as? DatabaseError else {
                throw DatabaseError(code: .error, message: "\(error)", path: configuration.path)
            }
            throw DatabaseError(code: known.code, message: known.message, sql: nil, path: configuration.path)
        }
    }

    // MARK: Access

    /// Runs `body` in one read transaction: what it sees is one state.
    public func read<T>(_ body: (Connection) throws -> T) throws -> T {
        try pool.withoutNesting(path) {
            let connection = try pool.borrowReader()
            defer { pool.returnReader(connection) }
            return try connection.transaction("BEGIN DEFERRED") { try body(connection) }
        }
    }

    /// Runs `body` in one write transaction, which holds the write lock from its beginning: all of it is kept, or nothing.
    public func write<T>(_ body: (Connection) throws -> T) throws -> T {
        try withoutTransaction { connection in try connection.transaction("BEGIN IMMEDIATE") { try body(connection) } }
    }

    /// Lends the writing connection outside of a transaction, for migrations and copies.
    public func withoutTransaction<T>(_ body: (Connection) throws -> T) throws -> T {
        guard configuration.mode != .readOnly else {
            throw DatabaseError(code: .readOnly, message: "the database is open for reading only", path: path)
        }
        return try pool.withoutNesting(path) {
            let connection = try pool.borrowWriter()
            defer { pool.returnWriter() }
            return try body(connection)
        }
    }

    /// Lends any connection outside of a transaction: a copy is made of a file that is open for reading as well.
    func withConnection<T>(_ body: (Connection) throws -> T) throws -> T {
        guard configuration.mode == .readOnly else { return try withoutTransaction(body) }
        return try pool.withoutNesting(path) {
            let connection = try pool.borrowReader()
            defer { pool.returnReader(connection) }
            return try body(connection)
        }
    }

    /// Like the synchronous `read`, on a thread that may block. Cancelling the task interrupts the statement that runs.
    public func read<T: Sendable>(_ body: @escaping @Sendable (Connection) throws -> T) async throws -> T {
        try await detached { interrupt in
            try self.read { connection in try interrupt.arm(connection) { try body(connection) } }
        }
    }

    /// Like the synchronous `write`, on a thread that may block. Cancelling the task interrupts it, and all is rolled back.
    public func write<T: Sendable>(_ body: @escaping @Sendable (Connection) throws -> T) async throws -> T {
        try await detached { interrupt in
            try self.write { connection in try interrupt.arm(connection) { try body(connection) } }
        }
    }

    private func detached<T: Sendable>(_ body: @escaping @Sendable (Interrupt) throws -> T) async throws -> T {
        let interrupt = Interrupt()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                queue.async {
                    let result = Result { try body(interrupt) }
                    continuation.resume(with: interrupt.wasCancelled && !result.isSuccess ? .failure(CancellationError()) : result)
                }
            }
        } onCancel: {
            interrupt.cancel()
        }
    }

    /// Closes all connections; those in use are closed when they come back. Later use throws.
    public func close() { pool.close() }

    deinit { pool.close() }
}

extension Result {
    fileprivate var isSuccess: Bool {
        if case .success = self { return true }
        return false
    }
}

/// Lets a cancelled task interrupt the connection that works for it, and no other.
final class Interrupt: @unchecked Sendable {
    private let lock = Lock()
    private var handle: OpaquePointer?
    private var cancelled = false

    var wasCancelled: Bool { lock.withLock { cancelled } }

    func arm<T>(_ connection: Connection, _ body: () throws -> T) throws -> T {
        let isCancelled = lock.withLock { () -> Bool in
            if !cancelled { handle = connection.handle }
            return cancelled
        }
        guard !isCancelled else { throw CancellationError() }
        // Disarmed under the lock before the connection goes to somebody else.
        defer { lock.withLock { handle = nil } }
        return try body()
    }

    func cancel() {
        lock.withLock {
            cancelled = true
            if let handle { sqlite3_interrupt(handle) }
        }
    }
}

/// The connections of a database: one writer, readers on demand.
final class ConnectionPool: @unchecked Sendable {
    private let lock = Lock()
    private let maximumReaders: Int
    private let open: @Sendable (_ isWriter: Bool) throws(DatabaseError) -> Connection
    private var writer: Connection?
    private var isWriterBusy = false
    private var idleReaders: [Connection] = []
    private var readerCount = 0
    private var isClosed = false
    private var threads: Set<UInt> = []

    init(maximumReaders: Int, open: @escaping @Sendable (_ isWriter: Bool) throws(DatabaseError) -> Connection) {
        self.maximumReaders = maximumReaders
        self.open = open
    }

    /// Refuses a second access from within the first on the same thread: it could wait for itself for ever.
    func withoutNesting<T>(_ path: String, _ body: () throws -> T) throws -> T {
        let thread = UInt(pthread_self())
        guard lock.withLock({ threads.insert(thread).inserted }) else {
            throw DatabaseError(
                code: .misuse, message: "read or write was called inside another read or write of the same database", path: path)
        }
        defer { _ = lock.withLock { threads.remove(thread) } }
        return try body()
    }

    func borrowReader() throws(DatabaseError) -> Connection {
        let idle = try lock.withLock { () throws(DatabaseError) -> Connection? in
            while true {
                if isClosed { throw DatabaseError.misuse("the database was closed") }
                if let connection = idleReaders.popLast() { return connection }
                if readerCount < maximumReaders {
                    readerCount += 1
                    return nil
                }
                lock.wait()
            }
        }
        if let idle { return idle }
        do throws(DatabaseError) { return try open(false) } catch {
            lock.withLock {
                readerCount -= 1
                lock.signal()
            }
            throw error
        }
    }

    func returnReader(_ connection: Connection) {
        lock.withLock {
            if isClosed { connection.close() } else { idleReaders.append(connection) }
            lock.signal()
        }
    }

    func borrowWriter() throws(DatabaseError) -> Connection {
        let known = try lock.withLock { () throws(DatabaseError) -> Connection? in
            while isWriterBusy && !isClosed { lock.wait() }
            if isClosed { throw DatabaseError.misuse("the database was closed") }
            isWriterBusy = true
            return writer
        }
        if let known { return known }
        do throws(DatabaseError) {
            let made = try open(true)
            lock.withLock { writer = made }
            return made
        } catch {
            returnWriter()
            throw error
        }
    }

    func returnWriter() {
        lock.withLock {
            isWriterBusy = false
            if isClosed {
                writer?.close()
                writer = nil
            }
            lock.signal()
        }
    }

    func close() {
        lock.withLock {
            isClosed = true
            for reader in idleReaders { reader.close() }
            idleReaders.removeAll()
            if !isWriterBusy {
                writer?.close()
                writer = nil
            }
            lock.signal()
        }
    }
}
