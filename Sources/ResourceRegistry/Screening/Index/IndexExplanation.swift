/// Puts findings into words.
struct IndexExplanation {
    let tables: IndexTables
    let query: IndexedQuery
    let findings: [Finding]

    var asked: ScreeningQuery { query.query }

    func answer() throws -> ScreeningAnswer {
        let explained = try findings.map(explain)
        let (verdict, number) = tables.verdict(of: findings, query)
        let requirement = Requirement.numbered(number)
        let counting = explained.filter(\.finding.counts)
        var questions = counting.flatMap(\.questions)
        if let question = whichItem(counting) { questions.append(question) }
        questions += counting.flatMap { $0.stricter.map(\.question) }
        var warnings = explained.flatMap(\.warnings)
        warnings += strictness(counting, than: number)
        warnings += codeWarnings()
        return ScreeningAnswer(
            query: asked, verdict: verdict, requirement: requirement, matches: explained.map(\.match), questions: questions,
            warnings: warnings, coverage: coverage, revision: tables.revision)
    }

    // MARK: About the whole query

    /// Where one code stands for items that share no mineral, one question names them.
    private func whichItem(_ counting: [Explained]) -> OpenQuestion? {
        guard asked.mineral == nil, asked.item == nil else { return nil }
        let candidates = counting.map(\.finding.hit).filter { $0.ways.contains(.code) && !tables.items[Int($0.item)].isGroup }
        guard candidates.count > 1 else { return nil }
        var common: Set<String>?
        for candidate in candidates {
            let minerals = Set(tables.dossiers[Int(candidate.item)].value.item.minerals)
            common = common?.intersection(minerals) ?? minerals
        }
        guard common?.isEmpty == true else { return nil }
        let ids = candidates.map { tables.dossiers[Int($0.item)].value.item.id }
        return OpenQuestion(item: nil, asks: "item", limit: ids.joined(separator: ", "))
    }

    /// What would be stricter than the answer's requirement, if open questions were answered so.
    private func strictness(_ counting: [Explained], than strictest: UInt8) -> [ScreeningWarning] {
        if strictest == RuleSum.none { return [] }
        var warnings: [ScreeningWarning] = []
        for open in counting where !open.finding.isDecided && open.finding.requirement < strictest {
            let id = open.match.item.id
            warnings.append(
                ScreeningWarning(
                    code: .stricterIf, item: id,
                    text: "\(id) would be stricter (\(open.match.requirement.rawValue)) if its open questions are answered so"))
        }
        for match in counting {
            let id = match.match.item.id
            for (number, question) in match.stricter where number < strictest {
                let requirement = Requirement.numbered(number)?.rawValue ?? ""
                warnings.append(
                    ScreeningWarning(
                        code: .stricterIf, item: id, text: "\(id) is \(requirement) for: \(question.limit ?? question.asks)"))
            }
        }
        return warnings
    }

    private var coverage: [String: String?] {
        var coverage: [String: String?] = [:]
        tables.forEachJurisdiction(of: query) {
            let row = tables.jurisdictions[$0]
            coverage.updateValue(row.newest.last { $0.from <= query.horizon }?.day, forKey: row.code)
        }
        return coverage
    }

    private func codeWarnings() -> [ScreeningWarning] {
        var jurisdictions: [Int] = []
        tables.forEachJurisdiction(of: query) { jurisdictions.append($0) }
        var warnings: [ScreeningWarning] = []
        if jurisdictions.allSatisfy({ tables.jurisdictions[$0].items.isEmpty }) {
            warnings.append(
                ScreeningWarning(
                    code: .noActs, item: nil,
                    text: "the registry holds no acts of \(asked.origin.text) that list items: nothing can be said about this shipment"))
        }
        let wordsMatchNothing = tables.wordsMatchNothing(of: query)
        if wordsMatchNothing, let words = asked.words { warnings.append(.wordsMatchNothing(words)) }
        guard let code = asked.code else { return warnings }
        if let known = tables.misprints[code.digits] { warnings.append(known.warning) }
        guard asked.controlCode == nil, asked.mineral == nil, asked.item == nil, asked.words == nil || wordsMatchNothing else {
            return warnings
        }
        for number in jurisdictions.sorted(by: { tables.jurisdictions[$0].code < tables.jurisdictions[$1].code }) {
            let count = tables.jurisdictions[number].withoutCode.count { number in
                let item = tables.items[Int(number)]
                return query.horizon >= item.publishedPossibly
                    && tables.standing(of: tables.variant(of: item, by: query.horizon), on: query.day).state == .inForce
            }
            warnings.append(
                ScreeningWarning(
                    code: .itemsWithoutCode, item: nil,
                    text:
                        "items of \(tables.jurisdictions[number].code) in force on that day without a customs number: \(count); a code alone clears nothing"
                ))
        }
        return warnings
    }
}
