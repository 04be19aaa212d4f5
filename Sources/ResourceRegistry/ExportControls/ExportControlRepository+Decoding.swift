internal import RegistrySQLite

// How acts and items are put together from their tables.
extension ExportControlRepository {
    static let itemSelection = """
        SELECT i.id, i.slug, m.slug, i.control_code, i.control_code_basis, i.name_en, i.name_zh, i.category, i.forms, i.threshold_text,
               i.minerals_as_listed, i.requirement, i.starts_on, i.last_day, i.notes, i.confidence, i.citation_id
          FROM control_item i JOIN measure m ON m.id = i.measure_id
        """

    func decodeItem(_ row: borrowing Row, key: Int64) throws -> ControlItem {
        let requirement = try row.string(11)
        guard let known = Requirement(rawValue: requirement) else { throw RegistryError.stored(what: "requirement", text: requirement) }
        return ControlItem(
            id: try row.string(1), measureID: try row.string(2),
            controlCodes: try row.optionalString(3).map(ControlItem.codes(listed:)) ?? [], controlCodeBasis: try row.optionalString(4),
            name: try row.string(5), nameChinese: try row.optionalString(6), category: try row.string(7), forms: try row.optionalString(8),
            thresholdText: try row.optionalString(9), mineralsAsListed: try row.optionalString(10), minerals: try minerals(ofItem: key),
            requirement: known, period: try DatedSpan(stored: try row.optionalString(12), lastDay: try row.optionalString(13)),
            customsCodes: try customsCodes(ofItem: key), limits: try limits(ofItem: key), conditions: try conditions(ofItem: key),
            notes: try row.optionalString(14), citation: try references.citation(confidence: try row.string(15), key: try row.int64(16)))
    }

    private func minerals(ofItem key: Int64) throws -> [String] {
        try connection.query(
            "SELECT m.slug FROM control_item_mineral x JOIN mineral m ON m.id = x.mineral_id WHERE x.item_id = ?1 ORDER BY m.slug",
            [.integer(key)]
        ) { try $0.string(0) }
    }

    private func customsCodes(ofItem key: Int64) throws -> [CustomsListing] {
        try connection.query(
            """
            SELECT c.code, c.nomenclature, x.edition, x.role, x.notes, x.confidence, x.citation_id
              FROM control_item_customs_code x JOIN customs_code c ON c.id = x.customs_code_id
             WHERE x.item_id = ?1 ORDER BY c.nomenclature, c.code, x.edition
            """, [.integer(key)]
        ) { row in
            let role = try row.string(3)
            guard let known = CustomsListing.Role(rawValue: role) else { throw RegistryError.stored(what: "role of a code", text: role) }
            let nomenclature = try Nomenclature(try row.string(1))
            return CustomsListing(
                code: try CustomsCode(try row.string(0), nomenclature: nomenclature), nomenclature: nomenclature,
                edition: try row.string(2),
                role: known, notes: try row.optionalString(4),
                citation: try references.citation(confidence: try row.string(5), key: try row.int64(6)))
        }
    }

    private func limits(ofItem key: Int64) throws -> [Limit] {
        try connection.query(
            """
            SELECT logic_group, parameter, operator, value, upper_value, unit, confidence, citation_id
              FROM control_item_limit WHERE item_id = ?1 ORDER BY ordinal
            """, [.integer(key)]
        ) { row in
            Limit(
                group: try row.string(0), parameter: try row.string(1),
                bound: try Limit.Bound(
                    operator: try row.string(2), value: try row.string(3), upper: try row.optionalString(4)),
                unit: try row.string(5), citation: try references.citation(confidence: try row.string(6), key: try row.int64(7)))
        }
    }

    private func conditions(ofItem key: Int64) throws -> [String] {
        try connection.query("SELECT condition FROM control_item_condition WHERE item_id = ?1 ORDER BY ordinal", [.integer(key)]) {
            try $0.string(0)
        }
    }

    func decodeAct(_ row: borrowing Row, key: Int64) throws -> LegalAct {
        let kind = try row.string(6)
        guard let known = LegalAct.Kind(rawValue: kind) else { throw RegistryError.stored(what: "kind of act", text: kind) }
        return LegalAct(
            id: try row.string(0), jurisdiction: try CountryCode(try row.string(1)), issuer: try row.string(2),
            instrumentNumber: try row.string(3), title: try row.string(4), titleChinese: try row.optionalString(5), kind: known,
            published: try row.optionalString(7).map { try CivilDate($0) },
            period: try DatedSpan(stored: try row.optionalString(8), lastDay: try row.optionalString(9)),
            destinationScope: try row.string(10),
            isExtraterritorial: try row.bool(11), summary: try row.string(12), mentions: try mentions(ofAct: key),
            notes: try row.optionalString(13), citation: try references.citation(confidence: try row.string(14), key: try row.int64(15)),
            measures: try connection.query("SELECT slug, clause FROM measure WHERE act_id = ?1 ORDER BY slug", [.integer(key)]) {
                Measure(id: try $0.string(0), clause: try $0.optionalString(1))
            }, destinationRules: try destinationRules(ofAct: key))
    }

    private func mentions(ofAct key: Int64) throws -> [String] {
        try connection.query(
            "SELECT l.slug FROM legal_act_mention x JOIN legal_act l ON l.id = x.mentioned_id WHERE x.act_id = ?1 ORDER BY l.slug",
            [.integer(key)]
        ) { try $0.string(0) }
    }

    private func destinationRules(ofAct key: Int64) throws -> [DestinationRule] {
        try connection.query(
            """
            SELECT r.ordinal, i.slug, r.destination_kind, a.code, r.destination, r.end_use, r.rule, r.starts_on, r.last_day, r.notes,
                   r.confidence, r.citation_id
              FROM destination_rule r LEFT JOIN control_item i ON i.id = r.item_id LEFT JOIN area a ON a.id = r.area_id
             WHERE r.act_id = ?1 ORDER BY r.ordinal
            """, [.integer(key)]
        ) { row in
            let kind = try row.string(2)
            let area = try row.optionalString(3).map { try CountryCode($0) }
            let destination: DestinationRule.Destination
            switch (kind, area) {
            case ("area", .some(let area)): destination = .area(area)
            case ("everywhere-except", .some(let area)): destination = .everywhereExcept(area)
            case ("everywhere", .none): destination = .everywhere
            case ("country-chart", .none): destination = .countryChart
            default: throw RegistryError.stored(what: "destination", text: kind)
            }
            return DestinationRule(
                ordinal: try row.int(0), itemID: try row.optionalString(1), destination: destination,
                destinationAsListed: try row.string(4),
                endUse: try row.string(5), rule: try row.string(6),
                period: try DatedSpan(stored: try row.optionalString(7), lastDay: try row.optionalString(8)),
                notes: try row.optionalString(9),
                citation: try references.citation(confidence: try row.string(10), key: try row.int64(11)))
        }
    }

    func relations(_ condition: String, _ arguments: [Value]) throws -> [ActRelation] {
        try connection.query(
            """
            SELECT r.slug, x.slug, r.kind, l.slug, m.slug, i.slug, r.clause_as_given, r.instrument_as_given, r.announced_on, r.starts_on,
                   r.last_day, r.notes, r.confidence, r.citation_id
              FROM act_relation r JOIN legal_act x ON x.id = r.acting_act_id
              LEFT JOIN legal_act l ON l.id = r.target_act_id
              LEFT JOIN measure m ON m.id = r.target_measure_id
              LEFT JOIN control_item i ON i.id = r.target_item_id
            \(condition) ORDER BY r.slug
            """, arguments
        ) { row in
            let kind = try row.string(2)
            guard let known = ActRelation.Kind(rawValue: kind) else { throw RegistryError.stored(what: "act relation", text: kind) }
            let target: ActRelation.Target
            if let act = try row.optionalString(3) {
                target = .act(act)
            } else if let measure = try row.optionalString(4) {
                target = .measure(measure)
            } else {
                target = .item(try row.string(5))
            }
            return ActRelation(
                id: try row.string(0), actingActID: try row.string(1), kind: known, target: target,
                clauseAsGiven: try row.optionalString(6), instrumentAsGiven: try row.optionalString(7),
                announced: try row.optionalString(8).map { try CivilDate($0) },
                period: try DatedSpan(stored: try row.optionalString(9), lastDay: try row.optionalString(10)),
                notes: try row.optionalString(11),
                citation: try references.citation(confidence: try row.string(12), key: try row.int64(13)))
        }
    }
}

extension DatedSpan {
    /// Reads the two columns of a period.
    init(stored start: String?, lastDay: String?) throws {
        self.init(start: try start.map { try CivilDate($0) }, lastDay: try lastDay.map { try CivilDate($0) })
    }
}

extension ControlItem {
    /// Control codes as listed in one text: `2B901; 2C901; 2E901`.
    static func codes(listed text: String) -> [String] {
        text.split(separator: ";").map { String($0.drop(while: { $0 == " " })) }.filter { !$0.isEmpty }
    }
}

extension Limit.Bound {
    /// Reads an operator and its values.
    ///
    /// - Throws: `InvalidValue` for an operator or a number that cannot be.
    init(operator symbol: String, value: String, upper: String?) throws(InvalidValue) {
        let number = try ExactDecimal(value)
        switch (symbol, upper) {
        case ("<", nil): self = .below(number)
        case ("<=", nil): self = .atMost(number)
        case ("=", nil): self = .equal(number)
        case (">=", nil): self = .atLeast(number)
        case (">", nil): self = .above(number)
        case ("between", .some(let upper)): self = .between(number, try ExactDecimal(upper))
        default: throw InvalidValue(kind: "limit", text: "\(symbol) \(value)", expected: "one of < <= = >= >, or between with two ends")
        }
    }

    /// The operator and the values as they are stored and shown.
    var columns: (symbol: String, value: ExactDecimal, upper: ExactDecimal?) {
        switch self {
        case .below(let value): ("<", value, nil)
        case .atMost(let value): ("<=", value, nil)
        case .equal(let value): ("=", value, nil)
        case .atLeast(let value): (">=", value, nil)
        case .above(let value): (">", value, nil)
        case .between(let value, let upper): ("between", value, upper)
        }
    }
}
