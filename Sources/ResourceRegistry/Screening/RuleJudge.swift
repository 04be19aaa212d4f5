/// What the destination rules of an item's act demand of one shipment.
struct RuleJudgement {
    /// Requirements that apply for certain.
    var decided: [Requirement] = []
    /// Requirements that hang on an answer.
    var undecided: [(requirement: Requirement, question: OpenQuestion, isMilitary: Bool)] = []
    /// The rules that were taken.
    var taken: [DestinationRule] = []
    /// Where every rule that reaches the shipment lies at another time: `notYetInForce` or `ended`.
    var stateOfOtherTimes: EffectiveState?
    /// Whether it hangs on a partial date if any rule applies on the day.
    var exactDayUnknown = false

    /// Whether any rule reaches the shipment.
    var reaches: Bool { !decided.isEmpty || !undecided.isEmpty }

    /// The earliest start of the rules that were taken.
    var start: CivilDate? { taken.compactMap(\.period.start).min { $0.firstDay < $1.firstDay } }

    /// - Parameters:
    ///   - names: the destination and the groups it belongs to on the day.
    ///   - isInForce: whether the item is in force on the day. Where it is not, the match tells what it will demand of every use, and
    ///     rules for special users and uses are left out.
    init(dossier: ControlDossier, query: ScreeningQuery, names: Set<String>, isInForce: Bool) {
        let own = dossier.act.destinationRules.filter { $0.itemID == dossier.item.id }
        let shared = dossier.act.destinationRules.filter { $0.itemID == nil }
        if own.isEmpty && shared.isEmpty {
            decided = [dossier.item.requirement]
            return
        }
        // An act's rules for special users and uses come on top of what it says of the item.
        let rules = own.isEmpty ? shared : own + shared.filter { !$0.isForEveryUse }
        var reaching = rules.filter { $0.destination.reaches(names) }
        if !isInForce, reaching.contains(where: \.isForEveryUse) { reaching.removeAll { !$0.isForEveryUse } }
        let onTheDay = reaching.filter { $0.period.covers(query.day) != .no }
        // Rules of other times still tell what is demanded then; the state says that it is not demanded now.
        for rule in onTheDay.isEmpty ? reaching : onTheDay { take(rule, dossier: dossier, query: query) }
        if onTheDay.isEmpty {
            let begins = reaching.contains { $0.period.start?.isOnOrBefore(query.day) == .no }
            stateOfOtherTimes = begins ? .notYetInForce : .ended
        } else {
            exactDayUnknown = onTheDay.allSatisfy { $0.period.covers(query.day) == .unknown }
        }
    }

    private mutating func take(_ rule: DestinationRule, dossier: ControlDossier, query: ScreeningQuery) {
        let id = dossier.item.id
        // A rule for the whole act repeats what its items demand; where an item demands something else, the item governs.
        let plain = Requirement(rawValue: rule.rule).map { rule.itemID == nil && rule.isForEveryUse ? dossier.item.requirement : $0 }
        let strictest = plain ?? Requirement.strictest(in: rule.rule) ?? dossier.item.requirement
        if rule.isForMilitaryUsersOnly, query.endUser == .civil { return }
        taken.append(rule)
        func ask(_ asks: String, _ limit: String, isMilitary: Bool = false) {
            undecided.append((strictest, OpenQuestion(item: id, asks: asks, limit: limit), isMilitary))
        }
        if case .countryChart = rule.destination {
            ask("country_chart", rule.destinationAsListed)
        } else if rule.isForMilitaryUsers, query.endUser == nil {
            ask("end_user", rule.endUse, isMilitary: rule.isForMilitaryUsersOnly)
        } else if !rule.isForEveryUse, !rule.isForMilitaryUsers || query.endUser == .civil {
            // A civil user answers the military part of the words only.
            ask("end_use", rule.endUse)
        } else if plain == nil {
            ask("rule", rule.rule)
        } else {
            decided.append(strictest)
        }
    }
}

extension DestinationRule {
    /// Whether users and uses do not matter: `any`, also with a remark after it.
    var isForEveryUse: Bool { endUse == "any" || endUse.hasPrefix("any ") }

    /// Whether the rule speaks of military users or uses. Goods "with military potential" are a matter of the good, not of the user.
    var isForMilitaryUsers: Bool {
        let words = endUse.lowercased()
        return ["military user", "military use", "military end use", "military end-use"].contains { words.contains($0) }
    }

    /// Whether every part of the words speaks of the military: no listed party, no weapons of mass destruction beside it.
    var isForMilitaryUsersOnly: Bool {
        let words = endUse.lowercased().split(separator: " ").map { $0 == "or" ? "," : $0 }.joined(separator: " ")
        let parts = words.split { ",;/".contains($0) }.filter { $0.contains { $0.isLetter } }
        return isForMilitaryUsers && parts.allSatisfy { $0.contains("military") }
    }
}

extension DestinationRule.Destination {
    /// Whether a destination is meant that has these names: its own code and those of its groups.
    func reaches(_ names: Set<String>) -> Bool {
        switch self {
        case .everywhere, .countryChart: true
        case .area(let area): names.contains(area.text)
        case .everywhereExcept(let area): !names.contains(area.text)
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
