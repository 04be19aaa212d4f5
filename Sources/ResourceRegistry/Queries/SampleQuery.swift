public import RegistrySQLite

/// A question in plain SQL that runs in the `sqlite3` shell and here alike.
///
/// The file's first line is a comment with the question. Lines `.parameter set :name VALUE` give each parameter its default; a text
/// stands there as the shell wants it, in single quotes within double ones. The rest is one statement that reads.
public struct SampleQuery: Sendable {
    /// A parameter with its default.
    public struct Parameter: Sendable, Hashable {
        /// The name without its sign: `day`.
        public let name: String
        /// The value where none is told; its type is the type of every value.
        public let defaultValue: Value
    }

    /// The name: that of the file without `.sql`.
    public let name: String
    /// The question that it answers.
    public let question: String
    /// The parameters in the order of the file.
    public let parameters: [Parameter]
    /// The statement as it is run, with its parameters.
    public let sql: String

    /// Reads a query from the text of its file.
    ///
    /// - Throws: `SampleQueryError` for a first line that is no comment, and a dot command that is no `.parameter set`.
    public init(name: String, text: String) throws(SampleQueryError) {
        var parameters: [Parameter] = []
        var statement: [Substring] = []
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let first = lines.first, first.hasPrefix("-- ") else {
            throw SampleQueryError(query: name, line: 1, problem: "the first line must be a comment with the question")
        }
        for (index, line) in lines.enumerated() {
            if line.hasPrefix(".") {
                guard let parameter = Self.parameter(line) else {
                    throw SampleQueryError(
                        query: name, line: index + 1, problem: "expected .parameter set :name 1, or .parameter set :name \"'text'\"")
                }
                parameters.append(parameter)
                // Lines keep their numbers, so that SQLite's messages fit the file.
                statement.append("")
            } else {
                statement.append(line)
            }
        }
        self.name = name
        question = String(first.dropFirst(3))
        self.parameters = parameters
        sql = statement.joined(separator: "\n")
    }

    private static func parameter(_ line: Substring) -> Parameter? {
        let words = line.split(separator: " ", maxSplits: 3)
        guard words.count == 4, words[0] == ".parameter", words[1] == "set", words[2].hasPrefix(":"), words[2].count > 1 else { return nil }
        guard let value = value(words[3]) else { return nil }
        return Parameter(name: String(words[2].dropFirst()), defaultValue: value)
    }

    private static func value(_ text: Substring) -> Value? {
        var text = text
        while text.last == " " || text.last == "\r" { text.removeLast() }
        if text.count >= 2, text.first == "\"", text.last == "\"" { text = text.dropFirst().dropLast() }
        if text.count >= 2, text.first == "'", text.last == "'" {
            return .text(String(text.dropFirst().dropLast()).replacing("''", with: "'"))
        }
        if let integer = Int64(text) { return .integer(integer) }
        return (try? ExactDecimal(String(text))).map { .real($0.doubleValue) }
    }

    /// The values of all parameters by name, with those that the caller sets.
    ///
    /// - Throws: `SampleQueryError` for a name that the query does not have, and a text where a number must stand.
    func values(setting given: [String: String]) throws(SampleQueryError) -> [String: Value] {
        for name in given.keys.sorted() where !parameters.contains(where: { $0.name == name }) {
            let names = parameters.map(\.name).joined(separator: ", ")
            throw SampleQueryError(
                query: self.name,
                problem: "there is no parameter '\(Excerpt.of(name))'; "
                    + (names.isEmpty ? "the query has none" : "the query has \(names)"))
        }
        var values: [String: Value] = [:]
        for parameter in parameters {
            values[parameter.name] =
                try given[parameter.name].map { text throws(SampleQueryError) in try read(text, as: parameter) }
                ?? parameter.defaultValue
        }
        return values
    }

    private func read(_ text: String, as parameter: Parameter) throws(SampleQueryError) -> Value {
        switch parameter.defaultValue {
        case .integer:
            if let number = Int64(text) { return .integer(number) }
            throw SampleQueryError(query: name, problem: "\(parameter.name) is '\(Excerpt.of(text))': expected a whole number")
        case .real:
            if let number = try? ExactDecimal(text) { return .real(number.doubleValue) }
            throw SampleQueryError(query: name, problem: "\(parameter.name) is '\(Excerpt.of(text))': expected a number")
        case .text(let example) where (try? CivilDay(example)) != nil:
            // An answer for a day that is none would be empty, and look like one.
            guard (try? CivilDay(text)) != nil else {
                throw SampleQueryError(query: name, problem: "\(parameter.name) is '\(Excerpt.of(text))': expected a day, as \(example)")
            }
            return .text(text)
        default: return .text(text)
        }
    }
}

/// What is wrong with a sample query, or with the values it was given.
public struct SampleQueryError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The name of the query at fault; empty where the folder of the queries is at fault.
    public let query: String
    /// The line of the file, from 1; `nil` where the fault is not in a line.
    public var line: Int?
    /// What is wrong and what to do.
    public let problem: String

    /// One line for a person.
    public var description: String {
        query.isEmpty ? problem : "query \(Excerpt.of(query))" + (line.map { ", line \($0)" } ?? "") + ": " + problem
    }
}

/// The answer to a sample query.
public struct QueryAnswer: Sendable {
    /// The names of the columns.
    public let columns: [String]
    /// The rows, each as long as `columns`.
    public let rows: [[Value]]

    fileprivate static let mostRows = 100_000
    fileprivate static let mostBytes = 64 << 20
}

extension Value {
    /// How much memory the value takes, roughly.
    fileprivate var bytesHeld: Int {
        switch self {
        case .null, .integer, .real: 16
        case .text(let text): 16 + text.utf8.count
        case .blob(let bytes): 16 + bytes.count
        }
    }
}

extension Registry {
    /// Answers a sample query. The SQL comes from a file, so it runs under a guard: it can read and nothing else, for at most a minute, and
    /// its answer must have at most 100,000 rows and 64 MiB.
    ///
    /// - Parameters:
    ///   - query: the query.
    ///   - given: values of parameters by name; the others keep their defaults.
    /// - Throws: `SampleQueryError`, also for an answer that is too large; `DatabaseError` for SQL that does not compile, that would write, or that runs too long.
    public func answer(_ query: SampleQuery, setting given: [String: String] = [:]) throws -> QueryAnswer {
        let values = try query.values(setting: given)
        return try database.read { connection in
            try connection.withReadOnlyGuard {
                try connection.withDeadline(milliseconds: 60_000) {
                    let statement = try connection.prepare(query.sql)
                    for (index, name) in statement.parameterNames.enumerated() {
                        guard let name, let value = values[String(name.dropFirst())] else {
                            throw SampleQueryError(
                                query: query.name, problem: "\(name ?? "a parameter without a name") has no default; add .parameter set")
                        }
                        try statement.bind(value, at: Int32(index + 1))
                    }
                    let columns = statement.columnNames
                    var rows: [[Value]] = []
                    var bytes = 0
                    try statement.forEachRow { row in
                        let values = try columns.indices.map { try row.value($0) }
                        bytes += values.reduce(0) { $0 + $1.bytesHeld }
                        guard rows.count < QueryAnswer.mostRows, bytes <= QueryAnswer.mostBytes else {
                            throw SampleQueryError(
                                query: query.name, problem: "its answer is above 100,000 rows or 64 MiB; narrow it, or add LIMIT")
                        }
                        rows.append(values)
                    }
                    return QueryAnswer(columns: columns, rows: rows)
                }
            }
        }
    }
}
