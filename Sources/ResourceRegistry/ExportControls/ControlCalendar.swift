/// What happens to controls in a stretch of time.
public struct CalendarQuery: Sendable {
    /// The first day that is looked at, included.
    public var from: CivilDay
    /// The last day, included; it may lie in the future.
    public var to: CivilDay
    /// Which controlled items are looked at.
    public var filter: ControlFilter
    /// Acts published after this day are left out.
    public var announcedBy: CivilDay?

    /// Makes a query.
    ///
    /// - Throws: `InvalidValue` when the last day lies before the first.
    public init(from: CivilDay, to: CivilDay, filter: ControlFilter = ControlFilter(), announcedBy: CivilDay? = nil) throws(InvalidValue) {
        guard from <= to else {
            throw InvalidValue(kind: "stretch of days", text: "\(from) to \(to)", expected: "a last day not before the first")
        }
        self.from = from
        self.to = to
        self.filter = filter
        self.announcedBy = announcedBy
    }
}

/// One change on one day: the items of one clause that start, end, are suspended or revive together.
public struct CalendarEntry: Hashable, Sendable {
    /// What happens to a measure on a day.
    public enum Kind: String, Sendable, CaseIterable {
        /// The measure begins to apply on this day.
        case starts
        /// The measure applies no longer from this day on.
        case ends
        /// A suspension of the measure begins on this day.
        case suspended
        /// A suspension is over: the measure applies again.
        case revives
        /// A partial date makes it uncertain from this day on.
        case uncertain
    }

    /// The first day of the new state.
    public let day: CivilDay
    /// What happens to the measure on that day.
    public let kind: Kind
    /// The act the items stand in.
    public let act: LegalAct
    /// The clause of the act to which it happens.
    public let measure: Measure
    /// Ids of the items, in order.
    public let items: [String]
    /// The act that suspends, or whose suspension ends; `nil` where nothing acts from outside.
    public let actingAct: String?
}

extension Registry {
    /// What starts, ends, is suspended and revives, in the order of the days.
    ///
    /// - Throws: `RegistryError.unknown` for a country or a mineral that is not held.
    public func calendar(_ query: CalendarQuery) throws -> [CalendarEntry] {
        try read { registry in
            let items = try registry.controls.list(query.filter).entries
            return Self.calendar(of: try registry.controls.dossiers(items.map(\.id)), query)
        }
    }

    static func calendar(of dossiers: [ControlDossier], _ query: CalendarQuery) -> [CalendarEntry] {
        struct Key: Hashable {
            let day: CivilDay
            let kind: CalendarEntry.Kind
            let measure: String
            let actingAct: String?
        }
        guard let period = CivilPeriod(from: CivilDate(query.from).firstDay, lastDay: query.to) else { return [] }
        var grouped: [Key: [ControlDossier]] = [:]
        for dossier in dossiers {
            if let horizon = query.announcedBy, let published = dossier.act.published, published.isOnOrBefore(horizon) == .no { continue }
            for change in dossier.effectivePeriod(announcedBy: query.announcedBy).changes(in: period) {
                guard let kind = CalendarEntry.Kind(change) else { continue }
                let actor = dossier.actor(of: kind, on: change.day, announcedBy: query.announcedBy)
                grouped[Key(day: change.day, kind: kind, measure: dossier.measure.id, actingAct: actor), default: []].append(dossier)
            }
        }
        return grouped.compactMap { key, dossiers in
            dossiers.first.map { first in
                CalendarEntry(
                    day: key.day, kind: key.kind, act: first.act, measure: first.measure, items: dossiers.map(\.item.id).sorted(),
                    actingAct: key.actingAct)
            }
        }.sorted { left, right in
            (left.day, left.measure.id, left.kind.rawValue) < (right.day, right.measure.id, right.kind.rawValue)
        }
    }
}

extension CalendarEntry.Kind {
    /// What a change of standing is called; `nil` when only its certainty grows.
    fileprivate init?(_ change: EffectivePeriod.Change) {
        if change.after.exactDayUnknown, !change.before.exactDayUnknown {
            self = .uncertain
            return
        }
        switch (change.before.state, change.after.state) {
        case (.suspended, .inForce): self = .revives
        case (_, .suspended) where change.before.state != .suspended: self = .suspended
        case (_, .inForce) where change.before.state != .inForce: self = .starts
        case (_, .ended) where change.before.state != .ended: self = .ends
        default: return nil
        }
    }
}

extension ControlDossier {
    /// The act behind a suspension or a revival.
    fileprivate func actor(of kind: CalendarEntry.Kind, on day: CivilDay, announcedBy horizon: CivilDay?) -> String? {
        guard kind == .suspended || kind == .revives || kind == .ends else { return nil }
        let eve = try? day.adding(days: -1)
        return relations.first { relation in
            switch kind {
            case .suspended: relation.kind == .suspends && relation.period.start?.firstDay == day
            case .revives: relation.kind == .suspends && relation.period.lastDay?.lastDay == eve
            default: (relation.kind == .ends || relation.kind == .replaces) && relation.period.start?.firstDay == day
            }
        }?.actingActID
    }
}
