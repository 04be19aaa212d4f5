/// One of the six Worldwide Governance Indicators of a country for a year.
///
/// Higher is better. The six are kept apart: which of them an index uses, and in which scale, is part of the index's name.
public struct GovernanceEstimate: Hashable, Sendable {
    /// The country that the estimate is of.
    public var country: CountryCode
    /// Which of the six indicators it is.
    public var indicator: GovernanceIndicator
    /// The year it is true of.
    public var year: Int
    /// The estimate in units of a standard normal distribution, about -2.5 to 2.5.
    public var estimate: Double
    /// How uncertain the estimate is, one standard deviation, in its own units.
    public var standardError: Double?
    /// How sure it is, and the sources it was taken from.
    public var citation: Citation

    /// Makes an estimate.
    ///
    /// - Throws: `InvalidValue` for an estimate outside of -5…5, which is a percentile or a mistake, and a negative error.
    public init(
        country: CountryCode, indicator: GovernanceIndicator, year: Int, estimate: Double, standardError: Double? = nil, citation: Citation
    ) throws(InvalidValue) {
        guard (-5...5).contains(estimate) else {
            throw InvalidValue(
                kind: "governance estimate", text: "\(estimate)", expected: "a number from -5 to 5 (the estimate, not the percentile)")
        }
        if let standardError, !(standardError >= 0 && standardError.isFinite) {
            throw InvalidValue(kind: "standard error", text: "\(standardError)", expected: "a number that is not negative")
        }
        self.country = country
        self.indicator = indicator
        self.year = year
        self.estimate = estimate
        self.standardError = standardError
        self.citation = citation
    }
}
