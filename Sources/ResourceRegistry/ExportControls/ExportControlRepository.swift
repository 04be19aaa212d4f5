internal import RegistrySQLite

/// The export controls of a registry: acts with their measures and rules, items, relations between acts, events.
public struct ExportControlRepository {
    let references: References
    var connection: Connection { references.connection }

    init(references: References) { self.references = references }

    // MARK: Finding

    /// The act with that id, with its measures and destination rules; `nil` when it is not held.
    public func act(_ id: String) throws -> LegalAct? {
        guard try references.exists(id, in: .act) else { return nil }
        let key = try references.key(of: id, in: .act)
        return try connection.first(
            """
            SELECT l.slug, a.code, l.issuer, l.instrument_no, l.title_en, l.title_zh, l.kind, l.published, l.starts_on, l.last_day,
                   l.destination_scope, l.is_extraterritorial, l.summary, l.notes, l.confidence, l.citation_id
              FROM legal_act l JOIN area a ON a.id = l.area_id WHERE l.id = ?1
            """, [.integer(key)]
        ) { row in try decodeAct(row, key: key) }
    }

    /// The item with that id; `nil` when it is not held.
    public func item(_ id: String) throws -> ControlItem? {
        guard try references.exists(id, in: .item) else { return nil }
        let key = try references.key(of: id, in: .item)
        return try connection.first(Self.itemSelection + " WHERE i.id = ?1", [.integer(key)]) { row in try decodeItem(row, key: key) }
    }

    /// The measure with that id, with its act's id; `nil` when it is not held.
    public func measure(_ id: String) throws -> (measure: Measure, actID: String)? {
        try connection.first(
            "SELECT m.slug, m.clause, l.slug FROM measure m JOIN legal_act l ON l.id = m.act_id WHERE m.slug = ?1", [.text(id)]
        ) { row in (Measure(id: try row.string(0), clause: try row.optionalString(1)), try row.string(2)) }
    }

    /// Ids of the items of a measure.
    public func items(ofMeasure id: String) throws -> [String] {
        try connection.query(
            "SELECT slug FROM control_item WHERE measure_id = ?1 ORDER BY slug", [.integer(try references.key(of: id, in: .measure))]
        ) { try $0.string(0) }
    }

    /// What acts on an act, on its measures or on its items.
    public func relations(targetingActOf id: String) throws -> [ActRelation] {
        let key = try references.key(of: id, in: .act)
        return try relations(
            """
            WHERE r.target_act_id = ?1 OR r.target_measure_id IN (SELECT id FROM measure WHERE act_id = ?1)
               OR r.target_item_id IN (SELECT i.id FROM control_item i JOIN measure m ON m.id = i.measure_id WHERE m.act_id = ?1)
            """, [.integer(key)])
    }

    /// Everything that decides about the items with these ids, in the order of the ids.
    ///
    /// - Throws: `RegistryError.unknown` for an id that is not held.
    public func dossiers(_ ids: some Sequence<String>) throws -> [ControlDossier] {
        var acts: [String: LegalAct] = [:]
        var relationsByAct: [String: [ActRelation]] = [:]
        var published: [String: CivilDate] = [:]
        return try Set(ids).sorted().map { id in
            if let known = references.rememberedDossier(of: id) { return known }
            guard let item = try item(id) else { throw RegistryError.unknown(kind: "control item", id: id) }
            guard let (measure, actID) = try measure(item.measureID) else {
                throw RegistryError.unknown(kind: "measure", id: item.measureID)
            }
            if acts[actID] == nil {
                acts[actID] = try act(actID)
                let found = try relations(targetingActOf: actID)
                relationsByAct[actID] = found
                for acting in Set(found.map(\.actingActID)) { published[acting] = try publication(of: acting) }
            }
            guard let act = acts[actID] else { throw RegistryError.unknown(kind: "legal act", id: actID) }
            let relations = (relationsByAct[actID] ?? []).filter { relation in
                switch relation.target {
                case .act(let target): target == actID
                case .measure(let target): target == measure.id
                case .item(let target): target == id
                }
            }
            let dossier = ControlDossier(item: item, measure: measure, act: act, relations: relations, publishedByAct: published)
            references.remember(dossier)
            return dossier
        }
    }

    private func publication(of act: String) throws -> CivilDate? {
        try connection.first("SELECT published FROM legal_act WHERE slug = ?1", [.text(act)]) { try $0.optionalString(0) }?
            .map { try CivilDate($0) }
    }

    // MARK: Listing

    /// Items in the order of their ids.
    ///
    /// The list narrows by issuer and mineral here; whether an item was in force on a day is told by its dossier.
    public func list(_ filter: ControlFilter = ControlFilter(), page: Page = .all) throws -> PageOf<ControlItem> {
        var conditions = ["i.slug > ?1"]
        var arguments: [Value] = [.text(try page.position(of: 1)?.first ?? "")]
        if let issuer = filter.issuer {
            arguments.append(.integer(try references.key(of: issuer.text, in: .area)))
            conditions.append("l.area_id = ?\(arguments.count)")
        }
        if let mineral = filter.mineral {
            arguments.append(.integer(try references.key(of: mineral, in: .mineral)))
            let mark = "?\(arguments.count)"
            conditions.append(
                """
                EXISTS (SELECT 1 FROM control_item_mineral x WHERE x.item_id = i.id AND (x.mineral_id = \(mark)
                     OR x.mineral_id IN (SELECT member_id FROM mineral_group_member WHERE group_id = \(mark))
                     OR x.mineral_id IN (SELECT group_id FROM mineral_group_member WHERE member_id = \(mark))))
                """)
        }
        arguments.append(.integer(Int64(page.limit ?? Int.max - 1) + 1))
        let found = try connection.query(
            Self.itemSelection
                + " JOIN legal_act l ON l.id = m.act_id WHERE \(conditions.joined(separator: " AND ")) ORDER BY i.slug LIMIT ?\(arguments.count)",
            arguments
        ) { row in try decodeItem(row, key: try row.int64(0)) }
        return page.cut(found) { [$0.id] }
    }

    /// Events of the policy timeline in the order of their dates.
    public func events() throws -> [PolicyEvent] {
        try connection.query(
            """
            SELECT e.id, e.slug, e.happened_on, a.code, e.kind, e.title, e.minerals_as_listed, l.slug, e.notes, e.confidence, e.citation_id
              FROM policy_event e JOIN area a ON a.id = e.area_id LEFT JOIN legal_act l ON l.id = e.act_id ORDER BY e.happened_on, e.slug
            """
        ) { row in
            PolicyEvent(
                id: try row.string(1), date: try CivilDate(try row.string(2)), jurisdiction: try row.string(3), kind: try row.string(4),
                title: try row.string(5), mineralsAsListed: try row.optionalString(6),
                minerals: try connection.query(
                    "SELECT m.slug FROM policy_event_mineral x JOIN mineral m ON m.id = x.mineral_id WHERE x.event_id = ?1 ORDER BY m.slug",
                    [.integer(try row.int64(0))]
                ) { try $0.string(0) },
                actID: try row.optionalString(7), notes: try row.optionalString(8),
                citation: try references.citation(confidence: try row.string(9), key: try row.int64(10)))
        }
    }
}

/// Which control items to list; everything that is not told does not narrow the list.
public struct ControlFilter: Sendable {
    /// Only items of this country's (or the EU's) acts.
    public var issuer: CountryCode?
    /// Only items that contain this mineral, a member of it, or a group it belongs to.
    public var mineral: String?

    /// Makes a filter; what is not told does not narrow the list.
    public init(issuer: CountryCode? = nil, mineral: String? = nil) {
        self.issuer = issuer
        self.mineral = mineral
    }
}
