/// The tables of an index while they are being filled.
struct IndexDraft {
    var revision = 0
    var dossiers: [ControlDossier] = []
    var items: [ItemRow] = []
    var names: [[UInt8]] = []
    var variants: [VariantRow] = []
    var timelines: [TimelineRow] = []
    var periods: [EffectivePeriod] = []
    var rules: [RuleRow] = []
    var limits: [LimitRow] = []
    var conversions: [ConversionRow] = []
    var codes: [CodeRow] = []
    var controlEntries: [ControlEntryRow] = []
    var groups: [GroupRow] = []
    var scopes: [String] = []
    var covered = BitTable(count: 0)
    var areas = AreaTable()
    var jurisdictions: [JurisdictionRow] = []
    var minerals = MineralTable()
    var numbers: [String: Int32] = [:]
    var parameters: [String: Int32] = [:]
    var parameterNames: [String] = []
    var shares: [[ShareRow]] = []
    var countries: [(code: String, name: String, alias: String)] = []
    var misprints: [String: MisprintedCode] = [:]

    /// Appends rows, and tells where they stand.
    static func append<Row>(_ new: [Row], to rows: inout [Row]) -> Range<Int32> {
        let start = Int32(rows.count)
        rows += new
        return start..<Int32(rows.count)
    }
}

// Items: what of a dossier decides, as numbers.
extension IndexDraft {
    /// Adds the rows of every dossier. Areas must be there.
    mutating func compileItems() throws {
        // Of a quota the amounts of its years are listed like limits: they measure no good.
        let measured = dossiers.flatMap(\.item.limits).filter { Int($0.group) == nil }
        parameterNames = Set(measured.map(\.parameter)).sorted()
        for name in parameterNames where parameters[MeasuredAttribute.key(name)] == nil {
            parameters[MeasuredAttribute.key(name)] = Int32(parameters.count)
        }
        try compileShares(of: measured)
        for (number, dossier) in dossiers.enumerated() {
            numbers[dossier.item.id] = Int32(number)
            items.append(try row(of: dossier))
            let (english, chinese) = (dossier.item.name, dossier.item.nameChinese ?? "")
            names.append(ASCII.lowered("\(english) \(chinese)"))
        }
    }

    private mutating func compileShares(of measured: [Limit]) throws {
        shares = [[ShareRow]](repeating: [], count: parameters.count)
        var units: [String: Set<String>] = [:]
        for limit in measured { units[limit.parameter, default: []].insert(limit.unit) }
        for name in parameterNames {
            guard let number = parameters[MeasuredAttribute.key(name)] else { continue }
            for text in (units[name] ?? []).sorted() {
                let (unit, basis) = try UnitOfMeasure.read(text)
                if Limit.isShare(name, in: unit, basis: basis) { shares[Int(number)].append(ShareRow(unit: unit, unitText: text)) }
            }
        }
    }

    private mutating func row(of dossier: ControlDossier) throws -> ItemRow {
        let item = dossier.item
        let jurisdiction = areas.find(dossier.act.jurisdiction).map { areas.jurisdiction[Int($0)] } ?? -1
        let published = dossier.act.published
        let ruleRows = try ruleRows(of: dossier)
        let limitRows = try LimitRow.rows(of: item.limits, parameters: parameters)
        let conversionRows = dossier.relations.filter { $0.kind == .converts }.map {
            ConversionRow(knownFrom: dossier.knownFrom($0), window: DayWindow($0.period))
        }
        let first = Int32(variants.count)
        addVariants(of: dossier)
        return ItemRow(
            jurisdiction: jurisdiction, requirement: item.requirement.number, hasConditions: !item.conditionsToMeet.isEmpty,
            holdsEveryMineral: item.mineralsAsListed == "all", isGroup: item.category == "group" || item.category == "any dual-use item",
            publishedPossibly: published.map { Int32($0.firstDay.dayNumber) } ?? .min,
            publishedSurely: published.map { Int32($0.lastDay.dayNumber) } ?? .min, rules: Self.append(ruleRows, to: &rules),
            limits: Self.append(limitRows, to: &limits), variants: first..<Int32(variants.count),
            conversions: Self.append(conversionRows, to: &conversions))
    }

    private mutating func addVariants(of dossier: ControlDossier) {
        // Before the first publication nothing is visible; on each of these days something becomes so.
        let days = Set(dossier.relations.map { dossier.knownFrom($0) }).union([.min]).sorted()
        for (index, day) in days.enumerated() {
            // What is visible on the last of these days is visible without a horizon: the shared algebra answers both alike.
            let horizon = index == days.count - 1 ? nil : CivilDay(unchecked: max(Int(day), CivilDay.earliest.dayNumber))
            let period = dossier.effectivePeriod(announcedBy: horizon)
            periods.append(period)
            let timeline =
                [TimelineRow(from: .min, standing: period.standing(on: .earliest))]
                + period.changes(in: .always).map { TimelineRow(from: Int32($0.day.dayNumber), standing: $0.after) }
            variants.append(VariantRow(knownFrom: day, timeline: Self.append(timeline, to: &timelines)))
        }
    }

    /// The rules that bear upon an item: its own with those of the act for special uses, or else all of the act.
    private func ruleRows(of dossier: ControlDossier) throws -> [RuleRow] {
        var rows: [RuleRow] = []
        let listed = dossier.act.destinationRules
        let hasOwn = listed.contains { $0.itemID == dossier.item.id }
        // Its own come first: questions are asked in this order.
        for wantsOwn in [true, false] {
            for (position, rule) in listed.enumerated() where (rule.itemID != nil) == wantsOwn {
                if wantsOwn ? rule.itemID != dossier.item.id : hasOwn && EndUse(rule.endUse).isEvery { continue }
                rows.append(try row(of: rule, at: position, for: dossier.item))
            }
        }
        return rows
    }

    private func row(of rule: DestinationRule, at position: Int, for item: ControlItem) throws -> RuleRow {
        let use = EndUse(rule.endUse)
        var reach = RuleRow.Reach.everywhere
        var area: Int32 = -1
        switch rule.destination {
        case .everywhere: break
        case .countryChart: reach = .chart
        case .area(let code), .everywhereExcept(let code):
            guard let found = areas.find(code) else { throw RegistryError.unknown(kind: Table.area.label, id: code.text) }
            area = found
            if case .area = rule.destination { reach = .area } else { reach = .everywhereExcept }
        }
        var requirement = item.requirement
        let plain = Requirement(rawValue: rule.rule)
        if let plain {
            // What an act says of everything it lists is said more exactly at the item.
            if rule.itemID != nil || !use.isEvery { requirement = plain }
        } else {
            let words = Set(rule.rule.split { !$0.isLetter && $0 != "_" }.map(String.init))
            requirement = Requirement.byNumber.first { words.contains($0.rawValue) } ?? item.requirement
        }
        return RuleRow(
            reach: reach, area: area, window: DayWindow(rule.period), requirement: requirement.number, isForEveryUse: use.isEvery,
            isMilitary: use.isMilitary, isMilitaryOnly: use.isMilitaryOnly, isPlain: plain != nil, source: Int32(position))
    }
}

/// What the words of a rule say of users and uses.
private struct EndUse {
    /// `any`, with or without a remark.
    let isEvery: Bool
    /// Military users or uses. A good "with military potential" says nothing of the user.
    let isMilitary: Bool
    /// Military users or uses and nobody else: every part of an enumeration is of the military.
    let isMilitaryOnly: Bool

    init(_ text: String) {
        let words = text.lowercased().split { !$0.isLetter }
        isEvery = text == "any" || text.hasPrefix("any ")
        isMilitary = words.indices.contains { position in
            guard words[position] == "military" else { return false }
            var next = words[(position + 1)...]
            if next.first == "end" { next = next.dropFirst() }
            return ["use", "user", "uses", "users"].contains(next.first ?? "")
        }
        var isOther = false
        for part in text.lowercased().split(whereSeparator: { ",;/".contains($0) }) {
            for alternative in part.split(separator: " ").split(separator: "or") {
                let isWordless = alternative.allSatisfy { !$0.contains(where: \.isLetter) }
                if !isWordless, !alternative.contains(where: { $0.contains("military") }) { isOther = true }
            }
        }
        isMilitaryOnly = isMilitary && !isOther
    }
}

extension ControlDossier {
    /// The day from which a relation is surely known; `Int32.min` where no source tells when it was published.
    fileprivate func knownFrom(_ relation: ActRelation) -> Int32 {
        (publishedByAct[relation.actingActID] ?? relation.announced).map { Int32($0.lastDay.dayNumber) } ?? .min
    }
}

extension TimelineRow {
    fileprivate init(from: Int32, standing: EffectiveStanding) {
        self.init(
            from: from, state: standing.state, exactDayUnknown: standing.exactDayUnknown, startUnknown: standing.startUnknown)
    }
}

extension Requirement {
    /// Strictest first; the numbers of the rows are positions in it.
    static let byNumber = Requirement.allCases
    var number: UInt8 { UInt8(Self.byNumber.firstIndex(of: self) ?? 0) }
}
