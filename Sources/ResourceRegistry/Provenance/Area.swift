/// A geographical area in the sense of TARIC: a country, a group of countries, or a label that a table uses.
public struct Area: Hashable, Sendable {
    /// What kind of area it is. A label stands for no territory (`WTO`, `CN-US`).
    public enum Kind: String, Sendable, CaseIterable {
        /// A country with a code of ISO 3166-1.
        case country
        /// A group of countries: `EU`.
        case group
        /// A label of a table that is neither: `WTO`.
        case label
    }

    /// ISO 3166-1 alpha-2 code, `EU`, or the label.
    public var code: String
    /// What kind of area it is.
    public var kind: Kind
    /// ISO 3166-1 alpha-3 code.
    public var alpha3: String?
    /// ISO 3166-1 numeric code, three digits.
    public var numericCode: String?
    /// The short name of the country or group in English.
    public var name: String
    /// Members of a group, by the days of their membership.
    public var members: [AreaMembership]
    /// Other names under which sources speak of it.
    public var aliases: [String]
    /// What these facts rest on.
    public var citation: Citation

    /// Makes an area; what may be left out is not known, or there is none.
    public init(
        code: String, kind: Kind, alpha3: String? = nil, numericCode: String? = nil, name: String, members: [AreaMembership] = [],
        aliases: [String] = [], citation: Citation
    ) {
        self.code = code
        self.kind = kind
        self.alpha3 = alpha3
        self.numericCode = numericCode
        self.name = name
        self.members = members
        self.aliases = aliases
        self.citation = citation
    }
}

/// Membership of a country in a group, from a day to an inclusive last day.
public struct AreaMembership: Hashable, Sendable {
    /// The code of the country that belongs to the group.
    public var member: String
    /// The first day on which it belongs to the group.
    public var from: CivilDay
    /// The last day, included; `nil` while it lasts.
    public var lastDay: CivilDay?

    /// Makes a membership; what may be left out is not known, or there is none.
    public init(
        member: String, from: CivilDay, lastDay: CivilDay? = nil
    ) {
        self.member = member
        self.from = from
        self.lastDay = lastDay
    }
}
