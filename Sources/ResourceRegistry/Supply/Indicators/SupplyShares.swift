/// The share of one row in the whole of its table.
public struct SupplyShare: Sendable, Hashable {
    /// A country, or the others together.
    public let kind: SupplyPart.Kind
    /// The fraction of the sum of the parts; nil where the whole is not known.
    public let value: Double?
    /// No fill-in of the unknown gives less.
    public let low: Double
    /// No fill-in of the unknown gives more.
    public let high: Double
}

extension Concentration {
    /// The shares of all parts as fractions of their sum, largest first; the world row only bounds what is unknown.
    ///
    /// - Parameter parts: the rows of one table, as in `hhi(of:scale:)`.
    /// - Returns: a share for each country and each row of others, by value or else by lower bound.
    /// - Throws: `IndicatorError` for rows that cannot stand in one table.
    public static func shares(of parts: [SupplyPart]) throws(IndicatorError) -> [SupplyShare] {
        let table = try SupplyTable(parts)
        let low = table.parts.reduce(0) { $0 + $1.amount.low }
        guard table.whole.high > 0 else {
            return table.parts.map { SupplyShare(kind: $0.kind, value: nil, low: 0, high: 1) }
        }
        let whole = table.isExact ? low : nil
        return table.parts.enumerated().map { index, part in
            if let whole, let amount = part.amount.exactValue {
                return SupplyShare(kind: part.kind, value: amount / whole, low: amount / whole, high: amount / whole)
            }
            // A share rises with its own amount and falls with all others; the whole keeps within its limits.
            let own = table.limits[index]
            let others = table.limits.enumerated().reduce(0) { $0 + ($1.offset == index ? 0 : $1.element.high) }
            let least = max(own.low, table.whole.low - others)
            let largestWhole = min(least + others, table.whole.high)
            let most = min(own.high, table.whole.high - (low - own.low))
            let smallestWhole = max(most + low - own.low, table.whole.low)
            return SupplyShare(
                kind: part.kind, value: nil, low: least > 0 ? min(1, least / largestWhole) : 0,
                high: most.isFinite ? (most > 0 ? min(1, most / smallestWhole) : 0) : 1)
        }.sorted { ($0.value ?? $0.low, $0.high) > ($1.value ?? $1.low, $1.high) }
    }

    /// The share that the largest `count` countries hold together (CR3, CR5), as a fraction.
    ///
    /// - Parameters:
    ///   - count: how many countries, one or more.
    ///   - parts: the rows of one table, as in `hhi(of:scale:)`.
    /// - Returns: the sum of the largest shares of countries; others may be one more large country, which the upper bound allows for.
    /// - Throws: `IndicatorError` for rows that cannot stand in one table, and for a count below one.
    public static func topShare(_ count: Int, of parts: [SupplyPart]) throws(IndicatorError) -> IndicatorValue {
        guard count >= 1 else { throw .outOfRange(input: "count of countries", value: "\(count)", expected: "1 or more") }
        let table = try SupplyTable(parts)
        let shares = try shares(of: parts)
        let countries = shares.filter { $0.kind != .other }
        func sum(_ values: [Double]) -> Double { values.sorted(by: >).prefix(count).reduce(0, +) }
        let value = table.reason == nil ? sum(countries.compactMap(\.value)) : nil
        return IndicatorValue(
            value: value, low: sum(countries.map(\.low)), high: max(min(1, sum(shares.map(\.high))), value ?? 0), coverage: table.coverage,
            reason: table.reason, findings: table.findings, inputs: table.inputs, method: "top-\(count)")
    }
}
