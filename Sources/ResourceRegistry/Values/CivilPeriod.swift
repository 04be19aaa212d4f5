/// A half-open interval of civil days `[from, until)`, never empty; a nil bound means unbounded.
public struct CivilPeriod: Hashable, Sendable, CustomStringConvertible {
    /// Day numbers; the sentinels stand outside of every day, so that comparing bounds needs no unwrapping.
    let low: Int32
    let high: Int32

    static let unboundedLow = Int32.min
    static let unboundedHigh = Int32.max

    /// The period of all days that can be told.
    public static let always = CivilPeriod(low: unboundedLow, high: unboundedHigh)

    private init(low: Int32, high: Int32) {
        self.low = low
        self.high = high
    }

    /// The period between two bounds, nil where it is empty.
    static func between(_ low: Int32, _ high: Int32) -> CivilPeriod? { low < high ? CivilPeriod(low: low, high: high) : nil }

    /// The days from `from` on, up to but not including `until`; nil where that is no day at all.
    public init?(from: CivilDay?, until: CivilDay?) {
        let low = from.map { Int32($0.dayNumber) } ?? Self.unboundedLow
        let high = until.map { Int32($0.dayNumber) } ?? Self.unboundedHigh
        guard low < high else { return nil }
        self.init(low: low, high: high)
    }

    /// The days from `from` to `lastDay`, both included, as sources write them ("until 27 November"); nil where that is no day at all.
    ///
    /// A last day 9999-12-31 gives an unbounded period: no later day can be asked about.
    public init?(from: CivilDay?, lastDay: CivilDay?) {
        let low = from.map { Int32($0.dayNumber) } ?? Self.unboundedLow
        let high = lastDay.map { $0 == .latest ? Self.unboundedHigh : Int32($0.dayNumber) + 1 } ?? Self.unboundedHigh
        guard low < high else { return nil }
        self.init(low: low, high: high)
    }

    /// Makes the period of one single day.
    public init(_ day: CivilDay) {
        self.init(low: Int32(day.dayNumber), high: day == .latest ? Self.unboundedHigh : Int32(day.dayNumber) + 1)
    }

    /// The first day, nil where the period has no beginning.
    public var from: CivilDay? { low == Self.unboundedLow ? nil : CivilDay(unchecked: Int(low)) }
    /// The first day after the period (exclusive end), nil where it has none.
    public var until: CivilDay? { high == Self.unboundedHigh ? nil : CivilDay(unchecked: Int(high)) }
    /// The last day of the period (inclusive end), nil where it has none.
    public var lastDay: CivilDay? {
        // A period may end before 0001-01-01 only formally; then there is no last day that could be named.
        high == Self.unboundedHigh || Int(high) <= CivilDay.earliest.dayNumber ? nil : CivilDay(unchecked: Int(high) - 1)
    }

    /// Whether `day` is one of the period's days.
    public func contains(_ day: CivilDay) -> Bool { low <= Int32(day.dayNumber) && Int32(day.dayNumber) < high }

    /// The days common to both, nil where there are none.
    public func intersection(_ other: CivilPeriod) -> CivilPeriod? { Self.between(max(low, other.low), min(high, other.high)) }

    /// `[2023-08-01, 2024-12-03)`, with `…` for a missing bound.
    public var description: String { "[\(from?.description ?? "…"), \(until?.description ?? "…"))" }
}
