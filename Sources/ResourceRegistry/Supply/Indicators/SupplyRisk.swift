/// The EU's supply risk and economic importance (EC methodology guidelines, doi:10.2873/769526; Regulation (EU) 2024/1252, Annex II).
public enum SupplyRisk: Sendable {
    /// A raw material is critical from this supply risk on, if its economic importance is high as well.
    public static let riskThreshold = 1.0
    /// A raw material is critical from this economic importance on, if its supply risk is high as well.
    public static let importanceThreshold = 2.8

    /// The supply risk of one stage: `[HHI_GS · IR/2 + HHI_EU · (1 − IR/2)] · (1 − EoL_RIR) · SI_SR`.
    ///
    /// Where only one of the two concentrations is known it stands alone, which the method names (`gs-only`, `eu-only`) and a finding tells.
    /// - Parameters:
    ///   - global: the governance-weighted HHI of global supply, dialect EU (0 to 10); nil where it is not known.
    ///   - euSourcing: the same of what the EU buys; nil where it is not known.
    ///   - importReliance: a fraction from 0 to 1; used only where both concentrations are known.
    ///   - recycling: the end-of-life recycling input rate, 0 to 1.
    ///   - substitution: the substitution index of supply risk, 0 (replaceable) to 1.
    /// - Returns: the risk with the bounds that the concentrations have.
    /// - Throws: `IndicatorError` for fractions outside of 0 to 1.
    public static func stage(
        global: IndicatorValue?, euSourcing: IndicatorValue?, importReliance: Double, recycling: Double, substitution: Double
    ) throws(IndicatorError) -> IndicatorValue {
        try IndicatorError.check(importReliance, in: 0...1, "import reliance")
        try IndicatorError.check(recycling, in: 0...1, "recycling input rate")
        try IndicatorError.check(substitution, in: 0...1, "substitution index")
        let factor = (1 - recycling) * substitution
        var inputs = [IndicatorInput("recycling", recycling), IndicatorInput("substitution", substitution)]
        func answer(
            _ method: String, _ findings: [String], _ parts: [(name: String, value: IndicatorValue, weight: Double)]
        ) -> IndicatorValue {
            // A part of weight 0 does not count, even where it is unknown.
            let parts = parts.filter { $0.weight > 0 }
            func total(_ side: (IndicatorValue) -> Double?) -> Double? {
                parts.reduce(0) { sum, part in sum.flatMap { sum in side(part.value).map { sum + $0 * part.weight * factor } } }
            }
            inputs = parts.map { IndicatorInput($0.name, $0.value.value.map { .exactly($0) } ?? .notAvailable) } + inputs
            let value = total(\.value)
            return IndicatorValue(
                value: value, low: total(\.low) ?? 0, high: total(\.high),
                reason: value == nil ? parts.compactMap(\.value.reason).first : nil,
                findings: findings, inputs: inputs, method: "eu-supply-risk/\(method)")
        }
        switch (global, euSourcing) {
        case (let global?, let euSourcing?):
            inputs.append(IndicatorInput("import_reliance", importReliance))
            return answer("both", [], [("hhi_global", global, importReliance / 2), ("hhi_eu", euSourcing, 1 - importReliance / 2)])
        case (let global?, nil):
            return answer("gs-only", ["EU sourcing is not known: global supply stands alone"], [("hhi_global", global, 1)])
        case (nil, let euSourcing?):
            return answer("eu-only", ["global supply is not known: EU sourcing stands alone"], [("hhi_eu", euSourcing, 1)])
        case (nil, nil):
            return IndicatorValue(value: nil, low: 0, reason: "no concentration is known", inputs: inputs, method: "eu-supply-risk/none")
        }
    }

    /// The risk of a material: the larger one of its stages, which is named.
    ///
    /// - Parameter stages: the stages by name (`extraction`, `processing`) with their risks.
    /// - Returns: the risk, and the stage that gives it: nil where an unknown stage could be the larger one.
    public static func material(_ stages: [(stage: String, risk: IndicatorValue)]) -> (risk: IndicatorValue, stage: String?) {
        let low = stages.compactMap(\.risk.low).max()
        let highs = stages.map(\.risk.high)
        let high = highs.contains(nil) ? nil : highs.compactMap { $0 }.max()
        let top = stages.filter { $0.risk.value != nil }.max { ($0.risk.value ?? 0) < ($1.risk.value ?? 0) }
        // A stage of which only bounds are known may still be surely smaller.
        let decided = top.flatMap { top in
            stages.allSatisfy { $0.risk.value != nil || ($0.risk.high ?? .infinity) <= (top.risk.value ?? 0) } ? top : nil
        }
        let risk = IndicatorValue(
            value: decided?.risk.value, low: low, high: high,
            reason: decided == nil ? stages.compactMap(\.risk.reason).first ?? "no stage is known" : nil,
            inputs: stages.map { IndicatorInput($0.stage, $0.risk.value.map { .exactly($0) } ?? .notAvailable) },
            method: "eu-supply-risk/larger-stage")
        return (risk, decided?.stage)
    }

    /// A risk as the studies print it: one decimal, halves away from zero.
    public static func printed(_ risk: Double) -> Double { (risk * 10).rounded() / 10 }

    /// Economic importance: `Σ A·Q · SI_EI` over sectors.
    ///
    /// - Parameters:
    ///   - sectors: the share of the material's use in each sector (0 to 1), and the value added of that sector, scaled by the largest one to 0 to 10.
    ///   - substitution: the substitution index of economic importance, 0 to 1.
    /// - Returns: a number on the scale of the value added.
    /// - Throws: `IndicatorError` where a number is out of range or the shares sum up to more than 1 (0.001 is allowed for rounding).
    public static func economicImportance(
        sectors: [(share: Double, valueAdded: Double)], substitution: Double
    ) throws(IndicatorError) -> IndicatorValue {
        try IndicatorError.check(substitution, in: 0...1, "substitution index")
        var inputs = [IndicatorInput("substitution", substitution)]
        for (index, sector) in sectors.enumerated() {
            try IndicatorError.check(sector.share, in: 0...1, "share of sector \(index + 1)")
            try IndicatorError.check(sector.valueAdded, in: 0...10, "value added of sector \(index + 1)")
            inputs += [IndicatorInput("share_\(index + 1)", sector.share), IndicatorInput("value_added_\(index + 1)", sector.valueAdded)]
        }
        let shares = sectors.reduce(0) { $0 + $1.share }
        guard shares <= 1.001 else { throw .outOfRange(input: "sum of the shares", value: "\(shares)", expected: "at most 1") }
        let sum = sectors.reduce(0) { $0 + $1.share * $1.valueAdded }
        return IndicatorValue(value: sum * substitution, coverage: min(1, shares), inputs: inputs, method: "eu-economic-importance")
    }
}

extension IndicatorValue {
    /// A number that was published or computed elsewhere, as the input of another indicator.
    public static func given(_ value: Double) -> IndicatorValue { IndicatorValue(value: value, inputs: [], method: "given") }
}
