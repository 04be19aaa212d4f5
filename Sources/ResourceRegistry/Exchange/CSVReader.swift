/// Reads a table of text (RFC 4180) row by row, in memory that does not grow with the file.
///
/// Takes LF, CRLF and CR, a byte order mark, line breaks in quoted fields, and skips blank lines. Refuses what would be read wrongly:
/// other encodings, quotes that never close, rows with a wrong number of fields, headers with empty or repeated names.
/// It cannot be copied, because two copies would take the rows from each other.
public struct CSVReader: ~Copyable {
    private var scanner: CSVScanner
    let table: CSVHeader
    /// The fault after which reading cannot go on: where a quote never closed, no later row can be trusted.
    private var stopped: CSVError?

    /// Opens a file and reads its header.
    ///
    /// Throws `CSVError` where the file is missing, a directory, unreadable, empty, in another encoding, or has a faulty header.
    public init(path: String, options: CSVOptions = CSVOptions()) throws(CSVError) {
        var scanner = try CSVScanner.started(ByteSource(path: path), options)
        let table = try Self.readHeader(&scanner, options)
        self.init(scanner, table)
    }

    /// Reads a table that is in memory already; `name` stands for the file in errors. Throws `CSVError` as `init(path:options:)` does.
    public init(bytes: [UInt8], name: String, options: CSVOptions = CSVOptions()) throws(CSVError) {
        var scanner = try CSVScanner.started(ByteSource(bytes: bytes, name: name), options)
        let table = try Self.readHeader(&scanner, options)
        self.init(scanner, table)
    }

    private init(_ scanner: consuming CSVScanner, _ table: CSVHeader) {
        self.scanner = scanner
        self.table = table
    }

    private static func readHeader(_ scanner: inout CSVScanner, _ options: CSVOptions) throws(CSVError) -> CSVHeader {
        guard try scanner.scan() else {
            throw CSVError(.emptyFile, file: scanner.file, message: "the file is empty: not even a header line")
        }
        if scanner.fieldCount > CSVScanner.mostColumns {
            let message = "the header has \(scanner.fieldCount) columns, at most \(CSVScanner.mostColumns) are read"
            throw CSVError(.tooLarge, file: scanner.file, line: scanner.recordLine, message: message)
        }
        if let fault = scanner.encodingFault(nil) { throw fault }
        let draft = try CSVHeader(file: scanner.file, names: [], line: 1)
        let first = CSVRecord(line: scanner.recordLine, header: draft, bytes: scanner.bytes, ends: scanner.ends)
        let table = try CSVHeader(file: scanner.file, names: first.fields, line: first.line, allowsUnnamed: options.allowsUnnamedColumns)
        // Fields beyond the header are counted, not kept: a hostile line of commas costs no memory.
        scanner.mostFields = table.names.count
        return table
    }

    /// The name of the file, as the caller gave it.
    public var file: String { scanner.file }
    /// The names of the columns.
    public var header: [String] { table.names }
    /// The delimiter, told or detected.
    public var delimiter: CSVDelimiter { scanner.delimiter }
    /// How many bytes of the file were read so far, for progress.
    public var bytesRead: Int64 { scanner.bytesRead }
    /// Whether reading cannot go on; false after a fault that concerns one row only (ragged, invalid UTF-8), where `next()` gives the row after it.
    public var isStopped: Bool { stopped != nil }
    /// The fields of the row read last, also where it was refused, for a file of rejects. At most as many as the header has.
    public var lastFields: [String] {
        CSVRecord(line: scanner.recordLine, header: table, bytes: scanner.bytes, ends: scanner.ends).fields
    }

    /// Lends the bytes that are in memory and not yet taken, from the beginning of a row on, to a reader that knows plain rows; it tells
    /// how many bytes and rows it took. What it leaves, `next()` reads with all rules and errors.
    mutating func takePlainRows(_ body: (UnsafeBufferPointer<UInt8>) -> (bytes: Int, rows: Int)) {
        if stopped == nil { scanner.takeRows(body) }
    }

    /// The place of a column, counted from 0; throws `CSVError` naming it where the header does not have it. Locate once, not per row.
    public func column(_ name: String) throws(CSVError) -> Int { try table.position(of: name) }

    /// The places of several columns; throws one `CSVError` that lists all that are missing.
    public func columns(_ names: [String]) throws(CSVError) -> [Int] { try table.positions(of: names) }

    /// The place of a column that may be absent, counted from 0.
    public func optionalColumn(_ name: String) -> Int? { table.positions[name] }

    /// The next row, nil at the end of the file.
    ///
    /// Throws `CSVError` for a faulty row. Where the fault is that row's alone, the next call goes on behind it; else it throws again.
    public mutating func next() throws(CSVError) -> CSVRecord? {
        if let stopped { throw stopped }
        do {
            guard try scanner.scan() else { return nil }
        } catch {
            stopped = error
            throw error
        }
        if scanner.fieldCount != table.names.count {
            let message = "the row has \(scanner.fieldCount) fields, the header has \(table.names.count)"
            throw CSVError(.raggedRow, file: scanner.file, line: scanner.recordLine, text: lastFields.first, message: message)
        }
        if scanner.hasHighBytes, let fault = scanner.encodingFault(table) { throw fault }
        return CSVRecord(line: scanner.recordLine, header: table, bytes: scanner.bytes, ends: scanner.ends)
    }
}
