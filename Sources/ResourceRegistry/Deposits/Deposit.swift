/// A mineral occurrence: a deposit, a prospect, a showing.
public struct Deposit: Hashable, Sendable {
    /// Stable id: `bayan-obo`, `mrds-10000022`.
    public var id: String
    /// Its name.
    public var name: String
    /// CGI mineral-occurrence type: `occurrence`, `deposit`, `prospect` …
    public var occurrenceType: String?
    /// The country it lies in.
    public var country: CountryCode?
    /// State or province.
    public var admin1: String?
    /// Its place, WGS84; `nil`: not placed.
    public var coordinate: Coordinate?
    /// How exact the place is, in metres.
    public var accuracyInMetres: Double?
    /// The reference system in which the place was given: `EPSG:4326`.
    public var givenCRS: String?
    /// The place as the source wrote it.
    public var givenPosition: String?
    /// CGI mineral-deposit-model code.
    public var model: String?
    /// The model in the source's words.
    public var modelNote: String?
    /// CGI mine-status code: `operating`, `not-operating` …
    public var status: String?
    /// The status in the source's words.
    public var statusAsGiven: String?
    /// The year of discovery.
    public var discoveryYear: Int?
    /// Fields that were written from memory.
    public var recalledFields: [String] = []
    /// Other names.
    public var names: [DepositName] = []
    /// Who else knows it, and under which record.
    public var identifiers: [DepositIdentifier] = []
    /// What it holds, the main one first.
    public var minerals: [DepositMineral] = []
    /// What a source says of it and no field holds, by the source's column.
    public var remarks: [String: String] = [:]
    /// What it rests on.
    public var citation: Citation
}

/// A name of a deposit.
public struct DepositName: Hashable, Sendable {
    /// BCP 47 tag; `und` where the source does not say.
    public var language: String
    /// The name.
    public var name: String
}

/// A record of an outside database.
public struct DepositIdentifier: Hashable, Sendable {
    /// The database: `mrds`.
    public var scheme: String
    /// The record in it.
    public var record: String
    /// Where the record can be read.
    public var url: String?
}

/// A commodity that a source names for a deposit.
public struct DepositMineral: Hashable, Sendable {
    /// How much it matters there, as the source says.
    public enum Importance: String, Sendable, CaseIterable {
        case primary, secondary, tertiary, unspecified
    }

    /// The mineral's id; `nil`: none of the registry fits.
    public var mineral: String?
    /// How much it matters.
    public var importance: Importance
    /// The commodity in the source's words.
    public var asGiven: String
    /// How far the mapping was checked.
    public var confidence: Confidence
}

/// One statement of a resource, a reserve or an endowment of a deposit. Quantities stay as printed.
public struct OreEstimate: Hashable, Sendable {
    /// What is stated.
    public enum Statement: String, Sendable, CaseIterable {
        case resource, reserve, endowment
        case notStated = "not-stated"
    }

    /// Stable id.
    public var id: String
    /// The deposit.
    public var deposit: String
    /// What is stated.
    public var statement: Statement
    /// CGI resource or reserve category.
    public var category: String?
    /// CGI classification method, or the source's words.
    public var reportingCode: String?
    /// The effective date; often only a year.
    public var asOf: CivilDate?
    /// Whether a resource includes the reserves: `yes`, `no` or `unknown`.
    public var includesReserves = "unknown"
    /// Tonnage of ore: the number and its unit as printed.
    public var ore: PrintedQuantity?
    /// Whether it is the statement to show first.
    public var isHeadline: Bool
    /// Grade and contained amount, by mineral.
    public var measures: [CommodityMeasure]
    /// Remarks.
    public var note: String?
    /// What it rests on.
    public var citation: Citation
}

/// A number and its unit just as a source printed them.
public struct PrintedQuantity: Hashable, Sendable {
    /// The number.
    public var amount: ExactDecimal
    /// The unit: `Mt`, `% TREO`, `million short tons`.
    public var unit: String
}

/// Grade and contained amount of one mineral in an estimate.
public struct CommodityMeasure: Hashable, Sendable {
    /// The mineral's id.
    public var mineral: String
    /// Its grade.
    public var grade: PrintedQuantity?
    /// The contained amount.
    public var contained: PrintedQuantity?
}
