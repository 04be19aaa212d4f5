/// An announcement, law or regulation.
public struct LegalAct: Hashable, Sendable {
    /// What kind of act it is, as the fact tables name it.
    public enum Kind: String, Sendable, CaseIterable {
        /// It asks for a licence.
        case licence
        /// It forbids exports, to all or to some.
        case prohibition
        /// It allows a quantity for a time.
        case quota
        /// It takes another act out of force for a time.
        case suspension
        /// It controls nothing itself, and explains what does.
        case context
        /// It leaves the export to named enterprises.
        case stateTrading = "state_trading"
        /// It controls technology rather than goods.
        case technologyCatalogue = "technology_catalogue"
        /// It names parties; their names are left out here.
        case partyList = "party_list"
    }

    /// Stable id: `CN-2024-46`.
    public var id: String
    /// The country, or `EU`, whose act it is.
    public var jurisdiction: CountryCode
    /// The authority or authorities that issued it.
    public var issuer: String
    /// Its number as cited: `MOFCOM Announcement No. 46 of 2024`.
    public var instrumentNumber: String
    /// Its title in English, in the registry's own words.
    public var title: String
    /// Its title in Chinese, where there is one.
    public var titleChinese: String?
    /// What kind of act it is.
    public var kind: Kind
    /// When it was published; never used as the day from which it applies. `nil`: not known.
    public var published: CivilDate?
    /// From when it applies and the last day on which it does, in the source's own (inclusive) words.
    public var period: DatedSpan
    /// Whom it concerns by destination, in words.
    public var destinationScope: String
    /// Whether it reaches persons outside the jurisdiction.
    public var isExtraterritorial: Bool
    /// What it says, in the registry's own words.
    public var summary: String
    /// Ids of acts that it mentions.
    public var mentions: [String]
    /// Doubts and remarks of whoever entered it; `nil`: none.
    public var notes: String?
    /// What these facts rest on.
    public var citation: Citation
    /// Its operative clauses, in the order of their ids.
    public var measures: [Measure]
    /// Rules by destination and end use.
    public var destinationRules: [DestinationRule]

    /// Makes an act; what may be left out is not known, or there is none.
    public init(
        id: String, jurisdiction: CountryCode, issuer: String, instrumentNumber: String, title: String, titleChinese: String? = nil,
        kind: Kind, published: CivilDate? = nil, period: DatedSpan, destinationScope: String, isExtraterritorial: Bool, summary: String,
        mentions: [String] = [], notes: String? = nil, citation: Citation, measures: [Measure] = [],
        destinationRules: [DestinationRule] = []
    ) {
        self.id = id
        self.jurisdiction = jurisdiction
        self.issuer = issuer
        self.instrumentNumber = instrumentNumber
        self.title = title
        self.titleChinese = titleChinese
        self.kind = kind
        self.published = published
        self.period = period
        self.destinationScope = destinationScope
        self.isExtraterritorial = isExtraterritorial
        self.summary = summary
        self.mentions = mentions
        self.notes = notes
        self.citation = citation
        self.measures = measures
        self.destinationRules = destinationRules
    }
}

/// One operative clause of an act: `CN-2024-46-c2` is clause 2 of `CN-2024-46`.
public struct Measure: Hashable, Sendable {
    /// Stable id; equal to the act's where the act is not divided.
    public var id: String
    /// The clause, `nil` for the whole act.
    public var clause: String?

    /// Makes a clause of an act, by its id and its words.
    public init(id: String, clause: String?) {
        self.id = id
        self.clause = clause
    }
}

/// A rule of an act by destination and end use.
public struct DestinationRule: Hashable, Sendable {
    /// Which destinations a rule concerns.
    public enum Destination: Hashable, Sendable {
        /// One country, or the members of one group.
        case area(CountryCode)
        /// Every destination, without any exception.
        case everywhere
        /// Every destination but one country or the members of one group.
        case everywhereExcept(CountryCode)
        /// A chart that the registry does not hold: undecided.
        case countryChart
    }

    /// Position among the act's rules, from 1.
    public var ordinal: Int
    /// The item it concerns; `nil`: the whole act.
    public var itemID: String?
    /// Which countries or groups the rule concerns.
    public var destination: Destination
    /// The destination in the source's words.
    public var destinationAsListed: String
    /// Users and uses in the source's words; `any` for all.
    public var endUse: String
    /// What it demands, in the source's words: a requirement, or a sentence that contains one.
    public var rule: String
    /// From when and until when, in inclusive words.
    public var period: DatedSpan
    /// Doubts and remarks of whoever entered it; `nil`: none.
    public var notes: String?
    /// What the rule rests on.
    public var citation: Citation

    /// Makes a rule; what may be left out is not known, or there is none.
    public init(
        ordinal: Int, itemID: String? = nil, destination: Destination, destinationAsListed: String, endUse: String, rule: String,
        period: DatedSpan, notes: String? = nil, citation: Citation
    ) {
        self.ordinal = ordinal
        self.itemID = itemID
        self.destination = destination
        self.destinationAsListed = destinationAsListed
        self.endUse = endUse
        self.rule = rule
        self.period = period
        self.notes = notes
        self.citation = citation
    }
}
