/// A mine or plant on its way from the first study to its closure.
public struct Project: Hashable, Sendable {
    /// The phases in their order: a later one is greater.
    public enum Phase: Int, Hashable, Sendable, CaseIterable, Comparable, CustomStringConvertible {
        /// Looking for ore, and how much of it.
        case exploration = 1
        /// A first study of what a mine might be.
        case scoping
        /// A study that chooses among ways to mine.
        case prefeasibility
        /// A study on which the money is decided.
        case feasibility
        /// The mine or plant is being built.
        case construction
        /// It is built and being run in.
        case commissioning
        /// It produces as it was meant to.
        case operation
        /// It was stopped and may go on.
        case suspended
        /// It was ended for good.
        case closed

        /// The phase in English words, for people.
        public var description: String { Self.words[rawValue - 1] }

        /// Reads the word; throws `InvalidValue` for any other.
        public init(_ text: String) throws(InvalidValue) {
            guard let index = Self.words.firstIndex(of: text), let phase = Self(rawValue: index + 1) else {
                throw InvalidValue(kind: "phase", text: text, expected: "one of " + Self.words.joined(separator: ", "))
            }
            self = phase
        }

        /// Compares phases by the order in which a project passes them.
        public static func < (left: Phase, right: Phase) -> Bool { left.rawValue < right.rawValue }

        private static let words = [
            "exploration", "scoping", "prefeasibility", "feasibility", "construction", "commissioning", "operation", "suspended", "closed",
        ]
    }

    /// What it is to make, how much in a year, and from when.
    public struct Output: Hashable, Sendable {
        /// The id of the mineral that it gives.
        public var mineral: String
        /// The stage of production: mine, refinery.
        public var stage: SupplyStage
        /// What is counted: metal content, oxide, gross weight.
        public var basis: SupplyBasis?
        /// How much in a year.
        public var figure: SupplyFigure
        /// The unit of the numbers.
        public var unit: UnitOfMeasure
        /// From when on it is expected; `nil`: not told.
        public var expectedOn: CivilDate?
        /// How sure it is, and the sources it was taken from.
        public var citation: Citation

        /// Makes an output of a project at one stage.
        public init(
            mineral: String, stage: SupplyStage, basis: SupplyBasis? = nil, figure: SupplyFigure, unit: UnitOfMeasure,
            expectedOn: CivilDate? = nil, citation: Citation
        ) {
            self.mineral = mineral
            self.stage = stage
            self.basis = basis
            self.figure = figure
            self.unit = unit
            self.expectedOn = expectedOn
            self.citation = citation
        }
    }

    /// When a phase was to begin, and when it did.
    public struct Milestone: Hashable, Sendable {
        /// The phase that began or is to begin.
        public var phase: Phase
        /// When it was to begin.
        public var expectedOn: CivilDate?
        /// When the phase really began; `nil`: not yet or not known.
        public var actualOn: CivilDate?
        /// How sure it is, and the sources it was taken from.
        public var citation: Citation

        /// Makes a milestone.
        ///
        /// - Throws: `InvalidValue` when neither date is told.
        public init(phase: Phase, expectedOn: CivilDate? = nil, actualOn: CivilDate? = nil, citation: Citation) throws(InvalidValue) {
            guard expectedOn != nil || actualOn != nil else {
                throw InvalidValue(kind: "milestone", text: phase.description, expected: "an expected or an actual date")
            }
            self.phase = phase
            self.expectedOn = expectedOn
            self.actualOn = actualOn
            self.citation = citation
        }
    }

    /// Money that goes into it.
    public struct Investment: Hashable, Sendable {
        /// The body that gives the money, as named.
        public var investor: String?
        /// What kind of money it is, in the source's words: `loan`, `equity`, `grant`.
        public var kind: String
        /// How much is given, in which currency.
        public var money: TradeFlow.Money
        /// The day or year of the statement.
        public var asOf: CivilDate
        /// How sure it is, and the sources it was taken from.
        public var citation: Citation

        /// Makes an investment into a project.
        public init(investor: String? = nil, kind: String, money: TradeFlow.Money, asOf: CivilDate, citation: Citation) {
            self.investor = investor
            self.kind = kind
            self.money = money
            self.asOf = asOf
            self.citation = citation
        }
    }

    /// The stable id of the project, a slug.
    public var id: String
    /// The name of the project, to show.
    public var name: String
    /// The country in which it lies.
    public var country: CountryCode?
    /// The deposit it works, by id.
    public var deposit: String?
    /// The programme it belongs to, by id.
    public var programme: String?
    /// The firm that runs it; `nil`: not told.
    public var operatorName: String?
    /// The phase it is in.
    public var phase: Phase
    /// What it is to make.
    public var outputs: [Output]
    /// The phases of the project, by their dates.
    public var milestones: [Milestone]
    /// Money that goes into it.
    public var investments: [Investment]
    /// Remarks and doubts of whoever entered it; `nil`: none.
    public var note: String?
    /// What its being there rests on.
    public var citation: Citation

    /// Makes a project; what is not told is unknown.
    public init(
        id: String, name: String, country: CountryCode? = nil, deposit: String? = nil, programme: String? = nil,
        operatorName: String? = nil, phase: Phase, outputs: [Output] = [], milestones: [Milestone] = [],
        investments: [Investment] = [], note: String? = nil, citation: Citation
    ) {
        self.id = id
        self.name = name
        self.country = country
        self.deposit = deposit
        self.programme = programme
        self.operatorName = operatorName
        self.phase = phase
        self.outputs = outputs
        self.milestones = milestones
        self.investments = investments
        self.note = note
        self.citation = citation
    }
}
