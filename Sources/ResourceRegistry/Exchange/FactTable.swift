/// A set of fact tables: CSV files by their path, wherever they come from (embedded in the library, or a folder).
public protocol FactSource: Sendable {
    /// The release of the facts, for the revision that loads them.
    var release: String { get }
    /// The bytes of a table, `export-controls/items.csv`.
    ///
    /// - Throws: an error that names the table when it is missing.
    func table(_ path: String) throws -> [UInt8]
}

/// One fact table in memory: small tables only, importers of survey files stream.
struct FactTable {
    /// The path, for messages.
    let path: String
    let rows: [FactRow]

    /// Reads a whole table.
    ///
    /// - Throws: `CSVError` with line and column; a column that is missing is named.
    init(_ path: String, from source: some FactSource, columns: [String]) throws {
        var reader = try CSVReader(bytes: try source.table(path), name: path)
        var positions: [String: Int] = [:]
        for column in columns { positions[column] = try reader.column(column) }
        var rows: [FactRow] = []
        while let record = try reader.next() {
            rows.append(
                FactRow(path: path, line: record.line, values: positions.mapValues { record[$0] }))
        }
        self.path = path
        self.rows = rows
    }
}

extension FactTable {
    /// Refuses a row that speaks of something which is not there: what it says would be lost without a word.
    ///
    /// - Parameters:
    ///   - column: whose cells are looked at; empty ones are passed over.
    ///   - known: what is there.
    ///   - place: where it ought to stand, in words.
    /// - Throws: `FactError` with the line.
    func require(_ column: String, in known: Set<String>, of place: String) throws(FactError) {
        for row in rows {
            guard let text = row.optional(column), !known.contains(text) else { continue }
            throw FactError(path: path, line: row.line, column: column, text: text, problem: "\(place) has no such \(column)")
        }
    }
}

/// One row of a fact table.
struct FactRow {
    let path: String
    let line: Int
    let values: [String: String]

    /// The text of a column; an empty cell is an error.
    func text(_ column: String) throws(FactError) -> String {
        guard let value = optional(column) else {
            throw FactError(path: path, line: line, column: column, text: "", problem: "the cell is empty but must hold a value")
        }
        return value
    }

    /// The text of a column; `nil` for an empty cell.
    func optional(_ column: String) -> String? {
        guard let value = values[column], !value.isEmpty else { return nil }
        return value
    }

    /// The entries of a cell that holds a list, parted by semicolons.
    func list(_ column: String) -> [String] {
        (optional(column) ?? "").split(separator: ";").map { $0.trimmed }.filter { !$0.isEmpty }
    }

    /// A value made from the text of a column; its error is told with file, line and column.
    func value<T>(_ column: String, _ make: (String) throws -> T) throws -> T {
        let text = try text(column)
        do { return try make(text) } catch let error as InvalidValue {
            throw FactError(path: path, line: line, column: column, text: text, problem: "expected \(error.expected)")
        }
    }

    /// A value made from the text of a column, `nil` for an empty cell.
    func optionalValue<T>(_ column: String, _ make: (String) throws -> T) throws -> T? {
        optional(column) == nil ? nil : try value(column, make)
    }

    /// A partial date.
    func date(_ column: String) throws -> CivilDate? { try optionalValue(column) { try CivilDate($0) } }

    /// A case of an enumeration whose raw values are the words of the table.
    func word<T: RawRepresentable & CaseIterable>(_ column: String, _: T.Type = T.self) throws -> T where T.RawValue == String {
        try value(column) { text in
            guard let known = T(rawValue: text) else {
                throw InvalidValue(kind: column, text: text, expected: "one of " + T.allCases.map(\.rawValue).joined(separator: ", "))
            }
            return known
        }
    }

    /// `yes`/`no`, `true`/`false`, `1`/`0`.
    func flag(_ column: String) throws -> Bool {
        try value(column) { text in
            switch text {
            case "yes", "true", "1": return true
            case "no", "false", "0": return false
            default: throw InvalidValue(kind: column, text: text, expected: "yes or no")
            }
        }
    }

    /// A whole number.
    func integer(_ column: String) throws -> Int? {
        try optionalValue(column) { text in
            guard let number = Int(text) else { throw InvalidValue(kind: column, text: text, expected: "a whole number") }
            return number
        }
    }

    /// A citation from the row's confidence and sources, each source prefixed by the collection it belongs to.
    func citation(_ space: String, confidence: String = "confidence", sources: String) throws -> Citation {
        let level: Confidence = try word(confidence)
        return try value(sources) { _ in try Citation(confidence: level, sources: list(sources).map { "\(space):\($0)" }) }
    }
}

/// A cell of a fact table that cannot be what it must be.
public struct FactError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The path of the table, in its source.
    public let path: String
    /// The number of the line, from 1.
    public let line: Int
    /// The column's name; `nil` where the whole line is at fault.
    public let column: String
    /// The offending text, as it stands there.
    public let text: String
    /// What is wrong with it, and what would be right.
    public let problem: String

    /// One line for a person: file, line, column, text and what is wrong.
    public var description: String { "\(path):\(line) (\(column)): '\(Excerpt.of(text))': \(problem)" }
}
