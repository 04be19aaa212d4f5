/// Minerals, their classes and the lists that name them, read from the fact tables.
struct MineralFacts {
    private static let space = "minerals"

    let sources: [Source]
    let minerals: [Mineral]
    let schemes: [ResourceClassScheme]
    let lists: [CriticalityList]
    /// Codes of the Harmonized System that minerals trade under.
    let customsCodes: [CustomsCodeEntry]

    init(from source: some FactSource) throws {
        sources = try Self.sources(from: source)
        let parts = try Parts(from: source)
        let commodities = try FactTable(
            "minerals/commodities.csv", from: source,
            columns: [
                "slug", "name_en", "name_zh", "pinyin", "symbol", "atomic_number", "cas_number", "cas_confidence", "kind",
                "cn_three_rare_class", "cn_three_rare_note", "ree_subgroup_cn3", "ree_subgroup_eu", "ree_subgroup_usgs", "host_minerals",
                "mainly_byproduct", "byproduct_of", "description_en", "identity_source_id", "host_confidence", "host_source_id",
            ])
        minerals = try commodities.rows.map { try Self.mineral($0, parts: parts) }
        schemes = try Self.schemes(from: source) + Self.columnSchemes(commodities)
        lists = try Self.lists(from: source)
        customsCodes = try parts.codes.sorted().map { digits in
            CustomsCodeEntry(
                code: try CustomsCode(digits, nomenclature: .harmonizedSystem), nomenclature: .harmonizedSystem, parent: nil,
                description: nil, edition: "HS 2022", notes: nil,
                citation: try Citation(confidence: .confirmed, sources: ["\(Self.space):hs-2022"]))
        }
    }

    private static func sources(from source: some FactSource) throws -> [Source] {
        try FactTable(
            "minerals/sources.csv", from: source, columns: ["source_id", "title", "publisher", "date", "url", "licence", "how_seen"]
        ).rows.map { row in
            Source(
                id: "\(space):\(try row.text("source_id"))", title: try row.text("title"), publisher: row.optional("publisher"),
                published: try row.date("date"), url: row.optional("url"), licence: row.optional("licence"),
                howSeen: row.optional("how_seen"))
        }
    }

    private static func mineral(_ row: FactRow, parts: Parts) throws -> Mineral {
        let slug = try row.value("slug") { try Slug($0).text }
        var names = [MineralName(language: "en", name: try row.text("name_en"), isPreferred: true)]
        if let chinese = row.optional("name_zh") { names.append(MineralName(language: "zh", name: chinese, isPreferred: true)) }
        if let pinyin = row.optional("pinyin") { names.append(MineralName(language: "zh-Latn-pinyin", name: pinyin, isPreferred: true)) }
        let hosts = try row.citation(space, confidence: "host_confidence", sources: "host_source_id")
        let relations =
            row.list("host_minerals").map { MineralRelation(kind: .host, label: $0, other: nil, citation: hosts) }
            + row.list("byproduct_of").map { MineralRelation(kind: .byproductOf, label: $0, other: $0, citation: hosts) }
        let identity = try row.text("identity_source_id")
        return Mineral(
            id: slug, kind: try row.word("kind"), symbol: row.optional("symbol"), atomicNumber: try row.integer("atomic_number"),
            casNumber: row.optional("cas_number"),
            casConfidence: try row.optionalValue("cas_confidence") { _ in try row.word("cas_confidence") },
            summary: row.optional("description_en"), mainlyByproduct: row.optional("mainly_byproduct"),
            classNote: row.optional("cn_three_rare_note"), names: names, aliases: parts.aliases[slug] ?? [], uses: parts.uses[slug] ?? [],
            relations: relations, members: parts.members[slug] ?? [], customsCodes: parts.customsCodes[slug] ?? [],
            // `general` is background knowledge: the identity of what is not an element was not looked up.
            citation: try Citation(
                confidence: identity == "general" ? .recalled : .confirmed, sources: ["\(space):\(identity)"]))
    }

    private static let schemeTitles = [
        "this-data-set": "The choice made in this registry",
        "cn-1994-annex": "Annex to the rules of the Chinese mineral resources law, 1994",
        "cn-technical-metallurgy": "Chinese technical metallurgy",
        "cn-resource-review-2024": "Chinese review of dispersed-element resources, 2024",
        "cn-encyclopaedia": "Chinese encyclopaedia entry",
        "cn-deposit-classes-page": "Chinese page on classes of deposits",
    ]

    private static func schemes(from source: some FactSource) throws -> [ResourceClassScheme] {
        var members: [String: [ResourceClassMember]] = [:]
        var cited: [String: [String]] = [:]
        for row in try FactTable(
            "minerals/cn_three_rare_classes.csv", from: source,
            columns: ["scheme", "class", "class_zh", "commodity_slug", "source_id", "confidence", "note"]
        ).rows {
            let scheme = try row.text("scheme")
            let citation = try row.citation(space, sources: "source_id")
            members[scheme, default: []].append(
                ResourceClassMember(
                    mineral: try row.text("commodity_slug"), resourceClass: try row.value("class") { try ResourceClass($0) },
                    classAsListed: try row.text("class"), classNameChinese: row.optional("class_zh"), period: .undated,
                    note: row.optional("note"), citation: citation))
            for id in citation.sources where cited[scheme]?.contains(id) != true { cited[scheme, default: []].append(id) }
        }
        return try members.sorted { $0.key < $1.key }.map { scheme, members in
            ResourceClassScheme(
                id: scheme, title: schemeTitles[scheme] ?? scheme, isDefault: scheme == "this-data-set", members: members,
                citation: try Citation(confidence: .confirmed, sources: (cited[scheme] ?? []).sorted()))
        }
    }

    /// Classes that stand in columns of the commodity table. The three-rare column classes groups and compounds too, which the
    /// schemes leave out; the rare-earth subgroups are three schemes of their own.
    private static func columnSchemes(_ table: FactTable) throws -> [ResourceClassScheme] {
        let columns = [
            ("cn_three_rare_class", "commodity-table", "The class column of the commodity table, groups and compounds included"),
            ("ree_subgroup_cn3", "ree-cn3", "Light, medium and heavy rare earths, Chinese three-way split by solvent extraction"),
            ("ree_subgroup_eu", "ree-eu", "Light and heavy rare earths, EU split"),
            ("ree_subgroup_usgs", "ree-usgs", "Light and heavy rare earths, USGS split"),
        ]
        return try columns.map { column, id, title in
            let confidence: Confidence = column == "ree_subgroup_cn3" || column == "cn_three_rare_class" ? .recalled : .confirmed
            let citation = try Citation(confidence: confidence, sources: ["\(space):general"])
            let members = try table.rows.compactMap { row -> ResourceClassMember? in
                guard let listed = row.optional(column), listed != "none" else { return nil }
                return ResourceClassMember(
                    mineral: try row.text("slug"), resourceClass: try row.value(column) { try ResourceClass($0) }, classAsListed: listed,
                    classNameChinese: nil, period: .undated,
                    note: column == "cn_three_rare_class" ? row.optional("cn_three_rare_note") : nil,
                    citation: citation)
            }
            return ResourceClassScheme(id: id, title: title, isDefault: false, members: members, citation: citation)
        }
    }

    private static func lists(from source: some FactSource) throws -> [CriticalityList] {
        var entries: [String: [Designation]] = [:]
        for row in try FactTable(
            "minerals/designations.csv", from: source,
            columns: ["list_id", "entry_no", "commodity_slug", "entry_as_listed", "also_covers", "source_id", "confidence"]
        ).rows {
            entries[try row.text("list_id"), default: []].append(
                Designation(
                    entryNumber: try row.integer("entry_no") ?? 0, mineral: try row.text("commodity_slug"),
                    entryAsListed: try row.text("entry_as_listed"), alsoCovers: row.list("also_covers"),
                    citation: try row.citation(space, sources: "source_id")))
        }
        return try FactTable(
            "minerals/lists.csv", from: source,
            columns: [
                "list_id", "name_en", "name_local", "jurisdiction", "authority", "date", "list_type", "official_count", "note",
                "superseded_by", "source_id", "confidence",
            ]
        ).rows.map { row in
            let id = try row.text("list_id")
            return CriticalityList(
                id: id, name: try row.text("name_en"), localName: row.optional("name_local"), jurisdiction: try row.text("jurisdiction"),
                authority: try row.text("authority"), date: try row.value("date") { try CivilDate($0) }, type: try row.text("list_type"),
                officialCount: try row.integer("official_count"), supersededBy: row.optional("superseded_by"), note: row.optional("note"),
                citation: try row.citation(space, sources: "source_id"), designations: entries[id] ?? [])
        }
    }

    /// What other tables say of the minerals, by slug.
    private struct Parts {
        var uses: [String: [MineralUse]] = [:]
        var members: [String: [MineralGroupMember]] = [:]
        var aliases: [String: [MineralAlias]] = [:]
        var customsCodes: [String: [MineralCustomsCode]] = [:]
        var codes: Set<String> = []

        init(from source: some FactSource) throws {
            for row in try FactTable(
                "minerals/uses.csv", from: source, columns: ["commodity_slug", "sector", "sector_label", "source_id", "confidence"]
            ).rows {
                uses[try row.text("commodity_slug"), default: []].append(
                    MineralUse(
                        sector: try row.text("sector"), label: try row.text("sector_label"),
                        citation: try row.citation(space, sources: "source_id")))
            }
            for row in try FactTable(
                "minerals/groups.csv", from: source, columns: ["group_slug", "member_slug", "scope_note", "source_id", "confidence"]
            ).rows {
                members[try row.text("group_slug"), default: []].append(
                    MineralGroupMember(
                        member: try row.text("member_slug"), scopeNote: row.optional("scope_note"),
                        citation: try row.citation(space, sources: "source_id")))
            }
            for row in try FactTable(
                "aliases/mineral_aliases.csv", from: source, columns: ["alias", "commodity_slug", "confidence"]
            ).rows {
                aliases[try row.text("commodity_slug"), default: []].append(
                    MineralAlias(
                        alias: try row.text("alias").lowercased(),
                        citation: try Citation(confidence: try row.word("confidence"), sources: ["aliases:compiler"])))
            }
            for row in try FactTable(
                "minerals/hs_codes.csv", from: source,
                columns: ["commodity_slug", "hs6", "form", "shared_code", "source_id", "mapping_confidence"]
            ).rows {
                let code = try row.value("hs6") { try CustomsCode($0, nomenclature: .harmonizedSystem) }
                codes.insert(code.digits)
                customsCodes[try row.text("commodity_slug"), default: []].append(
                    MineralCustomsCode(
                        code: code, form: try row.text("form"), isShared: try row.flag("shared_code"),
                        citation: try row.citation(space, confidence: "mapping_confidence", sources: "source_id")))
            }
        }
    }
}

extension DatedSpan {
    /// A period of which no source tells a beginning or an end.
    static var undated: DatedSpan { DatedSpan(start: nil, lastDay: nil) }
}
