import Testing

@testable import RegistrySQLite

@Suite(.serialized) struct TransactionTests {
    struct Stop: Error {}

    let scratch: Scratch
    let database: Database

    init() throws {
        scratch = try Scratch()
        database = try scratch.database()
        try database.write { try $0.execute("CREATE TABLE t (a INTEGER PRIMARY KEY)") }
    }

    private func rows() throws -> Int { try database.read { try $0.count("t") } }

    @Test func anErrorUndoesAll() throws {
        #expect(throws: Stop.self) {
            try database.write { connection in
                try connection.execute("INSERT INTO t VALUES (1)")
                throw Stop()
            }
        }
        #expect(try rows() == 0)
    }

    @Test func readersCannotWrite() throws {
        #expect(databaseError { try database.read { try $0.execute("INSERT INTO t VALUES (1)") } }?.code.primary == .readOnly)
        try database.write { try $0.execute("INSERT INTO t VALUES (1)") }
    }

    @Test func nestedAccessIsRefused() throws {
        #expect(databaseError { try database.write { _ in try database.read { _ in } } }?.code == .misuse)
        #expect(databaseError { try database.read { _ in try database.write { _ in } } }?.code == .misuse)
        #expect(databaseError { try database.read { _ in try database.withoutTransaction { _ in } } }?.code == .misuse)
        #expect(databaseError { try database.write { _ in try database.backup(to: scratch.path("b")) } }?.code == .misuse)
        #expect(try rows() == 0)
    }

    @Test func savepoints() throws {
        try database.write { connection in
            try connection.execute("INSERT INTO t VALUES (1)")
            #expect(throws: Stop.self) {
                try connection.savepoint {
                    try connection.execute("INSERT INTO t VALUES (2)")
                    try connection.savepoint { try connection.execute("INSERT INTO t VALUES (3)") }
                    throw Stop()
                }
            }
            #expect(try connection.savepoint { try connection.count("t") } == 1)
        }
        #expect(try rows() == 1)
    }

    @Test func failedCommitRollsBack() throws {
        try database.write {
            try $0.execute("CREATE TABLE child (p INTEGER REFERENCES t (a) DEFERRABLE INITIALLY DEFERRED)")
        }
        let error = databaseError { try database.write { try $0.execute("INSERT INTO child VALUES (99)") } }
        #expect(error?.code == .constraintForeignKey)
        #expect(try database.read { try $0.count("child") } == 0)
        try database.write { try $0.execute("INSERT INTO t VALUES (1)") }
        #expect(try rows() == 1)
    }

    @Test func aTransactionCannotBeEndedInside() throws {
        let error = databaseError {
            try database.write { connection in
                try connection.execute("ROLLBACK")
                try connection.execute("INSERT INTO t VALUES (1)")
            }
        }
        #expect(error?.code == .misuse)
        #expect(databaseError { try database.withoutTransaction { try $0.execute("BEGIN") } }?.code == .misuse)
        #expect(try rows() == 0)
    }

    @Test func nothingOutlivesItsAccess() throws {
        var kept: Connection?
        var statement: Statement?
        try database.write { connection in
            kept = connection
            statement = try connection.prepare("INSERT INTO t VALUES (1)")
        }
        #expect(databaseError { try kept?.execute("INSERT INTO t VALUES (1)") }?.code == .misuse)
        #expect(databaseError { try statement?.run() }?.code == .misuse)
        #expect(statement?.columnNames == [])
        #expect(kept?.changeCount == 0)
    }

    @Test func busyIsTold() throws {
        let other = try Database(.init(path: database.path, mode: .readWrite, busyTimeoutMilliseconds: 20))
        let error = try database.write { _ in databaseError { try other.write { _ in } } }
        #expect(error?.code.primary == .busy)
        #expect(error?.description.contains("another process is writing; try again") == true)
    }

    @Test func closedMeansClosed() throws {
        database.close()
        #expect(databaseError { try database.read { _ in } }?.code == .misuse)
    }

    @Test func traceTellsStatementsWithoutValues() throws {
        let seen = Seen()
        let traced = try Database(.init(path: database.path, mode: .readWrite, trace: { seen.add($0) }))
        try traced.write { try $0.execute("INSERT INTO t VALUES (?)", [41]) }
        #expect(seen.sql.contains("INSERT INTO t VALUES (?)"))
        #expect(!seen.sql.contains { $0.contains("41") })
    }

    private final class Seen: @unchecked Sendable {
        private let lock = Lock()
        private var events: [TraceEvent] = []
        func add(_ event: TraceEvent) { lock.withLock { events.append(event) } }
        var sql: [String] { lock.withLock { events.map(\.sql) } }
    }
}
