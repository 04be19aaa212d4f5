internal import RegistrySQLite

// How acts and items are spread over tables.
extension ExportControlRepository {
    static let actTable = TableMapping(
        name: "legal_act", parent: nil, key: ["slug"],
        rest: [
            "area_id", "issuer", "instrument_no", "title_en", "title_zh", "kind", "published", "starts_on", "last_day", "destination_scope",
            "is_extraterritorial", "summary", "notes", "confidence", "citation_id",
        ])
    static let mentionTable = TableMapping(name: "legal_act_mention", parent: "act_id", key: ["mentioned_id"], rest: [])
    static let measureTable = TableMapping(name: "measure", parent: "act_id", key: ["slug"], rest: ["clause"])
    static let ruleTable = TableMapping(
        name: "destination_rule", parent: "act_id", key: ["ordinal"],
        rest: [
            "item_id", "destination", "destination_kind", "area_id", "end_use", "rule", "starts_on", "last_day", "notes", "confidence",
            "citation_id",
        ])
    static let itemTable = TableMapping(
        name: "control_item", parent: nil, key: ["slug"],
        rest: [
            "measure_id", "control_code", "control_code_basis", "name_en", "name_zh", "category", "forms", "threshold_text",
            "minerals_as_listed", "requirement", "starts_on", "last_day", "notes", "confidence", "citation_id",
        ])
    static let controlCodeTable = TableMapping(name: "control_item_control_code", parent: "item_id", key: ["code"], rest: [])
    static let itemMineralTable = TableMapping(name: "control_item_mineral", parent: "item_id", key: ["mineral_id"], rest: [])
    static let listingTable = TableMapping(
        name: "control_item_customs_code", parent: "item_id", key: ["customs_code_id", "edition"],
        rest: ["role", "notes", "confidence", "citation_id"])
    static let limitTable = TableMapping(
        name: "control_item_limit", parent: "item_id", key: ["ordinal"],
        rest: ["logic_group", "parameter", "operator", "value", "upper_value", "unit", "confidence", "citation_id"])
    static let conditionTable = TableMapping(name: "control_item_condition", parent: "item_id", key: ["ordinal"], rest: ["condition"])
    static let relationTable = TableMapping(
        name: "act_relation", parent: nil, key: ["slug"],
        rest: [
            "acting_act_id", "kind", "target_act_id", "target_measure_id", "target_item_id", "clause_as_given", "instrument_as_given",
            "announced_on", "starts_on", "last_day", "notes", "confidence", "citation_id",
        ])
    static let eventTable = TableMapping(
        name: "policy_event", parent: nil, key: ["slug"],
        rest: ["happened_on", "area_id", "kind", "title", "minerals_as_listed", "act_id", "notes", "confidence", "citation_id"])
    static let eventMineralTable = TableMapping(name: "policy_event_mineral", parent: "event_id", key: ["mineral_id"], rest: [])

    private var writer: RowWriter { RowWriter(connection: connection) }

    // MARK: Acts

    /// Adds or changes an act with its measures. Mentions and rules need other acts and items: `saveParts(of:)` writes them.
    func saveIdentity(of act: LegalAct) throws -> SaveOutcome {
        let saved = try writer.save(
            [
                .text(act.id), .integer(try references.key(of: act.jurisdiction.text, in: .area)), .text(act.issuer),
                .text(act.instrumentNumber), .text(act.title), .optional(act.titleChinese), .text(act.kind.rawValue),
                .optional(act.published?.description), .optional(act.period.start?.description), .optional(act.period.lastDay?.description),
                .text(act.destinationScope), .integer(act.isExtraterritorial ? 1 : 0), .text(act.summary), .optional(act.notes),
            ] + (try references.cited(act.citation)), in: Self.actTable)
        let parts = try writer.replace(act.measures.map { [.text($0.id), .optional($0.clause)] }, in: Self.measureTable, parent: saved.id)
        if case .changed = saved.outcome { references.touch(.act, saved.id) }
        return saved.outcome.merging(parts: parts)
    }

    /// Brings what an act says of other acts and items to the wanted state; these must be held already.
    func saveParts(of act: LegalAct) throws -> Set<String> {
        let key = try references.key(of: act.id, in: .act)
        var changed = try writer.replace(
            act.mentions.map { [.integer(try references.key(of: $0, in: .act))] }, in: Self.mentionTable, parent: key)
        changed.formUnion(try writer.replace(try act.destinationRules.map { try row(of: $0) }, in: Self.ruleTable, parent: key))
        return changed
    }

    private func row(of rule: DestinationRule) throws -> [Value] {
        let (kind, area): (String, CountryCode?) =
            switch rule.destination {
            case .area(let code): ("area", code)
            case .everywhere: ("everywhere", nil)
            case .everywhereExcept(let code): ("everywhere-except", code)
            case .countryChart: ("country-chart", nil)
            }
        return [
            .integer(Int64(rule.ordinal)), .optional(try rule.itemID.map { try references.key(of: $0, in: .item) }),
            .text(rule.destinationAsListed), .text(kind), .optional(try area.map { try references.key(of: $0.text, in: .area) }),
            .text(rule.endUse), .text(rule.rule), .optional(rule.period.start?.description), .optional(rule.period.lastDay?.description),
            .optional(rule.notes),
        ] + (try references.cited(rule.citation))
    }

    /// Adds or changes an act; acts and items that it names must be held already.
    @discardableResult
    public func save(_ act: LegalAct) throws -> SaveOutcome {
        try references.atomically {
            let identity = try saveIdentity(of: act)
            return identity.merging(parts: try saveParts(of: act))
        }
    }

    /// Adds an act.
    ///
    /// - Throws: `RegistryError.exists` when one of that id is held.
    public func insert(_ act: LegalAct) throws {
        guard try !references.exists(act.id, in: .act) else { throw RegistryError.exists(kind: "legal act", id: act.id) }
        try save(act)
    }

    /// Changes an act.
    ///
    /// - Throws: `RegistryError.unknown` when none of that id is held.
    @discardableResult
    public func update(_ act: LegalAct) throws -> SaveOutcome {
        _ = try references.key(of: act.id, in: .act)
        return try save(act)
    }

    /// Takes an act out with its measures and rules.
    ///
    /// - Throws: `RegistryError.unknown`; `RegistryError.inUse` when items or other acts rest on it.
    public func deleteAct(_ id: String) throws { try references.delete(id, from: .act) }

    // MARK: Items

    /// Adds or changes an item; its measure, minerals and customs codes must be held already.
    @discardableResult
    public func save(_ item: ControlItem) throws -> SaveOutcome {
        try references.atomically {
            let saved = try writer.save(
                [
                    .text(item.id), .integer(try references.key(of: item.measureID, in: .measure)),
                    .optional(item.controlCodes.isEmpty ? nil : item.controlCodes.joined(separator: "; ")),
                    .optional(item.controlCodeBasis),
                    .text(item.name), .optional(item.nameChinese), .text(item.category), .optional(item.forms),
                    .optional(item.thresholdText),
                    .optional(item.mineralsAsListed), .text(item.requirement.rawValue), .optional(item.period.start?.description),
                    .optional(item.period.lastDay?.description), .optional(item.notes),
                ] + (try references.cited(item.citation)), in: Self.itemTable)
            var parts = try writer.replace(item.controlCodes.map { [.text($0)] }, in: Self.controlCodeTable, parent: saved.id)
            parts.formUnion(
                try writer.replace(
                    item.minerals.map { [.integer(try references.key(of: $0, in: .mineral))] }, in: Self.itemMineralTable, parent: saved.id)
            )
            parts.formUnion(
                try writer.replace(
                    item.customsCodes.map { listing in
                        [
                            .integer(try references.customsCode(listing.code, nomenclature: listing.nomenclature)), .text(listing.edition),
                            .text(listing.role.rawValue), .optional(listing.notes),
                        ] + (try references.cited(listing.citation))
                    }, in: Self.listingTable, parent: saved.id))
            parts.formUnion(
                try writer.replace(
                    item.limits.enumerated().map { index, limit in
                        let (symbol, value, upper) = limit.bound.columns
                        return [
                            .integer(Int64(index + 1)), .text(limit.group), .text(limit.parameter), .text(symbol), .text(value.description),
                            .optional(upper?.description), .text(limit.unit),
                        ] + (try references.cited(limit.citation))
                    }, in: Self.limitTable, parent: saved.id))
            parts.formUnion(
                try writer.replace(
                    item.conditions.enumerated().map { [.integer(Int64($0.offset + 1)), .text($0.element)] }, in: Self.conditionTable,
                    parent: saved.id))
            let outcome = saved.outcome.merging(parts: parts)
            if outcome != .unchanged { references.touch(.item, saved.id) }
            return outcome
        }
    }

    /// Adds an item.
    ///
    /// - Throws: `RegistryError.exists` when one of that id is held.
    public func insert(_ item: ControlItem) throws {
        guard try !references.exists(item.id, in: .item) else { throw RegistryError.exists(kind: "control item", id: item.id) }
        try save(item)
    }

    /// Changes an item.
    ///
    /// - Throws: `RegistryError.unknown` when none of that id is held.
    @discardableResult
    public func update(_ item: ControlItem) throws -> SaveOutcome {
        _ = try references.key(of: item.id, in: .item)
        return try save(item)
    }

    /// Takes an item out with its limits, codes and conditions.
    ///
    /// - Throws: `RegistryError.unknown`; `RegistryError.inUse` when a relation points at it.
    public func deleteItem(_ id: String) throws { try references.delete(id, from: .item) }

    // MARK: Relations and events

    /// Adds or changes what one act does to another.
    @discardableResult
    public func save(_ relation: ActRelation) throws -> SaveOutcome {
        try references.atomically {
            var (act, measure, item): (Value, Value, Value) = (.null, .null, .null)
            switch relation.target {
            case .act(let id): act = .integer(try references.key(of: id, in: .act))
            case .measure(let id): measure = .integer(try references.key(of: id, in: .measure))
            case .item(let id): item = .integer(try references.key(of: id, in: .item))
            }
            return try writer.save(
                [
                    .text(relation.id), .integer(try references.key(of: relation.actingActID, in: .act)), .text(relation.kind.rawValue),
                    act,
                    measure, item, .optional(relation.clauseAsGiven), .optional(relation.instrumentAsGiven),
                    .optional(relation.announced?.description), .optional(relation.period.start?.description),
                    .optional(relation.period.lastDay?.description), .optional(relation.notes),
                ] + (try references.cited(relation.citation)), in: Self.relationTable
            ).outcome
        }
    }

    /// Takes a relation between acts out.
    public func deleteRelation(_ id: String) throws { try references.delete(id, from: .relation) }

    /// Adds or changes an event of the policy timeline.
    @discardableResult
    public func save(_ event: PolicyEvent) throws -> SaveOutcome {
        try references.atomically {
            let saved = try writer.save(
                [
                    .text(event.id), .text(event.date.description), .integer(try references.key(of: event.jurisdiction, in: .area)),
                    .text(event.kind), .text(event.title), .optional(event.mineralsAsListed),
                    .optional(try event.actID.map { try references.key(of: $0, in: .act) }), .optional(event.notes),
                ] + (try references.cited(event.citation)), in: Self.eventTable)
            let parts = try writer.replace(
                event.minerals.map { [.integer(try references.key(of: $0, in: .mineral))] }, in: Self.eventMineralTable, parent: saved.id)
            return saved.outcome.merging(parts: parts)
        }
    }

    /// Takes an event of policy out, by its id.
    public func deleteEvent(_ id: String) throws { try references.delete(id, from: .event) }
}
