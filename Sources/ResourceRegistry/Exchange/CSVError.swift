/// What is wrong with a table file, and where.
public struct CSVError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The kind of fault, for programs.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// There is no file at the path.
        case missingFile
        /// The path names a directory.
        case directory
        /// The file cannot be opened or read.
        case unreadable
        /// There is no header line.
        case emptyFile
        /// The file is no text in the expected encoding: UTF-16, gzip, invalid UTF-8, a NUL byte.
        case encoding
        /// The header lacks a name, has one twice, or lacks a wanted column.
        case header
        /// A row has more or fewer fields than the header.
        case raggedRow
        /// A quoted field never closes, or text follows its closing quote.
        case quoting
        /// A field or the header is larger than the options allow.
        case tooLarge
        /// A field's text is not the value that the column holds.
        case value
    }

    /// Which rule of the format the bytes break.
    public let kind: Kind
    /// The name of the file, as the caller gave it.
    public let file: String
    /// The line of the file, counted from 1; nil where the fault is the file's as a whole.
    public let line: Int?
    /// The column of the table (not of the text), counted from 1; nil where the fault is the row's as a whole.
    public let column: Int?
    /// The header name of the column, where it has one.
    public let header: String?
    /// The offending text, shortened to 60 characters, with control characters escaped.
    public let text: String?
    /// What is wrong and, where there is something to do, what to do.
    public let message: String

    /// Makes an error; `text` may be of any length and hold anything, it is shortened and escaped here.
    public init(
        _ kind: Kind, file: String, line: Int? = nil, column: Int? = nil, header: String? = nil, text: String? = nil, message: String
    ) {
        self.kind = kind
        self.file = file
        self.line = line
        self.column = column
        self.header = header.map { Excerpt.of($0) }
        self.text = text.map { Excerpt.of($0) }
        self.message = message
    }

    /// `FILE:LINE:COLUMN (header): message: "text"`, without the parts that are not known.
    public var description: String {
        var place = Excerpt.of(file, limit: 1000)
        if let line { place += ":\(line)" }
        if line != nil, let column { place += ":\(column)" }
        if let header { place += " (\(header))" }
        return place + ": " + message + (text.map { ": \"\($0)\"" } ?? "")
    }
}
