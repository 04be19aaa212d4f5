/// One hit item, judged for one shipment. It is pure: what it needs of the registry is handed to it.
struct ItemJudgement {
    var match: ControlMatch
    /// What is open about it.
    var questions: [OpenQuestion]
    var warnings: [ScreeningWarning] = []
    /// Requirements that hang on an answer and are stricter than what is decided.
    var stricter: [(requirement: Requirement, question: OpenQuestion)] = []
    /// Whether the match rests on a rule for military users alone, undecided.
    var isMilitaryOnly = false

    /// `nil` when no rule reaches the shipment, or the act was not published by the announced-by day.
    ///
    /// - Parameter names: the destination and the groups it belongs to on the day.
    /// - Throws: `ScreeningError.unitDoesNotConvert`; `InvalidValue` where a conversion has no exact result.
    init?(dossier: ControlDossier, hit: ControlHit, query: ScreeningQuery, names: Set<String>) throws {
        let item = dossier.item
        let visible = dossier.isPublished(by: query.announcedBy)
        if visible == .no { return nil }
        let period = dossier.effectivePeriod(announcedBy: query.announcedBy)
        let standing = period.standing(on: query.day)
        let rules = RuleJudgement(dossier: dossier, query: query, names: names, isInForce: standing.state == .inForce)
        guard rules.reaches else { return nil }
        let state = standing.state == .inForce ? rules.stateOfOtherTimes ?? .inForce : standing.state
        let limits = try LimitJudgement(limits: item.limits, attributes: query.attributes)
        var ruledOut = limits.ruledOut
        if let mineral = query.mineral, !hit.ways.contains(.mineral), !item.containsEverything {
            ruledOut = ruledOut ?? "it does not contain \(mineral)"
        }

        var questions: [OpenQuestion] = []
        if ruledOut == nil {
            func ask(_ asks: String, _ limit: String?) { questions.append(OpenQuestion(item: item.id, asks: asks, limit: limit)) }
            if !hit.isDecided, let open = hit.open { ask(open.asks, open.limit) }
            for limit in limits.open { ask(limit.parameter, limit.wording) }
            for limit in limits.ofAPart {
                ask("form", "the limit holds for a part of the entry only (\(limit.group)): \(limit.parameter) \(limit.wording)")
            }
            for condition in item.conditionsToMeet { ask("condition", condition) }
            if standing.exactDayUnknown || rules.exactDayUnknown || visible == .unknown { ask("exact day not known", nil) }
            if rules.decided.isEmpty { questions += rules.undecided.map(\.question) }
        }
        self.questions = questions
        let decidedRequirement = Requirement.strictest(of: rules.decided)
        var requirement = decidedRequirement ?? Requirement.strictest(of: rules.undecided.map(\.requirement)) ?? item.requirement
        if dossier.converts(on: query.day, announcedBy: query.announcedBy) { requirement = .quota }
        isMilitaryOnly = rules.decided.isEmpty && rules.undecided.allSatisfy(\.isMilitary)
        if let decidedRequirement {
            stricter = rules.undecided.filter { $0.requirement.isStricter(than: decidedRequirement) }.map { ($0.requirement, $0.question) }
        }
        let interval = dossier.interval(shownFor: query.day, state: state, in: period)
        match = ControlMatch(
            quotedItem: Quoted(item), quotedPeriod: Quoted(period), act: dossier.act.instrumentNumber, requirement: requirement,
            state: state, isDecided: ruledOut == nil && questions.isEmpty,
            matchedBy: ControlMatch.Way.allCases.filter(hit.ways.contains), listedCode: hit.listedCode, from: interval.from,
            until: interval.until,
            suspendedUntil: state == .suspended ? period.suspendedUntil(around: query.day) : nil,
            openLimits: ruledOut == nil ? limits.open.map { "\($0.parameter) \($0.wording)" } : [], ruledOut: ruledOut)
        warnOfTime(dossier: dossier, period: period, startUnknown: standing.startUnknown, rules: rules, query: query)
        warnOfFacts(dossier: dossier, rules: rules)
    }

    private mutating func warn(_ code: ScreeningWarning.Code, _ text: String) {
        warnings.append(ScreeningWarning(code: code, item: match.item.id, text: "\(match.item.id)\(text)"))
    }

    private mutating func warnOfTime(
        dossier: ControlDossier, period: EffectivePeriod, startUnknown: Bool, rules: RuleJudgement, query: ScreeningQuery
    ) {
        if let reason = match.ruledOut { warn(.ruledOut, " stands near but does not apply: \(reason)") }
        switch match.state {
        case .suspended:
            let until = match.suspendedUntil.map { "until \($0)" } ?? "without a known end"
            warn(.suspendedUntil, " is suspended \(until); it applies again after that unless the suspension is extended")
        case .notYetInForce:
            let start = period.nextStart(after: query.day)?.description ?? rules.start?.description
            warn(.startsOn, " applies from \(start ?? "a day that is not known")")
        case .ended: warn(.endedOn, " ended\(period.ended(before: query.day).map { " on \($0)" } ?? "")")
        case .inForce:
            let lapsed = period.suspensions.compactMap(\.lastDay).filter { $0.isOnOrAfter(query.day) == .no }
            if let last = lapsed.map(\.lastDay).max() {
                warn(.lapsedSuspension, ": a suspension ran until \(last); it applies again unless extended, verify")
            }
            if startUnknown { warn(.startUnknown, ": no source tells from when it applies; it is taken as in force") }
        }
    }

    /// Warns of what is not known for certain among all that the match rests on.
    private mutating func warnOfFacts(dossier: ControlDossier, rules: RuleJudgement) {
        if dossier.act.published == nil { warn(.publishedUnknown, ": no source tells when its act was published") }
        var recalled: [String] = []
        if match.item.citation.confidence == .recalled { recalled.append("the item") }
        if dossier.act.citation.confidence == .recalled { recalled.append("its act") }
        let listings = match.item.customsCodes.filter { $0.code.digits == match.listedCode }
        if let code = match.listedCode, !listings.isEmpty, listings.allSatisfy({ $0.citation.confidence == .recalled }) {
            recalled.append("the customs number \(code)")
        }
        recalled += match.item.limits.filter { $0.isOfTheGood && $0.citation.confidence == .recalled }.map {
            "the limit of \($0.parameter)"
        }
        if rules.taken.contains(where: { $0.citation.confidence == .recalled }) { recalled.append("its rule by destination") }
        if !recalled.isEmpty {
            warn(.recalledFact, ": written from memory and to be checked before relying on it: \(recalled.joined(separator: ", "))")
        }
    }

    /// Rules the match out for a reason that lies outside of its own dossier.
    mutating func ruleOut(_ reason: String) {
        match.isDecided = false
        match.ruledOut = reason
        match.openLimits = []
        questions = []
        warn(.ruledOut, " stands near but does not apply: \(reason)")
    }

    /// Leaves the match open with one more question.
    mutating func leaveOpen(_ question: OpenQuestion) {
        guard match.ruledOut == nil else { return }
        match.isDecided = false
        questions.append(question)
    }
}

extension ControlItem {
    /// What screening asks in words. A placeholder stands for entries of which only a summary was seen: it decides nothing until somebody
    /// has read the text, and its note is asked like a condition.
    var conditionsToMeet: [String] {
        guard let notes, notes.hasPrefix("Placeholder:") else { return conditions }
        return conditions + [notes]
    }

    /// Whether the entry names all dual-use items, whatever they contain.
    var controlsEverything: Bool { category == "any dual-use item" }
    /// Whether the entry names other entries, by the headings in its control codes.
    var isGroup: Bool { category == "group" }
    /// Whether the entry speaks of every mineral: "all unprocessed minerals".
    var containsEverything: Bool { mineralsAsListed == "all" }
}

extension ControlDossier {
    /// Whether the act was public by a day; undecided where only its year or month is known and the day lies within.
    func isPublished(by horizon: CivilDay?) -> Truth {
        guard let horizon, let published = act.published else { return .yes }
        return published.isOnOrBefore(horizon)
    }

    /// The first day and the exclusive end to show for a day: of the time in force around it, else of the one before or after it.
    fileprivate func interval(
        shownFor day: CivilDay, state: EffectiveState, in period: EffectivePeriod
    ) -> (from: CivilDate?, until: CivilDay?) {
        let shown: CivilPeriod? =
            switch state {
            case .inForce: period.interval(containing: day)
            case .ended: period.possible.lastPeriod(endingBefore: day)
            case .notYetInForce: period.possible.firstPeriod(beginningAfter: day)
            case .suspended: nil
            }
        // A source that tells a month only is repeated so: its first day would be a guess.
        let partial = [item.period.start, act.period.start].compactMap(\.self).first { date in
            date.day == nil && (date.firstDay == shown?.from || date.lastDay == shown?.from)
        }
        if let partial { return (partial, shown?.until) }
        let until = shown == nil ? item.period.lastDay?.day.flatMap { try? $0.adding(days: 1) } : shown?.until
        return (shown?.from.map { CivilDate($0) } ?? item.period.start, until)
    }
}
