/// Which controlled items to list, and at which time to look at them.
public struct ControlListQuery: Sendable {
    /// Which controlled items are listed.
    public var filter: ControlFilter
    /// The day on which their state is told; `nil`: it is not told.
    public var day: CivilDay?
    /// Acts published after this day are left out.
    public var announcedBy: CivilDay?
    /// Only items that a rule of their act lays upon this destination.
    public var destination: CountryCode?

    /// Makes a query; what is not told does not narrow the list.
    public init(
        filter: ControlFilter = ControlFilter(), day: CivilDay? = nil, announcedBy: CivilDay? = nil, destination: CountryCode? = nil
    ) {
        self.filter = filter
        self.day = day
        self.announcedBy = announcedBy
        self.destination = destination
    }
}

/// A controlled item in a list of controls.
public struct ControlListEntry: Sendable {
    /// The item with all that decides about it.
    public let dossier: ControlDossier
    /// From when it is in force: of the period around the day asked, else as listed.
    public let from: CivilDate?
    /// The day from which it is no longer in force (exclusive), where that is known.
    public let until: CivilDay?
    /// Its state on the day asked; `nil` when no day was asked.
    public let state: EffectiveState?
}

extension Registry {
    /// Lists controlled items, and tells their state on a day where one is asked for.
    ///
    /// - Throws: `RegistryError.unknown` for a country or a mineral that is not held.
    public func controls(_ query: ControlListQuery) throws -> [ControlListEntry] {
        try read { registry in
            let items = try registry.controls.list(query.filter).entries
            return try registry.controls.dossiers(items.map(\.id)).compactMap { dossier in
                if let day = query.announcedBy, let published = dossier.act.published, published.isOnOrBefore(day) == .no { return nil }
                if let destination = query.destination, try !registry.reaches(destination, dossier: dossier, on: query.day) { return nil }
                let period = dossier.effectivePeriod(announcedBy: query.announcedBy)
                guard let day = query.day else {
                    let end = dossier.item.period.lastDay?.day.flatMap { try? $0.adding(days: 1) }
                    return ControlListEntry(dossier: dossier, from: dossier.item.period.start, until: end, state: nil)
                }
                let interval = period.interval(containing: day)
                return ControlListEntry(
                    dossier: dossier, from: interval?.from.map { CivilDate($0) } ?? dossier.item.period.start, until: interval?.until,
                    state: period.state(on: day))
            }
        }
    }
}

extension RegistryReader {
    /// Whether a rule of the item's act reaches a destination; an act without rules reaches every one.
    func reaches(_ destination: CountryCode, dossier: ControlDossier, on day: CivilDay?) throws -> Bool {
        let own = dossier.act.destinationRules.filter { $0.itemID == dossier.item.id }
        let rules = own.isEmpty ? dossier.act.destinationRules.filter { $0.itemID == nil } : own
        if rules.isEmpty { return true }
        let groups = try day.map { try areas.groups(of: destination, on: $0) } ?? []
        let names = Set([destination] + groups)
        return rules.contains { rule in
            switch rule.destination {
            case .everywhere, .countryChart: true
            case .area(let area): names.contains(area)
            case .everywhereExcept(let area): !names.contains(area)
            }
        }
    }
}
