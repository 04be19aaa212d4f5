internal import CRegistrySQLite
internal import Glibc

/// A database file, for any number of threads: one writer, a few readers.
///
/// `read` and `write` lend a `Connection` to a closure. The synchronous forms block their thread; the `async` forms run on
/// threads of their own and stop when their task is cancelled.
public final class Database: Sendable {
    /// What may be done with the file.
    public enum Mode: Sendable {
        /// The file must exist and is never changed; its folder may forbid writing.
        case readOnly
        /// The file must exist, and may be changed.
        case readWrite
        /// The file is made when it does not exist.
        case create
    }

    /// How a change survives a crash.
    public enum Journal: Sendable {
        /// A rollback journal, `synchronous=EXTRA`: each commit waits for the disk and for the folder.
        case delete
        /// A write-ahead log, `synchronous=FULL`: readers do not wait for the writer. Before SQLite 3.51.3 there is a rare
        /// race in it that damages the file, when two connections write or checkpoint at once.
        case writeAheadLog
    }

    /// How to open a file.
    public struct Configuration: Sendable {
        /// The file: never a URI, never empty. A symbolic link to a regular file is followed.
        public var path: String
        /// How the file is opened.
        public var mode: Mode
        /// Of a file that is opened for writing; a file that is only read stays as it is.
        public var journal: Journal
        /// How long a statement waits for the lock of another connection, in milliseconds.
        public var busyTimeoutMilliseconds: Int
        /// How many reads run at once; the next one waits.
        public var maximumReaders: Int
        /// Whether a file that is made can be read by its owner only (mode 0600). Journals copy the mode of the file.
        public var privateFile: Bool
        /// Receives each statement when it has run. It is called on the thread of the access.
        public var trace: (@Sendable (TraceEvent) -> Void)?

        /// A configuration; everything but the path has the usual setting.
        public init(
            path: String, mode: Mode, journal: Journal = .delete, busyTimeoutMilliseconds: Int = 5000, maximumReaders: Int = 4,
            privateFile: Bool = false, trace: (@Sendable (TraceEvent) -> Void)? = nil
        ) {
            self.path = path
            self.mode = mode
            self.journal = journal
            self.busyTimeoutMilliseconds = busyTimeoutMilliseconds
            self.maximumReaders = maximumReaders
            self.privateFile = privateFile
            self.trace = trace
        }
    }

    let configuration: Configuration
    let location: DatabaseLocation
    private let readers: ConnectionPool
    /// A pool of one: writes take turns. Nil when the file is opened for reading only.
    private let writer: ConnectionPool?
    private let threads = ThreadSet()
    private let running = RunningAccesses()
    let readLane: Lane
    let writeLane: Lane

    /// Opens the file. Throws if the path leads to no regular file, if the file is no database, if a setting does not take,
    /// and if the linked SQLite lacks something that is needed.
    public init(_ configuration: Configuration) throws(DatabaseError) {
        try LinkedSQLite.requireCapabilities()
        let location = try DatabaseLocation(configuration.path, mustExist: configuration.mode != .create)
        if configuration.mode == .create, configuration.privateFile { try FileSystem.makePrivateFile(location.path) }
        self.configuration = configuration
        self.location = location
        let isReadOnly = configuration.mode == .readOnly
        readers = ConnectionPool(limit: configuration.maximumReaders) { () throws(DatabaseError) in
            try Database.open(location, configuration, isReadOnly ? .soleReader : .reader)
        }
        writer =
            isReadOnly
            ? nil
            : ConnectionPool(limit: 1) { () throws(DatabaseError) in
                try Database.open(location, configuration, .writer)
            }
        readLane = Lane(label: "registry.sqlite.read", width: max(1, configuration.maximumReaders))
        writeLane = Lane(label: "registry.sqlite.write", width: 1)
        // The first connection shows at once whether the file can be used at all.
        let first = writer ?? readers
        first.checkIn(try first.checkOut())
    }

    /// A database that lives in one open connection and is only read: see `scratch`.
    init(holding handle: Handle, of origin: Database, shown: String) {
        configuration = Configuration(
            path: shown, mode: .readOnly, busyTimeoutMilliseconds: origin.configuration.busyTimeoutMilliseconds, maximumReaders: 1)
        location = DatabaseLocation.none
        let first = Once(handle)
        readers = ConnectionPool(limit: 1) { () throws(DatabaseError) in
            guard let handle = first.take() else { throw .misuse("this copy is no longer there", path: shown) }
            return handle
        }
        writer = nil
        readLane = Lane(label: "registry.sqlite.scratch", width: 1)
        writeLane = Lane(label: "registry.sqlite.scratch.write", width: 1)
    }

    /// The file as the configuration names it.
    public var path: String { configuration.path }

    static func open(
        _ location: DatabaseLocation, _ configuration: Configuration, _ role: ConnectionSettings.Role
    )
        throws(DatabaseError) -> Handle
    {
        let access: Handle.Access =
            switch (role, configuration.mode) {
            case (.soleReader, _): .readOnly
            case (.writer, .create): .create
            default: .readWrite
            }
        let handle = try Handle(
            path: location.path, shown: configuration.path, access: access, isReadOnly: role != .writer, trace: configuration.trace)
        try ConnectionSettings(
            role: role, journal: configuration.journal, busyTimeoutMilliseconds: configuration.busyTimeoutMilliseconds
        ).apply(to: handle)
        // Reads the header: a file of another kind is told at once.
        _ = try handle.integer("PRAGMA schema_version")
        return handle
    }

    /// Runs `body` in a read transaction: all that it reads is of one moment. Blocks while all readers are busy.
    ///
    /// Throws what `body` throws, and `.misuse` inside another access of this thread to the same database.
    public func read<T>(_ body: (Connection) throws -> T) throws -> T { try access(.read, nil, body) }

    /// Runs `body` in a write transaction (`BEGIN IMMEDIATE`) and commits; if it throws, nothing of it is kept.
    ///
    /// Throws what `body` throws, the failure of the commit, and `.misuse` inside another access of this thread.
    public func write<T>(_ body: (Connection) throws -> T) throws -> T { try access(.write, nil, body) }

    /// Runs `body` like `write`, with foreign keys neither watched nor acted upon: for applying changesets, which hold what
    /// foreign key actions did. Look at `Connection.orphans(after:)` before it ends.
    public func writeWithoutForeignKeys<T>(_ body: (Connection) throws -> T) throws -> T { try access(.rewrite, nil, body) }

    /// Lends the writer outside any transaction: for what a transaction forbids. A transaction that `body` leaves open is
    /// rolled back, and that is an error. A file opened read-only lends a reader.
    public func withoutTransaction<T>(_ body: (Connection) throws -> T) throws -> T { try access(.bare, nil, body) }

    /// Stops the accesses that run now: their statements are interrupted, their changes rolled back, and they throw
    /// `CancellationError`. May be called on any thread; later accesses are not concerned.
    public func interrupt() { running.cancelAll() }

    /// Closes the file. Accesses that still run end in peace; a later one throws.
    public func close() {
        readers.close()
        writer?.close()
    }

    deinit { close() }
}

// MARK: One access

extension Database {
    enum Kind { case read, write, rewrite, bare }

    /// The way of every access: take a connection, begin, run, end it whatever happened, give it back.
    func access<T>(_ kind: Kind, _ cancellation: Cancellation?, _ body: (Connection) throws -> T) throws -> T {
        guard threads.enter() else {
            throw DatabaseError.misuse("an access to this database inside another one of the same thread would wait for itself", path: path)
        }
        defer { threads.leave() }
        let pool = try pool(for: kind)
        let handle = try pool.checkOut()
        defer { pool.checkIn(handle) }
        let cancellation = cancellation ?? Cancellation()
        try begin(cancellation)
        defer { end(cancellation) }
        try cancellation.arm(handle.db)
        handle.cancellation = cancellation
        handle.updateProgressHandler()

        let connection = Connection(handle, needsTransaction: kind != .bare)
        let outcome = Result { () throws -> T in
            // Inside a transaction this setting does nothing.
            if kind == .rewrite { try handle.setForeignKeys(false) }
            if kind != .bare { try handle.run(kind == .read ? "BEGIN DEFERRED" : "BEGIN IMMEDIATE") }
            let result = try body(connection)
            // A closure may have caught the error of a failed statement: what it left is not committed.
            if kind != .bare { try connection.requireUsable() }
            return result
        }
        connection.end()
        // From here on nothing may be interrupted: half a rollback is worse than a late one.
        let wasCancelled = cancellation.disarm()
        handle.cancellation = nil
        handle.deadline = nil
        handle.updateProgressHandler()
        defer {
            // A connection that goes on without foreign keys would be worse than none.
            if kind == .rewrite { do { try handle.setForeignKeys(true) } catch { handle.isBroken = true } }
            // One that keeps its memory is closed.
            do { try handle.shrinkCache() } catch { handle.isBroken = true }
        }
        return try finish(outcome, kind, wasCancelled, handle)
    }

    /// What begins now can be stopped: by `interrupt`, and with the work that it is part of.
    func begin(_ cancellation: Cancellation) throws(CancellationError) {
        try CancellableWork.current?.add(cancellation)
        running.add(cancellation)
    }

    func end(_ cancellation: Cancellation) {
        running.remove(cancellation)
        CancellableWork.current?.remove(cancellation)
    }

    private func finish<T>(_ outcome: Result<T, any Error>, _ kind: Kind, _ wasCancelled: Bool, _ handle: Handle) throws -> T {
        switch outcome {
        case .failure(let error):
            handle.rollBack()
            throw wasCancelled ? CancellationError() : error
        case .success where wasCancelled:
            handle.rollBack()
            throw CancellationError()
        case .success(let result) where kind == .bare:
            guard handle.isInTransaction else { return result }
            handle.rollBack()
            throw DatabaseError.misuse("a transaction was left open, it has been rolled back", path: path)
        case .success(let result) where kind == .read:
            // There is nothing to keep, and a COMMIT fails on a damaged file that the check has just reported in peace.
            handle.rollBack()
            return result
        case .success(let result):
            do {
                try handle.run("COMMIT")
            } catch {
                handle.rollBack()
                throw error
            }
            return result
        }
    }

    private func pool(for kind: Kind) throws(DatabaseError) -> ConnectionPool {
        switch kind {
        case .read: return readers
        case .bare: return writer ?? readers
        case .write, .rewrite:
            guard let writer else { throw DatabaseError(code: .readOnly, message: "the file is opened for reading only", path: path) }
            return writer
        }
    }

    /// Throws `.misuse` inside an access of this thread: for work that opens a connection of its own.
    func requireNoAccess() throws(DatabaseError) {
        guard threads.enter() else { throw .misuse("this cannot be done inside an access to the same database", path: path) }
        threads.leave()
    }
}

/// The threads that are inside an access now.
private final class ThreadSet: @unchecked Sendable {
    // Sendable: read and written under the lock only.
    private let lock = Lock()
    /// A few: to look through them takes less than to hash one.
    private var threads: [pthread_t] = []

    /// False if this thread is inside already.
    func enter() -> Bool {
        let thread = pthread_self()
        return lock.withLock {
            guard !threads.contains(thread) else { return false }
            threads.append(thread)
            return true
        }
    }

    func leave() {
        let thread = pthread_self()
        lock.withLock { threads.removeAll { $0 == thread } }
    }
}
