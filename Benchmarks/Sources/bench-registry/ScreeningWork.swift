import BenchSupport
import ResourceRegistry

/// W9, W9m and W9c on the made-up controls.
struct ScreeningWork {
    let folder: String
    let count: Int?
    private static let blockSize = 1_024

    private func registry() throws -> Registry { try Registry.open(folder + "/registry.sqlite", mode: .readOnly) }

    /// The lines as queries, read by the library's own reader.
    private func queries() throws -> [ScreeningQuery] {
        var reader = try CSVReader(path: folder + "/lines.csv")
        var queries: [ScreeningQuery] = []
        while count.map({ queries.count < $0 }) ?? true, let record = try reader.next() {
            queries.append(
                try ScreeningLine(origin: record[1], destination: record[2], date: record[3], code: record[0]).query())
        }
        return queries
    }

    /// The measure of every item, as one bit: items are called after their measure.
    private static func bits(of items: [String]) -> [UInt64] {
        items.map { id in 1 << (UInt64(id.dropFirst().prefix { $0 != "-" }).map { $0 - 1 } ?? 0) }
    }

    /// The ids of all items, in the order by whose places decisions name them.
    private static func items(_ registry: Registry) throws -> [String] {
        try registry.read { reader in try reader.controls.list().entries.map(\.id) }
    }

    /// W9: one line, one decision by the controls as they stand compiled in the file.
    func bySQL() throws {
        let lines = try queries().compactMap { CodedLine($0) }
        let registry = try registry()
        let bits = Self.bits(of: try Self.items(registry))
        var watch = Stopwatch()
        var check: UInt64 = 0
        watch.start()
        try registry.read { reader in
            for (line, asked) in lines.enumerated() {
                let decision = try reader.decide(asked)
                if decision.verdict == .notListed { continue }
                check = mixed(check, line: line, measures: decision.items.reduce(0) { $0 | bits[Int($1)] })
            }
        }
        watch.stop()
        watch.report("W9", operations: lines.count, check: check)
    }

    /// W9: one line, one full answer with its reasons by SQL.
    func bySQLWithReasons() throws {
        let queries = try queries()
        let registry = try registry()
        var watch = Stopwatch()
        var check: UInt64 = 0
        watch.start()
        try registry.read { reader in
            for (line, query) in queries.enumerated() {
                let answer = try reader.screen(query)
                if answer.verdict == .notListed { continue }
                var measures: UInt64 = 0
                for match in answer.matches where match.state == .inForce && match.ruledOut == nil {
                    measures |= 1 << ((UInt64(match.item.measureID.dropFirst()) ?? 1) - 1)
                }
                check = mixed(check, line: line, measures: measures)
            }
        }
        watch.stop()
        watch.report("W9", operations: queries.count, check: check)
    }

    /// W9m: parsed lines, in blocks. What is decided on a block is looked at in a pass of its own, as in C.
    func parsedLines() throws {
        let index = try registry().screeningIndex()
        let lines = try queries().compactMap { CodedLine($0) }
        let blocks = stride(from: 0, to: lines.count, by: Self.blockSize).map { Array(lines[$0..<min($0 + Self.blockSize, lines.count)]) }
        var decided = DecidedLines()
        var watch = Stopwatch()
        for _ in 0..<5 {
            watch.start()
            for block in blocks { try index.decide(block, into: &decided) }
            watch.stop()
        }
        let bits = Self.bits(of: index.items)
        var check: UInt64 = 0
        for (number, block) in blocks.enumerated() {
            try index.decide(block, into: &decided)
            decided.mix(into: &check, from: number * Self.blockSize, bits)
        }
        watch.report("W9m", operations: lines.count, check: check)
    }

    /// W9c: the bytes of a table, to verdicts.
    func text() throws {
        let index = try registry().screeningIndex()
        let bytes = try bytes(of: folder + "/lines.csv")
        var decided = DecidedLines()
        var watch = Stopwatch()
        for _ in 0..<5 {
            watch.start()
            var reader = try CodedLineReader(CSVReader(bytes: bytes, name: "lines.csv"))
            while let block = try reader.next(Self.blockSize) { try index.decide(block, into: &decided) }
            watch.stop()
        }
        let bits = Self.bits(of: index.items)
        var check: UInt64 = 0
        var count = 0
        var reader = try CodedLineReader(CSVReader(bytes: bytes, name: "lines.csv"))
        while let block = try reader.next(Self.blockSize) {
            try index.decide(block, into: &decided)
            decided.mix(into: &check, from: count, bits)
            count += block.count
        }
        watch.report("W9c", operations: count, check: check)
    }
}

extension DecidedLines {
    /// Adds the measures of the lines that are hit to a check sum.
    fileprivate func mix(into check: inout UInt64, from start: Int, _ bits: [UInt64]) {
        for line in lines {
            let measures = items(of: Int(line)).reduce(0) { $0 | bits[Int($1)] }
            if measures != 0 { check = mixed(check, line: start + Int(line), measures: measures) }
        }
    }
}
