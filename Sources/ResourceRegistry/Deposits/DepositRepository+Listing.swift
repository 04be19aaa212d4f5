internal import RegistrySQLite

extension DepositRepository {
    /// Deposits in the order of their names.
    ///
    /// - Throws: `RegistryError.unknown` for a mineral or country that is not held; `RegistryError.badCursor`.
    public func list(_ filter: DepositFilter = DepositFilter(), page: Page = .all) throws -> PageOf<DepositSummary> {
        var query = try DepositQuery(filter, references: references)
        try query.begin(after: page)
        var found: [(key: Int64, summary: DepositSummary)] = []
        let limit = page.limit.map { min($0, Self.longestPage) }
        let wanted = limit.map { $0 + 1 } ?? Int.max
        do {
            // The circle is measured here and not in SQL, so how many rows a page takes is known only while reading.
            try references.connection.forEachRow(query.sql(limit: filter.near == nil ? limit : nil), query.arguments) { row in
                var summary = try decodeSummary(row)
                if let near = filter.near {
                    guard let distance = summary.coordinate?.distanceInKilometres(to: near.centre), distance <= near.radiusInKilometres
                    else { return }
                    summary.distanceInKilometres = distance
                }
                found.append((try row.int64(0), summary))
                if found.count >= wanted { throw Enough() }
            }
        } catch is Enough {}
        let cut = page.cut(found) { [Hexadecimal.text(Array($0.summary.name.utf8)), $0.summary.id] }
        let entries = try cut.entries.map { key, summary in
            var complete = summary
            complete.minerals = try mineralIDs(of: key)
            return complete
        }
        return PageOf(entries: entries, next: cut.next)
    }

    /// Beyond any list, and far enough from the greatest integer that one can be added.
    private static let longestPage = 1 << 40

    /// Ends a reading before its end.
    private struct Enough: Error {}

    private func decodeSummary(_ row: borrowing Row) throws -> DepositSummary {
        let latitude = try row.optionalDouble(5)
        let longitude = try row.optionalDouble(6)
        var coordinate: Coordinate?
        if let latitude, let longitude { coordinate = try Coordinate(latitude: latitude, longitude: longitude) }
        return DepositSummary(
            id: try row.string(1), name: try row.string(2), country: try row.optionalString(3).map { try CountryCode($0) },
            admin1: try row.optionalString(4), coordinate: coordinate, occurrenceType: try row.optionalString(7).map { try OccurrenceType($0) },
            status: try row.optionalString(8).map { try MineStatus($0) }, minerals: [], distanceInKilometres: nil,
            confidence: try Confidence(stored: try row.string(9)))
    }

    private func mineralIDs(of key: Int64) throws -> [String] {
        try references.connection.query(
            """
            SELECT m.slug FROM deposit_mineral x JOIN mineral m ON m.id = x.mineral_id WHERE x.deposit_id = ?1
             GROUP BY m.slug ORDER BY min(x.ordinal)
            """, [.integer(key)]
        ) { try $0.string(0) }
    }
}

/// The conditions of a list of deposits, and their values.
private struct DepositQuery {
    private(set) var arguments: [Value] = []
    private var conditions: [String] = []

    init(_ filter: DepositFilter, references: References) throws {
        if let mineral = filter.mineral {
            let mark = bind(.integer(try references.key(of: mineral, in: .mineral)))
            conditions.append(
                """
                d.id IN (SELECT x.deposit_id FROM deposit_mineral x
                          WHERE x.mineral_id IN (SELECT \(mark)
                                                 UNION SELECT g.member_id FROM mineral_group_member g WHERE g.group_id = \(mark)))
                """)
        }
        if let country = filter.country {
            conditions.append("d.area_id = \(bind(.integer(try references.key(of: country.text, in: .area))))")
        }
        if let status = filter.status {
            conditions.append("d.status IN (\(status.withNarrower.map { bind(.text($0.rawValue)) }.joined(separator: ", ")))")
        }
        if let box = filter.box { inside(south: box.south, north: box.north, west: box.west, east: box.east) }
        if let near = filter.near {
            if let box = near.enclosingBox {
                inside(south: box.south, north: box.north, west: box.west, east: box.east)
            } else {
                // Around a pole every meridian is near.
                conditions.append("d.latitude IS NOT NULL")
            }
        }
    }

    mutating func begin(after page: Page) throws {
        guard let position = try page.position(of: 2) else { return }
        guard let bytes = Hexadecimal.bytes(position[0]), let name = String(validating: bytes, as: UTF8.self) else {
            throw RegistryError.badCursor(page.after ?? "")
        }
        conditions.append("(d.name, d.slug) > (\(bind(.text(name))), \(bind(.text(position[1]))))")
    }

    mutating func sql(limit: Int?) -> String {
        let filtered = conditions.isEmpty ? "" : "\n WHERE " + conditions.joined(separator: "\n   AND ")
        let limited = limit.map { "\n LIMIT \(bind(.integer(Int64($0) + 1)))" } ?? ""
        return """
            SELECT d.id, d.slug, d.name, a.code, d.admin1, d.latitude, d.longitude, d.occurrence_type, d.status, d.confidence
              FROM deposit d LEFT JOIN area a ON a.id = d.area_id\(filtered)
             ORDER BY d.name, d.slug\(limited)
            """
    }

    private mutating func bind(_ value: Value) -> String {
        arguments.append(value)
        return "?\(arguments.count)"
    }

    private mutating func inside(south: Double, north: Double, west: Double, east: Double) {
        conditions.append("d.latitude BETWEEN \(bind(.real(south))) AND \(bind(.real(north)))")
        let (left, right) = (bind(.real(west)), bind(.real(east)))
        conditions.append(
            west <= east ? "d.longitude BETWEEN \(left) AND \(right)" : "(d.longitude >= \(left) OR d.longitude <= \(right))")
    }
}
