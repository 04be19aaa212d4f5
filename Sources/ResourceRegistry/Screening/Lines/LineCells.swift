/// Reads the cells of a row into a `CodedLine` without making a string.
struct LineCells: Sendable {
    let code: Int
    let origin: Int
    let destination: Int
    let date: Int
    let endUser: Int?
    /// Columns that ask for more than a code, when they are not empty.
    let others: [Int]

    /// The line of a row; `nil` when it asks for more than a code, or a cell is not written in the plain way: digits without dots,
    /// capital letters, a whole date. Such rows are read by the value types, which know all ways and every error.
    func line(of row: RowFields) -> CodedLine? {
        for column in others where !row[column].isEmpty { return nil }
        guard let (padded, length) = Self.code(row[code]), let origin = Self.country(row[origin]),
            let destination = Self.country(row[destination]), let day = Self.day(row[date]),
            origin != destination, destination != Self.union
        else { return nil }
        var user: EndUser?
        if let endUser, !row[endUser].isEmpty {
            guard let known = Self.endUser(row[endUser]) else { return nil }
            user = known
        }
        return CodedLine(padded: padded, length: length, origin: origin, destination: destination, day: day, endUser: user)
    }

    /// The line of a record.
    func line(of record: CSVRecord) -> CodedLine? {
        record.bytes.withUnsafeBufferPointer { bytes in
            record.ends.withUnsafeBufferPointer { line(of: RowFields(bytes: bytes, ends: $0, first: 0, count: record.count)) }
        }
    }

    static let union = CodedLine.number(of: .europeanUnion)

    @inline(__always)
    private static func code(_ bytes: UnsafeBufferPointer<UInt8>) -> (padded: UInt64, length: UInt8)? {
        guard bytes.count >= 4, bytes.count <= 10, bytes.count & 1 == 0 else { return nil }
        var value: UInt64 = 0
        for byte in bytes {
            guard ASCII.isDigit(byte) else { return nil }
            value = value &* 10 &+ UInt64(byte &- 0x30)
        }
        let length = UInt8(bytes.count)
        let padded = value &* CodeRow.unit(length)
        // There is no chapter 00.
        return padded >= 100_000_000 ? (padded, length) : nil
    }

    @inline(__always)
    private static func country(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt16? {
        guard bytes.count == 2, ASCII.isUpper(bytes[0]), ASCII.isUpper(bytes[1]) else { return nil }
        return UInt16(bytes[0] &- 0x41) &* 26 &+ UInt16(bytes[1] &- 0x41)
    }

    @inline(__always)
    static func day(_ bytes: UnsafeBufferPointer<UInt8>) -> Int32? {
        guard bytes.count == 10, ASCII.isDigit(bytes[8]), ASCII.isDigit(bytes[9]) else { return nil }
        // `YYYY-MM-` at once: what is left of digits is their value, of the hyphens nothing.
        let digits = EightBytes.load(bytes, at: 0) ^ 0x2D30_302D_3030_3030
        guard EightBytes.others(digits) == 0, digits & 0xFF00_00FF_0000_0000 == 0 else { return nil }
        func digit(_ place: UInt64) -> Int { Int(digits &>> (place &* 8) & 0xFF) }
        let year = digit(0) &* 1000 &+ digit(1) &* 100 &+ digit(2) &* 10 &+ digit(3)
        let day = Int(bytes[8] &- 0x30) &* 10 &+ Int(bytes[9] &- 0x30)
        return CivilDay.number(year: year, month: digit(5) &* 10 &+ digit(6), day: day).map { Int32(truncatingIfNeeded: $0) }
    }

    private static func endUser(_ bytes: UnsafeBufferPointer<UInt8>) -> EndUser? {
        EndUser.allCases.first { bytes.elementsEqual($0.rawValue.utf8) }
    }
}
