/// A fault of a source file, with its place. `CSVError` and `JSONError` are such faults.
public protocol SourceFault: Error, Sendable, CustomStringConvertible {
    /// What kind of fault it is, and of which field: few words, the same for many records, so that a report can count them.
    var reason: String { get }
    /// The name of the file, as the caller gave it.
    var file: String { get }
    /// The line, counted from 1; nil where the fault is the file's as a whole.
    var line: Int? { get }
    /// The column of the table, or of the text in JSON, counted from 1; nil where it is not known.
    var column: Int? { get }
    /// The name of the field.
    var field: String? { get }
    /// The offending text, cut to a line.
    var text: String? { get }
    /// What is wrong and, where there is something to do, what to do.
    var message: String { get }
    /// Whether it concerns one record, which can be set aside; else the file as a whole.
    var concernsOneRecord: Bool { get }
}

extension CSVError: SourceFault {
    /// The kind and the header name: `value (latitude)`.
    public var reason: String { kind.rawValue + (header.map { " (\($0))" } ?? "") }
    /// The header name of the column.
    public var field: String? { header }
    /// True for faults of a row or a cell.
    public var concernsOneRecord: Bool { line != nil && [.value, .raggedRow, .encoding].contains(kind) }
}
