internal import RegistrySQLite

/// Compiles the tables of an index from one read of a registry.
struct IndexBuilder {
    let reader: RegistryReader
    private var connection: Connection { reader.references.connection }

    /// - Throws: `RegistryError` where a stored row is damaged, `InvalidValue` for a limit in an unknown unit.
    func build() throws -> IndexTables {
        var draft = IndexDraft()
        draft.revision = try RevisionLog(connection: connection).newest()
        let slugs = try connection.query("SELECT slug FROM control_item") { try $0.string(0) }
        draft.dossiers = try reader.controls.dossiers(slugs)
        draft.areas = try areas()
        draft.jurisdictions = try jurisdictions(in: &draft.areas)
        try draft.compileItems()
        draft.compileJurisdictions()
        draft.minerals = try minerals(of: draft)
        draft.countries = try connection.query(
            """
            SELECT a.code, a.name, n.name FROM area a JOIN (SELECT id, name FROM area UNION SELECT area_id, alias FROM area_alias) n ON n.id = a.id
             WHERE a.kind = 'country' ORDER BY a.code, n.name
            """
        ) { (code: try $0.string(0), name: try $0.string(1), alias: try $0.string(2)) }
        let misprints = try connection.query(
            "SELECT code, coalesce(notes, description, '') FROM customs_code WHERE edition = 'none' ORDER BY code, id"
        ) { (digits: try $0.string(0), remark: try $0.string(1)) }
        for (digits, _) in misprints { draft.misprints[digits] = MisprintedCode(digits, among: misprints) }
        return IndexTables(draft)
    }

    private func areas() throws -> AreaTable {
        var table = AreaTable()
        var numbers: [Int64: Int32] = [:]
        try connection.forEachRow("SELECT id, code, kind FROM area ORDER BY code") { row in
            numbers[try row.int64(0)] = Int32(table.codes.count)
            table.add(try row.string(1), isCountry: try row.string(2) == "country")
        }
        var byMember: [Int32: [AreaTable.Membership]] = [:]
        try connection.forEachRow(
            """
            SELECT x.member_id, x.group_id, x.starts_on, x.last_day
              FROM area_member x JOIN area g ON g.id = x.group_id ORDER BY x.member_id, g.code, x.starts_on
            """
        ) { row in
            guard let member = numbers[try row.int64(0)], let group = numbers[try row.int64(1)] else { return }
            let last = try row.optionalString(3).map { try CivilDay($0) }
            byMember[member, default: []].append(
                AreaTable.Membership(
                    group: group, from: Int32(try CivilDay(try row.string(2)).dayNumber), last: last.map { Int32($0.dayNumber) } ?? .max))
        }
        for (member, rows) in byMember { table.memberships[Int(member)] = IndexDraft.append(rows, to: &table.rows) }
        return table
    }

    private func jurisdictions(in areas: inout AreaTable) throws -> [JurisdictionRow] {
        var rows: [JurisdictionRow] = []
        let found = try connection.query(
            "SELECT a.code, l.published FROM legal_act l JOIN area a ON a.id = l.area_id ORDER BY a.code"
        ) { (try $0.string(0), try $0.optionalString(1)) }
        for (code, published) in found {
            guard let area = areas.codes.firstIndex(of: code) else { continue }
            if rows.last?.code != code {
                areas.jurisdiction[area] = Int32(rows.count)
                rows.append(
                    JurisdictionRow(code: code, newest: [], items: [], withoutCode: [], codes: 0..<0, headings: [:], groups: 0..<0))
            }
            if let published {
                rows[rows.count - 1].newest.append((Int32(try CivilDate(published).firstDay.dayNumber), published))
            }
        }
        for index in rows.indices {
            // From each day on the newest of all that may have been public by then is shown.
            var newest = ""
            rows[index].newest.sort { $0 < $1 }
            for position in rows[index].newest.indices {
                newest = max(newest, rows[index].newest[position].day)
                rows[index].newest[position].day = newest
            }
        }
        return rows
    }

    /// Per mineral the items that contain it, a member of it, a group that it belongs to, or a group that shares a member with it.
    private func minerals(of draft: IndexDraft) throws -> MineralTable {
        var table = MineralTable()
        var slugs: [Int64: String] = [:]
        try connection.forEachRow("SELECT id, slug FROM mineral ORDER BY slug") { row in
            let slug = try row.string(1)
            slugs[try row.int64(0)] = slug
            table.numbers[slug] = Int32(table.numbers.count)
        }
        try connection.forEachRow("SELECT mineral_id, name FROM mineral_name UNION SELECT mineral_id, alias FROM mineral_alias") { row in
            guard let slug = slugs[try row.int64(0)] else { return }
            table.named[ASCII.lowered(try row.string(1)[...]), default: []].insert(slug)
        }
        var members: [String: Set<String>] = [:]
        var groups: [String: Set<String>] = [:]
        try connection.forEachRow("SELECT group_id, member_id FROM mineral_group_member") { row in
            guard let group = slugs[try row.int64(0)], let member = slugs[try row.int64(1)] else { return }
            members[group, default: []].insert(member)
            groups[member, default: []].insert(group)
        }
        var named: [String: [Int32]] = [:]
        for (number, dossier) in draft.dossiers.enumerated() {
            for mineral in dossier.item.minerals { named[mineral, default: []].append(Int32(number)) }
        }
        table.containing = BitTable(count: draft.items.count)
        for _ in slugs { table.containing.addRow() }
        // An entry for any dual-use item speaks of the list, not of what the good is made of.
        let universal = draft.items.indices.filter { draft.items[$0].holdsEveryMineral && !draft.items[$0].isGroup }.map(Int32.init)
        for (slug, number) in table.numbers {
            let parts = members[slug] ?? []
            var related = parts.union(groups[slug] ?? []).union([slug])
            for part in parts { related.formUnion(groups[part] ?? []) }
            for item in related.flatMap({ named[$0] ?? [] }) + universal { table.containing.insert(item, in: number) }
        }
        return table
    }
}

// What is searched, per jurisdiction.
extension IndexDraft {
    /// Adds the codes, control entries and groups of each jurisdiction. Items must be there.
    mutating func compileJurisdictions() {
        for (number, item) in items.enumerated() where item.jurisdiction >= 0 {
            jurisdictions[Int(item.jurisdiction)].items.append(Int32(number))
            if dossiers[number].item.customsCodes.isEmpty { jurisdictions[Int(item.jurisdiction)].withoutCode.append(Int32(number)) }
        }
        let dualUseActs = Set(
            dossiers.filter { $0.act.kind == .licence && !$0.item.controlCodes.isEmpty }.map(\.act.id))
        covered = BitTable(count: items.count)
        for index in jurisdictions.indices {
            let own = jurisdictions[index].items
            jurisdictions[index].codes = Self.append(codeRows(of: own), to: &codes)
            compileControlEntries(of: index)
            let first = Int32(groups.count)
            for group in own where items[Int(group)].isGroup { addGroup(group, among: own, dualUseActs: dualUseActs) }
            jurisdictions[index].groups = first..<Int32(groups.count)
        }
    }

    private func codeRows(of own: [Int32]) -> [CodeRow] {
        let rows = own.flatMap { number in
            dossiers[Int(number)].item.customsCodes.map { listing in
                let length = UInt8(listing.code.length)
                return CodeRow(
                    padded: (UInt64(listing.code.digits) ?? 0) * CodeRow.unit(length), length: length,
                    nomenclature: listing.nomenclature.number, isBinding: listing.role != .indicative && length >= 6, item: number)
            }
        }
        return rows.sorted { ($0.padded, $0.length, $0.item) < ($1.padded, $1.length, $1.item) }
    }

    private mutating func compileControlEntries(of index: Int) {
        let rows = jurisdictions[index].items.flatMap { number in
            Set(dossiers[Int(number)].item.controlCodes).sorted().compactMap { text in
                (try? ControlCode(text)).map { ControlEntryRow(code: $0, text: text, item: number) }
            }
        }
        var byHeading: [String: [ControlEntryRow]] = [:]
        for row in rows { byHeading[row.code.heading, default: []].append(row) }
        for (heading, entries) in byHeading.sorted(by: { $0.key < $1.key }) {
            jurisdictions[index].headings[heading] = Self.append(entries, to: &controlEntries)
        }
    }

    /// The items that a group entry stands for: those under its headings, or those of the acts that license by the dual-use list.
    private mutating func addGroup(_ group: Int32, among own: [Int32], dualUseActs: Set<String>) {
        let entry = dossiers[Int(group)].item
        let isAny = entry.category == "any dual-use item"
        let wanted = entry.controlCodes.compactMap { try? ControlCode($0) }
        let number = Int32(groups.count)
        groups.append(GroupRow(item: group, number: number))
        scopes.append(isAny ? "the dual-use list" : entry.controlCodes.joined(separator: ", "))
        covered.addRow()
        for item in own where !items[Int(item)].isGroup {
            let dossier = dossiers[Int(item)]
            let codes = isAny ? [] : dossier.item.controlCodes.compactMap { try? ControlCode($0) }
            if isAny ? dualUseActs.contains(dossier.act.id) : codes.contains(where: { code in wanted.contains { $0.contains(code) } }) {
                covered.insert(item, in: number)
            }
        }
    }
}

extension Nomenclature {
    /// A number for the rows.
    var number: UInt8 {
        switch self {
        case .harmonizedSystem: 0
        case .china: 1
        case .europeanUnion: 2
        case .unitedStates: 3
        }
    }
}
