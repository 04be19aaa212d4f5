/// The code tables of an index one behind the other in flat arrays: what is looked up for every line.
struct CodeSegments: Sendable {
    static let words: Int32 = 1_000_000 / 64

    /// Whether a subheading has segments, `words` words for each table.
    private(set) var bits: [UInt64] = []
    /// The subheadings with segments before each word, within the table.
    private(set) var rank: [UInt32] = []
    /// Where the subheadings of a table begin in `first`, for asked codes of six, eight and ten digits.
    private(set) var bases: [UInt32] = []
    /// Where the segments of each subheading begin; the next entry is their end.
    private(set) var first: [UInt32] = []
    /// The four digits behind the subheading at which a segment begins.
    private(set) var starts: [UInt16] = []
    /// The program of each segment, copied so that it stands where it is looked for.
    private(set) var programs: [LineTables.Program] = []
    /// The programs of asked headings, 10,000 for each table.
    private(set) var headings: [LineTables.Program] = []

    init(_ tables: [CodeTable], for known: [LineTables.Program]) {
        for table in tables {
            bits += table.bits
            rank += table.rank
            headings += table.headings.map { known[Int($0)] }
            for segments in [table.six, table.eight, table.ten] {
                bases.append(UInt32(first.count))
                let offset = UInt32(starts.count)
                first += segments.first.map { $0 + offset }
                starts += segments.starts
                programs += segments.programs.map { known[Int($0)] }
            }
        }
        // A table that is asked for where there is none answers that nothing is listed.
        if tables.isEmpty { bits = [UInt64](repeating: 0, count: Int(Self.words)) }
    }

    /// The program for a code of a table; the empty one where nothing is listed at or near it.
    func program(of line: CodedLine, in table: Int32) -> LineTables.Program {
        if line.length == 4 { return headings[Int(table) * 10_000 + Int(line.subheading / 100)] }
        guard isListed(line, in: table) else { return .empty }
        return programs[segment(of: line, in: table)]
    }

    /// Whether anything is listed at or near a code of six digits or more.
    func isListed(_ line: CodedLine, in table: Int32) -> Bool {
        bits[Int(table &* Self.words) &+ Int(line.subheading &>> 6)] &>> UInt64(line.subheading & 63) & 1 == 1
    }

    /// The segment of a code of six digits or more whose subheading has segments.
    @inline(__always)
    func segment(of line: CodedLine, in table: Int32) -> Int {
        let (bits, rank, bases, first, starts) = (bits.span, rank.span, bases.span, first.span, starts.span)
        let word = Int(table &* Self.words) &+ Int(line.subheading &>> 6)
        let below = bits[unchecked: word] & ((1 &<< UInt64(line.subheading & 63)) &- 1)
        let base = Int(bases[unchecked: Int(table) &* 3 &+ Int(line.length &>> 1) &- 3])
        let subheading = base &+ Int(rank[unchecked: word]) &+ below.nonzeroBitCount
        var segment = Int(first[unchecked: subheading])
        let end = Int(first[unchecked: subheading &+ 1])
        var next = segment &+ 1
        while next < end {
            segment = segment &+ (starts[unchecked: next] <= line.digits ? 1 : 0)
            next = next &+ 1
        }
        return segment
    }
}
