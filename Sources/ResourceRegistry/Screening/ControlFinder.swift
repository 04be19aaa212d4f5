internal import RegistrySQLite

/// How one item was hit.
struct ControlHit {
    var ways: Set<ControlMatch.Way> = []
    /// The listed code that was hit, the nearest to the asked one.
    var listedCode: String?
    /// Whether one of the ways decides by itself.
    var isDecided = false
    /// What is open while none does: `subheading`, `description`, `nomenclature`, `form`, `item` …
    var open: (asks: String, limit: String?)?

    /// Takes another way in.
    mutating func add(_ way: ControlMatch.Way, decided: Bool, open question: (asks: String, limit: String?)? = nil) {
        ways.insert(way)
        if decided { isDecided = true }
        if open == nil { open = question }
    }
}

/// Finds the items of some jurisdictions that a query hits, by SQL. Each way finds items; the union is taken.
struct ControlFinder {
    let connection: Connection
    let references: References
    let query: ScreeningQuery
    let jurisdictions: [String]

    /// The hits by item id, and whether the query has words that match nothing.
    func hits() throws -> (hits: [String: ControlHit], wordsMatchNothing: Bool) {
        var hits: [String: ControlHit] = [:]
        if let code = query.code {
            try find(code, &hits)
            try findByMisprint(code, &hits)
        }
        try findByControlCode(&hits)
        try findByItem(&hits)
        let wordsMatchNothing = try !findByWords(&hits)
        try findByMineral(&hits, wordsMatchNothing: wordsMatchNothing)
        return (hits, wordsMatchNothing)
    }

    private func forEachItem(_ condition: String, _ arguments: [Value], _ body: (String) throws -> Void) throws {
        for jurisdiction in jurisdictions {
            try connection.query(
                """
                SELECT DISTINCT i.slug FROM control_item i JOIN measure m ON m.id = i.measure_id JOIN legal_act l ON l.id = m.act_id
                  JOIN area a ON a.id = l.area_id WHERE a.code = ?1 AND (\(condition)) ORDER BY i.slug
                """, [.text(jurisdiction)] + arguments
            ) { try $0.string(0) }.forEach(body)
        }
    }

    // MARK: By customs code

    private func find(_ code: CustomsCode, _ hits: inout [String: ControlHit]) throws {
        let asked = query.nomenclature ?? query.code?.nomenclature ?? Self.nomenclature(of: query.origin, jurisdictions: jurisdictions)
        var finer: [String: [String]] = [:]
        // All codes of a heading stand together in each nomenclature; ':' follows the digits.
        let heading = code.heading.digits
        for jurisdiction in jurisdictions {
            let listings = try connection.query(
                """
                SELECT i.slug, c.code, c.nomenclature, x.role, i.name_en
                  FROM customs_code c JOIN control_item_customs_code x ON x.customs_code_id = c.id JOIN control_item i ON i.id = x.item_id
                  JOIN measure m ON m.id = i.measure_id JOIN legal_act l ON l.id = m.act_id JOIN area a ON a.id = l.area_id
                 WHERE a.code = ?1 AND c.nomenclature IN ('HS', 'CN', 'EU', 'US') AND c.code >= ?2 AND c.code < ?3
                 ORDER BY i.slug, length(c.code) DESC, c.code
                """, [.text(jurisdiction), .text(heading), .text(heading + ":")]
            ) { (try $0.string(0), try $0.string(1), try $0.string(2), try $0.string(3), try $0.string(4)) }
            for (item, digits, nomenclature, role, name) in listings {
                guard let relation = CodeRelation(asked: code.digits, in: asked, listed: digits, in: nomenclature) else { continue }
                let isBinding = role != "indicative" && digits.utf8.count >= 6
                var hit = hits[item] ?? ControlHit()
                let decided = relation == .covered && isBinding
                if decided && !(hit.isDecided && hit.listedCode != nil) || hit.listedCode == nil { hit.listedCode = digits }
                // Where the code says no more than that the good lies near, the description decides.
                hit.add(.code, decided: decided, open: decided ? nil : (relation.asks, relation == .covered ? name : digits))
                hits[item] = hit
                if relation == .coarser, finer[item]?.contains(digits) != true { finer[item, default: []].append(digits) }
            }
        }
        for (item, codes) in finer where hits[item]?.open?.asks == CodeRelation.coarser.asks {
            hits[item]?.open?.limit = codes.sorted().joined(separator: ", ")
        }
    }

    /// A misprint finds what the code that is meant finds: undecided, for nobody knows which of the two is declared.
    private func findByMisprint(_ code: CustomsCode, _ hits: inout [String: ControlHit]) throws {
        guard let misprint = try Self.misprint(code, in: connection), let meant = misprint.meant else { return }
        var others: [String: ControlHit] = [:]
        try find(meant, &others)
        for (item, other) in others where hits[item] == nil {
            var hit = ControlHit(listedCode: other.listedCode)
            hit.add(.code, decided: false, open: ("code", misprint.question))
            hits[item] = hit
        }
    }

    /// What is known of a code that is a misprint.
    static func misprint(_ code: CustomsCode, in connection: Connection) throws -> MisprintedCode? {
        let known = try connection.query(
            """
            SELECT code, coalesce(notes, description, '') FROM customs_code
             WHERE edition = 'none' AND code >= ?1 AND code < ?1 || ':' ORDER BY code, id
            """, [.text(code.digits)]
        ) { (digits: try $0.string(0), remark: try $0.string(1)) }
        return MisprintedCode(code.digits, among: known)
    }

    /// The nomenclature in which a country writes its codes.
    static func nomenclature(of origin: CountryCode, jurisdictions: [String]) -> Nomenclature {
        switch origin.text {
        case "CN": .china
        case "US": .unitedStates
        default: jurisdictions.contains("EU") ? .europeanUnion : .harmonizedSystem
        }
    }

    // MARK: By other ways

    private func findByControlCode(_ hits: inout [String: ControlHit]) throws {
        guard let asked = query.controlCode else { return }
        for jurisdiction in jurisdictions {
            let codes = try connection.query(
                """
                SELECT i.slug, x.code FROM control_item_control_code x JOIN control_item i ON i.id = x.item_id
                  JOIN measure m ON m.id = i.measure_id JOIN legal_act l ON l.id = m.act_id JOIN area a ON a.id = l.area_id
                 WHERE a.code = ?1 ORDER BY i.slug, x.code
                """, [.text(jurisdiction)]
            ) { (try $0.string(0), try $0.string(1)) }
            for (item, text) in codes {
                guard let listed = try? ControlCode(text) else { continue }
                if asked.contains(listed) {
                    hits[item, default: ControlHit()].add(.controlCode, decided: true)
                } else if listed.contains(asked) {
                    hits[item, default: ControlHit()].add(.controlCode, decided: false, open: ("subentry", text))
                }
            }
        }
    }

    private func findByItem(_ hits: inout [String: ControlHit]) throws {
        guard let item = query.item else { return }
        let jurisdiction = try connection.first(
            """
            SELECT a.code FROM control_item i JOIN measure m ON m.id = i.measure_id JOIN legal_act l ON l.id = m.act_id
              JOIN area a ON a.id = l.area_id WHERE i.slug = ?1
            """, [.text(item)]
        ) { try $0.string(0) }
        guard let jurisdiction else { throw ScreeningError.unknownItem(item, near: try itemsNear(item)) }
        // Nothing would be found, and that would look like an answer.
        guard jurisdictions.contains(jurisdiction) else {
            throw ScreeningError.itemOfAnotherJurisdiction(item, jurisdiction: jurisdiction, origin: query.origin.text)
        }
        hits[item, default: ControlHit()].add(.item, decided: true)
    }

    /// Up to five ids that are most alike.
    private func itemsNear(_ id: String) throws -> [String] {
        NearNames(try connection.query("SELECT slug FROM control_item ORDER BY slug") { try $0.string(0) }).near(id)
    }

    /// Every word must occur in the English or the Chinese name, ASCII letters of either case alike, as `lower` has it. `instr` knows no wildcards, so nothing is to be escaped.
    ///
    /// - Returns: false when the query has words that match nothing, in jurisdictions that list items.
    private func findByWords(_ hits: inout [String: ControlHit]) throws -> Bool {
        guard let words = query.words else { return true }
        var found: Set<String>?
        for word in Set(words.split(separator: " ").map { String(decoding: $0.utf8.map(ASCII.lowered), as: UTF8.self) }).sorted() {
            var named: Set<String> = []
            try forEachItem("instr(lower(i.name_en) || ' ' || coalesce(lower(i.name_zh), ''), ?2) > 0", [.text(word)]) { named.insert($0) }
            found = found?.intersection(named) ?? named
            if found?.isEmpty == true { break }
        }
        for item in found ?? [] { hits[item, default: ControlHit()].add(.words, decided: false, open: ("item", nil)) }
        let isNothing = found?.isEmpty != false
        guard isNothing, try jurisdictions.contains(where: { try references.holdings(of: $0).holdsItems }) else { return true }
        // Nothing would be found, and that would look like an answer.
        if query.asksByWordsAlone { throw ScreeningError.wordsMatchNothing(words, near: NearNames.phrases(words, in: try names())) }
        return false
    }

    /// English and Chinese name of each item, ASCII letters in lower case.
    private func names() throws -> [String] {
        try jurisdictions.flatMap { jurisdiction in
            try connection.query(
                """
                SELECT lower(i.name_en) || ' ' || coalesce(lower(i.name_zh), '') FROM control_item i JOIN measure m ON m.id = i.measure_id
                  JOIN legal_act l ON l.id = m.act_id JOIN area a ON a.id = l.area_id WHERE a.code = ?1 ORDER BY i.slug
                """, [.text(jurisdiction)]
            ) { try $0.string(0) }
        }
    }

    /// Items that contain the mineral, a member of it, a group it belongs to, or a group that shares a member with it.
    private func findByMineral(_ hits: inout [String: ControlHit], wordsMatchNothing: Bool) throws {
        guard let mineral = query.mineral else { return }
        let key = try references.key(of: mineral, in: .mineral)
        var containing: Set<String> = []
        try forEachItem(
            """
            i.minerals_as_listed = 'all' AND i.category <> 'any dual-use item'
            OR EXISTS (SELECT 1 FROM control_item_mineral x WHERE x.item_id = i.id AND (x.mineral_id = ?2
                 OR x.mineral_id IN (SELECT member_id FROM mineral_group_member WHERE group_id = ?2)
                 OR x.mineral_id IN (SELECT group_id FROM mineral_group_member WHERE member_id = ?2)
                 OR x.mineral_id IN (SELECT o.group_id FROM mineral_group_member m JOIN mineral_group_member o ON o.member_id = m.member_id
                                      WHERE m.group_id = ?2)))
            """, [.integer(key)]
        ) { containing.insert($0) }
        let isAlone = query.code == nil && query.controlCode == nil && query.item == nil && (query.words == nil || wordsMatchNothing)
        for item in containing where isAlone || hits[item] != nil {
            hits[item, default: ControlHit()].add(.mineral, decided: false, open: ("form", nil))
        }
    }
}

/// How a listed code and the asked one lie to each other.
enum CodeRelation {
    /// The listed code is the asked one or a prefix of it.
    case covered
    /// The asked code is shorter: which subheading?
    case coarser
    /// Codes of two nomenclatures that agree in their first six digits.
    case sameSubheading

    /// `nil` when they have nothing to do with each other.
    init?(asked: String, in askedNomenclature: Nomenclature, listed: String, in listedNomenclature: String) {
        let isComparable = listedNomenclature == askedNomenclature.rawValue || listedNomenclature == Nomenclature.harmonizedSystem.rawValue
        if isComparable || asked.utf8.count <= 6 {
            if asked.hasPrefix(listed) {
                self = .covered
            } else if listed.hasPrefix(asked) {
                self = .coarser
            } else {
                return nil
            }
        } else {
            let width = min(6, listed.utf8.count)
            guard asked.prefix(width) == listed.prefix(width) else { return nil }
            self = .sameSubheading
        }
    }

    var asks: String {
        switch self {
        case .covered: "description"
        case .coarser: "subheading"
        case .sameSubheading: "nomenclature"
        }
    }
}
