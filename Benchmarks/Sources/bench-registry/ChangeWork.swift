import BenchSupport
import Dispatch
import Glibc
import RegistrySQLite
import ResourceRegistry

/// W10, W12: side by side, and one durable change.
struct ChangeWork {
    let files: DepositFiles
    let count: Int?

    init(folder: String, count: Int?) {
        files = DepositFiles(folder: folder)
        self.count = count
    }

    private final class Counters: @unchecked Sendable {
        // Each thread writes its own, and they are read when all have ended.
        var counts = [0, 0, 0]
        let stop = UnsafeMutablePointer<Bool>.allocate(capacity: 1)
        init() { stop.initialize(to: false) }
        deinit { stop.deallocate() }
    }

    /// W10: a writer and two readers for ten seconds, over a write-ahead log.
    func sideBySide() throws {
        try files.duplicate("c-deposits.sqlite", as: "registry-shared.sqlite")
        let database = try files.database("registry-shared.sqlite", mode: .readWrite, journal: .writeAheadLog)
        let keys = try files.lines("keys.txt").compactMap { Int64($0) }
        try database.write {
            try $0.execute("CREATE TABLE local_note (id INTEGER PRIMARY KEY, deposit_id INTEGER NOT NULL, note TEXT NOT NULL) STRICT")
        }
        let counters = Counters()
        let group = DispatchGroup()
        var watch = Stopwatch()
        watch.start()
        for thread in 0..<3 {
            DispatchQueue.global().async(group: group) {
                var z = [UInt32(99), 1, 2][thread]
                var done = 0
                do {
                    while !counters.stop.pointee {
                        z = z &* 1_664_525 &+ 1_013_904_223
                        let key = keys[Int(z >> 8) % keys.count]
                        try thread == 0 ? write(database, key, done) : read(database, key)
                        done += 1
                    }
                } catch { complain("\(error)") }
                counters.counts.withUnsafeMutableBufferPointer { $0[thread] = done }
            }
        }
        usleep(UInt32((count ?? 10_000) * 1_000))
        counters.stop.pointee = true
        group.wait()
        watch.stop()
        let reads = counters.counts[1] + counters.counts[2]
        watch.report("W10", operations: reads, check: 1, more: ",\"reads\":\(reads),\"writes\":\(counters.counts[0])")
    }

    private func read(_ database: Database, _ key: Int64) throws {
        _ = try database.read { connection in
            try connection.first(RecordWork.byKeySQL, [.integer(key)]) { try RecordWork.Record.decode($0) }
        }
    }

    private func write(_ database: Database, _ key: Int64, _ number: Int) throws {
        let words = ["Producer", "Past Producer", "Prospect", "Unknown"][number & 3]
        try database.write { connection in
            try connection.execute("UPDATE deposit SET status_as_given = ?2 WHERE id = ?1", [.integer(key), .text(words)])
            try connection.execute("INSERT INTO local_note (deposit_id, note) VALUES (?1, ?2)", [.integer(key), .text(words)])
        }
    }

    /// W12: one new source, as a revision.
    func source() throws {
        let registry = try files.copy(of: "reference.sqlite", as: "registry-changes.sqlite")
        let count = count ?? 500
        var watch = Stopwatch()
        watch.start()
        for number in 0..<count {
            try registry.revise(reason: "a source", author: "bench") { editor in
                try editor.sources.save(Source(id: "bench:\(number)", title: "A source", publisher: "bench", kind: "press"))
            }
        }
        watch.stop()
        let kept = try registry.read { reader in try (0..<count).filter { try reader.sources.find("bench:\($0)") != nil }.count }
        watch.report("W12", operations: count, check: UInt64(kept))
    }

    /// W12d: one deposit changed, with its words, as a revision.
    func deposit() throws {
        let registry = try files.copy(of: "registry-deposits.sqlite", as: "registry-changes.sqlite")
        let slugs = try files.lines("slugs.txt")
        let count = min(count ?? 500, slugs.count)
        let deposits = try registry.read { reader in try slugs.prefix(count).compactMap { try reader.deposits.find($0) } }
        var watch = Stopwatch()
        watch.start()
        for (number, deposit) in deposits.enumerated() {
            try registry.revise(reason: "a note", author: "bench") { editor in
                var changed = deposit
                changed.modelNote = "changed for the \(number)th time"
                try editor.deposits.save(changed)
            }
        }
        watch.stop()
        let kept = try registry.read { reader in
            try slugs.prefix(count).filter { try reader.deposits.find($0)?.modelNote?.hasPrefix("changed") == true }.count
        }
        watch.report("W12d", operations: count, check: UInt64(kept))
    }
}

/// The reader of tables, every cell as a text.
struct TableWork {
    let folder: String

    func cells() throws {
        var watch = Stopwatch()
        var (rows, check) = (0, UInt64(0))
        watch.start()
        var reader = try CSVReader(path: folder + "/rows.csv")
        while let record = try reader.next() {
            rows += 1
            for cell in record.fields { check &+= UInt64(cell.utf8.count + 1) }
        }
        watch.stop()
        watch.report("csv", operations: rows, check: check)
    }
}
