internal import CRegistrySQLite
internal import Synchronization

/// The way from a cancelled task to the statement that it waits for.
///
/// `sqlite3_interrupt` alone is not enough. It is forgotten when it comes between two statements, so the flag is looked at
/// too, before and during each. And it hits whatever runs on the connection, so it is disarmed under a lock at the end of
/// the access: else it could stop the next access of somebody else.
final class Cancellation: @unchecked Sendable {
    // Sendable: everything below is read and written under the lock only, but for the flag, which is atomic: it is looked at before
    // each statement.
    private enum State {
        case waiting
        case running(OpaquePointer)
        case finished
    }

    private let lock = Lock()
    private var state = State.waiting
    private let cancelled = Atomic(false)
    private var abandoned = false
    private var onAbandon: (@Sendable () -> Void)?

    var isCancelled: Bool { cancelled.load(ordering: .relaxed) }

    /// Says what to do when the task is cancelled before its access began. False if it is cancelled already.
    func whenAbandoned(_ action: @escaping @Sendable () -> Void) -> Bool {
        lock.withLock {
            guard !isCancelled else { return false }
            onAbandon = action
            return true
        }
    }

    /// Called when the task is cancelled, on any thread.
    func cancel() {
        let action: (@Sendable () -> Void)? = lock.withLock {
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
        action?()
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
