internal import Glibc
internal import RegistrySQLite

/// What a check of a registry found.
public struct CheckReport: Hashable, Sendable {
    /// One thing that is not as it should be.
    public struct Finding: Hashable, Sendable {
        /// `integrity`, `foreign_key`, `migration`, `schema`, `source`, `revision` or `index`.
        public let kind: String
        /// What and where, in a sentence.
        public let text: String
    }

    /// What is wrong; empty for a sound registry.
    public let findings: [Finding]
    /// Objects that the user added and that are allowed: extra indexes, tables and views named `local_…`.
    public let additions: [String]
    /// Facts that contradict each other as their sources printed them: nothing is wrong with the registry.
    public let doubts: [String]
    /// How many rows each table holds; what is derived from other tables does not count.
    public let rows: [String: Int]
    /// The digest of the facts, as 64 hexadecimal digits: equal for two registries with the same facts. `nil` where the tables are
    /// not as they should be.
    public let contentHash: String?
}

extension Registry {
    /// Checks a registry file: the file's integrity, foreign keys, the text of the migrations, every object of the schema, that
    /// every fact has a source, that the indexes of words and places agree with the rows, the chain of the revisions' hashes, and
    /// that the facts are those which the revisions left: undone back to the start of history and done again they must be the same.
    /// It opens files that `open` refuses, to say what is wrong with them, and writes nothing.
    ///
    /// - Throws: `DatabaseError` when the file cannot be read at all; `MigrationError` when it is no registry.
    public static func check(_ path: String) throws -> CheckReport {
        let migrator = try migrator()
        let database = try RegistryFile.openForChecking(path)
        defer { database.close() }
        var findings: [CheckReport.Finding] = []
        func find(_ kind: String, _ text: String) { findings.append(CheckReport.Finding(kind: kind, text: text)) }

        let schema = try RegistryFile.naming(path) { try migrator.verify(database) }
        let states = try database.read { try migrator.status($0).map(\.state) }
        // Before anything that SQLite counts as a write: it would give an empty file its first page.
        guard !states.allSatisfy({ $0 == .pending }) else {
            throw RegistryFileError(path: path, reason: .schema(.notMigrated(pending: migrator.migrations.map(\.version))))
        }
        for finding in schema where finding.isProblem { find(finding.kind.checkKind, Excerpt.of(finding.headline, limit: 300)) }
        // SQLite counts FTS5's own check as a write, though it changes nothing: it needs a connection that may.
        if !schema.contains(where: \.isProblem), access(path, W_OK) == 0 {
            for fault in try database.write({ try Indexes.faults($0) }) { find("index", fault) }
        }
        return try database.read { connection in
            let content = ContentCheck(connection: connection)
            // With a table missing or changed the queries below could only repeat that.
            if !schema.contains(where: { $0.isProblem && $0.subject.hasPrefix("table ") }) {
                for (kind, text) in try content.findings() { find(kind, text) }
                for difference in try Indexes.differences(connection) { find("index", difference) }
                // A file of an older schema keeps its history in another form: it is checked after `migrate up`.
                if !states.contains(.pending) {
                    for text in try HistoryCheck(connection: connection).findings() { find("revision", text) }
                    if schema.allSatisfy({ !$0.isProblem }) {
                        for text in try HistoryReplay.findings(of: database) { find("revision", text) }
                    }
                }
            }
            let isReadable = schema.allSatisfy { !$0.isProblem } && !states.contains(.pending)
            return CheckReport(
                findings: findings, additions: schema.filter { !$0.isProblem }.map(\.headline),
                doubts: isReadable
                    ? try RegistryReader(references: References(connection: connection, isWritable: false)).supply
                        .totalsBelowTheirParts() : [],
                rows: try content.rowCounts(),
                contentHash: isReadable ? try StateDigest(connection: connection).compute() : nil)
        }
    }
}

extension MigrationFinding.Kind {
    /// The kind as a report names it.
    fileprivate var checkKind: String {
        switch self {
        case .integrity: "integrity"
        case .foreignKey: "foreign_key"
        case .ledger: "migration"
        case .missingObject, .changedObject, .unexpectedObject, .localObject: "schema"
        }
    }
}

/// Rules that the schema alone cannot hold.
struct ContentCheck {
    let connection: Connection

    private var tables: [String] {
        get throws {
            try connection.query(
                """
                SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
                 ORDER BY name
                """
            ) { try $0.string(0) }
        }
    }

    func rowCounts() throws -> [String: Int] {
        var counts: [String: Int] = [:]
        for table in try tables {
            counts[table] = try connection.first("SELECT count(*) FROM \(Identifier.quoted(table))") { try $0.int(0) }
        }
        return counts
    }

    func findings() throws -> [(String, String)] {
        try unsourced()
    }

    /// Facts whose citation is missing, or has no source.
    private func unsourced() throws -> [(String, String)] {
        var found: [(String, String)] = []
        let citing = try connection.query(
            """
            SELECT m.name FROM sqlite_schema m, pragma_table_info(m.name) c
             WHERE m.type = 'table' AND c.name = 'citation_id' AND m.name <> 'citation_source' ORDER BY m.name
            """
        ) { try $0.string(0) }
        for table in citing {
            let count =
                try connection.first(
                    """
                    SELECT count(*) FROM \(Identifier.quoted(table)) t
                     WHERE NOT EXISTS (SELECT 1 FROM citation_source s JOIN source x ON x.id = s.source_id WHERE s.citation_id = t.citation_id)
                    """
                ) { try $0.int(0) } ?? 0
            guard count > 0 else { continue }
            let example = try example(of: table)
            found.append(("source", "\(count) \(count == 1 ? "row" : "rows") of \(table) without a source\(example)"))
        }
        let empty = try connection.query(
            "SELECT label FROM citation c WHERE NOT EXISTS (SELECT 1 FROM citation_source s WHERE s.citation_id = c.id) LIMIT 5"
        ) { try $0.string(0) }
        found += empty.map { ("source", "the citation '\(Excerpt.of($0))' names no source") }
        return found
    }

    private func example(of table: String) throws -> String {
        let columns = try connection.query("SELECT name FROM pragma_table_info(?1)", [.text(table)]) { try $0.string(0) }
        guard columns.contains("slug") else { return "" }
        let id = try connection.first(
            """
            SELECT slug FROM \(Identifier.quoted(table)) t
             WHERE NOT EXISTS (SELECT 1 FROM citation_source s JOIN source x ON x.id = s.source_id WHERE s.citation_id = t.citation_id)
             ORDER BY slug LIMIT 1
            """
        ) { try $0.string(0) }
        return id.map { ", for example '\(Excerpt.of($0))'" } ?? ""
    }
}

/// Names of tables in SQL: they come from the schema, and are quoted all the same.
enum Identifier {
    static func quoted(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }
}
