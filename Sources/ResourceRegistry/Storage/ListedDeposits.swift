internal import RegistrySQLite

/// The deposits as lists show them, in place order and by mineral (`registry_deposit_by_place`, `registry_deposit_by_mineral`): derived
/// rows, kept like the indexes of words and places.
///
/// A list in the order of such a table reads its rows one after another. From the facts it would fetch each deposit, its country and
/// its minerals from other parts of the file.
enum ListedDeposits {
    /// Whether the file has them: a migration may not have given them yet.
    static func isHeld(_ connection: Connection) throws -> Bool {
        try connection.first("SELECT count(*) FROM sqlite_schema WHERE name = 'registry_deposit_by_mineral'") { try $0.bool(0) } ?? false
    }

    /// Makes both tables from nothing, each in its order.
    static func rebuild(_ connection: Connection) throws {
        guard try isHeld(connection) else { return }
        try connection.execute("DELETE FROM registry_deposit_by_place")
        try connection.execute("DELETE FROM registry_deposit_by_mineral")
        // Both are written in their order. What is sorted takes as much memory as the cache.
        try connection.useLargeCache(megabytes: 24)
        // Keys are sorted, not whole rows.
        try connection.execute(
            """
            INSERT INTO registry_deposit_by_place (\(placeColumns))
            WITH ordered (band, longitude, key) AS (SELECT \(band), coalesce(d.longitude, 0), d.id FROM deposit d ORDER BY 1, 2, 3)
            \(placeRows(from: "ordered o CROSS JOIN deposit d ON d.id = o.key"))
            """)
        try connection.execute("INSERT OR IGNORE INTO registry_deposit_by_mineral (\(mineralColumns)) \(mineralRows) ORDER BY 1, 2, 3, 4")
    }

    /// Brings the rows of one deposit up to date: it came, changed, or went.
    ///
    /// The index of places must still hold where it lay before: that leads to the old rows.
    ///
    /// - Returns: whether there was something to change. Where there was not, its place is the same as well.
    static func refresh(_ key: Int64, in connection: Connection) throws -> Bool {
        let new = try connection.first(placeRows + " WHERE d.id = ?1", [.integer(key)], values)
        let old = try held(key, in: connection)
        guard new != old else { return false }
        if let old {
            if case .text = old[Column.country] {
                try connection.execute(
                    """
                    DELETE FROM registry_deposit_by_mineral
                     WHERE country = ?1 AND name = ?2 AND slug = ?3 AND mineral_id IN (SELECT value FROM json_each(?4))
                    """, [old[Column.country], old[Column.name], old[Column.slug], old[Column.minerals]])
            }
            try connection.execute(
                "DELETE FROM registry_deposit_by_place WHERE band = ?1 AND longitude = ?2 AND id = ?3", Array(old[...Column.id]))
        }
        guard let new else { return true }
        try connection.execute(
            "INSERT INTO registry_deposit_by_place (\(placeColumns)) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)", new)
        try connection.execute(
            """
            INSERT OR IGNORE INTO registry_deposit_by_mineral (\(mineralColumns))
            \(mineralRows) AND p.band = ?1 AND p.longitude = ?2 AND p.id = ?3
            """, Array(new[...Column.id]))
        return true
    }

    /// How many rows of the two tables are missing, wrong or too many.
    static func countOfDifferences(_ connection: Connection) throws -> Int {
        guard try isHeld(connection) else { return 0 }
        var count = 0
        for (table, columns, rows) in [
            ("registry_deposit_by_place", placeColumns, placeRows), ("registry_deposit_by_mineral", mineralColumns, mineralRows),
        ] {
            count +=
                try connection.first(
                    """
                    SELECT (SELECT count(*) FROM (SELECT \(columns) FROM \(table) EXCEPT \(rows)))
                         + (SELECT count(*) FROM (\(rows) EXCEPT SELECT \(columns) FROM \(table)))
                    """
                ) { try $0.int(0) } ?? 0
        }
        return count
    }

    /// Where some columns stand in `placeColumns`; the first three are the key.
    private enum Column {
        static let id = 2, slug = 4, name = 5, country = 6, minerals = 12
    }

    private static func values(_ row: borrowing Row) throws -> [Value] {
        var values: [Value] = []
        for column in 0...Column.minerals { values.append(try row.value(column)) }
        return values
    }

    /// The row of a deposit by place, as it stands.
    private static func held(_ key: Int64, in connection: Connection) throws -> [Value]? {
        let box = try connection.first(
            "SELECT \(bandOf("south")), \(bandOf("north")), west, east FROM deposit_place WHERE deposit_id = ?1", [.integer(key)]
        ) { row in (south: try row.int64(0), north: try row.int64(1), west: try row.double(2), east: try row.double(3)) }
        let place = box ?? (south: -1, north: -1, west: 0, east: 0)
        for band in Set([place.south, place.north]) {
            let found = try connection.first(
                """
                SELECT \(placeColumns) FROM registry_deposit_by_place WHERE band = ?1 AND longitude BETWEEN ?2 AND ?3 AND id = ?4
                """, [.integer(band), .real(place.west), .real(place.east), .integer(key)], values)
            if let found { return found }
        }
        return nil
    }

    /// The band of a latitude, as the table counts them.
    private static func bandOf(_ latitude: String) -> String { "CAST((\(latitude) + 90) * 4 AS INTEGER)" }

    private static let band = "CASE WHEN d.latitude IS NULL THEN -1 ELSE \(bandOf("d.latitude")) END"

    private static let placeColumns = """
        band, longitude, id, latitude, slug, name, country, admin1, occurrence_type, status, confidence, minerals, mineral_keys
        """
    private static let placeRows = placeRows(from: "deposit d")
    private static func placeRows(from deposits: String) -> String {
        """
        SELECT \(band), coalesce(d.longitude, 0.0), d.id, d.latitude, d.slug, d.name, a.code, d.admin1, d.occurrence_type, d.status,
               d.confidence,
               coalesce((SELECT group_concat(coalesce(m.slug, '(' || x.as_given || ')'), char(31))
                           FROM deposit_mineral x LEFT JOIN mineral m ON m.id = x.mineral_id WHERE x.deposit_id = d.id), ''),
               '[' || coalesce((SELECT group_concat(x.mineral_id) FROM deposit_mineral x WHERE x.deposit_id = d.id), '') || ']'
          FROM \(deposits) LEFT JOIN area a ON a.id = d.area_id
        """
    }

    private static let mineralColumns = """
        mineral_id, country, name, slug, id, latitude, longitude, admin1, occurrence_type, status, confidence, minerals
        """
    private static let mineralRows = """
        SELECT k.value, p.country, p.name, p.slug, p.id, p.latitude, CASE WHEN p.latitude IS NOT NULL THEN p.longitude END, p.admin1,
               p.occurrence_type, p.status, p.confidence, p.minerals
          FROM registry_deposit_by_place p CROSS JOIN json_each(p.mineral_keys) k
         WHERE p.country IS NOT NULL
        """
}

// What lists need to know of the rows.
extension ListedDeposits {
    /// The band that a latitude lies in, counted as in the table.
    static func band(of latitude: Double) -> Int64 { Int64((latitude + 90) * 4) }

    /// The words of a row's minerals, each once. Byte by byte: characters are costly to tell apart, and no letter holds the separator.
    static func minerals(_ joined: String) -> [String] {
        var joined = joined
        var words: [String] = []
        joined.withUTF8 { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let end = rest.firstIndex(of: 0x1F) ?? rest.endIndex
                let word = String(decoding: rest[..<end], as: UTF8.self)
                if !word.isEmpty, !words.contains(word) { words.append(word) }
                rest = rest[min(end + 1, rest.endIndex)...]
            }
        }
        return words
    }
}
