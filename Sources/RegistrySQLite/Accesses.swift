internal import Glibc

/// A few open connections of a database, each lent to one access at a time, and the accesses that run now.
///
/// All of it is under one lock, which an access takes when it begins and when it ends: several locks would be several that
/// threads on other cores hold at that moment.
final class Accesses: Sendable {
    /// Connections of one kind. Who comes when all are lent waits.
    final class Pool: @unchecked Sendable {
        // Sendable: what changes is read and written under the lock of the accesses only.
        fileprivate let limit: Int
        fileprivate let open: @Sendable () throws(DatabaseError) -> Handle
        fileprivate var idle: [Handle] = []
        fileprivate var lent = 0

        init(limit: Int, open: @escaping @Sendable () throws(DatabaseError) -> Handle) {
            self.limit = max(1, limit)
            self.open = open
        }
    }

    /// One that has begun: its connection, and what stops it.
    struct Access {
        let handle: Handle
        let cancellation: Cancellation
    }

    private struct State {
        /// A few: to look through them takes less than to hash one. Without a thread: work on a connection that is in no pool.
        var running: [(thread: pthread_t?, cancellation: Cancellation)] = []
        var waiting = 0
        var isClosed = false

        mutating func remove(_ cancellation: Cancellation) {
            guard let index = running.firstIndex(where: { $0.cancellation === cancellation }) else { return }
            running.swapAt(index, running.count - 1)
            running.removeLast()
        }

        func isInside(_ thread: pthread_t) -> Bool { running.contains { $0.thread == thread } }
    }

    private let lock = Lock()
    // Read and written under the lock only. Behind a pointer, since a property would be checked for overlapping access at each use.
    private nonisolated(unsafe) let state = UnsafeMutablePointer<State>.allocate(capacity: 1)

    init() { state.initialize(to: State()) }

    deinit {
        state.deinitialize(count: 1)
        state.deallocate()
    }

    /// Begins an access of this thread, on a connection that is free, or a new one below the limit; else waits until one is given back.
    ///
    /// - Parameter given: what stops the access; `nil`: the connection's own.
    /// - Throws: `.misuse` inside an access of this thread and after `close`, what opening a connection throws, and
    ///   `CancellationError` if the access has been stopped before it began.
    func begin(on pool: Pool, _ given: Cancellation?, path: String) throws -> Access {
        let thread = pthread_self()
        let (free, cancellation) = try lock.withLock { () throws(DatabaseError) in
            guard !state.pointee.isInside(thread) else {
                throw .misuse("an access to this database inside another one of the same thread would wait for itself", path: path)
            }
            state.pointee.waiting += 1
            while !state.pointee.isClosed, pool.idle.isEmpty, pool.lent >= pool.limit { lock.wait() }
            state.pointee.waiting -= 1
            guard !state.pointee.isClosed else { throw .misuse("the database has been closed", path: path) }
            pool.lent += 1
            let free = pool.idle.popLast()
            let cancellation = given ?? free?.ownCancellation ?? Cancellation()
            // Nobody else knows a connection's own one while no access runs on it.
            if given == nil, let free { cancellation.renew(for: free.db) }
            state.pointee.running.append((thread, cancellation))
            return (free, cancellation)
        }
        // Whatever happens, a connection that was opened goes to the pool: the one of a copy could not be opened again.
        var taken = free
        do {
            if let free {
                if given != nil { try cancellation.arm(free.db) }
                return Access(handle: free, cancellation: cancellation)
            }
            let handle = try pool.open()
            taken = handle
            handle.ownCancellation = given == nil ? cancellation : Cancellation()
            try cancellation.arm(handle.db)
            return Access(handle: handle, cancellation: cancellation)
        } catch {
            end(cancellation, taken, of: pool)
            throw error
        }
    }

    /// Ends an access and takes its connection back. One that is broken, or comes after `close`, is closed.
    func end(_ access: Access, of pool: Pool) { end(access.cancellation, access.handle, of: pool) }

    private func end(_ cancellation: Cancellation, _ handle: Handle?, of pool: Pool) {
        lock.withLock {
            state.pointee.remove(cancellation)
            pool.lent -= 1
            if let handle, !handle.isBroken, !state.pointee.isClosed { pool.idle.append(handle) }
            if state.pointee.waiting > 0 { lock.signal() }
        }
    }

    /// Opens a connection and leaves it to those who come.
    func openFirst(of pool: Pool) throws(DatabaseError) {
        let handle = try pool.open()
        handle.ownCancellation = Cancellation()
        lock.withLock { pool.idle.append(handle) }
    }

    /// Work begins on a connection that is in no pool.
    func add(_ cancellation: Cancellation) { lock.withLock { state.pointee.running.append((nil, cancellation)) } }

    func remove(_ cancellation: Cancellation) { lock.withLock { state.pointee.remove(cancellation) } }

    /// Whether this thread is inside an access.
    var isInside: Bool {
        let thread = pthread_self()
        return lock.withLock { state.pointee.isInside(thread) }
    }

    /// Stops what runs now.
    func cancelAll() {
        // Under the lock: what has ended by then may be another access already. What follows from it comes after, since it may begin one.
        let afterwards = lock.withLock { state.pointee.running.compactMap { $0.cancellation.stop() } }
        for action in afterwards { action() }
    }

    /// Closes what is free now, and what is lent when it comes back.
    func close(_ pools: [Pool]) {
        let closing = lock.withLock {
            state.pointee.isClosed = true
            lock.signal()
            return pools.flatMap { pool in
                defer { pool.idle.removeAll() }
                return pool.idle
            }
        }
        // The connections are closed here, outside the lock, as the last reference to them goes.
        _ = closing
    }
}
