/// One migration: plain SQL under a number.
public struct Migration: Sendable, Hashable {
    /// Its number, from 1, without gaps.
    public let version: Int
    /// The file's name: `0001_first_release.sql`.
    public let name: String
    /// The SQL, line ends folded to LF: a checkout with other line ends is the same migration.
    public let sql: String

    /// Makes a migration from a file.
    ///
    /// - Throws: `MigrationError.badName` unless the name is four digits, an underscore, words and `.sql`.
    public init(fileName: String, sql: String) throws(MigrationError) {
        let digits = fileName.prefix(4)
        guard fileName.hasSuffix(".sql"), fileName.dropFirst(4).hasPrefix("_"), digits.utf8.allSatisfy({ (48...57).contains($0) }),
            let version = Int(digits), version > 0
        else { throw .badName(fileName) }
        self.version = version
        name = fileName
        self.sql = sql.replacing("\r\n", with: "\n")
    }
}

/// Where one migration stands in a file.
public struct MigrationStatus: Sendable, Hashable {
    /// What is known of it.
    public enum State: String, Sendable {
        /// It was applied, with this very text.
        case applied
        /// It waits.
        case pending
        /// It was applied with another text.
        case changed
        /// The file has it and this program does not.
        case missing
    }

    /// Its number.
    public let version: Int
    /// Its file's name.
    public let name: String
    /// Where it stands.
    public let state: State
    /// When it was applied, UTC.
    public let appliedAt: String?
}

/// What a run of migrations did.
public struct MigrationReport: Sendable, Hashable {
    /// One migration that ran.
    public struct Applied: Sendable, Hashable {
        /// Its file's name.
        public let name: String
        /// How long it took.
        public let milliseconds: Int
    }

    /// What ran, in order.
    public let applied: [Applied]
    /// The copy that was made before, if one was.
    public let backupPath: String?
}

/// What the pending migrations would do.
public struct RehearsalReport: Sendable, Hashable {
    /// Rows of one table before and after; `nil` where it does not exist.
    public struct Count: Sendable, Hashable {
        /// The table.
        public let table: String
        /// Rows before.
        public let before: Int?
        /// Rows after.
        public let after: Int?
    }

    /// What would run, in order.
    public let applied: [MigrationReport.Applied]
    /// Lines of the schema that go (`-`) and come (`+`).
    public let schemaDiff: [String]
    /// Rows of each table.
    public let rowCounts: [Count]
}

/// Whether a copy is made before migrations run.
public enum BackupPolicy: Sendable {
    /// A checked copy beside the file, if it holds anything.
    case verified
    /// None.
    case none
}

/// Why a file's migrations were refused.
public enum MigrationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The name of a migration file is not of the form `0001_words.sql`.
    case badName(String)
    /// The numbers of the migrations have a gap or repeat.
    case outOfOrder(String)
    /// The file was written by a newer program.
    case newerFile(found: Int, known: Int)
    /// The file is a database of something else.
    case foreignFile(applicationID: Int32)
    /// The file lacks migrations.
    case notMigrated(found: Int, known: Int)
    /// A migration was applied with another text.
    case changed(name: String, diff: String)
    /// The file has a migration that this program does not know.
    case missing(String)
    /// A migration holds a statement that only the runner may use.
    case forbiddenStatement(migration: String, problem: String)
    /// A migration would leave rows that point at nothing.
    case foreignKeyViolations(migration: String, [String])
    /// A migration would lose rows of a table that it does not name.
    case rowsLost(migration: String, table: String, before: Int, after: Int)

    public var description: String {
        switch self {
        case .badName(let name): "'\(name)' is no name of a migration; call it 0001_words.sql"
        case .outOfOrder(let name): "the migration \(name) is out of order; number them without gaps"
        case .newerFile(let found, let known):
            "the file has schema \(found), this program knows up to \(known); use a newer program"
        case .foreignFile(let id): "this is not a registry but a database of something else (application id \(id)); check the path"
        case .notMigrated(let found, let known):
            "the file has schema \(found), this program needs \(known); run `registry migrate up`"
        case .changed(let name, let diff): "the migration \(name) was applied with another text: \(diff)"
        case .missing(let name): "the file has the migration \(name), which this program does not know; use the program that made it"
        case .forbiddenStatement(let migration, let problem): "the migration \(migration) was refused: \(problem)"
        case .foreignKeyViolations(let migration, let rows):
            "the migration \(migration) was rolled back: \(rows.prefix(3).joined(separator: "; "))"
        case .rowsLost(let migration, let table, let before, let after):
            "the migration \(migration) was rolled back: it would take \(table) from \(before) rows to \(after) without naming it"
        }
    }
}
