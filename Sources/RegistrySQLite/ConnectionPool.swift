/// A few open connections, each lent to one access at a time. Who comes when all are lent waits.
final class ConnectionPool: @unchecked Sendable {
    // Sendable: everything below is read and written under the lock only.
    private let lock = Lock()
    private let limit: Int
    private let open: @Sendable () throws(DatabaseError) -> Handle
    private var idle: [Handle] = []
    private var lent = 0
    private var isClosed = false

    init(limit: Int, open: @escaping @Sendable () throws(DatabaseError) -> Handle) {
        self.limit = max(1, limit)
        self.open = open
    }

    /// A connection that is free, or a new one below the limit; else waits until one is given back.
    func checkOut() throws(DatabaseError) -> Handle {
        let free: Handle? = try lock.withLock { () throws(DatabaseError) in
            while !isClosed, idle.isEmpty, lent >= limit { lock.wait() }
            guard !isClosed else { throw .misuse("the database has been closed") }
            lent += 1
            return idle.popLast()
        }
        if let free { return free }
        do throws(DatabaseError) {
            return try open()
        } catch {
            release(nil)
            throw error
        }
    }

    /// Gives a connection back. One that is broken, or comes after `close`, is closed.
    func checkIn(_ handle: Handle) { release(handle.isBroken ? nil : handle) }

    private func release(_ handle: Handle?) {
        lock.withLock {
            lent -= 1
            if let handle, !isClosed { idle.append(handle) }
            lock.signal()
        }
    }

    /// Closes what is free now, and what is lent when it comes back.
    func close() {
        let closing = lock.withLock {
            isClosed = true
            lock.signal()
            defer { idle.removeAll() }
            return idle
        }
        // The connections are closed here, outside the lock, as the last reference to them goes.
        _ = closing
    }
}
