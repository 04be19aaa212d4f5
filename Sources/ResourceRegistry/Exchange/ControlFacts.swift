/// Acts, items, relations and events, read from the fact tables of export controls.
struct ControlFacts {
    private static let space = "controls"

    let sources: [Source]
    let customsCodes: [CustomsCodeEntry]
    let acts: [LegalAct]
    let items: [ControlItem]
    let relations: [ActRelation]
    /// Where the table of relations and the older one in words name different last days: the table of relations counts.
    let disagreements: [FactError]
    let events: [PolicyEvent]

    init(from source: some FactSource) throws {
        sources = try FactTable(
            "export-controls/sources.csv", from: source,
            columns: ["source_id", "title", "publisher", "source_date", "url", "language", "kind", "notes"]
        ).rows.map { row in
            Source(
                id: "\(Self.space):\(try row.text("source_id"))", title: try row.text("title"), publisher: row.optional("publisher"),
                published: try row.date("source_date"), url: row.optional("url"), language: row.optional("language"),
                kind: row.optional("kind"), notes: row.optional("notes"))
        }
        customsCodes = try FactTable(
            "export-controls/hs_codes.csv", from: source,
            columns: ["hs_code", "nomenclature", "parent_code", "description", "hs_edition", "confidence", "source_ids", "notes"]
        ).rows.map { row in
            let nomenclature = try row.value("nomenclature") { try Nomenclature($0) }
            return CustomsCodeEntry(
                code: try row.value("hs_code") { try CustomsCode($0, nomenclature: nomenclature) }, nomenclature: nomenclature,
                parent: row.optional("parent_code"), description: row.optional("description"), edition: try row.text("hs_edition"),
                notes: row.optional("notes"), citation: try row.citation(Self.space, sources: "source_ids"))
        }.sorted { ($0.code.digits.count, $0.code.digits) < ($1.code.digits.count, $1.code.digits) }
        acts = try Self.acts(from: source)
        items = try Self.items(from: source)
        (relations, disagreements) = try Self.relations(from: source)
        events = try Self.events(from: source)
    }

    private static func acts(from source: some FactSource) throws -> [LegalAct] {
        var measures: [String: [Measure]] = [:]
        for row in try FactTable("export-controls/clauses.csv", from: source, columns: ["measure_id", "act_id", "clause"]).rows {
            measures[try row.text("act_id"), default: []].append(Measure(id: try row.text("measure_id"), clause: row.optional("clause")))
        }
        var rules: [String: [DestinationRule]] = [:]
        for row in try FactTable(
            "export-controls/item_destinations.csv", from: source,
            columns: [
                "measure_id", "item_id", "destination", "end_use_or_user", "rule", "from_date", "to_date", "confidence", "source_ids",
                "notes",
            ]
        ).rows {
            let act = try row.text("measure_id")
            rules[act, default: []].append(
                DestinationRule(
                    ordinal: (rules[act]?.count ?? 0) + 1, itemID: row.optional("item_id"),
                    destination: try row.value("destination") { try DestinationRule.Destination(listed: $0) },
                    destinationAsListed: try row.text("destination"), endUse: try row.text("end_use_or_user"), rule: try row.text("rule"),
                    period: DatedSpan(start: try row.date("from_date"), lastDay: try row.date("to_date")), notes: row.optional("notes"),
                    citation: try row.citation(space, sources: "source_ids")))
        }
        return try FactTable(
            "export-controls/measures.csv", from: source,
            columns: [
                "measure_id", "jurisdiction", "issuer", "instrument_no", "title_en", "title_zh", "kind", "announced_on", "effective_from",
                "effective_to", "destination_scope", "extraterritorial", "summary", "related_measures", "confidence", "source_ids", "notes",
            ]
        ).rows.map { row in
            let id = try row.text("measure_id")
            return LegalAct(
                id: id, jurisdiction: try row.value("jurisdiction") { try CountryCode($0) }, issuer: try row.text("issuer"),
                instrumentNumber: try row.text("instrument_no"), title: try row.text("title_en"), titleChinese: row.optional("title_zh"),
                kind: try row.word("kind"), published: try row.date("announced_on"),
                period: DatedSpan(start: try row.date("effective_from"), lastDay: try row.date("effective_to")),
                destinationScope: try row.text("destination_scope"), isExtraterritorial: try row.flag("extraterritorial"),
                summary: try row.text("summary"), mentions: row.list("related_measures"), notes: row.optional("notes"),
                citation: try row.citation(space, sources: "source_ids"), measures: measures[id] ?? [], destinationRules: rules[id] ?? [])
        }
    }

    private static func relations(from source: some FactSource) throws -> ([ActRelation], [FactError]) {
        let words = try FactTable(
            "export-controls/suspensions.csv", from: source,
            columns: ["measure_id", "clause", "by_instrument", "announced_on", "from_date", "until_date"])
        for row in words.rows { for column in ["announced_on", "from_date", "until_date"] { _ = try row.date(column) } }
        var disagreements: [FactError] = []
        let relations = try FactTable(
            "export-controls/act_relations.csv", from: source,
            columns: [
                "relation_id", "acting_act_id", "kind", "target_kind", "target_id", "announced_on", "from_date", "last_day", "confidence",
                "source_ids", "notes",
            ]
        ).rows.map { row in
            let target = try row.text("target_id")
            // The older table says the same in words; its row is the one for the same act that begins on the same day.
            let rows = words.rows.filter { old in
                old.optional("measure_id").map { target == $0 || target.hasPrefix($0 + "-") } == true
                    && ["announced_on", "from_date"].allSatisfy { old.optional($0) == row.optional($0) }
            }
            let older = rows.first { $0.optional("until_date") == row.optional("last_day") } ?? rows.first
            if let older, older.optional("until_date") != row.optional("last_day") {
                disagreements.append(
                    FactError(
                        path: older.path, line: older.line, column: "until_date", text: older.optional("until_date") ?? "",
                        problem: "\(row.path):\(row.line) has '\(row.optional("last_day") ?? "")' as last day, and that table counts; "
                            + "write the same day into both"))
            }
            return ActRelation(
                id: try row.text("relation_id"), actingActID: try row.text("acting_act_id"), kind: try row.word("kind"),
                target: try row.value("target_kind") { kind in
                    switch kind {
                    case "act": return .act(target)
                    case "measure": return .measure(target)
                    case "item": return .item(target)
                    default: throw InvalidValue(kind: "target", text: kind, expected: "act, measure or item")
                    }
                },
                clauseAsGiven: older?.optional("clause"), instrumentAsGiven: older?.optional("by_instrument"),
                announced: try row.date("announced_on"),
                period: DatedSpan(start: try row.date("from_date"), lastDay: try row.date("last_day")), notes: row.optional("notes"),
                citation: try row.citation(space, sources: "source_ids"))
        }
        return (relations, disagreements)
    }

    private static func events(from source: some FactSource) throws -> [PolicyEvent] {
        var minerals: [String: [String]] = [:]
        for row in try FactTable("export-controls/event_minerals.csv", from: source, columns: ["event_id", "commodity_slug"]).rows {
            minerals[try row.text("event_id"), default: []].append(try row.text("commodity_slug"))
        }
        return try FactTable(
            "export-controls/events.csv", from: source,
            columns: [
                "event_id", "event_date", "jurisdiction", "kind", "title", "minerals", "measure_id", "confidence", "source_ids", "notes",
            ]
        ).rows.map { row in
            let id = try row.text("event_id")
            return PolicyEvent(
                id: id, date: try row.value("event_date") { try CivilDate($0) }, jurisdiction: try row.text("jurisdiction"),
                kind: try row.text("kind"), title: try row.text("title"), mineralsAsListed: row.optional("minerals"),
                minerals: minerals[id] ?? [], actID: row.optional("measure_id"), notes: row.optional("notes"),
                citation: try row.citation(space, sources: "source_ids"))
        }
    }
}

extension DestinationRule.Destination {
    /// Reads a destination as the tables write it: `US`, `*`, `* except CN`, `outside EU`, `per country chart`.
    init(listed text: String) throws {
        if text == "*" {
            self = .everywhere
        } else if text == "per country chart" {
            self = .countryChart
        } else if let prefix = ["* except ", "outside "].first(where: { text.hasPrefix($0) }) {
            self = .everywhereExcept(try CountryCode(String(text.dropFirst(prefix.count))))
        } else {
            self = .area(try CountryCode(text))
        }
    }
}
