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

    private static let union = CodedLine.number(of: .europeanUnion)

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
    private static func day(_ bytes: UnsafeBufferPointer<UInt8>) -> Int32? {
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

/// Reads a table of lines that ask by a code alone, a block at a time, for `ScreeningIndex.decide(_:into:)`.
public struct CodedLineReader: ~Copyable {
    private var reader: CSVReader
    private let cells: LineCells
    private var block: [CodedLine] = []

    /// Reads from a table with the columns `code`, `origin`, `destination`, `date` and perhaps `end_user`; others are not looked at.
    ///
    /// - Parameter reader: the table.
    /// - Throws: `CSVError` when a column is missing.
    public init(_ reader: consuming CSVReader) throws(CSVError) {
        let places = try reader.columns(["code", "origin", "destination", "date"])
        cells = LineCells(
            code: places[0], origin: places[1], destination: places[2], date: places[3], endUser: reader.optionalColumn("end_user"),
            others: [])
        self.reader = reader
    }

    /// The next lines; `nil` at the end of the table.
    ///
    /// - Parameter count: how many, at most.
    /// - Throws: `CSVError` for a faulty row, `InvalidValue` or `ScreeningError` for cells that cannot be.
    public mutating func next(_ count: Int) throws -> [CodedLine]? {
        block.removeAll(keepingCapacity: true)
        while block.count < count, let record = try reader.next() { block.append(try cells.line(of: record) ?? slowly(record)) }
        return block.isEmpty ? nil : block
    }

    private func slowly(_ record: CSVRecord) throws -> CodedLine {
        func value<T>(_ column: Int, _ make: (String) throws(InvalidValue) -> T) throws(CSVError) -> T {
            do { return try make(record[column]) } catch { throw record.error(column: column, error) }
        }
        let user = try cells.endUser.flatMap { column in
            record.isEmpty(column) ? nil : try value(column) { text throws(InvalidValue) in try EndUser(text: text) }
        }
        return try CodedLine(
            code: value(cells.code) { text throws(InvalidValue) in try CustomsCode(text) },
            origin: value(cells.origin) { text throws(InvalidValue) in try CountryCode(text) },
            destination: value(cells.destination) { text throws(InvalidValue) in try CountryCode(text) },
            day: value(cells.date) { text throws(InvalidValue) in try CivilDay(text) }, endUser: user)
    }
}
