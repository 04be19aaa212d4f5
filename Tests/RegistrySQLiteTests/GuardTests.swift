import Testing

@testable import RegistrySQLite

@Suite struct GuardTests {
    @Test(arguments: [
        "INSERT INTO t VALUES (1)", "DELETE FROM t", "DROP TABLE t", "CREATE TABLE u (a)", "COMMIT", "SAVEPOINT s", "PRAGMA query_only = 0",
        "PRAGMA user_version = 3", "ATTACH '/tmp/x' AS x", "SELECT load_extension('x')", "VACUUM",
    ]) func readOnlyGuardRefuses(sql: String) throws {
        try Database.inMemory { connection in
            try connection.execute("CREATE TABLE t (a)")
            // Compiled before the guard, and in the cache: it is asked about again.
            if sql.hasPrefix("DELETE") { try connection.execute(sql) }
            let error = databaseError { try connection.withReadOnlyGuard { try connection.execute(sql) } }
            // A forbidden function is an ordinary error to SQLite.
            #expect(error?.code.primary == .unauthorized || error?.message == "not authorized to use function: load_extension")
            try connection.execute("INSERT INTO t VALUES (1)")
        }
    }

    @Test func readOnlyGuardAllowsReading() throws {
        try Database.inMemory { connection in
            try connection.executeScript("CREATE VIRTUAL TABLE w USING fts5(t); INSERT INTO w VALUES ('gallium'); CREATE TABLE t (a)")
            let found = try connection.withReadOnlyGuard {
                _ = try connection.query("SELECT name FROM pragma_table_info('t')") { try $0.string(0) }
                return try connection.query("WITH x AS (SELECT t FROM w WHERE w MATCH 'gallium') SELECT upper(t) FROM x") {
                    try $0.string(0)
                }
            }
            #expect(found == ["GALLIUM"])
        }
    }

    @Test func aVirtualTableReadForTheFirstTime() throws {
        let scratch = try Scratch()
        try scratch.database().write {
            try $0.executeScript(
                "CREATE VIRTUAL TABLE w USING fts5(t); CREATE VIRTUAL TABLE r USING rtree(id, a, b); INSERT INTO w VALUES ('x')")
        }
        let database = try Database(.init(path: scratch.path("a.sqlite"), mode: .readOnly))
        let found = try database.read { connection in
            try connection.withReadOnlyGuard { [try connection.count("w"), try connection.count("r")] }
        }
        #expect(found == [1, 0])
    }

    @Test func deadline() throws {
        try Database.inMemory { connection in
            let error = databaseError { try connection.withDeadline(milliseconds: 30) { try connection.execute(endless) } }
            #expect(error?.code == .interrupted)
            #expect(error?.message == "stopped after the time limit of 30 ms")
            try connection.execute("SELECT 1")
        }
    }

    @Test func interruptedWriteEndsTheAccess() throws {
        let scratch = try Scratch()
        let database = try scratch.database()
        try database.write { try $0.execute("CREATE TABLE t (a)") }
        let error = databaseError {
            try database.write { connection in
                try connection.execute("INSERT INTO t VALUES (1)")
                _ = try? connection.withDeadline(milliseconds: 20) { try connection.execute("INSERT INTO t " + endless) }
                // Without the check this would be a transaction of its own.
                _ = try? connection.execute("INSERT INTO t VALUES (2)")
            }
        }
        #expect(error?.code == .interrupted)
        #expect(try database.read { try $0.count("t") } == 0)
    }

    @Test func changesPerTable() throws {
        try Database.inMemory { connection in
            try connection.executeScript(
                """
                CREATE TABLE parent (id INTEGER PRIMARY KEY, a);
                CREATE TABLE child (id INTEGER PRIMARY KEY, p REFERENCES parent (id) ON DELETE CASCADE);
                CREATE TABLE flat (k TEXT PRIMARY KEY, v) WITHOUT ROWID;
                CREATE VIRTUAL TABLE words USING fts5(t);
                """)
            try connection.execute("DELETE FROM flat")
            let (result, changes) = try connection.recordingChanges(leavingOut: [], keep: { _ in }) {
                try connection.execute("INSERT INTO parent VALUES (1, 'a'), (2, 'b'), (3, 'c')")
                try connection.execute("INSERT INTO child VALUES (1, 1), (2, 1)")
                try connection.execute("UPDATE parent SET a = 'z' WHERE id > 1")
                try connection.execute("DELETE FROM parent WHERE id = 1")
                try connection.execute("INSERT INTO flat VALUES ('x', 1), ('y', 2)")
                try connection.execute("DELETE FROM flat")
                try connection.execute("INSERT INTO words VALUES ('derived')")
                return 7
            }
            #expect(result == 7)
            // What counts is the difference between before and after: rows that came and went again are no change.
            #expect(changes == ["parent": ChangeCount(inserted: 2)])
            #expect(try connection.recordingChanges(leavingOut: [], keep: { _ in }) {}.changes.isEmpty)
            #expect(
                databaseError {
                    _ = try connection.recordingChanges(leavingOut: [], keep: { _ in }) {
                        try connection.recordingChanges(leavingOut: [], keep: { _ in }) {}
                    }
                }?.code == .misuse)
        }
    }

    /// A recording is cut between statements; what they tell of themselves must not change by it.
    @Test func cuttingDoesNotHideTheLastRow() throws {
        try Database.inMemory { connection in
            try connection.executeScript("CREATE TABLE t (id INTEGER PRIMARY KEY, x); CREATE TABLE part (bytes)")
            var parts = 0
            _ = try connection.recordingChanges(
                leavingOut: ["part"], partSize: 1000,
                keep: { (changeset: Changeset) throws(DatabaseError) in
                    parts += 1
                    try connection.execute("INSERT INTO part VALUES (?1)", [.blob(changeset.bytes)])
                },
                {
                    for number in 1...2000 {
                        if number.isMultiple(of: 2) {
                            try connection.execute("INSERT INTO t VALUES (?1, 'some text')", [.integer(Int64(number + 5000))])
                        } else {
                            try connection.savepoint {
                                try connection.execute("INSERT INTO t VALUES (?1, 'x')", [.integer(Int64(number + 5000))])
                            }
                        }
                        let row = connection.lastInsertedRowID
                        #expect(row == Int64(number + 5000))
                    }
                })
            #expect(parts > 3)
        }
    }
}
