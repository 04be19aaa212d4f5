/// Reads rows of the plainest form straight from the bytes of a table: cells without quotes, dots or spaces, lines that end in LF.
///
/// It takes a row only as a whole and only if it is sure of it; the first one that is different is left, for `CSVReader` and the value
/// types, which know all forms and every error.
struct PlainRows: Sendable {
    private enum Column: UInt8 {
        case code, origin, destination, date, other
    }

    private let columns: [Column]

    /// `nil` for a table with end users, which are words.
    init?(_ cells: LineCells, columns count: Int) {
        guard cells.endUser == nil else { return nil }
        var columns = [Column](repeating: .other, count: count)
        columns[cells.code] = .code
        columns[cells.origin] = .origin
        columns[cells.destination] = .destination
        columns[cells.date] = .date
        self.columns = columns
    }

    /// Writes the lines of the rows that lie whole in the bytes into a block as far as it has room, and tells how many bytes and rows
    /// they take.
    func read(_ bytes: UnsafeBufferPointer<UInt8>, into block: UnsafeMutableBufferPointer<CodedLine>) -> (bytes: Int, rows: Int) {
        var taken = 0
        var rows = 0
        while rows < block.count, let (line, end) = row(bytes, from: taken) {
            block.initializeElement(at: rows, to: line)
            taken = end
            rows &+= 1
        }
        return (taken, rows)
    }

    @inline(__always)
    private func row(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> (line: CodedLine, end: Int)? {
        var position = start
        var code: UInt64 = 0
        var length = 0
        var (origin, destination) = (0, 0)
        var day: Int32 = 0
        let columns = columns.span
        for column in columns.indices {
            let first = position
            switch columns[column] {
            case .code:
                guard bytes.count &- position >= 11 else { return nil }
                let values = EightBytes.load(bytes, at: position) ^ 0x3030_3030_3030_3030
                length = EightBytes.others(values).trailingZeroBitCount &>> 3
                guard length >= 4 else { return nil }
                // Digits move to the end, zeros come before them.
                code = EightBytes.number(values &<< UInt64(64 &- length &* 8))
                if length == 8, ASCII.isDigit(bytes[position &+ 8]), ASCII.isDigit(bytes[position &+ 9]) {
                    code = code &* 100 &+ UInt64(bytes[position &+ 8] &- 0x30) &* 10 &+ UInt64(bytes[position &+ 9] &- 0x30)
                    length = 10
                }
                guard length & 1 == 0 else { return nil }
                position &+= length
                code = code &* CodeRow.unit(UInt8(truncatingIfNeeded: length))
                // There is no chapter 00.
                guard code >= 100_000_000 else { return nil }
            case .origin, .destination:
                position &+= 2
                guard position < bytes.count, ASCII.isUpper(bytes[first]), ASCII.isUpper(bytes[first + 1]) else { return nil }
                let number = Int(bytes[first] &- 0x41) &* 26 &+ Int(bytes[first + 1] &- 0x41)
                if columns[column] == .origin { origin = number } else { destination = number }
            case .date:
                position &+= 10
                guard position < bytes.count, let number = LineCells.day(UnsafeBufferPointer(rebasing: bytes[first..<position])) else {
                    return nil
                }
                day = number
            case .other:
                // What may begin a quote, end a row in another way or be no UTF-8 is looked at by the reader.
                while position < bytes.count, bytes[position] != 0x2C, bytes[position] >= 0x20, bytes[position] != 0x22,
                    bytes[position] < 0x7F
                {
                    position &+= 1
                }
            }
            guard position < bytes.count, bytes[position] == (column == columns.count - 1 ? 0x0A : 0x2C) else { return nil }
            position &+= 1
        }
        guard origin != destination, destination != Int(LineCells.union) else { return nil }
        let line = CodedLine(
            padded: code, length: UInt8(truncatingIfNeeded: length), origin: UInt16(truncatingIfNeeded: origin),
            destination: UInt16(truncatingIfNeeded: destination), day: day, endUser: nil)
        return (line, position)
    }
}
