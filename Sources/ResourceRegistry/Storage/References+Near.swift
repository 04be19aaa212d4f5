internal import RegistrySQLite

extension References {
    /// Up to five ids that may be meant by one that is not held.
    func near(_ id: String, in table: Table) throws -> [String] {
        // Codes of two letters are all alike.
        if table.name == Table.area.name { return [] }
        if table.name == Table.mineral.name { return try nearMinerals(id) }
        // A slip of the pen makes a name little longer or shorter; a large table is not compared as a whole.
        let held = try connection.query(
            "SELECT \(table.column) FROM \(table.name) WHERE abs(length(\(table.column)) - length(?1)) <= 3 ORDER BY 1", [.text(id)]
        ) { try $0.string(0) }
        return NearNames(held).near(id)
    }

    /// Those that bear the word as a name or a symbol come first.
    private func nearMinerals(_ word: String) throws -> [String] {
        let held = try connection.query("SELECT slug FROM mineral ORDER BY slug") { try $0.string(0) }
        let named = try connection.query(
            """
            SELECT m.slug FROM mineral m WHERE EXISTS (SELECT 1 FROM mineral_name n WHERE n.mineral_id = m.id AND lower(n.name) = lower(?1))
                OR EXISTS (SELECT 1 FROM mineral_alias a WHERE a.mineral_id = m.id AND lower(a.alias) = lower(?1)) ORDER BY m.slug
            """, [.text(word)]
        ) { try $0.string(0) }
        let alike = NearNames(held).near(word).filter { !named.contains($0) }
        return Array((named + alike).prefix(5))
    }
}
