import Foundation
import Testing

@testable import RegistrySQLite

@Suite(.serialized) struct MigratorTests {
    static let applicationID: Int32 = 0x4D52_4547
    static let base =
        "CREATE TABLE parent (id INTEGER PRIMARY KEY, a TEXT) STRICT;\n-- children\nCREATE TABLE child (id INTEGER PRIMARY KEY, p INTEGER NOT NULL REFERENCES parent (id) ON DELETE CASCADE) STRICT;\n"
    static let index = "CREATE INDEX child_p ON child (p);\n"

    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func migrator(_ scripts: String...) -> Migrator {
        Migrator(
            migrations: scripts.enumerated().map { Migration(version: $0.offset + 1, name: "step", sql: $0.element) },
            applicationID: MigratorTests.applicationID, toolVersion: "1.0")
    }

    private var two: Migrator { migrator(MigratorTests.base, MigratorTests.index) }

    /// A file at version 1 with two parents and two children.
    private func old() throws -> Database {
        let database = try scratch.database()
        _ = try migrator(MigratorTests.base).up(database)
        try database.write { try $0.executeScript("INSERT INTO parent VALUES (1, 'a'), (2, 'b'); INSERT INTO child VALUES (1, 1), (2, 1)") }
        return database
    }

    private func refusal(_ body: () throws -> Void, at location: SourceLocation = #_sourceLocation) -> MigrationError? {
        #expect(throws: MigrationError.self, sourceLocation: location) { try body() }
    }

    @Test func aNewFile() throws {
        let database = try scratch.database()
        #expect(try two.status(database).map(\.state) == [.pending, .pending])
        #expect(try two.plan(database).map(\.version) == [1, 2])
        #expect(try two.plan(database, to: 1).map(\.version) == [1])
        #expect(try FileManager.default.attributesOfItem(atPath: database.path)[.size] as? Int == 0, "looking writes nothing")
        let report = try two.up(database)
        #expect(report.applied.map(\.version) == [1, 2])
        #expect(report.backupPath == nil)
        #expect(try two.up(database).applied.isEmpty)
        let header = try database.read { connection in
            [
                try connection.first("PRAGMA application_id") { try $0.int64(0) },
                try connection.first("PRAGMA user_version") { try $0.int64(0) },
                try connection.first("PRAGMA foreign_keys") { try $0.int64(0) },
            ]
        }
        #expect(header == [Int64(MigratorTests.applicationID), 2, 1])
        #expect(try database.withoutTransaction { try $0.first("PRAGMA foreign_keys") { try $0.int64(0) } } == 1)
        let applied = try two.status(database).map(\.state)
        for state in applied {
            guard case .applied(let at, "1.0") = state else {
                Issue.record("\(state)")
                continue
            }
            #expect(at.count == 20 && at.hasSuffix("Z"))
        }
        #expect(try two.verify(database).isEmpty)
        try database.read { try two.requireMigrated($0) }
    }

    @Test func aBackupIsMadeFirst() throws {
        let database = try old()
        #expect(refusal { try database.read { try two.requireMigrated($0) } } == .notMigrated(pending: [2]))
        let report = try two.up(database)
        #expect(report.backupPath == scratch.path("a.sqlite.before-v2.backup.sqlite"))
        let backup = try Database(.init(path: scratch.path("a.sqlite.before-v2.backup.sqlite"), mode: .readOnly))
        #expect(try backup.read { try $0.count("child") } == 2)
        #expect(try migrator(MigratorTests.base).verify(backup).isEmpty)
    }

    @Test func lineEndsDoNotCount() throws {
        let database = try old()
        let windows = migrator(MigratorTests.base.replacingOccurrences(of: "\n", with: "\r\n"))
        #expect(try windows.plan(database).isEmpty)
        #expect(try windows.verify(database).isEmpty)
    }

    @Test func changedTextIsShown() throws {
        let database = try old()
        let changed = migrator(MigratorTests.base.replacingOccurrences(of: "-- children", with: "-- sons"))
        #expect(refusal { _ = try changed.up(database) } == .changed(version: 1, name: "step", diff: "- -- children\n+ -- sons"))
        #expect(try changed.status(database).map(\.state) == [.changed(diff: "- -- children\n+ -- sons")])
        #expect(try changed.verify(database).map(\.kind) == [.ledger])
    }

    @Test func newerMissingAndOutOfOrder() throws {
        let database = try old()
        _ = try two.up(database, backup: .none)
        #expect(refusal { _ = try migrator(MigratorTests.base).up(database) } == .newerFile(found: 2, known: 1))
        let readOnly = try Database(.init(path: database.path, mode: .readOnly))
        #expect(refusal { _ = try migrator(MigratorTests.base).plan(readOnly) } == .newerFile(found: 2, known: 1))
        func withVersions(_ versions: [Int]) -> Migrator {
            let all = [1: MigratorTests.base, 2: MigratorTests.index]
            return Migrator(
                migrations: versions.map { Migration(version: $0, name: "step", sql: all[$0] ?? "SELECT 1;") },
                applicationID: MigratorTests.applicationID, toolVersion: "1.0")
        }
        #expect(refusal { _ = try withVersions([1, 3]).up(database) } == .missing(version: 2))
        _ = try withVersions([1, 2, 4]).up(database, backup: .none)
        #expect(refusal { _ = try withVersions([1, 2, 3, 4]).up(database) } == .outOfOrder(version: 3))
        try database.withoutTransaction { try $0.execute("PRAGMA user_version = 3") }
        #expect(refusal { _ = try withVersions([1, 2, 4]).up(database) } == .inconsistentLedger(userVersion: 3, ledger: 4))
        try database.withoutTransaction { try $0.execute("PRAGMA user_version = -1") }
        #expect(refusal { _ = try withVersions([1, 2, 4]).up(database) } == .newerFile(found: -1, known: 4))
        guard case .invalidList = refusal({ _ = try withVersions([1, 1]).plan(database) }) else {
            Issue.record("two of one version")
            return
        }
    }

    @Test(arguments: [
        "PRAGMA application_id = 7", "PRAGMA user_version = 1", "CREATE TABLE other (a)", "PRAGMA application_id = \(applicationID)",
    ])
    func foreignFiles(setup: String) throws {
        let database = try scratch.database()
        try database.withoutTransaction { try $0.execute(setup) }
        let before = try Data(contentsOf: URL(fileURLWithPath: database.path))
        guard case .foreignFile = refusal({ _ = try two.up(database) }) else {
            Issue.record("taken as ours")
            return
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: database.path)) == before)
    }

    @Test(arguments: [
        "COMMIT;", "END;", "BEGIN;", "ROLLBACK;", "SAVEPOINT s;", "ATTACH 'x' AS x;", "VACUUM;", "PRAGMA foreign_keys = 0;",
        "pragma/**/writable_schema=1;",
        "CREATE TRIGGER x AFTER INSERT ON child BEGIN SELECT 1; END;", "DELETE FROM registry_migration;", "DROP TABLE registry_migration;",
        "ALTER TABLE registry_migration ADD COLUMN x;",
    ]) func forbidden(statement: String) throws {
        let database = try old()
        let error = refusal {
            _ = try migrator(MigratorTests.base, "CREATE TABLE half (a INTEGER) STRICT; " + statement).up(database, backup: .none)
        }
        // A syntax error or a refusal by SQLite itself would be the wrong reason.
        guard case .forbiddenStatement("0002_step", _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(try migrator(MigratorTests.base).verify(database).isEmpty)
        #expect(
            try migrator(MigratorTests.base, "SELECT 1;").up(database, backup: .none).applied.count == 1, "the connection is as good as new"
        )
    }

    @Test func aFailureKeepsNothing() throws {
        let database = try old()
        let error = refusal {
            _ = try migrator(MigratorTests.base, "CREATE TABLE half (a INTEGER) STRICT;\nINSERT INTO nowhere VALUES (1);").up(
                database, backup: .none)
        }
        guard case .failed(migration: "0002_step", let cause) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(cause.message == "no such table: nowhere")
        #expect(try migrator(MigratorTests.base).verify(database).isEmpty)
    }

    @Test func rebuildingAParentKeepsItsChildren() throws {
        let database = try old()
        let rebuild = """
            CREATE TABLE parent2 (id INTEGER PRIMARY KEY, a TEXT, b TEXT) STRICT;
            INSERT INTO parent2 SELECT id, a, NULL FROM parent;
            DROP TABLE parent;
            ALTER TABLE parent2 RENAME TO parent;
            """
        _ = try migrator(MigratorTests.base, rebuild).up(database, backup: .none)
        #expect(try database.read { [try $0.count("parent"), try $0.count("child")] } == [2, 2])
    }

    @Test func lostRowsAreCaught() throws {
        let database = try old()
        let cascade = "DELETE FROM child WHERE p IN (SELECT id FROM parent);"
        #expect(
            refusal { _ = try migrator(MigratorTests.base, cascade).up(database, backup: .none) }
                == .rowsLost(migration: "0002_step", table: "child", before: 2, after: 0))
        let orphan =
            "CREATE TABLE parent2 (id INTEGER PRIMARY KEY, a TEXT) STRICT; DROP TABLE parent; ALTER TABLE parent2 RENAME TO parent;"
        guard
            case .foreignKeyViolations("0002_step", let violations) = refusal({
                _ = try migrator(MigratorTests.base, orphan).up(database, backup: .none)
            })
        else {
            Issue.record("orphans were let through")
            return
        }
        #expect(violations.map(\.rowID) == [1, 2])
        #expect(try database.read { [try $0.count("parent"), try $0.count("child")] } == [2, 2])
    }

    /// The trap itself: with foreign keys on, dropping the parent empties the child without an error. The counts see it.
    @Test func theCascadeTrapIsSeenByTheCounts() throws {
        try old().withoutTransaction { connection in
            let before = try RowCounts(connection, besides: "registry_migration")
            try connection.execute("DROP TABLE parent")
            let after = try RowCounts(connection, besides: "registry_migration")
            #expect(before.counts["child"] == 2)
            #expect(after.counts["child"] == 0)
            #expect(before.children == ["child"])
        }
    }

    @Test func anOldOrphanDoesNotBlock() throws {
        let database = try old()
        try database.withoutTransaction {
            try $0.executeScript("PRAGMA foreign_keys = 0; INSERT INTO child VALUES (9, 99); PRAGMA foreign_keys = 1")
        }
        #expect(try two.up(database, backup: .none).applied.count == 1)
        #expect(try two.verify(database).map(\.kind) == [.foreignKey])
    }

    @Test func everydayMigrations() throws {
        let database = try old()
        let everyday = """
            ALTER TABLE parent ADD COLUMN b INTEGER NOT NULL DEFAULT 0 CHECK (b >= 0);
            UPDATE parent SET b = b;
            CREATE VIRTUAL TABLE words USING fts5(t);
            CREATE VIRTUAL TABLE place USING rtree(id, a, b);
            CREATE UNIQUE INDEX parent_a ON parent (a);
            CREATE VIEW v AS SELECT a FROM parent;
            """
        let migrator = migrator(MigratorTests.base, everyday)
        #expect(Migrator.lint(everyday).isEmpty)
        _ = try migrator.up(database, backup: .none)
        #expect(try migrator.verify(database).isEmpty)
    }

    @Test func rehearsalLeavesTheFileAlone() throws {
        let database = try old()
        let before = try Data(contentsOf: URL(fileURLWithPath: database.path))
        let report = try migrator(MigratorTests.base, MigratorTests.index + "CREATE TABLE extra (a INTEGER) STRICT;").rehearse(database)
        #expect(report.applied.map(\.version) == [2])
        #expect(report.schemaDifference.contains("+ CREATE INDEX child_p ON child (p);"))
        #expect(report.rowCounts.map(\.table) == ["child", "extra", "parent"])
        #expect(report.rowCounts.map(\.before) == [2, nil, 2])
        #expect(report.rowCounts.map(\.after) == [2, 0, 2])
        #expect(try Data(contentsOf: URL(fileURLWithPath: database.path)) == before)
        #expect(try scratch.names() == ["a.sqlite"])
        let fresh = try scratch.database("fresh")
        #expect(try two.rehearse(fresh).applied.count == 2)
        #expect(try two.plan(fresh).count == 2)
    }

    @Test func verifyFindsWhatWasChangedByHand() throws {
        let database = try old()
        _ = try two.up(database, backup: .none)
        try database.withoutTransaction { connection in
            try connection.executeScript(
                """
                DROP INDEX child_p;
                CREATE TRIGGER spy AFTER INSERT ON child BEGIN SELECT 1; END;
                CREATE TABLE alien (a);
                CREATE TABLE local_notes (a);
                CREATE INDEX mine ON parent (a);
                ALTER TABLE parent ADD COLUMN c TEXT;
                """)
        }
        let findings = try two.verify(database)
        #expect(
            findings.map { "\($0.kind.rawValue) \($0.subject)" }.sorted() == [
                "changedObject table parent", "localObject index mine", "localObject table local_notes", "missingObject index child_p",
                "unexpectedObject table alien", "unexpectedObject trigger spy",
            ])
        #expect(findings.filter(\.isProblem).count == 4)
    }

    /// Each thread opens the file for itself, as processes do.
    @Test(arguments: 0..<5) func manyOpenANewFileAtOnce(round: Int) async throws {
        let path = scratch.path("race")
        let migrator = two
        let counts = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    try await withCheckedThrowingContinuation { continuation in
                        Thread.detachNewThread {
                            continuation.resume(
                                with: Result {
                                    let database = try Database(.init(path: path, mode: .create))
                                    defer { database.close() }
                                    return try migrator.up(database).applied.count
                                })
                        }
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(counts.reduce(0, +) == 2)
        #expect(try migrator.verify(Database(.init(path: path, mode: .readOnly))).isEmpty)
    }
}

@Suite struct MigrationTests {
    @Test func fileNames() throws {
        let migration = try Migration(fileName: "0012_add_deposits.sql", sql: "a\r\nb\rc\n")
        #expect(migration == Migration(version: 12, name: "add_deposits", sql: "a\nb\nc\n"))
        for name in ["1_x.sql", "0000_x.sql", "0001x.sql", "0001_.sql", "0001_x.txt", "x", "", "00٠1_x.sql"] {
            #expect(throws: MigrationError.invalidFileName(name)) { try Migration(fileName: name, sql: "") }
        }
    }

    @Test(arguments: [
        ("begin;", "transaction"), ("/* x */ commit", "transaction"), ("ATTACH 'a' AS b", "attach"), ("DETACH b", "attach"),
        ("VACUUM", "vacuum"), ("PRAGMA x", "pragma"), ("CREATE TEMP TRIGGER t AFTER INSERT ON x BEGIN SELECT 1; END;", "trigger"),
        ("CREATE TABLE t (a)", "not-strict"), ("CREATE TABLE t AS SELECT 1", "not-strict"), ("CREATE TEMP TABLE t (a) STRICT", "temporary"),
        ("DROP TABLE t", "drop-table"), ("ALTER TABLE t RENAME TO u", "rename"), ("ALTER TABLE main.t DROP COLUMN a", "drop-column"),
        ("ALTER TABLE t ADD COLUMN c INTEGER DEFAULT 0", "add-column-default"),
        ("ALTER TABLE t ADD c DEFAULT 0; UPDATE t SET c = c WHERE 0", "add-column-default"),
        ("CREATE VIRTUAL TABLE f USING fts5(a); CREATE VIEW v AS SELECT * FROM \"f\"", "view-virtual"),
        ("CREATE VIEW v AS SELECT json_extract(a, '$') FROM t", "view-json"),
    ]) func lintFinds(sql: String, rule: String) { #expect(Migrator.lint(sql).map(\.rule) == [rule]) }

    @Test(arguments: [
        "", "-- BEGIN;\nCREATE TABLE t (a TEXT DEFAULT 'PRAGMA; COMMIT') STRICT;",
        "CREATE TABLE t (a TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
        "CREATE TABLE t (a TEXT PRIMARY KEY) WITHOUT ROWID, STRICT", "ALTER TABLE t ADD COLUMN c TEXT",
        "ALTER TABLE t ADD c INTEGER DEFAULT 1; UPDATE t SET c = c;", "CREATE INDEX i ON t (a)", "'open quote ; BEGIN", "/* open ; BEGIN",
    ]) func lintPasses(sql: String) { #expect(Migrator.lint(sql).isEmpty) }

    /// No changeset speaks of such a table.
    @Test(arguments: ["DROP TABLE log_part", "ALTER TABLE log_part RENAME TO log_piece", "ALTER TABLE log_part ADD COLUMN c DEFAULT 0"])
    func lintLeavesOut(sql: String) {
        #expect(Migrator.lint(sql, unrecorded: ["log_"]).isEmpty)
        #expect(Migrator.lint(sql, unrecorded: ["other_"]).count == 1)
    }
}
