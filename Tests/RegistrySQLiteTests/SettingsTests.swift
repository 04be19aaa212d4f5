import Testing

@testable import RegistrySQLite

@Suite struct SettingsTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func pragmas(_ connection: Connection) throws -> [String: Int64] {
        let names = [
            "busy_timeout", "foreign_keys", "cell_size_check", "synchronous", "mmap_size", "recursive_triggers", "auto_vacuum",
            "query_only", "trusted_schema",
        ]
        return try Dictionary(
            uniqueKeysWithValues: names.map { name in (name, try connection.first("PRAGMA \(name)") { try $0.int64(0) } ?? -1) })
    }

    @Test func everyPragmaOfWriterAndReader() throws {
        let database = try scratch.database()
        var expected: [String: Int64] = [
            "busy_timeout": 5000, "foreign_keys": 1, "cell_size_check": 1, "synchronous": 3, "mmap_size": 0, "recursive_triggers": 0,
            "auto_vacuum": 0, "query_only": 0, "trusted_schema": 0,
        ]
        #expect(try database.withoutTransaction(pragmas) == expected)
        #expect(try database.withoutTransaction { try $0.first("PRAGMA journal_mode") { try $0.string(0) } } == "delete")
        expected["query_only"] = 1
        #expect(try database.read(pragmas) == expected)
        #expect(try database.read { $0.isReadOnly })
    }

    @Test func writeAheadLogIsFullySynchronous() throws {
        let database = try scratch.database(journal: .writeAheadLog)
        #expect(try database.withoutTransaction { try $0.first("PRAGMA journal_mode") { try $0.string(0) } } == "wal")
        #expect(try database.withoutTransaction(pragmas)["synchronous"] == 2)
        #expect(try database.read(pragmas)["synchronous"] == 2)
    }

    @Test func doubleQuotedStringsAreNames() throws {
        let error = databaseError { try Database.inMemory { try $0.execute(#"SELECT "no such column""#) } }
        #expect(error?.message.contains("no such column") == true)
    }

    @Test func attachIsOutOfReach() throws {
        let error = databaseError { try Database.inMemory { try $0.execute("ATTACH 'x' AS x") } }
        #expect(error?.message.contains("too many attached databases") == true)
    }

    @Test func triggersDoNotRun() throws {
        try Database.inMemory { connection in
            try connection.executeScript(
                "CREATE TABLE t (a INTEGER); CREATE TRIGGER boom AFTER INSERT ON t BEGIN SELECT RAISE(ABORT, 'ran'); END;")
            try connection.execute("INSERT INTO t VALUES (1)")
            #expect(try connection.count("t") == 1)
        }
    }

    @Test func longValuesAreRefused() throws {
        let error = databaseError { try Database.inMemory { try $0.execute("SELECT zeroblob(17000000)") } }
        #expect(error?.code.primary == .tooBig)
    }

    @Test func missingCapabilitiesAreNamed() throws {
        try LinkedSQLite.requireCapabilities()
        let missing = LinkedSQLite.missingCapabilities(version: 3_039_000, isThreadSafe: true) { $0 != "ENABLE_FTS5" }
        #expect(missing == ["version 3.40", "ENABLE_FTS5"])
    }
}
