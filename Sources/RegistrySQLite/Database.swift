internal import CRegistrySQLite

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
    private let accesses = Accesses()
    private let readers: Accesses.Pool
    /// A pool of one: writes take turns. Nil when the file is opened for reading only.
    private let writer: Accesses.Pool?
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
        readers = Accesses.Pool(limit: configuration.maximumReaders) { () throws(DatabaseError) in
            try Database.open(location, configuration, isReadOnly ? .soleReader : .reader)
        }
        writer =
            isReadOnly
            ? nil
            : Accesses.Pool(limit: 1) { () throws(DatabaseError) in
                try Database.open(location, configuration, .writer)
            }
        readLane = Lane(label: "registry.sqlite.read", width: max(1, configuration.maximumReaders))
        writeLane = Lane(label: "registry.sqlite.write", width: 1)
        // The first connection shows at once whether the file can be used at all.
        try accesses.openFirst(of: writer ?? readers)
    }

    /// A database that lives in one open connection and is only read: see `scratch`.
    init(holding handle: Handle, of origin: Database, shown: String) {
        configuration = Configuration(
            path: shown, mode: .readOnly, busyTimeoutMilliseconds: origin.configuration.busyTimeoutMilliseconds, maximumReaders: 1)
        location = DatabaseLocation.none
        let first = Once(handle)
        readers = Accesses.Pool(limit: 1) { () throws(DatabaseError) in
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
    @inlinable
    public func read<T>(_ body: (Connection) throws -> T) throws -> T { try access(.read, body) }

    /// Runs `body` in a write transaction (`BEGIN IMMEDIATE`) and commits; if it throws, nothing of it is kept.
    ///
    /// Throws what `body` throws, the failure of the commit, and `.misuse` inside another access of this thread.
    @inlinable
    public func write<T>(_ body: (Connection) throws -> T) throws -> T { try access(.write, body) }

    /// Runs `body` like `write`, with foreign keys neither watched nor acted upon: for applying changesets, which hold what
    /// foreign key actions did. Look at `Connection.orphans(after:)` before it ends.
    @inlinable
    public func writeWithoutForeignKeys<T>(_ body: (Connection) throws -> T) throws -> T { try access(.rewrite, body) }

    /// Lends the writer outside any transaction: for what a transaction forbids. A transaction that `body` leaves open is
    /// rolled back, and that is an error. A file opened read-only lends a reader.
    @inlinable
    public func withoutTransaction<T>(_ body: (Connection) throws -> T) throws -> T { try access(.bare, body) }

    /// Stops the accesses that run now: their statements are interrupted, their changes rolled back, and they throw
    /// `CancellationError`. May be called on any thread; later accesses are not concerned.
    public func interrupt() { accesses.cancelAll() }

    /// Closes the file. Accesses that still run end in peace; a later one throws.
    public func close() { accesses.close([readers] + (writer.map { [$0] } ?? [])) }

    deinit { close() }
}

// MARK: One access

extension Database {
    @usableFromInline enum Kind: Sendable { case read, write, rewrite, bare }

    /// An access that gives something: this part is compiled where it is called, the other knows no type.
    @inlinable
    func access<T>(_ kind: Kind, _ body: (Connection) throws -> T) throws -> T {
        var result: T?
        try run(kind) { result = try body($0) }
        // It has run to its end, else an error would have been thrown.
        return result.unsafelyUnwrapped
    }

    @usableFromInline
    func run(_ kind: Kind, _ body: (Connection) throws -> Void) throws { try run(kind, stoppedBy: nil, body) }

    /// The way of every access: take a connection, begin, run, end it whatever happened, give it back.
    func run(_ kind: Kind, stoppedBy given: Cancellation?, _ body: (Connection) throws -> Void) throws {
        let pool = try pool(for: kind)
        // A part of some work that may not begin is never disarmed: each has one of its own, which nobody knows afterwards.
        let work = CancellableWork.current
        let access = try accesses.begin(on: pool, given ?? (work == nil ? nil : Cancellation()), path: path)
        defer { accesses.end(access, of: pool) }
        let (handle, cancellation) = (access.handle, access.cancellation)
        try work?.add(cancellation)
        defer { work?.remove(cancellation) }
        handle.cancellation = cancellation

        let connection = Connection(handle, needsTransaction: kind != .bare)
        var failure: (any Error)?
        do {
            // Inside a transaction this setting does nothing.
            if kind == .rewrite { try handle.setForeignKeys(false) }
            if kind != .bare { try handle.run(kind == .read ? .beginRead : .beginWrite) }
            try body(connection)
            // A closure may have caught the error of a failed statement: what it left is not committed.
            if kind != .bare { try connection.requireUsable() }
        } catch { failure = error }
        connection.end()
        // From here on nothing may be interrupted: half a rollback is worse than a late one.
        let wasCancelled = cancellation.disarm()
        handle.cancellation = nil
        handle.deadline = nil
        defer {
            // A connection that goes on without foreign keys would be worse than none.
            if kind == .rewrite { do { try handle.setForeignKeys(true) } catch { handle.isBroken = true } }
            // One that keeps its memory is closed.
            do { try handle.shrinkCache() } catch { handle.isBroken = true }
        }
        try finish(kind, wasCancelled ? CancellationError() : failure, handle)
    }

    /// Lets work on a connection that is in no pool be stopped as an access is.
    func stoppable<T>(_ handle: Handle, _ body: (Cancellation) throws -> T) throws -> T {
        let (cancellation, work) = (Cancellation(), CancellableWork.current)
        accesses.add(cancellation)
        defer { accesses.remove(cancellation) }
        try work?.add(cancellation)
        defer { work?.remove(cancellation) }
        try cancellation.arm(handle.db)
        handle.cancellation = cancellation
        defer {
            _ = cancellation.disarm()
            handle.cancellation = nil
        }
        return try body(cancellation)
    }

    private func finish(_ kind: Kind, _ failure: (any Error)?, _ handle: Handle) throws {
        if let failure {
            handle.rollBack()
            throw failure
        }
        switch kind {
        case .read:
            // There is nothing to keep, and a COMMIT fails on a damaged file that the check has just reported in peace.
            handle.rollBack()
        case .bare:
            guard handle.isInTransaction else { return }
            handle.rollBack()
            throw DatabaseError.misuse("a transaction was left open, it has been rolled back", path: path)
        case .write, .rewrite:
            do {
                try handle.run(.commit)
            } catch {
                handle.rollBack()
                throw error
            }
        }
    }

    private func pool(for kind: Kind) throws(DatabaseError) -> Accesses.Pool {
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
        guard !accesses.isInside else { throw .misuse("this cannot be done inside an access to the same database", path: path) }
    }
}
