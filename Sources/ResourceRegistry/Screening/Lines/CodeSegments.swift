/// The code tables of an index one behind the other in flat arrays: what is looked up for every line.
struct CodeSegments: Sendable {
    static let words = 1_000_000 / 64

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
    private(set) var programs: [Int32] = []
    /// The programs of asked headings, 10,000 for each table.
    private(set) var headings: [Int32] = []

    init(_ tables: [CodeTable]) {
        for table in tables {
            bits += table.bits
            rank += table.rank
            headings += table.headings
            for segments in [table.six, table.eight, table.ten] {
                bases.append(UInt32(first.count))
                let offset = UInt32(starts.count)
                first += segments.first.map { $0 + offset }
                starts += segments.starts
                programs += segments.programs
            }
        }
    }

    /// The program for a code of six digits or more; -1 where nothing is listed at or near it.
    @inline(__always)
    func program(_ code: UInt64, _ length: UInt8, in table: Int32) -> Int32 {
        let subheading = Int(truncatingIfNeeded: code / 10_000)
        let word = Int(table) &* Self.words &+ subheading &>> 6
        let bit = UInt64(truncatingIfNeeded: subheading & 63)
        let bits = bits.span
        let marks = bits[word]
        guard marks &>> bit & 1 == 1 else { return -1 }
        let number = Int(rank.span[word]) &+ (marks & ((1 &<< bit) &- 1)).nonzeroBitCount
        let base = Int(bases.span[Int(table) &* 3 &+ Int(length) / 2 &- 3]) &+ number
        let digits = UInt16(truncatingIfNeeded: code &- UInt64(subheading) &* 10_000)
        let starts = starts.span
        let end = Int(first.span[base &+ 1])
        var segment = Int(first.span[base])
        var next = segment &+ 1
        while next < end {
            segment &+= starts[next] <= digits ? 1 : 0
            next &+= 1
        }
        return programs.span[segment]
    }

    /// The program for any code.
    @inline(__always)
    func program(of line: CodedLine, in table: Int32) -> Int32 {
        if line.length == 4 { return headings.span[Int(table) &* 10_000 &+ Int(line.code / 1_000_000)] }
        return program(line.code, line.length, in: table)
    }
}
