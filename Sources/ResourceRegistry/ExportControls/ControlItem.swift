/// A listed item of a measure.
public struct ControlItem: Hashable, Sendable {
    /// Stable id: `CN-2023-23-Ga-a`.
    public var id: String
    /// The clause it stands in.
    public var measureID: String
    /// Codes of the control list (Chinese dual-use list, ECCN, EU Annex I), several where the entry names several.
    public var controlCodes: [String]
    /// Where the codes come from, in words.
    public var controlCodeBasis: String?
    /// The name of the item in English.
    public var name: String
    /// The name of the item in Chinese; `nil`: none listed.
    public var nameChinese: String?
    /// What sort of good it is: metal, oxide, technology, `group` (all items under its codes), `any dual-use item` …
    public var category: String
    /// Forms it may have, in words.
    public var forms: String?
    /// Its limits in the source's words.
    public var thresholdText: String?
    /// Minerals in the source's symbols and words.
    public var mineralsAsListed: String?
    /// Slugs of the minerals it contains.
    public var minerals: [String]
    /// What the law demands for its export.
    public var requirement: Requirement
    /// The item's own dates, inclusive; suspensions are not cut into them.
    public var period: DatedSpan
    /// Customs codes under which it is listed.
    public var customsCodes: [CustomsListing]
    /// Numeric limits, such as a purity, that narrow the item.
    public var limits: [Limit]
    /// Conditions that stand in words only: the item is decided only by answering them.
    public var conditions: [String]
    /// Doubts and remarks of whoever entered it; `nil`: none.
    public var notes: String?
    /// What these facts rest on.
    public var citation: Citation

    /// Makes an item; what may be left out is not known, or there is none.
    public init(
        id: String, measureID: String, controlCodes: [String] = [], controlCodeBasis: String? = nil, name: String,
        nameChinese: String? = nil, category: String, forms: String? = nil, thresholdText: String? = nil, mineralsAsListed: String? = nil,
        minerals: [String] = [], requirement: Requirement, period: DatedSpan, customsCodes: [CustomsListing] = [], limits: [Limit] = [],
        conditions: [String] = [], notes: String? = nil, citation: Citation
    ) {
        self.id = id
        self.measureID = measureID
        self.controlCodes = controlCodes
        self.controlCodeBasis = controlCodeBasis
        self.name = name
        self.nameChinese = nameChinese
        self.category = category
        self.forms = forms
        self.thresholdText = thresholdText
        self.mineralsAsListed = mineralsAsListed
        self.minerals = minerals
        self.requirement = requirement
        self.period = period
        self.customsCodes = customsCodes
        self.limits = limits
        self.conditions = conditions
        self.notes = notes
        self.citation = citation
    }
}

/// A customs code under which an item is listed.
public struct CustomsListing: Hashable, Sendable {
    /// How binding the code is.
    public enum Role: String, Sendable, CaseIterable {
        /// The code is the item.
        case exact
        /// Printed in the act or its catalogue "for reference".
        case reference
        /// Chosen by the compiler because the act gives none: it never decides.
        case indicative
    }

    /// The code and the nomenclature it belongs to.
    public var code: CustomsCode
    /// The nomenclature in which the code is listed.
    public var nomenclature: Nomenclature
    /// Where it was printed: `announcement`, `catalogue-2026`, `compiler`.
    public var edition: String
    /// How far the code decides: exact, reference or indicative.
    public var role: Role
    /// Doubts and remarks of whoever entered it; `nil`: none.
    public var notes: String?
    /// What the listing rests on.
    public var citation: Citation

    /// Makes a listing; what may be left out is not known, or there is none.
    public init(
        code: CustomsCode, nomenclature: Nomenclature, edition: String, role: Role, notes: String? = nil, citation: Citation
    ) {
        self.code = code
        self.nomenclature = nomenclature
        self.edition = edition
        self.role = role
        self.notes = notes
        self.citation = citation
    }
}

/// A numeric limit of an item. Values are exact decimals.
public struct Limit: Hashable, Sendable {
    /// How the measured value compares with the limit.
    public enum Bound: Hashable, Sendable {
        /// The measured value is less than this.
        case below(ExactDecimal)
        /// The measured value is this or less.
        case atMost(ExactDecimal)
        /// The measured value is exactly this.
        case equal(ExactDecimal)
        /// The measured value is this or more.
        case atLeast(ExactDecimal)
        /// The measured value is more than this.
        case above(ExactDecimal)
        /// Both ends belong to the range.
        case between(ExactDecimal, ExactDecimal)
    }

    /// Limits of one group hold together; groups of other names are alternatives. `all` and `material` hold in every case.
    public var group: String
    /// What is measured: `purity`, `flexural strength`, `particle size` …
    public var parameter: String
    /// How a measured value is compared, and with what.
    public var bound: Bound
    /// The unit as listed: `% mass`, `MPa`, `um`.
    public var unit: String
    /// What the limit rests on.
    public var citation: Citation

    /// Makes a limit on one measured property.
    public init(
        group: String, parameter: String, bound: Bound, unit: String, citation: Citation
    ) {
        self.group = group
        self.parameter = parameter
        self.bound = bound
        self.unit = unit
        self.citation = citation
    }
}

extension Limit {
    /// The limit for a person: `> 99.9 % mass`, `100 to 300 mm`.
    public var wording: String {
        let (symbol, value, upper) = bound.columns
        return upper.map { "\(value) to \($0) \(unit)" } ?? "\(symbol) \(value) \(unit)"
    }
}
