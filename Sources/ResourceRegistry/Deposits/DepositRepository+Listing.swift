internal import RegistrySQLite

extension DepositRepository {
    /// Deposits in the order of their names.
    ///
    /// - Throws: `RegistryError.unknown` for a mineral or country that is not held; `RegistryError.badCursor`; `InvalidValue` for a
    ///   status, a box or a circle that cannot be.
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
                    guard let latitude = summary.latitude, let longitude = summary.longitude else { return }
                    let place = try Coordinate(latitude: latitude, longitude: longitude)
                    let distance = place.distanceInKilometres(to: near.centre)
                    guard distance <= near.kilometres else { return }
                    summary.distanceInKilometres = distance
                }
                found.append((try row.int64(0), summary))
                if found.count >= wanted { throw Enough() }
            }
        } catch is Enough {}
        let cut = page.cut(found) { [Hexadecimal.text(Array($0.summary.name.utf8)), $0.summary.id] }
        let entries = try cut.entries.map { key, summary in
            var complete = summary
            complete.minerals = try mineralWords(of: key)
            return complete
        }
        return PageOf(entries: entries, next: cut.next)
    }

    /// Beyond any list, and far enough from the greatest integer that one can be added.
    private static let longestPage = 1 << 40

    /// Ends a reading before its end.
    private struct Enough: Error {}

    private func decodeSummary(_ row: borrowing Row) throws -> DepositSummary {
        DepositSummary(
            id: try row.string(1), name: try row.string(2), country: try row.optionalString(3), admin1: try row.optionalString(4),
            latitude: try row.optionalDouble(5), longitude: try row.optionalDouble(6), occurrenceType: try row.optionalString(7),
            status: try row.optionalString(8), minerals: [], distanceInKilometres: nil,
            confidence: try Confidence(stored: try row.string(9)))
    }

    private func mineralWords(of key: Int64) throws -> [String] {
        try references.connection.query(
            """
            SELECT coalesce(m.slug, '(' || x.as_given || ')') AS word
              FROM deposit_mineral x LEFT JOIN mineral m ON m.id = x.mineral_id WHERE x.deposit_id = ?1
             GROUP BY word ORDER BY min(x.ordinal)
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
            let accepted = try MineStatus(status).withNarrower
            conditions.append("d.status IN (\(accepted.map { bind(.text($0.rawValue)) }.joined(separator: ", ")))")
        }
        if let box = try filter.box?.validated() { inside(box) }
        if let near = try filter.near?.validated() {
            if let box = near.enclosingBox { inside(box) } else { conditions.append("d.latitude IS NOT NULL") }
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

    private mutating func inside(_ box: DepositFilter.Box) {
        conditions.append("d.latitude BETWEEN \(bind(.real(box.south))) AND \(bind(.real(box.north)))")
        let (west, east) = (bind(.real(box.west)), bind(.real(box.east)))
        conditions.append(
            box.west <= box.east ? "d.longitude BETWEEN \(west) AND \(east)" : "(d.longitude >= \(west) OR d.longitude <= \(east))")
    }
}
