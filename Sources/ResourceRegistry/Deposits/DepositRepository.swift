internal import RegistrySQLite

/// The deposits of a registry: find and list them, and change them inside a revision.
public struct DepositRepository {
    let references: References
    private var connection: Connection { references.connection }

    /// The deposit with that id; `nil` when it is not held.
    public func find(_ id: String) throws -> Deposit? {
        guard try references.exists(id, in: .deposit) else { return nil }
        let key = try references.key(of: id, in: .deposit)
        return try connection.first(
            """
            SELECT d.slug, d.name, d.occurrence_type, a.code, d.admin1, d.latitude, d.longitude, d.accuracy_m, d.given_crs, d.given_position,
                   d.model, d.model_note, d.status, d.status_as_given, d.discovery_year, d.recalled_fields, d.confidence, d.citation_id
              FROM deposit d LEFT JOIN area a ON a.id = d.area_id WHERE d.id = ?1
            """, [.integer(key)]
        ) { row in try decode(row, key: key) }
    }

    private func decode(_ row: borrowing Row, key: Int64) throws -> Deposit {
        var deposit = Deposit(
            id: try row.string(0), name: try row.string(1),
            citation: try references.citation(confidence: try row.string(16), key: try row.int64(17)))
        deposit.occurrenceType = try row.optionalString(2)
        if let code = try row.optionalString(3) { deposit.country = try CountryCode(code) }
        deposit.admin1 = try row.optionalString(4)
        if let latitude = try row.optionalDouble(5), let longitude = try row.optionalDouble(6) {
            deposit.coordinate = try Coordinate(latitude: latitude, longitude: longitude)
        }
        deposit.accuracyInMetres = try row.optionalDouble(7)
        deposit.givenCRS = try row.optionalString(8)
        deposit.givenPosition = try row.optionalString(9)
        deposit.model = try row.optionalString(10)
        deposit.modelNote = try row.optionalString(11)
        deposit.status = try row.optionalString(12)
        deposit.statusAsGiven = try row.optionalString(13)
        deposit.discoveryYear = try row.optionalInt(14)
        deposit.recalledFields = (try row.optionalString(15) ?? "").split(separator: ";").map(String.init)
        deposit.names = try connection.query(
            "SELECT language, name FROM deposit_name WHERE deposit_id = ?1 ORDER BY language, name", [.integer(key)]
        ) { DepositName(language: try $0.string(0), name: try $0.string(1)) }
        deposit.identifiers = try connection.query(
            "SELECT scheme, record, url FROM deposit_identifier WHERE deposit_id = ?1 ORDER BY scheme, record", [.integer(key)]
        ) { DepositIdentifier(scheme: try $0.string(0), record: try $0.string(1), url: try $0.optionalString(2)) }
        deposit.minerals = try minerals(of: key)
        let remarks = try connection.query("SELECT field, text FROM deposit_remark WHERE deposit_id = ?1", [.integer(key)]) {
            (try $0.string(0), try $0.string(1))
        }
        deposit.remarks = Dictionary(remarks) { first, _ in first }
        return deposit
    }

    private func minerals(of key: Int64) throws -> [DepositMineral] {
        try connection.query(
            """
            SELECT m.slug, x.importance, x.as_given, x.confidence FROM deposit_mineral x LEFT JOIN mineral m ON m.id = x.mineral_id
             WHERE x.deposit_id = ?1 ORDER BY x.ordinal
            """, [.integer(key)]
        ) { row in
            let importance = try row.string(1)
            guard let known = DepositMineral.Importance(rawValue: importance) else {
                throw RegistryError.stored(what: "importance", text: importance)
            }
            return DepositMineral(
                mineral: try row.optionalString(0), importance: known, asGiven: try row.string(2),
                confidence: try Confidence(stored: try row.string(3)))
        }
    }

    /// The estimates of a deposit, the headline first.
    public func estimates(of id: String) throws -> [OreEstimate] {
        try connection.query(
            """
            SELECT id, slug, statement, category, reporting_code, as_of, includes_reserves, ore_quantity, ore_unit, is_headline, note,
                   confidence, citation_id
              FROM ore_estimate WHERE deposit_id = ?1 ORDER BY is_headline DESC, slug
            """, [.integer(try references.key(of: id, in: .deposit))]
        ) { row in
            let statement = try row.string(2)
            guard let known = OreEstimate.Statement(rawValue: statement) else {
                throw RegistryError.stored(what: "statement", text: statement)
            }
            return OreEstimate(
                id: try row.string(1), deposit: id, statement: known, category: try row.optionalString(3),
                reportingCode: try row.optionalString(4), asOf: try row.optionalString(5).map { try CivilDate($0) },
                includesReserves: try row.string(6),
                ore: try PrintedQuantity(stored: try row.optionalString(7), unit: try row.optionalString(8)), isHeadline: try row.bool(9),
                measures: try measures(of: try row.int64(0)), note: try row.optionalString(10),
                citation: try references.citation(confidence: try row.string(11), key: try row.int64(12)))
        }
    }

    private func measures(of key: Int64) throws -> [CommodityMeasure] {
        try connection.query(
            """
            SELECT m.slug, x.grade, x.grade_unit, x.contained, x.contained_unit
              FROM commodity_measure x JOIN mineral m ON m.id = x.mineral_id WHERE x.estimate_id = ?1 ORDER BY m.slug
            """, [.integer(key)]
        ) { row in
            CommodityMeasure(
                mineral: try row.string(0), grade: try PrintedQuantity(stored: try row.optionalString(1), unit: try row.optionalString(2)),
                contained: try PrintedQuantity(stored: try row.optionalString(3), unit: try row.optionalString(4)))
        }
    }

    /// Deposits by name.
    ///
    /// A group of minerals stands for its members as well.
    /// - Throws: `RegistryError.unknown` for a mineral or a country that is not held.
    public func list(_ filter: DepositFilter = DepositFilter(), page: Page = .all) throws -> PageOf<DepositSummary> {
        let position = try page.position(of: 2) ?? ["", ""]
        var conditions = ["(d.name, d.slug) > (?1, ?2)"]
        var arguments: [Value] = [.text(position[0]), .text(position[1])]
        func mark(_ value: Value) -> String {
            arguments.append(value)
            return "?\(arguments.count)"
        }
        if let mineral = filter.mineral {
            let key = mark(.integer(try references.key(of: mineral, in: .mineral)))
            conditions.append(
                """
                d.id IN (SELECT x.deposit_id FROM deposit_mineral x WHERE x.mineral_id = \(key)
                      OR x.mineral_id IN (SELECT member_id FROM mineral_group_member WHERE group_id = \(key)))
                """)
        }
        if let country = filter.country {
            conditions.append("d.area_id = " + mark(.integer(try references.key(of: country.text, in: .area))))
        }
        if let status = filter.status { conditions.append("d.status = " + mark(.text(status))) }
        if let box = filter.box {
            conditions.append("d.latitude BETWEEN \(mark(.real(box.south))) AND \(mark(.real(box.north)))")
            let (west, east) = (mark(.real(box.west)), mark(.real(box.east)))
            // A box whose west lies east of its east crosses the 180th meridian.
            conditions.append(
                box.west <= box.east ? "d.longitude BETWEEN \(west) AND \(east)" : "(d.longitude >= \(west) OR d.longitude <= \(east))")
        }
        let limit = mark(.integer(Int64(page.limit ?? Int.max - 1) + 1))
        let found = try connection.query(
            """
            SELECT d.id, d.slug, d.name, a.code, d.latitude, d.longitude, d.status, d.confidence
              FROM deposit d LEFT JOIN area a ON a.id = d.area_id
             WHERE \(conditions.joined(separator: " AND ")) ORDER BY d.name, d.slug LIMIT \(limit)
            """, arguments
        ) { row in
            DepositSummary(
                id: try row.string(1), name: try row.string(2), country: try row.optionalString(3), latitude: try row.optionalDouble(4),
                longitude: try row.optionalDouble(5), status: try row.optionalString(6),
                minerals: try minerals(of: try row.int64(0)).map { $0.mineral ?? "(\($0.asGiven))" },
                confidence: try Confidence(stored: try row.string(7)))
        }
        return page.cut(found) { [$0.name, $0.id] }
    }
}

/// Which deposits to list; everything that is not told does not narrow the list.
public struct DepositFilter: Sendable {
    /// A box in degrees, WGS84.
    public struct Box: Hashable, Sendable {
        /// Its edges; a west that lies east of east crosses the 180th meridian.
        public var west, south, east, north: Double

        /// Makes a box.
        public init(west: Double, south: Double, east: Double, north: Double) {
            self.west = west
            self.south = south
            self.east = east
            self.north = north
        }
    }

    /// Only deposits of this mineral or of a member of this group.
    public var mineral: String?
    /// Only deposits in this country.
    public var country: CountryCode?
    /// Only deposits of this mine status.
    public var status: String?
    /// Only deposits placed within this box.
    public var box: Box?

    /// Makes a filter.
    public init(mineral: String? = nil, country: CountryCode? = nil, status: String? = nil, box: Box? = nil) {
        self.mineral = mineral
        self.country = country
        self.status = status
        self.box = box
    }
}

/// A deposit in a list of deposits.
public struct DepositSummary: Hashable, Sendable {
    /// Its id.
    public let id: String
    /// Its name.
    public let name: String
    /// The country it lies in.
    public let country: String?
    /// Degrees north, WGS84.
    public let latitude: Double?
    /// Degrees east, WGS84.
    public let longitude: Double?
    /// CGI mine-status code.
    public let status: String?
    /// Ids of its minerals; the source's words in brackets where none fits.
    public let minerals: [String]
    /// How far it was checked.
    public let confidence: Confidence
}

extension PrintedQuantity {
    /// Reads two columns that are both empty or both filled.
    init?(stored amount: String?, unit: String?) throws {
        guard let amount, let unit else { return nil }
        self.init(amount: try ExactDecimal(amount), unit: unit)
    }
}
