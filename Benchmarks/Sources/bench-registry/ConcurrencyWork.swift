import BenchSupport
import Dispatch
import Glibc
import RegistrySQLite
import ResourceRegistry

/// W10: many at once, each read and each write an access of its own.
struct ConcurrencyWork {
    let files: DepositFiles
    let keys: [Int64]
    let count: Int?

    init(folder: String, count: Int?) throws {
        files = DepositFiles(folder: folder)
        keys = try files.lines("keys.txt").compactMap { Int64($0) }
        self.count = count
    }

    private final class Counters: @unchecked Sendable {
        // Each thread writes its own, and they are read when all have ended.
        let counts = UnsafeMutablePointer<Int>.allocate(capacity: 3)
        let stop = UnsafeMutablePointer<Bool>.allocate(capacity: 1)
        init() {
            counts.initialize(repeating: 0, count: 3)
            stop.initialize(to: false)
        }
        deinit {
            counts.deallocate()
            stop.deallocate()
        }
    }

    /// Lets threads do what they do with key after key until the time is over; how often each did it.
    private func run(
        _ watch: inout Stopwatch, threads: Range<Int>, milliseconds: Int,
        _ body: @escaping @Sendable (_ thread: Int, Int64, Int) throws -> Void
    ) -> [Int] {
        let counters = Counters()
        let group = DispatchGroup()
        watch.start()
        for thread in threads {
            DispatchQueue.global().async(group: group) { [keys] in
                var z = [UInt32(99), 1, 2][thread]
                var done = 0
                do {
                    while !counters.stop.pointee {
                        z = z &* 1_664_525 &+ 1_013_904_223
                        try body(thread, keys[Int(z >> 8) % keys.count], done)
                        done += 1
                    }
                } catch { complain("\(error)") }
                counters.counts[thread] = done
            }
        }
        usleep(UInt32(milliseconds * 1_000))
        counters.stop.pointee = true
        group.wait()
        watch.stop()
        return (0..<3).map { counters.counts[$0] }
    }

    /// W10: a writer and two readers for ten seconds, over a write-ahead log.
    func sideBySide() throws {
        try files.duplicate("c-deposits.sqlite", as: "registry-shared.sqlite")
        let database = try files.database("registry-shared.sqlite", mode: .readWrite, journal: .writeAheadLog)
        try database.write {
            try $0.execute("CREATE TABLE local_note (id INTEGER PRIMARY KEY, deposit_id INTEGER NOT NULL, note TEXT NOT NULL) STRICT")
        }
        var watch = Stopwatch()
        let counts = run(&watch, threads: 0..<3, milliseconds: count ?? 10_000) { thread, key, done in
            try thread == 0 ? Self.write(database, key, done) : Self.read(database, key)
        }
        let reads = counts[1] + counts[2]
        watch.report("W10", operations: reads, check: 1, more: ",\"reads\":\(reads),\"writes\":\(counts[0])")
    }

    /// W10r: one or two readers alone for two seconds.
    func readers(_ readers: Int) throws {
        let database = try files.database("c-deposits.sqlite", mode: .readWrite)
        var watch = Stopwatch()
        let counts = run(&watch, threads: 1..<readers + 1, milliseconds: count ?? 2_000) { _, key, _ in try Self.read(database, key) }
        watch.report("W10r", operations: counts[1] + counts[2], check: 1)
    }

    /// W10p: the same with pages of fifty deposits of a country and a mineral.
    func pageReaders(_ readers: Int) throws {
        let registry = try Registry.open("\(files.folder)/registry-deposits.sqlite", mode: .readOnly)
        let filters = try files.pages()
        var watch = Stopwatch()
        let counts = run(&watch, threads: 1..<readers + 1, milliseconds: count ?? 2_000) { _, key, _ in
            _ = try registry.read { try $0.deposits.list(filters[Int(key) % filters.count], page: Page(limit: 50)) }
        }
        watch.report("W10p", operations: counts[1] + counts[2], check: 1)
    }

    /// W10a: reads from a task, one after another, each called in the synchronous or in the asynchronous form.
    func calls(isAsync: Bool) throws {
        let database = try files.database("c-deposits.sqlite", mode: .readWrite)
        let (ended, keys) = (DispatchSemaphore(value: 0), keys.prefix(20_000))
        Task {
            do {
                var watch = Stopwatch()
                watch.start()
                for key in keys {
                    if isAsync {
                        try await database.read { try Self.row($0, key) }
                    } else {
                        try Self.read(database, key)
                    }
                }
                watch.stop()
                watch.report("W10a", operations: keys.count, check: 1)
            } catch { complain("\(error)") }
            ended.signal()
        }
        ended.wait()
    }

    private static func read(_ database: Database, _ key: Int64) throws { try database.read { try row($0, key) } }

    private static func row(_ connection: Connection, _ key: Int64) throws {
        _ = try connection.first(RecordWork.byKeySQL, [.integer(key)]) { try RecordWork.Record.decode($0) }
    }

    private static func write(_ database: Database, _ key: Int64, _ number: Int) throws {
        let words = ["Producer", "Past Producer", "Prospect", "Unknown"][number & 3]
        try database.write { connection in
            try connection.execute("UPDATE deposit SET status_as_given = ?2 WHERE id = ?1", [.integer(key), .text(words)])
            try connection.execute("INSERT INTO local_note (deposit_id, note) VALUES (?1, ?2)", [.integer(key), .text(words)])
        }
    }
}
