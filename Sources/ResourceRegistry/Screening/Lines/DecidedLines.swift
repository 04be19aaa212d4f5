/// What was decided on a block of lines. Use one again and again: its memory is kept, and a line then costs no allocation.
public struct DecidedLines: Sendable {
    /// One line: where its items stand, and how many; the requirement by number.
    struct Row: BitwiseCopyable {
        var start: UInt32
        var count: UInt16
        var verdict: UInt8
        var requirement: UInt8

        static let notListed = Row(start: 0, count: 0, verdict: 2, requirement: RuleSum.none)
        static let withoutActs = Row(start: 0, count: 0, verdict: 1, requirement: RuleSum.none)
        static let unknownCountry = Row(start: 0, count: 0, verdict: 3, requirement: RuleSum.none)
    }

    /// The numbers of the lines whose verdict is anything but `notListed`, ascending: most lines of most blocks are not among them.
    public internal(set) var lines: [Int32] = []

    var rows: [Row] = []
    var items: [Int32] = []
    /// Lines that a pass leaves to the next one, and what it found for them.
    var left: [Int32] = []
    var segments: [Int32] = []

    /// Makes an empty place for decisions, to be filled by blocks.
    public init() {}

    /// How many lines were decided in it.
    public var count: Int { rows.count }

    /// The verdict on a line, counted from 0; `nil` where the registry does not hold one of its countries, or there is no such line:
    /// `ScreeningIndex.decide(_:)` says what is wrong.
    public func verdict(of line: Int) -> Verdict? {
        guard rows.indices.contains(line) else { return nil }
        switch rows[line].verdict {
        case 0: return .controlled
        case 1: return .depends
        case 2: return .notListed
        default: return nil
        }
    }

    /// The strictest requirement on a line, counted from 0; `nil` when nothing is listed.
    public func requirement(of line: Int) -> Requirement? {
        rows.indices.contains(line) ? Requirement.numbered(rows[line].requirement) : nil
    }

    /// The items that bear upon a line, counted from 0, as numbers into `ScreeningIndex.items`, ascending.
    public func items(of line: Int) -> ArraySlice<Int32> {
        guard rows.indices.contains(line) else { return [] }
        let start = Int(rows[line].start)
        return items[start..<(start + Int(rows[line].count))]
    }

    /// Makes room for a block, of which nothing is decided.
    mutating func reset(to count: Int) {
        lines.removeAll(keepingCapacity: true)
        items.removeAll(keepingCapacity: true)
        if rows.count == count {
            rows.withUnsafeMutableBufferPointer { $0.update(repeating: .notListed) }
            return
        }
        rows.removeAll(keepingCapacity: true)
        rows.append(contentsOf: repeatElement(.notListed, count: count))
        left = [Int32](repeating: 0, count: count + 1)
        segments = [Int32](repeating: 0, count: count + 1)
    }

    mutating func set(_ row: Row, of line: Int32) {
        rows[Int(line)] = row
        if row.verdict != Row.notListed.verdict { lines.append(line) }
    }
}
