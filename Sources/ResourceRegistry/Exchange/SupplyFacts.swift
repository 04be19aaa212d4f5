/// Production, reserves, capacity and dependence, read from the fact tables.
struct SupplyFacts {
    static let space = "minerals"

    /// Production, capacity and reserves with what else is said of them, in the order of the tables.
    let facts: [SupplyFact]
    let reliance: [StatedReliance]
    let shares: [SupplierShare]

    /// Reads the tables.
    ///
    /// - Parameters:
    ///   - source: the tables.
    ///   - countries: the areas by which codes and names of countries are read.
    ///   - currentYear: years after it are refused.
    /// - Throws: `CSVError` or `FactError` with file, line and column: an unknown unit or basis, a year that has not begun, two rows
    ///   on the same fact, a table of shares above 100 percent, a restatement of a fact that is not there.
    init(from source: some FactSource, countries: [Area], currentYear: Int) throws {
        let places = try PlaceWords(countries)
        var table = FactsByID()
        try Self.readAmounts(from: source, places: places, currentYear: currentYear, into: &table)
        try Self.readOtherValues(from: source, places: places, into: &table)
        facts = table.facts
        (reliance, shares) = try DependenceRows(places: places, currentYear: currentYear).read(from: source)
    }

    private static func readAmounts(
        from source: some FactSource, places: PlaceWords, currentYear: Int, into table: inout FactsByID
    ) throws {
        let common = [
            "commodity_slug", "iso3", "row_kind", "year", "quantity", "qualifier", "unit", "source_id", "note", "confidence",
        ]
        for row in try FactTable(
            "minerals/production.csv", from: source, columns: common + ["stage", "basis", "quantity_max", "estimated"]
        ).rows {
            try table.add(try fact(row, .production, places, currentYear, upper: "quantity_max", estimated: "estimated"), row)
        }
        for row in try FactTable("minerals/reserves.csv", from: source, columns: common + ["measure", "basis"]).rows {
            let measure: SupplyFact.Measure = try row.word("measure")
            guard !measure.hasStage else { throw row.fault("measure", "expected reserves, identified-resources or stockpile") }
            try table.add(try fact(row, measure, places, currentYear), row)
        }
        for row in try FactTable("minerals/refining_capacity.csv", from: source, columns: common + ["stage"]).rows {
            try table.add(try fact(row, .capacity, places, currentYear), row)
        }
    }

    private static func fact(
        _ row: FactRow, _ measure: SupplyFact.Measure, _ places: PlaceWords, _ currentYear: Int, upper: String? = nil,
        estimated: String? = nil
    ) throws -> SupplyFact {
        SupplyFact(
            mineral: try row.text("commodity_slug"), measure: measure,
            stage: measure.hasStage ? try row.value("stage") { try SupplyStage($0) } : nil,
            basis: try row.optionalValue("basis") { try SupplyBasis($0) }, place: try places.place(row),
            year: try row.year("year", upTo: currentYear), figure: try row.figure("quantity", upper: upper),
            unit: try row.value("unit") { try UnitOfMeasure($0) }, isEstimated: try estimated.map { try row.flag($0) } ?? false,
            note: row.optional("note"), citation: try row.citation(space, sources: "source_id"))
    }

    /// `restatements.csv` and `source_conflicts.csv`: each row repeats a held value and adds another one. Both were computed from
    /// the editions, so the other value is `derived`.
    private static func readOtherValues(from source: some FactSource, places: PlaceWords, into table: inout FactsByID) throws {
        let common = ["commodity_slug", "stage", "iso3", "year", "unit"]
        for row in try FactTable(
            "minerals/restatements.csv", from: source, columns: common + ["first_value", "first_source_id", "revised_value"]
        ).rows {
            try table.add(.restated, row, places, held: "revised_value", other: "first_value", source: "first_source_id")
        }
        for row in try FactTable(
            "minerals/source_conflicts.csv", from: source, columns: common + ["value_a", "value_b", "source_b_id"]
        ).rows {
            try table.add(.conflicting, row, places, held: "value_a", other: "value_b", source: "source_b_id")
        }
    }
}

/// The facts that were read so far: by their ids, to find two rows on one fact; and by what restatements know of them.
private struct FactsByID {
    private(set) var facts: [SupplyFact] = []
    private var lines: [String: (path: String, line: Int)] = [:]
    private var positions: [String: [Int]] = [:]

    mutating func add(_ fact: SupplyFact, _ row: FactRow) throws {
        if let first = lines[fact.id] {
            throw row.fault("commodity_slug", "the same fact stands in \(first.path):\(first.line) already: \(fact.id)")
        }
        lines[fact.id] = (row.path, row.line)
        if fact.measure == .production {
            positions[Self.key(fact.mineral, fact.stage?.name, fact.place, fact.year), default: []].append(facts.count)
        }
        facts.append(fact)
    }

    /// Tables of restatements and conflicts tell no basis: the other columns must find one production row.
    mutating func add(
        _ kind: SupplyFact.OtherValue.Kind, _ row: FactRow, _ places: PlaceWords, held: String, other: String, source: String
    ) throws {
        let key = Self.key(
            try row.text("commodity_slug"), try row.text("stage"), try places.place(iso3: row), try row.integer("year") ?? 0)
        guard let found = positions[key], found.count == 1, let position = found.first else {
            throw row.fault("commodity_slug", "expected one production row for \(key), there are \(positions[key]?.count ?? 0)")
        }
        let fact = facts[position]
        guard try row.figure(held, qualifier: nil) == fact.figure, try row.text("unit") == fact.unit.symbol else {
            throw row.fault(held, "the production row says \(fact.figure.amount?.description ?? fact.figure.qualifier) \(fact.unit)")
        }
        facts[position].otherValues.append(
            SupplyFact.OtherValue(
                kind: kind, figure: try row.figure(other, qualifier: nil), unit: fact.unit,
                citation: try Citation(confidence: .derived, sources: ["\(SupplyFacts.space):\(try row.text(source))"])))
    }

    private static func key(_ mineral: String, _ stage: String?, _ place: SupplyFact.Place, _ year: Int) -> String {
        "\(mineral)/\(stage ?? "-")/\(place)/\(year)"
    }
}

/// How the fact tables name places: three-letter codes, `row_kind`, and here and there a name.
struct PlaceWords {
    private var byAlpha3: [String: CountryCode] = [:]
    private var byName: [String: CountryCode] = [:]

    init(_ areas: [Area]) throws {
        for area in areas where area.kind != .label {
            let code = try CountryCode(area.code)
            if let alpha3 = area.alpha3 { byAlpha3[alpha3] = code }
            for name in [area.name] + area.aliases { byName[name] = code }
        }
        byAlpha3["EUU"] = .europeanUnion
    }

    func country(_ row: FactRow, _ column: String) throws -> CountryCode {
        try row.value(column) { text in
            guard let code = byAlpha3[text] else {
                throw InvalidValue(kind: "country", text: text, expected: "a three-letter code of ISO 3166-1, or EUU")
            }
            return code
        }
    }

    func country(named name: String) -> CountryCode? { byName[name] }

    /// The place by `row_kind`; the code beside it must agree.
    func place(_ row: FactRow) throws -> SupplyFact.Place {
        switch try row.text("row_kind") {
        case "country": return .country(try country(row, "iso3"))
        case "other" where row.optional("iso3") == nil: return .other
        case "world" where row.optional("iso3") == "WLD": return .world
        default: throw row.fault("row_kind", "expected country with its code, other without a code, or world with WLD")
        }
    }

    /// The place where a table has no `row_kind`.
    func place(iso3 row: FactRow) throws -> SupplyFact.Place {
        switch row.optional("iso3") {
        case nil: .other
        case "WLD": .world
        default: .country(try country(row, "iso3"))
        }
    }
}

extension FactRow {
    /// The error that a cell is not what it must be.
    func fault(_ column: String, _ problem: String) -> FactError {
        FactError(path: path, line: line, column: column, text: optional(column) ?? "", problem: problem)
    }

    /// A year that has begun.
    func year(_ column: String, upTo currentYear: Int) throws -> Int {
        guard let year = try integer(column), (1000...currentYear).contains(year) else {
            throw fault(column, "expected a year from 1000 to \(currentYear), the present one")
        }
        return year
    }

    /// A figure from a number and the qualifier beside it.
    func figure(_ amount: String, upper: String? = nil, qualifier: String? = "qualifier") throws -> SupplyFigure {
        let number = try optionalValue(amount) { try ExactDecimal($0) }
        let high = try upper.flatMap { column in try optionalValue(column) { try ExactDecimal($0) } }
        do {
            let figure = try SupplyFigure(qualifier: qualifier.flatMap { optional($0) } ?? "", amount: number, upper: high)
            try figure.requireNotNegative(amount)
            return figure
        } catch { throw fault(qualifier ?? amount, "expected \(error.expected)") }
    }
}
