/// The answer of an indicator: a number where it can be known, bounds that hold in any case, and how it was found.
public struct IndicatorValue: Hashable, Sendable {
    /// The number, nil where an input is not known; `reason` then tells why.
    public var value: Double?
    /// No possible value of the unknown inputs gives less; nil where nothing bounds it.
    public var low: Double?
    /// No possible value of the unknown inputs gives more; nil where nothing bounds it.
    public var high: Double?
    /// The share of the whole quantity, as a fraction, that the source gives as plain numbers; nil where the whole is not known.
    public var coverage: Double?
    /// Why there is no value, in words; nil where there is one.
    public var reason: String?
    /// What deserves a look and stops nothing: a world row below its parts by less than its rounding.
    public var findings: [String]
    /// Every input used, in the order of the formula.
    public var inputs: [IndicatorInput]
    /// The method with its dialect and scale: `hhi/points`, `wgi-hhi/eu`.
    public var method: String
    /// The version of the method; a change of the arithmetic raises it.
    public var version: Int

    /// An answer; the bounds are the value itself where they are not told.
    init(
        value: Double?, low: Double? = nil, high: Double? = nil, coverage: Double? = nil, reason: String? = nil, findings: [String] = [],
        inputs: [IndicatorInput], method: String, version: Int = 1
    ) {
        self.value = value
        self.low = low ?? value
        self.high = high ?? value
        self.coverage = coverage
        self.reason = reason
        self.findings = findings
        self.inputs = inputs
        self.method = method
        self.version = version
    }
}

/// An input of an indicator, by name.
public struct IndicatorInput: Hashable, Sendable {
    /// The country code, or the symbol of the formula: `CN`, `import_reliance`.
    public let name: String
    /// The amount, as far as it was known.
    public let amount: KnownAmount

    /// Makes an input from its name and its amount.
    public init(_ name: String, _ amount: KnownAmount) {
        self.name = name
        self.amount = amount
    }

    /// A named number.
    init(_ name: String, _ value: Double) { self.init(name, .exactly(value)) }
}

/// Inputs that no formula can be applied to. What is merely unknown is no error: it gives bounds and a reason.
public enum IndicatorError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A number that cannot be: negative, not finite, or a share above 1.
    case outOfRange(input: String, value: String, expected: String)
    /// Rows of different units or bases.
    case mixedMeasures(String, String)
    /// The same country, or the world, stands twice.
    case duplicate(String)
    /// The world row lies below the sum of its parts by more than its rounding.
    case worldBelowParts(world: Double, parts: Double)

    /// One line: what was wrong and what to do.
    public var description: String {
        switch self {
        case .outOfRange(let input, let value, let expected): "\(input) is \(value): expected \(expected)"
        case .mixedMeasures(let first, let second):
            "rows in '\(first)' and in '\(second)' do not add up; convert them to one unit and basis"
        case .duplicate(let name): "there are two rows for \(name); keep one"
        case .worldBelowParts(let world, let parts):
            "the world row (\(world.plain)) lies below the sum of its parts (\(parts.plain)) by more than its rounding; one of the rows is wrong"
        }
    }

    /// Throws `outOfRange` unless `value` is finite and within `range`.
    static func check(_ value: Double, in range: ClosedRange<Double>, _ input: String) throws(IndicatorError) {
        guard value.isFinite, range.contains(value) else {
            let end = range.upperBound == .greatestFiniteMagnitude ? "or more" : "to \(range.upperBound.plain)"
            throw outOfRange(input: input, value: value.plain, expected: "a number of \(range.lowerBound.plain) \(end)")
        }
    }

    /// Throws `outOfRange` unless `value` is finite and zero or more.
    static func check(_ value: Double, _ input: String) throws(IndicatorError) {
        try check(value, in: 0...Double.greatestFiniteMagnitude, input)
    }
}
