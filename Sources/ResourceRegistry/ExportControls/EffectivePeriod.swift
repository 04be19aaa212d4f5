/// When a measure is in force: the intersection of its base spans, without what replaced it, minus its suspensions.
///
/// Computed, never stored by hand. It is pure: the `Screener` and the `ScreeningIndex` share it, and nothing else. When a suspension
/// ends, the measure revives by itself, because only the window is subtracted.
public struct EffectivePeriod: Sendable, Hashable {
    /// The suspension windows as the sources date them.
    public let suspensions: [DatedSpan]
    /// The days surely in force. An unknown start counts as begun.
    public let certain: CivilPeriodSet
    /// The days possibly in force: those of `certain` and those that hang on a partial date.
    public let possible: CivilPeriodSet
    /// The days surely suspended, whether or not the measure had begun.
    public let surelySuspended: CivilPeriodSet
    /// Days of which it is not sure that no suspension covers them.
    public let possiblySuspended: CivilPeriodSet

    private let baseCertain: CivilPeriodSet
    private let basePossible: CivilPeriodSet
    private let startUnknown: Bool

    /// The effective period of `base` (the spans of item, measure and act; all must hold) minus `suspensions`.
    ///
    /// `replacements` are the windows, mostly open, in which something else stands in its place (replaced, repealed): they end it instead
    /// of suspending it. An extension is one more suspension window or `DatedSpan.extended(to:)`. A base without spans has an unknown start,
    /// never "no control". A suspension of unknown start stays undecided up to its last day, because it would clear goods on a guess.
    public init(base: [DatedSpan], suspensions: [DatedSpan] = [], replacements: [DatedSpan] = []) {
        let base = base.isEmpty ? [DatedSpan(start: nil, lastDay: nil)] : base
        let surelyReplaced = Self.surely(replacements)
        let possiblyReplaced = Self.possibly(replacements)
        self.suspensions = suspensions
        startUnknown = base.contains(where: \.startIsUnknown)
        baseCertain = base.reduce(CivilPeriodSet.always) { $0.intersection($1.certain) }.subtracting(possiblyReplaced)
        basePossible = base.reduce(CivilPeriodSet.always) { $0.intersection($1.possible) }.subtracting(surelyReplaced)
        surelySuspended = Self.surely(suspensions)
        possiblySuspended = Self.possibly(suspensions)
        certain = baseCertain.subtracting(possiblySuspended)
        possible = basePossible.subtracting(surelySuspended)
    }

    private static func surely(_ windows: [DatedSpan]) -> CivilPeriodSet {
        windows.filter { !$0.startIsUnknown }.reduce(CivilPeriodSet.none) { $0.union($1.certain) }
    }

    private static func possibly(_ windows: [DatedSpan]) -> CivilPeriodSet { windows.reduce(CivilPeriodSet.none) { $0.union($1.possible) } }

    /// The state on `day` alone; `standing(on:)` also tells what is uncertain about it.
    public func state(on day: CivilDay) -> EffectiveState { standing(on: day).state }

    /// The state on `day` and what is uncertain about it.
    public func standing(on day: CivilDay) -> EffectiveStanding {
        let inBase = Self.truth(day, certain: baseCertain, possible: basePossible)
        let suspended = Self.truth(day, certain: surelySuspended, possible: possiblySuspended)
        let mayFollow = basePossible.hasDay(after: day)
        if inBase == .no, !mayFollow { return EffectiveStanding(state: .ended) }
        let startUnknown = startUnknown && inBase != .no
        if suspended == .yes {
            // Before its start a measure is suspended all the same; what stays open is only whether it had ended already.
            return EffectiveStanding(state: .suspended, exactDayUnknown: inBase == .unknown && !mayFollow, startUnknown: startUnknown)
        }
        if inBase == .no { return EffectiveStanding(state: .notYetInForce, exactDayUnknown: suspended == .unknown) }
        let decided = inBase == .yes && suspended == .no
        return EffectiveStanding(state: .inForce, exactDayUnknown: !decided, startUnknown: startUnknown)
    }

    private static func truth(_ day: CivilDay, certain: CivilPeriodSet, possible: CivilPeriodSet) -> Truth {
        if certain.contains(day) { return .yes }
        return possible.contains(day) ? .unknown : .no
    }
}

extension EffectivePeriod {
    /// The period in force around `day`: of the certain days, else of the possible ones; nil where it is surely not in force.
    public func interval(containing day: CivilDay) -> CivilPeriod? {
        certain.period(containing: day) ?? possible.period(containing: day)
    }

    /// A suspension that surely covers `day`: of several the one that lasts longest. nil where none does.
    public func suspension(covering day: CivilDay) -> DatedSpan? {
        let covering = suspensions.filter { !$0.startIsUnknown && $0.covers(day) == .yes }
        return covering.max { left, right in
            guard let leftEnd = left.lastDay else { return false }
            guard let rightEnd = right.lastDay else { return true }
            return leftEnd.firstDay < rightEnd.firstDay
        }
    }

    /// The last day of the suspension around `day`, touching windows taken together; nil where `day` is not surely suspended or the
    /// suspension is open.
    public func suspendedUntil(around day: CivilDay) -> CivilDay? { surelySuspended.period(containing: day)?.lastDay }

    /// The first day after `day` on which the measure is or may be in force anew, nil where none is known.
    public func nextStart(after day: CivilDay) -> CivilDay? { possible.firstPeriod(beginningAfter: day)?.from }

    /// The last day of the period in force around `day`, nil where it is not in force or open.
    public func lastDayInForce(around day: CivilDay) -> CivilDay? { interval(containing: day)?.lastDay }

    /// The last day before `day` on which the measure was or may have been in force, nil where it was not or `day` itself may be in force.
    public func ended(before day: CivilDay) -> CivilDay? {
        possible.contains(day) ? nil : possible.lastPeriod(endingBefore: day)?.lastDay
    }

    /// A day on which the standing differs from the day before.
    public struct Change: Hashable, Sendable {
        /// The first day of the new standing.
        public let day: CivilDay
        /// The standing of the day before.
        public let before: EffectiveStanding
        /// The standing from this day on.
        public let after: EffectiveStanding
    }

    /// What changes in `period`, in order of time: starts, ends, suspensions, revivals, and edges where certainty begins or ends.
    public func changes(in period: CivilPeriod) -> [Change] {
        let sets = [baseCertain, basePossible, surelySuspended, possiblySuspended]
        // Where nothing may follow any more, the state turns to `ended` on the day after the last one: that is a bound as well.
        let bounds = sets.flatMap(\.periods).flatMap { [$0.from, $0.until] }.compactMap(\.self)
        return Set(bounds).filter(period.contains).sorted().compactMap { day in
            guard let eve = try? day.adding(days: -1) else { return nil }
            let (before, after) = (standing(on: eve), standing(on: day))
            return before == after ? nil : Change(day: day, before: before, after: after)
        }
    }
}
