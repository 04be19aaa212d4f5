/// The records that an import set aside: a CSV file of place, reason and the record as it stood.
struct RejectsFile {
    private static let columns = ["file", "line", "column", "field", "reason", "record"]
    private static let blockSize = 64 * 1024

    private let output: OutputFile
    private let writer = CSVWriter()
    private var bytes: [UInt8] = []

    /// Begins the file.
    ///
    /// - Throws: `OutputError` when it cannot be made, or is one of `others`.
    init(path: String, sparing others: [String]) throws(OutputError) {
        output = try OutputFile(path: path, sparing: others)
        writer.append(Self.columns.map { .plain($0) }, to: &bytes)
    }

    mutating func add(_ fault: any SourceFault, record: String) throws(OutputError) {
        let found = fault.text.map { ": \"\($0)\"" } ?? ""
        writer.append(
            [
                .text(fault.file), fault.line.map { .plain("\($0)") } ?? .empty, fault.column.map { .plain("\($0)") } ?? .empty,
                fault.field.map { .text($0) } ?? .empty, .text(fault.message + found), .text(record),
            ], to: &bytes)
        if bytes.count > Self.blockSize { try flush() }
    }

    private mutating func flush() throws(OutputError) {
        try output.write(bytes)
        bytes.removeAll(keepingCapacity: true)
    }

    /// Makes the file appear under its name.
    mutating func commit() throws(OutputError) {
        try flush()
        try output.commit()
    }
}
