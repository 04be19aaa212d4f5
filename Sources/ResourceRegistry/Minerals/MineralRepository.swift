internal import RegistrySQLite

/// The minerals of a registry: find and list them, and change them inside a revision.
public struct MineralRepository {
    let references: References
    private var connection: Connection { references.connection }

    init(references: References) { self.references = references }

    // MARK: Reading

    /// The mineral with that id.
    ///
    /// - Returns: `nil` when the registry holds no such mineral.
    /// - Throws: `DatabaseError`, `RegistryError` when a stored row is damaged.
    public func find(_ id: String) throws -> Mineral? {
        guard try references.exists(id, in: .mineral) else { return nil }
        let key = try references.key(of: id, in: .mineral)
        return try connection.first(
            """
            SELECT slug, kind, symbol, atomic_number, cas_number, cas_confidence, description, mainly_byproduct, class_note,
                   confidence, citation_id
              FROM mineral WHERE id = ?1
            """, [.integer(key)]
        ) { row in try decode(row, key: key) }
    }

    /// Minerals in the order of their ids.
    ///
    /// A class is looked up in `scheme`, or in the default scheme where none is named; a list counts an entry for a group as
    /// covering its members too.
    ///
    /// - Throws: `RegistryError.unknown` for a scheme or list that is not held.
    public func list(_ filter: MineralFilter = MineralFilter(), page: Page = .all) throws -> PageOf<MineralSummary> {
        var conditions = ["m.slug > ?1"]
        var arguments: [Value] = [.text(try page.position(of: 1)?.first ?? "")]
        if let resourceClass = filter.resourceClass {
            let scheme = try filter.scheme ?? defaultScheme()
            arguments.append(.integer(try references.key(of: scheme, in: .scheme)))
            arguments.append(.text(resourceClass.rawValue))
            conditions.append(
                """
                EXISTS (SELECT 1 FROM resource_class_member c
                         WHERE c.mineral_id = m.id AND c.scheme_id = ?\(arguments.count - 1) AND c.class = ?\(arguments.count))
                """)
        } else if let scheme = filter.scheme {
            arguments.append(.integer(try references.key(of: scheme, in: .scheme)))
            conditions.append(
                "EXISTS (SELECT 1 FROM resource_class_member c WHERE c.mineral_id = m.id AND c.scheme_id = ?\(arguments.count))")
        }
        if let list = filter.list {
            arguments.append(.integer(try references.key(of: list, in: .list)))
            conditions.append("m.id IN (\(Self.mineralsOfList.replacing("?L", with: "?\(arguments.count)")))")
        }
        arguments.append(.integer(Int64(page.limit ?? Int.max - 1) + 1))
        let found = try connection.query(
            """
            SELECT m.slug, m.symbol, m.kind,
                   (SELECT n.name FROM mineral_name n WHERE n.mineral_id = m.id AND n.language = 'en' AND n.kind = 'preferred'),
                   (SELECT n.name FROM mineral_name n WHERE n.mineral_id = m.id AND n.language = 'zh' AND n.kind = 'preferred'),
                   (SELECT group_concat(DISTINCT c.class) FROM resource_class_member c
                      JOIN resource_class_scheme s ON s.id = c.scheme_id AND s.is_default = 1 WHERE c.mineral_id = m.id),
                   m.mainly_byproduct, m.confidence
              FROM mineral m
             WHERE \(conditions.joined(separator: " AND "))
             ORDER BY m.slug LIMIT ?\(arguments.count)
            """, arguments
        ) { row in
            MineralSummary(
                id: try row.string(0), symbol: try row.optionalString(1), kind: try row.string(2), name: try row.optionalString(3) ?? "",
                nameChinese: try row.optionalString(4), resourceClass: try row.optionalString(5),
                mainlyByproduct: try row.optionalString(6),
                confidence: try Confidence(stored: try row.string(7)))
        }
        return page.cut(found) { [$0.id] }
    }

    /// Minerals that a list names: by an entry, by what an entry also covers, or as a member of a group that an entry names.
    private static let mineralsOfList = """
        WITH direct(id) AS (
            SELECT d.mineral_id FROM designation d WHERE d.list_id = ?L
            UNION SELECT c.mineral_id FROM designation d JOIN designation_coverage c ON c.designation_id = d.id WHERE d.list_id = ?L)
        SELECT id FROM direct UNION SELECT g.member_id FROM mineral_group_member g JOIN direct ON direct.id = g.group_id
        """

    /// The id of the scheme that answers when none is named.
    public func defaultScheme() throws -> String {
        let found = try connection.first("SELECT slug FROM resource_class_scheme WHERE is_default = 1") { try $0.string(0) }
        guard let found else { throw RegistryError.factsMissing("the registry holds no scheme of resource classes") }
        return found
    }

    /// The classes of a mineral, one entry for each scheme that names it.
    public func classes(of id: String) throws -> [(scheme: String, resourceClass: ResourceClass, asListed: String, confidence: Confidence)]
    {
        try connection.query(
            """
            SELECT s.slug, c.class, c.class_as_listed, c.confidence
              FROM resource_class_member c JOIN resource_class_scheme s ON s.id = c.scheme_id
             WHERE c.mineral_id = ?1 ORDER BY s.is_default DESC, s.slug, c.class_as_listed
            """, [.integer(try references.key(of: id, in: .mineral))]
        ) { row in
            (
                try row.string(0), try ResourceClass(try row.string(1)), try row.string(2), try Confidence(stored: try row.string(3))
            )
        }
    }

    /// The entries of official lists that name a mineral, told apart by how: `direct`, `also-covered`, or through a group.
    public func designations(of id: String) throws -> [MineralDesignation] {
        try connection.query(
            """
            WITH named(designation_id, via) AS (
                SELECT d.id, NULL FROM designation d WHERE d.mineral_id = ?1
                UNION ALL SELECT c.designation_id, NULL FROM designation_coverage c WHERE c.mineral_id = ?1
                UNION ALL
                SELECT d.id, g.group_id FROM mineral_group_member g JOIN designation d ON d.mineral_id = g.group_id WHERE g.member_id = ?1)
            SELECT l.slug, l.name_en, a.code, l.listed_on, l.list_type, d.entry_as_listed, x.slug, d.mineral_id = ?1, d.confidence
              FROM named n JOIN designation d ON d.id = n.designation_id JOIN criticality_list l ON l.id = d.list_id
              JOIN area a ON a.id = l.area_id LEFT JOIN mineral x ON x.id = n.via
             ORDER BY l.listed_on, l.slug, d.entry_no
            """, [.integer(try references.key(of: id, in: .mineral))]
        ) { row in
            let group = try row.optionalString(6)
            let isDirect = try row.bool(7)
            return MineralDesignation(
                list: try row.string(0), listName: try row.string(1), jurisdiction: try row.string(2),
                date: try CivilDate(try row.string(3)), type: try row.string(4), entryAsListed: try row.string(5),
                via: group.map { .group($0) } ?? (isDirect ? .direct : .alsoCovered), confidence: try Confidence(stored: try row.string(8)))
        }
    }
}

/// Which minerals to list; everything that is not told does not narrow the list.
public struct MineralFilter: Sendable {
    /// Only members of this class.
    public var resourceClass: ResourceClass?
    /// The scheme in which the class is looked up; `nil`: the default scheme.
    public var scheme: String?
    /// Only minerals that this list names, directly or through a group.
    public var list: String?

    /// Makes a filter; what is not told does not narrow the list.
    public init(resourceClass: ResourceClass? = nil, scheme: String? = nil, list: String? = nil) {
        self.resourceClass = resourceClass
        self.scheme = scheme
        self.list = list
    }
}

/// A mineral in a list of minerals.
public struct MineralSummary: Hashable, Sendable {
    /// The stable id, for `MineralRepository.find`.
    public let id: String
    /// The chemical symbol; `nil` where there is none.
    public let symbol: String?
    /// What kind of commodity it is.
    public let kind: String
    /// The preferred name in English, to show.
    public let name: String
    /// The preferred name in Chinese; `nil`: not held.
    public let nameChinese: String?
    /// Its class in the default scheme.
    public let resourceClass: String?
    /// Whether it is mainly won beside another mineral.
    public let mainlyByproduct: String?
    /// How far its identity was checked.
    public let confidence: Confidence
}

/// An entry of an official list that names a mineral.
public struct MineralDesignation: Hashable, Sendable {
    /// How the entry names it.
    public enum Way: Hashable, Sendable {
        /// The entry is the mineral's own.
        case direct
        /// The entry names it beside another.
        case alsoCovered
        /// The entry names a group that it belongs to.
        case group(String)
    }

    /// The id of the official list.
    public let list: String
    /// The name of the official list.
    public let listName: String
    /// The country or group that issued the list.
    public let jurisdiction: String
    /// The date of the list, as far as it is known.
    public let date: CivilDate
    /// `critical`, `strategic`, `watch` or `stockpile`.
    public let type: String
    /// The entry in the list's words.
    public let entryAsListed: String
    /// How the entry names the mineral.
    public let via: Way
    /// How far the entry was checked.
    public let confidence: Confidence
}
