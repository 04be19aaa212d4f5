/// A set of civil days, kept as sorted periods that neither overlap nor touch.
///
/// The form is canonical: two sets of the same days are equal, however they came about.
public struct CivilPeriodSet: Hashable, Sendable, CustomStringConvertible {
    /// The periods in order of time; between any two of them lies at least one day that is not in the set.
    public let periods: [CivilPeriod]

    /// The set that holds no day.
    public static let none = CivilPeriodSet(canonical: [])
    /// The set of all days that can be told.
    public static let always = CivilPeriodSet(canonical: [.always])

    private init(canonical periods: [CivilPeriod]) { self.periods = periods }

    /// The days of all given periods, which may come in any order, overlap and touch.
    public init(_ periods: some Sequence<CivilPeriod>) {
        var merged: [CivilPeriod] = []
        for period in periods.sorted(by: { ($0.low, $0.high) < ($1.low, $1.high) }) {
            if let last = merged.last, period.low <= last.high {
                merged.removeLast()
                merged.append(CivilPeriod.between(last.low, max(last.high, period.high)) ?? last)
            } else {
                merged.append(period)
            }
        }
        self.periods = merged
    }

    /// The days of one period; no day for nil.
    public init(_ period: CivilPeriod?) { periods = period.map { [$0] } ?? [] }

    /// Whether the set has no day.
    public var isEmpty: Bool { periods.isEmpty }

    /// Whether `day` is in the set.
    public func contains(_ day: CivilDay) -> Bool { period(containing: day) != nil }

    /// The period of the set in which `day` lies, nil where it is not in the set. Takes time logarithmic in the number of periods.
    public func period(containing day: CivilDay) -> CivilPeriod? {
        let index = firstIndex(endingAfter: Int32(day.dayNumber))
        return index < periods.count && periods[index].contains(day) ? periods[index] : nil
    }

    /// The first period that begins after `day`, nil where there is none.
    public func firstPeriod(beginningAfter day: CivilDay) -> CivilPeriod? {
        let index = firstIndex(endingAfter: Int32(day.dayNumber))
        return periods[index...].first { $0.low > Int32(day.dayNumber) }
    }

    /// The last period that ended before `day` (its last day is earlier), nil where there is none.
    public func lastPeriod(endingBefore day: CivilDay) -> CivilPeriod? {
        let index = firstIndex(endingAfter: Int32(day.dayNumber))
        return index > 0 ? periods[index - 1] : nil
    }

    /// Whether a day later than `day` is in the set.
    public func hasDay(after day: CivilDay) -> Bool {
        guard day < .latest, let last = periods.last else { return false }
        return last.high > Int32(day.dayNumber) + 1
    }

    private func firstIndex(endingAfter number: Int32) -> Int {
        var low = 0
        var high = periods.count
        while low < high {
            let middle = low + (high - low) / 2
            if periods[middle].high <= number { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The periods in order, joined by ` ∪ `; `∅` for no day.
    public var description: String { isEmpty ? "∅" : periods.map(\.description).joined(separator: " ∪ ") }
}

extension CivilPeriodSet {
    /// The days that are in either set.
    public func union(_ other: CivilPeriodSet) -> CivilPeriodSet { CivilPeriodSet(periods + other.periods) }

    /// The days that are in both sets.
    public func intersection(_ other: CivilPeriodSet) -> CivilPeriodSet {
        var common: [CivilPeriod] = []
        var left = 0
        var right = 0
        while left < periods.count, right < other.periods.count {
            let mine = periods[left]
            let theirs = other.periods[right]
            if let both = mine.intersection(theirs) { common.append(both) }
            if mine.high < theirs.high { left += 1 } else { right += 1 }
        }
        return CivilPeriodSet(canonical: common)
    }

    /// The days that are not in the set.
    public var complement: CivilPeriodSet {
        var gaps: [CivilPeriod] = []
        var low = CivilPeriod.unboundedLow
        for period in periods {
            if let gap = CivilPeriod.between(low, period.low) { gaps.append(gap) }
            low = period.high
        }
        if let gap = CivilPeriod.between(low, CivilPeriod.unboundedHigh) { gaps.append(gap) }
        return CivilPeriodSet(canonical: gaps)
    }

    /// The days of this set that are not in `other`.
    public func subtracting(_ other: CivilPeriodSet) -> CivilPeriodSet { intersection(other.complement) }
}
