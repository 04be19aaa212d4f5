/// The header of a table: the names of its columns, and where each stands.
final class CSVHeader: Sendable {
    let file: String
    let names: [String]
    let positions: [String: Int]

    init(file: String, names: [String], line: Int, allowsUnnamed: Bool = false) throws(CSVError) {
        var positions: [String: Int] = [:]
        for (index, name) in names.enumerated() {
            if name.isEmpty {
                if allowsUnnamed { continue }
                throw CSVError(.header, file: file, line: line, column: index + 1, message: "the header has no name for this column")
            }
            if let first = positions[name] {
                throw CSVError(
                    .header, file: file, line: line, column: index + 1, text: name, message: "the header names column \(first + 1) again")
            }
            positions[name] = index
        }
        self.file = file
        self.names = names
        self.positions = positions
    }

    func position(of name: String) throws(CSVError) -> Int {
        if let position = positions[name] { return position }
        throw CSVError(.header, file: file, line: nil, message: "there is no column \"\(Excerpt.of(name))\"; the header has \(listed)")
    }

    func positions(of wanted: [String]) throws(CSVError) -> [Int] {
        let missing = wanted.filter { positions[$0] == nil }
        if missing.isEmpty { return wanted.compactMap { positions[$0] } }
        let list = missing.map { "\"\(Excerpt.of($0))\"" }.joined(separator: ", ")
        throw CSVError(.header, file: file, message: "these columns are missing: \(list); the header has \(listed)")
    }

    private var listed: String {
        let shown = names.prefix(60).map { Excerpt.of($0) }.joined(separator: ", ")
        return names.count > 60 ? shown + ", …" : shown
    }
}

/// One row of a table. It stays valid after the reader has moved on; as long as it is dropped before, nothing is copied.
public struct CSVRecord: Sendable {
    /// The line of the file on which the row begins, counted from 1.
    public let line: Int

    let header: CSVHeader
    /// The fields without their quotes, in UTF-8, one after the other.
    let bytes: [UInt8]
    /// Where each field ends in `bytes`.
    let ends: [Int]

    /// The name of the file, as the caller gave it.
    public var file: String { header.file }

    /// The number of fields; always that of the header.
    public var count: Int { ends.count }

    /// The field of a column, counted from 0; empty for a column that is not there.
    public subscript(_ column: Int) -> String {
        guard let range = range(column), !range.isEmpty else { return "" }
        return bytes.withUnsafeBufferPointer { String(decoding: UnsafeBufferPointer(rebasing: $0[range]), as: UTF8.self) }
    }

    /// The field of the column of that name; throws `CSVError` where the header does not have it.
    public func field(named name: String) throws(CSVError) -> String { self[try header.position(of: name)] }

    /// All fields of the record, in the order of the header.
    public var fields: [String] { ends.indices.map { self[$0] } }

    /// Whether the field of a column, counted from 0, holds nothing. Makes no string.
    public func isEmpty(_ column: Int) -> Bool { range(column)?.isEmpty ?? true }

    /// Lends the UTF-8 bytes of a field (none for a column that is not there); for numbers and codes that need no string.
    public func withBytes<Result>(of column: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
        let range = range(column) ?? 0..<0
        return try bytes.withUnsafeBufferPointer { try body(UnsafeBufferPointer(rebasing: $0[range])) }
    }

    /// The error that the field of a column, counted from 0, is not what it must be: names file, line, column, header and text.
    public func error(column: Int, _ message: String) -> CSVError {
        let name = header.names.indices.contains(column) ? header.names[column] : nil
        let number = name == nil ? nil : column + 1
        return CSVError(.value, file: header.file, line: line, column: number, header: name, text: self[column], message: message)
    }

    /// The error that a value type refused the field of a column, counted from 0.
    public func error(column: Int, _ fault: InvalidValue) -> CSVError {
        error(column: column, "not a valid \(fault.kind), expected \(fault.expected)")
    }

    private func range(_ column: Int) -> Range<Int>? {
        guard ends.indices.contains(column) else { return nil }
        return (column == 0 ? 0 : ends[column - 1])..<ends[column]
    }
}
