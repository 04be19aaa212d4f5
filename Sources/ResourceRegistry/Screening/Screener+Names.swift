internal import RegistrySQLite

extension Screener {
    // MARK: Names that must be held

    /// Refuses countries and minerals that are not held, with the names that are most alike.
    func requireKnownNames(_ query: ScreeningQuery) throws {
        for country in [query.origin, query.destination] {
            do { _ = try reader.references.key(of: country.text, in: .area) } catch RegistryError.unknown(let kind, let id, _) {
                let held = try connection.query(
                    """
                    SELECT code, name, name FROM area WHERE kind = 'country'
                    UNION SELECT a.code, a.name, x.alias FROM area_alias x JOIN area a ON a.id = x.area_id WHERE a.kind = 'country'
                    ORDER BY 1, 3
                    """
                ) { (code: try $0.string(0), name: try $0.string(1), alias: try $0.string(2)) }
                throw RegistryError.unknown(kind: kind, id: id, near: NearNames.countries(held, abbreviated: id))
            }
        }
        guard let mineral = query.mineral else { return }
        do { _ = try reader.references.key(of: mineral, in: .mineral) } catch RegistryError.unknown(let kind, let id, _) {
            let held = try connection.query("SELECT slug FROM mineral ORDER BY slug") { try $0.string(0) }
            // Somebody may also know it by another name or by its symbol.
            let named = try connection.query(
                """
                SELECT m.slug FROM mineral m WHERE EXISTS (SELECT 1 FROM mineral_name n WHERE n.mineral_id = m.id AND lower(n.name) = lower(?1))
                    OR EXISTS (SELECT 1 FROM mineral_alias a WHERE a.mineral_id = m.id AND lower(a.alias) = lower(?1)) ORDER BY m.slug
                """, [.text(id)]
            ) { try $0.string(0) }
            let near = NearNames(held).near(id).filter { !named.contains($0) }
            throw RegistryError.unknown(kind: kind, id: id, near: Array((named + near).prefix(5)))
        }
    }

    /// An attribute that no limit measures would be silently ignored, and a share above the whole is no measurement: a typing
    /// mistake must not look like an answer.
    func requireKnownAttributes(_ query: ScreeningQuery) throws {
        guard !query.attributes.isEmpty else { return }
        let known = try connection.query("SELECT DISTINCT parameter, unit FROM control_item_limit ORDER BY parameter, unit") {
            (parameter: try $0.string(0), unit: try $0.string(1))
        }
        for attribute in query.attributes {
            let limits = known.filter { MeasuredAttribute.key($0.parameter) == MeasuredAttribute.key(attribute.name) }
            guard !limits.isEmpty else {
                throw ScreeningError.unknownAttribute(attribute.name, known: Set(known.map(\.parameter)).sorted())
            }
            for limit in limits { try attribute.requireNoMoreThanTheWhole(limit.parameter, in: limit.unit) }
        }
    }
}
