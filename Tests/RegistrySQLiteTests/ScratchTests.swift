import Testing

@testable import RegistrySQLite

/// Databases of their own, made from another one: what fails in them while they are made is undone like anywhere else.
@Suite struct ScratchTests {
    private func withTwoRows(_ body: (Database) throws -> Void) throws {
        let scratch = try Scratch()
        let database = try scratch.database()
        defer { database.close() }
        try database.write {
            try $0.executeScript(
                """
                CREATE TABLE mineral (id INTEGER PRIMARY KEY, slug TEXT NOT NULL) STRICT;
                CREATE UNIQUE INDEX mineral_slug ON mineral (slug);
                INSERT INTO mineral VALUES (1, 'gallium'), (2, 'germanium');
                """)
        }
        try body(database)
    }

    private func copy(_ connection: Connection) throws {
        try connection.execute("CREATE TABLE mineral (id INTEGER PRIMARY KEY, slug TEXT NOT NULL) STRICT")
        try connection.execute("CREATE UNIQUE INDEX mineral_slug ON mineral (slug)")
        try connection.execute("INSERT INTO mineral SELECT * FROM origin.mineral")
    }

    /// Its connection is its data: the first access gives it back, even if it was stopped before it began.
    @Test func outlivesAnAccessThatWasStoppedBefore() throws {
        try withTwoRows { database in
            let made = try database.scratch(shown: "copy", copy)
            let stopped = Cancellation()
            stopped.cancel()
            #expect(throws: CancellationError.self) { try made.run(.read, stoppedBy: stopped) { _ in } }
            #expect(try made.read { try $0.count("mineral") } == 2)
        }
    }

    @Test func aSavepointThatFailsIsUndone() throws {
        try withTwoRows { database in
            let made = try database.scratch(shown: "copy") { connection in
                try copy(connection)
                #expect(throws: DatabaseError.self) {
                    try connection.savepoint {
                        try connection.execute("UPDATE mineral SET slug = 'changed' WHERE id = 1")
                        try connection.execute("UPDATE mineral SET slug = 'changed' WHERE id = 2")
                    }
                }
            }
            let slugs = try made.read { try $0.query("SELECT slug FROM mineral ORDER BY id") { try $0.string(0) } }
            #expect(slugs == ["gallium", "germanium"])
        }
    }

    @Test func swappedUniqueValuesAreUndoneInACopy() throws {
        try withTwoRows { database in
            var swap: [Changeset] = []
            try database.write { connection in
                _ = try connection.recordingChanges(leavingOut: [], keep: { swap.append($0) }) {
                    try connection.execute("UPDATE mineral SET slug = 'x' WHERE id = 1")
                    try connection.execute("UPDATE mineral SET slug = 'gallium' WHERE id = 2")
                    try connection.execute("UPDATE mineral SET slug = 'germanium' WHERE id = 1")
                }
            }
            let made = try database.scratch(shown: "copy") { connection in
                try copy(connection)
                for changeset in swap.reversed() { try connection.apply(try changeset.inverted()) }
            }
            let (slugs, report) = try made.read {
                (
                    try $0.query("SELECT slug FROM mineral ORDER BY id") { try $0.string(0) },
                    try $0.query("PRAGMA integrity_check") { try $0.string(0) }
                )
            }
            #expect(slugs == ["gallium", "germanium"] && report == ["ok"])
        }
    }
}
