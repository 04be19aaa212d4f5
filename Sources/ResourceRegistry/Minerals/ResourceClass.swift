/// A class of resources. Schemes disagree about members, so it is always asked for within a scheme.
public enum ResourceClass: String, Sendable, CaseIterable {
    /// Rare earths, 稀土: lanthanides, yttrium and, in some schemes, scandium.
    case rareEarth = "rare-earth"
    /// Rare metals, 稀有: lithium, beryllium, niobium and the like.
    case rareMetal = "rare-metal"
    /// 稀散, called `dispersed` in the fact tables.
    case rareScattered = "rare-scattered"
    /// Subgroups of the rare earths.
    case light, medium, heavy, separate

    /// Reads a class as this registry or as the fact tables name it.
    ///
    /// - Throws: `InvalidValue` that lists the classes.
    public init(_ text: String) throws(InvalidValue) {
        switch text {
        case "dispersed": self = .rareScattered
        case "rare-light", "rare-refractory": self = .rareMetal
        default:
            guard let known = ResourceClass(rawValue: text) else {
                let names = ResourceClass.allCases.map(\.rawValue)
                throw InvalidValue(
                    kind: "resource class", text: text,
                    expected: "one of " + names.joined(separator: ", ") + NearNames.question(NearNames(names).near(text)))
            }
            self = known
        }
    }
}

/// A scheme of resource classes and its members.
public struct ResourceClassScheme: Hashable, Sendable {
    /// Stable id: `this-data-set`, `cn-1994-annex`.
    public var id: String
    /// What the scheme is, in words.
    public var title: String
    /// Whether it is the one that answers when no scheme is named.
    public var isDefault: Bool
    /// Which minerals the scheme puts into which class.
    public var members: [ResourceClassMember]
    /// What the scheme rests on.
    public var citation: Citation

    /// Makes a scheme; what may be left out is not known, or there is none.
    public init(
        id: String, title: String, isDefault: Bool, members: [ResourceClassMember] = [], citation: Citation
    ) {
        self.id = id
        self.title = title
        self.isDefault = isDefault
        self.members = members
        self.citation = citation
    }
}

/// A mineral in a class of a scheme.
public struct ResourceClassMember: Hashable, Sendable {
    /// The id of the mineral that is classed.
    public var mineral: String
    /// The class that the scheme puts it into.
    public var resourceClass: ResourceClass
    /// The class in the source's words.
    public var classAsListed: String
    /// What the scheme calls the class in Chinese; `nil`: not told.
    public var classNameChinese: String?
    /// From when and until when it belongs there, where that is known.
    public var period: DatedSpan
    /// Doubts and remarks on the membership; `nil`: none.
    public var note: String?
    /// How sure it is, and the sources it was taken from.
    public var citation: Citation

    /// Makes a membership; what may be left out is not known, or there is none.
    public init(
        mineral: String, resourceClass: ResourceClass, classAsListed: String, classNameChinese: String? = nil, period: DatedSpan,
        note: String? = nil, citation: Citation
    ) {
        self.mineral = mineral
        self.resourceClass = resourceClass
        self.classAsListed = classAsListed
        self.classNameChinese = classNameChinese
        self.period = period
        self.note = note
        self.citation = citation
    }
}

/// An official list of critical, strategic or watched minerals.
public struct CriticalityList: Hashable, Sendable {
    /// Stable id: `eu-crm-2023`.
    public var id: String
    /// The name of the list in English.
    public var name: String
    /// Its name in its own language.
    public var localName: String?
    /// The country, group or organisation whose list it is.
    public var jurisdiction: String
    /// The ministry or office that issued it.
    public var authority: String
    /// The date of the list, as far as it is known.
    public var date: CivilDate
    /// `critical`, `strategic`, `watch` or `stockpile`.
    public var type: String
    /// How many entries it has, by its own count.
    public var officialCount: Int?
    /// The list that took its place.
    public var supersededBy: String?
    /// Remarks and doubts of whoever entered it; `nil`: none.
    public var note: String?
    /// How sure it is, and the sources it was taken from.
    public var citation: Citation
    /// The minerals and groups that the list names.
    public var designations: [Designation]

    /// Makes a list; what may be left out is not known, or there is none.
    public init(
        id: String, name: String, localName: String? = nil, jurisdiction: String, authority: String, date: CivilDate, type: String,
        officialCount: Int? = nil, supersededBy: String? = nil, note: String? = nil, citation: Citation, designations: [Designation] = []
    ) {
        self.id = id
        self.name = name
        self.localName = localName
        self.jurisdiction = jurisdiction
        self.authority = authority
        self.date = date
        self.type = type
        self.officialCount = officialCount
        self.supersededBy = supersededBy
        self.note = note
        self.citation = citation
        self.designations = designations
    }
}

/// One entry of a list.
public struct Designation: Hashable, Sendable {
    /// Its number on the list.
    public var entryNumber: Int
    /// The mineral, which may be a group.
    public var mineral: String
    /// The entry in the list's words.
    public var entryAsListed: String
    /// Further minerals that the same entry names.
    public var alsoCovers: [String]
    /// How sure it is, and the sources it was taken from.
    public var citation: Citation

    /// Makes an entry; what may be left out is not known, or there is none.
    public init(
        entryNumber: Int, mineral: String, entryAsListed: String, alsoCovers: [String] = [], citation: Citation
    ) {
        self.entryNumber = entryNumber
        self.mineral = mineral
        self.entryAsListed = entryAsListed
        self.alsoCovers = alsoCovers
        self.citation = citation
    }
}
