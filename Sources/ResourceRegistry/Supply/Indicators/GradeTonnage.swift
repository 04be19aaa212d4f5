/// Ore and contained material of a deposit, or of the deposits of a country, by what is stated: resources, reserves, endowment.
///
/// The rules are those of MinMod's grade–tonnage tables: of each kind of statement only the newest date counts, its categories add up
/// (measured, indicated, inferred), a grade in an oxide is multiplied by the factor of the metal, a zero grade gives zero, and a
/// negative number or ore in percent puts the statement aside. What is put aside is named.
public struct GradeTonnage: Sendable, Hashable {
    /// Ore and content, both in million tonnes.
    public struct Amount: Sendable, Hashable {
        /// The mass of the ore, in million tonnes.
        public var ore: Double
        /// Million tonnes of contained material.
        public var contained: Double

        static func + (left: Amount, right: Amount) -> Amount {
            Amount(ore: left.ore + right.ore, contained: left.contained + right.contained)
        }
    }

    /// One statement about one mineral: an amount of ore with its grade.
    public struct Entry: Sendable, Hashable {
        /// Whether it states a resource, a reserve or an endowment.
        public var statement: OreEstimate.Statement
        /// Measured, indicated, proved …, in the source's words.
        public var category: String?
        /// The day or year that the figures are of.
        public var asOf: CivilDate?
        /// Whether the resource includes the reserve.
        public var includesReserves: Truth
        /// The amount of ore, a mass in any unit.
        public var ore: Quantity
        /// The grade, a share of the mass, with the basis that it counts.
        public var grade: Quantity
        /// What the grade is multiplied by to give the metal: 0.464 for Li2O, 1 for a grade in metal.
        public var metalFactor: Double

        /// A statement; the factor is 1 where the grade is kept as it is.
        public init(
            _ statement: OreEstimate.Statement, category: String? = nil, asOf: CivilDate? = nil, includesReserves: Truth = .unknown,
            ore: Quantity, grade: Quantity, metalFactor: Double = 1
        ) {
            self.statement = statement
            self.category = category
            self.asOf = asOf
            self.includesReserves = includesReserves
            self.ore = ore
            self.grade = grade
            self.metalFactor = metalFactor
        }
    }

    /// The sums by what is stated; never added to each other here.
    public private(set) var byStatement: [OreEstimate.Statement: Amount]
    /// The statements that did not count, in words.
    public private(set) var setAside: [String]
    /// What the content counts; nil where nothing counted or the grades do not tell.
    public private(set) var basis: Basis?
    private var includesReserves: Truth

    /// The sums of one deposit.
    ///
    /// - Parameter entries: statements about one mineral of one deposit.
    /// - Throws: `IndicatorError` where grades on different bases would be added: oxide and metal without a factor.
    public init(ofDeposit entries: [Entry]) throws(IndicatorError) {
        byStatement = [:]
        setAside = []
        includesReserves = .unknown
        var bases: Set<Basis?> = []
        for statement in OreEstimate.Statement.allCases {
            let stated = entries.filter { $0.statement == statement }
            let usable = stated.filter { entry in
                guard let fault = Self.fault(entry) else { return true }
                setAside.append("\(statement.rawValue) \(entry.category ?? ""): \(fault)")
                return false
            }
            // A date of less precision stands for its last day: "2024" is a statement of the whole year.
            let newest = usable.compactMap(\.asOf?.lastDay).max()
            for entry in usable {
                if let newest, entry.asOf?.lastDay != newest {
                    setAside.append("\(statement.rawValue) \(entry.category ?? ""): older than \(newest)")
                    continue
                }
                let ore = try Self.converted(entry.ore, to: "Mt")
                let grade = try Self.converted(entry.grade, to: "%") / 100 * entry.metalFactor
                byStatement[statement] = (byStatement[statement] ?? Amount(ore: 0, contained: 0)) + Amount(ore: ore, contained: ore * grade)
                bases.insert(entry.metalFactor == 1 ? entry.grade.basis : .metalContent)
                if statement == .resource { includesReserves = entry.includesReserves }
            }
            let told = Set(usable.map(\.includesReserves))
            if statement == .resource, told.count > 1 { includesReserves = .unknown }
        }
        if bases.count > 1 {
            let words = bases.map { $0?.rawValue ?? "no basis told" }.sorted()
            throw .mixedMeasures(words[0], words[1])
        }
        basis = bases.first ?? nil
    }

    /// The sums of one deposit, from its estimates.
    ///
    /// - Parameters:
    ///   - estimates: all estimates of the deposit.
    ///   - mineral: the mineral's id; estimates that do not tell its grade are put aside.
    ///   - metalFactors: what grades in an oxide are multiplied by, by the word behind the unit: `["Li2O": 0.464]`. Without a factor
    ///     the content stays that of the oxide.
    /// - Throws: `IndicatorError` where grades on different bases would be added.
    public init(of estimates: [OreEstimate], mineral: String, metalFactors: [String: Double] = [:]) throws(IndicatorError) {
        var entries: [Entry] = []
        var unread: [String] = []
        for estimate in estimates {
            guard let ore = estimate.ore, let grade = estimate.measures.first(where: { $0.mineral == mineral })?.grade else {
                unread.append("\(estimate.id): ore or grade is not told")
                continue
            }
            guard let mass = try? Quantity(ore.amount.description, unit: ore.unit),
                let share = try? Quantity(grade.amount.description, unit: grade.unit)
            else {
                unread.append("\(estimate.id): \(ore.unit) or \(grade.unit) is no known unit")
                continue
            }
            let word = String(grade.unit.split(separator: " ").last ?? "")
            entries.append(
                Entry(
                    estimate.statement, category: estimate.category, asOf: estimate.asOf,
                    includesReserves: estimate.includesReserves == "yes" ? .yes : estimate.includesReserves == "no" ? .no : .unknown,
                    ore: mass, grade: share, metalFactor: metalFactors[word] ?? 1))
        }
        try self.init(ofDeposit: entries)
        setAside += unread
    }

    /// The content of resources and reserves together, in million tonnes.
    ///
    /// Resources that include the reserves are the total. Where they exclude them the two add up. Where nobody tells, there is no
    /// number: the total lies between the larger of the two and their sum.
    public var totalContained: IndicatorValue {
        let resource = byStatement[.resource]?.contained
        let reserve = byStatement[.reserve]?.contained
        let inputs = [("resources", resource), ("reserves", reserve)].compactMap { name, value in value.map { IndicatorInput(name, $0) } }
        let method = "grade-tonnage/total"
        switch (resource, reserve) {
        case (let resource?, let reserve?):
            switch includesReserves {
            case .yes:
                return IndicatorValue(
                    value: resource, findings: ["the resources include the reserves and are the total"], inputs: inputs, method: method)
            case .no: return IndicatorValue(value: resource + reserve, inputs: inputs, method: method)
            case .unknown:
                return IndicatorValue(
                    value: nil, low: max(resource, reserve), high: resource + reserve,
                    reason: "it is not told whether the resources include the reserves", inputs: inputs, method: method)
            }
        case (let only?, nil), (nil, let only?): return IndicatorValue(value: only, inputs: inputs, method: method)
        case (nil, nil):
            return IndicatorValue(value: nil, reason: "neither resources nor reserves are stated", inputs: inputs, method: method)
        }
    }

    /// The sums of the deposits of a country, by what is stated, with the bounds of their totals added up.
    ///
    /// - Parameter deposits: one for each deposit, all of the same mineral.
    /// - Returns: the sums by what is stated, and the total content in million tonnes.
    /// - Throws: `IndicatorError` where the deposits count different things.
    public static func ofCountry(
        _ deposits: [GradeTonnage]
    ) throws(IndicatorError) -> (byStatement: [OreEstimate.Statement: Amount], total: IndicatorValue) {
        let counting = deposits.filter { !$0.byStatement.isEmpty }
        let words = Set(counting.map { $0.basis?.rawValue ?? "no basis told" }).sorted()
        if words.count > 1 { throw .mixedMeasures(words[0], words[1]) }
        var sums: [OreEstimate.Statement: Amount] = [:]
        for deposit in counting { sums.merge(deposit.byStatement) { $0 + $1 } }
        let totals = counting.map(\.totalContained).filter { $0.high != nil }
        let unknown = totals.filter { $0.value == nil }.count
        let total = IndicatorValue(
            value: unknown == 0 && !totals.isEmpty ? totals.compactMap(\.value).reduce(0, +) : nil,
            low: totals.compactMap(\.low).reduce(0, +), high: totals.isEmpty ? nil : totals.compactMap(\.high).reduce(0, +),
            reason: totals.isEmpty
                ? "no deposit states resources or reserves"
                : unknown > 0 ? "of \(unknown) deposits it is not told whether the resources include the reserves" : nil,
            inputs: totals.flatMap(\.inputs), method: "grade-tonnage/country")
        return (sums, total)
    }

    /// Why an entry cannot count, nil where it can.
    private static func fault(_ entry: Entry) -> String? {
        if entry.ore.unit.dimension != .mass { return "ore in \(entry.ore.unit) is no mass" }
        if entry.grade.unit.dimension != .fraction { return "a grade in \(entry.grade.unit) is no share of the mass" }
        if entry.ore.amount < .zero { return "negative ore" }
        if entry.grade.amount < .zero { return "negative grade" }
        return entry.metalFactor.isFinite && entry.metalFactor >= 0 ? nil : "the metal factor is no number of zero or more"
    }

    /// The number in another unit, rounded to a binary number where the units divide without end (short tons).
    private static func converted(_ quantity: Quantity, to symbol: String) throws(IndicatorError) -> Double {
        guard let unit = try? UnitOfMeasure(symbol) else { throw .mixedMeasures(quantity.unit.symbol, symbol) }
        if let exact = try? quantity.converted(to: unit) { return exact.amount.doubleValue }
        return quantity.amount.doubleValue * quantity.unit.factor.doubleValue / unit.factor.doubleValue
    }
}
