internal import RegistrySQLite

/// Production, capacity, reserves, resources and stockpiles of a registry.
public struct SupplyRepository {
    let references: References
    var connection: Connection { references.connection }

    init(references: References) { self.references = references }

    // MARK: Reading

    /// Facts by mineral, measure, stage, basis and year; countries by code, then the others, then the world.
    ///
    /// - Throws: `RegistryError.unknown` for a mineral or a country that is not held.
    public func facts(_ filter: SupplyFilter = SupplyFilter()) throws -> [SupplyFact] {
        let (condition, arguments) = try conditions(of: filter)
        let found = try connection.query(
            """
            SELECT \(Self.selected) FROM supply_fact f JOIN mineral m ON m.id = f.mineral_id LEFT JOIN area a ON a.id = f.area_id
             WHERE \(condition)
             ORDER BY m.slug, f.measure, f.stage, f.basis_as_given, f.year, f.place, a.code, f.slug
            """, arguments
        ) { row in (try row.int64(0), try decode(row)) }
        let others = try otherValues(
            "f.id IN (SELECT f.id FROM supply_fact f WHERE \(condition))", arguments)
        return found.map { key, stored in
            var fact = stored
            fact.otherValues = others[key] ?? []
            return fact
        }
    }

    /// The fact with that id; `nil` when it is not held.
    public func find(_ id: String) throws -> SupplyFact? {
        guard try references.exists(id, in: .supplyFact) else { return nil }
        let key = Value.integer(try references.key(of: id, in: .supplyFact))
        let fact = try connection.first(
            """
            SELECT \(Self.selected) FROM supply_fact f JOIN mineral m ON m.id = f.mineral_id LEFT JOIN area a ON a.id = f.area_id
             WHERE f.id = ?1
            """, [key]
        ) { row in try decode(row) }
        guard var fact else { return nil }
        fact.otherValues = try otherValues("f.id = ?1", [key]).values.first ?? []
        return fact
    }

    /// The years for which a measure of a mineral is held, oldest first.
    public func years(of mineral: String, measure: SupplyFact.Measure) throws -> [Int] {
        try connection.query(
            "SELECT DISTINCT year FROM supply_fact WHERE mineral_id = ?1 AND measure = ?2 ORDER BY year",
            [try references.mineral(mineral), .text(measure.rawValue)]
        ) { try $0.int(0) }
    }

    private func conditions(of filter: SupplyFilter) throws -> (String, [Value]) {
        var conditions = ["1"]
        var arguments: [Value] = []
        func require(_ condition: String, _ value: Value) {
            arguments.append(value)
            conditions.append(condition + " ?\(arguments.count)")
        }
        if let mineral = filter.mineral { require("f.mineral_id =", try references.mineral(mineral)) }
        if let measure = filter.measure { require("f.measure =", .text(measure.rawValue)) }
        if let stage = filter.stage { require("f.stage =", .text(stage)) }
        if let group = filter.stageGroup { require("f.stage_group =", .text(group.rawValue)) }
        if let years = filter.years {
            require("f.year >=", .integer(Int64(years.lowerBound)))
            require("f.year <=", .integer(Int64(years.upperBound)))
        }
        if let country = filter.country { require("f.area_id =", try references.area(country)) }
        return (conditions.joined(separator: " AND "), arguments)
    }

    // MARK: Writing

    /// Adds or changes a fact, with what else is said of it.
    ///
    /// - Throws: `InvalidValue` for a negative amount, a year that has not begun, a stage that is missing or too many;
    ///   `RegistryError.unknown` for a mineral or a country that is not held.
    @discardableResult
    public func save(_ fact: SupplyFact) throws -> SaveOutcome {
        try references.atomically {
            let writer = RowWriter(connection: connection)
            let saved = try writer.save(try row(of: fact), in: Self.table)
            let others = try writer.replace(
                fact.otherValues.map { try row(of: $0) }, in: Self.otherValueTable, parent: saved.id)
            return saved.outcome.merging(parts: others)
        }
    }

    /// What taking in a fact of some edition did.
    public enum RestateOutcome: Hashable, Sendable {
        /// Nothing was said of it before.
        case added
        /// The edition stood there already, or says just the same.
        case unchanged
        /// The newer edition took the place of an older one, whose value is kept.
        case restated(from: SupplyFact.OtherValue)
        /// The held value is newer or of another publisher; this one is kept beside it.
        case keptBeside(SupplyFact.OtherValue.Kind)
    }

    /// Takes in a fact of an edition: the newest edition of a publisher stands, older values are kept beside it, and so is what
    /// another publisher says.
    ///
    /// Which edition is newer is told by the day its source was published. Where that is not known the held value stands.
    @discardableResult
    public func restate(_ fact: SupplyFact) throws -> RestateOutcome {
        guard let held = try find(fact.id) else {
            try save(fact)
            return .added
        }
        var merged = fact
        merged.otherValues = held.otherValues
        let isSame = held.figure == fact.figure && held.unit == fact.unit
        if held.citation.sources == fact.citation.sources {
            return try save(merged) == .unchanged ? .unchanged : isSame ? .unchanged : .restated(from: held.asOtherValue(.restated))
        }
        let (old, new) = (try edition(of: held), try edition(of: fact))
        guard old.publisher == new.publisher, let before = old.published, let after = new.published, after != before else {
            return isSame ? .unchanged : try keep(fact.asOtherValue(.conflicting), beside: held)
        }
        guard after.firstDay > before.firstDay else {
            return isSame ? .unchanged : try keep(fact.asOtherValue(.restated), beside: held)
        }
        if !isSame { merged.otherValues.add(held.asOtherValue(.restated)) }
        try save(merged)
        return isSame ? .unchanged : .restated(from: held.asOtherValue(.restated))
    }

    /// Writes one value beside a fact. The fact's own row stays as it is: it is cited by whoever wrote it.
    private func keep(_ value: SupplyFact.OtherValue, beside held: SupplyFact) throws -> RestateOutcome {
        if held.otherValues.contains(where: { $0.says(the: value) }) { return .unchanged }
        let key = Value.integer(try references.key(of: held.id, in: .supplyFact))
        try references.atomically {
            try connection.execute(
                """
                DELETE FROM supply_other_value
                 WHERE fact_id = ?1 AND kind = ?2 AND citation_id IN (SELECT id FROM citation WHERE label = ?3)
                """, [key, .text(value.kind.rawValue), .text(value.citation.sources.joined(separator: ";"))])
            try connection.execute(Self.otherValueTable.insertion, [key] + (try row(of: value)))
        }
        return .keptBeside(value.kind)
    }

    private func edition(of fact: SupplyFact) throws -> (publisher: String?, published: CivilDate?) {
        let sources = try fact.citation.sources.compactMap { try SourceRepository(references: references).find($0) }
        return (sources.first?.publisher, sources.compactMap(\.published).max { $0.firstDay < $1.firstDay })
    }

    /// Takes a fact out.
    ///
    /// - Throws: `RegistryError.unknown`.
    public func delete(_ id: String) throws { try references.delete(id, from: .supplyFact) }
}

extension SupplyFact {
    /// What this fact says, to be kept beside a fact of another edition or publisher.
    fileprivate func asOtherValue(_ kind: OtherValue.Kind) -> OtherValue {
        OtherValue(kind: kind, figure: figure, unit: unit, citation: citation)
    }
}

extension SupplyFact.OtherValue {
    /// Whether another value says the same, by the same source.
    fileprivate func says(the other: SupplyFact.OtherValue) -> Bool {
        kind == other.kind && figure == other.figure && unit == other.unit && citation.sources == other.citation.sources
    }
}

extension [SupplyFact.OtherValue] {
    /// Adds a value; an earlier one of the same kind and source gives way.
    fileprivate mutating func add(_ value: SupplyFact.OtherValue) {
        removeAll { $0.kind == value.kind && $0.citation.sources == value.citation.sources }
        append(value)
    }
}

/// Which facts to list; everything that is not told does not narrow the list.
public struct SupplyFilter: Sendable {
    /// Only facts of this mineral.
    public var mineral: String?
    /// Only facts of this measure; `nil`: of all.
    public var measure: SupplyFact.Measure?
    /// Only this stage, in the source's words.
    public var stage: String?
    /// Only stages of this group.
    public var stageGroup: SupplyStage.Group?
    /// Only facts of these calendar years; `nil`: of all.
    public var years: ClosedRange<Int>?
    /// Only facts of this country; `nil`: of all places.
    public var country: CountryCode?

    /// Makes a filter; what is not told does not narrow the list.
    public init(
        mineral: String? = nil, measure: SupplyFact.Measure? = nil, stage: String? = nil, stageGroup: SupplyStage.Group? = nil,
        years: ClosedRange<Int>? = nil, country: CountryCode? = nil
    ) {
        self.mineral = mineral
        self.measure = measure
        self.stage = stage
        self.stageGroup = stageGroup
        self.years = years
        self.country = country
    }
}
