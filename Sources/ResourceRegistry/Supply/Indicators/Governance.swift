/// One of the six Worldwide Governance Indicators (World Bank, doi:10.1596/1813-9450-5430). They are kept apart: one is not the mean of six.
public enum GovernanceIndicator: String, Sendable, Hashable, CaseIterable {
    /// How far citizens can choose and criticise their government.
    case voiceAndAccountability = "voice-and-accountability"
    /// How likely unrest and violence with political ends are held to be.
    case politicalStability = "political-stability"
    /// How well public services and the civil service work.
    case governmentEffectiveness = "government-effectiveness"
    /// How well rules let private business grow.
    case regulatoryQuality = "regulatory-quality"
    /// How far people trust in rules, courts and the police.
    case ruleOfLaw = "rule-of-law"
    /// How far public power is kept from private gain.
    case controlOfCorruption = "control-of-corruption"
}

/// The estimates of a country in one year: about −2.5 (worst) to 2.5 (best), higher is better.
public typealias GovernanceEstimates = [GovernanceIndicator: Double]

/// How an estimate becomes a weight. Public tools differ, and their results cannot be compared: the dialect is part of every method name.
public struct GovernanceDialect: Sendable, Hashable {
    /// The name, as in `wgi-hhi/eu`.
    public let name: String
    /// The indicators whose mean is taken.
    public let indicators: [GovernanceIndicator]
    /// The weight of the worst estimate, −2.5; the best one, 2.5, has weight 0.
    public let worst: Double
    /// Whether the weight is squared with the share and divided by ten (`Σ (S·w)² / 10`), instead of `Σ S²·w`.
    public let squaresWeight: Bool

    /// The EU's: the mean of all six on 0 to 10 (EC methodology guidelines, doi:10.2873/769526).
    public static let eu = GovernanceDialect(name: "eu", indicators: GovernanceIndicator.allCases, worst: 10, squaresWeight: false)
    /// The mean of all six on 0 to 1.
    public static let unit = GovernanceDialect(name: "unit", indicators: GovernanceIndicator.allCases, worst: 1, squaresWeight: false)
    /// GeoPolRisk's: political stability alone on 0 to 1 (doi:10.21105/joss.09600).
    public static let politicalStability = GovernanceDialect(
        name: "political-stability", indicators: [.politicalStability], worst: 1, squaresWeight: false)
    /// `Σ (S·w)² / 10` with the EU's weights, as found in public notebooks.
    public static let squared = GovernanceDialect(name: "squared", indicators: GovernanceIndicator.allCases, worst: 10, squaresWeight: true)

    /// The weight of a score, nil where an indicator that the dialect needs is missing: `(2.5 − mean) / 5 · worst`.
    func weight(_ score: GovernanceEstimates?) throws(IndicatorError) -> Double? {
        var sum = 0.0
        for indicator in indicators {
            guard let estimate = score?[indicator] else { return nil }
            // Published estimates have passed ±2.5 (Somalia −3.3), never ±4.
            try IndicatorError.check(estimate, in: -4...4, indicator.rawValue)
            sum += estimate
        }
        return max(0, (2.5 - sum / Double(indicators.count)) / 5 * worst)
    }
}

/// What to do about a country without a score. There is no default: a silent 0 makes it the best governed of all, a silent middle is a guess.
public enum MissingGovernance: Sendable, Hashable {
    /// No value; bounds over the whole scale.
    case bound
    /// This weight, on the scale of the dialect.
    case assume(Double)
}

extension Concentration {
    /// The HHI with each square weighted by governance and trade restrictions: `Σ S²·w·t`, on the scale of the dialect (EU: 0 to 10).
    ///
    /// - Parameters:
    ///   - parts: the rows of one table, as in `hhi(of:scale:)`.
    ///   - scores: the estimates by country.
    ///   - dialect: how estimates become weights.
    ///   - missing: what to do about countries without a score.
    ///   - tradeFactors: the EU's `t` by country, 1 where none is told: 0.8 for members and partners, above 1 under export restrictions.
    /// - Returns: the index with bounds; `other` is between nothing and one country of the worst governance.
    /// - Throws: `IndicatorError` for rows, scores or factors that cannot be.
    public static func governanceWeightedHHI(
        of parts: [SupplyPart], scores: [CountryCode: GovernanceEstimates], dialect: GovernanceDialect, missing: MissingGovernance,
        tradeFactors: [CountryCode: Double] = [:]
    ) throws(IndicatorError) -> IndicatorValue {
        let table = try SupplyTable(parts)
        if case .assume(let weight) = missing { try IndicatorError.check(weight, in: 0...dialect.worst, "assumed weight") }
        var weights: [SupplyPart.Kind: ClosedRange<Double>] = [:]
        var inputs: [IndicatorInput] = []
        var unscored: [String] = []
        for part in table.parts {
            guard case .country(let code) = part.kind else { continue }
            let factor = tradeFactors[code] ?? 1
            try IndicatorError.check(factor, in: 0...10, "trade factor of \(code)")
            var weight = try dialect.weight(scores[code])
            if weight == nil {
                if case .assume(let assumed) = missing { weight = assumed } else { unscored.append(code.text) }
            }
            inputs.append(IndicatorInput("weight_\(code)", weight.map { .exactly($0) } ?? .notAvailable))
            if factor != 1 { inputs.append(IndicatorInput("trade_factor_\(code)", factor)) }
            let range = (weight ?? 0)...(weight ?? dialect.worst)
            weights[part.kind] = dialect.combined(range.lowerBound, factor)...dialect.combined(range.upperBound, factor)
        }
        let worstFactor = max(1, tradeFactors.values.max() ?? 1)
        return weighted(
            table, scale: 1, method: "wgi-hhi/\(dialect.name)", inputs: inputs,
            reason: unscored.isEmpty ? nil : "no governance score: " + unscored.joined(separator: ", ")
        ) { part in
            weights[part.kind] ?? 0...dialect.combined(dialect.worst, worstFactor)
        }
    }
}

extension GovernanceDialect {
    /// What the square of a share is multiplied by.
    fileprivate func combined(_ weight: Double, _ factor: Double) -> Double {
        squaresWeight ? weight * weight / 10 * factor : weight * factor
    }
}
