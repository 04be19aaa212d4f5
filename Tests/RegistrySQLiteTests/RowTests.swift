import Testing

@testable import RegistrySQLite

@Suite struct RowTests {
    private func one<T>(_ expression: String, _ read: (borrowing Row) throws -> T) throws -> T? {
        try Database.inMemory { try $0.first("SELECT " + expression, [], read) }
    }

    @Test func everyType() throws {
        #expect(try one("42") { try $0.int(0) } == 42)
        #expect(try one("9223372036854775807") { try $0.int64(0) } == .max)
        #expect(try one("1.5") { try $0.double(0) } == 1.5)
        #expect(try one("2") { try $0.double(0) } == 2)
        #expect(try one("'镓'") { try $0.string(0) } == "镓")
        #expect(try one("''") { try $0.string(0) } == "")
        #expect(try one("x'0102'") { try $0.bytes(0) } == [1, 2])
        #expect(try one("x''") { try $0.bytes(0) } == [])
        #expect(try one("1") { try $0.bool(0) } == true)
        #expect(try one("NULL") { try $0.optionalString(0) } == .some(nil))
        #expect(try one("NULL") { try $0.value(0) } == .null)
        #expect(try one("'abc'") { try $0.withUTF8(at: 0) { $0.count } } == 3)
        #expect(try one("1 AS a, 2 AS b") { (try $0.columnName(1), $0.columnCount) }! == ("b", 2))
    }

    @Test func everyRefusal() throws {
        func error(_ expression: String, _ read: (borrowing Row) throws -> Void) -> DatabaseError? {
            databaseError { _ = try one(expression, read) }
        }
        #expect(error("NULL") { _ = try $0.int64(0) }?.message == "column NULL holds NULL where an integer is expected")
        #expect(error("'7'") { _ = try $0.int(0) }?.code == .mismatch)
        #expect(error("1.0") { _ = try $0.int(0) }?.code == .mismatch)
        #expect(error("7") { _ = try $0.string(0) }?.code == .mismatch)
        #expect(error("'x'") { _ = try $0.double(0) }?.code == .mismatch)
        #expect(error("'x'") { _ = try $0.bytes(0) }?.code == .mismatch)
        #expect(error("x'00'") { _ = try $0.withUTF8(at: 0) { $0.count } }?.code == .mismatch)
        #expect(error("2") { _ = try $0.bool(0) }?.code == .range)
        #expect(error("1") { _ = try $0.int(1) }?.code == .range)
        #expect(error("1") { _ = try $0.int(-1) }?.code == .range)
        #expect(error("1") { _ = try $0.columnName(.max) }?.code == .range)
        #expect(error("CAST(x'ff' AS TEXT)") { _ = try $0.string(0) }?.message.contains("not valid UTF-8") == true)
        #expect(error("CAST(x'ff' AS TEXT)") { _ = try $0.value(0) }?.code == .mismatch)
    }

    @Test func theColumnAndRowAreNamed() throws {
        try Database.inMemory { connection in
            try connection.executeScript("CREATE TABLE deposit (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO deposit VALUES (17, NULL)")
            let error = databaseError { _ = try connection.first("SELECT id, name AS n FROM deposit") { try $0.string(1) } }
            #expect(error?.message == "column deposit.name, row 17, holds NULL where text is expected")
        }
    }

    @Test func valuesComeBackAsTheyWent() throws {
        try Database.inMemory { connection in
            for value: Value in [nil, 1, 2.5, "text", "", .blob([0, 1]), .blob([]), .integer(.min)] {
                let back = try connection.first("SELECT ?", [value]) { try $0.value(0) }
                #expect(back == value)
            }
        }
    }

    @Test(arguments: [Value.real(.nan), .real(.infinity), .real(-.infinity), .text("a\0b")])
    func refusedToBind(value: Value) throws {
        try Database.inMemory { connection in
            #expect(databaseError { try connection.execute("SELECT ?", [value]) }?.code == .mismatch)
            // The cached statement is as good as new.
            let back = try connection.first("SELECT ?", [3]) { try $0.int(0) }
            #expect(back == 3)
        }
    }

    @Test func numberOfArguments() throws {
        try Database.inMemory { connection in
            #expect(databaseError { try connection.execute("SELECT ?") }?.message == "0 values for 1 parameters")
            #expect(databaseError { try connection.execute("SELECT 1", [1]) }?.code == .range)
        }
    }
}
