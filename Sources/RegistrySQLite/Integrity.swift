internal import CRegistrySQLite

/// A row that points at a row which does not exist.
public struct ForeignKeyViolation: Sendable, Hashable, CustomStringConvertible {
    /// The table that holds the row.
    public let table: String
    /// Nil in a WITHOUT ROWID table.
    public let rowID: Int64?
    /// The table that is pointed at.
    public let parent: String

    /// Makes a finding about a row that points at nothing.
    public init(table: String, rowID: Int64?, parent: String) {
        self.table = table
        self.rowID = rowID
        self.parent = parent
    }

    /// One line for a person.
    public var description: String {
        (rowID.map { "row \($0)" } ?? "a row") + " of \(table) points at a row of \(parent) that is not there"
    }
}

/// What a check of the whole file found.
public struct IntegrityReport: Sendable, Equatable {
    /// What SQLite's own check says, one line each; empty when it says `ok`.
    public let problems: [String]
    /// Rows that point at a row which is not there.
    public let foreignKeyViolations: [ForeignKeyViolation]

    /// Whether neither damage nor dangling references were found.
    public var isOK: Bool { problems.isEmpty && foreignKeyViolations.isEmpty }
}

extension Database {
    /// Checks the file: `quick_check`, or the slower `integrity_check` that also compares indexes with their tables, and the
    /// foreign keys. Damage is in the report; throws only when even the check cannot run.
    public func integrityReport(quick: Bool) throws -> IntegrityReport {
        try read { try $0.integrityReport(quick: quick) }
    }
}

extension Connection {
    /// Looks for damage inside this access, as `Database.integrityReport(quick:)` does.
    public func integrityReport(quick: Bool) throws -> IntegrityReport {
        var problems: [String] = []
        do {
            problems = try query(quick ? "PRAGMA main.quick_check" : "PRAGMA main.integrity_check") { try $0.string(0) }
        } catch let error as DatabaseError where error.code.primary == .corrupt || error.code.primary == .notADatabase {
            return IntegrityReport(problems: [error.message], foreignKeyViolations: [])
        }
        if problems == ["ok"] { problems = [] }
        // In a damaged file the second check would only fail at the same place.
        let violations = problems.isEmpty ? try foreignKeyViolations() : []
        return IntegrityReport(problems: problems, foreignKeyViolations: violations)
    }

    /// The rows that point at nothing, at most `limit` of them.
    func foreignKeyViolations(limit: Int = 1000) throws -> [ForeignKeyViolation] {
        // A constant of ours, never a text from outside, is put into the SQL.
        try query("SELECT \"table\", rowid, parent FROM pragma_foreign_key_check LIMIT \(limit)") { row in
            ForeignKeyViolation(table: try row.string(0), rowID: try row.optionalInt64(1), parent: try row.string(2))
        }
    }
}
