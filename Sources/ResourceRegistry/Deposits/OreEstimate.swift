/// One statement of a resource, a reserve or an endowment of a deposit, with its date, its class and its figures.
///
/// Resources may or may not include reserves: the two are never added unless `includesReserves` is known.
public struct OreEstimate: Hashable, Sendable {
    /// Which of the three things a figure speaks of; they are never mixed.
    public enum Statement: String, Sendable, CaseIterable {
        /// What is there and may one day be worth mining.
        case resource
        /// The part of a resource that can be mined at a profit now.
        case reserve
        /// All that was ever there: mined and still in the ground.
        case endowment
        /// The source gives a figure and does not say of what.
        case notStated = "not-stated"
    }

    /// Stable id: `mount-weld/resource/measured-indicated-inferred-mineral-resource/rare-earths/2024`.
    public var id: String
    /// The id of the deposit that it speaks of.
    public var deposit: String
    /// Whether it states a resource, a reserve or an endowment.
    public var statement: Statement
    /// The class of the resource or reserve: a code of the CGI vocabularies, or the source's words.
    public var category: String?
    /// The reporting code: a CGI classification method, or the source's words.
    public var reportingCode: String?
    /// The effective date, as much as is known of it.
    public var asOf: CivilDate?
    /// Whether the resource includes the reserve: `yes`, `no` or `unknown`.
    public var includesReserves: String
    /// The mass of the ore, in the printed unit; `nil`: not told.
    public var ore: PrintedQuantity?
    /// Whether it is the one to show for the deposit.
    public var isHeadline: Bool
    /// Grades and contents, one for each mineral.
    public var measures: [CommodityMeasure]
    /// Remarks: which part of the deposit, doubts.
    public var note: String?
    /// The part of the deposit it is of, in the source's words.
    public var zone: String?
    /// Where it stands in its source: a page, a table.
    public var page: String?
    /// The grade from which on ore was counted.
    public var cutoff: PrintedQuantity?
    /// Why it cannot be right as it stands.
    public var flags: [EstimateFlag]
    /// What a source says of it that has no field of its own: the source's field, and its words.
    public var remarks: [String: String]
    /// How sure it is, and the sources it was taken from.
    public var citation: Citation

    /// Makes an estimate; what is not told is unknown.
    public init(
        id: String, deposit: String, statement: Statement, category: String? = nil, reportingCode: String? = nil,
        asOf: CivilDate? = nil, includesReserves: String = "unknown", ore: PrintedQuantity? = nil, isHeadline: Bool = false,
        measures: [CommodityMeasure] = [], note: String? = nil, zone: String? = nil, page: String? = nil,
        cutoff: PrintedQuantity? = nil, flags: [EstimateFlag] = [], remarks: [String: String] = [:], citation: Citation
    ) {
        self.id = id
        self.deposit = deposit
        self.statement = statement
        self.category = category
        self.reportingCode = reportingCode
        self.asOf = asOf
        self.includesReserves = includesReserves
        self.ore = ore
        self.isHeadline = isHeadline
        self.measures = measures
        self.note = note
        self.zone = zone
        self.page = page
        self.cutoff = cutoff
        self.flags = flags
        self.remarks = remarks
        self.citation = citation
    }
}

/// A number and its unit as a source printed them: 106.6 `Mt`, 4.12 `% TREO`.
public struct PrintedQuantity: Hashable, Sendable {
    /// The number as printed, without rounding.
    public var amount: ExactDecimal
    /// The unit in the source's words.
    public var unit: String

    /// Makes a quantity from what a source prints.
    public init(amount: ExactDecimal, unit: String) {
        self.amount = amount
        self.unit = unit
    }
}

/// What an ore estimate says of one mineral.
public struct CommodityMeasure: Hashable, Sendable {
    /// The id of the mineral that is measured.
    public var mineral: String
    /// How rich the ore is in it.
    public var grade: PrintedQuantity?
    /// How much of it the ore contains.
    public var contained: PrintedQuantity?

    /// Makes a measure; what is not told is unknown.
    public init(mineral: String, grade: PrintedQuantity? = nil, contained: PrintedQuantity? = nil) {
        self.mineral = mineral
        self.grade = grade
        self.contained = contained
    }
}
