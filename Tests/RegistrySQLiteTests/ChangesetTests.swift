import Testing

@testable import RegistrySQLite

@Suite struct ChangesetTests {
    /// What ended `publish` by a signal when the 418,522nd allocation failed: `Changeset.bytesToApply` says why.
    @Test func oneIsAppliedBehindItsLargestHeader() throws {
        let scratch = try Scratch()
        let database = try scratch.database()
        let names = (0..<90).map { "value_\($0)" }
        var changes: [Changeset] = []
        try database.write { connection in
            try connection.execute("CREATE TABLE narrow (id INTEGER PRIMARY KEY) STRICT")
            try connection.execute(
                "CREATE TABLE wide (id INTEGER PRIMARY KEY, \(names.map { $0 + " INTEGER" }.joined(separator: ", "))) STRICT")
            _ = try connection.recordingChanges(leavingOut: [], keep: { changes.append($0) }) {
                try connection.execute("INSERT INTO narrow VALUES (1), (2)")
                try connection.execute("INSERT INTO wide VALUES (7\(names.map { _ in ", 8" }.joined()))")
            }
        }
        let changeset = try #require(changes.first)
        let tables = try changeset.tables()
        try #require(tables.map(\.name) == ["narrow", "wide"])
        // As made, and with a table behind it of which no row was changed: SQLite reads its header too.
        let unchanged = ChangesetTable(name: "of many", isKey: [true] + Array(repeating: false, count: 1_999))
        for (given, largest) in [(changeset, tables[1]), (try Changeset(bytes: changeset.bytes + unchanged.header), unchanged)] {
            let headed = try Changeset(bytes: given.bytesToApply())
            #expect(headed.bytes == largest.header + given.bytes)
            #expect(try headed.tables() == tables)
            // Then there is nothing to add.
            #expect(try headed.bytesToApply() == headed.bytes)
            try database.writeWithoutForeignKeys { connection in
                try connection.execute("DELETE FROM narrow WHERE id > 0")
                try connection.execute("DELETE FROM wide WHERE id > 0")
                try connection.apply(given)
                #expect(try connection.query("SELECT id FROM narrow ORDER BY id") { try $0.int(0) } == [1, 2])
                #expect(try connection.first("SELECT id + \(names.last ?? "") FROM wide") { try $0.int(0) } == 15)
            }
        }
        var reader = ChangesetReader(unchanged.header)
        #expect(try !reader.next() && reader.table == unchanged)
    }
}
