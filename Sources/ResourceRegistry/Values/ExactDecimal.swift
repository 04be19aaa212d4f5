/// A decimal number kept exactly as it was written: up to 18 significant digits times a power of ten.
///
/// Limits of export controls compare exactly (`> 99.9` excludes 99.9), which binary floating point cannot promise.
public struct ExactDecimal: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The significant digits with sign; never ends in a zero digit, save zero itself.
    public let coefficient: Int64
    /// The power of ten by which the coefficient is multiplied; 0 for zero.
    public let exponent: Int

    /// The number 0, for sums and comparisons.
    public static let zero = ExactDecimal(unchecked: 0, 0)
    /// The number 1, for products and comparisons.
    public static let one = ExactDecimal(unchecked: 1, 0)

    private static let mostDigits = 18
    /// The leading digit stands within these powers of ten, so that every number has a finite, non-zero `doubleValue`.
    private static let magnitudes = -300...300

    private init(unchecked coefficient: Int64, _ exponent: Int) {
        self.coefficient = coefficient
        self.exponent = exponent
    }

    /// A whole number; throws `InvalidValue` where it has more than 18 significant digits.
    public init(_ value: Int) throws(InvalidValue) { self = try Self.make(Int64(value), 0, for: "\(value)") }

    /// The shortest decimal that reads back as `value`; throws `InvalidValue` for numbers that are not finite or out of range.
    public init(_ value: Double) throws(InvalidValue) { try self.init(value.description) }

    /// Reads `99.999`, `-3`, `2.75e-06`.
    ///
    /// Throws `InvalidValue` for anything else (NaN, infinity, hexadecimal, separators of thousands, spaces), for more than 18 significant
    /// digits, and for numbers beyond 10^±300: nothing is rounded.
    public init(_ text: String) throws(InvalidValue) {
        guard let (negative, digits, exponent) = DecimalText.parse(text) else { throw Self.invalid(text) }
        var coefficient: Int64 = 0
        guard digits.count <= Self.mostDigits else { throw Self.invalid(text) }
        for digit in digits { coefficient = coefficient * 10 + Int64(digit) }
        self = try Self.make(negative ? -coefficient : coefficient, exponent, for: text)
    }

    /// Builds the normalised value; the last resort of every operation, so that no other place can overflow.
    static func make(_ coefficient: Int64, _ exponent: Int, for text: @autoclosure () -> String) throws(InvalidValue) -> ExactDecimal {
        if coefficient == 0 { return .zero }
        var digits = coefficient
        var power = exponent
        while digits % 10 == 0 {
            digits /= 10
            power += 1
        }
        let count = decimalDigits(digits.magnitude)
        guard count <= mostDigits, magnitudes.contains(power), magnitudes.contains(power + count - 1) else { throw invalid(text()) }
        return ExactDecimal(unchecked: digits, power)
    }

    static func invalid(_ text: String) -> InvalidValue {
        InvalidValue(
            kind: "decimal number", text: text, expected: "a decimal such as 99.999 or 2.75e-06 with at most 18 significant digits")
    }

    static func decimalDigits(_ value: UInt64) -> Int {
        var count = 1
        var rest = value / 10
        while rest > 0 {
            count += 1
            rest /= 10
        }
        return count
    }

    /// The nearest binary floating-point number; always finite.
    public var doubleValue: Double {
        // Both parts are exact here, so that the one division or multiplication rounds correctly.
        if coefficient.magnitude < 1 << 53, (-22...22).contains(exponent) {
            var power = 1.0
            for _ in 0..<abs(exponent) { power *= 10 }
            return exponent < 0 ? Double(coefficient) / power : Double(coefficient) * power
        }
        return Double("\(coefficient)e\(exponent)") ?? 0
    }

    /// Plain digits where that is short (`0.00000275`), else with an exponent (`1e40`). Reads back as the same number.
    public var description: String { DecimalText.print(coefficient, exponent) }

    /// Compares by value, exactly: 1.0 equals 1.
    public static func < (left: ExactDecimal, right: ExactDecimal) -> Bool {
        if left.coefficient.signum() != right.coefficient.signum() { return left.coefficient.signum() < right.coefficient.signum() }
        if left.coefficient == 0 { return false }
        let smaller = magnitudeIsLess(left, right)
        return left.coefficient > 0 ? smaller : left != right && !smaller
    }

    private static func magnitudeIsLess(_ left: ExactDecimal, _ right: ExactDecimal) -> Bool {
        let leftTop = decimalDigits(left.coefficient.magnitude) + left.exponent
        let rightTop = decimalDigits(right.coefficient.magnitude) + right.exponent
        if leftTop != rightTop { return leftTop < rightTop }
        // The leading digits stand at the same place, so the scaled coefficient has as many digits as the other: it fits.
        var leftDigits = left.coefficient.magnitude
        var rightDigits = right.coefficient.magnitude
        for _ in 0..<max(0, left.exponent - right.exponent) { leftDigits &*= 10 }
        for _ in 0..<max(0, right.exponent - left.exponent) { rightDigits &*= 10 }
        return leftDigits < rightDigits
    }
}
