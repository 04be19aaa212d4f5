/// Something in a migration file that is forbidden, or that harms later.
package struct MigrationLintFinding: Sendable, Equatable, CustomStringConvertible {
    /// A stable name of the rule, such as `transaction` or `not-strict`.
    package let rule: String
    /// The start of the statement.
    package let statement: String
    /// Why it is refused, and what to write instead.
    package let reason: String

    /// Makes a finding about one statement of a migration.
    package init(rule: String, statement: String, reason: String) {
        self.rule = rule
        self.statement = statement
        self.reason = reason
    }

    /// One line for a person.
    package var description: String { "\(rule): \(statement): \(reason)" }
}

extension Migrator {
    /// What a migration file must not hold, found without running it. An empty result means: nothing is wrong.
    ///
    /// - Parameters:
    ///   - sql: the text of the file.
    ///   - unrecorded: beginnings of names of tables that no changeset speaks of: they may be renamed and dropped,
    ///     and nothing that changes them is undone.
    package static func lint(_ sql: String, unrecorded: [String] = []) -> [MigrationLintFinding] {
        var linter = MigrationLinter(statements: SQLTokens.statements(of: sql), unrecorded: unrecorded)
        return linter.run()
    }

    /// The rules whose breach `up` refuses too; the others are advice for the author.
    static let rulesOfUp: Set<String> = ["transaction", "attach", "vacuum", "pragma", "trigger"]
}

private struct MigrationLinter {
    let statements: [[SQLToken]]
    let unrecorded: [String]
    private var findings: [MigrationLintFinding] = []
    private var virtualTables: Set<String> = []

    init(statements: [[SQLToken]], unrecorded: [String]) {
        self.statements = statements
        self.unrecorded = unrecorded
    }

    mutating func run() -> [MigrationLintFinding] {
        for (index, statement) in statements.enumerated() {
            let words = statement.prefix(4).map { $0.keyword ?? "" }
            switch words.first {
            case "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "END":
                // An END here closes the body of a trigger, which has been told already.
                if words.first != "END" || statement.count <= 2 && !hasTrigger(before: index) {
                    note("transaction", statement, "the runner holds the transaction")
                }
            case "ATTACH", "DETACH": note("attach", statement, "a migration changes one file")
            case "VACUUM": note("vacuum", statement, "it cannot run in a transaction")
            case "PRAGMA": note("pragma", statement, "the runner sets what is needed")
            case "CREATE": checkCreate(statement)
            case "ALTER": checkAlter(statement, index)
            case "DROP" where words.dropFirst().first == "TABLE" && isRecorded(objectName(statement.dropFirst(2))):
                note("drop-table", statement, "undoing an older revision needs the table")
            default: break
            }
        }
        return findings
    }

    private mutating func checkCreate(_ statement: [SQLToken]) {
        var words = statement.dropFirst()
        if words.first?.keyword == "TEMP" || words.first?.keyword == "TEMPORARY" {
            if words.dropFirst().first?.keyword != "TRIGGER" {
                note("temporary", statement, "it would vanish with the connection")
            }
            words = words.dropFirst()
        }
        switch words.first?.keyword {
        case "TRIGGER": note("trigger", statement, "the schema has no triggers: the repository layer keeps derived tables")
        case "VIRTUAL": if let name = objectName(words.dropFirst(2)) { virtualTables.insert(name) }
        case "TABLE":
            // CREATE TABLE … AS SELECT cannot be STRICT at all.
            let afterColumns = statement.lastIndex { $0.isSymbol(")") }.map { statement[($0 + 1)...] } ?? []
            if !afterColumns.contains(where: { $0.keyword == "STRICT" }) {
                note("not-strict", statement, "end the statement with STRICT, so that every column keeps its type")
            }
        case "VIEW": checkView(statement)
        default: break
        }
    }

    private mutating func checkView(_ statement: [SQLToken]) {
        let body = statement.drop { $0.keyword != "AS" }
        if body.contains(where: { $0.kind == .word && $0.text.lowercased().hasPrefix("json") || $0.name == "json_each" }) {
            note("view-json", statement, "SQLite refuses JSON functions in views of an untrusted schema")
        }
        if let table = body.lazy.compactMap(\.name).first(where: virtualTables.contains) {
            note("view-virtual", statement, "SQLite refuses to read the virtual table \(table) in a view of an untrusted schema")
        }
    }

    private mutating func checkAlter(_ statement: [SQLToken], _ index: Int) {
        let (nameCount, table) = name(in: statement.dropFirst(2))
        let action = statement.dropFirst(2 + nameCount)
        switch action.first?.keyword {
        case "RENAME" where isRecorded(table):
            // RENAME TO renames the table, everything else a column: older changesets know neither new name.
            note("rename", statement, "older revisions name what is renamed")
        case "DROP": note("drop-column", statement, "older revisions hold the column")
        case "ADD":
            guard isRecorded(table), action.contains(where: { $0.keyword == "DEFAULT" }), let table else { return }
            let columnTokens = action.dropFirst().first?.keyword == "COLUMN" ? action.dropFirst(2) : action.dropFirst()
            guard let column = columnTokens.first?.name, !isRewritten(table, column, after: index) else { return }
            note(
                "add-column-default", statement,
                "follow it by UPDATE \(table) SET \(column) = \(column), or undoing an older revision fails")
        default: break
        }
    }

    /// Whether a later statement is `UPDATE table SET c = c`, for any column and without WHERE.
    private func isRewritten(_ table: String, _ column: String, after index: Int) -> Bool {
        statements[(index + 1)...].contains { statement in
            guard statement.first?.keyword == "UPDATE" else { return false }
            let (count, updated) = name(in: statement.dropFirst())
            let rest = Array(statement.dropFirst(1 + count))
            return updated == table && rest.count == 4 && rest[0].keyword == "SET" && rest[1].name != nil
                && rest[2].isSymbol("=") && rest[3].name == rest[1].name
        }
    }

    private func isRecorded(_ table: String?) -> Bool { !unrecorded.contains { table?.hasPrefix($0) == true } }

    private func hasTrigger(before index: Int) -> Bool {
        statements[..<index].contains { $0.first?.keyword == "CREATE" && $0.prefix(3).contains { $0.keyword == "TRIGGER" } }
    }

    /// The name after TABLE, past IF NOT EXISTS and a schema.
    private func objectName(_ tokens: ArraySlice<SQLToken>) -> String? {
        let rest = tokens.drop { ["IF", "NOT", "EXISTS"].contains($0.keyword ?? "") }
        return name(in: rest).name
    }

    /// A name, perhaps behind a schema and a dot, and how many tokens it takes.
    private func name(in tokens: ArraySlice<SQLToken>) -> (count: Int, name: String?) {
        let start = Array(tokens.prefix(3))
        if start.count == 3, start[1].isSymbol(".") { return (3, start[2].name) }
        return (1, start.first?.name)
    }

    private mutating func note(_ rule: String, _ statement: [SQLToken], _ reason: String) {
        let beginning = statement.prefix(6).map(\.text).joined(separator: " ")
        findings.append(MigrationLintFinding(rule: rule, statement: beginning, reason: reason))
    }
}
