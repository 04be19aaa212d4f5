import BenchSupport
import ResourceRegistry

/// W12: one durable change.
struct ChangeWork {
    let files: DepositFiles
    let count: Int?

    init(folder: String, count: Int?) {
        files = DepositFiles(folder: folder)
        self.count = count
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
