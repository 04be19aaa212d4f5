internal import RegistrySQLite

/// How far a goal of a programme had come by a day: target, baseline, window, and what was observed.
public struct ProgrammeProgress: Hashable, Sendable {
    /// What was seen last of what a goal is about.
    public struct Observation: Hashable, Sendable {
        /// Where the number comes from.
        public enum Origin: Hashable, Sendable {
            /// An outcome in the programme's own ledger.
            case outcome
            /// The production of the programme's country at a stage, in a year.
            case production(stage: String, year: Int)
        }

        /// Where the number comes from.
        public let origin: Origin
        /// The number, in the unit of the goal.
        public let amount: ExactDecimal
        /// When it was stated; of production, when the source was published.
        public let asOf: CivilDate?
        /// How sure it is, and the sources it was taken from.
        public let citation: Citation
    }

    /// The line of the ledger that sets the goal.
    public let goal: ProgrammeEntry
    /// The share of the window that had passed on the day, 0 to 1; `nil` without a day or an end of the window.
    public let elapsed: Double?
    /// What was observed last, by the day.
    public let observed: Observation?
    /// Why nothing was observed; `nil` where something was.
    public let reason: String?

    /// The observed amount over the goal, or where there is a baseline the part of the way from it to the goal; `nil` where
    /// nothing was observed. Above 1 means more than the goal: good for an output, a breach for a quota.
    public var attained: Double? {
        guard let observed else { return nil }
        let start = goal.baseline?.doubleValue ?? 0
        let way = goal.amount.doubleValue - start
        return way == 0 ? nil : (observed.amount.doubleValue - start) / way
    }
}

extension RegistryReader {
    /// The goals of a programme with the progress towards each that was known by a day.
    ///
    /// An outcome belongs to a goal when indicator, mineral and unit are the same. A goal for the output of a mineral is also held
    /// against the country's production of the same basis: the last year of the goal's window that is known.
    ///
    /// - Parameters:
    ///   - programme: the programme.
    ///   - day: only what was stated or published by then; `nil`: all that is held.
    /// - Throws: `DatabaseError`, `RegistryError` when a stored row is damaged.
    public func progress(of programme: Programme, on day: CivilDay? = nil) throws -> [ProgrammeProgress] {
        try programme.entries.filter { $0.kind.isGoal && isKnown($0.asOf, by: day) }.map { goal in
            let outcome = programme.entries.last { entry in
                entry.kind == .outcome && entry.indicator == goal.indicator && entry.mineral == goal.mineral && entry.unit == goal.unit
                    && isKnown(entry.asOf, by: day)
            }
            let elapsed = day.flatMap { goal.period.elapsed(on: $0) }
            if let outcome {
                let seen = ProgrammeProgress.Observation(
                    origin: .outcome, amount: outcome.amount, asOf: outcome.asOf, citation: outcome.citation)
                return ProgrammeProgress(goal: goal, elapsed: elapsed, observed: seen, reason: nil)
            }
            let (seen, reason) = try production(for: goal, of: programme.jurisdiction, by: day)
            return ProgrammeProgress(goal: goal, elapsed: elapsed, observed: seen, reason: reason)
        }
    }

    private func isKnown(_ date: CivilDate?, by day: CivilDay?) -> Bool {
        guard let day else { return true }
        return date?.isOnOrBefore(day) == .yes
    }

    private func production(
        for goal: ProgrammeEntry, of country: CountryCode?, by day: CivilDay?
    ) throws -> (ProgrammeProgress.Observation?, String?) {
        guard let mineral = goal.mineral, let country, let group = goal.outputStage else {
            return (nil, "no outcome is held, and the goal is not for the output of one mineral")
        }
        guard let (unit, wanted) = try? UnitOfMeasure.read(goal.unit), let wanted else {
            return (nil, "no outcome is held, and '\(goal.unit)' does not say on which basis output would count")
        }
        let window = (goal.period.start?.firstDay.year ?? 1000)...(goal.period.lastDay?.lastDay.year ?? 9999)
        let rows = try supply.facts(
            SupplyFilter(mineral: mineral, measure: .production, stageGroup: group, years: window, country: country)
        ).filter { $0.basis?.basis == wanted && $0.unit.dimension == unit.dimension }
        for row in rows.sorted(by: { $0.year > $1.year }) {
            guard case .exactly(let amount) = row.figure, let stage = row.stage else { continue }
            let published = try row.citation.sources.compactMap { try sources.find($0)?.published }.max { $0.firstDay < $1.firstDay }
            guard isKnown(published, by: day) else { continue }
            guard rows.filter({ $0.year == row.year }).count == 1 else {
                return (nil, "several stages were produced in \(row.year): the goal does not say which one it means")
            }
            let seen = try Quantity(amount: amount, unit: row.unit).converted(to: unit).amount
            let origin = ProgrammeProgress.Observation.Origin.production(stage: stage.name, year: row.year)
            return (.init(origin: origin, amount: seen, asOf: published, citation: row.citation), nil)
        }
        return (nil, "no production of \(mineral) in \(country) as \(wanted.rawValue) is known for the window")
    }
}

extension ProgrammeEntry {
    /// The stage whose output the goal is about, by its words; `nil` where it is about something else, such as exports.
    fileprivate var outputStage: SupplyStage.Group? {
        let words = Set(SupplyWords.of(indicator))
        if words.contains("export") || words.contains("exports") || words.contains("share") { return nil }
        if !words.isDisjoint(with: ["smelting", "separation", "refining", "processing"]) { return .refining }
        if !words.isDisjoint(with: ["mining", "mine", "extraction", "output", "production"]) { return .mine }
        return nil
    }
}

extension DatedSpan {
    /// The share of the span that has passed at the end of a day, 0 to 1; `nil` for a span without a start or an end.
    func elapsed(on day: CivilDay) -> Double? {
        guard let start, let lastDay else { return nil }
        let length = lastDay.lastDay.dayNumber - start.firstDay.dayNumber + 1
        let passed = day.dayNumber - start.firstDay.dayNumber + 1
        return length > 0 ? Double(min(max(passed, 0), length)) / Double(length) : nil
    }
}
