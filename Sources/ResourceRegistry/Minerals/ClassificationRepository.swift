internal import RegistrySQLite

/// The resource-class schemes and the official lists of a registry.
public struct ClassificationRepository {
    let references: References

    init(references: References) { self.references = references }

    static let schemeTable = TableMapping(
        name: "resource_class_scheme", parent: nil, key: ["slug"], rest: ["title", "is_default", "citation_id"])
    static let memberTable = TableMapping(
        name: "resource_class_member", parent: "scheme_id", key: ["mineral_id", "class_as_listed"],
        rest: ["class", "class_name_zh", "starts_on", "last_day", "note", "confidence", "citation_id"])
    static let listTable = TableMapping(
        name: "criticality_list", parent: nil, key: ["slug"],
        rest: [
            "name_en", "name_local", "area_id", "authority", "listed_on", "list_type", "official_count", "superseded_by_id", "note",
            "confidence", "citation_id",
        ])
    static let designationTable = TableMapping(
        name: "designation", parent: "list_id", key: ["entry_no"], rest: ["mineral_id", "entry_as_listed", "confidence", "citation_id"])
    static let coverageTable = TableMapping(name: "designation_coverage", parent: "designation_id", key: ["mineral_id"], rest: [])

    private var writer: RowWriter { RowWriter(connection: references.connection) }

    /// Adds or changes a scheme with its members; the minerals must be held already.
    @discardableResult
    public func save(_ scheme: ResourceClassScheme) throws -> SaveOutcome {
        try references.atomically {
            let saved = try writer.save(
                [
                    .text(scheme.id), .text(scheme.title), .integer(scheme.isDefault ? 1 : 0),
                    .integer(try references.citation(scheme.citation)),
                ], in: Self.schemeTable)
            let parts = try writer.replace(
                scheme.members.map { member in
                    [
                        .integer(try references.key(of: member.mineral, in: .mineral)), .text(member.classAsListed),
                        .text(member.resourceClass.rawValue), .optional(member.classNameChinese),
                        .optional(member.period.start?.description),
                        .optional(member.period.lastDay?.description), .optional(member.note),
                    ] + (try references.cited(member.citation))
                }, in: Self.memberTable, parent: saved.id)
            return saved.outcome.merging(parts: parts)
        }
    }

    /// The ids of the schemes, the default one first.
    public func schemes() throws -> [String] {
        try references.connection.query("SELECT slug FROM resource_class_scheme ORDER BY is_default DESC, slug") { try $0.string(0) }
    }

    /// Takes a scheme out with its members.
    public func deleteScheme(_ id: String) throws { try references.delete(id, from: .scheme) }

    /// Adds or changes a list with its entries; the minerals, and the list that took its place, must be held already.
    @discardableResult
    public func save(_ list: CriticalityList) throws -> SaveOutcome {
        try references.atomically {
            let successor = try list.supersededBy.map { Value.integer(try references.key(of: $0, in: .list)) } ?? .null
            return try save(list, successor: successor)
        }
    }

    func save(_ list: CriticalityList, successor: Value) throws -> SaveOutcome {
        let saved = try writer.save(
            [
                .text(list.id), .text(list.name), .optional(list.localName), .integer(try references.key(of: list.jurisdiction, in: .area)),
                .text(list.authority), .text(list.date.description), .text(list.type), .optional(list.officialCount.map(Int64.init)),
                successor, .optional(list.note),
            ] + (try references.cited(list.citation)), in: Self.listTable)
        var parts = try writer.replace(
            list.designations.map { entry in
                [
                    .integer(Int64(entry.entryNumber)), .integer(try references.key(of: entry.mineral, in: .mineral)),
                    .text(entry.entryAsListed),
                ] + (try references.cited(entry.citation))
            }, in: Self.designationTable, parent: saved.id)
        let keys = try references.connection.query(
            "SELECT entry_no, id FROM designation WHERE list_id = ?1", [.integer(saved.id)]
        ) { (try $0.int(0), try $0.int64(1)) }
        let keyByEntry = Dictionary(keys) { first, _ in first }
        for entry in list.designations {
            guard let key = keyByEntry[entry.entryNumber] else { continue }
            parts.formUnion(
                try writer.replace(
                    entry.alsoCovers.map { [.integer(try references.key(of: $0, in: .mineral))] }, in: Self.coverageTable, parent: key))
        }
        return saved.outcome.merging(parts: parts)
    }

    /// The ids and names of the lists, by date.
    public func lists() throws -> [(id: String, name: String, date: CivilDate)] {
        try references.connection.query("SELECT slug, name_en, listed_on FROM criticality_list ORDER BY listed_on, slug") {
            (try $0.string(0), try $0.string(1), try CivilDate(try $0.string(2)))
        }
    }

    /// Takes a list out with its entries.
    public func deleteList(_ id: String) throws { try references.delete(id, from: .list) }
}
