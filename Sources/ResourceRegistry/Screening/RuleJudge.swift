/// What the destination rules of an item's act demand of one shipment.
struct RuleJudgement {
    /// Requirements that apply for certain.
    var decided: [Requirement] = []
    /// Requirements that hang on an answer.
    var undecided: [(requirement: Requirement, question: OpenQuestion, isMilitary: Bool)] = []

    /// Whether any rule reaches the shipment.
    var reaches: Bool { !decided.isEmpty || !undecided.isEmpty }

    /// - Parameter names: the destination and the groups it belongs to on the day.
    init(dossier: ControlDossier, query: ScreeningQuery, names: Set<String>) {
        let own = dossier.act.destinationRules.filter { $0.itemID == dossier.item.id }
        let shared = dossier.act.destinationRules.filter { $0.itemID == nil }
        if own.isEmpty && shared.isEmpty {
            decided = [dossier.item.requirement]
            return
        }
        // An act's rules for special users and uses come on top of what it says of the item.
        let rules = own.isEmpty ? shared : own + shared.filter { !Self.isForEveryUse($0) }
        for rule in rules {
            let isListed: Bool
            switch rule.destination {
            case .everywhere, .countryChart: isListed = true
            case .area(let area): isListed = names.contains(area.text)
            case .everywhereExcept(let area): isListed = !names.contains(area.text)
            }
            if isListed { take(rule, dossier: dossier, query: query) }
        }
    }

    private static func isForEveryUse(_ rule: DestinationRule) -> Bool { rule.endUse == "any" || rule.endUse.hasPrefix("any ") }

    private mutating func take(_ rule: DestinationRule, dossier: ControlDossier, query: ScreeningQuery) {
        let id = dossier.item.id
        let plain = Requirement(rawValue: rule.rule)
        let requirement = plain.map { rule.itemID == nil && Self.isForEveryUse(rule) ? dossier.item.requirement : $0 }
        let strictest = requirement ?? Requirement.strictest(in: rule.rule) ?? dossier.item.requirement
        let isMilitary = rule.endUse.lowercased().contains("military")
        if case .countryChart = rule.destination {
            undecided.append((strictest, OpenQuestion(item: id, asks: "country_chart", limit: rule.destinationAsListed), false))
        } else if isMilitary {
            switch query.endUser {
            case .civil?: break
            case .military?: decided.append(strictest)
            case nil: undecided.append((strictest, OpenQuestion(item: id, asks: "end_user", limit: rule.endUse), true))
            }
        } else if !Self.isForEveryUse(rule) {
            undecided.append((strictest, OpenQuestion(item: id, asks: "end_use", limit: rule.endUse), false))
        } else if requirement == nil {
            undecided.append((strictest, OpenQuestion(item: id, asks: "rule", limit: rule.rule), false))
        } else {
            decided.append(strictest)
        }
    }
}

extension Requirement {
    /// The strictest requirement that a sentence contains.
    static func strictest(in words: String) -> Requirement? {
        allCases.first { words.split { !($0.isLetter || $0 == "_") }.contains(Substring($0.rawValue)) }
    }

    /// The strictest of some.
    static func strictest(of requirements: some Sequence<Requirement>) -> Requirement? {
        requirements.min { $0.isStricter(than: $1) }
    }
}
