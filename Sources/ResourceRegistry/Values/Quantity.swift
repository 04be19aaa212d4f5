/// An exact amount in a unit, with what it counts where that is known.
public struct Quantity: Hashable, Sendable, CustomStringConvertible {
    /// The number, in the unit of the quantity.
    public let amount: ExactDecimal
    /// The unit of the number.
    public let unit: UnitOfMeasure
    /// What is counted, nil where the source does not tell.
    public let basis: Basis?

    /// An amount in a unit. Any number is possible: temperatures and changes are negative.
    public init(amount: ExactDecimal, unit: UnitOfMeasure, basis: Basis? = nil) {
        self.amount = amount
        self.unit = unit
        self.basis = basis
    }

    /// Reads a number and a unit that may be followed by what it counts (`% mass`, `t WO3`); throws `InvalidValue`.
    public init(_ amount: String, unit: String) throws(InvalidValue) {
        let (unit, basis) = try UnitOfMeasure.read(unit)
        self.init(amount: try ExactDecimal(amount), unit: unit, basis: basis)
    }

    /// The same quantity in another unit, exactly.
    ///
    /// Throws `InvalidValue` where the units measure different things, or where the result is no decimal of at most 18 digits (1 kg in lb).
    public func converted(to target: UnitOfMeasure) throws(InvalidValue) -> Quantity {
        if target == unit { return self }
        guard target.dimension == unit.dimension else {
            throw InvalidValue(kind: "conversion", text: "\(unit) to \(target)", expected: "a unit of \(unit.dimension.rawValue)")
        }
        // Powers of ten alone move the exponent and cannot run out of digits.
        if unit.factor.coefficient == target.factor.coefficient {
            let power = unit.factor.exponent - target.factor.exponent
            return Quantity(amount: try amount.scaled(byPowerOfTen: power), unit: target, basis: basis)
        }
        let base = try amount.multiplied(by: unit.factor)
        return Quantity(amount: try base.divided(exactlyBy: target.factor), unit: target, basis: basis)
    }

    /// The exact sum, in the unit of this quantity.
    ///
    /// Throws `InvalidValue` unless both measure the same dimension on the same basis: gross ore and contained metal do not add.
    public func adding(_ other: Quantity) throws(InvalidValue) -> Quantity {
        guard basis == other.basis else {
            throw InvalidValue(
                kind: "sum", text: "\(self) + \(other)", expected: "the same basis, here \(basis?.rawValue ?? "none told")")
        }
        return Quantity(amount: try amount.adding(other.converted(to: unit).amount), unit: unit, basis: basis)
    }

    /// Negative, zero or positive as this quantity is less than, equal to or greater than `other`; exact.
    ///
    /// Throws `InvalidValue` where they cannot be compared (other dimension, or two different bases are told).
    public func compared(to other: Quantity) throws(InvalidValue) -> Int {
        if let basis, let otherBasis = other.basis, basis != otherBasis {
            throw InvalidValue(kind: "comparison", text: "\(self) with \(other)", expected: "the same basis, here \(basis.rawValue)")
        }
        guard unit.dimension == other.unit.dimension else {
            throw InvalidValue(kind: "comparison", text: "\(self) with \(other)", expected: "a unit of \(unit.dimension.rawValue)")
        }
        let mine = try amount.multiplied(by: unit.factor)
        let theirs = try other.amount.multiplied(by: other.unit.factor)
        return mine < theirs ? -1 : theirs < mine ? 1 : 0
    }

    /// Number, unit and basis: `20.5 Mt metal_content`.
    public var description: String { "\(amount) \(unit)" + (basis.map { " \($0.rawValue)" } ?? "") }
}
