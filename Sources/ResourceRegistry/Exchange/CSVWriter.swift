/// A cell of a table that is written.
package enum CSVCell: Sendable, Hashable {
    /// Text, which is kept from acting as a formula.
    case text(String)
    /// A number, code or day that this library made: written as it is, a leading minus is no formula.
    case plain(String)
    /// No value: nothing between the delimiters.
    case empty
}

/// Writes rows of a table in UTF-8 with LF (RFC 4180 but for the line end).
package struct CSVWriter: Sendable {
    /// The delimiter that is written between cells.
    package let delimiter: CSVDelimiter
    /// Whether text cells are written as they are, formulas included.
    package let raw: Bool

    /// A writer; unless `raw`, text cells that begin with `=`, `+`, `-`, `@`, tab or carriage return get a `'` before them, because
    /// spreadsheets would run them (OWASP, CSV injection).
    package init(delimiter: CSVDelimiter = .comma, raw: Bool = false) {
        self.delimiter = delimiter
        self.raw = raw
    }

    /// Appends one row with its line end to `bytes`.
    package func append(_ cells: [CSVCell], to bytes: inout [UInt8]) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { bytes.append(delimiter.byte) }
            switch cell {
            case .text(let text): append(text, escaping: !raw, to: &bytes)
            case .plain(let text): append(text, escaping: false, to: &bytes)
            // A row of one empty cell would be a blank line, which readers skip.
            case .empty: append("", escaping: false, quoting: cells.count == 1, to: &bytes)
            }
            if cells.count == 1, cell == .text("") || cell == .plain("") { bytes.append(contentsOf: [0x22, 0x22]) }
        }
        bytes.append(0x0A)
    }

    /// One row with its line end.
    package func row(_ cells: [CSVCell]) -> String {
        var bytes: [UInt8] = []
        append(cells, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private func append(_ text: String, escaping: Bool, quoting: Bool = false, to bytes: inout [UInt8]) {
        append(text.utf8, escaping: escaping, quoting: quoting, to: &bytes)
    }

    /// Appends the text of one cell.
    func append(_ text: some Collection<UInt8>, escaping: Bool, quoting: Bool = false, to bytes: inout [UInt8]) {
        let first = text.first ?? 0
        let guarded = escaping && Self.isDangerous(first)
        // Bare at the beginning of a file, this character would be taken for the byte order mark.
        let isMark = text.starts(with: [0xEF, 0xBB, 0xBF])
        let quoted = quoting || isMark || text.contains { $0 == delimiter.byte || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
        if !quoted, !guarded {
            bytes.append(contentsOf: text)
            return
        }
        if quoted { bytes.append(0x22) }
        if guarded { bytes.append(UInt8(ascii: "'")) }
        for byte in text {
            if byte == 0x22 { bytes.append(0x22) }
            bytes.append(byte)
        }
        if quoted { bytes.append(0x22) }
    }

    /// A formula begins with it.
    private static func isDangerous(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0D: true
        default: false
        }
    }
}
