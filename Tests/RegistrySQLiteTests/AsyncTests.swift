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
            let task = Task { [database] in try await database.read { try $0.execute(endless) } }
            try await Task.sleep(for: .milliseconds(20))
            let start = ContinuousClock.now
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            // The statement has no end. How soon is measured by the service example; here hundreds of tests share the cores.
            #expect(ContinuousClock.now - start < .seconds(30))
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
            let task = Task { [database] in
                try await database.work(isWriting: false) {
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
            #expect(ContinuousClock.now - start < .seconds(30))
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
}
