/// Rows of a table as they were read, one behind the other: they go to another thread without an object for each.
struct RowBlock: Sendable {
    private var bytes: [UInt8] = []
    /// Where each field ends in `bytes`, row after row.
    private var ends: [Int] = []
    /// The line of the file on which each row begins.
    private var lines: [Int] = []
    /// Rows that could not be read, by number.
    private var faults: [Int: ScreeningBatch.Row] = [:]
    private let header: CSVHeader
    private let columns: Int

    var count: Int { lines.count }

    init(of header: CSVHeader) {
        self.header = header
        columns = header.names.count
    }

    mutating func append(_ row: ScreeningBatch.Row) {
        switch row {
        case .record(let record):
            let start = bytes.count
            bytes += record.bytes
            for end in record.ends { ends.append(start + end) }
            lines.append(record.line)
        case .fault:
            faults[count] = row
            // All that is known of it stands in the fault.
            let end = bytes.count
            ends.append(contentsOf: repeatElement(end, count: columns))
            lines.append(0)
        }
    }

    /// Gives the memory back.
    mutating func removeAll() { self = RowBlock(of: header) }

    /// A row as a value of its own.
    func row(_ number: Int) -> ScreeningBatch.Row {
        if let fault = faults[number] { return fault }
        let fields = ends[(number * columns)..<((number + 1) * columns)]
        let start = number == 0 ? 0 : ends[number * columns - 1]
        return .record(
            CSVRecord(
                line: lines[number], header: header, bytes: Array(bytes[start..<(fields.last ?? start)]), ends: fields.map { $0 - start }))
    }

    /// Lends the fields of a row that could be read; `nil` for a fault.
    func withFields<Result>(of number: Int, _ body: (RowFields) throws -> Result) rethrows -> Result? {
        if !faults.isEmpty, faults[number] != nil { return nil }
        return try bytes.withUnsafeBufferPointer { bytes in
            try ends.withUnsafeBufferPointer { ends in
                try body(RowFields(bytes: bytes, ends: ends, first: number * columns, count: columns))
            }
        }
    }
}

/// The fields of one row, lent. It must not outlive the closure that it is given to.
struct RowFields {
    let bytes: UnsafeBufferPointer<UInt8>
    /// Where fields end in `bytes`; those of this row are `count` from `first` on.
    let ends: UnsafeBufferPointer<Int>
    let first: Int
    let count: Int

    subscript(_ column: Int) -> UnsafeBufferPointer<UInt8> {
        let place = first &+ column
        return UnsafeBufferPointer(rebasing: bytes[(place == 0 ? 0 : ends[place &- 1])..<ends[place]])
    }
}
