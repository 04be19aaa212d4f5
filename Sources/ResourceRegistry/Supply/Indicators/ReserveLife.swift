/// How many years the reserves of today would last at the production of today.
public enum ReserveLife: Sendable {
    /// What every reader of the number must be told with it.
    public static let caveat =
        "static range: reserves are what is economic today and grow with prices and exploration; it is no date of exhaustion"

    /// The static range, reserves over yearly production, in years.
    ///
    /// - Parameters:
    ///   - reserves: reserves, not resources and not stockpiles.
    ///   - reservesMeasure: their unit and basis.
    ///   - production: the production of one year.
    ///   - productionMeasure: its unit and basis, which must be the same: ore over metal is no number of years.
    /// - Returns: years, with `caveat` among the findings.
    /// - Throws: `IndicatorError` for two measures or negative numbers.
    public static func staticRange(
        reserves: KnownAmount, in reservesMeasure: SupplyMeasure, production: KnownAmount, in productionMeasure: SupplyMeasure
    ) throws(IndicatorError) -> IndicatorValue {
        guard reservesMeasure == productionMeasure else { throw .mixedMeasures("\(reservesMeasure)", "\(productionMeasure)") }
        let inputs = [IndicatorInput("reserves", reserves), IndicatorInput("production", production)]
        let stock = try Interval(reserves, "reserves")
        let flow = try Interval(production, "production")
        guard flow.high > 0 else {
            return IndicatorValue(
                value: nil, reason: "nothing is produced", findings: [caveat], inputs: inputs, method: "static-range")
        }
        let low = stock.low == 0 || flow.high == .infinity ? 0 : stock.low / flow.high
        let high = flow.low == 0 ? .infinity : stock.high / flow.low
        var findings = [caveat]
        // Nobody mines with reserves of less than a year: such a number is a unit that was mistaken, as tonnes for thousand tonnes.
        if high < 1 { findings.append("the reserves are less than the production of one year: the unit of one of them is doubtful") }
        return Interval(low, high).answer(inputs, method: "static-range", findings: findings)
    }
}
