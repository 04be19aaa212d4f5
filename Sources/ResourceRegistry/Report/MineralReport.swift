internal import RegistrySQLite

/// All that a registry holds of one mineral, as one page for people.
///
/// The page stands in one file: it fetches nothing, runs no script, follows the reader's light or dark setting, and prints.
public struct MineralReport: Sendable {
    /// A stage of production with its answers for each year, oldest first.
    struct Stage: Sendable {
        let stage: SupplyStage
        let years: [SupplyConcentration]
    }

    /// A clause that controls exports of the mineral: one line of the timeline.
    struct Control: Sendable {
        let act: LegalAct
        let measure: Measure
        let requirement: Requirement
        /// The items, by id.
        let items: [String]
        let certain: CivilPeriodSet
        let possible: CivilPeriodSet
        let suspended: CivilPeriodSet
    }

    /// A deposit with its place and its estimate to show.
    struct Site: Sendable {
        let deposit: Deposit
        let headline: OreEstimate?
    }

    /// The mineral that the page is about.
    public let mineral: Mineral
    /// The day the report speaks of: controls are shown as they stand on it.
    public let day: CivilDay
    /// The revision of the registry it was made from.
    public let revision: Int
    let classes: [(scheme: String, resourceClass: ResourceClass, asListed: String, confidence: Confidence)]
    let designations: [MineralDesignation]
    let stages: [Stage]
    let controls: [Control]
    let events: [CalendarEntry]
    let sites: [Site]
    let sources: [Source]
    /// How many facts of the page rest on a source, by confidence.
    let support: [String: [Confidence: Int]]
    let countryNames: [String: String]
}

extension Registry {
    /// Gathers what the registry holds of a mineral for a page.
    ///
    /// - Parameters:
    ///   - mineral: the mineral's id; for a group, deposits and controls of its members count.
    ///   - day: the day on which controls are looked at; nil: today by the registry's clock, UTC.
    /// - Throws: `RegistryError.unknown` for a mineral that is not held.
    public func report(on mineral: String, day: CivilDay? = nil) throws -> MineralReport {
        let day = day ?? clock().day
        let revision = try log().last?.number ?? 0
        return try read { reader in
            let found = try reader.minerals.require(mineral)
            let years = try reader.supply.years(of: mineral, measure: .production)
            let tables = try years.flatMap { try reader.supply.concentration(of: mineral, year: $0) }
            let stages = Dictionary(grouping: tables) { $0.stage.name }.values.compactMap { years in
                years.first.map { MineralReport.Stage(stage: $0.stage, years: years.sorted { $0.year < $1.year }) }
            }.sorted { $0.stage.name < $1.stage.name }
            let dossiers = try MineralReport.dossiers(of: found, reader)
            let sites = try reader.deposits.list(DepositFilter(mineral: mineral)).entries.compactMap { entry in
                try reader.deposits.find(entry.id).map { deposit in
                    let estimates = try reader.deposits.estimates(of: entry.id)
                    let own = estimates.filter { $0.measures.contains { $0.mineral == mineral } }
                    return MineralReport.Site(
                        deposit: deposit, headline: (own.isEmpty ? estimates : own).first { $0.isHeadline } ?? own.first)
                }
            }
            let designations = try reader.minerals.designations(of: mineral)
            var citations = [found.citation] + found.uses.map(\.citation) + found.relations.map(\.citation) + tables.map(\.citation)
            citations += dossiers.map(\.item.citation) + Set(dossiers.map(\.act)).map(\.citation)
            citations += sites.map(\.deposit.citation) + sites.compactMap(\.headline?.citation)
            var support: [String: [Confidence: Int]] = [:]
            for citation in citations { for id in citation.sources { support[id, default: [:]][citation.confidence, default: 0] += 1 } }
            let repository = SourceRepository(references: reader.references)
            return MineralReport(
                mineral: found, day: day, revision: revision, classes: try reader.minerals.classes(of: mineral), designations: designations,
                stages: stages, controls: MineralReport.controls(of: dossiers), events: try MineralReport.events(of: dossiers),
                sites: sites, sources: try support.keys.sorted().compactMap { try repository.find($0) }, support: support,
                countryNames: try reader.countryNames())
        }
    }
}

extension RegistryReader {
    /// The names of countries by code.
    fileprivate func countryNames() throws -> [String: String] {
        let names = try references.connection.query("SELECT code, name FROM area") { (try $0.string(0), try $0.string(1)) }
        return Dictionary(names, uniquingKeysWith: { first, _ in first })
    }
}

extension MineralReport {
    /// The items that name the mineral or, for a group, one of its members.
    fileprivate static func dossiers(of mineral: Mineral, _ reader: RegistryReader) throws -> [ControlDossier] {
        var ids: Set<String> = []
        for name in [mineral.id] + mineral.members.map(\.member) {
            ids.formUnion(try reader.controls.list(ControlFilter(mineral: name)).entries.map(\.id))
        }
        return try reader.controls.dossiers(ids.sorted())
    }

    /// One line for each clause and requirement, in the order in which they begin.
    fileprivate static func controls(of dossiers: [ControlDossier]) -> [Control] {
        struct Key: Hashable {
            let measure: String
            let requirement: Requirement
        }
        let lines = Dictionary(grouping: dossiers) { Key(measure: $0.measure.id, requirement: $0.item.requirement) }
        return lines.values.compactMap { group in
            guard let first = group.first else { return nil }
            let periods = group.map { $0.effectivePeriod() }
            return Control(
                act: first.act, measure: first.measure, requirement: first.item.requirement, items: group.map(\.item.id).sorted(),
                certain: periods.map(\.certain).reduce(.none) { $0.union($1) },
                possible: periods.map(\.possible).reduce(.none) { $0.union($1) },
                suspended: periods.map(\.surelySuspended).reduce(.none) { $0.union($1) })
        }.sorted { ($0.firstDay, $0.measure.id, $0.requirement.rawValue) < ($1.firstDay, $1.measure.id, $1.requirement.rawValue) }
    }

    fileprivate static func events(of dossiers: [ControlDossier]) throws -> [CalendarEntry] {
        Registry.calendar(of: dossiers, try CalendarQuery(from: .earliest, to: .latest))
    }
}

extension MineralReport.Control {
    /// The first day on which it is or may be in force; the earliest of all days where nobody knows.
    var firstDay: CivilDay { possible.periods.first?.from ?? .earliest }
}
