import ArgumentParser
import RegistrySQLite
import RegistryTerminal
import ResourceRegistry

struct QueryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "query", abstract: "Answer a sample query: plain SQL, run so that it can only read.",
        discussion: """
            registry query --list
            registry query suspended --set day=2025-12-01
            """)
    @Argument(help: "The query's name: the file without .sql.") var name: String?
    @Option(help: "Sets a parameter: day=2025-12-01. May be given several times.") var set: [String] = []
    @Flag(help: "List the queries with their questions and parameters instead.") var list = false
    @Option(help: "A folder of other queries; by default those that the program carries.") var queries: String?
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard list != (name != nil) else { throw ValidationError("give the name of a query, or --list") }
        for pair in set where !pair.contains("=") { throw ValidationError("--set wants NAME=VALUE, not '\(pair)'") }
        var names: Set<Substring> = []
        for pair in set where !names.insert(pair.prefix { $0 != "=" }).inserted {
            throw ValidationError("--set gives '\(pair.prefix { $0 != "=" })' twice")
        }
    }

    func run() throws {
        guard let name else {
            let all = try SampleQueries.all(in: queries)
            return Listing(
                columns: ["name", "question", "parameters"],
                rows: all.map { query in
                    [.text(query.name), .text(query.question), Cell(query.parameters.map { "\($0.name)=\(Cell($0.defaultValue).plain)" })]
                }
            ).write(common.format, isWide: true)
        }
        let pairs = set.map { $0.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init) }
        let answer = try common.reading().answer(
            try SampleQueries.query(name, in: queries), setting: Dictionary(uniqueKeysWithValues: pairs.map { ($0[0], $0[1]) }))
        Listing(columns: answer.columns, rows: answer.rows.map { $0.map { Cell($0) } }).write(common.format)
    }
}

extension Cell {
    /// A value of the database; bytes are told by their number.
    fileprivate init(_ value: Value) {
        switch value {
        case .null: self = .null
        case .integer(let number): self = .integer(Int(number))
        case .real(let number): self = .real(number)
        case .text(let text): self = .text(text)
        case .blob(let bytes): self = .text("\(bytes.count) bytes")
        }
    }
}
