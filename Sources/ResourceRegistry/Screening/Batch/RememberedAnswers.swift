/// Answers of a batch as the cells that are written, remembered for the lines that must get the same.
///
/// Between two days on which anything of the index changes, and for codes at or near which nothing is listed, the cells do not depend
/// on the day and the code: they show no day and no digits.
struct RememberedAnswers {
    struct Answer {
        var cells: [UInt8]
        var verdict: Verdict
    }

    /// More lines that differ than this are answered one by one again: memory is bounded.
    private static let most = 1 << 16

    let index: ScreeningIndex
    private var answers: [CodedLine: Answer] = [:]

    init(_ index: ScreeningIndex) { self.index = index }

    /// The answer to a line that was answered before, or what `make` answers.
    mutating func answer(_ line: CodedLine, _ make: (ScreeningQuery) throws -> Answer) throws -> Answer {
        let key = index.lines.likeness.key(of: line, in: index.lines.tables)
        if let known = answers[key] { return known }
        let answer = try make(line.query())
        if answers.count >= Self.most { answers.removeAll(keepingCapacity: true) }
        answers[key] = answer
        return answer
    }
}

/// Which lines get the same cells.
struct LineLikeness: Sendable {
    /// The days on which the cells of any line may change, ascending.
    private let changes: [Int32]
    /// Digits with zeros to ten of codes that the answers speak of although nothing is listed there.
    private let named: Set<UInt64>

    init(_ tables: IndexTables) {
        var days: Set<Int32> = []
        for row in tables.timelines { days.insert(row.from) }
        for row in tables.rules { days.formUnion(row.window.changes) }
        for row in tables.conversions { days.formUnion(row.window.changes) }
        for row in tables.areas.rows { days.formUnion(row.last < .max ? [row.from, row.last + 1] : [row.from]) }
        for period in tables.periods {
            // A suspension that is over is spoken of.
            for last in period.suspensions.compactMap(\.lastDay) {
                days.formUnion([last.firstDay, last.lastDay].map { Int32($0.dayNumber) + 1 })
            }
        }
        changes = days.sorted()
        named = Set(tables.misprints.keys.compactMap { digits in
            UInt64(digits).map { $0 * CodeRow.unit(UInt8(truncatingIfNeeded: digits.utf8.count)) }
        })
    }

    /// A line that stands for all that get the same cells.
    func key(of line: CodedLine, in tables: LineTables) -> CodedLine {
        var low = 0
        var high = changes.count
        while low < high {
            let middle = (low + high) / 2
            if changes[middle] <= line.day { low = middle + 1 } else { high = middle }
        }
        let day = low == 0 ? Int32.min : changes[low - 1]
        let isPlain = line.length > 4 && tables.isUnlisted(line) && !named.contains(line.padded)
        return CodedLine(
            padded: isPlain ? 0 : line.padded, length: isPlain ? 0 : line.length, origin: line.origin, destination: line.destination,
            day: day, user: line.user)
    }
}

extension LineTables {
    /// Whether it is sure that nothing is listed at or near a code of six digits or more.
    fileprivate func isUnlisted(_ line: CodedLine) -> Bool {
        let table = tables[Int(line.origin)]
        return table >= 0 && !codes.isListed(line, in: table)
    }
}
