/// A stretch of time as a source dates it: inclusive ends, dates that may be partial, missing or unknown.
public struct DatedSpan: Hashable, Sendable {
    /// The first day, nil where it is unknown or the span has no start of its own (`startIsUnknown` tells which).
    public let start: CivilDate?
    /// The last day, included; nil while it is open.
    public let lastDay: CivilDate?
    /// Whether there is a start that nobody knows. An unknown start counts as in force, and the answer says so.
    public let startIsUnknown: Bool

    /// A span; a nil start is unknown unless `startIsUnknown` is false, which says that the span does not bound the beginning.
    ///
    /// A last day before the start is allowed and means a span of no day: measures have been withdrawn before they began.
    public init(start: CivilDate?, lastDay: CivilDate?, startIsUnknown: Bool = true) {
        self.start = start
        self.lastDay = lastDay
        self.startIsUnknown = start == nil && startIsUnknown
    }

    /// The same span with another last day: an extension, or with nil a conversion into a permanent one.
    public func extended(to lastDay: CivilDate?) -> DatedSpan { DatedSpan(start: start, lastDay: lastDay, startIsUnknown: startIsUnknown) }

    /// Whether the span covers `day`; undecided while that hangs on the unknown part of a partial date.
    ///
    /// An unknown start counts as begun.
    public func covers(_ day: CivilDay) -> Truth {
        let begun = start?.isOnOrBefore(day) ?? .yes
        return begun.and(lastDay?.isOnOrAfter(day) ?? .yes)
    }

    /// The days on which the span surely holds, an unknown start counting as begun.
    var certain: CivilPeriodSet { CivilPeriodSet(CivilPeriod(from: start?.lastDay, lastDay: lastDay?.firstDay)) }

    /// The days on which the span may hold.
    var possible: CivilPeriodSet { CivilPeriodSet(CivilPeriod(from: start?.firstDay, lastDay: lastDay?.lastDay)) }
}
