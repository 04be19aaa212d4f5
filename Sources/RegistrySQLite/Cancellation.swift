internal import CRegistrySQLite
internal import Synchronization

/// The way from a cancelled task to the statement that it waits for.
///
/// `sqlite3_interrupt` alone is not enough. It is forgotten when it comes between two statements, so the flag is looked at
/// too, before and during each. And it hits whatever runs on the connection, so it is disarmed under a lock at the end of
/// the access: else it could stop the next access of somebody else.
final class Cancellation: @unchecked Sendable {
    // Sendable: everything below is read and written under the lock only, but for the flags, which are atomic: they are looked at before
    // each statement, and by who waits.
    private enum State {
        case waiting
        case running(OpaquePointer)
        case finished
    }

    private let lock = Lock()
    private var state = State.waiting
    private let cancelled = Atomic(false)
    private let ended = Atomic(false)
    private var abandoned = false
    private var onAbandon: (@Sendable () -> Void)?

    var isCancelled: Bool { cancelled.load(ordering: .relaxed) }

    /// Whether all is done, the task's being told of it included.
    var hasEnded: Bool { ended.load(ordering: .acquiring) }

    func noteEnd() { ended.store(true, ordering: .releasing) }

    /// Says what to do when the task is cancelled before its access began. False if it is cancelled already.
    func whenAbandoned(_ action: @escaping @Sendable () -> Void) -> Bool {
        lock.withLock {
            guard !isCancelled else { return false }
            onAbandon = action
            return true
        }
    }

    /// Called when the task is cancelled, on any thread.
    func cancel() { stop()?() }

    /// Cancels, and returns what is to be done about it, outside of any lock.
    func stop() -> (@Sendable () -> Void)? {
        lock.withLock {
            cancelled.store(true, ordering: .relaxed)
            switch state {
            case .running(let db): sqlite3_interrupt(db)
            case .waiting:
                state = .finished
                if let onAbandon {
                    abandoned = true
                    return onAbandon
                }
            case .finished: break
            }
            return nil
        }
    }

    /// Makes it as new, and the next access begins on the same connection.
    func renew(for db: OpaquePointer) {
        lock.withLock {
            cancelled.store(false, ordering: .relaxed)
            state = .running(db)
        }
    }

    /// The access begins on this connection.
    func arm(_ db: OpaquePointer) throws(CancellationError) {
        try lock.withLock { () throws(CancellationError) in
            guard !isCancelled else { throw CancellationError() }
            state = .running(db)
        }
    }

    /// The access ends: from now on nothing is interrupted. True if the task was cancelled before.
    func disarm() -> Bool {
        lock.withLock {
            state = .finished
            return isCancelled
        }
    }

    /// Whether the result is still wanted. An abandoned task has gone on with a `CancellationError` already.
    func claimResult() -> Bool {
        lock.withLock {
            state = .finished
            onAbandon = nil
            return !abandoned
        }
    }
}

/// The accesses of some work that run now, and are stopped together.
private final class RunningAccesses: @unchecked Sendable {
    // Sendable: read and written under the lock only.
    private let lock = Lock()
    private var cancellations: [Cancellation] = []

    func add(_ cancellation: Cancellation) { lock.withLock { cancellations.append(cancellation) } }

    func remove(_ cancellation: Cancellation) { lock.withLock { cancellations.removeAll { $0 === cancellation } } }

    func cancelAll() {
        // What follows from it comes after: it may begin or end an access.
        let afterwards = lock.withLock { cancellations.compactMap { $0.stop() } }
        for action in afterwards { action() }
    }
}

/// Work that makes accesses, one after another and to more than one database: a copy, a check, a release.
final class CancellableWork: Sendable {
    /// The work that this thread does now; its accesses enter themselves there.
    @TaskLocal static var current: CancellableWork?

    /// While the work has not begun.
    let waiting = Cancellation()
    private let running = RunningAccesses()

    func cancel() {
        waiting.cancel()
        running.cancelAll()
    }

    func run<T>(_ body: () throws -> T) throws -> T {
        guard !waiting.disarm() else { throw CancellationError() }
        do { return try Self.$current.withValue(self, operation: body) } catch {
            // Whatever the work made of the error that stopped it.
            throw waiting.isCancelled ? CancellationError() : error
        }
    }

    /// An access begins.
    func add(_ cancellation: Cancellation) throws(CancellationError) {
        running.add(cancellation)
        // The flag is set before all are cancelled: whoever does not see it is among them.
        guard waiting.isCancelled else { return }
        running.remove(cancellation)
        throw CancellationError()
    }

    func remove(_ cancellation: Cancellation) { running.remove(cancellation) }
}
