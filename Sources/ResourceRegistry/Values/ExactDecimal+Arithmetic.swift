extension ExactDecimal {
    /// Powers of ten that an `Int64` holds.
    private static func power(_ exponent: Int) -> Int64? {
        guard (0...18).contains(exponent) else { return nil }
        var value: Int64 = 1
        for _ in 0..<exponent { value *= 10 }
        return value
    }

    /// The number times 10^`power`, exactly; throws `InvalidValue` where the result is out of range.
    public func scaled(byPowerOfTen power: Int) throws(InvalidValue) -> ExactDecimal {
        let (sum, overflow) = exponent.addingReportingOverflow(power)
        if overflow || !(-1000...1000).contains(sum) { throw Self.invalid("\(self) × 10^\(power)") }
        return try Self.make(coefficient, sum, for: "\(self) × 10^\(power)")
    }

    /// The exact sum; throws `InvalidValue` where it needs more than 18 digits.
    public func adding(_ other: ExactDecimal) throws(InvalidValue) -> ExactDecimal {
        if other.coefficient == 0 { return self }
        if coefficient == 0 { return other }
        let low = min(exponent, other.exponent)
        guard let left = Self.power(exponent - low), let right = Self.power(other.exponent - low) else {
            throw Self.invalid("\(self) + \(other)")
        }
        let (first, overflow1) = coefficient.multipliedReportingOverflow(by: left)
        let (second, overflow2) = other.coefficient.multipliedReportingOverflow(by: right)
        let (sum, overflow3) = first.addingReportingOverflow(second)
        if overflow1 || overflow2 || overflow3 { throw Self.invalid("\(self) + \(other)") }
        return try Self.make(sum, low, for: "\(self) + \(other)")
    }

    /// The exact difference; throws `InvalidValue` where it needs more than 18 digits.
    public func subtracting(_ other: ExactDecimal) throws(InvalidValue) -> ExactDecimal { try adding(other.negated) }

    /// The number with the other sign.
    public var negated: ExactDecimal {
        // At most 18 digits, so that the negation always fits.
        (try? Self.make(-coefficient, exponent, for: "")) ?? .zero
    }

    /// The exact product; throws `InvalidValue` where it needs more than 18 digits.
    public func multiplied(by other: ExactDecimal) throws(InvalidValue) -> ExactDecimal {
        let (product, overflow) = coefficient.multipliedReportingOverflow(by: other.coefficient)
        if overflow { throw Self.invalid("\(self) × \(other)") }
        return try Self.make(product, exponent + other.exponent, for: "\(self) × \(other)")
    }

    /// The quotient where it is a decimal of at most 18 digits; throws `InvalidValue` where it is not (1 ÷ 3) and for a zero divisor.
    public func divided(exactlyBy other: ExactDecimal) throws(InvalidValue) -> ExactDecimal {
        guard other.coefficient != 0 else { throw Self.invalid("\(self) ÷ 0") }
        var numerator = coefficient
        for shift in 0...18 {
            if numerator % other.coefficient == 0 {
                return try Self.make(numerator / other.coefficient, exponent - other.exponent - shift, for: "\(self) ÷ \(other)")
            }
            let (next, overflow) = numerator.multipliedReportingOverflow(by: 10)
            if overflow { break }
            numerator = next
        }
        throw Self.invalid("\(self) ÷ \(other)")
    }
}
