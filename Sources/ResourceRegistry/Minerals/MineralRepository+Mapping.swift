internal import RegistrySQLite

// How a mineral is spread over tables, and put together again.
extension MineralRepository {
    static let table = TableMapping(
        name: "mineral", parent: nil, key: ["slug"],
        rest: [
            "kind", "symbol", "atomic_number", "cas_number", "cas_confidence", "description", "mainly_byproduct", "class_note",
            "confidence", "citation_id",
        ])
    static let names = TableMapping(name: "mineral_name", parent: "mineral_id", key: ["language", "name"], rest: ["kind"])
    static let uses = TableMapping(
        name: "mineral_use", parent: "mineral_id", key: ["sector"], rest: ["sector_label", "confidence", "citation_id"])
    static let relations = TableMapping(
        name: "mineral_relation", parent: "mineral_id", key: ["kind", "label"], rest: ["other_id", "confidence", "citation_id"])
    static let members = TableMapping(
        name: "mineral_group_member", parent: "group_id", key: ["member_id"], rest: ["scope_note", "confidence", "citation_id"])
    static let aliases = TableMapping(
        name: "mineral_alias", parent: "mineral_id", key: ["alias"], rest: ["confidence", "citation_id"])
    static let customsCodes = TableMapping(
        name: "mineral_customs_code", parent: "mineral_id", key: ["customs_code_id", "form"],
        rest: ["is_shared", "confidence", "citation_id"])

    // MARK: Writing

    /// Adds a mineral.
    ///
    /// Minerals that it names as by-product sources or members must be held already.
    /// - Throws: `RegistryError.exists` when one of that id is held.
    public func insert(_ mineral: Mineral) throws {
        guard try !references.exists(mineral.id, in: .mineral) else { throw RegistryError.exists(kind: "mineral", id: mineral.id) }
        _ = try save(mineral)
    }

    /// Changes a mineral.
    ///
    /// - Throws: `RegistryError.unknown` when none of that id is held.
    @discardableResult
    public func update(_ mineral: Mineral) throws -> SaveOutcome {
        _ = try references.key(of: mineral.id, in: .mineral)
        return try save(mineral)
    }

    /// Adds or changes a mineral, whichever it takes.
    @discardableResult
    public func save(_ mineral: Mineral) throws -> SaveOutcome {
        try references.atomically {
            let identity = try saveIdentity(mineral)
            return identity.merging(parts: try saveParts(mineral))
        }
    }

    /// Takes a mineral out, with its names, uses and relations.
    ///
    /// - Throws: `RegistryError.unknown`; `RegistryError.inUse` when a deposit, a list or a control rests on it.
    public func delete(_ id: String) throws {
        try references.delete(id, from: .mineral)
    }

    /// The row of the mineral alone; what points at other minerals follows in `saveParts`, when all of them are there.
    func saveIdentity(_ mineral: Mineral) throws -> SaveOutcome {
        let slug = try Slug(mineral.id)
        let saved = try RowWriter(connection: references.connection).save(
            [
                .text(slug.text), .text(mineral.kind.rawValue), .optional(mineral.symbol), .optional(mineral.atomicNumber.map(Int64.init)),
                .optional(mineral.casNumber), .optional(mineral.casConfidence?.rawValue), .optional(mineral.summary),
                .optional(mineral.mainlyByproduct), .optional(mineral.classNote), .text(mineral.citation.confidence.rawValue),
                .integer(try references.citation(mineral.citation)),
            ], in: Self.table)
        if saved.outcome != .unchanged { references.touch(.mineral, saved.id) }
        return saved.outcome
    }

    func saveParts(_ mineral: Mineral) throws -> Set<String> {
        let key = try references.key(of: mineral.id, in: .mineral)
        let writer = RowWriter(connection: references.connection)
        var changed = try writer.replace(
            mineral.names.map { [.text($0.language), .text($0.name), .text($0.isPreferred ? "preferred" : "alias")] }, in: Self.names,
            parent: key)
        changed.formUnion(
            try writer.replace(
                mineral.uses.map { [.text($0.sector), .text($0.label)] + (try references.cited($0.citation)) }, in: Self.uses, parent: key))
        changed.formUnion(
            try writer.replace(
                mineral.relations.map { relation in
                    let other = try relation.other.map { Value.integer(try references.key(of: $0, in: .mineral)) }
                    return [.text(relation.kind.rawValue), .text(relation.label), other ?? .null]
                        + (try references.cited(relation.citation))
                }, in: Self.relations, parent: key))
        changed.formUnion(
            try writer.replace(
                mineral.members.map {
                    [.integer(try references.key(of: $0.member, in: .mineral)), .optional($0.scopeNote)]
                        + (try references.cited($0.citation))
                }, in: Self.members, parent: key))
        changed.formUnion(
            try writer.replace(
                mineral.aliases.map { [.text($0.alias)] + (try references.cited($0.citation)) }, in: Self.aliases, parent: key))
        changed.formUnion(
            try writer.replace(
                mineral.customsCodes.map {
                    [
                        .integer(try references.customsCode($0.code, nomenclature: .harmonizedSystem)), .text($0.form),
                        .integer($0.isShared ? 1 : 0),
                    ] + (try references.cited($0.citation))
                }, in: Self.customsCodes, parent: key))
        if !changed.isEmpty { references.touch(.mineral, key) }
        return changed
    }

    // MARK: Decoding

    func decode(_ row: borrowing Row, key: Int64) throws -> Mineral {
        let kind = try row.string(1)
        guard let known = Mineral.Kind(rawValue: kind) else { throw RegistryError.stored(what: "kind of mineral", text: kind) }
        let casConfidence = try row.optionalString(5).map { try Confidence(stored: $0) }
        return Mineral(
            id: try row.string(0), kind: known, symbol: try row.optionalString(2), atomicNumber: try row.optionalInt(3),
            casNumber: try row.optionalString(4), casConfidence: casConfidence, summary: try row.optionalString(6),
            mainlyByproduct: try row.optionalString(7), classNote: try row.optionalString(8), names: try names(of: key),
            aliases: try aliases(of: key), uses: try uses(of: key), relations: try relations(of: key), members: try members(of: key),
            customsCodes: try customsCodes(of: key),
            citation: try references.citation(confidence: try row.string(9), key: try row.int64(10)))
    }

    private func names(of key: Int64) throws -> [MineralName] {
        try references.connection.query(
            "SELECT language, name, kind FROM mineral_name WHERE mineral_id = ?1 ORDER BY language, kind DESC, name", [.integer(key)]
        ) { MineralName(language: try $0.string(0), name: try $0.string(1), isPreferred: try $0.string(2) == "preferred") }
    }

    private func aliases(of key: Int64) throws -> [MineralAlias] {
        try references.connection.query(
            "SELECT alias, confidence, citation_id FROM mineral_alias WHERE mineral_id = ?1 ORDER BY alias", [.integer(key)]
        ) { row in
            MineralAlias(
                alias: try row.string(0), citation: try references.citation(confidence: try row.string(1), key: try row.int64(2)))
        }
    }

    private func uses(of key: Int64) throws -> [MineralUse] {
        try references.connection.query(
            "SELECT sector, sector_label, confidence, citation_id FROM mineral_use WHERE mineral_id = ?1 ORDER BY sector", [.integer(key)]
        ) { row in
            MineralUse(
                sector: try row.string(0), label: try row.string(1),
                citation: try references.citation(confidence: try row.string(2), key: try row.int64(3)))
        }
    }

    private func relations(of key: Int64) throws -> [MineralRelation] {
        try references.connection.query(
            """
            SELECT r.kind, r.label, o.slug, r.confidence, r.citation_id
              FROM mineral_relation r LEFT JOIN mineral o ON o.id = r.other_id WHERE r.mineral_id = ?1 ORDER BY r.kind, r.label
            """, [.integer(key)]
        ) { row in
            let kind = try row.string(0)
            guard let known = MineralRelation.Kind(rawValue: kind) else { throw RegistryError.stored(what: "relation", text: kind) }
            return MineralRelation(
                kind: known, label: try row.string(1), other: try row.optionalString(2),
                citation: try references.citation(confidence: try row.string(3), key: try row.int64(4)))
        }
    }

    private func members(of key: Int64) throws -> [MineralGroupMember] {
        try references.connection.query(
            """
            SELECT m.slug, g.scope_note, g.confidence, g.citation_id
              FROM mineral_group_member g JOIN mineral m ON m.id = g.member_id WHERE g.group_id = ?1 ORDER BY m.slug
            """, [.integer(key)]
        ) { row in
            MineralGroupMember(
                member: try row.string(0), scopeNote: try row.optionalString(1),
                citation: try references.citation(confidence: try row.string(2), key: try row.int64(3)))
        }
    }

    private func customsCodes(of key: Int64) throws -> [MineralCustomsCode] {
        try references.connection.query(
            """
            SELECT c.code, x.form, x.is_shared, x.confidence, x.citation_id
              FROM mineral_customs_code x JOIN customs_code c ON c.id = x.customs_code_id WHERE x.mineral_id = ?1 ORDER BY c.code, x.form
            """, [.integer(key)]
        ) { row in
            MineralCustomsCode(
                code: try CustomsCode(try row.string(0), nomenclature: .harmonizedSystem), form: try row.string(1),
                isShared: try row.bool(2),
                citation: try references.citation(confidence: try row.string(3), key: try row.int64(4)))
        }
    }
}
