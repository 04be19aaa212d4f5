/// The answer to a screening query, with every reason.
public struct ScreeningAnswer: Hashable, Sendable {
    /// The version of the rules that made it.
    public static let rules = 1

    /// What was asked.
    public let query: ScreeningQuery
    /// The verdict.
    public let verdict: Verdict
    /// The strictest requirement; `nil` when nothing is listed.
    public let requirement: Requirement?
    /// Every item that was hit, in force or not.
    public let matches: [ControlMatch]
    /// What is still to be answered.
    public let questions: [OpenQuestion]
    /// What the asker should know.
    public let warnings: [ScreeningWarning]
    /// Per jurisdiction the publication day of the newest act held. It says what is held, not that nothing is missing.
    public let coverage: [String: String?]
    /// The revision of the registry that answered; 0 before the first.
    public let revision: Int
}

/// What screening says of a good. None of it is legal advice.
public enum Verdict: String, Sendable, CaseIterable {
    /// A listed item is hit and in force.
    case controlled
    /// A listed item may be hit; questions are open.
    case depends
    /// No listed item is hit that is in force on that day. It is no clearance.
    case notListed = "not_listed"
}

/// An item that was hit.
public struct ControlMatch: Hashable, Sendable {
    /// The item.
    public let item: ControlItem
    /// The act it stands in, as cited.
    public let act: String
    /// What it demands of this shipment.
    public let requirement: Requirement
    /// Its state on the day.
    public let state: EffectiveState
    /// Whether nothing is left to ask about it.
    public internal(set) var isDecided: Bool
    /// How it was hit.
    public let matchedBy: [Way]
    /// The listed customs code that was hit.
    public let listedCode: String?
    /// The day from which it is in force.
    public let from: CivilDate?
    /// The day from which it is no longer in force (exclusive).
    public let until: CivilDay?
    /// The last day on which it is suspended.
    public let suspendedUntil: CivilDay?
    /// Limits that the query does not answer.
    public internal(set) var openLimits: [String]
    /// Why the item does not apply, where it does not.
    public internal(set) var ruledOut: String?

    /// A way in which an item is hit.
    public enum Way: String, Sendable, CaseIterable {
        case code
        case controlCode = "control_code"
        case mineral, item, words
    }

    /// Whether the match counts for the verdict.
    var counts: Bool { state == .inForce && ruledOut == nil }
}

/// Something that the query leaves open.
public struct OpenQuestion: Hashable, Sendable {
    /// The item it is about; `nil`: about the whole query.
    public let item: String?
    /// What is asked: a parameter, `condition`, `end_user`, `subheading`, `form`, `item` …
    public let asks: String
    /// The limit or the condition, in words.
    public let limit: String?
}

/// Something the asker should know.
public struct ScreeningWarning: Hashable, Sendable {
    /// A stable code for programs.
    public enum Code: String, Sendable, CaseIterable {
        case suspendedUntil = "suspended_until"
        case startsOn = "starts_on"
        case endedOn = "ended_on"
        case ruledOut = "ruled_out"
        case stricterIf = "stricter_if"
        case lapsedSuspension = "lapsed_suspension"
        case recalledFact = "recalled_fact"
        case misprintedCode = "misprinted_code"
        case itemsWithoutCode = "items_without_code"
        case startUnknown = "start_unknown"
        case publishedUnknown = "published_unknown"
        case noActs = "no_acts"
    }

    /// The code.
    public let code: Code
    /// The item it is about; `nil`: about the whole query.
    public let item: String?
    /// The warning for a person.
    public let text: String
}
