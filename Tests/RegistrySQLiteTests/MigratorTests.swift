import Foundation
import Testing

@testable import RegistrySQLite

/// A new folder, removed when the closure ends.
func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("registry-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
}

@Suite struct MigratorTests {
    private let first =
        "CREATE TABLE parent (id INTEGER PRIMARY KEY) STRICT;\n"
        + "CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INTEGER NOT NULL REFERENCES parent(id) ON DELETE CASCADE) STRICT;\n"

    private func migrator(_ texts: [String]) throws -> Migrator {
        try Migrator(
            migrations: texts.enumerated().map { try Migration(fileName: "000\($0.offset + 1)_step.sql", sql: $0.element) },
            applicationID: 0x1234, toolVersion: "test")
    }

    @Test func runsOnceAndIsThenUpToDate() throws {
        try withFolder { folder in
            let database = try Database(Database.Configuration(path: folder + "/a.sqlite", mode: .create))
            let migrator = try migrator([first])
            #expect(try migrator.up(database).applied.count == 1)
            #expect(try migrator.up(database).applied.isEmpty)
            #expect(try migrator.status(database).map(\.state) == [.applied])
            try database.read { try migrator.requireCurrent(in: $0) }
        }
    }

    @Test func aRebuildThatWouldEmptyChildrenIsRolledBack() throws {
        try withFolder { folder in
            let database = try Database(Database.Configuration(path: folder + "/a.sqlite", mode: .create))
            _ = try migrator([first]).up(database)
            try database.write { connection in
                try connection.execute("INSERT INTO parent (id) VALUES (1)")
                try connection.execute("INSERT INTO child (id, parent_id) VALUES (1, 1)")
            }
            // Foreign keys are off, so dropping the parent leaves the child; deleting the child's parent for good is caught.
            let rebuild = "CREATE TABLE parent2 (id INTEGER PRIMARY KEY) STRICT; DROP TABLE parent; ALTER TABLE parent2 RENAME TO parent;"
            #expect(throws: MigrationError.self) { try migrator([first, rebuild]).up(database, backup: .none) }
            let children = try database.read { try $0.first("SELECT count(*) FROM child") { try $0.int(0) } }
            #expect(children == 1)
            let version = try database.read { try $0.first("PRAGMA user_version") { try $0.int(0) } }
            #expect(version == 1)
        }
    }

    @Test(arguments: ["BEGIN;", "COMMIT;", "PRAGMA foreign_keys = ON;", "ATTACH 'x' AS y;", "VACUUM;", "-- x\n SAVEPOINT s;"])
    func statementsOfTheRunnerAreRefused(sql: String) throws {
        try withFolder { folder in
            let database = try Database(Database.Configuration(path: folder + "/a.sqlite", mode: .create))
            #expect(throws: MigrationError.self) { try migrator([sql]).up(database) }
        }
    }

    @Test func aChangedTextIsToldLineByLine() throws {
        try withFolder { folder in
            let database = try Database(Database.Configuration(path: folder + "/a.sqlite", mode: .create))
            _ = try migrator([first]).up(database)
            let error = #expect(throws: MigrationError.self) { try migrator([first + "CREATE VIEW v AS SELECT 1;"]).up(database) }
            #expect(error?.description.contains("+ CREATE VIEW v AS SELECT 1;") == true)
            #expect(try migrator([first.replacing("\n", with: "\r\n")]).up(database).applied.isEmpty)
        }
    }

    @Test func foreignAndNewerFilesAreRefused() throws {
        try withFolder { folder in
            let database = try Database(Database.Configuration(path: folder + "/a.sqlite", mode: .create))
            try database.write { try $0.execute("CREATE TABLE notes (text TEXT)") }
            #expect(throws: MigrationError.foreignFile(applicationID: 0)) { try migrator([first]).up(database) }
            let other = try Database(Database.Configuration(path: folder + "/b.sqlite", mode: .create))
            _ = try migrator([first, "CREATE TABLE more (id INTEGER PRIMARY KEY) STRICT;"]).up(other)
            #expect(throws: MigrationError.newerFile(found: 2, known: 1)) { try migrator([first]).up(other) }
        }
    }

    @Test func eightThreadsRaceTheFirstOpen() throws {
        try withFolder { folder in
            let migrator = try migrator([first])
            let outcomes = Outcomes()
            DispatchQueue.concurrentPerform(iterations: 8) { _ in
                outcomes.add(
                    Result {
                        let database = try Database(Database.Configuration(path: folder + "/a.sqlite", mode: .create))
                        return try migrator.up(database).applied.count
                    })
            }
            let counts = try outcomes.all.map { try $0.get() }
            #expect(counts.sorted() == [0, 0, 0, 0, 0, 0, 0, 1])
        }
    }
}

private final class Outcomes: @unchecked Sendable {
    private let lock = NSLock()
    private var results: [Result<Int, any Error>] = []

    func add(_ result: Result<Int, any Error>) { lock.withLock { results.append(result) } }

    var all: [Result<Int, any Error>] { lock.withLock { results } }
}
