/// A share of a whole in percent, 0…100, exact.
public struct Percentage: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The percent value, 0…100.
    public let value: ExactDecimal

    /// Throws `InvalidValue` below 0 and above 100.
    public init(_ value: ExactDecimal) throws(InvalidValue) {
        guard value >= .zero, value <= (try ExactDecimal(100)) else {
            throw InvalidValue(kind: "percentage", text: value.description, expected: "a number from 0 to 100")
        }
        self.value = value
    }

    /// Reads the number without a percent sign; throws `InvalidValue` where it is no decimal from 0 to 100.
    public init(_ text: String) throws(InvalidValue) { try self.init(ExactDecimal(text)) }

    /// The share as a fraction of one, nearest binary number.
    public var fraction: Double { value.doubleValue / 100 }

    /// The number with the sign: `99.9 %`.
    public var description: String { "\(value) %" }

    /// Whether the left percentage is the smaller.
    public static func < (left: Percentage, right: Percentage) -> Bool { left.value < right.value }
}
