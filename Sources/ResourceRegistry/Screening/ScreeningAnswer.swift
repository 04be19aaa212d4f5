/// The answer to a screening query, with every reason.
public struct ScreeningAnswer: Hashable, Sendable {
    /// The version of the rules that made it.
    public static let rules = 1

    /// The question that this answers, as it was asked.
    public let query: ScreeningQuery
    /// Whether the good is controlled; `not_listed` is never a clearance.
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
    let quotedItem: Quoted<ControlItem>
    let quotedPeriod: Quoted<EffectivePeriod>

    /// The listed item, as its act has it.
    public var item: ControlItem { quotedItem.value }
    /// The act it stands in, as cited.
    public let act: String
    /// What it demands of this shipment.
    public let requirement: Requirement
    /// Its state on the day.
    public let state: EffectiveState
    /// Whether nothing is left to ask about it.
    public internal(set) var isDecided: Bool
    /// Which parts of the question led to the item.
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
    /// When the item is in force and when it is suspended, by the acts that the query takes into account.
    public var period: EffectivePeriod { quotedPeriod.value }

    /// A way in which an item is hit.
    public enum Way: String, Sendable, CaseIterable {
        /// By a customs code that is listed for it.
        case code
        /// By its code of a control list.
        case controlCode = "control_code"
        /// By a mineral that the item contains.
        case mineral
        /// By the id of the item itself.
        case item
        /// By words of the item's name.
        case words
    }

    /// Whether the match counts for the verdict.
    var counts: Bool { state == .inForce && ruledOut == nil }
}

/// Something that the query leaves open.
public struct OpenQuestion: Hashable, Sendable {
    /// The item it is about; `nil`: about the whole query.
    public let item: String?
    /// What is asked: a parameter, `code`, `condition`, `end_user`, `subheading`, `form`, `item` …
    public let asks: String
    /// The limit or the condition, in words.
    public let limit: String?
}

/// Something the asker should know.
public struct ScreeningWarning: Hashable, Sendable {
    /// A stable code for programs.
    public enum Code: String, Sendable, CaseIterable {
        /// The item is suspended on that day, and will apply again.
        case suspendedUntil = "suspended_until"
        /// The item applies from a later day on.
        case startsOn = "starts_on"
        /// The item applied until an earlier day.
        case endedOn = "ended_on"
        /// Something near stands in the list and is ruled out.
        case ruledOut = "ruled_out"
        /// An undecided match would be stricter than the answer.
        case stricterIf = "stricter_if"
        /// A suspension has run out: it applies again unless extended.
        case lapsedSuspension = "lapsed_suspension"
        /// The answer rests on a fact written from memory.
        case recalledFact = "recalled_fact"
        /// The asked customs code is a misprint: it stands in copies of an act and in no nomenclature.
        case misprintedCode = "misprinted_code"
        /// The words stand in no name of an item: what was found was found by the rest of the question.
        case wordsMatchNothing = "words_match_nothing"
        /// Items in force have no customs code: a code alone cannot find them.
        case itemsWithoutCode = "items_without_code"
        /// The day from which an item applies is not known.
        case startUnknown = "start_unknown"
        /// The day on which an act was published is not known.
        case publishedUnknown = "published_unknown"
        /// No act of that jurisdiction is held at all.
        case noActs = "no_acts"
    }

    /// The stable code, by which a program knows the warning.
    public let code: Code
    /// The item it is about; `nil`: about the whole query.
    public let item: String?
    /// The warning for a person.
    public let text: String

    /// The words of a query said nothing.
    static func wordsMatchNothing(_ words: String) -> ScreeningWarning {
        ScreeningWarning(
            code: .wordsMatchNothing, item: nil,
            text: "no controlled item's name holds '\(Excerpt.of(words))': the answer rests on the rest of the question alone")
    }
}
