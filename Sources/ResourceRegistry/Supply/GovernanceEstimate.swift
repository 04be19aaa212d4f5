/// One of the six Worldwide Governance Indicators of a country for a year.
///
/// Higher is better. The six are kept apart: which of them an index uses, and in which scale, is part of the index's name.
public struct GovernanceEstimate: Hashable, Sendable {
    /// The country.
    public var country: CountryCode
    /// The indicator.
    public var indicator: GovernanceIndicator
    /// The year it is true of.
    public var year: Int
    /// The estimate in units of a standard normal distribution, about -2.5 to 2.5.
    public var estimate: Double
    /// The standard error of the estimate.
    public var standardError: Double?
    /// What it rests on.
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
