/// The compiled controls as they are stored: the tables by which `ScreeningIndex` decides lines, cut into rows that a line finds by its
/// countries and its code.
struct ScreeningForm: Equatable {
    /// Grows when the bytes change their meaning, or what is compiled changes. Since 2 misprints are left to the index in memory.
    static let version: Int64 = 2

    struct Area: Equatable {
        var code: String
        var isCountry: Bool
        /// `LineTables.Route`s, 16 bytes each.
        var routes: [UInt8]
        /// The sets of destinations that it belongs to, as bits in words of 8 bytes.
        var sets: [UInt8]
    }

    struct Segment: Equatable {
        /// See `place(_:_:_:)`.
        var place: Int64
        /// `Piece`s, 16 bytes each; `nil` where only the index in memory can answer.
        var pieces: [UInt8]?
    }

    var rules = Int64(ScreeningAnswer.rules)
    var version = Self.version
    /// How many items are held.
    var items: Int64
    /// One bit for each heading of four digits at or under which anything is listed, `bytesOfHeadings` for each table of codes.
    var headings: [UInt8]
    var areas: [Area]
    /// Ascending; each reaches up to the next one.
    var segments: [Segment]

    static let bytesOfHeadings = 10_000 / 8

    /// Where an asked code stands: codes of one table and of one length stand together.
    static func place(_ table: Int32, _ length: UInt8, _ padded: UInt64) -> Int64 {
        (Int64(table) &* 4 &+ Int64(length) / 2 &- 2) &* 10_000_000_000 &+ Int64(bitPattern: padded)
    }

    init(items: Int64, headings: [UInt8], areas: [Area], segments: [Segment]) {
        self.items = items
        self.headings = headings
        self.areas = areas
        self.segments = segments
    }

    init(_ tables: LineTables, items: Int) {
        var draft = SegmentDraft(tables)
        for table in 0..<Int32(tables.codes.headings.count / 10_000) { draft.add(table) }
        draft.close()
        var areas: [Area] = []
        for (slot, kind) in tables.kinds.enumerated() where kind != 0 {
            let letters = [UInt8(0x41 + slot / 26), UInt8(0x41 + slot % 26)]
            areas.append(
                Area(
                    code: String(decoding: letters, as: UTF8.self), isCountry: kind == 2,
                    routes: tables.routes[slot].flatMap { tables.allRoutes[Int($0)].bytes },
                    sets: (0..<tables.width).flatMap { tables.memberships[slot * tables.width + $0].bytes }))
        }
        self.init(items: Int64(items), headings: draft.headings, areas: areas, segments: draft.segments)
    }
}

/// The segments while they are being listed.
private struct SegmentDraft {
    let tables: LineTables
    var headings: [UInt8]
    var segments: [ScreeningForm.Segment] = []
    /// Behind the last code of the last segment.
    private var end: Int64 = 0

    init(_ tables: LineTables) {
        self.tables = tables
        headings = [UInt8](repeating: 0, count: tables.codes.headings.count / 8)
    }

    mutating func add(_ table: Int32) {
        let codes = tables.codes
        for heading in 0..<10_000 {
            let program = codes.headings[Int(table) * 10_000 + heading]
            add(program, table, 4, from: UInt64(heading) * 1_000_000, count: 1_000_000)
        }
        for (position, length) in [UInt8(6), 8, 10].enumerated() {
            var number = Int(codes.bases[Int(table) * 3 + position])
            for word in 0..<CodeSegments.words {
                var bits = codes.bits[Int(table * CodeSegments.words + word)]
                while bits != 0 {
                    let subheading = UInt64(word) * 64 + UInt64(bits.trailingZeroBitCount)
                    bits &= bits - 1
                    add(Int(codes.first[number])..<Int(codes.first[number + 1]), of: subheading, table, length)
                    number += 1
                }
            }
        }
    }

    private mutating func add(_ segments: Range<Int>, of subheading: UInt64, _ table: Int32, _ length: UInt8) {
        for segment in segments {
            let start = UInt64(tables.codes.starts[segment])
            let end = segment + 1 < segments.upperBound ? UInt64(tables.codes.starts[segment + 1]) : 10_000
            add(tables.codes.programs[segment], table, length, from: subheading * 10_000 + start, count: end - start)
        }
    }

    private mutating func add(_ program: LineTables.Program, _ table: Int32, _ length: UInt8, from: UInt64, count: UInt64) {
        if program.first == program.end { return }
        let heading = Int(table) * 10_000 + Int(from / 1_000_000)
        headings[heading >> 3] |= 1 << UInt8(heading & 7)
        let place = ScreeningForm.place(table, length, from)
        if place > end { close() }
        let pieces = program.end < 0 ? nil : (program.first..<program.end).flatMap { tables.pieces[Int($0)].bytes }
        if segments.last?.pieces != .some(pieces) { segments.append(ScreeningForm.Segment(place: place, pieces: pieces)) }
        end = place + Int64(count)
    }

    /// Nothing is listed behind the last segment.
    mutating func close() {
        guard let last = segments.last, last.pieces != [] else { return }
        segments.append(ScreeningForm.Segment(place: end, pieces: []))
    }
}

// MARK: Bytes

extension FixedWidthInteger {
    /// The lowest byte first.
    fileprivate var bytes: [UInt8] { withUnsafeBytes(of: littleEndian) { Array($0) } }
}

extension UnsafeRawBufferPointer {
    /// A number whose lowest byte comes first.
    @inline(__always)
    fileprivate func number<Number: FixedWidthInteger & BitwiseCopyable>(_ type: Number.Type, at offset: Int) -> Number {
        Number(littleEndian: loadUnaligned(fromByteOffset: offset, as: type))
    }
}

extension Piece {
    static let size = 16

    fileprivate var bytes: [UInt8] { from.bytes + last.bytes + item.bytes + set.bytes + [users, effect.bits] }

    /// A piece from its bytes; there must be `size`.
    @inline(__always)
    init(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
        self.init(
            from: bytes.number(Int32.self, at: offset), last: bytes.number(Int32.self, at: offset + 4),
            item: bytes.number(Int32.self, at: offset + 8), set: bytes.number(UInt16.self, at: offset + 12),
            users: bytes[offset + 14], effect: Effect(bits: bytes[offset + 15]))
    }
}

extension LineTables.Route {
    static let size = 16

    fileprivate var bytes: [UInt8] { from.bytes + last.bytes + table.bytes + Int32(holdsItems ? 1 : 0).bytes }

    /// The routes from their bytes; `nil` where they are cut off.
    static func read(_ bytes: [UInt8]) -> [Self]? {
        guard bytes.count % size == 0 else { return nil }
        return bytes.withUnsafeBytes { bytes in
            stride(from: 0, to: bytes.count, by: size).map { offset in
                Self(
                    from: bytes.number(Int32.self, at: offset), last: bytes.number(Int32.self, at: offset + 4),
                    table: bytes.number(Int32.self, at: offset + 8), holdsItems: bytes.number(Int32.self, at: offset + 12) != 0)
            }
        }
    }
}

extension [UInt64] {
    /// The words from their bytes; `nil` where they are cut off.
    init?(littleEndian bytes: [UInt8]) {
        guard bytes.count % 8 == 0 else { return nil }
        self = bytes.withUnsafeBytes { bytes in stride(from: 0, to: bytes.count, by: 8).map { bytes.number(UInt64.self, at: $0) } }
    }
}
