internal import Dispatch

/// A queue of blocking work, a few at a time, on threads that may block.
///
/// The cooperative pool of Swift has as many threads as the machine has cores: one blocking read per core would stop every
/// task of the program. A concurrent queue would not do: on Linux it takes its threads from the same few as the cooperative pool.
/// Serial queues are given threads beside these, so a lane has one for each work that may run at once.
final class Lane: @unchecked Sendable {
    // Sendable: everything below is read and written under the lock only.
    private let lock = Lock()
    private let label: String
    private let width: Int
    /// How many queues there are. Each is made when it is needed: a program that never awaits needs none.
    private var made = 0
    /// The queues on which nothing runs.
    private var idle: [DispatchQueue] = []
    private var waiting: [@Sendable () -> Void] = []
    private var next = 0

    init(label: String, width: Int) {
        self.label = label
        self.width = width
    }

    func submit(_ work: @escaping @Sendable () -> Void) {
        let free: DispatchQueue? = lock.withLock {
            waiting.append(work)
            if let queue = idle.popLast() { return queue }
            guard made < width else { return nil }
            made += 1
            return DispatchQueue(label: "\(label).\(made)")
        }
        guard let free else { return }
        free.async { [self] in
            while let work = take(for: free) { work() }
        }
    }

    /// The work that waits longest; without one the queue is idle again.
    private func take(for queue: DispatchQueue) -> (@Sendable () -> Void)? {
        lock.withLock {
            guard next < waiting.count else {
                waiting.removeAll()
                next = 0
                idle.append(queue)
                return nil
            }
            defer {
                next += 1
                // A lane that is never idle must not keep all that it ever did.
                if next >= 64, next * 2 >= waiting.count {
                    waiting.removeFirst(next)
                    next = 0
                }
            }
            return waiting[next]
        }
    }
}

extension Database {
    /// Like the synchronous `read`, on a thread that may block.
    ///
    /// Cancelling the task stops the running statement; then `CancellationError` is thrown.
    public func read<T: Sendable>(_ body: @escaping @Sendable (Connection) throws -> T) async throws -> T {
        try await access(.read, on: readLane, body)
    }

    /// Like the synchronous `write`, on a thread that may block.
    ///
    /// Cancelling the task stops the running statement and rolls back; then `CancellationError` is thrown. Once the commit
    /// has begun, it is not stopped. A write that waits for the lock of another process waits at most the busy timeout.
    public func write<T: Sendable>(_ body: @escaping @Sendable (Connection) throws -> T) async throws -> T {
        try await access(.write, on: writeLane, body)
    }

    /// Runs work that makes several accesses, or copies, on a thread that may block.
    ///
    /// Cancelling the task stops the access that runs, to whichever database, and keeps the next from beginning; then
    /// `CancellationError` is thrown. Work that has ended in the meantime gives its result.
    ///
    /// - Parameters:
    ///   - isWriting: whether it takes its turn among the writes, else among the reads.
    ///   - body: the work, in the synchronous forms.
    public func work<T: Sendable>(isWriting: Bool, _ body: @escaping @Sendable () throws -> T) async throws -> T {
        let work = CancellableWork()
        return try await run(on: isWriting ? writeLane : readLane, work.waiting, cancel: { work.cancel() }, work: { try work.run(body) })
    }

    private func access<T: Sendable>(_ kind: Kind, on lane: Lane, _ body: @escaping @Sendable (Connection) throws -> T) async throws -> T {
        let cancellation = Cancellation()
        return try await run(
            on: lane, cancellation, cancel: { cancellation.cancel() }, work: { try self.access(kind, cancellation, body) })
    }

    /// Lets the task wait while work runs on a lane. It waits no longer for work that had not begun when it was cancelled.
    private func run<T: Sendable>(
        on lane: Lane, _ cancellation: Cancellation, cancel: @escaping @Sendable () -> Void, work: @escaping @Sendable () throws -> T
    ) async throws -> T {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<T, any Error>) in
                guard cancellation.whenAbandoned({ continuation.resume(throwing: CancellationError()) }) else {
                    continuation.resume(throwing: CancellationError())
                    return
                }
                lane.submit {
                    let result = Result { try work() }
                    if cancellation.claimResult() { continuation.resume(with: result) }
                }
            }
        } onCancel: {
            cancel()
        }
    }
}
