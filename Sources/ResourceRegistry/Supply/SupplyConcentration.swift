/// How the world's production of a mineral at one stage in one year is spread over countries.
public struct SupplyConcentration: Hashable, Sendable {
    /// The id of the mineral that it is about.
    public let mineral: String
    /// The stage of production that is looked at.
    public let stage: SupplyStage
    /// The calendar year of the production.
    public let year: Int
    /// What is counted; `nil` where rows count different things, or no row tells.
    public let basis: SupplyBasis?
    /// The unit that all amounts were brought to; `nil` where they cannot be brought to one.
    public let unit: UnitOfMeasure?
    /// The Herfindahl–Hirschman index over countries on the 0–10,000 scale, or why it is not known.
    public let hhi: IndicatorValue
    /// Shares of countries and of the others together, the largest first; empty where the rows cannot stand in one table.
    public let shares: [SupplyShare]
    /// What deserves a look: totals that lie below their parts.
    public let findings: [String]
    /// Whether any row is an estimate of its source.
    public let isEstimated: Bool
    /// What the rows rest on: the least confidence, all sources.
    public let citation: Citation
}

extension SupplyRepository {
    /// The concentration of a mineral's production in a year, one answer for each stage.
    ///
    /// - Parameters:
    ///   - mineral: the mineral's id.
    ///   - year: the year.
    ///   - stage: only the stage of this name, or the stages of this group (`mine`, `refining`, `product`); `nil`: all.
    /// - Throws: `RegistryError.unknown` for a mineral that is not held; `RegistryError.nothingHeld` where there is no row at all.
    public func concentration(of mineral: String, year: Int, stage: String? = nil) throws -> [SupplyConcentration] {
        let all = try facts(SupplyFilter(mineral: mineral, measure: .production, years: year...year))
        guard !all.isEmpty else {
            throw RegistryError.nothingHeld(
                what: "production of \(mineral) in \(year)", held: try years(of: mineral, measure: .production).map(String.init))
        }
        let tables = Dictionary(grouping: all) { $0.stage?.name ?? "" }.sorted { $0.key < $1.key }.map(\.value)
        let wanted = tables.filter { stage == nil || $0.first?.stage?.name == stage || $0.first?.stage?.group.rawValue == stage }
        guard !wanted.isEmpty else {
            throw RegistryError.nothingHeld(
                what: "production of \(mineral) in \(year) at the stage '\(stage ?? "")'", held: tables.compactMap { $0.first?.stage?.name }
            )
        }
        return try wanted.compactMap { try Self.concentration(of: $0) }
    }

    /// The concentration that the rows of one table tell: one mineral, stage and year.
    static func concentration(of rows: [SupplyFact]) throws -> SupplyConcentration? {
        guard let first = rows.first, let stage = first.stage else { return nil }
        let table = SupplyRows(rows)
        let citation = try Citation(
            confidence: rows.map(\.citation.confidence).min() ?? .recalled, sources: Set(rows.flatMap(\.citation.sources)).sorted())
        let (hhi, shares, findings) = table.answer()
        return SupplyConcentration(
            mineral: first.mineral, stage: stage, year: first.year, basis: table.basis, unit: table.unit, hhi: hhi, shares: shares,
            findings: findings, isEstimated: rows.contains(where: \.isEstimated), citation: citation)
    }
}

/// The rows of one table, brought to one unit, as the indicators take them.
struct SupplyRows {
    let parts: [SupplyPart]
    let basis: SupplyBasis?
    let unit: UnitOfMeasure?

    init(_ rows: [SupplyFact]) {
        let bases = Set(rows.map(\.basis))
        basis = bases.count == 1 ? rows.first?.basis : nil
        let common = rows.first.map(\.unit).flatMap { unit in rows.allSatisfy { $0.unit.dimension == unit.dimension } ? unit : nil }
        unit = common
        // "No consistent world total" is no total of zero.
        parts = rows.filter { $0.place != .world || $0.figure != .notApplicable }.compactMap { row in
            let factor = common.map { row.unit.factor.doubleValue / $0.factor.doubleValue } ?? 1
            // A total that leaves out what nobody can name bounds nothing.
            guard let leftOut = row.place == .world ? WorldTotal.leftOut(row.note) : [] else { return nil }
            return SupplyPart(
                kind: row.place.kind, amount: row.figure.knownAmount(factor),
                measure: SupplyMeasure(unit: (common ?? row.unit).symbol, basis: row.basis?.asGiven ?? ""), leavesOut: leftOut)
        }
    }

    /// A world row that lies below its parts is told as a finding and left out: the shares do not rest on it.
    func answer() -> (hhi: IndicatorValue, shares: [SupplyShare], findings: [String]) {
        do {
            let hhi = try Concentration.hhi(of: parts)
            return (hhi, try Concentration.shares(of: parts), hhi.findings)
        } catch IndicatorError.worldBelowParts(let world, let total) {
            let rest = SupplyRows(parts: parts.filter { $0.kind != .world }, basis: basis, unit: unit).answer()
            let finding = IndicatorError.worldBelowParts(world: world, parts: total).description
            return (rest.hhi, rest.shares, rest.findings + [finding])
        } catch {
            let unknown = IndicatorValue(value: nil, reason: error.description, inputs: [], method: "hhi/points")
            return (unknown, [], [])
        }
    }

    private init(parts: [SupplyPart], basis: SupplyBasis?, unit: UnitOfMeasure?) {
        self.parts = parts
        self.basis = basis
        self.unit = unit
    }
}

extension SupplyFact.Place {
    /// The place as the indicators take it.
    var kind: SupplyPart.Kind {
        switch self {
        case .country(let code): .country(code)
        case .other: .other
        case .world: .world
        }
    }
}

extension SupplyFigure {
    /// The figure as the indicators take it, each number times a factor. "Large" says no number: it is not available.
    func knownAmount(_ factor: Double) -> KnownAmount {
        switch self {
        case .exactly(let amount): .exactly(amount.doubleValue * factor)
        case .lessThan(let amount): .lessThan(amount.doubleValue * factor)
        case .moreThan(let amount): .moreThan(amount.doubleValue * factor)
        case .between(let low, let high): .between(low.doubleValue * factor, high.doubleValue * factor)
        case .small: .small(factor)
        case .withheld: .withheld
        case .large, .notAvailable: .notAvailable
        case .notApplicable: .notApplicable
        case .includedElsewhere: .includedElsewhere
        }
    }
}
