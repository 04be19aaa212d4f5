/// A mineral occurrence: a deposit, a prospect, a showing, with its place, status and minerals (EarthResourceML: MineralOccurrence).
public struct Deposit: Hashable, Sendable {
    /// Stable id, a slug: `bayan-obo`, `mrds-10000022`.
    public var id: String
    /// The name to show, in the language of its source.
    public var name: String
    /// What kind of occurrence it is, a code of `OccurrenceType`; `nil` where the source does not say or where it is none (a plant).
    public var occurrenceType: String?
    /// The country it lies in.
    public var country: CountryCode?
    /// State, province or region, in the source's words.
    public var admin1: String?
    /// The place, in WGS 84 degrees.
    public var coordinate: Coordinate?
    /// How far the true place may be off, in metres.
    public var accuracyInMetres: Double?
    /// The coordinate reference system in which the source gave the place: `EPSG:4326`.
    public var givenCRS: String?
    /// The place as the source wrote it, latitude first.
    public var givenPosition: String?
    /// The deposit model, a code of the CGI vocabulary mineral-deposit-model: `carbonatite-ree`.
    public var model: String?
    /// The deposit model in words.
    public var modelNote: String?
    /// The status of the mine, a code of `MineStatus`.
    public var status: String?
    /// The status in the source's words.
    public var statusAsGiven: String?
    /// The year of discovery, 1…9999.
    public var discoveryYear: Int?
    /// Fields that were written from memory, not read in a source.
    public var recalledFields: [String]
    /// Other names under which it is known, by language.
    public var names: [DepositName]
    /// The records of outside databases that speak of it.
    public var identifiers: [DepositIdentifier]
    /// What it holds, the main one first.
    public var minerals: [DepositMineral]
    /// What a source says of it that has no field of its own: the source's column, and its words.
    public var remarks: [String: String]
    /// What these facts rest on.
    public var citation: Citation

    /// Makes a deposit; all but id, name and citation may be unknown.
    public init(
        id: String, name: String, occurrenceType: String? = nil, country: CountryCode? = nil, admin1: String? = nil,
        coordinate: Coordinate? = nil, accuracyInMetres: Double? = nil, givenCRS: String? = nil, givenPosition: String? = nil,
        model: String? = nil, modelNote: String? = nil, status: String? = nil, statusAsGiven: String? = nil,
        discoveryYear: Int? = nil, recalledFields: [String] = [], names: [DepositName] = [], identifiers: [DepositIdentifier] = [],
        minerals: [DepositMineral] = [], remarks: [String: String] = [:], citation: Citation
    ) {
        self.id = id
        self.name = name
        self.occurrenceType = occurrenceType
        self.country = country
        self.admin1 = admin1
        self.coordinate = coordinate
        self.accuracyInMetres = accuracyInMetres
        self.givenCRS = givenCRS
        self.givenPosition = givenPosition
        self.model = model
        self.modelNote = modelNote
        self.status = status
        self.statusAsGiven = statusAsGiven
        self.discoveryYear = discoveryYear
        self.recalledFields = recalledFields
        self.names = names
        self.identifiers = identifiers
        self.minerals = minerals
        self.remarks = remarks
        self.citation = citation
    }
}

/// Another name of a deposit.
public struct DepositName: Hashable, Sendable {
    /// BCP 47 tag, `und` where the source does not tell the language.
    public var language: String
    /// The name, written in that language.
    public var name: String

    /// Makes a name; `und` where the language is not known.
    public init(language: String = "und", name: String) {
        self.language = language
        self.name = name
    }
}

/// The record of an outside database that speaks of a deposit. No two deposits share one.
public struct DepositIdentifier: Hashable, Sendable {
    /// The database that holds the record: `mrds`.
    public var scheme: String
    /// The id that the record has in that database.
    public var record: String
    /// The address under which the record can be read; `nil`: not known.
    public var url: String?

    /// Makes an identifier of a record in an outside database.
    public init(scheme: String, record: String, url: String? = nil) {
        self.scheme = scheme
        self.record = record
        self.url = url
    }
}

/// A commodity that a source names for a deposit.
public struct DepositMineral: Hashable, Sendable {
    /// How much it matters there.
    public enum Importance: String, Sendable, CaseIterable {
        /// It is what the deposit is worked or known for.
        case primary
        /// It is won beside the main commodity.
        case secondary
        /// It is present and of little worth there.
        case tertiary
        /// The source does not say how much it matters.
        case unspecified
    }

    /// The mineral of the registry it was mapped to; `nil` where none fits.
    public var mineral: String?
    /// How much it matters there.
    public var importance: Importance
    /// The commodity in the source's words.
    public var asGiven: String
    /// How sure the entry is: the mapping to the mineral, and the fact itself where it is recalled.
    public var confidence: Confidence

    /// Makes an entry for one commodity of a deposit.
    public init(mineral: String?, importance: Importance, asGiven: String, confidence: Confidence) {
        self.mineral = mineral
        self.importance = importance
        self.asGiven = asGiven
        self.confidence = confidence
    }
}
