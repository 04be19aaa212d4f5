import Foundation
import Testing

@testable import RegistrySQLite

/// R*Trees that are packed, by SQLite's own check, its own answers, and beside trees that it has filled itself.
@Suite struct PackedRTreeTests {
    private struct Point: Equatable {
        let key: Int64
        let first, second: Double
    }

    /// The same each time, in clusters as deposits are, with some in one place.
    private func points(_ count: Int) -> [Point] {
        // Multiples of irrational numbers fall evenly, and nowhere twice.
        func share(_ number: Int, of step: Double) -> Double { (Double(number) * step).truncatingRemainder(dividingBy: 1) }
        var points: [Point] = []
        for number in 0..<count {
            let key = Int64(number) * 3 + 1
            if number % 7 == 3, let last = points.last {
                points.append(Point(key: key, first: last.first, second: last.second))
                continue
            }
            let cluster = Double(number % 9)
            points.append(
                Point(
                    key: key, first: -70 + cluster * 16 + share(number, of: 2.0.squareRoot()),
                    second: -170 + cluster * 40 + 11 * share(number, of: 3.0.squareRoot())))
        }
        return points
    }

    private func withTree<T: Sendable>(_ points: [Point], _ body: (Connection) throws -> T) throws -> T {
        try Database.inMemory { connection in
            try connection.executeScript(
                """
                CREATE TABLE point (id INTEGER PRIMARY KEY, y REAL NOT NULL, x REAL NOT NULL);
                CREATE VIRTUAL TABLE tree USING rtree(id, south, north, west, east);
                CREATE VIRTUAL TABLE grown USING rtree(id, south, north, west, east);
                """)
            try connection.insert(
                into: "point", columns: ["id", "y", "x"], points.map { [.integer($0.key), .real($0.first), .real($0.second)] })
            return try body(connection)
        }
    }

    private func pack(_ connection: Connection, count: Int) throws {
        try connection.packRTree("tree", count: count, points: "SELECT id, y, x FROM point ORDER BY CAST(y / 4 AS INTEGER), x")
    }

    private func check(_ connection: Connection, _ table: String = "tree") throws -> String? {
        try connection.first("SELECT rtreecheck('\(table)')") { try $0.string(0) }
    }

    /// From the empty tree over one leaf to four levels, at the sizes where another node is needed.
    @Test(arguments: [0, 1, 44, 45, 46, 51, 52, 90, 91, 2295, 2296, 4590, 103_276]) func aPackedTreeIsWhole(count: Int) throws {
        try withTree(points(count)) { connection in
            // What stood in it is gone.
            try connection.execute("INSERT INTO tree VALUES (-5, 1, 2, 3, 4)")
            try pack(connection, count: count)
            #expect(try check(connection) == "ok")
            #expect(try connection.count("tree") == count)
            #expect(try connection.query("SELECT id FROM tree ORDER BY id") { try $0.int64(0) } == points(count).map(\.key))
        }
    }

    /// The same numbers to the last bit, and the same answers, as a tree that SQLite has filled.
    @Test func itHoldsWhatSQLiteWouldHold() throws {
        let points = points(5000)
        try withTree(points) { connection in
            try pack(connection, count: points.count)
            try connection.execute("INSERT INTO grown SELECT id, y, y, x, x FROM point")
            let unlike = "SELECT * FROM tree EXCEPT SELECT * FROM grown"
            #expect(try connection.query(unlike) { try $0.int64(0) }.isEmpty)
            var found = 0
            for box in points.prefix(300) {
                let boxes = [box.first - 0.2, box.first + 0.3, box.second - 1.5, box.second + 0.5].map { Value.real($0) }
                func keys(_ table: String) throws -> [Int64] {
                    try connection.query(
                        "SELECT id FROM \(table) WHERE north >= ?1 AND south <= ?2 AND east >= ?3 AND west <= ?4 ORDER BY id", boxes
                    ) { try $0.int64(0) }
                }
                let packed = try keys("tree")
                #expect(try packed == keys("grown"))
                found += packed.count
            }
            #expect(found > 3000)
        }
    }

    /// It lives on as any other: entries come, move and go until nothing is left, and it is packed again.
    @Test func itCanBeChanged() throws {
        let points = points(3000)
        try withTree(points) { connection in
            try pack(connection, count: points.count)
            for point in points where point.key % 2 == 0 { try connection.execute("DELETE FROM tree WHERE id = ?1", [.integer(point.key)]) }
            #expect(try check(connection) == "ok")
            for point in points.prefix(1500) {
                let (key, first, second) = (Value.integer(point.key + 1), Value.real(point.first), Value.real(point.second))
                try connection.execute("INSERT INTO tree VALUES (?1, ?2, ?2, ?3, ?3)", [key, first, second])
            }
            #expect(try check(connection) == "ok")
            #expect(try connection.count("tree") == 3000)
            try connection.execute("DELETE FROM tree")
            #expect(try check(connection) == "ok")
            try pack(connection, count: points.count)
            #expect(try check(connection) == "ok")
            #expect(try connection.count("tree") == 3000)
        }
    }

    /// What a rollback leaves is the tree of before, also for a connection that has read the new one.
    @Test func aRollbackBringsTheOldTreeBack() throws {
        let points = points(1000)
        try withTree(points) { connection in
            try connection.execute("INSERT INTO tree VALUES (-5, 1, 2, 3, 4)")
            try connection.executeScript("SAVEPOINT one")
            try pack(connection, count: points.count)
            #expect(try connection.count("tree") == 1000)
            try connection.executeScript("ROLLBACK TO one; RELEASE one")
            #expect(try connection.query("SELECT id FROM tree WHERE south <= 1 AND east >= 4") { try $0.int(0) } == [-5])
            #expect(try check(connection) == "ok")
        }
    }

    @Test func shadowTablesStayDefended() throws {
        try withTree(points(100)) { connection in
            try pack(connection, count: 100)
            for change in ["DELETE FROM \"tree_node\"", "INSERT INTO tree_rowid VALUES (7, 7)", "UPDATE tree_parent SET parentnode = 3"] {
                #expect(throws: DatabaseError.self, "\(change)") { try connection.execute(change) }
            }
            #expect(throws: DatabaseError.self) {
                try connection.execute("INSERT INTO \"tree_node\" VALUES (?1, ?2)", [.integer(9), .blob([])])
            }
        }
    }

    @Test func otherTablesAreRefused() throws {
        try withTree(points(60)) { connection in
            try connection.executeScript("CREATE VIRTUAL TABLE cube USING rtree(id, a, b, c, d, e, f); CREATE TABLE flat (a, b, c, d, e)")
            for table in ["point", "cube", "flat", "nowhere"] {
                let error = #expect(throws: DatabaseError.self) {
                    try connection.packRTree(table, count: 60, points: "SELECT id, y, x FROM point")
                }
                #expect(error?.code == .misuse, "\(table)")
            }
            // Nothing was touched: the access goes on.
            try pack(connection, count: 60)
            #expect(try check(connection) == "ok")
        }
    }

    /// An error on the way ends the access, even if somebody swallows it: the tree of before stands, and can be packed again.
    @Test(arguments: [
        (59, "id, y, x", "was to hold 59 points and is given more"), (61, "id, y, x", "was to hold 61 points and is given 60"),
        (60, "1, y, x", "UNIQUE constraint failed"), (60, "id, y, CASE WHEN id < 100 THEN x END", "NULL"),
        (60, "id, y, CASE WHEN id < 100 THEN x ELSE abs(-9223372036854775808) END", "overflow"),
    ]) func halfATreeIsNotKept(count: Int, columns: String, told: String) throws {
        let scratch = try Scratch()
        let database = try Database(.init(path: scratch.path("tree.sqlite"), mode: .create))
        defer { database.close() }
        let points = points(60)
        try database.write { connection in
            try connection.executeScript(
                "CREATE TABLE point (id INTEGER PRIMARY KEY, y REAL, x REAL); CREATE VIRTUAL TABLE tree USING rtree(id, s, n, w, e)")
            try connection.insert(
                into: "point", columns: ["id", "y", "x"], points.map { [.integer($0.key), .real($0.first), .real($0.second)] })
            try connection.execute("INSERT INTO tree VALUES (-5, 1, 2, 3, 4)")
        }
        let error = #expect(throws: DatabaseError.self) {
            try database.write { connection in
                try? connection.packRTree("tree", count: count, points: "SELECT \(columns) FROM point ORDER BY id")
            }
        }
        #expect("\(try #require(error))".contains(told))
        try database.write { connection in
            #expect(try connection.query("SELECT id FROM tree") { try $0.int(0) } == [-5])
            #expect(throws: DatabaseError.self) { try connection.execute("DELETE FROM \"tree_node\"") }
            try connection.packRTree("tree", count: 60, points: "SELECT id, y, x FROM point ORDER BY id")
            #expect(try check(connection) == "ok")
            #expect(try connection.count("tree") == 60)
        }
    }
}
