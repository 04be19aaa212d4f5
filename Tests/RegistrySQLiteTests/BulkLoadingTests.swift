import Testing

@testable import RegistrySQLite

@Suite struct BulkLoadingTests {
    @Test func manyRowsWithFewStatements() throws {
        try Database.inMemory { connection in
            try connection.execute("CREATE TABLE t (number INTEGER PRIMARY KEY, word TEXT NOT NULL) STRICT")
            // 50 at a time, and the rest.
            try connection.insert(into: "t", columns: ["number", "word"], (1...123).map { [.integer($0), .text("word \($0)")] })
            let found = try connection.query("SELECT number, word FROM t ORDER BY number") { (try $0.int64(0), try $0.string(1)) }
            #expect(found.map(\.0) == Array(1...123))
            #expect(found.allSatisfy { $0.1 == "word \($0.0)" })
            try connection.insert(into: "t", columns: ["word"], [])
            #expect(databaseError { try connection.insert(into: "t", columns: ["number", "word"], [[.integer(7)]]) }?.code == .range)
            #expect(databaseError { try connection.insert(into: "t", columns: ["word"], [[nil]]) }?.code.primary == .constraint)
        }
    }

    @Test func valuesGivenOneAfterAnother() throws {
        try Database.inMemory { connection in
            try connection.execute("CREATE TABLE t (number INTEGER, word TEXT, share REAL) STRICT")
            let long = String(repeating: "long ", count: 9_000)
            try connection.insert(into: "t", columns: ["number", "word", "share"], count: 123) { row, arguments in
                let number = row + 1
                try arguments.append(number)
                // More than the buffer of texts holds, so that SQLite copies the rest.
                try arguments.append(number == 60 || number == 61 ? long : number == 7 ? nil : "word \(number)")
                try arguments.append(number == 8 ? nil : Double(number) / 2)
            }
            let found = try connection.query("SELECT number, word, share FROM t ORDER BY rowid") {
                (try $0.int(0), try $0.optionalString(1), try $0.optionalDouble(2))
            }
            #expect(found.map(\.0) == Array(1...123))
            for (number, word, share) in found {
                #expect(word == (number == 60 || number == 61 ? long : number == 7 ? nil : "word \(number)"))
                #expect(share == (number == 8 ? nil : Double(number) / 2))
            }
            let one = try connection.prepare("INSERT INTO t VALUES (?, ?, ?)")
            struct Stopped: Error {}
            #expect(throws: Stopped.self) { try one.run { _ in throw Stopped() } }
            for count in [0, 2, 4] {
                #expect(databaseError { try one.run { for _ in 0..<count { try $0.append(.null) } } }?.code == .range)
            }
            #expect(databaseError { try one.run { try $0.append("a\0b") } }?.code == .mismatch)
            #expect(databaseError { try one.run { try $0.append(Double.infinity) } }?.code == .mismatch)
            #expect(databaseError { try one.run { _ in try one.run() } }?.code == .misuse)
            #expect(databaseError { try connection.insert(into: "t", columns: ["word"], count: 1) { _, _ in } }?.code == .range)
            try connection.insert(into: "t", columns: ["word"], count: 0) { _, _ in throw Stopped() }
            #expect(try connection.first("SELECT count(*) FROM t") { try $0.int(0) } == 123)
            // What an earlier run was given is forgotten.
            try one.run()
            #expect(try connection.query("SELECT word FROM t ORDER BY rowid DESC LIMIT 1") { try $0.optionalString(0) } == [nil])
        }
    }

    @Test func textsGivenWhileOthersAreBoundStay() throws {
        try Database.inMemory { connection in
            try connection.execute("CREATE TABLE t (first TEXT, second TEXT, third TEXT) STRICT")
            let insertion = try connection.prepare("INSERT INTO t VALUES (?, ?, ?)")
            func read(_ text: String) throws -> String? { try connection.first("SELECT ?1", [.text(text)]) { try $0.string(0) } }
            struct Stopped: Error {}
            for _ in 1...2 {
                try insertion.run { arguments in
                    try arguments.append("before")
                    try arguments.append(read("between"))
                    try arguments.append("after" + (read("!") ?? ""))
                }
                // A run that is given up leaves its memory to the next.
                #expect(throws: Stopped.self) {
                    try insertion.run { arguments in
                        try arguments.append(String(repeating: "x", count: 60_000))
                        throw Stopped()
                    }
                }
            }
            let rows = try connection.query("SELECT first, second, third FROM t") {
                [try $0.string(0), try $0.string(1), try $0.string(2)]
            }
            #expect(rows == Array(repeating: ["before", "between", "after!"], count: 2))
            #expect(try read("as ever") == "as ever")
        }
    }

    @Test func textsBoundInsideOneAnotherStay() throws {
        try Database.inMemory { connection in
            try connection.execute("CREATE TABLE t (number INTEGER, word TEXT) STRICT")
            let long = String(repeating: "long ", count: 9_000)
            for number in 1...3 {
                let word = number == 2 ? long : "plain \(number)"
                try connection.execute("INSERT INTO t VALUES (?1, ?2)", [.integer(Int64(number)), .text(word)])
            }
            // While the outer query runs with its text, others are bound and given back, more of them than the buffer holds.
            var seen: [String] = []
            try connection.forEachRow("SELECT number FROM t WHERE word <> ?1 ORDER BY number", [.text("plain 9")]) { row in
                let number = try row.int64(0)
                for _ in 1...3 {
                    let held = try connection.first("SELECT ?1, ?2", [.text(long), .text(long)]) { try $0.string(1) }
                    #expect(held == long)
                }
                let sql = "SELECT word || ?2 FROM t WHERE number = ?1"
                seen += try connection.query(sql, [.integer(number), .text("!")]) { try $0.string(0) }
            }
            #expect(seen == ["plain 1!", long + "!", "plain 3!"])
        }
    }

    @Test func valuesOfOneRunAreForgotten() throws {
        try Database.inMemory { connection in
            try connection.execute("CREATE TABLE t (word TEXT) STRICT")
            let insertion = try connection.prepare("INSERT INTO t VALUES (?)")
            try insertion.run([.text("once")])
            try insertion.run()
            let words = try connection.query("SELECT word FROM t ORDER BY rowid") { try $0.optionalString(0) }
            #expect(words == ["once", nil])
            // Nor is any of them seen beside a value that is bound on its own, or by a query.
            let pair = try connection.prepare("SELECT ?1, ?2")
            func seen() throws -> [String?]? { try pair.first { [try $0.optionalString(0), try $0.optionalString(1)] } }
            try pair.run { for word in ["one", "two"] { try $0.append(word) } }
            #expect(try seen() == [nil, nil])
            try pair.run { for word in ["one", "two"] { try $0.append(word) } }
            try pair.bind("alone", at: 2)
            #expect(try seen() == [nil, "alone"])
            #expect(databaseError { try pair.run { try $0.append("one") } }?.code == .range)
            var rows: [String?] = []
            try pair.forEachRow { rows += [try $0.optionalString(0), try $0.optionalString(1)] }
            #expect(rows == [nil, nil])
        }
    }

    @Test(arguments: 0...40) func textsOfEveryLength(_ length: Int) throws {
        try Database.inMemory { connection in
            try connection.execute("CREATE TABLE t (word TEXT) STRICT")
            let insertion = try connection.prepare("INSERT INTO t VALUES (?)")
            let letters = (0..<length).map { UInt8(ascii: "a") + UInt8($0 % 26) }
            let plain = String(decoding: letters, as: UTF8.self)
            // Another letter of two bytes at each place, and a NUL, which is refused.
            var words = [plain]
            for place in 0..<length {
                var changed = letters
                changed.replaceSubrange(place...place, with: "é".utf8)
                words.append(String(decoding: changed, as: UTF8.self))
                changed = letters
                changed[place] = 0
                let refused = String(decoding: changed, as: UTF8.self)
                #expect(databaseError { try insertion.run { try $0.append(refused) } }?.code == .mismatch)
            }
            for word in words { try insertion.run { try $0.append(word) } }
            #expect(try connection.query("SELECT word FROM t ORDER BY rowid") { try $0.string(0) } == words)
            #expect(try connection.query("SELECT word FROM t ORDER BY rowid") { try $0.optionalString(0) } == words)
        }
    }

    @Test func onlyValidTextIsRead() throws {
        try Database.inMemory { connection in
            for text in ["", "plain", "Grüne Grube", "镓", "a\u{1F48E}b", String(repeating: "é", count: 100)] {
                let read = try connection.first("SELECT ?1", [.text(text)]) { try $0.string(0) }
                #expect(read == text)
            }
            // Half a character, a character too long, half of a pair.
            for bytes in ["61C3", "C0AF", "EDA080", "F4908080"] {
                let error = databaseError { _ = try connection.first("SELECT CAST(x'\(bytes)' AS TEXT)") { try $0.string(0) } }
                #expect(error?.code == .mismatch)
            }
        }
    }

    @Test func theLargeCacheEndsWithItsAccess() throws {
        let scratch = try Scratch()
        let database = try scratch.database()
        func size(_ connection: Connection) throws -> Int? { try connection.first("PRAGMA cache_size") { try $0.int(0) } }
        let before = try database.write { try size($0) }
        try database.write { connection in
            try connection.useLargeCache()
            let now = try size(connection)
            #expect(now == -48 << 10)
        }
        let after = try database.write { try size($0) }
        #expect(after == before)
    }
}
