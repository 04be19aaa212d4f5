/// What is wrong with a JSON file, and where.
public struct JSONError: SourceFault, Equatable {
    /// The kind of fault, for programs.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// There is no file at the path.
        case missingFile
        /// The path names a directory.
        case directory
        /// The file cannot be opened or read.
        case unreadable
        /// The file holds no value.
        case emptyFile
        /// The file is no UTF-8 text: UTF-16, gzip, invalid bytes.
        case encoding
        /// The text is no JSON (RFC 8259).
        case syntax
        /// The file ends inside of a value.
        case cutOff
        /// Values are nested more deeply than is read.
        case tooDeep
        /// A record is larger than is read.
        case tooLarge
        /// A value is not what the format holds there.
        case value
        /// The file is an export of a registry, which is not read back in this form.
        case ownExport
    }

    /// Which rule of the format the text breaks.
    public let kind: Kind
    /// The name of the file, as the caller gave it.
    public let file: String
    /// The line of the file, counted from 1; nil where the fault is the file's as a whole.
    public let line: Int?
    /// The byte of the line, counted from 1.
    public let column: Int?
    /// The member that holds the value: `location_info.location`.
    public let field: String?
    /// The offending text, shortened to 60 characters, with control characters escaped.
    public let text: String?
    /// What is wrong and, where there is something to do, what to do.
    public let message: String

    init(
        _ kind: Kind, file: String, line: Int? = nil, column: Int? = nil, field: String? = nil, text: String? = nil, message: String
    ) {
        self.kind = kind
        self.file = file
        self.line = line
        self.column = column
        self.field = field.map { Excerpt.of($0) }
        self.text = text.map { Excerpt.of($0) }
        self.message = message
    }

    /// A fault of reading bytes.
    init(_ fault: CSVError) {
        let kind: Kind =
            switch fault.kind {
            case .missingFile: .missingFile
            case .directory: .directory
            default: .unreadable
            }
        self.init(kind, file: fault.file, message: fault.message)
    }

    /// The kind and the member: `value (location_info.location)`.
    public var reason: String { kind.rawValue + (field.map { " (\($0))" } ?? "") }
    /// True for faults with a place.
    public var concernsOneRecord: Bool { line != nil }

    /// `FILE:LINE:COLUMN (member): message: "text"`, without the parts that are not known.
    public var description: String {
        var place = Excerpt.of(file, limit: 1000)
        if let line { place += ":\(line)" }
        if line != nil, let column { place += ":\(column)" }
        if let field { place += " (\(field))" }
        return place + ": " + message + (text.map { ": \"\($0)\"" } ?? "")
    }
}
