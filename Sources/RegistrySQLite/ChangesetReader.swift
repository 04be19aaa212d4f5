/// Walks the bytes of a changeset, checking each.
///
/// The form is described at the head of `ext/session/sqlite3session.c`: groups of one table each, `T`, the number of columns, a
/// byte for each that tells whether it is of the key, the name and a NUL; then for each row the operation (18 insert, 23 update,
/// 9 delete), a byte that tells indirect changes, and its values: old ones for update and delete, new ones for insert and update.
struct ChangesetReader {
    private(set) var table = ChangesetTable(name: "", isKey: [])
    private(set) var operation = ChangedRow.Operation.insert
    /// The first header that was read and the largest one, be there rows behind them or not.
    private(set) var headers: (first: ChangesetTable, largest: ChangesetTable)?
    private let bytes: [UInt8]
    private var offset = 0
    /// Where the values of the present row begin.
    private var valuesStart = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Goes to the next row; false at the end.
    mutating func next() throws(ChangesetFormatError) -> Bool {
        while offset < bytes.count, bytes[offset] == UInt8(ascii: "T") { try readHeader() }
        guard offset < bytes.count else { return false }
        guard !table.isKey.isEmpty else { throw failure("no table is named before the first row") }
        switch try byte() {
        case 18: operation = .insert
        case 23: operation = .update
        case 9: operation = .delete
        default: throw ChangesetFormatError(offset: offset - 1, problem: "neither a table nor an insert, update or delete begins here")
        }
        guard try byte() <= 1 else { throw failure("the mark of an indirect change is neither 0 nor 1") }
        valuesStart = offset
        let columns = table.isKey.count
        for position in 0..<(operation == .update ? 2 * columns : columns) {
            let isSet = try skipValue()
            let column = position % columns
            // Of an update the old key is always told; of an insert or a delete everything is.
            let isNeeded = operation != .update || position < columns && table.isKey[column]
            if isNeeded, !isSet { throw failure("a value is missing") }
            if operation == .update, position >= columns, table.isKey[column], isSet { throw failure("an update changes a key") }
        }
        return true
    }

    /// The values of the present row.
    mutating func row() throws(ChangesetFormatError) -> ChangedRow {
        offset = valuesStart
        let columns = table.isKey.count
        let none = [Value?](repeating: nil, count: columns)
        let old = operation == .insert ? none : try values(columns)
        let new = operation == .delete ? none : try values(columns)
        return ChangedRow(table: table, operation: operation, old: old, new: new)
    }

    /// Reads what stands before the rows of a table.
    private mutating func readHeader() throws(ChangesetFormatError) {
        offset += 1
        let columns = try count()
        guard columns > 0, columns <= 2000 else { throw failure("a table of \(columns) columns") }
        var isKey: [Bool] = []
        for _ in 0..<columns { isKey.append(try byte() != 0) }
        guard isKey.contains(true) else { throw failure("a table without a key") }
        guard let end = bytes[offset...].firstIndex(of: 0), end > offset else { throw failure("a table without a name") }
        guard let name = String(validating: bytes[offset..<end], as: UTF8.self) else { throw failure("a name that is not UTF-8") }
        offset = end + 1
        table = ChangesetTable(name: name, isKey: isKey)
        let (first, largest) = headers ?? (table, table)
        headers = (first, table.headerSize > largest.headerSize ? table : largest)
    }

    private mutating func values(_ count: Int) throws(ChangesetFormatError) -> [Value?] {
        var values: [Value?] = []
        values.reserveCapacity(count)
        for _ in 0..<count { values.append(try value()) }
        return values
    }

    private mutating func value() throws(ChangesetFormatError) -> Value? {
        switch try byte() {
        case 0: return nil
        case 1: return .integer(Int64(bitPattern: try word()))
        case 2: return .real(Double(bitPattern: try word()))
        case 3:
            let range = try range()
            guard let text = String(validating: bytes[range], as: UTF8.self) else { throw failure("a text that is not UTF-8") }
            return .text(text)
        case 4: return .blob([UInt8](bytes[try range()]))
        default: return .null
        }
    }

    /// Skips a value; false for one that is left out.
    private mutating func skipValue() throws(ChangesetFormatError) -> Bool {
        switch try byte() {
        case 0: return false
        case 1, 2:
            try requireWord()
            offset += 8
        case 3, 4: _ = try range()
        case 5: break
        default: throw ChangesetFormatError(offset: offset - 1, problem: "a value of an unknown type")
        }
        return true
    }

    private mutating func byte() throws(ChangesetFormatError) -> UInt8 {
        guard offset < bytes.count else { throw failure("it ends in the middle of a row") }
        defer { offset += 1 }
        return bytes[offset]
    }

    private mutating func word() throws(ChangesetFormatError) -> UInt64 {
        try requireWord()
        defer { offset += 8 }
        return bytes[offset..<(offset + 8)].reduce(0) { $0 << 8 | UInt64($1) }
    }

    private func requireWord() throws(ChangesetFormatError) {
        guard bytes.count - offset >= 8 else { throw failure("it ends in the middle of a number") }
    }

    /// A length and that many bytes.
    private mutating func range() throws(ChangesetFormatError) -> Range<Int> {
        let length = try count()
        guard length <= bytes.count - offset else { throw failure("a text or blob of \(length) bytes goes beyond the end") }
        defer { offset += length }
        return offset..<(offset + length)
    }

    /// SQLite's variable-length integer; sizes here stay below 2^31.
    private mutating func count() throws(ChangesetFormatError) -> Int {
        var result = 0
        for _ in 0..<5 {
            let next = try byte()
            result = result << 7 | Int(next & 0x7F)
            if next < 0x80 {
                guard result <= Int(Int32.max) else { break }
                return result
            }
        }
        throw failure("a size out of range")
    }

    private func failure(_ problem: String) -> ChangesetFormatError { ChangesetFormatError(offset: offset, problem: problem) }
}
