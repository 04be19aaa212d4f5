import CRegistrySQLite
import Testing

@testable import RegistrySQLite

/// What is recorded of changes, against what SQLite's session extension records of the same ones.
@Suite struct RecordingTests {
    /// Keys of every kind, columns of every type, rows that come, change and go by foreign keys and triggers.
    private static let schema = """
        CREATE TABLE plain (id INTEGER PRIMARY KEY, word TEXT, amount REAL, bytes BLOB) STRICT;
        CREATE TABLE named (name TEXT PRIMARY KEY, amount REAL, count INTEGER) STRICT;
        CREATE TABLE paired (amount INTEGER NOT NULL, note TEXT, word TEXT NOT NULL, PRIMARY KEY (word, amount)) STRICT, WITHOUT ROWID;
        CREATE TABLE loose (id INTEGER PRIMARY KEY DESC, a, b DOUBLE PRECISION, c VARCHAR(9), d FLOATING POINT);
        CREATE TABLE child (id INTEGER PRIMARY KEY, plain INTEGER REFERENCES plain (id) ON DELETE CASCADE ON UPDATE CASCADE,
            name TEXT REFERENCES named (name) ON DELETE SET NULL ON UPDATE CASCADE) STRICT;
        CREATE TABLE single (id INTEGER PRIMARY KEY, word TEXT UNIQUE, CHECK (word <> 'refused')) STRICT;
        CREATE TABLE seen (id INTEGER PRIMARY KEY, word TEXT) STRICT;
        CREATE TABLE "of no key" (a, b);
        CREATE TABLE blobs (key BLOB PRIMARY KEY, text TEXT) STRICT;
        CREATE TRIGGER plain_is_seen AFTER UPDATE ON plain BEGIN INSERT INTO seen (word) VALUES (new.word); END;
        CREATE TRIGGER single_is_seen AFTER DELETE ON single BEGIN
            DELETE FROM seen WHERE id = (SELECT min(id) FROM seen); UPDATE seen SET word = old.word WHERE id = 3;
        END;
        """

    private struct Draws {
        var state: UInt64
        mutating func below(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(limit))
        }

        mutating func number() -> String { ["0", "1", "2", "3", "-4", "2.5", "7.0", "1e300", "9223372036854775807"][below(9)] }
        mutating func integer() -> String { ["0", "1", "2", "3", "4", "-5", "9223372036854775807"][below(7)] }
        mutating func text() -> String {
            ["'a'", "'b'", "''", "'long " + String(repeating: "x", count: 130) + "'", "'锗'", "char(0)", "'c'"][below(7)]
        }
        mutating func blob() -> String { ["x''", "x'00'", "x'ff00'", "x'0102'", "zeroblob(300)"][below(5)] }
        mutating func anything() -> String {
            switch below(5) {
            case 0: number()
            case 1: text()
            case 2: blob()
            case 3: "NULL"
            default: integer()
            }
        }

        mutating func maybe(_ sql: String) -> String { below(5) == 0 ? "NULL" : sql }

        /// One statement; many of them fail.
        mutating func statement() -> String {
            let or = ["", "", "", " OR REPLACE", " OR IGNORE", " OR FAIL"][below(6)]
            switch below(21) {
            case 0, 1: return "INSERT\(or) INTO plain VALUES (\(integer()), \(maybe(text())), \(maybe(number())), \(maybe(blob())))"
            case 2: return "INSERT INTO plain (id, word, amount) SELECT 100 + count(*), \(text()), \(number()) FROM plain"
            case 3: return "UPDATE\(or) plain SET amount = \(number()), word = word WHERE id = \(integer())"
            case 4: return "UPDATE\(or) plain SET id = \(integer()) WHERE id = \(integer())"
            case 5: return "DELETE FROM plain WHERE id = \(integer())"
            case 6, 7: return "INSERT\(or) INTO named VALUES (\(maybe(text())), \(number()), \(integer()))"
            case 8: return "UPDATE\(or) named SET name = \(text()), count = \(integer()) WHERE name = \(text())"
            case 9: return "DELETE FROM named WHERE name = \(text())"
            case 10, 11: return "INSERT\(or) INTO paired VALUES (\(integer()), \(maybe(text())), \(text()))"
            case 12: return "UPDATE\(or) paired SET amount = \(integer()), note = \(text()) WHERE word = \(text())"
            case 13: return "DELETE FROM \(["paired", "loose", "blobs", "single", "named"][below(5)])"
            case 14: return "INSERT\(or) INTO loose VALUES (\(integer()), \(anything()), \(anything()), \(anything()), \(anything()))"
            case 15: return "UPDATE\(or) loose SET a = \(anything()), b = \(anything()), id = \(integer()) WHERE id > \(integer())"
            case 16: return "INSERT\(or) INTO child VALUES (\(integer()), \(maybe(integer())), \(maybe(text())))"
            case 17: return "INSERT\(or) INTO single VALUES (\(integer()), \(text())), (\(integer()), 'refused')"
            case 18:
                return """
                    INSERT INTO single VALUES (\(integer()), \(text())) ON CONFLICT (word) DO UPDATE SET id = excluded.id, word = \(text())
                    """
            case 19: return "INSERT INTO \"of no key\" VALUES (\(anything()), \(anything()))"
            default: return "INSERT\(or) INTO blobs VALUES (\(blob()), \(maybe(text())))"
            }
        }
    }

    /// Statements, some of them in savepoints that are undone.
    private static func script(_ seed: Int, _ length: Int) -> [[String]] {
        var draws = Draws(state: UInt64(seed) &* 77_777 &+ 5)
        return (0..<length).map { _ in
            guard draws.below(6) == 0 else { return [draws.statement()] }
            return ["SAVEPOINT s"] + (0..<3).map { _ in draws.statement() } + [draws.below(2) == 0 ? "ROLLBACK TO s" : "RELEASE s"]
        }
    }

    /// Makes the tables. Triggers, which connections of this library do not run, run here: their changes are recorded too.
    private static func makeTables(_ connection: Connection) throws {
        try connection.executeScript(schema)
        var now: Int32 = 0
        try #require(registry_db_config_set(connection.handle.db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 1, &now) == SQLITE_OK && now == 1)
    }

    private static func run(_ script: [[String]], on connection: Connection) {
        for statement in script.joined() {
            // A refused statement is undone, and the next one is run all the same.
            do { try connection.execute(statement) } catch {}
        }
    }

    private struct RecordedRow: Hashable {
        let table: String
        let operation: Int32
        let isIndirect: Bool
        let values: [String]
    }

    /// The rows of a changeset as SQLite itself reads them.
    private static func rows(_ bytes: [UInt8]) throws -> [RecordedRow] {
        var rows: [RecordedRow] = []
        var bytes = bytes
        try bytes.withUnsafeMutableBytes { bytes in
            var iterator: OpaquePointer?
            try #require(sqlite3changeset_start(&iterator, Int32(bytes.count), bytes.baseAddress) == SQLITE_OK)
            defer { sqlite3changeset_finalize(iterator) }
            var code = sqlite3changeset_next(iterator)
            while code == SQLITE_ROW {
                var (name, columns, operation, isIndirect) = (UnsafePointer<CChar>?.none, Int32(0), Int32(0), Int32(0))
                sqlite3changeset_op(iterator, &name, &columns, &operation, &isIndirect)
                var keys: UnsafeMutablePointer<UInt8>?
                sqlite3changeset_pk(iterator, &keys, nil)
                var values = (0..<columns).map { "\(keys?[Int($0)] ?? 9)" }
                for column in 0..<columns where operation != SQLITE_INSERT {
                    var value: OpaquePointer?
                    sqlite3changeset_old(iterator, column, &value)
                    values.append(shown(value))
                }
                for column in 0..<columns where operation != SQLITE_DELETE {
                    var value: OpaquePointer?
                    sqlite3changeset_new(iterator, column, &value)
                    values.append(shown(value))
                }
                rows.append(
                    RecordedRow(
                        table: name.map { String(cString: $0) } ?? "", operation: operation, isIndirect: isIndirect != 0, values: values))
                code = sqlite3changeset_next(iterator)
            }
            try #require(code == SQLITE_DONE)
        }
        return rows
    }

    private static func shown(_ value: OpaquePointer?) -> String {
        guard let value else { return "–" }
        let type = sqlite3_value_type(value)
        guard type == SQLITE_TEXT || type == SQLITE_BLOB else {
            return "\(type) \(sqlite3_value_int64(value)) \(sqlite3_value_double(value))"
        }
        let start = sqlite3_value_blob(value)
        return "\(type) \([UInt8](UnsafeRawBufferPointer(start: start, count: Int(sqlite3_value_bytes(value)))))"
    }

    private static let tables = ["plain", "named", "paired", "loose", "child", "single", "seen", "blobs"]

    private static func dump(_ connection: Connection, _ tables: [String] = tables) throws -> [String] {
        try tables.flatMap { table in
            let columns = try connection.prepare("SELECT * FROM \(table)").columnNames
            let quoted = columns.map { "hex(\(RegistrySQLite.quoted($0))) || typeof(\(RegistrySQLite.quoted($0)))" }.joined(
                separator: " || ',' || ")
            return try connection.query("SELECT \(quoted) FROM \(table) ORDER BY 1") { row in table + ": " + (try row.string(0)) }
        }
    }

    @Test(arguments: 0..<60)
    func theSameAsTheSessionExtension(seed: Int) throws {
        let (before, after) = (Self.script(seed, 40), Self.script(seed + 1_000_000, 60))
        var ofSession: [UInt8] = []
        try Database.inMemory { connection in
            try Self.makeTables(connection)
            Self.run(before, on: connection)
            var session: OpaquePointer?
            try #require(sqlite3session_create(connection.handle.db, "main", &session) == SQLITE_OK)
            defer { sqlite3session_delete(session) }
            try #require(sqlite3session_attach(session, nil) == SQLITE_OK)
            // Else a deletion of all rows that was compiled before is not seen.
            connection.handle.cache.removeAll()
            Self.run(after, on: connection)
            var (count, output) = (Int32(0), UnsafeMutableRawPointer?.none)
            try #require(sqlite3session_changeset(session, &count, &output) == SQLITE_OK)
            defer { sqlite3_free(output) }
            ofSession = [UInt8](UnsafeRawBufferPointer(start: output, count: Int(count)))
        }
        let scratch = try Scratch()
        let database = try scratch.database()
        var (start, recorded, counts) = ([String](), [Changeset](), [String: ChangeCount]())
        try database.write { connection in
            try Self.makeTables(connection)
            Self.run(before, on: connection)
            start = try Self.dump(connection)
            counts = try connection.recordingChanges(leavingOut: [], keep: { recorded.append($0) }) {
                Self.run(after, on: connection)
            }.changes
        }
        try #require(recorded.count == 1)
        let (mine, theirs) = (try Self.rows(recorded[0].bytes), try Self.rows(ofSession))
        #expect(mine.count == theirs.count && mine.count > 5)
        let (surplus, missing) = (Set(mine).subtracting(theirs), Set(theirs).subtracting(mine))
        #expect(surplus.isEmpty)
        #expect(missing.isEmpty)
        #expect(recorded[0].bytes.count == ofSession.count)
        #expect(try counts == recorded[0].counts())
        _ = try Changeset(bytes: recorded[0].bytes)
        // Turned round it leads back.
        try database.writeWithoutForeignKeys { connection in
            try connection.executeScript("DROP TRIGGER plain_is_seen; DROP TRIGGER single_is_seen")
            try connection.apply(try recorded[0].inverted())
            #expect(try Self.dump(connection) == start)
        }
    }

    /// What is recorded, the table before, and after it was turned round.
    private func recording(
        _ schema: String, table: String, _ changes: [String], goesBack: Bool = true
    ) throws -> (
        rows: [ChangedRow], before: [String], after: [String]
    ) {
        let scratch = try Scratch()
        let database = try scratch.database()
        var (recorded, before, after) = ([Changeset](), [String](), [String]())
        try database.writeWithoutForeignKeys { connection in
            try connection.executeScript(schema)
            before = try Self.dump(connection, [table])
            _ = try connection.recordingChanges(leavingOut: [], keep: { recorded.append($0) }) {
                for change in changes { try connection.execute(change) }
            }
            if goesBack { for changeset in recorded.reversed() { try connection.apply(changeset.inverted()) } }
            after = try Self.dump(connection, [table])
        }
        var rows: [ChangedRow] = []
        for changeset in recorded { try changeset.forEachChange { rows.append($0) } }
        return (rows, before, after)
    }

    /// The session extension of SQLite 3.40.1 takes what such rows hold for NULL.
    @Test func rowsThatAreOlderThanTheirColumns() throws {
        let (rows, before, after) = try recording(
            """
            CREATE TABLE t (id INTEGER PRIMARY KEY, word TEXT) STRICT;
            INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'c');
            ALTER TABLE t ADD COLUMN count INTEGER NOT NULL DEFAULT 7;
            ALTER TABLE t ADD COLUMN note TEXT DEFAULT 'none';
            INSERT INTO t VALUES (4, 'd', 8, NULL);
            """, table: "t",
            ["DELETE FROM t WHERE id IN (1, 4)", "UPDATE t SET count = 9 WHERE id = 2", "UPDATE t SET note = NULL WHERE id = 3"])
        #expect(
            rows.map(\.old) == [
                [.integer(1), .text("a"), .integer(7), .text("none")], [.integer(4), .text("d"), .integer(8), .null],
                [.integer(2), nil, .integer(7), nil], [.integer(3), nil, nil, .text("none")],
            ])
        #expect(before == after && before.count == 4)
    }

    @Test func realNumbersInKeys() throws {
        let (rows, before, after) = try recording(
            """
            CREATE TABLE t (amount REAL, word TEXT, other REAL, PRIMARY KEY (amount, word)) STRICT, WITHOUT ROWID;
            INSERT INTO t VALUES (1, 'a', 2), (2, 'b', 3.5);
            """, table: "t", ["DELETE FROM t WHERE amount = 1", "UPDATE t SET amount = 4", "INSERT INTO t VALUES (9, 'c', 8)"])
        #expect(
            rows.map(\.old) == [[.real(1), .text("a"), .real(2)], [.real(2), .text("b"), .real(3.5)], [nil, nil, nil], [nil, nil, nil]])
        #expect(rows.map(\.new)[2...] == [[.real(4), .text("b"), .real(3.5)], [.real(9), .text("c"), .real(8)]])
        #expect(before == after && before.count == 2)
        let wrong = databaseError {
            _ = try recording(
                "CREATE TABLE t (amount REAL, word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID", table: "t", ["INSERT INTO t VALUES (1, 'a')"])
        }
        #expect(
            wrong?.message
                == "changes of table t cannot be recorded: it has no row ids, holds real numbers, and its key is not its first columns")
        #expect(wrong?.code == .schema)
    }

    /// A key that SQLite finds equal is another key all the same. (Turned round, such changes are refused: one row stands in the other's way.)
    @Test func keysThatAreEqualAndNotTheSame() throws {
        let rows = try recording(
            """
            CREATE TABLE t (k PRIMARY KEY, word TEXT COLLATE NOCASE UNIQUE);
            CREATE TABLE other (k TEXT COLLATE NOCASE PRIMARY KEY);
            INSERT INTO t VALUES (1, 'a'), ('x', 'b');
            INSERT INTO other VALUES ('a');
            """, table: "t", ["UPDATE t SET k = 1.0 WHERE k = 1", "UPDATE t SET word = 'B' WHERE k = 'x'", "UPDATE other SET k = 'A'"],
            goesBack: false
        ).rows
        #expect(rows.map(\.operation) == [.delete, .insert, .update, .delete, .insert])
        #expect(rows.map(\.key) == [[.integer(1)], [.real(1)], [.text("x")], [.text("a")], [.text("A")]])
    }

    @Test func columnsThatChangeMeanwhile() throws {
        for (schema, changes) in [
            (
                "CREATE TABLE t (id INTEGER PRIMARY KEY, a)",
                ["INSERT INTO t VALUES (1, 2)", "ALTER TABLE t ADD COLUMN b", "DELETE FROM t WHERE id = 1"]
            ),
            ("CREATE TABLE t (id INTEGER PRIMARY KEY, a, b AS (a + 1))", ["INSERT INTO t VALUES (1, 2)"]),
        ] {
            #expect(databaseError { _ = try recording(schema, table: "t", changes) }?.code == .schema)
        }
    }

    /// The number of a schema that was undone is given again, to another one.
    @Test func columnsThatWereTakenBack() throws {
        let scratch = try Scratch()
        let database = try scratch.database()
        try database.write { try $0.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, a)") }
        for mistake in ["ALTER TABLE t ADD COLUMN b", "INSERT INTO t VALUES (1, 2, 3)"] {
            #expect(throws: DatabaseError.self) {
                try database.write { connection in
                    try connection.execute("ALTER TABLE t ADD COLUMN b")
                    _ = try connection.recordingChanges(leavingOut: [], keep: { _ in }) {
                        try connection.execute("INSERT INTO t VALUES (1, 2, 3)")
                        try connection.execute(mistake)
                    }
                }
            }
        }
        try database.write { connection in
            try connection.execute("ALTER TABLE t DROP COLUMN a")
            let recorded = try connection.recordingChanges(leavingOut: [], keep: { _ in }) {
                try connection.execute("INSERT INTO t VALUES (5)")
            }
            #expect(recorded.changes == ["t": ChangeCount(inserted: 1)])
        }
    }

    /// Parts come one after another, are about as large as was asked for, and hold all together what happened.
    @Test func cutByTheSizeOfRows() throws {
        let scratch = try Scratch()
        let database = try scratch.database()
        var (parts, before) = ([Changeset](), [String]())
        try database.write { connection in
            try connection.executeScript(
                "CREATE TABLE t (id INTEGER PRIMARY KEY, word TEXT, v INTEGER) STRICT; INSERT INTO t VALUES (1, 'w', 2)")
            before = try Self.dump(connection, ["t"])
            let (_, counts) = try connection.recordingChanges(leavingOut: [], partSize: 100_000, keep: { parts.append($0) }) {
                let insertion = try connection.prepare("INSERT INTO t VALUES (?1, ?2, 0)")
                for number in 2..<3_000 {
                    try connection.savepoint {
                        try insertion.bind(number, at: 1)
                        try insertion.bind(String(repeating: "w", count: number), at: 2)
                        try insertion.run()
                    }
                }
                try connection.execute("UPDATE t SET v = 1 WHERE id < 50")
            }
            #expect(counts == ["t": ChangeCount(inserted: 2_998, updated: 49)])
        }
        let sizes = parts.map(\.bytes.count)
        // The rows make 4.5 MB.
        #expect((40...50).contains(sizes.count))
        #expect(sizes.dropLast().allSatisfy { (95_000...110_000).contains($0) })
        try database.writeWithoutForeignKeys { connection in
            for part in parts.reversed() { try connection.apply(part.inverted()) }
            #expect(try Self.dump(connection, ["t"]) == before)
        }
    }

    /// Long scripts, cut again and again: rows that went in one part come in another, keys move on; turned round all parts lead back.
    @Test(arguments: 0..<6)
    func partsLeadBack(seed: Int) throws {
        struct Undone: Error {}
        let scratch = try Scratch()
        let database = try scratch.database()
        var (start, end, parts) = ([String](), [String](), [Changeset]())
        try database.write { connection in
            try Self.makeTables(connection)
            Self.run(Self.script(seed, 100), on: connection)
            start = try Self.dump(connection)
            _ = try connection.recordingChanges(leavingOut: [], partSize: 300, keep: { parts.append($0) }) {
                for statements in Self.script(seed + 2_000_000, 2_500) {
                    guard statements.count > 1 else {
                        Self.run([statements], on: connection)
                        continue
                    }
                    do {
                        try connection.savepoint {
                            Self.run([Array(statements.dropFirst().dropLast())], on: connection)
                            if statements.last == "ROLLBACK TO s" { throw Undone() }
                        }
                    } catch is Undone {}
                }
            }
            end = try Self.dump(connection)
        }
        #expect(parts.count > 5)
        #expect(start != end)
        try database.writeWithoutForeignKeys { connection in
            try connection.executeScript("DROP TRIGGER plain_is_seen; DROP TRIGGER single_is_seen")
            for part in parts.reversed() { try connection.apply(part.inverted()) }
            #expect(try Self.dump(connection) == start)
            for part in parts { try connection.apply(part) }
            #expect(try Self.dump(connection) == end)
        }
    }

    /// Names that need quoting or stand in another schema too, texts with NUL, values whose size takes one to four bytes.
    @Test func namesAndSizes() throws {
        let sizes = [0, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152, 3_000_000]
        let name = "\"a-'t' of b\""
        let (rows, before, after) = try recording(
            """
            CREATE TABLE \(name) ("the 'key'" TEXT PRIMARY KEY, "select" BLOB) STRICT;
            CREATE TEMP TABLE \(name) (x);
            INSERT INTO main.\(name) VALUES ('a' || char(0) || 'b', zeroblob(5)), ('锗' || char(0), NULL);
            """, table: "main.\(name)",
            sizes.map { "INSERT INTO main.\(name.uppercased()) VALUES ('n\($0)', zeroblob(\($0)))" } + [
                "UPDATE main.\(name) SET \"select\" = x'0102' WHERE \"select\" IS NULL RETURNING 1",
                "DELETE FROM main.\(name) WHERE \"select\" = zeroblob(5)", "INSERT INTO temp.\(name) VALUES (1)",
                "INSERT INTO main.\(name) SELECT \"the 'key'\" || 'x', NULL FROM main.\(name)",
            ])
        // Those of the sizes, one changed, one gone, and a copy of each that was left.
        #expect(rows.count == sizes.count + 2 + sizes.count + 1)
        #expect(
            rows.filter { $0.operation == .insert }.compactMap { if case .blob(let bytes) = $0.new[1] { bytes.count } else { nil } }
                == sizes)
        #expect(before == after && before.count == 2)
    }

    /// What such a row holds is asked for while the index of its key has left it already.
    @Test func nothingWhereThereIsADefault() throws {
        let schema = "CREATE TABLE t (k TEXT PRIMARY KEY, rowid TEXT DEFAULT 'x') STRICT; INSERT INTO t VALUES ('a', NULL), ('b', 'y')"
        for change in [
            "UPDATE t SET k = 'c' WHERE k = 'a'", "DELETE FROM t", "UPDATE t SET rowid = 'z'", "INSERT OR REPLACE INTO t VALUES ('a', 'b')",
        ] {
            let (rows, before, after) = try recording(schema, table: "t", [change])
            #expect(!rows.isEmpty && before == after && before.count == 2)
        }
    }

    @Test func keysOfAnotherCollation() throws {
        let rows = try recording(
            "CREATE TABLE t (k TEXT COLLATE NOCASE, w, PRIMARY KEY (k COLLATE BINARY)); INSERT INTO t VALUES ('A', 1)", table: "t",
            [
                "INSERT INTO t VALUES ('a', 2)", "INSERT INTO t VALUES ('b', 3)", "INSERT INTO t VALUES ('B', 4)",
                "UPDATE t SET w = 9 WHERE k = 'A' COLLATE BINARY",
            ], goesBack: false
        ).rows
        #expect(rows.map(\.operation).filter { $0 == .insert }.count == 3 && rows.count == 4)
    }

    /// New rows are counted also where each stands between other changes.
    @Test func cutBetweenOtherChanges() throws {
        let scratch = try Scratch()
        let database = try scratch.database()
        var sizes: [Int] = []
        try database.write { connection in
            try connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, w)")
            for number in 1...300 { try connection.execute("INSERT INTO t VALUES (?1, 'w')", [.integer(Int64(number))]) }
            _ = try connection.recordingChanges(leavingOut: [], partSize: 100_000, keep: { sizes.append($0.bytes.count) }) {
                for number in 1...300 {
                    try connection.savepoint {
                        try connection.execute("UPDATE t SET w = 'v' WHERE id = ?1", [.integer(Int64(number))])
                        try connection.execute("INSERT INTO t VALUES (?1, zeroblob(10000))", [.integer(Int64(number + 1_000))])
                    }
                }
            }
        }
        #expect(sizes.count > 25 && sizes.allSatisfy { $0 < 120_000 })
    }

    /// A recording of which a part was not kept does not succeed, though its body hears nothing of it.
    @Test func aPartThatIsNotKept() throws {
        let scratch = try Scratch()
        let database = try scratch.database()
        try database.write { try $0.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, w)") }
        let error = databaseError {
            try database.write { connection in
                var calls = 0
                _ = try connection.recordingChanges(
                    leavingOut: [], partSize: 100,
                    keep: { (_: Changeset) throws(DatabaseError) in
                        calls += 1
                        if calls == 1 { throw DatabaseError(code: .full, message: "once", path: nil) }
                    },
                    { for number in 0..<300 { try? connection.execute("INSERT INTO t VALUES (?1, 'wwwwww')", [.integer(Int64(number))]) } })
            }
        }
        #expect(error?.message == "once")
    }

    /// Deletions of all rows are seen, however they were compiled before.
    @Test func deletionsOfAllRows() throws {
        for sql in ["DELETE FROM t", " delete from t", "WITH x AS (SELECT 1 WHERE 1) DELETE FROM t", "DELETE FROM t WHERE 1"] {
            let scratch = try Scratch()
            let database = try scratch.database()
            try database.write { connection in
                try connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY)")
                try connection.execute(sql)
                try connection.execute("INSERT INTO t VALUES (1), (2)")
                let recorded = try connection.recordingChanges(leavingOut: [], keep: { _ in }) { try connection.execute(sql) }
                #expect(recorded.changes == ["t": ChangeCount(deleted: 2)], "\(sql)")
                let prepared = try connection.prepare("DELETE FROM t")
                #expect(databaseError { _ = try connection.recordingChanges(leavingOut: [], keep: { _ in }) {} }?.code == .misuse)
                withExtendedLifetime(prepared) {}
            }
        }
    }

    @Test func aSchemaThatIsUndoneByStatements() throws {
        let scratch = try Scratch()
        let database = try scratch.database()
        try database.write { try $0.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, a)") }
        #expect(throws: DatabaseError.self) {
            try database.withoutTransaction { connection in
                _ = try connection.recordingChanges(leavingOut: [], keep: { _ in }) {
                    for sql in ["BEGIN", "ALTER TABLE t ADD COLUMN b", "INSERT INTO t VALUES (1, 2, 3)", "ROLLBACK"] {
                        try connection.execute(sql)
                    }
                }
            }
        }
        try database.write { connection in
            let recorded = try connection.recordingChanges(leavingOut: [], keep: { _ in }) {
                try connection.execute("INSERT INTO t VALUES (1, 2)")
            }
            #expect(recorded.changes == ["t": ChangeCount(inserted: 1)])
        }
    }
}
