/// A commodity of the registry.
public struct Mineral: Hashable, Sendable {
    /// What kind of commodity it is.
    public enum Kind: String, Sendable, CaseIterable {
        /// A chemical element: gallium, tungsten.
        case element
        /// A mineral in the sense of geology: fluorspar, barite.
        case mineral
        /// A chemical compound that is made: phosphates, silicon carbide.
        case compound
        /// A carrier of energy: coal, uranium, petroleum.
        case energy
        /// A material of industry: cement, aggregates.
        case material
        /// A raw material that grows: natural rubber, wood.
        case biotic
        /// A group of elements that is traded and listed as one.
        case elementGroup = "element-group"
    }

    /// The stable id, a slug: `gallium`.
    public var id: String
    /// What kind of commodity it is.
    public var kind: Kind
    /// Chemical symbol of an element, or the usual letters of a group.
    public var symbol: String?
    /// Atomic number of an element.
    public var atomicNumber: Int?
    /// The number in the CAS registry; `nil`: none.
    public var casNumber: String?
    /// How far the CAS number was checked.
    public var casConfidence: Confidence?
    /// What it is and what it is for, in the registry's own words.
    public var summary: String?
    /// Whether it is mainly won beside another mineral: `yes`, `no`, `partly`.
    public var mainlyByproduct: String?
    /// Why sources disagree on its resource class.
    public var classNote: String?
    /// Names in several languages, the preferred one of each language marked.
    public var names: [MineralName]
    /// Names under which outside databases speak of it, lower-case.
    public var aliases: [MineralAlias]
    /// What it is used for, by sector.
    public var uses: [MineralUse]
    /// What it is found in and what it is won beside.
    public var relations: [MineralRelation]
    /// Members, if it is a group.
    public var members: [MineralGroupMember]
    /// Customs codes it trades under.
    public var customsCodes: [MineralCustomsCode]
    /// What its identity rests on.
    public var citation: Citation

    /// The preferred English name, else the id.
    public var name: String { preferredName(in: "en") ?? id }

    /// The preferred name in a language (BCP 47: `en`, `zh`, `zh-Latn-pinyin`).
    public func preferredName(in language: String) -> String? {
        names.first { $0.language == language && $0.isPreferred }?.name
    }

    /// Makes a mineral; what may be left out is not known, or there is none.
    public init(
        id: String, kind: Kind, symbol: String? = nil, atomicNumber: Int? = nil, casNumber: String? = nil, casConfidence: Confidence? = nil,
        summary: String? = nil, mainlyByproduct: String? = nil, classNote: String? = nil, names: [MineralName] = [],
        aliases: [MineralAlias] = [], uses: [MineralUse] = [], relations: [MineralRelation] = [], members: [MineralGroupMember] = [],
        customsCodes: [MineralCustomsCode] = [], citation: Citation
    ) {
        self.id = id
        self.kind = kind
        self.symbol = symbol
        self.atomicNumber = atomicNumber
        self.casNumber = casNumber
        self.casConfidence = casConfidence
        self.summary = summary
        self.mainlyByproduct = mainlyByproduct
        self.classNote = classNote
        self.names = names
        self.aliases = aliases
        self.uses = uses
        self.relations = relations
        self.members = members
        self.customsCodes = customsCodes
        self.citation = citation
    }
}

/// A name of a mineral in one language.
public struct MineralName: Hashable, Sendable {
    /// BCP 47 tag: `en`, `zh`, `zh-Latn-pinyin`.
    public var language: String
    /// The name, written in that language.
    public var name: String
    /// Whether it is the name to show.
    public var isPreferred: Bool

    /// Makes a name in one language.
    public init(
        language: String, name: String, isPreferred: Bool
    ) {
        self.language = language
        self.name = name
        self.isPreferred = isPreferred
    }
}

/// A name under which outside databases speak of a mineral.
public struct MineralAlias: Hashable, Sendable {
    /// The word under which sources speak of it, lower-case.
    public var alias: String
    /// What the mapping rests on.
    public var citation: Citation

    /// Makes an alias that readers of sources use.
    public init(
        alias: String, citation: Citation
    ) {
        self.alias = alias
        self.citation = citation
    }
}

/// A sector that uses a mineral.
public struct MineralUse: Hashable, Sendable {
    /// Key of the sector: `it-semiconductors`.
    public var sector: String
    /// The sector of use, in words.
    public var label: String
    /// How sure it is, and the sources it was taken from.
    public var citation: Citation

    /// Makes a use of a mineral in one sector.
    public init(
        sector: String, label: String, citation: Citation
    ) {
        self.sector = sector
        self.label = label
        self.citation = citation
    }
}

/// What a mineral is found in, or what it is won beside.
public struct MineralRelation: Hashable, Sendable {
    /// How the two belong together.
    public enum Kind: String, Sendable, CaseIterable {
        /// It is found in the ore of the other.
        case host
        /// It is won when the other is made.
        case byproductOf = "byproduct-of"
    }

    /// How the two belong together.
    public var kind: Kind
    /// The other one's name, or its id where it is a mineral of the registry.
    public var label: String
    /// The other one's id, where it is a mineral of the registry.
    public var other: String?
    /// How sure it is, and the sources it was taken from.
    public var citation: Citation

    /// Makes a relation; what may be left out is not known, or there is none.
    public init(
        kind: Kind, label: String, other: String? = nil, citation: Citation
    ) {
        self.kind = kind
        self.label = label
        self.other = other
        self.citation = citation
    }
}

/// That a mineral belongs to a group, by some convention.
public struct MineralGroupMember: Hashable, Sendable {
    /// The id of the mineral that belongs to the group.
    public var member: String
    /// Which convention counts it to the group.
    public var scopeNote: String?
    /// How sure it is, and the sources it was taken from.
    public var citation: Citation

    /// Makes a membership; what may be left out is not known, or there is none.
    public init(
        member: String, scopeNote: String? = nil, citation: Citation
    ) {
        self.member = member
        self.scopeNote = scopeNote
        self.citation = citation
    }
}

/// A customs code that a mineral trades under.
public struct MineralCustomsCode: Hashable, Sendable {
    /// The code in the Harmonized System.
    public var code: CustomsCode
    /// In which form it trades under the code: `unwrought metal`, `oxide or compound` …
    public var form: String
    /// Whether other goods use the code too.
    public var isShared: Bool
    /// How sure it is, and the sources it was taken from.
    public var citation: Citation

    /// Makes a listing of a mineral under a customs code.
    public init(
        code: CustomsCode, form: String, isShared: Bool, citation: Citation
    ) {
        self.code = code
        self.form = form
        self.isShared = isShared
        self.citation = citation
    }
}
