internal import RegistrySQLite

/// Which share of the world's production of a mineral at one stage stood under export controls on a day, by what they demanded.
public struct ControlledSupply: Sendable {
    /// The supply of the countries whose strictest control demands one thing.
    public struct Part: Sendable {
        /// What the controls demand for this part.
        public let requirement: Requirement
        /// Whether it holds for every foreign destination and every user; else only some of them are concerned.
        public let isGeneral: Bool
        /// The countries whose production stands under it.
        public let countries: [CountryCode]
        /// The items that demand it.
        public let items: [String]
        /// Their share of the sum of all parts, 0 to 1; `nil` where an amount is not known.
        public let share: Double?
        /// No amount that is not known makes the share less.
        public let low: Double
        /// No amount that is not known makes the share greater.
        public let high: Double
        /// Whether it hangs on dates that are known as a month or a year only, or on a start that is not known.
        public let isUncertain: Bool
    }

    /// The production whose shares are taken.
    public let table: SupplyConcentration
    /// The day on which the controls are looked at.
    public let day: CivilDay
    /// The parts, the strictest demand first; countries without a control in force are in none.
    public let parts: [Part]
}

extension RegistryReader {
    /// Which share of a mineral's production stood under export controls on a day.
    ///
    /// A country counts with the strictest requirement of its own items, and of those of groups that it belonged to on that day,
    /// that are in force and name the mineral or a group that holds it. For a group of minerals an item on one of its members counts.
    /// Technology and equipment are no supply and are left out, and so are products of several minerals. Controls that hold for all
    /// destinations and users come before those that concern only some.
    ///
    /// - Parameters:
    ///   - mineral: the mineral's id.
    ///   - day: the day.
    ///   - year: the year of the production; `nil`: the newest held that is not after the day.
    ///   - stage: as in `SupplyRepository.concentration(of:year:stage:)`.
    /// - Returns: one answer for each stage.
    /// - Throws: `RegistryError.unknown` for a mineral that is not held; `RegistryError.nothingHeld` where there is no production.
    public func controlledSupply(
        of mineral: String, on day: CivilDay, year: Int? = nil, stage: String? = nil
    ) throws -> [ControlledSupply] {
        let years = try supply.years(of: mineral, measure: .production)
        guard let year = year ?? years.last(where: { $0 <= day.year }) else {
            throw RegistryError.nothingHeld(what: "production of \(mineral) up to \(day.year)", held: years.map(String.init))
        }
        let items = try controls.list(ControlFilter(mineral: mineral)).entries.map(\.id)
        let kin = try kin(of: mineral)
        let standing = try controls.dossiers(items).filter { $0.item.isSupply(of: kin) }.compactMap { try control($0, on: day) }
        return try supply.concentration(of: mineral, year: year, stage: stage).map { table in
            ControlledSupply(table: table, day: day, parts: try parts(of: table, standing, on: day))
        }
    }

    /// The mineral, its members, and the groups that hold it.
    private func kin(of mineral: String) throws -> Set<String> {
        let groups = try references.connection.query(
            "SELECT g.slug FROM mineral_group_member x JOIN mineral g ON g.id = x.group_id WHERE x.member_id = ?1",
            [try references.mineral(mineral)]
        ) { try $0.string(0) }
        return Set([mineral] + groups + (try minerals.find(mineral)?.members.map(\.member) ?? []))
    }

    private struct Control {
        let issuer: CountryCode
        let item: String
        let requirement: Requirement
        let isGeneral: Bool
        let isUncertain: Bool

        /// General controls come first, then the strictest.
        func stands(before other: Control) -> Bool {
            if isGeneral != other.isGeneral { return isGeneral }
            if requirement != other.requirement { return requirement.isStricter(than: other.requirement) }
            return !isUncertain && other.isUncertain
        }
    }

    private func control(_ dossier: ControlDossier, on day: CivilDay) throws -> Control? {
        let standing = dossier.effectivePeriod().standing(on: day)
        guard standing.state == .inForce else { return nil }
        let own = dossier.act.destinationRules.filter { $0.itemID == dossier.item.id }
        let rules = own.isEmpty ? dossier.act.destinationRules.filter { $0.itemID == nil } : own
        return Control(
            issuer: dossier.act.jurisdiction, item: dossier.item.id,
            requirement: dossier.converts(on: day, announcedBy: nil) ? .quota : dossier.item.requirement,
            isGeneral: rules.isEmpty || rules.contains { $0.isGeneral(for: dossier.act.jurisdiction) },
            isUncertain: standing.exactDayUnknown || standing.startUnknown)
    }

    private func parts(of table: SupplyConcentration, _ controls: [Control], on day: CivilDay) throws -> [ControlledSupply.Part] {
        var found: [(share: SupplyShare, country: CountryCode, strictest: Control, items: [String])] = []
        for share in table.shares {
            guard case .country(let country) = share.kind else { continue }
            let issuers = Set([country] + (try areas.groups(of: country, on: day)))
            let own = controls.filter { issuers.contains($0.issuer) }
            guard let strictest = own.min(by: { $0.stands(before: $1) }) else { continue }
            let alike = own.filter { $0.requirement == strictest.requirement && $0.isGeneral == strictest.isGeneral }
            found.append((share, country, strictest, alike.map(\.item)))
        }
        let groups = Dictionary(grouping: found) { "\($0.strictest.requirement.rawValue) \($0.strictest.isGeneral)" }
        return groups.values.compactMap { group in
            guard let strictest = group.first?.strictest else { return nil }
            let shares = group.map(\.share)
            let known = shares.compactMap(\.value)
            return ControlledSupply.Part(
                requirement: strictest.requirement, isGeneral: strictest.isGeneral, countries: group.map(\.country).sorted(),
                items: Set(group.flatMap(\.items)).sorted(), share: known.count == shares.count ? known.reduce(0, +) : nil,
                low: shares.reduce(0) { $0 + $1.low }, high: min(1, shares.reduce(0) { $0 + $1.high }),
                isUncertain: group.contains { $0.strictest.isUncertain })
        }.sorted { left, right in
            if left.isGeneral != right.isGeneral { return left.isGeneral }
            return left.requirement.isStricter(than: right.requirement)
        }
    }
}

extension ControlItem {
    /// Whether the item is supply of a mineral, told with its kin: ores and concentrates that hold it, and what is made of it alone.
    /// Know-how and tools are no supply, and a product of several minerals is nobody's.
    fileprivate func isSupply(of kin: Set<String>) -> Bool {
        let category = category.lowercased()
        if ["technology", "software", "equipment", "tool"].contains(where: category.contains) { return false }
        return category == "ore" || category == "concentrate" || kin.isSuperset(of: minerals)
    }
}

extension DestinationRule {
    /// Whether the rule concerns every export of a country: `* except CN` in an act of China does.
    fileprivate func isGeneral(for issuer: CountryCode) -> Bool {
        guard endUse.hasPrefix("any") else { return false }
        switch destination {
        case .everywhere: return true
        case .everywhereExcept(let area): return area == issuer
        case .area, .countryChart: return false
        }
    }
}
