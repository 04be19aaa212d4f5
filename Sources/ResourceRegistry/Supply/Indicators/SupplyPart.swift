/// One row of a supply table: who gives how much. The input of every indicator over shares.
public struct SupplyPart: Hashable, Sendable {
    /// Three kinds of rows that must never be mistaken for each other.
    public enum Kind: Hashable, Sendable {
        /// The row of one country, by its code.
        case country(CountryCode)
        /// "Other countries": part of the whole, but nobody's share. It may be one country or a hundred.
        case other
        /// The published total. It is not a part; it only bounds what is not told.
        case world
    }

    /// Whose amount it is: a country's, the others', the world's.
    public var kind: Kind
    /// How much of it is known.
    public var amount: KnownAmount
    /// Unit and basis of the amount. All rows of one table must agree; nil agrees with nil alone.
    public var measure: SupplyMeasure?
    /// Of a world row: the countries whose amounts the published total leaves out ("excludes U.S. production"). It bounds the others only.
    public var leavesOut: Set<CountryCode>

    /// One row of a supply table: whose it is, how much, in which unit and basis, and what a total leaves out.
    public init(kind: Kind, amount: KnownAmount, measure: SupplyMeasure? = nil, leavesOut: Set<CountryCode> = []) {
        self.kind = kind
        self.amount = amount
        self.measure = measure
        self.leavesOut = leavesOut
    }

    /// The name of the row in messages and inputs: the country code, `other` or `world`.
    var name: String {
        switch kind {
        case .country(let code): code.text
        case .other: "other"
        case .world: "world"
        }
    }
}

/// What a number of a supply table counts, in the words of the table: a tonne of ore is not a tonne of metal.
public struct SupplyMeasure: Hashable, Sendable, CustomStringConvertible {
    /// The unit: `t`, `kt`, `kg`, `Mct`.
    public let unit: String
    /// What is counted: `Li content`, `gross weight`. Empty where the table does not tell.
    public let basis: String

    /// A unit, with what it counts where that is told.
    public init(unit: String, basis: String = "") {
        self.unit = unit
        self.basis = basis
    }

    /// Unit and basis: `t Li content`.
    public var description: String { basis.isEmpty ? unit : "\(unit) \(basis)" }
}

/// An amount as far as the source tells it. Zero is `.exactly(0)`; nothing else is zero.
public enum KnownAmount: Hashable, Sendable {
    /// The amount is this number.
    case exactly(Double)
    /// The amount is below this number.
    case lessThan(Double)
    /// The amount is above this number.
    case moreThan(Double)
    /// Within a range, ends included.
    case between(Double, Double)
    /// Less than half of the unit given; the unit is in the same measure as the other rows (0.5 of 1 kt in a table of kt: `.small(1)`).
    case small(Double)
    /// Known to the source and held back ("W").
    case withheld
    /// Not known to the source ("NA").
    case notAvailable
    /// Counted in another row or another table.
    case includedElsewhere
    /// The question does not arise ("XX").
    case notApplicable

    /// The number, where the source gives one and nothing else is possible.
    public var exactValue: Double? {
        if case .exactly(let value) = self { return value }
        return nil
    }

    /// The smallest amount that the words allow.
    var low: Double {
        switch self {
        case .exactly(let value), .moreThan(let value), .between(let value, _): value
        case .lessThan, .small, .withheld, .notAvailable, .includedElsewhere, .notApplicable: 0
        }
    }

    /// The largest amount that the words allow; infinity where they set no bound.
    var high: Double {
        switch self {
        case .exactly(let value), .lessThan(let value), .between(_, let value): value
        case .small(let unit): unit / 2
        case .moreThan, .withheld, .notAvailable, .includedElsewhere: .infinity
        case .notApplicable: 0
        }
    }

    /// Whether the numbers in it are finite, not negative and in order.
    var isValid: Bool {
        switch self {
        case .exactly(let value), .lessThan(let value), .moreThan(let value), .small(let value): value >= 0 && value.isFinite
        case .between(let low, let high): low >= 0 && low <= high && high.isFinite
        case .withheld, .notAvailable, .includedElsewhere, .notApplicable: true
        }
    }

    /// In words for messages: `< 100`, `withheld`.
    var words: String {
        switch self {
        case .exactly(let value): value.plain
        case .lessThan(let value): "< \(value.plain)"
        case .moreThan(let value): "> \(value.plain)"
        case .between(let low, let high): "\(low.plain) to \(high.plain)"
        case .small(let unit): "less than half of \(unit.plain)"
        case .withheld: "withheld"
        case .notAvailable: "not available"
        case .includedElsewhere: "included elsewhere"
        case .notApplicable: "not applicable"
        }
    }
}

extension Double {
    /// The number for messages, without a needless fraction: `909000`.
    var plain: String { (try? ExactDecimal(self))?.description ?? description }
}
