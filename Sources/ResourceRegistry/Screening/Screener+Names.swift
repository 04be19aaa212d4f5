internal import RegistrySQLite

extension Screener {
    // MARK: Names that must be held

    /// Refuses countries and minerals that are not held, with the names that are most alike.
    func requireKnownNames(_ query: ScreeningQuery) throws {
        for country in [query.origin, query.destination] {
            _ = try reader.references.key(of: country.text, in: .area)
        }
        if let mineral = query.mineral { _ = try reader.references.key(of: mineral, in: .mineral) }
    }

    /// An attribute that no limit measures would be silently ignored, and a share above the whole is no measurement: a typing
    /// mistake must not look like an answer.
    func requireKnownAttributes(_ query: ScreeningQuery) throws {
        guard !query.attributes.isEmpty else { return }
        // Of a quota the amounts of its years are listed like limits: they measure no good.
        let known = try connection.query("SELECT DISTINCT parameter, unit, logic_group FROM control_item_limit ORDER BY parameter, unit") {
            (parameter: try $0.string(0), unit: try $0.string(1), group: try $0.string(2))
        }.filter { Int($0.group) == nil }
        for attribute in query.attributes {
            let limits = known.filter { MeasuredAttribute.key($0.parameter) == MeasuredAttribute.key(attribute.name) }
            guard !limits.isEmpty else {
                throw ScreeningError.unknownAttribute(attribute.name, known: Set(known.map(\.parameter)).sorted())
            }
            for limit in limits { try attribute.requireNoMoreThanTheWhole(limit.parameter, in: limit.unit) }
        }
    }
}
