/// Which program answers a customs code, in one nomenclature of one jurisdiction: codes cut into segments that do not overlap.
///
/// One bit tells whether anything is listed at or near a subheading of six digits; most shipments end there.
struct CodeTable {
    /// The segments for asked codes of one length, by the number of the subheading among those that have any.
    struct Segments {
        var first: [UInt32] = [0]
        /// The four digits behind the subheading at which a segment begins.
        var starts: [UInt16] = []
        var programs: [Int32] = []
    }

    private static let words = 1_000_000 / 64
    /// Stands among items for a misprint.
    private static let misprinted: Int32 = -1
    private(set) var bits = [UInt64](repeating: 0, count: words)
    /// Subheadings that have segments, before each word of `bits`.
    private(set) var rank = [UInt32](repeating: 0, count: words)
    private(set) var six = Segments()
    private(set) var eight = Segments()
    private(set) var ten = Segments()
    /// The program of each asked heading, 0 for none.
    private(set) var headings = [Int32](repeating: 0, count: 10_000)

    /// - Parameters:
    ///   - rows: the listed codes.
    ///   - misprints: codes that find what other codes find: the general way answers them.
    ///   - nomenclature: that of the asked codes.
    ///   - program: the program for a list of items; a number is that of the item twice, one more where it is told. `nil` for misprints.
    init(
        _ rows: ArraySlice<CodeRow>, misprints: [AskedCode], in nomenclature: Nomenclature, program: ([Int32]?) throws -> Int32
    ) rethrows {
        for segment in try Self.segments(rows, misprints, nomenclature, 4, program) {
            var heading = segment.from / 1_000_000
            while heading < segment.to / 1_000_000 {
                headings[Int(heading)] = segment.program
                heading += 1
            }
        }
        let found = try [UInt8(6), 8, 10].map { try Self.segments(rows, misprints, nomenclature, $0, program) }
        for segment in found.joined() {
            for subheading in Int(segment.from / 10_000)...Int((segment.to - 1) / 10_000) {
                bits[subheading >> 6] |= 1 << UInt64(subheading & 63)
            }
        }
        var count: UInt32 = 0
        for word in bits.indices {
            rank[word] = count
            count += UInt32(bits[word].nonzeroBitCount)
        }
        six = table(of: found[0])
        eight = table(of: found[1])
        ten = table(of: found[2])
    }

    private struct Segment {
        var from: UInt64
        var to: UInt64
        var program: Int32
    }

    /// Listed codes and what they cover nest or lie apart, so that a stack holds all that cover a code.
    private static func segments(
        _ rows: ArraySlice<CodeRow>, _ misprints: [AskedCode], _ nomenclature: Nomenclature, _ length: UInt8,
        _ program: ([Int32]?) throws -> Int32
    ) rethrows -> [Segment] {
        struct Reach: Hashable {
            var from: UInt64
            var to: UInt64
        }
        var reaches: [Reach: [Int32]] = [:]
        for row in rows {
            let (from, to, isTold) = row.reach(of: length, nomenclature)
            reaches[Reach(from: from, to: to), default: []].append(row.item * 2 + (isTold ? 1 : 0))
        }
        // No listed code reaches less than an asked one: a misprint lies within all that cover it, and comes on top of them.
        for misprint in misprints where misprint.length == length {
            reaches[Reach(from: misprint.padded, to: misprint.padded + CodeRow.unit(length)), default: []].append(Self.misprinted)
        }
        var segments: [Segment] = []
        var stack: [(to: UInt64, items: [Int32])] = []
        var position: UInt64 = 0
        func close(upTo end: UInt64) throws {
            while let top = stack.last {
                let to = min(top.to, end)
                if to > position {
                    let isMisprint = top.items.contains(Self.misprinted)
                    let number = try program(isMisprint ? nil : joined(stack.map(\.items)))
                    segments.append(Segment(from: position, to: to, program: number))
                }
                position = to
                if top.to > end { return }
                stack.removeLast()
            }
            position = end
        }
        for (reach, items) in reaches.sorted(by: { ($0.key.from, $1.key.to) < ($1.key.from, $0.key.to) }) {
            try close(upTo: reach.from)
            stack.append((reach.to, items))
        }
        try close(upTo: 10_000_000_000)
        return segments
    }

    /// Each item once, told where one of its codes tells it.
    private static func joined(_ lists: [[Int32]]) -> [Int32] {
        var list: [Int32] = []
        for entry in lists.joined().sorted() {
            if let last = list.last, last >> 1 == entry >> 1 { list[list.count - 1] = entry } else { list.append(entry) }
        }
        return list
    }

    private func table(of segments: [Segment]) -> Segments {
        var table = Segments()
        var next = 0
        for word in bits.indices where bits[word] != 0 {
            for bit in 0..<64 where bits[word] >> UInt64(bit) & 1 == 1 {
                let low = UInt64(word * 64 + bit) * 10_000
                let high = low + 10_000
                var position = low
                while next < segments.count, segments[next].from < high {
                    let segment = segments[next]
                    if segment.from > position { table.append(position - low, 0) }
                    table.append(max(segment.from, low) - low, segment.program)
                    position = min(segment.to, high)
                    if segment.to > high { break }
                    next += 1
                }
                if position < high { table.append(position - low, 0) }
                table.first.append(UInt32(table.starts.count))
            }
        }
        return table
    }
}

extension CodeTable.Segments {
    fileprivate mutating func append(_ start: UInt64, _ program: Int32) {
        starts.append(UInt16(truncatingIfNeeded: start))
        programs.append(program)
    }
}

extension CodeRow {
    /// The codes of some length by which it is hit, and whether they tell its item: the one place besides `AskedCode.relation` that
    /// knows how codes lie to each other.
    fileprivate func reach(of askedLength: UInt8, _ asked: Nomenclature) -> (from: UInt64, to: UInt64, isTold: Bool) {
        let isSame = nomenclature == asked.number || nomenclature == Nomenclature.harmonizedSystem.number || askedLength <= 6
        let width = isSame ? min(length, askedLength) : min(6, length)
        let from = Self.cut(padded, to: width)
        return (from, from + Self.unit(width), isSame && length <= askedLength && isBinding)
    }
}
