/// How much of a supply stands in few hands.
public enum Concentration: Sendable {
    /// The two scales in use. They differ by a factor, and nearly every public tool has mixed them once.
    public enum Scale: String, Sendable, Hashable {
        /// 0 to 10,000, as competition authorities and the criticality lists print it.
        case points
        /// From 0 to 1: shares are fractions.
        case fraction

        /// What a sum of squared fractions is multiplied by.
        var factor: Double { self == .points ? 10_000 : 1 }
    }

    /// The Herfindahl–Hirschman index over countries: `Σ S²`, with `S` the share of a country in the sum of the parts.
    ///
    /// The world row is never a part and never the denominator. Other countries count in the denominator; whether they are one
    /// country or a hundred is not told, so they widen the bounds and add nothing to the value. Where an amount is not a plain
    /// number there is no value, and the bounds hold for every number that the words and the world row allow.
    ///
    /// Source of the formula: GeoPolRisk-py (doi:10.21105/joss.09600); scale 0–10,000 as in the U.S. Horizontal Merger Guidelines.
    /// - Parameters:
    ///   - parts: the rows of one table: one mineral, stage and year, in one unit and basis.
    ///   - scale: 0–10,000 unless told otherwise.
    /// - Returns: the index on that scale, with bounds and coverage.
    /// - Throws: `IndicatorError` for a country that stands twice, mixed units, impossible numbers, or a world row below its parts.
    public static func hhi(of parts: [SupplyPart], scale: Scale = .points) throws(IndicatorError) -> IndicatorValue {
        let table = try SupplyTable(parts)
        return weighted(table, scale: scale.factor, method: "hhi/\(scale.rawValue)") { part in
            part.kind == .other ? 0...1 : 1...1
        }
    }

    /// The mean of the indices of the elements of a compound, by mass fraction (pymatgen, `HHIModel`).
    ///
    /// - Parameter elements: the symbol, the mass fraction in the compound, and the index of each element, all on one scale.
    /// - Returns: the index on the scale of its inputs.
    /// - Throws: `IndicatorError` unless the fractions are above zero and sum up to 1 (within 0.001).
    public static func compoundHHI(
        of elements: [(symbol: String, massFraction: Double, hhi: Double)]
    ) throws(IndicatorError) -> IndicatorValue {
        for element in elements {
            try IndicatorError.check(element.massFraction, in: 0...1, "mass fraction of \(element.symbol)")
            try IndicatorError.check(element.hhi, in: 0...10_000, "HHI of \(element.symbol)")
        }
        let whole = elements.reduce(0) { $0 + $1.massFraction }
        guard abs(whole - 1) <= 0.001 else {
            throw .outOfRange(input: "sum of mass fractions", value: "\(whole)", expected: "1")
        }
        let value = elements.reduce(0) { $0 + $1.massFraction * $1.hhi } / whole
        return IndicatorValue(
            value: value,
            inputs: elements.flatMap {
                [IndicatorInput("mass_fraction_\($0.symbol)", $0.massFraction), IndicatorInput("hhi_\($0.symbol)", $0.hhi)]
            },
            method: "compound-hhi/mass-fraction")
    }

    /// `Σ w·S²` with bounds. A weight that is a range makes the answer a range.
    static func weighted(
        _ table: SupplyTable, scale: Double, method: String, inputs: [IndicatorInput] = [], reason: String? = nil,
        weight: (SupplyPart) -> ClosedRange<Double>
    ) -> IndicatorValue {
        let bounds = ShareBounds(
            parts: zip(table.parts, table.limits).map { ShareBounds.Part(low: $1.low, high: $1.high, weight: weight($0)) },
            whole: table.whole)
        var answer = IndicatorValue(
            value: nil, coverage: table.coverage, reason: table.reason ?? reason, findings: table.findings, inputs: table.inputs + inputs,
            method: method)
        guard table.whole.high > 0 else { return answer }
        let known = table.parts.filter { $0.amount.exactValue != nil }
        let sum = known.reduce(0) { $0 + $1.amount.low }
        let squares = known.reduce(0) { $1.kind == .other ? $0 : $0 + weight($1).lowerBound * $1.amount.low * $1.amount.low }
        if answer.reason == nil {
            answer.value = squares / (sum * sum) * scale
        } else if reason == nil, squares > 0 {
            // Of lithium the United States are withheld every year: what can be said without them is worth telling, under its own name.
            let among = (squares / (sum * sum) * scale * 10_000).rounded() / 10_000
            answer.findings.append("among themselves the parts that are plain numbers have \(among.plain)")
        }
        // Rounding must not put the value outside its own bounds.
        answer.low = min(bounds.low * scale, answer.value ?? .infinity)
        answer.high = max(bounds.high * scale, bounds.low * scale, answer.value ?? 0)
        return answer
    }
}
