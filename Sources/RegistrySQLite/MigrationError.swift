/// Why a file is not migrated, or not used.
public enum MigrationError: Error, Equatable, Sendable {
    /// A file is not called like `0001_words.sql`.
    case invalidFileName(String)
    /// The program's own list has two migrations of one version, or a gap.
    case invalidList(String)
    /// The file was written by a newer program. `known` is the newest version of this one.
    case newerFile(found: Int, known: Int)
    /// The file belongs to another program.
    case foreignFile(applicationID: Int32)
    /// An applied migration has another text or name in this program; `diff` shows the lines.
    case changed(version: Int, name: String, diff: String)
    /// The file holds a migration that this program does not have.
    case missing(version: Int)
    /// A migration is to be applied although a later one has been.
    case outOfOrder(version: Int)
    /// The ledger and `user_version` of the file disagree.
    case inconsistentLedger(userVersion: Int, ledger: Int)
    /// A migration holds something that none may hold.
    case forbiddenStatement(migration: String, statement: String)
    /// After the migration rows point at nothing. It was rolled back.
    case foreignKeyViolations(migration: String, [ForeignKeyViolation])
    /// A table had fewer or more rows after the migration than it may. It was rolled back.
    case rowsLost(migration: String, table: String, before: Int64, after: Int64)
    /// The SQL of a migration failed. It was rolled back.
    case failed(migration: String, DatabaseError)
    /// Migrations are pending that the caller needs.
    case notMigrated(pending: [Int])
    /// The file is damaged: it is not touched.
    case damaged(String)
}

extension MigrationError: CustomStringConvertible {
    /// One line for a person, save that the diff of a changed migration has its own lines.
    public var description: String {
        switch self {
        case .invalidFileName(let name): "\(name): a migration is called like 0001_words.sql"
        case .invalidList(let why): "the list of migrations is wrong: \(why)"
        case .newerFile(let found, let known):
            "the file is at schema \(found), this program knows \(known); use a newer program"
        case .foreignFile(let id):
            "the file belongs to another program (application id \(id)); check the path"
        case .changed(let version, let name, let diff):
            "migration \(version) (\(name)) differs from what was applied to this file:\n\(diff)"
        case .missing(let version):
            "the file holds migration \(version), which this program does not have; use the program that wrote it"
        case .outOfOrder(let version):
            "migration \(version) is not applied but a later one is; migrations are applied in order only"
        case .inconsistentLedger(let userVersion, let ledger):
            "the file says schema \(userVersion), its ledger ends with \(ledger); restore a backup"
        case .forbiddenStatement(let migration, let statement):
            "migration \(migration) holds what none may hold: \(statement)"
        case .foreignKeyViolations(let migration, let violations):
            "migration \(migration) was rolled back, rows would point at nothing: "
                + violations.prefix(5).map(\.description).joined(separator: ", ") + (violations.count > 5 ? " …" : "")
        case .rowsLost(let migration, let table, let before, let after):
            "migration \(migration) was rolled back, the rows of \(table) would go from \(before) to \(after)"
        case .failed(let migration, let error): "migration \(migration) was rolled back: \(error)"
        case .notMigrated(let pending):
            "the file needs migrations \(pending.map(String.init).joined(separator: ", ")); run the migration first"
        case .damaged(let why): "the file is damaged, nothing was changed: \(why); restore a backup"
        }
    }
}
