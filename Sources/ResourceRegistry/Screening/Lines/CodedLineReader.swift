/// Reads a table of lines that ask by a code alone, a block at a time, for `ScreeningIndex.decide(_:into:)`.
public struct CodedLineReader: ~Copyable {
    private var reader: CSVReader
    private let cells: LineCells
    private let rows: PlainRows?

    /// Reads from a table with the columns `code`, `origin`, `destination`, `date` and perhaps `end_user`; others are not looked at.
    ///
    /// - Parameter reader: the table.
    /// - Throws: `CSVError` when a column is missing.
    public init(_ reader: consuming CSVReader) throws(CSVError) {
        let places = try reader.columns(["code", "origin", "destination", "date"])
        cells = LineCells(
            code: places[0], origin: places[1], destination: places[2], date: places[3], endUser: reader.optionalColumn("end_user"),
            others: [])
        rows = reader.delimiter == .comma ? PlainRows(cells, columns: reader.header.count) : nil
        self.reader = reader
    }

    /// The next lines; `nil` at the end of the table.
    ///
    /// - Parameter count: how many, at most.
    /// - Throws: `CSVError` for a faulty row, `InvalidValue` or `ScreeningError` for cells that cannot be.
    public mutating func next(_ count: Int) throws -> [CodedLine]? {
        let block = try [CodedLine](unsafeUninitializedCapacity: count) { block, filled in
            while filled < count {
                if let rows {
                    let room = UnsafeMutableBufferPointer(rebasing: block[filled...])
                    reader.takePlainRows { bytes in
                        let taken = rows.read(bytes, into: room)
                        filled += taken.rows
                        return taken
                    }
                }
                guard filled < count, let record = try reader.next() else { break }
                block.initializeElement(at: filled, to: try cells.line(of: record) ?? slowly(record))
                filled += 1
            }
        }
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
