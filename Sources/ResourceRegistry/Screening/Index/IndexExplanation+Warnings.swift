// What an answer warns of at one item, and the days that it shows.
extension IndexExplanation {
    func warnings(_ finding: Finding, _ match: ControlMatch, _ dossier: Quoted<ControlDossier>, _ rules: RulesInWords) -> [ScreeningWarning]
    {
        let id = match.item.id
        var warnings: [ScreeningWarning] = []
        func warn(_ code: ScreeningWarning.Code, _ text: String) {
            warnings.append(ScreeningWarning(code: code, item: id, text: id + text))
        }
        let ruledOut = match.ruledOut.map { " stands near but does not apply: \($0)" }
        let isOwnReason = finding.obstacle == .limits || finding.obstacle == .mineral
        if isOwnReason, let ruledOut { warn(.ruledOut, ruledOut) }
        let period = period(finding).value
        switch finding.state {
        case .suspended:
            let until = match.suspendedUntil.map { "until \($0)" } ?? "without a known end"
            warn(.suspendedUntil, " is suspended \(until); it applies again after that unless the suspension is extended")
        case .notYetInForce:
            let ofRules = rules.taken.compactMap(\.period.start).min { $0.firstDay < $1.firstDay }
            let start = period.nextStart(after: asked.day).map { CivilDate($0) } ?? ofRules
            warn(.startsOn, " applies from \(start?.description ?? "a day that is not known")")
        case .ended:
            let last = period.ended(before: asked.day)
            warn(.endedOn, last.map { " ended on \($0)" } ?? " ended")
        case .inForce:
            let ended = period.suspensions.compactMap(\.lastDay?.lastDay).filter { $0 < asked.day }
            if let last = ended.max() {
                warn(.lapsedSuspension, ": a suspension ran until \(last); it applies again unless extended, verify")
            }
            if finding.startUnknown { warn(.startUnknown, ": no source tells from when it applies; it is taken as in force") }
        }
        if dossier.value.act.published == nil { warn(.publishedUnknown, ": no source tells when its act was published") }
        let recalled = recalledFacts(match, dossier, rules)
        if !recalled.isEmpty {
            warn(.recalledFact, ": written from memory and to be checked before relying on it: \(recalled.joined(separator: ", "))")
        }
        if !isOwnReason, let ruledOut { warn(.ruledOut, ruledOut) }
        return warnings
    }

    /// What the match rests on that was written from memory.
    private func recalledFacts(_ match: ControlMatch, _ dossier: Quoted<ControlDossier>, _ rules: RulesInWords) -> [String] {
        var facts: [String] = []
        if dossier.value.item.citation.confidence == .recalled { facts.append("the item") }
        if dossier.value.act.citation.confidence == .recalled { facts.append("its act") }
        if let code = match.listedCode {
            let listings = dossier.value.item.customsCodes.filter { $0.code.digits == code }
            if !listings.isEmpty, !listings.contains(where: { $0.citation.confidence != .recalled }) {
                facts.append("the customs number \(code)")
            }
        }
        for limit in tables.items[Int(tables.numbers[match.item.id] ?? 0)].limits {
            let source = dossier.value.item.limits[Int(tables.limits[Int(limit)].source)]
            if source.citation.confidence == .recalled { facts.append("the limit of \(source.parameter)") }
        }
        if rules.taken.contains(where: { $0.citation.confidence == .recalled }) { facts.append("its rule by destination") }
        return facts
    }

    /// The first day and the exclusive end to show: of the time in force around the day, else of the nearest one on the side where the
    /// state says that it lies.
    func shownInterval(_ dossier: Quoted<ControlDossier>, _ finding: Finding) -> (from: CivilDate?, until: CivilDay?) {
        let period = period(finding).value
        let interval: CivilPeriod?
        switch finding.state {
        case .inForce: interval = period.interval(containing: asked.day)
        case .ended: interval = period.possible.lastPeriod(endingBefore: asked.day)
        case .notYetInForce: interval = period.possible.firstPeriod(beginningAfter: asked.day)
        case .suspended: interval = nil
        }
        guard let interval else {
            return (dossier.value.item.period.start, dossier.value.item.period.lastDay?.day.flatMap { try? $0.adding(days: 1) })
        }
        guard let from = interval.from else { return (dossier.value.item.period.start, interval.until) }
        // Where a source tells a month or a year only, its own words are shown and no day is made up.
        for start in [dossier.value.item.period.start, dossier.value.act.period.start] {
            if let start, start.day == nil, start.firstDay == from || start.lastDay == from { return (start, interval.until) }
        }
        return (CivilDate(from), interval.until)
    }
}
