/// One hit item, judged for one shipment.
struct ItemJudgement {
    var match: ControlMatch
    var questions: [OpenQuestion] = []
    var warnings: [ScreeningWarning] = []
    /// Requirements that hang on an answer and are stricter than what is decided.
    var stricter: [(requirement: Requirement, question: OpenQuestion)] = []
    /// Whether the match rests on a rule for military users alone, undecided.
    var isMilitaryOnly = false

    /// `nil` when no rule reaches the shipment, or the act was not published by the announced-by day.
    init?(dossier: ControlDossier, hit: ControlHit, query: ScreeningQuery, names: Set<String>) throws(InvalidValue) {
        let item = dossier.item
        if let horizon = query.announcedBy, let published = dossier.act.published, published.isOnOrBefore(horizon) == .no { return nil }
        let rules = RuleJudgement(dossier: dossier, query: query, names: names)
        guard rules.reaches else { return nil }
        let period = dossier.effectivePeriod(announcedBy: query.announcedBy)
        let standing = period.standing(on: query.day)
        let limits = try LimitJudgement(limits: item.limits, attributes: query.attributes)
        var ruledOut = limits.ruledOut
        if let mineral = query.mineral, !hit.ways.contains(.mineral), !item.controlsEverything {
            ruledOut = ruledOut ?? "it does not contain \(mineral)"
        }

        if ruledOut == nil {
            if !hit.isDecided, let open = hit.open { questions.append(OpenQuestion(item: item.id, asks: open.asks, limit: open.limit)) }
            questions += limits.open.map { OpenQuestion(item: item.id, asks: $0.parameter, limit: $0.wording) }
            questions += item.conditions.map { OpenQuestion(item: item.id, asks: "condition", limit: $0) }
            if standing.exactDayUnknown { questions.append(OpenQuestion(item: item.id, asks: "exact day not known", limit: nil)) }
            if rules.decided.isEmpty { questions += rules.undecided.map(\.question) }
        }
        let decidedRequirement = Requirement.strictest(of: rules.decided)
        var requirement = decidedRequirement ?? Requirement.strictest(of: rules.undecided.map(\.requirement)) ?? item.requirement
        if dossier.converts(on: query.day, announcedBy: query.announcedBy) { requirement = .quota }
        isMilitaryOnly = rules.decided.isEmpty && rules.undecided.allSatisfy(\.isMilitary)
        if let decidedRequirement {
            stricter = rules.undecided.filter { $0.requirement.isStricter(than: decidedRequirement) }.map { ($0.requirement, $0.question) }
        }
        let interval = period.interval(containing: query.day)
        match = ControlMatch(
            item: item, act: dossier.act.instrumentNumber, requirement: requirement, state: standing.state,
            isDecided: ruledOut == nil && questions.isEmpty, matchedBy: ControlMatch.Way.allCases.filter(hit.ways.contains),
            listedCode: hit.listedCode, from: interval?.from.map { CivilDate($0) } ?? item.period.start, until: interval?.until,
            suspendedUntil: standing.state == .suspended ? period.suspendedUntil(around: query.day) : nil,
            openLimits: ruledOut == nil ? limits.open.map { "\($0.parameter) \($0.wording)" } : [], ruledOut: ruledOut)
        warn(dossier: dossier, period: period, standing: standing, query: query)
    }

    private mutating func warn(dossier: ControlDossier, period: EffectivePeriod, standing: EffectiveStanding, query: ScreeningQuery) {
        let id = match.item.id
        func add(_ code: ScreeningWarning.Code, _ text: String) { warnings.append(ScreeningWarning(code: code, item: id, text: text)) }
        if let reason = match.ruledOut { add(.ruledOut, "\(id) stands near but does not apply: \(reason)") }
        switch standing.state {
        case .suspended:
            let until = match.suspendedUntil.map { "until \($0)" } ?? "without a known end"
            add(.suspendedUntil, "\(id) is suspended \(until); it applies again after that unless the suspension is extended")
        case .notYetInForce:
            add(.startsOn, "\(id) applies from \(period.nextStart(after: query.day)?.description ?? "a day that is not known")")
        case .ended: add(.endedOn, "\(id) ended\(period.ended(before: query.day).map { " on \($0)" } ?? "")")
        case .inForce:
            let lapsed = period.suspensions.compactMap(\.lastDay).filter { $0.isOnOrAfter(query.day) == .no }
            if let last = lapsed.map(\.lastDay).max() {
                add(.lapsedSuspension, "\(id): a suspension ran until \(last); it applies again unless extended, verify")
            }
        }
        if standing.startUnknown, standing.state == .inForce {
            add(.startUnknown, "\(id): no source tells from when it applies; it is taken as in force")
        }
        if dossier.act.published == nil { add(.publishedUnknown, "\(id): no source tells when its act was published") }
        if match.item.citation.confidence == .recalled {
            add(.recalledFact, "\(id) was written from memory; check it before relying on it")
        }
    }

    /// Rules the match out for a reason that lies outside of its own dossier.
    mutating func ruleOut(_ reason: String) {
        match = match.with(isDecided: false, ruledOut: reason)
        questions = []
        warnings.append(
            ScreeningWarning(code: .ruledOut, item: match.item.id, text: "\(match.item.id) stands near but does not apply: \(reason)"))
    }

    /// Leaves the match open with one more question.
    mutating func leaveOpen(_ question: OpenQuestion) {
        guard match.ruledOut == nil else { return }
        match = match.with(isDecided: false, ruledOut: nil)
        questions.append(question)
    }
}

extension ControlMatch {
    fileprivate func with(isDecided: Bool, ruledOut: String?) -> ControlMatch {
        ControlMatch(
            item: item, act: act, requirement: requirement, state: state, isDecided: isDecided, matchedBy: matchedBy,
            listedCode: listedCode,
            from: from, until: until, suspendedUntil: suspendedUntil, openLimits: ruledOut == nil ? openLimits : [], ruledOut: ruledOut)
    }
}

extension ControlItem {
    /// Whether the entry names all dual-use items, whatever they contain.
    var controlsEverything: Bool { category == "any dual-use item" }
    /// Whether the entry names other entries, by the headings in its control codes.
    var isGroup: Bool { category == "group" }
}

extension ControlDossier {
    /// Whether a conversion into a quota holds on a day.
    func converts(on day: CivilDay, announcedBy horizon: CivilDay?) -> Bool {
        relations.contains { relation in
            guard relation.kind == .converts, relation.period.covers(day) == .yes else { return false }
            guard let horizon, let published = publishedByAct[relation.actingActID] ?? relation.announced else { return true }
            return published.isOnOrBefore(horizon) == .yes
        }
    }
}
