/// What a control demands of an exporter, named as in the fact tables.
public enum Requirement: String, Sendable, CaseIterable, Codable {
    /// Export is not allowed at all.
    case prohibited
    /// The authority says that it will not license.
    case prohibitedInPrinciple = "prohibited_in_principle"
    /// Export is allowed within a quota only.
    case quota
    /// Only by enterprises that hold a qualification.
    case qualifiedExporterOnly = "qualified_exporter_only"
    /// A licence with a stricter review.
    case enhancedReview = "enhanced_review"
    /// The authority decides from case to case.
    case caseByCase = "case_by_case"
    /// A licence is needed before export.
    case licenceRequired = "licence_required"
    /// A licence is needed for some destinations, by a chart that the registry does not hold.
    case licencePerCountryChart = "licence_per_country_chart"

    /// Whether this requirement is stricter than another; the order of the cases above is strictest first.
    public func isStricter(than other: Requirement) -> Bool { rank < other.rank }

    private var rank: Int { Requirement.allCases.firstIndex(of: self) ?? Requirement.allCases.count }
}
