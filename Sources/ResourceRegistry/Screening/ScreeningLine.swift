/// A screening query as text: a line of a batch, the query of a receipt.
public struct ScreeningLine: Hashable, Sendable, Codable {
    /// The exporting country, or `EU`.
    public var origin: String
    /// The country of destination, a code of two letters.
    public var destination: String
    /// The day of export, written YYYY-MM-DD.
    public var date: String
    /// The customs code, with or without separators.
    public var code: String?
    /// The nomenclature of the code.
    public var nomenclature: String?
    /// A code of a control list.
    public var control: String?
    /// The id of a mineral that the good contains.
    public var mineral: String?
    /// The id of a controlled item.
    public var item: String?
    /// Words of the item's name.
    public var words: String?
    /// Measured attributes, each `name=value unit`.
    public var attributes: [String]
    /// The kind of end user: `civil` or `military`.
    public var endUser: String?
    /// The day after which acts are left out, YYYY-MM-DD.
    public var announcedBy: String?

    private enum CodingKeys: String, CodingKey {
        case origin, destination, date, code, nomenclature, control, mineral, item, words, attributes
        case endUser = "end_user"
        case announcedBy = "announced_by"
    }

    /// Makes a line; what is empty counts as not told.
    public init(
        origin: String, destination: String, date: String, code: String? = nil, nomenclature: String? = nil, control: String? = nil,
        mineral: String? = nil, item: String? = nil, words: String? = nil, attributes: [String] = [], endUser: String? = nil,
        announcedBy: String? = nil
    ) {
        self.origin = origin
        self.destination = destination
        self.date = date
        self.code = Self.told(code)
        self.nomenclature = Self.told(nomenclature)
        self.control = Self.told(control)
        self.mineral = Self.told(mineral)
        self.item = Self.told(item)
        self.words = Self.told(words)
        self.attributes = attributes
        self.endUser = Self.told(endUser)
        self.announcedBy = Self.told(announcedBy)
    }

    private static func told(_ text: String?) -> String? { text?.isEmpty == true ? nil : text }

    /// The line of a query.
    public init(_ query: ScreeningQuery) {
        self.init(
            origin: query.origin.text, destination: query.destination.text, date: query.day.description, code: query.code?.digits,
            nomenclature: query.nomenclature?.rawValue, control: query.controlCode?.description, mineral: query.mineral, item: query.item,
            words: query.words, attributes: query.attributes.map(\.text), endUser: query.endUser?.rawValue,
            announcedBy: query.announcedBy?.description)
    }

    /// The query that the line asks.
    ///
    /// - Throws: `InvalidValue` for a cell that cannot be; `ScreeningError` for a query that cannot be answered.
    public func query() throws -> ScreeningQuery {
        try ScreeningQuery(
            origin: CountryCode(origin), destination: CountryCode(destination), day: CivilDay(date),
            code: try code.map { try CustomsCode($0) },
            nomenclature: try nomenclature.map { try Nomenclature($0) }, controlCode: try control.map { try ControlCode($0) },
            mineral: mineral, item: item, words: words, attributes: try attributes.map { try MeasuredAttribute($0) },
            endUser: try endUser.map { try EndUser(text: $0) }, announcedBy: try announcedBy.map { try CivilDay($0) })
    }

    var json: String {
        JSONText.object([
            ("origin", JSONText.string(origin)), ("destination", JSONText.string(destination)), ("date", JSONText.string(date)),
            ("code", JSONText.optional(code)), ("nomenclature", JSONText.optional(nomenclature)), ("control", JSONText.optional(control)),
            ("mineral", JSONText.optional(mineral)), ("item", JSONText.optional(item)), ("words", JSONText.optional(words)),
            ("attributes", JSONText.array(attributes.map(JSONText.string))), ("end_user", JSONText.optional(endUser)),
            ("announced_by", JSONText.optional(announcedBy)),
        ])
    }
}

extension EndUser {
    /// Reads `civil` or `military`, in any case.
    ///
    /// - Throws: `InvalidValue`.
    public init(text: String) throws(InvalidValue) {
        guard let known = EndUser(rawValue: text.lowercased()) else {
            throw InvalidValue(kind: "end user", text: text, expected: "civil or military")
        }
        self = known
    }
}

extension MeasuredAttribute {
    /// The attribute as it was written: `purity=99.95 %`.
    public var text: String { "\(name)=\(value)" + (unit.map { " \($0)" } ?? "") }
}
