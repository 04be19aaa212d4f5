/// A mine or plant on its way from the first study to its closure.
public struct Project: Hashable, Sendable {
    /// The phases in their order: a later one is greater.
    public enum Phase: Int, Hashable, Sendable, CaseIterable, Comparable, CustomStringConvertible {
        case exploration = 1
        case scoping, prefeasibility, feasibility, construction, commissioning, operation, suspended, closed

        /// The phase in words.
        public var description: String { Self.words[rawValue - 1] }

        /// Reads the word; throws `InvalidValue` for any other.
        public init(_ text: String) throws(InvalidValue) {
            guard let index = Self.words.firstIndex(of: text), let phase = Self(rawValue: index + 1) else {
                throw InvalidValue(kind: "phase", text: text, expected: "one of " + Self.words.joined(separator: ", "))
            }
            self = phase
        }

        /// By their order.
        public static func < (left: Phase, right: Phase) -> Bool { left.rawValue < right.rawValue }

        private static let words = [
            "exploration", "scoping", "prefeasibility", "feasibility", "construction", "commissioning", "operation", "suspended", "closed",
        ]
    }

    /// What it is to make, how much in a year, and from when.
    public struct Output: Hashable, Sendable {
        /// The mineral's id.
        public var mineral: String
        /// The stage.
        public var stage: SupplyStage
        /// What is counted.
        public var basis: SupplyBasis?
        /// How much in a year.
        public var figure: SupplyFigure
        /// The unit of the numbers.
        public var unit: UnitOfMeasure
        /// From when.
        public var expectedOn: CivilDate?
        /// What it rests on.
        public var citation: Citation

        /// Makes an output.
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
        /// The phase.
        public var phase: Phase
        /// When it was to begin.
        public var expectedOn: CivilDate?
        /// When it began.
        public var actualOn: CivilDate?
        /// What it rests on.
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
        /// Who gives it.
        public var investor: String?
        /// What kind of money it is, in the source's words: `loan`, `equity`, `grant`.
        public var kind: String
        /// How much.
        public var money: TradeFlow.Money
        /// When that was stated.
        public var asOf: CivilDate
        /// What it rests on.
        public var citation: Citation

        /// Makes an investment.
        public init(investor: String? = nil, kind: String, money: TradeFlow.Money, asOf: CivilDate, citation: Citation) {
            self.investor = investor
            self.kind = kind
            self.money = money
            self.asOf = asOf
            self.citation = citation
        }
    }

    /// Stable id.
    public var id: String
    /// What it is called.
    public var name: String
    /// Where it is.
    public var country: CountryCode?
    /// The deposit it works, by id.
    public var deposit: String?
    /// The programme it belongs to, by id.
    public var programme: String?
    /// Who runs it.
    public var operatorName: String?
    /// The phase it is in.
    public var phase: Phase
    /// What it is to make.
    public var outputs: [Output]
    /// Its phases by date.
    public var milestones: [Milestone]
    /// Money that goes into it.
    public var investments: [Investment]
    /// Remarks and doubts.
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
