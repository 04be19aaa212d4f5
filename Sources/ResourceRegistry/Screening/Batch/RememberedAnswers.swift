internal import RegistrySQLite

/// Answers of a batch as the cells that are written, remembered for the lines that must get the same.
///
/// The cells show no day, no digits and no destination. So they are the same between two days on which anything of the index changes, for
/// codes that lie alike to all listed ones, and for destinations of which all rules say the same.
struct RememberedAnswers {
    struct Answer {
        var cells: [UInt8]
        var verdict: Verdict
    }

    /// More lines that differ than this are answered one by one again: memory is bounded.
    fileprivate static let most = 1 << 16
    /// The same beside other threads: what one of them forgets, all of them together still know.
    private static let mostBesideOthers = 1 << 15

    private let shared: SharedAnswers?
    private var answers: [CodedLine: Answer] = [:]

    /// - Parameter shared: what other threads remember; `nil` for a thread alone.
    init(shared: SharedAnswers?) { self.shared = shared }

    /// The answer to the lines of a key that was given before, or what `make` answers.
    mutating func answer(_ key: CodedLine, _ make: () throws -> Answer) throws -> Answer {
        if let known = answers[key] { return known }
        let answer: Answer
        if let known = shared?.answer(to: key) {
            answer = known
        } else {
            answer = try make()
            shared?.remember(answer, for: key)
        }
        if answers.count >= (shared == nil ? Self.most : Self.mostBesideOthers) { answers.removeAll(keepingCapacity: true) }
        answers[key] = answer
        return answer
    }
}

/// What the threads of a batch remember together, so that none explains what another one has explained.
final class SharedAnswers: @unchecked Sendable {
    // Sendable: the answers are read and written under the lock only.
    private let lock = Lock()
    private var answers: [CodedLine: RememberedAnswers.Answer] = [:]

    /// A copy of its own: the count of those who use one array would go to and fro between the cores with every line.
    func answer(to key: CodedLine) -> RememberedAnswers.Answer? {
        lock.withLock { answers[key] }.map { known in
            RememberedAnswers.Answer(cells: known.cells.withUnsafeBufferPointer { Array($0) }, verdict: known.verdict)
        }
    }

    func remember(_ answer: RememberedAnswers.Answer, for key: CodedLine) {
        lock.withLock {
            if answers.count >= RememberedAnswers.most { answers.removeAll(keepingCapacity: true) }
            answers[key] = answer
        }
    }
}

/// Which lines get the same cells.
struct LineLikeness: Sendable {
    /// The days on which the cells of any line may change, ascending.
    private let changes: [Int32]
    /// Codes, digits with zeros to ten, that the answers speak of although nothing is listed there.
    private let named: Set<UInt64>
    /// By the number of a destination, one that all rules treat alike.
    private let alike: [UInt16]

    init(_ tables: IndexTables) {
        var days: Set<Int32> = []
        for row in tables.timelines { days.insert(row.from) }
        for row in tables.rules { days.formUnion(row.window.changes) }
        for row in tables.conversions { days.formUnion(row.window.changes) }
        for row in tables.areas.rows { days.formUnion(row.changes) }
        for period in tables.periods.map(\.value) {
            // A suspension that is over is spoken of.
            for last in period.suspensions.compactMap(\.lastDay) {
                days.formUnion([last.firstDay, last.lastDay].map { Int32($0.dayNumber) + 1 })
            }
        }
        changes = days.sorted()
        named = Set(
            tables.misprints.keys.compactMap { digits in
                UInt64(digits).map { $0 * CodeRow.unit(UInt8(truncatingIfNeeded: digits.utf8.count)) }
            })
        let areas = Set(tables.rules.map(\.area).filter { $0 >= 0 }).sorted()
        var first: [[Int32]: UInt16] = [:]
        var alike: [UInt16] = []
        for (slot, area) in tables.areas.byLetters.enumerated() {
            let number = UInt16(slot)
            let history = area < 0 ? [Int32(-slot) - 1] : tables.areas.history(of: area, in: areas)
            if first[history] == nil { first[history] = number }
            alike.append(first[history] ?? number)
        }
        self.alike = alike
    }

    /// A line that stands for all that get the same cells.
    func key(of line: CodedLine, in tables: LineTables) -> CodedLine {
        var low = 0
        var high = changes.count
        while low < high {
            let middle = (low + high) / 2
            if changes[middle] <= line.day { low = middle + 1 } else { high = middle }
        }
        var (code, length) = (line.padded, line.length)
        if length > 4, !named.contains(code), let first = tables.firstAlike(line) {
            code = first
            if code == 0 { length = 0 }
        }
        return CodedLine(
            padded: code, length: length, origin: line.origin, destination: alike[Int(line.destination)],
            day: low == 0 ? .min : changes[low - 1], user: line.user)
    }
}

extension LineTables {
    /// The first code, digits with zeros to ten, that lies to all listed ones as the code of a line does; 0 where nothing is listed at or
    /// near it; `nil` where there is no single table to tell.
    fileprivate func firstAlike(_ line: CodedLine) -> UInt64? {
        let table = tables[Int(line.origin)]
        guard table >= 0 else { return nil }
        guard codes.isListed(line, in: table) else { return 0 }
        return UInt64(line.subheading) * 10_000 + UInt64(codes.starts[codes.segment(of: line, in: table)])
    }
}

extension AreaTable {
    /// When an area was one of others or belonged to them: what rules by destination can tell apart.
    func history(of area: Int32, in others: [Int32]) -> [Int32] {
        var history: [Int32] = []
        for other in others {
            if area == other { history += [other, .min, .max] }
            for number in memberships[Int(area)] where rows[Int(number)].group == other {
                history += [other, rows[Int(number)].from, rows[Int(number)].last]
            }
        }
        return history
    }
}

extension AreaTable.Membership {
    /// The days on which it begins and ends.
    var changes: [Int32] { last < .max ? [from, last + 1] : [from] }
}
