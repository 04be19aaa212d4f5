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

    /// W9: one line, one full answer by SQL.
    func bySQL() throws {
        let queries = try queries()
        let registry = try registry()
        var watch = Stopwatch()
        var check: UInt64 = 0
        try registry.read { reader in
            watch.start()
            for (line, query) in queries.enumerated() {
                let answer = try reader.screen(query)
                if answer.verdict == .notListed { continue }
                var measures: UInt64 = 0
                for match in answer.matches where match.state == .inForce && match.ruledOut == nil {
                    measures |= 1 << ((UInt64(match.item.measureID.dropFirst()) ?? 1) - 1)
                }
                check = mixed(check, line: line, measures: measures)
            }
            watch.stop()
        }
        watch.report("W9", operations: queries.count, check: check)
    }

    /// W9m: parsed lines, in blocks.
    func parsedLines() throws {
        let index = try registry().screeningIndex()
        let lines = try queries().compactMap { CodedLine($0) }
        let blocks = stride(from: 0, to: lines.count, by: Self.blockSize).map { Array(lines[$0..<min($0 + Self.blockSize, lines.count)]) }
        let bits = Self.bits(of: index.items)
        var decided = DecidedLines()
        var measures = [UInt64](repeating: 1, count: lines.count)
        var watch = Stopwatch()
        for _ in 0..<5 {
            watch.start()
            var line = 0
            for block in blocks {
                try index.decide(block, into: &decided)
                measures[line..<(line + block.count)].withContiguousMutableStorageIfAvailable { $0.update(repeating: 0) }
                for number in decided.lines { measures[line + Int(number)] = decided.measures(of: Int(number), bits) }
                line += block.count
            }
            watch.stop()
        }
        watch.report("W9m", operations: lines.count, check: Self.check(of: measures))
    }

    /// W9c: the bytes of a table, to verdicts.
    func text() throws {
        let index = try registry().screeningIndex()
        let bytes = try bytes(of: folder + "/lines.csv")
        let bits = Self.bits(of: index.items)
        var decided = DecidedLines()
        var measures: [UInt64] = []
        var watch = Stopwatch()
        for _ in 0..<5 {
            measures.removeAll(keepingCapacity: true)
            watch.start()
            var reader = try CodedLineReader(CSVReader(bytes: bytes, name: "lines.csv"))
            while let block = try reader.next(Self.blockSize) {
                try index.decide(block, into: &decided)
                let line = measures.count
                measures.append(contentsOf: repeatElement(0, count: block.count))
                for number in decided.lines { measures[line + Int(number)] = decided.measures(of: Int(number), bits) }
            }
            watch.stop()
        }
        watch.report("W9c", operations: measures.count, check: Self.check(of: measures))
    }

    private static func check(of measures: [UInt64]) -> UInt64 {
        measures.indices.reduce(0) { measures[$1] == 0 ? $0 : mixed($0, line: $1, measures: measures[$1]) }
    }
}

extension DecidedLines {
    fileprivate func measures(of line: Int, _ bits: [UInt64]) -> UInt64 {
        var measures: UInt64 = 0
        for item in items(of: line) { measures |= bits[Int(item)] }
        return measures
    }
}
