internal import RegistrySQLite

extension RegistryReader {
    /// Production, capacity, reserves, resources and stockpiles.
    public var supply: SupplyRepository { SupplyRepository(references: references) }
    /// Import reliance, supplier shares, trade flows and governance scores.
    public var dependence: DependenceRepository { DependenceRepository(references: references) }
    /// The programmes of governments, with their ledgers.
    public var programmes: ProgrammeRepository { ProgrammeRepository(references: references) }
    /// Mines and plants on their way.
    public var projects: ProjectRepository { ProjectRepository(references: references) }
}

extension References {
    /// The integer key of a country, NULL for none.
    func area(_ code: CountryCode?) throws -> Value { .optional(try code.map { try key(of: $0.text, in: .area) }) }

    /// The country whose key stands in a column.
    func country(_ key: Int64?) throws -> CountryCode? { try key.map { try CountryCode(try text(of: $0, in: .area)) } }

    /// The integer key of a mineral, NULL for none.
    func mineral(_ id: String?) throws -> Value { .optional(try id.map { try key(of: $0, in: .mineral) }) }

    /// Throws `InvalidValue` for a year that has not begun by the registry's clock: it can be planned, not measured.
    func requireBegun(_ year: Int) throws(InvalidValue) {
        guard (1000...currentYear).contains(year) else {
            throw InvalidValue(kind: "year", text: "\(year)", expected: "a year from 1000 to \(currentYear), the present one")
        }
    }
}

/// How figures, stages and bases stand in columns.
enum SupplyColumns {
    static let figure = ["qualifier", "amount", "upper_amount"]

    static func values(of figure: SupplyFigure) -> [Value] {
        [.text(figure.qualifier), .optional(figure.amount?.description), .optional(figure.upper?.description)]
    }

    static func values(of basis: SupplyBasis?) -> [Value] { [.optional(basis?.asGiven), .optional(basis?.basis?.rawValue)] }

    static func values(of period: DatedSpan) -> [Value] { [.optional(period.start?.description), .optional(period.lastDay?.description)] }

    static func figure(_ row: borrowing Row, at column: Int) throws -> SupplyFigure {
        try SupplyFigure(
            qualifier: try row.string(column), amount: try row.optionalString(column + 1).map { try ExactDecimal($0) },
            upper: try row.optionalString(column + 2).map { try ExactDecimal($0) })
    }

    static func basis(_ row: borrowing Row, at column: Int) throws -> SupplyBasis? {
        let basis = try row.optionalString(column + 1).map { try Basis($0) }
        return try row.optionalString(column).map { try SupplyBasis(asGiven: $0, basis: basis) }
    }

    static func stage(_ row: borrowing Row, at column: Int) throws -> SupplyStage? {
        guard let name = try row.optionalString(column) else { return nil }
        return try SupplyStage(name: name, group: try word(try row.string(column + 1), "stage group"))
    }

    static func date(_ row: borrowing Row, at column: Int) throws -> CivilDate? {
        try row.optionalString(column).map { try CivilDate($0) }
    }

    /// Reads a word of a code list that the schema allows.
    static func word<T: RawRepresentable>(_ text: String, _ what: String) throws -> T where T.RawValue == String {
        guard let known = T(rawValue: text) else { throw RegistryError.stored(what: what, text: text) }
        return known
    }
}
