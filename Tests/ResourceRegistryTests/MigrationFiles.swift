import Foundation
import RegistrySQLite
import Testing

@testable import ResourceRegistry

/// The migrations as files: what is embedded, what is allowed in them, and the schema that they make.
@Suite struct MigrationFiles {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Migrations")

    @Test func everyFileOfTheFolderIsEmbedded() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
            .filter { $0.hasSuffix(".sql") && $0 != "schema.sql" }.sorted()
        let embedded = try Registry.migrator().migrations
        #expect(embedded.count == files.count)
        for (file, migration) in zip(files, embedded) {
            #expect(file == String(format: "%04d_", migration.version) + migration.name + ".sql")
            let text = try String(contentsOf: Self.folder.appendingPathComponent(file), encoding: .utf8)
            #expect(!text.contains("\r"), "\(file)")
            #expect(migration.sql == text, "\(file)")
        }
    }

    @Test func theLinterFindsNothing() throws {
        for migration in try Registry.migrator().migrations {
            let findings = Migrator.lint(migration.sql, unrecorded: FactCatalogue.otherTables)
            #expect(findings.isEmpty, "\(migration.name): \(findings)")
        }
    }

    /// `REGISTRY_WRITE_SCHEMA=1 swift test --filter MigrationFiles` writes the file anew.
    @Test func schemaFileIsCurrent() throws {
        let file = Self.folder.appendingPathComponent("schema.sql")
        let objects = try Registry.migrator().expectedSchema()
        let text =
            "-- The schema of the newest migration, made by the tests (REGISTRY_WRITE_SCHEMA=1 makes it anew). Not to be edited.\n\n"
            + objects.filter { !$0.sql.isEmpty }.map { $0.sql + ";\n" }.joined(separator: "\n")
        if ProcessInfo.processInfo.environment["REGISTRY_WRITE_SCHEMA"] == "1" {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        let held = try String(contentsOf: file, encoding: .utf8)
        #expect(held == text, "Migrations/schema.sql is stale: run REGISTRY_WRITE_SCHEMA=1 swift test --filter MigrationFiles")
    }

    /// The quick way of opening a file: what it holds is compared with that text, and a file of another schema goes the long way.
    @Test func filesAreComparedWithTheSchemaFile() throws {
        try Database.inMemory { connection in
            for migration in try Registry.migrator().migrations { try connection.executeScript(migration.sql) }
            let ledger = try Registry.migrator().expectedSchema().first { $0.name == "registry_migration" }
            try connection.execute(try #require(ledger).sql)
            let shadows = try connection.query("SELECT name FROM pragma_table_list WHERE type = 'shadow'") { try $0.string(0) }
            #expect(Set(shadows) == SchemaGuard.shadowTables)
            #expect(try Registry.hasNewestSchema(connection))
            let changes = [
                "CREATE TABLE aa (a)", "CREATE TABLE zz (a)", "CREATE INDEX zz ON act_relation (kind)", "CREATE VIEW zz AS SELECT 1",
                "CREATE TRIGGER zz AFTER INSERT ON source BEGIN SELECT 1; END", "DROP VIEW control_overview",
                "DROP INDEX deposit_area_name", "ALTER TABLE source ADD COLUMN zz TEXT",
                "ALTER TABLE source RENAME COLUMN title TO heading", "DROP TABLE deposit_search",
            ]
            for change in changes {
                try connection.executeScript("SAVEPOINT one; \(change)")
                #expect(try !Registry.hasNewestSchema(connection), "\(change)")
                try connection.executeScript("ROLLBACK TO one; RELEASE one")
                #expect(try Registry.hasNewestSchema(connection), "\(change)")
            }
        }
    }

    /// Each change of what a file says of its migrations is seen on the quick way, and told by the migrator.
    @Test func filesAreComparedWithTheMigrations() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("migrations-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.path + "/registry.sqlite"
        try Registry.open(path, mode: .create).close()
        let changes = [
            "UPDATE registry_migration SET sql = sql || ' ' WHERE version = 3", "UPDATE registry_migration SET sql = '' WHERE version = 7",
            "UPDATE registry_migration SET name = name || 'x' WHERE version = 1", "DELETE FROM registry_migration WHERE version = 7",
            "DELETE FROM registry_migration WHERE version = 2", "UPDATE registry_migration SET version = 70 WHERE version = 7",
            "INSERT INTO registry_migration VALUES (10, 'later', '', '', '')", "PRAGMA user_version = 7", "PRAGMA user_version = 10",
            "PRAGMA application_id = 1",
        ]
        let database = try Database(Database.Configuration(path: path, mode: .readWrite))
        defer { database.close() }
        try database.write { connection in
            #expect(try Registry.isNewest(connection))
            for change in changes {
                try connection.executeScript("SAVEPOINT one; \(change)")
                #expect(try !Registry.isNewest(connection), "\(change)")
                #expect(throws: MigrationError.self, "\(change)") { try SchemaGuard.requireExpected(in: connection, path: path) }
                try connection.executeScript("ROLLBACK TO one; RELEASE one")
                #expect(try Registry.isNewest(connection), "\(change)")
            }
        }
    }

    @Test(arguments: ["2023-02-30", "2023-13", "20230801", "now", "", "2023-00-01"]) func impossibleDatesAreRefused(date: String) throws {
        try Database.inMemory { connection in
            for migration in try Registry.migrator().migrations { try connection.executeScript(migration.sql) }
            let insertion = "INSERT INTO source (slug, title, published) VALUES ('s', 't', ?1)"
            #expect(throws: DatabaseError.self) { try connection.execute(insertion, [.text(date)]) }
            for good in ["2024-02-29", "2024-02", "2024"] {
                try connection.execute("INSERT INTO source (slug, title, published) VALUES (?1, 't', ?1)", [.text(good)])
            }
        }
    }

    /// Rows of the log as migrations up to the eighth know them.
    private func writeThreeRevisions(_ connection: Connection) throws {
        for number in 1...3 {
            try connection.execute(
                "INSERT INTO registry_revision (number, committed_at, author, reason) VALUES (?1, ?2, 'test', 'test')",
                [.integer(Int64(number)), .text("2026-11-30T12:00:0\(number)Z")])
        }
    }

    /// The eighth migration gives the pieces of changesets keys that are made of their numbers.
    @Test func piecesOfChangesetsAreFoundByTheirNumbers() throws {
        try Database.inMemory { connection in
            let migrations = try Registry.migrator().migrations
            for migration in migrations.prefix(7) { try connection.executeScript(migration.sql) }
            try writeThreeRevisions(connection)
            // As they came to lie after one thing and another: not in the order of their numbers.
            for (revision, changeset, piece) in [(3, 1, 1), (2, 2, 1), (2, 1, 2), (2, 1, 1), (1, 1, 1)] {
                try connection.execute(
                    "INSERT INTO registry_revision_part (revision, changeset, piece, bytes) VALUES (?1, ?2, ?3, ?4)",
                    [
                        .integer(Int64(revision)), .integer(Int64(changeset)), .integer(Int64(piece)),
                        .blob([UInt8(revision), UInt8(changeset), UInt8(piece)]),
                    ])
            }
            try connection.executeScript(migrations[7].sql)
            let pieces = "SELECT bytes FROM registry_revision_part WHERE id BETWEEN ?1 AND ?2 ORDER BY id"
            func bytes(_ range: [Value]) throws -> [[UInt8]] { try connection.query(pieces, range) { try $0.bytes(0) } }
            #expect(try bytes(RevisionParts.range(of: 1)) == [[1, 1, 1]])
            #expect(try bytes(RevisionParts.range(of: 2)) == [[2, 1, 1], [2, 1, 2], [2, 2, 1]])
            #expect(try bytes(RevisionParts.range(of: 2, changeset: 1)) == [[2, 1, 1], [2, 1, 2]])
            #expect(try bytes(RevisionParts.range(of: 3)) == [[3, 1, 1]])
            #expect(try RevisionParts(connection: connection).count(of: 2) == 2)
        }
    }

    /// The ninth migration puts the counts of changed rows beside the revision.
    @Test func countsStandWithTheRevision() throws {
        try Database.inMemory { connection in
            let migrations = try Registry.migrator().migrations
            for migration in migrations.prefix(8) { try connection.executeScript(migration.sql) }
            try writeThreeRevisions(connection)
            let counts = [(1, "source", 5, 0, 0), (1, "mineral", 7, 2, 1), (3, "local_two\nlines of a name", 0, 0, 4)]
            for (revision, table, inserted, updated, deleted) in counts {
                try connection.execute(
                    "INSERT INTO registry_revision_table VALUES (?1, ?2, ?3, ?4, ?5)",
                    [.integer(Int64(revision)), .text(table)] + [inserted, updated, deleted].map { .integer(Int64($0)) })
            }
            try connection.executeScript(migrations[8].sql)
            let revisions = try RevisionLog(connection: connection).revisions()
            #expect(
                revisions.map(\.rows) == [
                    ["source": RowCounts(inserted: 5, updated: 0, deleted: 0), "mineral": RowCounts(inserted: 7, updated: 2, deleted: 1)],
                    [:], ["local_two lines of a name": RowCounts(inserted: 0, updated: 0, deleted: 4)],
                ])
            let held = try connection.query("SELECT changed_rows FROM registry_revision ORDER BY number") { try $0.string(0) }
            #expect(held == revisions.map { RowCounts.text(of: $0.rows) })
        }
    }

    /// Names of tables as SQLite takes them, and nothing lost or joined.
    @Test func countsAreReadAsTheyWereWritten() throws {
        let names = ["source", "two words", "", " ", "\u{301}q", "ends in \r", "a", "\r", "表", "😀;", "0 0 0 x"]
        let rows = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, RowCounts(inserted: $0, updated: 7, deleted: 1 << 40)) })
        #expect(try RowCounts.read(RowCounts.text(of: rows), of: 1) == rows)
        #expect(try RowCounts.read(RowCounts.text(of: ["a\r\nb": rows["a"]!]), of: 1) == ["a\r b": rows["a"]!])
        #expect(try RowCounts.read("", of: 1).isEmpty)
    }

    @Test func everyForeignKeyHasAnIndex() throws {
        try Database.inMemory { connection in
            for migration in try Registry.migrator().migrations { try connection.executeScript(migration.sql) }
            let tables = try connection.query("SELECT name FROM sqlite_schema WHERE type = 'table'") { try $0.string(0) }
            for table in tables {
                let columns = try connection.query("SELECT \"from\" FROM pragma_foreign_key_list(?1)", [.text(table)]) { try $0.string(0) }
                let indexes = try connection.query(
                    """
                    SELECT i.name, x.name FROM pragma_index_list(?1) i, pragma_index_info(i.name) x WHERE x.seqno = 0
                    """, [.text(table)]
                ) { try $0.optionalString(1) ?? "" }
                for column in columns { #expect(indexes.contains(column), "\(table).\(column)") }
            }
        }
    }
}
