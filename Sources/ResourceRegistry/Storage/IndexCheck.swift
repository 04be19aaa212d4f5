internal import RegistrySQLite

extension Registry {
    /// Makes the indexes of words and places, and the stored form of the export controls, anew from the facts. No fact changes, so it
    /// is no revision.
    ///
    /// - Throws: `DatabaseError`; nothing is changed then.
    public func rebuildIndexes() throws {
        try database.write { connection in
            try Indexes.rebuild(connection)
            try ScreeningForm.rebuild(connection)
        }
    }
}

// Looks for entries of the derived indexes that do not agree with the rows they were made from.
extension Indexes {
    private static let remedy = "run `registry check --rebuild-indexes`"

    /// What is wrong in the entries of words and places, a sentence each; nothing in a file that has no such indexes yet.
    static func differences(_ connection: Connection) throws -> [String] {
        guard try isHeld(connection) else { return [] }
        return try IndexedTable.all.compactMap { try difference(of: $0, in: connection) } + (try places(connection))
            + (try listed(connection)) + (try screening(connection))
    }

    private static func listed(_ connection: Connection) throws -> [String] {
        let wrong = try ListedDeposits.countOfDifferences(connection)
        return wrong == 0 ? [] : ["\(wrong) rows of the lists of deposits do not agree with the deposits; \(remedy)"]
    }

    /// What FTS5 and R*Tree find wrong inside of their indexes. The connection must be in a write transaction; nothing is written.
    static func faults(_ connection: Connection) throws -> [String] {
        guard try isHeld(connection) else { return [] }
        var faults: [String] = []
        for table in IndexedTable.all {
            do {
                try connection.execute("INSERT INTO \(table.search) (\(table.search)) VALUES ('integrity-check')")
            } catch {
                guard error.code.primary == .corrupt else { throw error }
                faults.append("the index of words of \(table.name) is damaged: \(error.message); \(remedy)")
            }
        }
        let tree = try connection.first("SELECT rtreecheck('deposit_place')") { try $0.string(0) } ?? "ok"
        if tree != "ok" { faults.append("the index of places is damaged: \(Excerpt.of(tree, limit: 200)); \(remedy)") }
        return faults
    }

    private static func difference(of table: IndexedTable, in connection: Connection) throws -> String? {
        var wrong = 0
        var example: Int64?
        var rows = 0
        try table.forEachEntry(in: connection) { entry in
            rows += 1
            guard try entry.texts != held(entry.key, of: table, in: connection) else { return }
            wrong += 1
            example = example ?? entry.key
        }
        let entries = try connection.first("SELECT count(*) FROM \(table.search)") { try $0.int(0) } ?? 0
        if let example {
            let slug = try connection.first("SELECT slug FROM \(table.name) WHERE id = ?1", [.integer(example)]) { try $0.string(0) } ?? ""
            return "the index of words does not agree with \(wrong) of \(rows) rows of \(table.name), for example '\(slug)'; \(remedy)"
        }
        return entries == rows ? nil : "the index of words holds \(entries) entries for \(rows) rows of \(table.name); \(remedy)"
    }

    private static func screening(_ connection: Connection) throws -> [String] {
        guard try ScreeningForm.isHeld(connection) else { return [] }
        do {
            if try ScreeningForm(storedIn: connection) == ScreeningForm(compiling: connection) { return [] }
        } catch {
            guard !(error is DatabaseError) else { throw error }
            return ["the export controls cannot be compiled for screening: \(error)"]
        }
        return ["the stored form of the export controls does not agree with their tables; \(remedy)"]
    }

    private static func places(_ connection: Connection) throws -> [String] {
        // A degree as 32-bit float is off by at most 2^-16.
        let (placed, held, wrong) =
            try connection.first(
                """
                SELECT (SELECT count(*) FROM deposit WHERE latitude IS NOT NULL), (SELECT count(*) FROM deposit_place),
                       (SELECT count(*) FROM deposit d WHERE d.latitude IS NOT NULL AND NOT EXISTS (
                            SELECT 1 FROM deposit_place p
                             WHERE p.deposit_id = d.id AND d.latitude BETWEEN p.south AND p.north AND d.longitude BETWEEN p.west AND p.east
                               AND p.north - p.south < 0.0001 AND p.east - p.west < 0.0001))
                """
            ) { (try $0.int(0), try $0.int(1), try $0.int(2)) } ?? (0, 0, 0)
        if wrong > 0 { return ["the index of places does not agree with \(wrong) of \(placed) placed deposits; \(remedy)"] }
        return placed == held ? [] : ["the index of places holds \(held) places for \(placed) placed deposits; \(remedy)"]
    }
}
