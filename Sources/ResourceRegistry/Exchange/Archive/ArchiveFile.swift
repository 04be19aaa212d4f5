/// Reads the entities of an export.
enum ArchiveFile {
    private static let largestField = LineReader.longest

    /// The objects of a file of JSON Lines. Blank lines are skipped.
    ///
    /// - Throws: `CSVError` with the line, and the byte in it, of what is no JSON object.
    static func forEachLine(of path: String, _ body: ([JSONValue.Field], Int) throws -> Void) throws {
        var lines = try LineReader(path: path)
        while let line = try lines.next() {
            if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
            func fault(at column: Int, _ message: String) -> CSVError {
                let text = String(decoding: line.dropFirst(max(0, column - 11)).prefix(40), as: UTF8.self)
                return CSVError(.value, file: path, line: lines.number, column: column, text: text, message: message)
            }
            let value: JSONValue
            do { value = try JSONValue(parsing: line) } catch { throw fault(at: error.column ?? 1, error.message) }
            guard case .object(let fields) = value else { throw fault(at: 1, "a line must hold one object") }
            try body(fields, lines.number)
        }
    }

    /// The rows of a raw table as the objects from which they were made.
    ///
    /// - Throws: `CSVError` with the line and the column of a cell that does not hold what it must.
    static func forEachRow(of path: String, shapes: TableShapes, _ body: ([JSONValue.Field], Int) throws -> Void) throws {
        var reader = try CSVReader(path: path, options: CSVOptions(delimiter: .comma, maximumFieldBytes: largestField))
        let types = try columnTypes(shapes)
        let names = reader.header
        let emptyTexts = names.firstIndex(of: TextExport.emptyTexts)
        while let record = try reader.next() {
            let empty = emptyTexts.map { record[$0].split(separator: ";").map(String.init) } ?? []
            var fields: [JSONValue.Field] = []
            for (index, name) in names.enumerated() where index != emptyTexts {
                fields.append(.init(name: name, value: try value(record, index, types[name], isEmptyText: empty.contains(name))))
            }
            try body(fields, record.line)
        }
    }

    /// The types of the columns that are no text, and no list, by name.
    private static func columnTypes(_ shapes: TableShapes) throws -> [String: String] {
        var types: [String: String] = [:]
        for kind in ExportKind.allCases {
            for column in try shapes[kind.tree.table].columns where column.target != "citation" {
                types[column.label] = column.target == nil ? column.type : "TEXT"
            }
        }
        types["dataset"] = "TEXT"
        return types
    }

    private static func value(_ record: CSVRecord, _ column: Int, _ type: String?, isEmptyText: Bool) throws -> JSONValue {
        if record.isEmpty(column) { return isEmptyText ? .text("") : .null }
        let text = record[column]
        switch type {
        case "INTEGER":
            guard let number = Int64(text) else { throw record.error(column: column, "a whole number is expected") }
            return .integer(number)
        case "REAL":
            guard let number = Double(text), number.isFinite else { throw record.error(column: column, "a number is expected") }
            return .real(number)
        case nil:
            do { return try JSONValue(parsing: text.utf8) } catch {
                throw record.error(column: column, "no JSON, at byte \(error.column ?? 1): \(error.message)")
            }
        default: return .text(text)
        }
    }
}
