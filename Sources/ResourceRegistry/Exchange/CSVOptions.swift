/// The character that parts the fields of a row.
public enum CSVDelimiter: String, Sendable, Hashable, CaseIterable {
    /// A comma, as RFC 4180 has it: `,`.
    case comma = ","
    /// `;`, usual where the comma is the decimal sign.
    case semicolon = ";"
    /// The tabulator, between cells that hold none.
    case tab = "\t"

    var byte: UInt8 {
        switch self {
        case .comma: UInt8(ascii: ",")
        case .semicolon: UInt8(ascii: ";")
        case .tab: UInt8(ascii: "\t")
        }
    }

    /// The delimiter that occurs most often in the first line outside of quotes; the comma where none does or on a tie with it.
    static func detected(in bytes: UnsafeRawBufferPointer) -> CSVDelimiter {
        var counts = [Int](repeating: 0, count: allCases.count)
        var quoted = false
        scan: for byte in bytes {
            switch byte {
            case UInt8(ascii: "\""): quoted.toggle()
            case 0x0A where !quoted, 0x0D where !quoted:
                // Blank lines before the header are skipped by the reader as well.
                if counts.contains(where: { $0 > 0 }) { break scan }
            default:
                if quoted { continue }
                for (index, delimiter) in allCases.enumerated() where delimiter.byte == byte { counts[index] += 1 }
            }
        }
        var best = 0
        for index in counts.indices where counts[index] > counts[best] { best = index }
        return allCases[best]
    }
}

/// The encoding of a table file.
public enum CSVEncoding: String, Sendable, Hashable, CaseIterable {
    /// UTF-8, with or without byte order mark.
    case utf8 = "utf-8"
    /// The Western code page of Windows, only where the caller says so: it cannot be told from others by looking.
    case windows1252 = "windows-1252"
}

/// How a table file is read.
public struct CSVOptions: Sendable, Hashable {
    /// The delimiter; nil detects it from the header line.
    public var delimiter: CSVDelimiter?
    /// How bytes are read as letters.
    public var encoding: CSVEncoding
    /// The largest field that is accepted, in bytes of the file. It bounds the memory: a quote that never closes would else take the file in.
    public var maximumFieldBytes: Int
    /// Whether columns may have no name, as the empty ones that spreadsheets leave behind the table. They are found by their place alone.
    public var allowsUnnamedColumns: Bool

    /// Options; by default the delimiter is detected, the text is UTF-8, a field has at most 1 MiB, and every column has a name.
    public init(
        delimiter: CSVDelimiter? = nil, encoding: CSVEncoding = .utf8, maximumFieldBytes: Int = 1 << 20, allowsUnnamedColumns: Bool = false
    ) {
        self.allowsUnnamedColumns = allowsUnnamedColumns
        self.delimiter = delimiter
        self.encoding = encoding
        self.maximumFieldBytes = maximumFieldBytes
    }
}
