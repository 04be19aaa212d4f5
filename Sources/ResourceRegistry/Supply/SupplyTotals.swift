extension SupplyRepository {
    /// World rows that lie below the sum of their parts by more than their rounding, one sentence each.
    ///
    /// Sources print such tables; the facts are kept as they stand, and shares never rest on the world row. Tables in several units
    /// or bases are left out: they have no sum.
    /// - Throws: `DatabaseError`, `RegistryError` when a stored row is damaged.
    public func totalsBelowTheirParts() throws -> [String] {
        let tables = Dictionary(grouping: try facts()) { fact in
            [fact.measure.rawValue, fact.mineral, fact.stage?.name ?? "", fact.basis?.asGiven ?? "", "\(fact.year)"]
        }
        return tables.sorted { $0.key.lexicographicallyPrecedes($1.key) }.compactMap { key, rows in
            do {
                _ = try SupplyTable(SupplyRows(rows).parts)
                return nil
            } catch IndicatorError.worldBelowParts(let world, let parts) {
                let name = key.filter { !$0.isEmpty }.joined(separator: ", ")
                return "\(name): " + IndicatorError.worldBelowParts(world: world, parts: parts).description
            } catch { return nil }
        }
    }
}
