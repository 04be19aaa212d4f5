import Testing

@testable import RegistrySQLite

@Suite struct StatementTests {
    @Test func preparedOnceRunOften() throws {
        try Database.inMemory { connection in
            try connection.execute("CREATE TABLE t (a, b)")
            let insert = try connection.prepare("INSERT INTO t VALUES (?, ?)")
            for number in 1...3 {
                try insert.bind(number, at: 1)
                try insert.bind("x", at: 2)
                try insert.run()
            }
            try insert.run([nil, 2.5])
            #expect(!insert.isReadOnly)
            #expect(connection.lastInsertedRowID == 4)
            #expect(connection.changeCount == 1)
            let select = try connection.prepare("SELECT a AS number FROM t WHERE b = ? ORDER BY a")
            try select.bind("x", at: 1)
            var found: [Int] = []
            try select.forEachRow { found.append(try $0.int(0)) }
            #expect(found == [1, 2, 3])
            #expect(select.columnNames == ["number"])
            #expect(databaseError { try select.bind(1, at: 2) }?.code == .range)
            try select.reset()
            try select.forEachRow { _ in Issue.record("NULL equals nothing") }
        }
    }

    @Test func theFirstRowAlone() throws {
        try Database.inMemory { connection in
            try connection.executeScript("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2), (3)")
            let select = try connection.prepare("SELECT a FROM t WHERE a >= ? ORDER BY a")
            for number in [2, 1, 3] {
                try select.bind(number, at: 1)
                #expect(try select.first { try $0.int(0) } == number)
            }
            #expect(databaseError { _ = try select.first { try $0.string(0) } }?.code == .mismatch)
            #expect(databaseError { _ = try select.first { _ in try select.run() } }?.code == .misuse)
            try select.bind(4, at: 1)
            #expect(try select.first { try $0.int(0) } == nil)
        }
    }

    @Test(arguments: [[], [0], [7, -1, 10, 100], [.min, .max, -1_000_000_007, 9, 99]] as [[Int64]])
    func manyKeysAsOneArgument(keys: [Int64]) throws {
        let scratch = try Scratch()
        let found = try scratch.database().read { connection in
            try connection.query("SELECT value, typeof(value) FROM json_each(?1) ORDER BY key", [.list(keys)]) {
                "\(try $0.int64(0)) \(try $0.string(1))"
            }
        }
        #expect(found == keys.map { "\($0) integer" })
    }

    @Test func notInsideItsOwnLoop() throws {
        try Database.inMemory { connection in
            let statement = try connection.prepare("SELECT 1")
            #expect(databaseError { try statement.forEachRow { _ in try statement.run() } }?.code == .misuse)
            // The same SQL through the cache is fine: the inner one is another statement.
            #expect(try connection.query("SELECT 1") { _ in try connection.count("sqlite_schema") } == [0])
        }
    }

    @Test func exactlyOneStatement() throws {
        try Database.inMemory { connection in
            #expect(databaseError { try connection.execute("") }?.code == .misuse)
            #expect(databaseError { try connection.execute(" -- nothing\n") }?.code == .misuse)
            #expect(databaseError { try connection.execute("SELECT 1; SELECT 2") }?.code == .misuse)
            #expect(databaseError { try connection.execute("SELECT 1; rubbish") }?.code == .misuse)
            #expect(databaseError { try connection.execute("SELECT 1\0") }?.code == .misuse)
            try connection.execute("SELECT 1; -- a comment\n /* another */ ;")
        }
    }

    @Test func errorsTellWhere() throws {
        try Database.inMemory { connection in
            let error = databaseError { try connection.execute("SELECT nonsense") }
            #expect(error?.offset == 7)
            #expect(error?.description == "no such column: nonsense [SQL: SELECT nonsense (byte 7)]")
            let script = databaseError { try connection.executeScript("SELECT 1;\nSELECT nonsense;") }
            #expect(script?.offset == 17)
            try connection.execute("CREATE TABLE t (a TEXT CHECK (a <> 'secret')) STRICT")
            let refused = databaseError { try connection.execute("INSERT INTO t VALUES (?)", ["secret"]) }
            #expect(refused?.code == .constraintCheck)
            #expect(refused?.code.primary == .constraint)
            #expect(refused?.description == "CHECK constraint failed: a <> 'secret' [SQL: INSERT INTO t VALUES (?)]")
        }
    }

    @Test func cacheIsBounded() throws {
        try Database.inMemory { connection in
            for number in 0..<200 { try connection.execute("SELECT \(number)") }
            #expect(connection.handle.cache.count <= 64)
        }
    }

    @Test func schemaDumpLeavesOutWhatSQLiteMakes() throws {
        try Database.inMemory { connection in
            try connection.executeScript(
                """
                CREATE VIEW v AS SELECT 1;
                CREATE TABLE b (x TEXT PRIMARY KEY, y);
                CREATE VIRTUAL TABLE words USING fts5(t);
                CREATE VIRTUAL TABLE place USING rtree(id, a, b);
                CREATE INDEX i ON b (y);
                """)
            let expected = """
                CREATE TABLE b (x TEXT PRIMARY KEY, y);

                CREATE VIRTUAL TABLE place USING rtree(id, a, b);

                CREATE VIRTUAL TABLE words USING fts5(t);

                CREATE INDEX i ON b (y);

                CREATE VIEW v AS SELECT 1;

                """
            #expect(try connection.schemaDump() == expected)
        }
    }
}
