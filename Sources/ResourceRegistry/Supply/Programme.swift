/// A plan of a government: an action, a quota, a benchmark, a fund, with the ledger of what it set out to do and what was seen.
public struct Programme: Hashable, Sendable {
    /// The tasks that a programme can have.
    public enum Task: String, Hashable, Sendable, CaseIterable {
        case exploration, capacity, reserves, survey, research, investment
    }

    /// Stable id: `cn-prospecting-2021`.
    public var id: String
    /// What it is called.
    public var title: String
    /// Whose programme it is; `nil`: nobody's, a figure of the whole world.
    public var jurisdiction: CountryCode?
    /// From when to when.
    public var period: DatedSpan
    /// Remarks and doubts.
    public var note: String?
    /// The ledger.
    public var entries: [ProgrammeEntry]
    /// What its being there rests on.
    public var citation: Citation

    /// Makes a programme.
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
    /// What the line says.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// What is to be reached.
        case target
        /// What is to be reached, without sanction.
        case benchmark
        /// What may be made or exported at most.
        case quota
        /// What the programme covers.
        case scope
        /// What can be made.
        case capacity
        /// What is spent or promised.
        case funding
        /// What was seen.
        case outcome

        /// Whether a line of this kind is something that progress can be measured against.
        public var isGoal: Bool { self == .target || self == .benchmark || self == .quota }
    }

    /// On which side of the number the truth lies.
    public enum Bound: String, Hashable, Sendable, CaseIterable {
        case atLeast = "at-least"
        case atMost = "at-most"
        case moreThan = "more-than"
        case about
    }

    /// What the line says.
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
    /// The number.
    public var amount: ExactDecimal
    /// Its unit: a unit of measure with what it counts (`t REO`), a currency of ISO 4217, or what is counted (`deposits`).
    public var unit: String
    /// Where the programme began, in the same unit.
    public var baseline: ExactDecimal?
    /// From when to when.
    public var period: DatedSpan
    /// When it was stated.
    public var asOf: CivilDate
    /// Remarks and doubts.
    public var note: String?
    /// What it rests on.
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
