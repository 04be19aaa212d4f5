internal import RegistrySQLite

/// The indexes of place and of words (R*Tree and FTS5), and the deposits as they are listed: derived data, which no trigger keeps.
///
/// A revision notes the rows that it changes (`References.touch`) and brings their entries up to date before it ends, or before it
/// asks the indexes itself. Whatever changes rows by another way (a changeset) calls `refresh` for them.
enum Indexes {
    /// Makes all indexes from nothing. In a file that a migration has not given them yet it does nothing.
    static func rebuild(_ connection: Connection) throws {
        guard try isHeld(connection) else { return }
        for table in IndexedTable.all { try rebuild(table, in: connection) }
    }

    static func isHeld(_ connection: Connection) throws -> Bool {
        try connection.first("SELECT count(*) FROM sqlite_schema WHERE name = 'deposit_search'") { try $0.bool(0) } ?? false
    }

    /// Brings the entries of some rows up to date: those of rows that came, changed, or went.
    ///
    /// Where they are more than half of a table, its index is made anew, which is faster.
    ///
    /// - Parameters:
    ///   - connection: a connection in the transaction that changed the rows.
    ///   - stale: the integer keys of the rows by table: `mineral`, `deposit`, `control_item`; another table has no entries of its own. A
    ///     change of a row that belongs to one of these (a name, an alias, a mineral of a deposit, a condition …) is a change of that one.
    ///     For `area` and `legal_act`, the deposits and items that show their names are refreshed.
    static func refresh(_ connection: Connection, stale: [String: RecordSet]) throws {
        var keys: [String: RecordSet] = [:]
        func note(_ table: String, _ numbers: some Sequence<Int64>) {
            for number in numbers { keys[table, default: RecordSet()].insert(number) }
        }
        for (table, changed) in stale {
            switch table {
            case "area":
                for key in changed.numbers {
                    note("deposit", try dependants(depositsOfArea, of: key, in: connection))
                    note("control_item", try dependants(itemsOfArea, of: key, in: connection))
                }
            case "legal_act":
                for key in changed.numbers { note("control_item", try dependants(itemsOfAct, of: key, in: connection)) }
            default: note(table, changed.numbers)
            }
        }
        var few: [(table: IndexedTable, keys: RecordSet)] = []
        for table in IndexedTable.all {
            guard let changed = keys[table.name] else { continue }
            if try isMost(changed.count, of: table, in: connection) {
                try rebuild(table, in: connection)
            } else {
                few.append((table, changed))
            }
        }
        // Words last: whatever opens a savepoint, and statements that write several rows do, makes FTS5 write out what it has gathered.
        for (table, keys) in few where table.name == "deposit" {
            for key in keys.numbers { try refreshPlace(key, in: connection) }
        }
        for (table, keys) in few {
            for key in keys.numbers { try refreshWords(key, of: table, in: connection) }
        }
    }

    /// Whether that many rows are more than half of a table that is not small. SQLite counts rows one by one: few are few without it.
    private static func isMost(_ count: Int, of table: IndexedTable, in connection: Connection) throws -> Bool {
        guard count > 500 else { return false }
        let rows = try connection.first("SELECT count(*) FROM \(table.name)") { try $0.int(0) } ?? 0
        return count > rows / 2
    }

    /// Brings up to date what a changeset touched that was applied past the repositories.
    static func refresh(_ connection: Connection, after changeset: Changeset) throws {
        var stale: [String: RecordSet] = [:]
        var columns: [String: Int] = [:]
        try changeset.forEachChange { row in
            guard let (column, owner) = owners[row.table.name] else { return }
            let place: Int
            if let known = columns[row.table.name] {
                place = known
            } else {
                place =
                    try connection.first(
                        "SELECT cid FROM pragma_table_info(?1) WHERE name = ?2", [.text(row.table.name), .text(column)]
                    ) { try $0.int(0) } ?? 0
                columns[row.table.name] = place
            }
            // Deposits and items show the ids of their minerals: where one changed, they show another.
            if row.table.name == "mineral", row.operation == .update, case .integer(let key)? = row.old.first,
                row.new.dropFirst().first.flatMap({ $0 }) != nil
            {
                for id in try dependants(depositsOfMineral, of: key, in: connection) { stale["deposit", default: RecordSet()].insert(id) }
                for id in try dependants(itemsOfMineral, of: key, in: connection) { stale["control_item", default: RecordSet()].insert(id) }
            }
            for values in [row.old, row.new] {
                guard values.indices.contains(place), case .integer(let key)? = values[place] else { continue }
                stale[owner, default: RecordSet()].insert(key)
            }
        }
        try refresh(connection, stale: stale)
    }

    /// The tables whose rows an index shows: the column that tells of which row of which table each is a part.
    private static let owners: [String: (column: String, table: String)] = [
        "mineral": ("id", "mineral"), "mineral_name": ("mineral_id", "mineral"), "mineral_alias": ("mineral_id", "mineral"),
        "mineral_use": ("mineral_id", "mineral"), "deposit": ("id", "deposit"), "deposit_name": ("deposit_id", "deposit"),
        "deposit_mineral": ("deposit_id", "deposit"), "control_item": ("id", "control_item"),
        "control_item_mineral": ("item_id", "control_item"), "control_item_condition": ("item_id", "control_item"),
        "control_item_customs_code": ("item_id", "control_item"), "area": ("id", "area"), "legal_act": ("id", "legal_act"),
        "measure": ("act_id", "legal_act"),
    ]

    private static let depositsOfMineral = "SELECT deposit_id FROM deposit_mineral WHERE mineral_id = ?1"
    private static let itemsOfMineral = "SELECT item_id FROM control_item_mineral WHERE mineral_id = ?1"
    private static let depositsOfArea = "SELECT id FROM deposit WHERE area_id = ?1"
    private static let itemsOfAct = "SELECT i.id FROM control_item i JOIN measure m ON m.id = i.measure_id WHERE m.act_id = ?1"
    private static let itemsOfArea = """
        SELECT i.id FROM control_item i JOIN measure m ON m.id = i.measure_id JOIN legal_act l ON l.id = m.act_id WHERE l.area_id = ?1
        """

    private static func dependants(_ sql: String, of key: Int64, in connection: Connection) throws -> [Int64] {
        try connection.query(sql, [.integer(key)]) { try $0.int64(0) }
    }

    private static func refreshPlace(_ key: Int64, in connection: Connection) throws {
        // The old place leads to the old rows of the lists, and they tell whether it has changed.
        guard try ListedDeposits.refresh(key, in: connection) else { return }
        try connection.execute("DELETE FROM deposit_place WHERE deposit_id = ?1", [.integer(key)])
        try connection.execute(placing + " AND id = ?1", [.integer(key)])
    }

    private static func refreshWords(_ key: Int64, of table: IndexedTable, in connection: Connection) throws {
        let wanted = try table.entry(of: key, in: connection)?.texts
        let held = try held(key, of: table, in: connection)
        guard wanted != held else { return }
        if held != nil { try connection.execute("DELETE FROM \(table.search) WHERE rowid = ?1", [.integer(key)]) }
        if let wanted { try connection.execute(insertion(table), [.integer(key)] + wanted) }
    }

    /// What an index holds of a row; `nil` when it holds nothing.
    static func held(_ key: Int64, of table: IndexedTable, in connection: Connection) throws -> [Value]? {
        try connection.first("SELECT name, alias, place, about FROM \(table.search) WHERE rowid = ?1", [.integer(key)]) { row in
            [try row.value(0), try row.value(1), try row.value(2), try row.value(3)]
        }
    }

    private static func rebuild(_ table: IndexedTable, in connection: Connection) throws {
        try connection.execute("DELETE FROM \(table.search)")
        // FTS5 gathers words in memory, a megabyte of them, and then merges what it wrote out over and over.
        try gather(bytes: 8 << 20, in: table, connection)
        let statement = try connection.prepare(insertion(table))
        try table.forEachEntry(in: connection) { entry in try statement.run([.integer(entry.key)] + entry.texts) }
        try gather(bytes: 1 << 20, in: table, connection)
        // What is merged now is neither read in several places by each question, nor merged bit by bit by each later change.
        try connection.execute("INSERT INTO \(table.search) (\(table.search)) VALUES ('optimize')")
        guard table.name == "deposit" else { return }
        try rebuildPlaces(connection)
        try ListedDeposits.rebuild(connection)
    }

    /// Packs the index of places. The deposits come in strips, along them to and fro: as many strips as there are leaves along one.
    private static func rebuildPlaces(_ connection: Connection) throws {
        let count = try connection.first("SELECT count(*) FROM deposit WHERE latitude IS NOT NULL") { try $0.int(0) } ?? 0
        let strips = max(1, Int((Double(count) / 45).squareRoot()))
        // What is sorted takes as much memory as the cache, and the keys of three million deposits about as much of the cache.
        try connection.useLargeCache(megabytes: 40)
        let strip = "CAST((latitude + 90) * \(strips) / 180 AS INTEGER)"
        try connection.packRTree(
            "deposit_place", count: count,
            points: """
                SELECT id, latitude, longitude FROM deposit WHERE latitude IS NOT NULL
                 ORDER BY \(strip), longitude * (1 - \(strip) % 2 * 2)
                """)
    }

    private static func gather(bytes: Int64, in table: IndexedTable, _ connection: Connection) throws {
        try connection.execute("INSERT INTO \(table.search) (\(table.search), rank) VALUES ('hashsize', ?1)", [.integer(bytes)])
    }

    private static func insertion(_ table: IndexedTable) -> String {
        "INSERT INTO \(table.search) (rowid, name, alias, place, about) VALUES (?1, ?2, ?3, ?4, ?5)"
    }

    private static let placing = """
        INSERT INTO deposit_place (deposit_id, south, north, west, east)
        SELECT id, latitude, latitude, longitude, longitude FROM deposit WHERE latitude IS NOT NULL
        """
}
