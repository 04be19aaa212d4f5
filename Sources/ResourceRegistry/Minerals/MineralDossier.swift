/// All that is held of a mineral: classes, official lists and the controls laid upon it.
public struct MineralDossier: Sendable {
    /// A class that a scheme puts a mineral into.
    public typealias Membership = (scheme: String, resourceClass: ResourceClass, asListed: String, confidence: Confidence)

    /// The mineral that was asked for.
    public let mineral: Mineral
    /// The class that each scheme puts it into.
    public let classes: [Membership]
    /// The entries of official lists that name it, directly or through a group.
    public let designations: [MineralDesignation]
    /// The controlled items that contain it.
    public let items: [ControlItem]
}

extension RegistryReader {
    /// All that is held of a mineral.
    ///
    /// - Parameter id: the mineral's id.
    /// - Throws: `RegistryError.unknown` with the ids that are most alike; `DatabaseError`.
    public func dossier(ofMineral id: String) throws -> MineralDossier {
        MineralDossier(
            mineral: try minerals.require(id), classes: try minerals.classes(of: id), designations: try minerals.designations(of: id),
            items: try controls.list(ControlFilter(mineral: id)).entries)
    }
}
