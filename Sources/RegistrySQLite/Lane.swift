internal import Dispatch
internal import Glibc
internal import Synchronization

/// A queue of blocking work, a few at a time, on threads that may block.
///
/// The cooperative pool of Swift has as many threads as the machine has cores: one blocking read per core would stop every
/// task of the program. A concurrent queue would not do: on Linux it takes its threads from the same few as the cooperative pool.
/// Serial queues are given threads beside these, so a lane has one for each work that may run at once.
///
/// To wake a thread on another core takes longer than most reads. So a thread that has done its work looks for more for a moment before it
/// sleeps, and who waits for work that nothing else delays may look for its end for a moment (`Patience`).
final class Lane: @unchecked Sendable {
    // Sendable: everything below is read and written under the lock only, but for the count, which is atomic: who looks reads it.
    private let lock = Lock()
    private let label: String
    private let width: Int
    /// How many queues there are. Each is made when it is needed: a program that never awaits needs none.
    private var made = 0
    /// The queues on which nothing runs.
    private var idle: [DispatchQueue] = []
    private var waiting: [@Sendable () -> Void] = []
    private var next = 0
    /// How many run.
    private var running = 0
    /// One of the threads looks for work. That is enough.
    private var isLooking = false
    private let submitted = Atomic(0)

    init(label: String, width: Int) {
        self.label = label
        self.width = width
    }

    /// Takes work that is to be done. Returns whether it is done at once, with nothing else beside it.
    func submit(_ work: @escaping @Sendable () -> Void) -> Bool {
        let (free, isAlone): (DispatchQueue?, Bool) = lock.withLock {
            waiting.append(work)
            submitted.add(1, ordering: .relaxed)
            let isFirst = waiting.count - next == 1
            let isAlone = isFirst && running == 0
            // Who looks takes it.
            if isLooking, isFirst { return (nil, isAlone) }
            if let queue = idle.popLast() { return (queue, isAlone) }
            guard made < width else { return (nil, false) }
            made += 1
            return (DispatchQueue(label: "\(label).\(made)"), isAlone)
        }
        guard let free else { return isAlone }
        free.async { [self] in
            while let work = take(for: free) {
                work()
                lock.withLock { running -= 1 }
            }
        }
        return isAlone
    }

    /// The work that waits longest; without one for a moment the queue is idle again.
    private func take(for queue: DispatchQueue) -> (@Sendable () -> Void)? {
        let (work, mayLook, seen) = lock.withLock {
            let work = oldest()
            let mayLook = work == nil && !isLooking && Patience.isOfUse
            if mayLook { isLooking = true } else if work == nil { idle.append(queue) }
            return (work, mayLook, submitted.load(ordering: .relaxed))
        }
        guard mayLook else { return work }
        Patience.wait { submitted.load(ordering: .relaxed) != seen }
        return lock.withLock {
            isLooking = false
            let work = oldest()
            if work == nil { idle.append(queue) }
            return work
        }
    }

    private func oldest() -> (@Sendable () -> Void)? {
        guard next < waiting.count else {
            waiting.removeAll(keepingCapacity: waiting.capacity <= 64)
            next = 0
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
        running += 1
        return waiting[next]
    }
}

/// Waiting without sleep, for what is about to happen.
enum Patience {
    /// About as long as it takes to put a thread to sleep and to wake it on another core: then at most as much is lost as can be gained.
    private static let nanoseconds: Int64 = 30_000

    /// On a single core what is waited for could not happen.
    static let isOfUse = sysconf(Int32(_SC_NPROCESSORS_ONLN)) > 1

    /// Looks until it has happened, or for 30 microseconds. Lets other threads run that this core has.
    static func wait(until hasHappened: () -> Bool) {
        guard isOfUse else { return }
        let end = now + nanoseconds
        while !hasHappened(), now < end { sched_yield() }
    }

    private static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
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
        let work: @Sendable () throws -> T = {
            var result: T?
            try self.run(kind, stoppedBy: cancellation) { result = try body($0) }
            return result.unsafelyUnwrapped
        }
        return try await run(on: lane, cancellation, cancel: { cancellation.cancel() }, work: work)
    }

    /// Lets the task wait while work runs on a lane. It waits no longer for work that had not begun when it was cancelled.
    ///
    /// Short work that nothing delays ends before the task would have been suspended: then it goes on where it is.
    private func run<T: Sendable>(
        on lane: Lane, _ cancellation: Cancellation, cancel: @escaping @Sendable () -> Void, work: @escaping @Sendable () throws -> T
    ) async throws -> T {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<T, any Error>) in
                guard cancellation.whenAbandoned({ continuation.resume(throwing: CancellationError()) }) else {
                    continuation.resume(throwing: CancellationError())
                    return
                }
                let isAlone = lane.submit {
                    let result = Result { try work() }
                    if cancellation.claimResult() { continuation.resume(with: result) }
                    cancellation.noteEnd()
                }
                if isAlone { Patience.wait { cancellation.hasEnded } }
            }
        } onCancel: {
            cancel()
        }
    }
}
