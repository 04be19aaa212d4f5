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
    func line(of record: CSVRecord) -> CodedLine? {
        for column in others where !record.isEmpty(column) { return nil }
        return record.bytes.withUnsafeBufferPointer { bytes -> CodedLine? in
            func cell(_ column: Int) -> UnsafeBufferPointer<UInt8> {
                UnsafeBufferPointer(rebasing: bytes[(column == 0 ? 0 : record.ends[column - 1])..<record.ends[column]])
            }
            guard let (padded, length) = Self.code(cell(code)), let origin = Self.country(cell(origin)),
                let destination = Self.country(cell(destination)), let day = Self.day(cell(date)),
                origin != destination, destination != Self.union
            else { return nil }
            var user: EndUser?
            if let endUser, !cell(endUser).isEmpty {
                guard let known = Self.endUser(cell(endUser)) else { return nil }
                user = known
            }
            return CodedLine(padded: padded, length: length, origin: origin, destination: destination, day: day, endUser: user)
        }
    }

    static let union = CodedLine.number(of: .europeanUnion)

    private static func digit(_ byte: UInt8) -> Int { Int(byte &- 0x30) }

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
        guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D else { return nil }
        for place in 0..<10 where place != 4 && place != 7 && !ASCII.isDigit(bytes[place]) { return nil }
        let year = digit(bytes[0]) * 1000 + digit(bytes[1]) * 100 + digit(bytes[2]) * 10 + digit(bytes[3])
        let month = digit(bytes[5]) * 10 + digit(bytes[6])
        return CivilDay.number(year: year, month: month, day: digit(bytes[8]) * 10 + digit(bytes[9])).map(Int32.init)
    }

    private static func endUser(_ bytes: UnsafeBufferPointer<UInt8>) -> EndUser? {
        EndUser.allCases.first { bytes.elementsEqual($0.rawValue.utf8) }
    }
}
