/// How a fact is known. The order is that of trust: `recalled` < `derived` < `confirmed`.
///
/// The code list is the `confidence` column of the fact tables.
public enum Confidence: String, Sendable, Hashable, CaseIterable, Comparable {
    /// Read in the cited source.
    case confirmed
    /// Computed or concluded from confirmed facts.
    case derived
    /// Remembered, not read in a source; always shown as such.
    case recalled

    /// Reads the word of the code list, lower-case; throws `InvalidValue` for any other.
    public init(_ text: String) throws(InvalidValue) {
        guard let value = Self(rawValue: text) else {
            throw InvalidValue(kind: "confidence", text: text, expected: "confirmed, derived or recalled")
        }
        self = value
    }

    private var rank: Int {
        switch self {
        case .recalled: 0
        case .derived: 1
        case .confirmed: 2
        }
    }

    /// Less trusted comes first, so that `min()` of several is the confidence of their combination.
    public static func < (left: Confidence, right: Confidence) -> Bool { left.rank < right.rank }
}
