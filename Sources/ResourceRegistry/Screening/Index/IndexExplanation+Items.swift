/// One finding in words.
struct Explained {
    let finding: Finding
    let match: ControlMatch
    var questions: [OpenQuestion] = []
    var warnings: [ScreeningWarning] = []
    /// What hangs on an answer and is stricter than what its rules lay down for certain.
    var stricter: [(requirement: UInt8, question: OpenQuestion)] = []
}

/// The rules that bear upon one item and a shipment, in words.
struct RulesInWords {
    /// The rules that were taken into account.
    var taken: [DestinationRule] = []
    /// What they leave open.
    var open: [(requirement: UInt8, question: OpenQuestion)] = []

    init(tables: IndexTables, query: IndexedQuery, finding: Finding) {
        let number = finding.hit.item
        let row = tables.items[Int(number)]
        let dossier = tables.dossiers[Int(number)]
        let standing = tables.standing(of: finding.variant, on: query.day)
        let selection = tables.selection(of: row, query.shipment, isInForce: standing.state == .inForce)
        for rule in row.rules.lazy.map({ tables.rules[Int($0)] }) where tables.counts(rule, in: selection, query.shipment) {
            if selection.isOfTheDay, !rule.window.maybeCovers(query.day) { continue }
            let effect = rule.effect(for: query.shipment.endUser)
            if effect == .leftOut { continue }
            let source = dossier.value.act.destinationRules[Int(rule.source)]
            taken.append(source)
            let question: (asks: String, limit: String)
            switch effect {
            case .leftOut, .decides: continue
            case .chart: question = ("country_chart", source.destinationAsListed)
            case .endUser: question = ("end_user", source.endUse)
            case .endUse: question = ("end_use", source.endUse)
            case .words: question = ("rule", source.rule)
            }
            open.append((rule.requirement, OpenQuestion(item: dossier.value.item.id, asks: question.asks, limit: question.limit)))
        }
    }
}

// About one item.
extension IndexExplanation {
    func explain(_ finding: Finding) throws -> Explained {
        let dossier = tables.dossiers[Int(finding.hit.item)]
        let item = tables.quotedItems[Int(finding.hit.item)]
        let limits = try tables.compareLimits(of: finding.hit.item, with: query.measurements)
        let rules = RulesInWords(tables: tables, query: query, finding: finding)
        let openLimits =
            finding.obstacle == .none ? distinct(limits.open.map { item.value.limits[Int(tables.limits[Int($0)].source)] }) : []
        let reason = reason(of: finding, limits)
        let shown = shownInterval(dossier, finding)
        let match = ControlMatch(
            quotedItem: item, quotedPeriod: period(finding), act: dossier.value.act.instrumentNumber,
            requirement: Requirement.numbered(finding.requirement) ?? item.value.requirement, state: finding.state,
            isDecided: finding.isDecided, matchedBy: ControlMatch.Way.allCases.filter { finding.hit.ways.holds($0) },
            listedCode: finding.hit.listed < 0 ? nil : tables.codes[Int(finding.hit.listed)].digits, from: shown.from, until: shown.until,
            suspendedUntil: finding.state == .suspended ? period(finding).value.suspendedUntil(around: asked.day) : nil,
            openLimits: openLimits.map { "\($0.parameter) \($0.wording)" }, ruledOut: reason)
        var explained = Explained(finding: finding, match: match)
        if finding.obstacle == .none { explained.questions = questions(finding, openLimits, limits, rules) }
        if finding.certainRequirement != RuleSum.none {
            explained.stricter = rules.open.filter { $0.requirement < finding.certainRequirement }
        }
        explained.warnings = warnings(finding, match, dossier, rules)
        return explained
    }

    func period(_ finding: Finding) -> Quoted<EffectivePeriod> { tables.periods[Int(finding.variant)] }

    /// The same limit may stand in several sets (the length of a cylinder and of a tube): it is asked once.
    fileprivate func distinct(_ limits: [Limit]) -> [Limit] {
        var seen: Set<String> = []
        return limits.filter { seen.insert("\($0.parameter) \($0.wording)").inserted }
    }

    fileprivate func questions(_ finding: Finding, _ openLimits: [Limit], _ limits: LimitFinding, _ rules: RulesInWords) -> [OpenQuestion] {
        let item = tables.quotedItems[Int(finding.hit.item)]
        var questions: [OpenQuestion] = []
        if !finding.hit.isTold, finding.hit.opening != .none {
            let (asks, limit) = opening(finding.hit, of: item)
            questions.append(OpenQuestion(item: item.value.id, asks: asks, limit: limit))
        }
        questions += openLimits.map { OpenQuestion(item: item.value.id, asks: $0.parameter, limit: $0.wording) }
        for row in limits.ofAPart {
            let limit = item.value.limits[Int(tables.limits[Int(row)].source)]
            let words = "the limit holds for a part of the entry only (\(limit.group)): \(limit.parameter) \(limit.wording)"
            questions.append(OpenQuestion(item: item.value.id, asks: "form", limit: words))
        }
        questions += item.value.conditionsToMeet.map { OpenQuestion(item: item.value.id, asks: "condition", limit: $0) }
        if finding.exactDayUnknown { questions.append(OpenQuestion(item: item.value.id, asks: "exact day not known", limit: nil)) }
        if finding.certainRequirement == RuleSum.none { questions += rules.open.map(\.question) }
        if finding.waitsForItems {
            questions.append(OpenQuestion(item: item.value.id, asks: "item", limit: itemsWaitedFor(finding).joined(separator: ", ")))
        }
        return questions
    }

    fileprivate func opening(_ hit: Hit, of item: Quoted<ControlItem>) -> (asks: String, limit: String?) {
        switch hit.opening {
        case .none: return ("", nil)
        case .form: return ("form", nil)
        case .misprint: return ("code", asked.code.flatMap { tables.misprints[$0.digits]?.question })
        case .item: return ("item", nil)
        case .subentry: return ("subentry", tables.controlEntries[Int(hit.subject)].text)
        case .description: return ("description", item.value.name)
        case .nomenclature: return ("nomenclature", tables.codes[Int(hit.subject)].digits)
        case .subheading:
            // All the listed codes under the asked one are named.
            guard let code = asked.code else { return ("subheading", nil) }
            let wanted = AskedCode(code, in: asked.nomenclature ?? code.nomenclature ?? tables.nomenclature(of: query))
            var finer: Set<String> = []
            tables.forEachJurisdiction(of: query) { jurisdiction in
                for row in tables.jurisdictions[jurisdiction].codes.lazy.map({ tables.codes[Int($0)] })
                where row.item == hit.item && wanted.relation(to: row) == .isCoarser { finer.insert(row.digits) }
            }
            return ("subheading", finer.sorted().joined(separator: ", "))
        }
    }

    fileprivate func itemsWaitedFor(_ finding: Finding) -> [String] {
        guard let group = tables.groups.first(where: { $0.item == finding.hit.item }) else { return [] }
        let waiting = findings.filter { $0.counts && tables.covered.contains($0.hit.item, in: group.number) }
        return waiting.map { tables.dossiers[Int($0.hit.item)].value.item.id }
    }

    fileprivate func reason(of finding: Finding, _ limits: LimitFinding) -> String? {
        switch finding.obstacle {
        case .none: return nil
        case .mineral: return "it does not contain \(asked.mineral ?? "")"
        case .groupIdle: return "no item under \(scope(finding)) that was hit is in force on that day"
        case .groupFreed: return "the items under \(scope(finding)) that were hit do not apply"
        case .limits:
            let item = tables.quotedItems[Int(finding.hit.item)]
            let reasons = limits.failing.compactMap { row -> String? in
                let limit = item.value.limits[Int(tables.limits[Int(row)].source)]
                guard let measured = query.measurements.first(where: { $0.parameter == tables.limits[Int(row)].parameter }) else {
                    return nil
                }
                return "\(limit.parameter) \(measured.value) \(measured.unitText ?? limit.unit) is not \(limit.wording)"
            }
            return reasons.joined(separator: "; ")
        }
    }

    fileprivate func scope(_ finding: Finding) -> String {
        tables.groups.first { $0.item == finding.hit.item }.map { tables.scopes[Int($0.number)] } ?? ""
    }
}
