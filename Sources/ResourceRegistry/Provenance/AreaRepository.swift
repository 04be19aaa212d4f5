internal import RegistrySQLite

/// The countries and groups of countries of a registry.
public struct AreaRepository {
    let references: References

    static let table = TableMapping(
        name: "area", parent: nil, key: ["code"], rest: ["kind", "alpha3", "numeric_code", "name", "confidence", "citation_id"])
    static let members = TableMapping(
        name: "area_member", parent: "group_id", key: ["member_id", "starts_on"], rest: ["last_day", "confidence", "citation_id"])
    static let aliases = TableMapping(
        name: "area_alias", parent: "area_id", key: ["alias"], rest: ["confidence", "citation_id"])

    /// Adds or changes an area without its members: a group can be complete only when all of them are there.
    func saveIdentity(_ area: Area) throws -> SaveOutcome {
        let saved = try RowWriter(connection: references.connection).save(
            [
                .text(area.code), .text(area.kind.rawValue), .optional(area.alpha3), .optional(area.numericCode), .text(area.name),
            ] + (try references.cited(area.citation)), in: Self.table)
        let cited = try references.cited(area.citation)
        let parts = try RowWriter(connection: references.connection).replace(
            area.aliases.map { [.text($0)] + cited }, in: Self.aliases, parent: saved.id)
        if case .changed = saved.outcome { references.touch(.area, saved.id) }
        return saved.outcome.merging(parts: parts)
    }

    /// Brings the members of a group to the wanted ones.
    func saveMembers(of area: Area) throws -> Set<String> {
        try RowWriter(connection: references.connection).replace(
            area.members.map {
                [
                    .integer(try references.key(of: $0.member, in: .area)), .text($0.from.description),
                    .optional($0.lastDay?.description),
                ] + (try references.cited(area.citation))
            }, in: Self.members, parent: try references.key(of: area.code, in: .area))
    }

    /// Adds or changes an area; members of a group must be held already.
    @discardableResult
    public func save(_ area: Area) throws -> SaveOutcome {
        try references.atomically {
            let identity = try saveIdentity(area)
            return identity.merging(parts: try saveMembers(of: area))
        }
    }

    /// The groups that a country belongs to on a day.
    public func groups(of country: CountryCode, on day: CivilDay) throws -> [CountryCode] {
        try references.connection.query(
            """
            SELECT g.code FROM area_member x JOIN area g ON g.id = x.group_id JOIN area m ON m.id = x.member_id
             WHERE m.code = ?1 AND x.starts_on <= ?2 AND (x.last_day IS NULL OR x.last_day >= ?2) ORDER BY g.code
            """, [.text(country.text), .text(day.description)]
        ) { try CountryCode(try $0.string(0)) }
    }
}
