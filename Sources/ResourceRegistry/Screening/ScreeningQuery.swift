/// A question: may this good go from here to there on that day?
public struct ScreeningQuery: Hashable, Sendable {
    /// The exporting country, or `EU`.
    public let origin: CountryCode
    /// The country of destination: where the goods end.
    public let destination: CountryCode
    /// The day of export, in the calendar of the exporting country.
    public let day: CivilDay
    /// The customs code of the good, 4 to 10 digits.
    public var code: CustomsCode?
    /// The nomenclature the code is written in; `nil`: that of the exporting country.
    public var nomenclature: Nomenclature?
    /// A code of a control list.
    public var controlCode: ControlCode?
    /// Id of a mineral that the good contains.
    public var mineral: String?
    /// Id of a control item.
    public var item: String?
    /// Words of the item's name, English or Chinese.
    public var words: String?
    /// What was measured of the good.
    public var attributes: [MeasuredAttribute]
    /// What kind of end user it goes to; `nil`: not told.
    public var endUser: EndUser?
    /// Acts published after this day are left out; `nil`: all acts held are taken.
    public var announcedBy: CivilDay?

    /// Makes a query.
    ///
    /// - Throws: `ScreeningError` when there is nothing to look for, the destination is `EU` or the origin, or an attribute is given
    ///   twice.
    public init(
        origin: CountryCode, destination: CountryCode, day: CivilDay, code: CustomsCode? = nil, nomenclature: Nomenclature? = nil,
        controlCode: ControlCode? = nil, mineral: String? = nil, item: String? = nil, words: String? = nil,
        attributes: [MeasuredAttribute] = [], endUser: EndUser? = nil, announcedBy: CivilDay? = nil
    ) throws(ScreeningError) {
        let words = words?.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard code != nil || controlCode != nil || mineral != nil || item != nil || words?.isEmpty == false else { throw .nothingToLookFor }
        guard destination.text != "EU" else { throw .destinationIsAGroup("EU") }
        guard destination != origin else { throw .destinationIsTheOrigin(origin.text) }
        var measured: Set<String> = []
        for attribute in attributes where !measured.insert(MeasuredAttribute.key(attribute.name)).inserted {
            throw .attributeGivenTwice(attribute.name)
        }
        self.origin = origin
        self.destination = destination
        self.day = day
        self.code = code
        self.nomenclature = nomenclature
        self.controlCode = controlCode
        self.mineral = mineral
        self.item = item
        self.words = words?.isEmpty == true ? nil : words
        self.attributes = attributes
        self.endUser = endUser
        self.announcedBy = announcedBy
    }
}

extension ScreeningQuery {
    /// Whether nothing but words tells the good.
    var asksByWordsAlone: Bool { words != nil && code == nil && controlCode == nil && mineral == nil && item == nil }
}

/// What kind of end user the goods go to.
public enum EndUser: String, Sendable, CaseIterable {
    /// Neither armed forces nor who works for them.
    case civil
    /// Armed forces, or who works for them.
    case military
}

/// One measured property of the good: `purity=99.95%`, `density=1.80 g/cm3`.
public struct MeasuredAttribute: Hashable, Sendable {
    /// The name, as a limit's parameter: any case, space, hyphen or underscore.
    public let name: String
    /// The measured value, exactly as it was written.
    public let value: ExactDecimal
    /// The unit; `nil`: the unit of the limit that it is compared with.
    public let unit: String?

    /// Reads `name=value unit`.
    ///
    /// - Throws: `InvalidValue` for a number that is not finite or negative, or an unknown unit.
    public init(_ text: String) throws(InvalidValue) {
        let invalid = InvalidValue(
            kind: "attribute", text: text, expected: "a name, '=' and a number with or without a unit: purity=99.95%")
        guard let sign = text.firstIndex(of: "=") else { throw invalid }
        let name = String(text[..<sign])
        let rest = text[text.index(after: sign)...].drop { $0 == " " }
        var digits = rest.prefix { "+-0123456789.".contains($0) }
        let tail = rest.dropFirst(digits.count)
        if let mark = tail.first, "eE".contains(mark), let next = tail.dropFirst().first, "+-0123456789".contains(next) {
            digits = rest.prefix { "+-0123456789.eE".contains($0) }
        }
        var unit = rest.dropFirst(digits.count).drop { $0 == " " }
        while unit.last == " " { unit = unit.dropLast() }
        guard !Self.key(name).isEmpty, !digits.isEmpty else { throw invalid }
        try self.init(name: name, value: ExactDecimal(String(digits)), unit: unit.isEmpty ? nil : String(unit))
    }

    /// Makes an attribute.
    ///
    /// - Throws: `InvalidValue` for an empty name, a negative value (temperatures may be negative) or an unknown unit.
    public init(name: String, value: ExactDecimal, unit: String? = nil) throws(InvalidValue) {
        guard !Self.key(name).isEmpty else { throw InvalidValue(kind: "attribute", text: name, expected: "a name such as purity") }
        let isTemperature = try unit.map { text throws(InvalidValue) in try UnitOfMeasure.read(text).unit.dimension == .temperature }
        guard value >= .zero || isTemperature == true else {
            throw InvalidValue(kind: "attribute", text: "\(name)=\(value)", expected: "a value that is not negative")
        }
        self.name = name
        self.value = value
        self.unit = unit
    }

    /// The name without what does not count: case, spaces, hyphens, underscores.
    static func key(_ name: String) -> String { name.lowercased().filter { !" -_".contains($0) } }
}

/// Why a query cannot be answered.
public enum ScreeningError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Neither code, control code, mineral, item nor words were given.
    case nothingToLookFor
    /// Goods go to a country, not to a group of countries.
    case destinationIsAGroup(String)
    /// Goods that stay in one country are not exported.
    case destinationIsTheOrigin(String)
    /// One property is measured twice: which value holds?
    case attributeGivenTwice(String)
    /// No control item has that id; the ids that are most alike.
    case unknownItem(String, near: [String])
    /// The words stand in no name of an item of the jurisdictions asked, and nothing else tells the good; what may have been meant.
    case wordsMatchNothing(String, near: [String])
    /// The item stands in an act of another jurisdiction than the origin's.
    case itemOfAnotherJurisdiction(String, jurisdiction: String, origin: String)
    /// No limit held measures that.
    case unknownAttribute(String, known: [String])
    /// A share of a whole that is above 100 %.
    case shareAboveTheWhole(attribute: String, value: String)
    /// The property is measured in a unit that the given one cannot be converted into.
    case unitDoesNotConvert(String, attribute: String, measuredIn: String)

    /// One line for a person.
    public var description: String {
        switch self {
        case .nothingToLookFor: "there is nothing to look for; give a code, a control code, a mineral, an item or words of its name"
        case .destinationIsAGroup(let group): "'\(group)' is a group of countries; name the member state that the goods go to"
        case .destinationIsTheOrigin(let country):
            "origin and destination are both \(country): goods that stay in one country are not exported; name the country they go to"
        case .attributeGivenTwice(let name): "the attribute '\(Excerpt.of(name))' is given twice; give one value"
        case .unknownItem(let id, let near):
            "no control item is called '\(Excerpt.of(id))'"
                + (near.isEmpty ? "; list what is held: registry controls" : NearNames.question(near))
        case .wordsMatchNothing(let words, let near):
            "no controlled item's name holds '\(Excerpt.of(words))'"
                + (near.isEmpty
                    ? ": by words alone nothing can be said of this good; name it by its customs code, control code or mineral"
                    : NearNames.question(near))
        case .itemOfAnotherJurisdiction(let id, let jurisdiction, let origin):
            "\(Excerpt.of(id)) is an item of \(jurisdiction): no act of \(origin) holds it; name an item of the exporting jurisdiction"
        case .unknownAttribute(let name, let known):
            "no limit measures '\(Excerpt.of(name))'" + NearNames.question(NearNames(known).near(name))
                + "; known attributes are: \(known.joined(separator: "; "))"
        case .shareAboveTheWhole(let name, let value):
            "\(Excerpt.of(name))=\(Excerpt.of(value)) is more than the whole; give a share of at most 100 %"
        case .unitDoesNotConvert(let unit, let name, let wanted):
            "\(name) is measured in \(wanted); \(Excerpt.of(unit)) cannot be converted into it"
        }
    }
}
