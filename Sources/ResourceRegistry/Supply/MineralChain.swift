/// The way of a mineral from the ground to the market, as far as the registry knows it: deposits with their estimates, projects,
/// programmes, capacity, production.
public struct MineralChain: Sendable {
    /// A deposit with what is estimated to be there, the headline first.
    public struct Link: Sendable {
        /// The deposit at which this part begins.
        public let deposit: DepositSummary
        /// Its estimates of this mineral.
        public let estimates: [OreEstimate]
        /// The projects that work it.
        public let projects: [Project]
    }

    /// The id of the mineral whose way it is.
    public let mineral: String
    /// The deposits that hold it, by id.
    public let deposits: [Link]
    /// Projects that are to make it and name no deposit of the list.
    public let otherProjects: [Project]
    /// Programmes with a line on it.
    public let programmes: [Programme]
    /// Reserves, resources and stockpiles of the newest year that is held of each.
    public let reserves: [SupplyFact]
    /// Capacity, built and planned, of the newest year that is held of each stage.
    public let capacity: [SupplyFact]
    /// Production of the newest year that is held of each stage.
    public let production: [SupplyFact]
}

extension RegistryReader {
    /// The chain of a mineral.
    ///
    /// - Throws: `RegistryError.unknown` for a mineral that is not held.
    public func chain(of mineral: String) throws -> MineralChain {
        let all = try projects.list(mineral: mineral)
        let links = try deposits.list(DepositFilter(mineral: mineral)).entries.map { deposit in
            MineralChain.Link(
                deposit: deposit,
                estimates: try deposits.estimates(of: deposit.id).filter { $0.measures.contains { $0.mineral == mineral } },
                projects: all.filter { $0.deposit == deposit.id })
        }
        let worked = Set(links.map(\.deposit.id))
        return MineralChain(
            mineral: mineral, deposits: links, otherProjects: all.filter { project in !(project.deposit.map(worked.contains) ?? false) },
            programmes: try programmes.list(mineral: mineral),
            reserves: try newest(mineral, [.reserves, .identifiedResources, .stockpile]),
            capacity: try newest(mineral, [.capacity, .plannedCapacity]), production: try newest(mineral, [.production]))
    }

    /// The facts of the newest year that is held of each measure, stage and basis.
    private func newest(_ mineral: String, _ measures: [SupplyFact.Measure]) throws -> [SupplyFact] {
        let facts = try measures.flatMap { try supply.facts(SupplyFilter(mineral: mineral, measure: $0)) }
        let years = Dictionary(grouping: facts, by: \.seriesID).mapValues { $0.map(\.year).max() }
        return facts.filter { years[$0.seriesID] == $0.year }
    }
}

extension SupplyFact {
    /// What the rows of one table over the years have in common.
    fileprivate var seriesID: String { "\(measure.rawValue)/\(stage?.name ?? "-")" }
}
