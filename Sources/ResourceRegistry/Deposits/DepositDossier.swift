/// All that is held of a deposit, with the records that are judged to speak of the same one.
public struct DepositDossier: Sendable {
    /// The deposit that was asked for.
    public let deposit: Deposit
    /// The other deposits that are held to be the same, in the order of the cluster.
    public let same: [Deposit]
    /// The judgements that bind them, and what contradicts itself.
    public let cluster: SameAsCluster
    /// The ore estimates of all of them.
    public let estimates: [OreEstimate]
    /// What sources say of the model of all of them.
    public let models: [DepositModel]
}

extension RegistryReader {
    /// All that is held of a deposit and of what is judged to be the same.
    ///
    /// - Parameter id: the deposit's id.
    /// - Throws: `RegistryError.unknown` with the ids that are most alike; `DatabaseError`.
    public func dossier(ofDeposit id: String) throws -> DepositDossier {
        let deposit = try deposits.require(id)
        let cluster = try sameAs.cluster(of: id)
        let same = try cluster.deposits.dropFirst().compactMap { try deposits.find($0) }
        let all = [deposit] + same
        return DepositDossier(
            deposit: deposit, same: same, cluster: cluster, estimates: try all.flatMap { try deposits.estimates(of: $0.id) },
            models: try all.flatMap { try deposits.models(of: $0.id) })
    }
}
