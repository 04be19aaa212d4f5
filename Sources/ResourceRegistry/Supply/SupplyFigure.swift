/// What a source says of an amount: a number, a limit, a range, or why there is none.
///
/// Zero is a number. What is not told is never zero.
public enum SupplyFigure: Hashable, Sendable {
    /// The source prints this number.
    case exactly(ExactDecimal)
    /// The source prints less than this (`<`).
    case lessThan(ExactDecimal)
    /// The source prints more than this (`>`).
    case moreThan(ExactDecimal)
    /// From the first to the second.
    case between(ExactDecimal, ExactDecimal)
    /// Below half a unit, and not zero.
    case small
    /// The source prints "large", and no number.
    case large
    /// Known to the source and kept back, so as not to disclose data of a firm.
    case withheld
    /// Not known to the source.
    case notAvailable
    /// A number would make no sense there.
    case notApplicable
    /// The amount is counted in another row.
    case includedElsewhere

    /// Puts a figure together from a qualifier and its numbers.
    ///
    /// - Parameters:
    ///   - qualifier: a word of the schema (`value`, `less-than` …), or as the fact tables write it: empty, `<`, `>`.
    ///   - amount: the number; `nil` where there is none.
    ///   - upper: the upper end of a range.
    /// - Throws: `InvalidValue` for an unknown qualifier, a number that is missing, and one that is too many.
    public init(qualifier: String, amount: ExactDecimal?, upper: ExactDecimal? = nil) throws(InvalidValue) {
        switch (qualifier, amount, upper) {
        case ("", let amount?, nil), ("value", let amount?, nil): self = .exactly(amount)
        case ("<", let amount?, nil), ("less-than", let amount?, nil): self = .lessThan(amount)
        case (">", let amount?, nil), ("more-than", let amount?, nil): self = .moreThan(amount)
        case ("range", let low?, let high?):
            guard low <= high else {
                throw InvalidValue(kind: "range", text: "\(low) to \(high)", expected: "a lower end that is not above the upper one")
            }
            self = .between(low, high)
        case (_, nil, nil):
            guard let known = Self.wordless[qualifier] else {
                let reason = Self.numbered.contains(qualifier) ? "a number: an empty cell is not zero" : Self.expected
                throw InvalidValue(kind: "qualifier", text: qualifier, expected: reason)
            }
            self = known
        default:
            throw InvalidValue(
                kind: "qualifier", text: qualifier,
                expected: Self.wordless[qualifier] != nil
                    ? "no number beside it" : Self.numbered.contains(qualifier) ? "one number, two for a range" : Self.expected)
        }
    }

    /// The word of the schema: `value`, `less-than`, `withheld` …
    public var qualifier: String {
        switch self {
        case .exactly: "value"
        case .lessThan: "less-than"
        case .moreThan: "more-than"
        case .between: "range"
        case .small: "small"
        case .large: "large"
        case .withheld: "withheld"
        case .notAvailable: "not-available"
        case .notApplicable: "not-applicable"
        case .includedElsewhere: "included-elsewhere"
        }
    }

    /// The number, the limit, or the lower end of a range; `nil` where there is none.
    public var amount: ExactDecimal? {
        switch self {
        case .exactly(let amount), .lessThan(let amount), .moreThan(let amount), .between(let amount, _): amount
        default: nil
        }
    }

    /// The upper end of a range.
    public var upper: ExactDecimal? {
        if case .between(_, let high) = self { return high }
        return nil
    }

    /// Throws `InvalidValue` where a number is negative: nobody digs less than nothing.
    func requireNotNegative(_ kind: String) throws(InvalidValue) {
        guard let amount, amount < .zero else { return }
        throw InvalidValue(kind: kind, text: amount.description, expected: "a number that is not negative")
    }

    private static let wordless: [String: SupplyFigure] = [
        "small": .small, "large": .large, "withheld": .withheld, "not-available": .notAvailable, "not-applicable": .notApplicable,
        "included-elsewhere": .includedElsewhere,
    ]
    private static let numbered: Set<String> = ["", "value", "<", "less-than", ">", "more-than", "range"]
    private static let expected = "value, <, >, range, " + wordless.keys.sorted().joined(separator: ", ")
}
