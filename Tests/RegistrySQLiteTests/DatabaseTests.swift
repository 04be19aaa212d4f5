import Testing

@testable import RegistrySQLite

@Suite struct DatabaseTests {
    private func withDatabase(_ body: (Database) throws -> Void) throws {
        try withFolder { folder in
            let database = try Database(Database.Configuration(path: folder + "/a ?#%.sqlite", mode: .create))
            try database.write { try $0.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT) STRICT") }
            try body(database)
            database.close()
        }
    }

    @Test func everySettingIsReadBack() throws {
        try withDatabase { database in
            let expected = [
                "foreign_keys": 1, "cell_size_check": 1, "mmap_size": 0, "recursive_triggers": 0, "trusted_schema": 0, "synchronous": 3,
            ]
            try database.withoutTransaction { connection in
                for (name, value) in expected {
                    let now = try connection.first("PRAGMA \(name)") { try $0.int(0) }
                    #expect(now == value, "\(name)")
                }
                let journal = try connection.first("PRAGMA journal_mode") { try $0.string(0) }
                #expect(journal == "delete")
            }
        }
    }

    @Test func wrongTypesAndNullsAreNamed() throws {
        try withDatabase { database in
            try database.write { try $0.execute("INSERT INTO t (id, name) VALUES (1, NULL)") }
            let error = #expect(throws: DatabaseError.self) {
                try database.read { try $0.first("SELECT name FROM t") { try $0.string(0) } }
            }
            #expect(error?.message == "t.name holds NULL where a text must stand")
        }
    }

    @Test func valuesThatSQLiteWouldChangeAreRefused() throws {
        try withDatabase { database in
            for value in [Value.real(.nan), .real(.infinity), .text("a\0b")] {
                #expect(throws: DatabaseError.self) { try database.read { try $0.first("SELECT ?1", [value]) { try $0.value(0) } } }
            }
            let kept = try database.read { try $0.first("SELECT ?1, ?2", ["", .blob([])]) { [try $0.value(0), try $0.value(1)] } }
            #expect(kept == [.text(""), .blob([])])
        }
    }

    @Test func aFailedWriteLeavesNothingAndNoTransaction() throws {
        try withDatabase { database in
            #expect(throws: DatabaseError.self) {
                try database.write { connection in
                    try connection.execute("INSERT INTO t (id) VALUES (1)")
                    try connection.execute("INSERT INTO t (id) VALUES (1)")
                }
            }
            try database.write { try $0.execute("INSERT INTO t (id) VALUES (2)") }
            let ids = try database.read { try $0.query("SELECT id FROM t") { try $0.int(0) } }
            #expect(ids == [2])
        }
    }

    @Test func nestedUseThrowsInsteadOfWaitingForItself() throws {
        try withDatabase { database in
            #expect(throws: DatabaseError.self) { try database.write { _ in try database.read { _ in } } }
            #expect(throws: DatabaseError.self) { try database.read { _ in try database.write { _ in } } }
        }
    }

    @Test func changesAreCountedByTable() throws {
        try withDatabase { database in
            let (_, changes) = try database.write { connection in
                try connection.countingChanges {
                    try connection.execute("INSERT INTO t (id) VALUES (1), (2)")
                    try connection.execute("UPDATE t SET name = 'x' WHERE id = 1")
                    try connection.execute("DELETE FROM t WHERE id = 2")
                }
            }
            #expect(changes["t"] == ChangeCount(inserted: 2, updated: 1, deleted: 1))
        }
    }

    @Test func copiesAreWholeAndNeverReplaceByAccident() throws {
        try withFolder { folder in
            let database = try Database(Database.Configuration(path: folder + "/a.sqlite", mode: .create))
            try database.write { try $0.execute("CREATE TABLE t (id INTEGER PRIMARY KEY) STRICT") }
            for name in ["/vacuum.sqlite", "/backup.sqlite"] {
                if name == "/vacuum.sqlite" { try database.vacuum(into: folder + name) } else { try database.backup(to: folder + name) }
                let copy = try Database(Database.Configuration(path: folder + name, mode: .readOnly))
                let report = try copy.integrityReport(quick: false)
                #expect(report.isSound)
                #expect(throws: DatabaseError.self) { try database.backup(to: folder + name) }
            }
        }
    }

    @Test func aCancelledTaskInterruptsItsQueryOnly() async throws {
        let folder = "/tmp/registry-cancel-\(UInt64.random(in: 0...UInt64.max))"
        let database = try Database(Database.Configuration(path: folder + ".sqlite", mode: .create))
        defer { FileSystem.remove(folder + ".sqlite") }
        let task = Task {
            try await database.read { connection in
                try connection.first("WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c") {
                    try $0.int(0)
                }
            }
        }
        try await Task.sleep(for: .milliseconds(100))
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        let after = try await database.read { try $0.first("SELECT 1") { try $0.int(0) } }
        #expect(after == 1)
    }
}
