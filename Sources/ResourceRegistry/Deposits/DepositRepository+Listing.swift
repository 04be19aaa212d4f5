internal import RegistrySQLite

extension DepositRepository {
    /// Deposits in the order of their names; with `near`, in the order of their distances.
    ///
    /// - Throws: `RegistryError.unknown` for a mineral or country that is not held; `RegistryError.badCursor`; `InvalidValue` for a
    ///   status, a box or a circle that cannot be.
    public func list(_ filter: DepositFilter = DepositFilter(), page: Page = .all) throws -> PageOf<DepositSummary> {
        // Inside a revision the indexes may lag behind.
        if filter.box != nil || filter.near != nil || filter.country != nil && filter.mineral != nil { try references.refreshIndexes() }
        if let near = try filter.near?.validated() { return try listed(filter, near: near, page: page) }
        var query = try DepositQuery(filter, references: references)
        try query.begin(after: page)
        let limit = page.limit.map { min($0, Self.longestPage) }
        let source = query.source
        var keys: [Int64] = []
        var found = try references.connection.query(query.sql(limit: limit), query.arguments) { row in
            keys.append(try row.int64(0))
            return try decodeSummary(row, from: source)
        }
        if source == .facts {
            // Not of the one beyond the page.
            for index in found.indices.prefix(limit ?? .max) { found[index].minerals = try mineralWords(of: keys[index]) }
        }
        return page.cut(found) { [Hexadecimal.text(Array($0.name.utf8)), $0.id] }
    }

    /// The bands around the centre are read; what lies in them is measured here, and the circle is never asked of SQL.
    private func listed(_ filter: DepositFilter, near circle: DepositFilter.Circle, page: Page) throws -> PageOf<DepositSummary> {
        let begin = try page.position(of: 2).map { position in
            guard let distance = Double(position[0]) else { throw RegistryError.badCursor(page.after ?? "") }
            return (distance, position[1])
        }
        let limit = page.limit.map { min($0, Self.longestPage) }
        var found: [DepositSummary] = []
        // Whole summaries are slow to move about.
        func sort() {
            let order = found.indices.sorted { one, other in
                let (near, far) = (found[one].distanceInKilometres ?? 0, found[other].distanceInKilometres ?? 0)
                return near == far ? found[one].id < found[other].id : near < far
            }
            found = order.map { found[$0] }
        }
        for stretch in circle.enclosingBox.stretches {
            var query = try DepositQuery(filter, references: references)
            let sql = query.sql(within: stretch)
            try references.connection.forEachRow(sql, query.arguments) { row in
                let place = try Coordinate(latitude: try row.double(5), longitude: try row.double(6))
                let distance = place.distanceInKilometres(to: circle.centre)
                guard distance <= circle.kilometres else { return }
                var summary = try decodeSummary(row, from: .byPlace)
                summary.distanceInKilometres = distance
                if let begin, (distance, summary.id) <= begin { return }
                found.append(summary)
                // Memory follows the page, not the circle.
                guard let limit, found.count > 4 * limit + 1000 else { return }
                sort()
                found.removeSubrange((limit + 1)...)
            }
        }
        sort()
        return page.cut(found) { ["\($0.distanceInKilometres ?? 0)", $0.id] }
    }

    /// Beyond any list, and far enough from the greatest integer that one can be added.
    private static let longestPage = 1 << 40

    private func decodeSummary(_ row: borrowing Row, from source: DepositQuery.Source) throws -> DepositSummary {
        DepositSummary(
            id: try row.string(1), name: try row.string(2), country: try row.optionalString(3), admin1: try row.optionalString(4),
            latitude: try row.optionalDouble(5), longitude: try row.optionalDouble(6), occurrenceType: try row.optionalString(7),
            status: try row.optionalString(8), minerals: source == .facts ? [] : ListedDeposits.minerals(try row.string(10)),
            distanceInKilometres: nil, confidence: try Confidence(stored: try row.string(9)))
    }

    private func mineralWords(of key: Int64) throws -> [String] {
        var words: [String] = []
        try references.connection.forEachRow(
            """
            SELECT m.slug, x.as_given FROM deposit_mineral x LEFT JOIN mineral m ON m.id = x.mineral_id
             WHERE x.deposit_id = ?1 ORDER BY x.ordinal
            """, [.integer(key)]
        ) { row in
            let word = try row.optionalString(0) ?? "(\(try row.string(1)))"
            if !words.contains(word) { words.append(word) }
        }
        return words
    }
}

/// The conditions of a list of deposits, and their values.
private struct DepositQuery {
    /// The tables that a list is read from.
    enum Source { case facts, byMineral, byPlace }

    private(set) var arguments: [Value] = []
    private var conditions: [String] = []
    let source: Source

    init(_ filter: DepositFilter, references: References) throws {
        source = try Self.source(of: filter, references)
        if let mineral = filter.mineral, source == .byMineral {
            conditions.append("d.mineral_id = \(bind(.integer(try references.key(of: mineral, in: .mineral))))")
        } else if let mineral = filter.mineral {
            let mark = bind(.integer(try references.key(of: mineral, in: .mineral)))
            let minerals = """
                x.mineral_id IN (SELECT \(mark) UNION SELECT g.member_id FROM mineral_group_member g WHERE g.group_id = \(mark))
                """
            // Within a country or a stretch of the Earth few deposits are looked at: each is asked for its minerals. Elsewhere the index
            // of minerals leads to the deposits.
            conditions.append(
                filter.country == nil && filter.near == nil
                    ? "d.id IN (SELECT x.deposit_id FROM deposit_mineral x WHERE \(minerals))"
                    : "EXISTS (SELECT 1 FROM deposit_mineral x WHERE x.deposit_id = d.id AND \(minerals))")
        }
        if let country = filter.country {
            let key = try references.key(of: country.text, in: .area)
            conditions.append(source == .facts ? "d.area_id = \(bind(.integer(key)))" : "d.country = \(bind(.text(country.text)))")
        }
        if let status = filter.status {
            let accepted = try MineStatus(status).withNarrower
            conditions.append("d.status IN (\(accepted.map { bind(.text($0.rawValue)) }.joined(separator: ", ")))")
        }
        if let box = try filter.box?.validated() { inside(box) }
    }

    /// A mineral that is a group stands for its members as well: those have no order by name together.
    private static func source(of filter: DepositFilter, _ references: References) throws -> Source {
        if filter.near != nil { return .byPlace }
        guard filter.country != nil, let mineral = filter.mineral else { return .facts }
        let isGroup = try references.connection.first(
            "SELECT 1 FROM mineral_group_member WHERE group_id = ?1 LIMIT 1", [.integer(try references.key(of: mineral, in: .mineral))]
        ) { _ in true }
        return isGroup == nil ? .byMineral : .facts
    }

    mutating func begin(after page: Page) throws {
        guard let position = try page.position(of: 2) else { return }
        guard let bytes = Hexadecimal.bytes(position[0]), let name = String(validating: bytes, as: UTF8.self) else {
            throw RegistryError.badCursor(page.after ?? "")
        }
        conditions.append("(d.name, d.slug) > (\(bind(.text(name))), \(bind(.text(position[1]))))")
    }

    private var columns: String {
        """
        d.id, d.slug, d.name, \(source == .facts ? "a.code" : "d.country"), d.admin1, d.latitude, d.longitude, d.occurrence_type, \
        d.status, d.confidence\(source == .facts ? "" : ", d.minerals")
        """
    }

    /// All that fulfil the conditions, by name.
    mutating func sql(limit: Int?) -> String {
        let limited = limit.map { "\n LIMIT \(bind(.integer(Int64($0) + 1)))" } ?? ""
        let tables = source == .facts ? "deposit d LEFT JOIN area a ON a.id = d.area_id" : "registry_deposit_by_mineral d"
        return """
            SELECT \(columns)
              FROM \(tables)\(filtered("WHERE"))
             ORDER BY d.name, d.slug\(limited)
            """
    }

    /// Those in a stretch of the Earth that fulfil the conditions, in no order: along its bands.
    mutating func sql(within stretch: DepositFilter.Box) -> String {
        """
        WITH RECURSIVE bands (band) AS (
            SELECT \(bind(.integer(ListedDeposits.band(of: stretch.south))))
            UNION ALL SELECT band + 1 FROM bands WHERE band < \(bind(.integer(ListedDeposits.band(of: stretch.north)))))
        SELECT \(columns)
          FROM bands b CROSS JOIN registry_deposit_by_place d ON d.band = b.band
         WHERE d.longitude BETWEEN \(bind(.real(stretch.west))) AND \(bind(.real(stretch.east)))
           AND d.latitude BETWEEN \(bind(.real(stretch.south))) AND \(bind(.real(stretch.north)))\(filtered("AND"))
        """
    }

    private func filtered(_ word: String) -> String {
        conditions.isEmpty ? "" : "\n \(word) " + conditions.joined(separator: "\n   AND ")
    }

    private mutating func bind(_ value: Value) -> String {
        arguments.append(value)
        return "?\(arguments.count)"
    }

    private mutating func inside(_ box: DepositFilter.Box) {
        let indexed = box.stretches.map { "SELECT p.deposit_id FROM deposit_place p WHERE \(meeting($0))" }
        conditions.append("d.id IN (\(indexed.joined(separator: " UNION ALL ")))")
        conditions.append("d.latitude BETWEEN \(bind(.real(box.south))) AND \(bind(.real(box.north)))")
        let exact = box.stretches.map { "d.longitude BETWEEN \(bind(.real($0.west))) AND \(bind(.real($0.east)))" }
        conditions.append("(\(exact.joined(separator: " OR ")))")
    }

    /// The index holds 32-bit floats, rounded away from the place: a box around it meets `box` whenever the place lies inside.
    private mutating func meeting(_ box: DepositFilter.Box) -> String {
        """
        p.south <= \(bind(.real(box.north))) AND p.north >= \(bind(.real(box.south))) \
        AND p.west <= \(bind(.real(box.east))) AND p.east >= \(bind(.real(box.west)))
        """
    }
}
