/// The geopolitical supply risk of an importing country, after GeoPolRisk (doi:10.21105/joss.09600).
public enum GeoPolRisk: Sendable {
    /// The midpoint of copper that all factors are related to: the OECD's mean of 2017 to 2021, in USD per kg.
    public static let copperMidpoint = 0.409412948

    /// What one trading partner delivered in a year.
    public struct ImportFlow: Sendable, Hashable {
        /// The partner's name or code.
        public let partner: String
        /// How much, in the unit of the domestic production.
        public let quantity: Double
        /// The estimate of political stability, about −2.5 to 2.5; nil where there is none.
        public let politicalStability: Double?

        /// A flow; `politicalStability` is nil where there is no estimate ("Other Asia, n.e.s.").
        public init(partner: String, quantity: Double, politicalStability: Double?) {
            self.partner = partner
            self.quantity = quantity
            self.politicalStability = politicalStability
        }
    }

    /// `HHI · Σ (g·f) / (p + F)`, with `g = (2.5 − political stability) / 5`, on 0 to 1.
    ///
    /// - Parameters:
    ///   - hhi: the concentration of world production on 0 to 1.
    ///   - domesticProduction: the importer's own production, in the unit of the flows.
    ///   - imports: the flows by partner.
    ///   - missing: the weight (0 to 1) of partners without an estimate, or bounds. The original assumes 0.5 and its test sheet 0.
    /// - Returns: the score with the bounds of the concentration and of what is missing.
    /// - Throws: `IndicatorError` for numbers that cannot be.
    public static func score(
        hhi: IndicatorValue, domesticProduction: KnownAmount, imports: [ImportFlow], missing: MissingGovernance
    ) throws(IndicatorError) -> IndicatorValue {
        for bound in [hhi.low, hhi.high] { try IndicatorError.check(bound ?? 0, in: 0...1, "HHI on 0 to 1") }
        if case .assume(let weight) = missing { try IndicatorError.check(weight, in: 0...1, "assumed weight") }
        var inputs = [
            IndicatorInput("hhi", hhi.value.map { .exactly($0) } ?? .notAvailable),
            IndicatorInput("domestic_production", domesticProduction),
        ]
        var risky = Interval(0, 0)
        var total = 0.0
        for flow in imports {
            try IndicatorError.check(flow.quantity, "imports from \(flow.partner)")
            let weight: Interval
            if let known = try GovernanceDialect.politicalStability.weight(flow.politicalStability.map { [.politicalStability: $0] }) {
                weight = Interval(known, known)
            } else if case .assume(let assumed) = missing {
                weight = Interval(assumed, assumed)
            } else {
                weight = Interval(0, 1)
            }
            risky = risky + Interval(weight.low * flow.quantity, weight.high * flow.quantity)
            total += flow.quantity
            inputs.append(IndicatorInput("imports_\(flow.partner)", flow.quantity))
            inputs.append(IndicatorInput("weight_\(flow.partner)", weight.low == weight.high ? .exactly(weight.low) : .notAvailable))
        }
        let production = try Interval(domesticProduction, "domestic production")
        // A country that neither produces nor imports runs no risk of this kind.
        func share(_ risky: Double, _ production: Double) -> Double {
            risky == 0 || production == .infinity ? 0 : risky / (production + total)
        }
        let bounds = Interval((hhi.low ?? 0) * share(risky.low, production.high), (hhi.high ?? 1) * share(risky.high, production.low))
        var answer = bounds.answer(inputs, method: "geopolrisk-score")
        // The concentration can have a value and bounds around it at once ("other countries").
        if answer.value != nil { answer.value = (hhi.value ?? 0) * share(risky.low, production.low) }
        return answer
    }

    /// The characterisation factor: `score · price / 0.409412948`, in kg of copper equivalent per kg.
    ///
    /// - Parameters:
    ///   - score: from `score(hhi:domesticProduction:imports:missing:)`.
    ///   - price: USD per kg; trade value over trade quantity.
    /// - Returns: the factor, with the bounds of the score.
    /// - Throws: `IndicatorError` for a negative price.
    public static func factor(score: IndicatorValue, price: Double) throws(IndicatorError) -> IndicatorValue {
        try IndicatorError.check(price, "price")
        let unit = price / copperMidpoint
        return IndicatorValue(
            value: score.value.map { $0 * unit }, low: score.low.map { $0 * unit }, high: score.high.map { $0 * unit },
            reason: score.reason,
            findings: score.findings, inputs: score.inputs + [IndicatorInput("price", price)], method: "geopolrisk-factor")
    }
}
