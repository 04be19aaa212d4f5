import Foundation
import Testing

@testable import RegistrySQLite

@Suite(.serialized) struct AsyncTests {
    let scratch: Scratch
    let database: Database

    init() throws {
        scratch = try Scratch()
        database = try scratch.database()
        try database.withoutTransaction { try $0.execute("CREATE TABLE t (a INTEGER PRIMARY KEY)") }
    }

    @Test func concurrentReadsAndWrites() async throws {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<40 {
                group.addTask { [database] in
                    if number.isMultiple(of: 2) {
                        try await database.write { try $0.execute("INSERT INTO t VALUES (?)", [.integer(Int64(number))]) }
                    }
                    return try await database.read { try $0.count("t") }
                }
            }
            for try await count in group { #expect((0...20).contains(count)) }
        }
        #expect(try await database.read { try $0.count("t") } == 20)
    }

    @Test func cancelledReadEndsSoon() async throws {
        for _ in 0..<5 {
            let end = Instant()
            let task = Task { [database] in
                try await database.read {
                    defer { end.note() }
                    try $0.execute(endless)
                }
            }
            try await Task.sleep(for: .milliseconds(20))
            let start = ContinuousClock.now
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            // The statement has no end. How soon is measured by the service example; here hundreds of tests share the cores, and this task
            // may be woken much later than the read ended.
            if let end = end.value { #expect(end - start < .seconds(30)) }
            #expect(try await database.read { try $0.count("t") } == 0)
        }
    }

    /// More readers than the machine has cores, and none of them ends soon: the task that waits here is woken all the same, in time to
    /// cancel them. If they sat on threads of the cooperative pool, it would be woken when they have ended by themselves.
    @Test func busyReadersLeaveThePoolToOtherTasks() async throws {
        let readers = ProcessInfo.processInfo.activeProcessorCount + 1
        let database = try Database(.init(path: scratch.path("busy.sqlite"), mode: .create, maximumReaders: readers))
        defer { database.close() }
        let long = (0..<readers).map { _ in
            Task { try await database.read { try $0.execute(minutesLong) } }
        }
        try await Task.sleep(for: .milliseconds(50))
        for task in long { task.cancel() }
        for task in long { await #expect(throws: CancellationError.self) { try await task.value } }
    }

    @Test func cancelledWriteRollsBack() async throws {
        let task = Task { [database] in
            try await database.write { connection in
                try connection.execute("INSERT INTO t VALUES (1)")
                // The closure may swallow the error: nothing is committed all the same.
                _ = try? connection.execute(endless)
            }
        }
        try await Task.sleep(for: .milliseconds(30))
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        try await database.write { try $0.execute("INSERT INTO t VALUES (2)") }
        #expect(try await database.read { try $0.query("SELECT a FROM t") { try $0.int(0) } } == [2])
    }

    @Test func cancelledWorkEndsWhicheverAccessRuns() async throws {
        for endsInACopy in [false, true] {
            let end = Instant()
            let task = Task { [database] in
                try await database.work(isWriting: false) {
                    defer { end.note() }
                    _ = try database.read { try $0.count("t") }
                    if endsInACopy {
                        _ = try database.scratch(shown: "a copy") { try $0.execute(endless) }
                    } else {
                        // The error that stopped it is swallowed: the next access does not begin.
                        _ = try? database.read { try $0.execute(endless) }
                        _ = try database.read { try $0.count("t") }
                    }
                }
            }
            try await Task.sleep(for: .milliseconds(30))
            let start = ContinuousClock.now
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            if let end = end.value { #expect(end - start < .seconds(30)) }
        }
    }

    @Test func workThatEndedKeepsItsResult() async throws {
        let task = Task { [database] in
            try await database.work(isWriting: true) {
                try database.write { try $0.execute("INSERT INTO t VALUES (7)") }
                // Cancelled after the last access: what was committed is told.
                withUnsafeCurrentTask { $0?.cancel() }
                return try database.read { try $0.count("t") }
            }
        }
        #expect(try await task.value == 1)
    }

    @Test func cancelledBetweenStatements() async throws {
        let task = Task { [database] in
            try await database.read { connection in
                while true { try connection.execute("SELECT 1") }
            }
        }
        try await Task.sleep(for: .milliseconds(20))
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func waitingAccessGivesUpAtOnce() async throws {
        let (beginnings, began) = AsyncStream.makeStream(of: Void.self)
        let long = Task { [database] in
            try await database.write {
                began.finish()
                try $0.execute(endless)
            }
        }
        for await _ in beginnings {}
        let waiting = Task { [database] in try await database.write { try $0.execute("INSERT INTO t VALUES (9)") } }
        try await Task.sleep(for: .milliseconds(20))
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        long.cancel()
        await #expect(throws: CancellationError.self) { try await long.value }
        #expect(try await database.read { try $0.count("t") } == 0)
    }

    @Test func alreadyCancelled() async throws {
        let task = Task { [database] in
            withUnsafeCurrentTask { $0?.cancel() }
            try await database.write { try $0.execute("INSERT INTO t VALUES (1)") }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    /// A thread of its own looks for accesses to stop, while others run on the same few connections. What is stopped throws, and what
    /// comes next on that connection is not concerned.
    @Test func interruptStopsWhatRunsAndNothingElse() async throws {
        for _ in 0..<20 {
            let (beginnings, began) = AsyncStream.makeStream(of: Void.self)
            let long = Task.detached { [database] in try runWithoutEnd(database) { began.finish() } }
            for await _ in beginnings {}
            database.interrupt()
            await #expect(throws: CancellationError.self) { try await long.value }
            for _ in 0..<4 { #expect(try countInThisThread() == 0) }
        }
        // Whatever it hits, an access either gives its result or says that it was stopped.
        let stopping = Task.detached { [database] in
            while !Task.isCancelled {
                database.interrupt()
                // Else it keeps a thread to itself that the tests beside it wait for.
                await Task.yield()
            }
        }
        for _ in 0..<500 {
            do {
                #expect(try countInThisThread() == 0)
            } catch is CancellationError {}
        }
        stopping.cancel()
        await stopping.value
        #expect(try countInThisThread() == 0)
    }

    private func countInThisThread() throws -> Int { try database.read { try $0.count("t") } }

    /// Many short reads, one after another and at once, between pauses that are longer than anybody looks for more.
    @Test func shortReadsAfterPauses() async throws {
        try await database.write { try $0.execute("INSERT INTO t VALUES (1), (2)") }
        for pause in [0, 10, 100, 1000] {
            for _ in 0..<50 {
                #expect(try await database.read { try $0.count("t") } == 2)
                if pause > 0 { try await Task.sleep(for: .microseconds(pause)) }
            }
            let sum = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<100 { group.addTask { [database] in try await database.read { try $0.count("t") } } }
                return try await group.reduce(0, +)
            }
            #expect(sum == 200)
        }
    }

    /// A thousand reads at once have as many connections as the configuration allows, and each gets its answer.
    @Test func aThousandReadsShareThePool() async throws {
        let opened = Counter()
        var configuration = Database.Configuration(path: scratch.path("many.sqlite"), mode: .create, maximumReaders: 3)
        configuration.trace = { if $0.sql == "PRAGMA schema_version" { opened.add() } }
        let database = try Database(configuration)
        defer { database.close() }
        try await database.write { try $0.execute("CREATE TABLE t (a)") }
        let before = opened.value
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<1000 { group.addTask { _ = try await database.read { try $0.count("t") } } }
            try await group.waitForAll()
        }
        #expect((1...3).contains(opened.value - before))
    }

    @Test func openingBelongsToTheAccess() throws {
        let (path, refused) = (scratch.path("traced.sqlite"), Counter())
        let holder = Holder()
        let database = try Database(
            .init(
                path: path, mode: .create,
                trace: { _ in
                    // A trace that asks the database itself, while its connection is being opened.
                    guard let database = holder.database, refused.value == 0 else { return }
                    do { _ = try database.read { try $0.count("sqlite_schema") } } catch {
                        if (error as? DatabaseError)?.code == .misuse { refused.add() }
                    }
                }))
        defer { database.close() }
        holder.database = database
        #expect(try database.read { try $0.count("sqlite_schema") } == 0)
        holder.database = nil
        #expect(refused.value == 1)
    }
}

/// In the synchronous form: what stops it belongs to its connection.
private func runWithoutEnd(_ database: Database, _ began: () -> Void) throws {
    try database.read {
        began()
        try $0.execute(endless)
    }
}

private final class Counter: @unchecked Sendable {
    private let lock = NSLock()
    private var count = 0
    var value: Int { lock.withLock { count } }
    func add() { lock.withLock { count += 1 } }
}

/// When something happened, on whichever thread.
private final class Instant: @unchecked Sendable {
    private let lock = NSLock()
    private var noted: ContinuousClock.Instant?
    var value: ContinuousClock.Instant? { lock.withLock { noted } }
    func note() { lock.withLock { noted = .now } }
}

private final class Holder: @unchecked Sendable {
    // Set before and after the access that reads it.
    weak var database: Database?
}
