/// A plan of a government: an action, a quota, a benchmark, a fund, with the ledger of what it set out to do and what was seen.
public struct Programme: Hashable, Sendable {
    /// The tasks that a programme can have.
    public enum Task: String, Hashable, Sendable, CaseIterable {
        /// To find new deposits, or more of known ones.
        case exploration
        /// To be able to produce more.
        case capacity
        /// To hold more in reserve, in the ground or in store.
        case reserves
        /// To map and measure what is there.
        case survey
        /// To learn how to find, win or use minerals.
        case research
        /// To put money into projects.
        case investment
    }

    /// Stable id: `cn-prospecting-2021`.
    public var id: String
    /// The name of the programme, in English.
    public var title: String
    /// Whose programme it is; `nil`: nobody's, a figure of the whole world.
    public var jurisdiction: CountryCode?
    /// From when to when the programme runs.
    public var period: DatedSpan
    /// Remarks and doubts of whoever entered it; `nil`: none.
    public var note: String?
    /// The ledger: goals, funding and what was seen.
    public var entries: [ProgrammeEntry]
    /// What its being there rests on.
    public var citation: Citation

    /// Makes a programme with its ledger.
    public init(
        id: String, title: String, jurisdiction: CountryCode?, period: DatedSpan, note: String? = nil, entries: [ProgrammeEntry] = [],
        citation: Citation
    ) {
        self.id = id
        self.title = title
        self.jurisdiction = jurisdiction
        self.period = period
        self.note = note
        self.entries = entries
        self.citation = citation
    }

    /// The tasks of its entries, in the order of the code list.
    public var tasks: [Task] { Task.allCases.filter { task in entries.contains { $0.task == task } } }
}

/// One line of a programme's ledger.
public struct ProgrammeEntry: Hashable, Sendable {
    /// What a line of the ledger says.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// What is to be reached.
        case target
        /// What is to be reached, without sanction.
        case benchmark
        /// What may be made or exported at most.
        case quota
        /// How much of something the programme covers.
        case scope
        /// How much can be made in a year.
        case capacity
        /// What is spent or promised.
        case funding
        /// What was reached and seen so far.
        case outcome

        /// Whether a line of this kind is something that progress can be measured against.
        public var isGoal: Bool { self == .target || self == .benchmark || self == .quota }
    }

    /// On which side of the number the truth lies.
    public enum Bound: String, Hashable, Sendable, CaseIterable {
        /// The goal is this amount or more.
        case atLeast = "at-least"
        /// The goal is this amount or less.
        case atMost = "at-most"
        /// The goal is more than this amount.
        case moreThan = "more-than"
        /// The source says "about" this amount.
        case about
    }

    /// What the line says: a goal, funding, an outcome.
    public var kind: Kind
    /// The task it belongs to; `nil` where the words do not tell.
    public var task: Programme.Task?
    /// What is counted, in words.
    public var indicator: String
    /// What the source of this line calls the programme, where that differs.
    public var titleAsGiven: String?
    /// The mineral's id, where the line is of one.
    public var mineral: String?
    /// On which side of the number the truth lies; `nil`: just so much.
    public var bound: Bound?
    /// The number, in the unit of the line.
    public var amount: ExactDecimal
    /// Its unit: a unit of measure with what it counts (`t REO`), a currency of ISO 4217, or what is counted (`deposits`).
    public var unit: String
    /// Where the programme began, in the same unit.
    public var baseline: ExactDecimal?
    /// From when to when the line counts.
    public var period: DatedSpan
    /// The day on which it was stated.
    public var asOf: CivilDate
    /// Remarks and doubts of whoever entered it; `nil`: none.
    public var note: String?
    /// How sure it is, and the sources it was taken from.
    public var citation: Citation

    /// Makes a line; what is not told is unknown.
    public init(
        kind: Kind, task: Programme.Task? = nil, indicator: String, titleAsGiven: String? = nil, mineral: String? = nil,
        bound: Bound? = nil, amount: ExactDecimal, unit: String, baseline: ExactDecimal? = nil, period: DatedSpan, asOf: CivilDate,
        note: String? = nil, citation: Citation
    ) {
        self.kind = kind
        self.task = task
        self.indicator = indicator
        self.titleAsGiven = titleAsGiven
        self.mineral = mineral
        self.bound = bound
        self.amount = amount
        self.unit = unit
        self.baseline = baseline
        self.period = period
        self.asOf = asOf
        self.note = note
        self.citation = citation
    }
}
