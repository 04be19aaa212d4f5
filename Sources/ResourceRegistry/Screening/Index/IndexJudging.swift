/// What became of one hit.
struct Finding {
    /// Why an item that was hit does not apply.
    enum Obstacle: UInt8 {
        case none, limits, mineral
        /// Nothing that a group entry stands for is in force, or applies.
        case groupIdle, groupFreed
    }

    var hit: Hit
    /// The variant of its period that the announced-by day shows.
    let variant: Int32
    let state: EffectiveState
    /// Whether it hangs on a partial date.
    let exactDayUnknown: Bool
    let startUnknown: Bool
    let requirement: UInt8
    /// The strictest requirement that its rules lay down for certain; `RuleSum.none` without one.
    let certainRequirement: UInt8
    /// Whether it rests on rules for military users alone, and nobody told who the user is.
    let isMilitaryOnly: Bool
    var obstacle: Obstacle
    var isDecided: Bool
    /// Whether the items that a group entry stands for leave it open.
    var waitsForItems = false

    /// Whether it bears upon the verdict.
    var counts: Bool { state == .inForce && obstacle == .none }
}

/// What the rules by destination demand of a shipment, in sum.
struct RuleSum {
    /// No requirement: above every number of one.
    static let none = UInt8.max

    var certain = none
    var possible = none
    var isMilitaryOnly = true
    var begins = false
    /// Whether the rules that reach the shipment apply on other days only.
    var isOtherTime = false
    var exactDayUnknown = false

    var reaches: Bool { certain != Self.none || possible != Self.none }
}

/// Which of an item's rules count for a shipment.
struct RuleSelection {
    /// Whether those for special users and uses are left out.
    let isEveryUseOnly: Bool
    /// Whether one may apply on the day. Where none does, those of other days tell what is demanded then.
    let isOfTheDay: Bool
}

/// How a rule bears upon a shipment.
enum RuleEffect {
    case decides, leftOut
    /// Undecided, with what is to be asked.
    case chart, endUser, endUse, words
}

extension RuleRow {
    func effect(for endUser: EndUser?) -> RuleEffect {
        if isMilitaryOnly, endUser == .civil { return .leftOut }
        if reach == .chart { return .chart }
        if isMilitary {
            // That the user is civil says nothing of the other users and uses that the rule names.
            if endUser != .military { return endUser == nil ? .endUser : .endUse }
        } else if !isForEveryUse {
            return .endUse
        }
        return isPlain ? .decides : .words
    }
}

extension IndexTables {
    /// Judges all that a query hits, in the order of the items.
    ///
    /// - Throws: as the query cannot be answered.
    func findings(_ query: IndexedQuery) throws -> [Finding] {
        let hits = try hits(of: query)
        if hits.all.isEmpty { return [] }
        var findings: [Finding] = []
        findings.reserveCapacity(hits.all.count + 4)
        for hit in hits.all {
            if let finding = try judge(hit, query.shipment, query.measurements, mineral: query.mineral) { findings.append(finding) }
        }
        try judgeGroups(&findings, hits, query)
        return findings
    }

    /// `nil` when no rule reaches the shipment, or the act was not published by the announced-by day.
    ///
    /// - Throws: as the measurements cannot be compared; nothing without measurements.
    func judge(_ hit: Hit, _ shipment: Shipment, _ measurements: [Measurement] = [], mineral: Int32? = nil) throws -> Finding? {
        let item = items[Int(hit.item)]
        if shipment.horizon < item.publishedPossibly { return nil }
        let variant = variant(of: item, by: shipment.horizon)
        let standing = standing(of: variant, on: shipment.day)
        let sum = rules(of: item, shipment, isInForce: standing.state == .inForce)
        guard sum.reaches else { return nil }
        var state = standing.state
        if state == .inForce, sum.isOtherTime { state = sum.begins ? .notYetInForce : .ended }
        let limits = try item.limits.isEmpty ? LimitFinding() : compareLimits(of: hit.item, with: measurements)
        var obstacle = Finding.Obstacle.none
        if !limits.failing.isEmpty {
            obstacle = .limits
        } else if mineral != nil, !hit.ways.contains(.mineral), !item.holdsEveryMineral {
            obstacle = .mineral
        }
        let exactDayUnknown = standing.exactDayUnknown || sum.exactDayUnknown || shipment.horizon < item.publishedSurely
        let isOpen =
            !hit.isTold || !limits.open.isEmpty || !limits.ofAPart.isEmpty || item.hasConditions || exactDayUnknown
            || sum.certain == RuleSum.none
        return Finding(
            hit: hit, variant: variant, state: state, exactDayUnknown: exactDayUnknown, startUnknown: standing.startUnknown,
            requirement: isConverted(item, shipment) ? Requirement.quota.number : sum.certain != RuleSum.none ? sum.certain : sum.possible,
            certainRequirement: sum.certain, isMilitaryOnly: sum.certain == RuleSum.none && sum.isMilitaryOnly, obstacle: obstacle,
            isDecided: obstacle == .none && !isOpen)
    }

    // MARK: Time

    func variant(of item: ItemRow, by horizon: Int32) -> Int32 {
        var number = item.variants.upperBound - 1
        while number > item.variants.lowerBound, variants[Int(number)].knownFrom > horizon { number -= 1 }
        return number
    }

    func standing(of variant: Int32, on day: Int32) -> TimelineRow {
        let range = variants[Int(variant)].timeline
        var number = range.upperBound - 1
        while number > range.lowerBound, timelines[Int(number)].from > day { number -= 1 }
        return timelines[Int(number)]
    }

    private func isConverted(_ item: ItemRow, _ shipment: Shipment) -> Bool {
        item.conversions.contains { row in
            conversions[Int(row)].knownFrom <= shipment.horizon && conversions[Int(row)].window.surelyCovers(shipment.day)
        }
    }

    // MARK: Rules by destination

    func reaches(_ rule: RuleRow, _ shipment: Shipment) -> Bool {
        switch rule.reach {
        case .everywhere, .chart: true
        case .area: areas.area(shipment.destination, isWithin: rule.area, on: shipment.day)
        case .everywhereExcept: !areas.area(shipment.destination, isWithin: rule.area, on: shipment.day)
        }
    }

    /// Which rules count for a shipment.
    func selection(of item: ItemRow, _ shipment: Shipment, isInForce: Bool) -> RuleSelection {
        var isForEveryUse = false
        var isOfTheDay = false
        var isOfTheDayForEveryUse = false
        for number in item.rules {
            let rule = rules[Int(number)]
            guard reaches(rule, shipment) else { continue }
            let covers = rule.window.maybeCovers(shipment.day)
            isOfTheDay = isOfTheDay || covers
            if rule.isForEveryUse {
                isForEveryUse = true
                isOfTheDayForEveryUse = isOfTheDayForEveryUse || covers
            }
        }
        // Of an item that is not in force its rules for special users and uses tell nothing, unless there are no others.
        let isEveryUseOnly = !isInForce && isForEveryUse
        return RuleSelection(isEveryUseOnly: isEveryUseOnly, isOfTheDay: isEveryUseOnly ? isOfTheDayForEveryUse : isOfTheDay)
    }

    func counts(_ rule: RuleRow, in selection: RuleSelection, _ shipment: Shipment) -> Bool {
        if selection.isEveryUseOnly, !rule.isForEveryUse { return false }
        return reaches(rule, shipment)
    }

    private func rules(of item: ItemRow, _ shipment: Shipment, isInForce: Bool) -> RuleSum {
        var sum = RuleSum()
        if item.rules.isEmpty {
            sum.certain = item.requirement
            return sum
        }
        let selection = selection(of: item, shipment, isInForce: isInForce)
        sum.isOtherTime = !selection.isOfTheDay
        sum.exactDayUnknown = !sum.isOtherTime
        for number in item.rules {
            let rule = rules[Int(number)]
            guard counts(rule, in: selection, shipment) else { continue }
            if rule.window.possibleFrom > shipment.day { sum.begins = true }
            guard sum.isOtherTime || rule.window.maybeCovers(shipment.day) else { continue }
            if rule.window.surelyCovers(shipment.day) { sum.exactDayUnknown = false }
            let effect = rule.effect(for: shipment.endUser)
            switch effect {
            case .leftOut: break
            case .decides: sum.certain = min(sum.certain, rule.requirement)
            case .chart, .endUser, .endUse, .words:
                sum.possible = min(sum.possible, rule.requirement)
                if effect != .endUser || !rule.isMilitaryOnly { sum.isMilitaryOnly = false }
            }
        }
        return sum
    }

    // MARK: Entries that stand for others

    /// A group entry is hit through the items that it stands for: as far as they are in force and apply.
    private func judgeGroups(_ findings: inout [Finding], _ hits: Hits, _ query: IndexedQuery) throws {
        if findings.isEmpty { return }
        try forEachJurisdiction(of: query) { jurisdiction in
            for number in jurisdictions[jurisdiction].groups { try judgeGroup(number, &findings, hits, query) }
        }
    }

    private func judgeGroup(_ number: Int32, _ findings: inout [Finding], _ hits: Hits, _ query: IndexedQuery) throws {
        let group = groups[Int(number)].item
        var under = GroupSum()
        var ways: Ways = []
        var listed: Int32 = -1
        // Group entries stand for no group entries, so that those found meanwhile do not matter here.
        for base in findings where covered.contains(base.hit.item, in: number) {
            under.add(base)
            ways.formUnion(base.hit.ways)
            if listed < 0 { listed = base.hit.listed }
        }
        if under.isEmpty { return }
        let own = hits.position(of: group)
        var hit = own.isThere ? hits.all[own.index] : Hit(item: group)
        let isMeant = hit.ways.contains(.item)
        hit.ways.formUnion(ways)
        if hit.listed < 0 { hit.listed = listed }
        let (index, isThere) = Self.position(of: group, in: findings)
        hit.isTold = true
        var finding = try judge(hit, query.shipment, query.measurements, mineral: query.mineral)
        // Told by its id the entry itself is meant.
        if !isMeant, finding?.obstacle == Finding.Obstacle.none {
            if under.inForce == 0 {
                finding?.obstacle = .groupIdle
            } else if under.applying == 0 {
                finding?.obstacle = .groupFreed
            } else if !under.hasDecided {
                finding?.waitsForItems = true
            }
            if finding?.obstacle != Finding.Obstacle.none || finding?.waitsForItems == true { finding?.isDecided = false }
        }
        if isThere { findings.remove(at: index) }
        if let finding { findings.insert(finding, at: index) }
    }

    static func position(of item: Int32, in findings: [Finding]) -> (index: Int, isThere: Bool) {
        let index = findings.firstIndex { $0.hit.item >= item } ?? findings.count
        return (index, index < findings.count && findings[index].hit.item == item)
    }
}

/// The items under a group entry, in sum.
private struct GroupSum {
    var isEmpty = true
    var inForce = 0
    var applying = 0
    var hasDecided = false

    mutating func add(_ base: Finding) {
        isEmpty = false
        guard base.state == .inForce else { return }
        inForce += 1
        if base.obstacle == .none { applying += 1 }
        if base.isDecided { hasDecided = true }
    }
}

extension IndexTables {
    /// The verdict over findings: decided ones first, else the undecided.
    func verdict(of findings: [Finding], _ query: IndexedQuery) -> (verdict: Verdict, requirement: UInt8) {
        var holdsItems = false
        forEachJurisdiction(of: query) { holdsItems = holdsItems || !jurisdictions[$0].items.isEmpty }
        // Without any act that lists items nothing can be said.
        guard holdsItems else { return (.depends, RuleSum.none) }
        var decided = RuleSum.none
        var open = RuleSum.none
        var isOpen = false
        for finding in findings where finding.counts {
            if finding.isDecided {
                decided = min(decided, finding.requirement)
            } else {
                isOpen = true
                if !finding.isMilitaryOnly { open = min(open, finding.requirement) }
            }
        }
        if decided != RuleSum.none { return (.controlled, decided) }
        return (isOpen ? .depends : .notListed, open)
    }
}
