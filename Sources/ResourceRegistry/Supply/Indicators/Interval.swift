/// A number between two ends, for formulas whose inputs are not all known. The upper end may be infinite.
struct Interval {
    var low: Double
    var high: Double

    init(_ low: Double, _ high: Double) {
        self.low = low
        self.high = high
    }

    /// Throws `IndicatorError` for amounts that cannot be.
    init(_ amount: KnownAmount, _ name: String) throws(IndicatorError) {
        guard amount.isValid else {
            throw .outOfRange(input: name, value: amount.words, expected: "finite numbers of zero or more, in order")
        }
        self.init(amount.low, amount.high)
    }

    static func + (left: Interval, right: Interval) -> Interval { Interval(left.low + right.low, left.high + right.high) }
    static func - (left: Interval, right: Interval) -> Interval { Interval(left.low - right.high, left.high - right.low) }

    /// The answer over named amounts: the number where all of them are plain, else the bounds and what is missing.
    func answer(_ inputs: [IndicatorInput], method: String, findings: [String] = []) -> IndicatorValue {
        let unknown = inputs.filter { $0.amount.exactValue == nil }
        return IndicatorValue(
            value: unknown.isEmpty && low.isFinite ? low : nil, low: low.isFinite ? low : nil, high: high.isFinite ? high : nil,
            reason: unknown.isEmpty
                ? nil : "not a plain number: " + unknown.map { "\($0.name) \($0.amount.words)" }.joined(separator: ", "),
            findings: findings, inputs: inputs, method: method)
    }
}
