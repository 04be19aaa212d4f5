import Glibc
import ResourceRegistry

/// How results are printed.
package enum OutputFormat: String, CaseIterable {
    case table, json, csv
}

/// One value of a result.
package enum Cell: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByNilLiteral {
    case null
    case text(String)
    case integer(Int)
    case real(Double)
    /// A computed number: people are shown four digits of it.
    case figure(Double)
    case flag(Bool)
    case list([Cell])
    case object([(String, Cell)])

    package init(stringLiteral value: String) { self = .text(value) }
    package init(integerLiteral value: Int) { self = .integer(value) }
    package init(nilLiteral: ()) { self = .null }
    package init(_ text: String?) { self = text.map { .text($0) } ?? .null }
    package init(_ number: Int?) { self = number.map { .integer($0) } ?? .null }
    package init(_ number: Double?) { self = number.map { .real($0) } ?? .null }
    package init(figure: Double?) { self = figure.map { .figure($0) } ?? .null }
    package init(_ texts: [String]) { self = .list(texts.map { .text($0) }) }

    package static func objects<T>(_ items: [T], _ fields: (T) -> [(String, Cell)]) -> Cell { .list(items.map { .object(fields($0)) }) }

    /// A value with its bounds.
    package static func bounds(_ value: Double?, _ low: Double?, _ high: Double?) -> Cell {
        .object([("value", Cell(figure: value)), ("low", Cell(figure: low)), ("high", Cell(figure: high))])
    }

    /// The value as JSON.
    package var json: String {
        switch self {
        case .null: "null"
        case .text(let text): JSONText.string(text)
        case .integer(let number): String(number)
        case .real(let number), .figure(let number): number.isFinite ? "\(number)" : "null"
        case .flag(let flag): flag ? "true" : "false"
        case .list(let cells): JSONText.array(cells.map(\.json))
        case .object(let pairs): JSONText.object(pairs.map { ($0.0, $0.1.json) })
        }
    }

    /// Four significant digits of a number.
    static func rounded(_ number: Double) -> String {
        guard number.isFinite else { return "\(number)" }
        if number == 0 { return "0" }
        let scale = pow(10, 3 - floor(log10(abs(number))))
        let text = "\((number * scale).rounded() / scale)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// The value for a person, on one line.
    package var plain: String {
        switch self {
        case .null: ""
        case .text(let text): text.printable
        case .integer(let number): String(number)
        case .real(let number): "\(number)"
        case .figure(let number): Self.rounded(number)
        case .flag(let flag): flag ? "yes" : "no"
        case .list(let cells): cells.map(\.plain).joined(separator: "; ")
        case .object(let pairs): pairs.filter { !$0.1.plain.isEmpty }.map { "\($0.0) \($0.1.plain)" }.joined(separator: ", ")
        }
    }
}

/// A list of results with named columns.
package struct Listing {
    package var columns: [String]
    package var rows: [[Cell]]
    /// Columns that a narrow terminal may do without, those of least worth first.
    package var least: [String]

    package init(columns: [String], rows: [[Cell]], least: [String] = []) {
        self.columns = columns
        self.rows = rows
        self.least = least
    }

    /// Prints the list.
    ///
    /// - Parameters:
    ///   - isWide: whether long cells are shown whole in a table.
    ///   - empty: what people are told, on the standard error, where a table has no rows; `nil` where they are told otherwise.
    package func write(_ format: OutputFormat, raw: Bool = false, isWide: Bool = false, empty: String? = "none") {
        switch format {
        case .json: Output.line("[" + rows.map { Cell.object(Array(zip(columns, $0))).json }.joined(separator: ",\n ") + "]")
        case .csv:
            Output.line(columns.map { Self.csv(.text($0), raw: raw) }.joined(separator: ","))
            for row in rows { Output.line(row.map { Self.csv($0, raw: raw) }.joined(separator: ",")) }
        case .table:
            if !rows.isEmpty { return table(isWide: isWide) }
            if let empty { Output.note(empty) }
        }
    }

    fileprivate func table(isWide: Bool) {
        let texts = [columns.map(\.printable)] + rows.map { $0.map(\.plain) }
        let layout = TableLayout(texts, least: least, total: Terminal.width, isWide: isWide)
        guard let shown = layout.columns else { return Output.records(texts) }
        for (index, row) in texts.enumerated() {
            var line = ""
            for (place, column) in shown.enumerated() {
                let text = Output.cut(row[column], to: layout.widths[place])
                line += text
                if place < shown.count - 1 { line += String(repeating: " ", count: layout.widths[place] - Output.width(text) + 2) }
            }
            Output.line(index == 0 ? Terminal.styled(line, .bold) : line)
            if index == 0 { Output.line(layout.widths.map { String(repeating: "-", count: $0) }.joined(separator: "  ")) }
        }
        if !layout.leftOut.isEmpty { Output.paragraph("not shown: \(layout.leftOut.joined(separator: ", ")) (--format csv shows all)") }
    }

    /// A text that a spreadsheet would run as a formula is disarmed by an apostrophe, unless raw cells are asked for.
    fileprivate static func csv(_ cell: Cell, raw: Bool = false) -> String {
        var text = cell.plain
        if case .integer = cell { return text }
        if case .real(let number) = cell { return "\(number)" }
        if case .figure(let number) = cell { return "\(number)" }
        if !raw, let first = text.first, "=+-@\t\r".contains(first) { text = "'" + text }
        guard text.contains(where: { ",\"\r\n".contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}

extension Listing {
    /// Objects with the same keys as a table, without the columns that are empty; `nil` where it would be too wide for a screen.
    init?(objects cells: [Cell], width: Int) {
        let objects = cells.compactMap { cell -> [(String, Cell)]? in if case .object(let pairs) = cell { pairs } else { nil } }
        guard objects.count == cells.count, let names = objects.first?.map(\.0), objects.allSatisfy({ $0.map(\.0) == names }) else {
            return nil
        }
        let used = names.indices.filter { column in objects.contains { !$0[column].1.plain.isEmpty } }
        least = []
        columns = used.map { names[$0] }
        rows = objects.map { object in used.map { object[$0].1 } }
        let widths = used.map { column in max(Output.width(names[column]), objects.map { Output.width($0[column].1.plain) }.max() ?? 0) + 2
        }
        guard widths.reduce(0, +) <= width else { return nil }
    }
}

/// One result with named fields; lists stand below it.
package struct Document {
    package var fields: [(String, Cell)]

    package init(fields: [(String, Cell)]) { self.fields = fields }

    /// Prints the result.
    package func write(_ format: OutputFormat) {
        switch format {
        case .json: Output.line(Cell.object(fields).json)
        case .csv:
            for line in csvLines { Output.line(line) }
        case .table:
            let width = fields.map { Output.width($0.0) }.max() ?? 0
            for (name, cell) in fields where !cell.plain.isEmpty {
                guard case .list(let cells) = cell, cells.count > 1, cells.contains(where: { $0.isObject }) else {
                    Output.field(name, cell.plain, width: width)
                    continue
                }
                Output.line(Terminal.styled(name, .bold))
                if let listing = Listing(objects: cells, width: Terminal.width ?? 170) {
                    listing.table(isWide: true)
                    continue
                }
                for entry in cells { Output.paragraph("  " + entry.plain) }
            }
        }
    }
}

extension Document {
    /// The result as CSV, a line for each value: entries of lists are told by their number, fields of objects by their name
    /// (`shares.1.country`).
    var csvLines: [String] {
        func lines(_ name: String, _ cell: Cell) -> [String] {
            switch cell {
            case .list(let cells) where !cells.isEmpty: cells.enumerated().flatMap { lines("\(name).\($0 + 1)", $1) }
            case .object(let pairs) where !pairs.isEmpty: pairs.flatMap { lines("\(name).\($0)", $1) }
            default: ["\(Listing.csv(.text(name))),\(Listing.csv(cell))"]
            }
        }
        return ["field,value"] + fields.flatMap { lines($0.0, $0.1) }
    }
}

extension Cell {
    fileprivate var isObject: Bool {
        if case .object = self { return true }
        return false
    }
}

/// Standard output and standard error. A reader that went away ends the program quietly; a full disk is an error.
package enum Output {
    // The program has one thread.
    nonisolated(unsafe) private static var buffer: [UInt8] = []

    package static func line(_ text: String) {
        buffer += Array(text.utf8)
        buffer.append(UInt8(ascii: "\n"))
        if buffer.count > 1 << 16 { finish() }
    }

    /// A text that may be long: on a terminal its further lines are set in.
    package static func paragraph(_ text: String) {
        guard let total = Terminal.width, width(text) > total else { return line(text) }
        let indent = String(repeating: " ", count: text.prefix { $0 == " " }.count)
        for (index, part) in wrapped(text, to: total - indent.count - 2).enumerated() { line(indent + (index > 0 ? "  " : "") + part) }
    }

    /// The name of a field and its value, which on a terminal stays in its column.
    static func field(_ name: String, _ value: String, width: Int) {
        let label = Terminal.styled(name, .bold) + String(repeating: " ", count: width - Self.width(name) + 2)
        guard let total = Terminal.width else { return line(label + value) }
        let longest = wrapped(value, to: 1).map(Self.width).max() ?? 0
        guard total >= width + 2 + min(longest, total) || longest > total - 2 && total > width + 20 else {
            // What is not cut does not stand beside its name: it stands below.
            line(Terminal.styled(name, .bold))
            for part in wrapped(value, to: total - 2) { line("  " + part) }
            return
        }
        for (index, part) in wrapped(value, to: total - width - 2).enumerated() {
            line((index == 0 ? label : String(repeating: " ", count: width + 2)) + part)
        }
    }

    package static func note(_ text: String) { _ = send(Array((text + "\n").utf8), to: 2) }

    /// The one line of a program that failed.
    package static func fail(_ text: String) { note(Terminal.styled("error:", .red, on: STDERR_FILENO) + " " + text) }

    /// Shows a line that the next one overwrites.
    package static func status(_ text: String) { _ = send(Array("\r\u{1B}[K\(text)".utf8), to: 2) }

    /// Writes out what is buffered.
    package static func finish() {
        let bytes = buffer
        buffer.removeAll(keepingCapacity: true)
        guard let failure = send(bytes, to: 1) else { return }
        if failure == EPIPE { exit(0) }
        fail("the output could not be written: \(String(cString: strerror(failure))); free some space or write elsewhere")
        exit(1)
    }

    /// Writes all bytes; the system's error number when it could not.
    private static func send(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 && errno == EINTR { continue }
            guard written >= 0 else { return errno }
            rest = rest.dropFirst(written)
        }
        return nil
    }
}

extension String {
    /// The text on one line, without what could move the cursor of a terminal or turn its text around.
    package var printable: String {
        var result = ""
        for scalar in unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: result += " "
            case .format: result += scalar == "\u{200D}" || scalar == "\u{200C}" ? String(scalar) : ""
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
