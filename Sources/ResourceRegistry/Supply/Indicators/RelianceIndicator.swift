/// How much of what a country uses comes from abroad, as a fraction of one.
public enum RelianceIndicator: Sendable {
    /// The EU's import reliance: `(imports − exports) / (domestic production + imports − exports)` (doi:10.2873/769526).
    ///
    /// All three amounts in one unit and basis. A net exporter gets 0 and a finding: the published tables print 0.
    /// - Parameters:
    ///   - imports: what came in during the year.
    ///   - exports: what went out.
    ///   - domesticProduction: what was produced; where it is withheld the answer has bounds only.
    /// - Returns: a fraction from 0 to 1.
    /// - Throws: `IndicatorError` for negative numbers.
    public static func eu(
        imports: KnownAmount, exports: KnownAmount, domesticProduction: KnownAmount
    ) throws(IndicatorError) -> IndicatorValue {
        let inputs = [
            IndicatorInput("imports", imports), IndicatorInput("exports", exports),
            IndicatorInput("domestic_production", domesticProduction),
        ]
        let net = try Interval(imports, "imports") - Interval(exports, "exports")
        let production = try Interval(domesticProduction, "domestic production")
        // The fraction rises with net imports and falls with production. Nothing produced and nothing imported has no reliance.
        func fraction(_ net: Double, _ production: Double) -> Double {
            if net <= 0 { return 0 }
            if net == .infinity { return 1 }
            return production == .infinity ? 0 : net / (net + production)
        }
        guard net.high > 0 || production.low > 0 else {
            return IndicatorValue(
                value: nil, low: 0, high: 1, reason: "nothing is produced or imported", inputs: inputs, method: "import-reliance/eu")
        }
        let low = net.low == -.infinity ? 0 : fraction(net.low, production.high)
        return Interval(low, fraction(net.high, production.low)).answer(inputs, method: "import-reliance/eu", findings: exporter(net))
    }

    /// The USGS's net import reliance: `(imports − exports + draw-down of stocks) / apparent consumption` (Mineral Commodity Summaries, appendix B).
    ///
    /// The draw-down is the stock at the end of the year before, less the stock at the end of the year. All amounts in one unit and basis.
    /// - Parameters:
    ///   - imports: what came in during the year.
    ///   - exports: what went out.
    ///   - stocksBefore: the stock at the end of the year before.
    ///   - stocksAfter: the stock at the end of the year.
    ///   - apparentConsumption: as published, or from `apparentConsumption(production:imports:exports:stocksBefore:stocksAfter:)`.
    /// - Returns: a fraction; 0 with a finding for a net exporter, which the tables print as `E`.
    /// - Throws: `IndicatorError` for negative numbers.
    public static func usgs(
        imports: KnownAmount, exports: KnownAmount, stocksBefore: KnownAmount, stocksAfter: KnownAmount, apparentConsumption: KnownAmount
    ) throws(IndicatorError) -> IndicatorValue {
        let inputs = flows(imports, exports, stocksBefore, stocksAfter) + [IndicatorInput("apparent_consumption", apparentConsumption)]
        let net = try netInflow(imports, exports, stocksBefore, stocksAfter)
        let consumption = try Interval(apparentConsumption, "apparent consumption")
        guard consumption.high > 0 else {
            return IndicatorValue(
                value: nil, low: 0, reason: "nothing is consumed", inputs: inputs, method: "import-reliance/usgs")
        }
        let low = net.low <= 0 || consumption.high == .infinity ? 0 : net.low / consumption.high
        let high = net.high <= 0 ? 0 : consumption.low == 0 ? .infinity : net.high / consumption.low
        return Interval(low, high).answer(inputs, method: "import-reliance/usgs", findings: exporter(net))
    }

    /// Apparent consumption: production, primary and secondary, `+ imports − exports + draw-down of stocks`.
    ///
    /// Where one producer is withheld, the visible parts give a lower bound and no number: the published figure knows more than the table shows.
    /// - Parameters:
    ///   - production: each kind of production.
    ///   - imports: what came in during the year.
    ///   - exports: what went out.
    ///   - stocksBefore: the stock at the end of the year before.
    ///   - stocksAfter: the stock at the end of the year.
    /// - Returns: the amount, in the unit of its inputs.
    /// - Throws: `IndicatorError` for negative numbers.
    public static func apparentConsumption(
        production: [IndicatorInput], imports: KnownAmount, exports: KnownAmount, stocksBefore: KnownAmount, stocksAfter: KnownAmount
    ) throws(IndicatorError) -> IndicatorValue {
        var sum = try netInflow(imports, exports, stocksBefore, stocksAfter)
        for kind in production { sum = sum + (try Interval(kind.amount, kind.name)) }
        return sum.answer(production + flows(imports, exports, stocksBefore, stocksAfter), method: "apparent-consumption/usgs")
    }

    private static func flows(
        _ imports: KnownAmount, _ exports: KnownAmount, _ before: KnownAmount, _ after: KnownAmount
    ) -> [IndicatorInput] {
        [
            IndicatorInput("imports", imports), IndicatorInput("exports", exports), IndicatorInput("stocks_before", before),
            IndicatorInput("stocks_after", after),
        ]
    }

    private static func netInflow(
        _ imports: KnownAmount, _ exports: KnownAmount, _ before: KnownAmount, _ after: KnownAmount
    ) throws(IndicatorError) -> Interval {
        let trade = try Interval(imports, "imports") - Interval(exports, "exports")
        return trade + (try Interval(before, "stocks before") - Interval(after, "stocks after"))
    }

    private static func exporter(_ net: Interval) -> [String] {
        net.high < 0 ? ["net exporter: the reliance is printed as 0"] : []
    }
}
