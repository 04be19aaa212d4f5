internal import RegistrySQLite

extension References {
    /// Up to five ids that may be meant by one that is not held.
    func near(_ id: String, in table: Table) throws -> [String] {
        // Codes of two letters are all alike.
        if table.name == Table.area.name { return NearNames.countries(try countries(), abbreviated: id) }
        if table.name == Table.mineral.name { return try nearMinerals(id) }
        // A slip of the pen makes a name little longer or shorter; of a very large table only those that are likely are compared.
        let held = try connection.query(
            """
            SELECT \(table.column) FROM \(table.name)
             ORDER BY abs(length(\(table.column)) - length(?1)) <= 3 DESC, substr(\(table.column), 1, 2) = substr(?1, 1, 2) DESC,
                      \(table.column) LIMIT 20000
            """, [.text(id)]
        ) { try $0.string(0) }
        return NearNames(held).near(id)
    }

    /// The error for an id that is not held, with what may have been meant.
    func unknown(_ id: String, in table: Table) throws -> RegistryError {
        .unknown(kind: table.label, id: id, near: try near(id, in: table))
    }

    /// Every country under each of its names.
    private func countries() throws -> [(code: String, name: String, alias: String)] {
        try connection.query(
            """
            SELECT code, name, name FROM area WHERE kind = 'country'
            UNION SELECT a.code, a.name, x.alias FROM area_alias x JOIN area a ON a.id = x.area_id WHERE a.kind = 'country'
            ORDER BY 1, 3
            """
        ) { (code: try $0.string(0), name: try $0.string(1), alias: try $0.string(2)) }
    }

    /// Up to five countries that bear a name like that or are so called in three letters of ISO 3166-1, as code and name.
    func countries(named text: String) throws -> [String] {
        let held = try countries()
        let lettered = try connection.query("SELECT code, name FROM area WHERE kind = 'country' AND alpha3 = upper(?1)", [.text(text)]) {
            "\(try $0.string(0)) (\(try $0.string(1)))"
        }
        if !lettered.isEmpty { return lettered }
        if let country = held.first(where: { $0.alias.lowercased() == text.lowercased() }) { return ["\(country.code) (\(country.name))"] }
        var found: [String] = []
        for name in NearNames(held.map(\.alias)).near(text) {
            for country in held where country.alias == name {
                let shown = "\(country.code) (\(country.name))"
                if !found.contains(shown) { found.append(shown) }
            }
        }
        return Array(found.prefix(5))
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
