import Foundation
import Testing

@testable import RegistrySQLite

@Suite(.serialized) struct BackupTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func filled(_ journal: Database.Journal = .delete) throws -> Database {
        let database = try scratch.database(journal: journal)
        try database.write { try $0.executeScript("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)") }
        return database
    }

    @Test(arguments: [Database.Journal.delete, .writeAheadLog]) func bothKindsOfCopy(journal: Database.Journal) throws {
        let database = try filled(journal)
        try database.backup(to: scratch.path("file:b?c.sqlite"))
        try database.vacuum(into: scratch.path("c d.sqlite"))
        database.close()
        for name in ["file:b?c.sqlite", "c d.sqlite"] {
            let copy = try Database(.init(path: scratch.path(name), mode: .readOnly))
            #expect(try copy.read { try $0.count("t") } == 2)
            #expect(try copy.read { try $0.first("PRAGMA journal_mode") { try $0.string(0) } } == "delete")
        }
        #expect(try scratch.names().contains { $0.contains("partial") } == false)
    }

    @Test func aReadOnlyFileIsCopiedToo() throws {
        try filled().close()
        let database = try Database(.init(path: scratch.path("a.sqlite"), mode: .readOnly))
        try database.backup(to: scratch.path("b"))
        try database.vacuum(into: scratch.path("c"))
        #expect(try scratch.names() == ["a.sqlite", "b", "c"])
    }

    @Test func existingTargets() throws {
        let database = try filled()
        try Data("old".utf8).write(to: URL(fileURLWithPath: scratch.path("b")))
        try Data("rest of a crash".utf8).write(to: URL(fileURLWithPath: scratch.path("b.partial")))
        #expect(databaseError { try database.backup(to: scratch.path("b")) }?.message.contains("exists") == true)
        #expect(databaseError { try database.vacuum(into: scratch.path("b")) }?.message.contains("exists") == true)
        try database.backup(to: scratch.path("b"), replacing: true)
        #expect(try Database(.init(path: scratch.path("b"), mode: .readOnly)).read { try $0.count("t") } == 2)
        #expect(databaseError { try database.backup(to: database.path, replacing: true) }?.code == .misuse)
        #expect(try scratch.names() == ["a.sqlite", "b"])
    }

    @Test func integrity() throws {
        let database = try filled()
        #expect(try database.integrityReport(quick: true).isOK)
        try database.withoutTransaction { connection in
            try connection.executeScript(
                """
                CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (id INTEGER PRIMARY KEY, p REFERENCES p (id));
                PRAGMA foreign_keys = 0; INSERT INTO c VALUES (5, 6); PRAGMA foreign_keys = 1;
                """)
        }
        let report = try database.integrityReport(quick: false)
        #expect(report.problems.isEmpty)
        #expect(report.foreignKeyViolations == [ForeignKeyViolation(table: "c", rowID: 5, parent: "p")])
    }

    @Test func damageIsReported() throws {
        let database = try scratch.database()
        try database.write { connection in
            try connection.execute("CREATE TABLE t (a)")
            for _ in 0..<200 { try connection.execute("INSERT INTO t VALUES (randomblob(500))") }
        }
        database.close()
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: scratch.path("a.sqlite")))
        try file.seek(toOffset: 4096 * 3)
        try file.write(contentsOf: Data(repeating: 0xEE, count: 4096))
        try file.close()
        let damaged = try Database(.init(path: scratch.path("a.sqlite"), mode: .readWrite))
        #expect(try !damaged.integrityReport(quick: true).isOK)
        #expect(throws: (any Error).self) { try damaged.backup(to: scratch.path("b")) }
        #expect(try scratch.names() == ["a.sqlite"])
    }
}
