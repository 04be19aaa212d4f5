internal import RegistrySQLite

/// What the acts of a jurisdiction hold, whatever is asked of them.
struct JurisdictionHoldings {
    /// The publication of each act as listed; `nil` where no source tells it. Empty: no acts are held.
    let published: [String?]
    /// Whether any act lists items.
    let holdsItems: Bool
    /// The entries that stand for others, in order.
    let groups: [String]
    /// The items without any customs number, in order.
    let withoutCode: [String]

    init(of jurisdiction: String, in connection: Connection) throws {
        let code = [Value.text(jurisdiction)]
        published = try connection.query(
            "SELECT l.published FROM legal_act l JOIN area a ON a.id = l.area_id WHERE a.code = ?1", code
        ) { try $0.optionalString(0) }
        var holdsItems = false
        var groups: [String] = []
        var withoutCode: [String] = []
        try connection.forEachRow(
            """
            SELECT i.slug, i.category IN ('group', 'any dual-use item'),
                   EXISTS (SELECT 1 FROM control_item_customs_code x WHERE x.item_id = i.id)
              FROM control_item i JOIN measure m ON m.id = i.measure_id JOIN legal_act l ON l.id = m.act_id
              JOIN area a ON a.id = l.area_id WHERE a.code = ?1 ORDER BY i.slug
            """, code
        ) { row in
            holdsItems = true
            if try row.bool(1) { groups.append(try row.string(0)) }
            if try !row.bool(2) { withoutCode.append(try row.string(0)) }
        }
        self.holdsItems = holdsItems
        self.groups = groups
        self.withoutCode = withoutCode
    }
}

// What depends on the state alone is read once in a read. A revision may change it between two questions: there it is read again.
extension References {
    /// What the acts of a jurisdiction hold.
    func holdings(of jurisdiction: String) throws -> JurisdictionHoldings {
        if let known = remembered.holdings[jurisdiction] { return known }
        let found = try JurisdictionHoldings(of: jurisdiction, in: connection)
        if !isWritable { remembered.holdings[jurisdiction] = found }
        return found
    }

    /// The dossier of a control item that was put together before.
    func rememberedDossier(of item: String) -> ControlDossier? { remembered.dossiers[item] }

    /// Keeps a dossier for the next question.
    func remember(_ dossier: ControlDossier) {
        if !isWritable { remembered.dossiers[dossier.item.id] = dossier }
    }

    /// What screening asks for again and again.
    struct Remembered {
        var holdings: [String: JurisdictionHoldings] = [:]
        var dossiers: [String: ControlDossier] = [:]
        var stored: StoredScreening?
        var isNothingStored = false
        var index: ScreeningIndex?
    }
}
