/// One statement of how much of a mineral is made, could be made, or is there: by place, for a year.
public struct SupplyFact: Hashable, Sendable {
    /// What is measured. Reserves, resources and stockpiles are three things and never summed.
    public enum Measure: String, Hashable, Sendable, CaseIterable {
        /// What was made in a year.
        case production
        /// What could be made in a year.
        case capacity
        /// What is to be makeable in a year, later.
        case plannedCapacity = "planned-capacity"
        /// What can be mined at a profit today.
        case reserves
        /// What is known to be there, reserves included or not: sources differ.
        case identifiedResources = "identified-resources"
        /// What is stored above the ground.
        case stockpile

        /// Whether the measure belongs to a stage: what is made does, what lies in the ground or in a store does not.
        public var hasStage: Bool { self == .production || self == .capacity || self == .plannedCapacity }
    }

    /// Where. All other countries together, and the whole world, are no countries.
    public enum Place: Hashable, Sendable, CustomStringConvertible {
        /// One country, by its code.
        case country(CountryCode)
        /// All countries that the table does not list.
        case other
        /// The total that the source gives.
        case world

        /// The country's code, `other` or `world`.
        public var description: String {
            switch self {
            case .country(let code): code.text
            case .other: "other"
            case .world: "world"
            }
        }

        /// The country's code; `nil` for the others and the world.
        public var country: CountryCode? {
            if case .country(let code) = self { return code }
            return nil
        }
    }

    /// What somebody else, or the same publisher in another edition, says of the same fact.
    public struct OtherValue: Hashable, Sendable {
        /// How the two belong together.
        public enum Kind: String, Hashable, Sendable, CaseIterable {
            /// An edition said so; another edition changed it.
            case restated
            /// Another publisher states another amount.
            case conflicting
        }

        /// How the two belong together.
        public var kind: Kind
        /// The amount that was said elsewhere.
        public var figure: SupplyFigure
        /// The unit of its numbers.
        public var unit: UnitOfMeasure
        /// Who said so, and how sure that is.
        public var citation: Citation

        /// Makes a value that is kept beside the fact's own.
        public init(kind: Kind, figure: SupplyFigure, unit: UnitOfMeasure, citation: Citation) {
            self.kind = kind
            self.figure = figure
            self.unit = unit
            self.citation = citation
        }
    }

    /// The id of the mineral that it is about.
    public var mineral: String
    /// What is measured: production, capacity, reserves, a stockpile.
    public var measure: Measure
    /// The stage; `nil` for what is in the ground or stored.
    public var stage: SupplyStage?
    /// What is counted; `nil` where the source does not say a word about it.
    public var basis: SupplyBasis?
    /// Whose amount it is: a country's, the others', the world's.
    public var place: Place
    /// The year it is true of.
    public var year: Int
    /// When a planned capacity is to be there.
    public var expectedOn: CivilDate?
    /// How much, or why there is no number.
    public var figure: SupplyFigure
    /// The unit of the numbers; it stands there without numbers too.
    public var unit: UnitOfMeasure
    /// Whether the source calls it an estimate.
    public var isEstimated: Bool
    /// Whether the source marks it as revised.
    public var isRevised: Bool
    /// Remarks and doubts of whoever entered it; `nil`: none.
    public var note: String?
    /// What else was said of it: older editions, other publishers.
    public var otherValues: [OtherValue]
    /// What it rests on: the edition.
    public var citation: Citation

    /// Makes a fact; what is not told is unknown.
    public init(
        mineral: String, measure: Measure, stage: SupplyStage? = nil, basis: SupplyBasis? = nil, place: Place, year: Int,
        expectedOn: CivilDate? = nil, figure: SupplyFigure, unit: UnitOfMeasure, isEstimated: Bool = false, isRevised: Bool = false,
        note: String? = nil, otherValues: [OtherValue] = [], citation: Citation
    ) {
        self.mineral = mineral
        self.measure = measure
        self.stage = stage
        self.basis = basis
        self.place = place
        self.year = year
        self.expectedOn = expectedOn
        self.figure = figure
        self.unit = unit
        self.isEstimated = isEstimated
        self.isRevised = isRevised
        self.note = note
        self.otherValues = otherValues
        self.citation = citation
    }

    /// The stable id: `production/gallium/primary/CN/2025/low-purity primary Ga`. Two statements with one id are one fact.
    public var id: String {
        var parts = [measure.rawValue, mineral, stage?.name ?? "-", place.description, "\(year)"]
        if let expectedOn { parts.append(expectedOn.description) }
        return (parts + [basis?.asGiven ?? "-"]).joined(separator: "/")
    }
}
