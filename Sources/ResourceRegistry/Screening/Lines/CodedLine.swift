/// A shipment that asks by nothing but a customs code, as plain numbers: what `ScreeningIndex.decide(_:into:)` takes.
///
/// The code is read in the nomenclature of the origin, and all acts held are taken. Whatever asks more (attributes, a control code,
/// words, an item, a mineral, another nomenclature, an announced-by day) is a `ScreeningQuery`.
public struct CodedLine: Hashable, Sendable {
    /// The first six digits of the code, filled with zeros, and the four behind them.
    let subheading: UInt32
    let digits: UInt16
    let day: Int32
    let origin: UInt16
    let destination: UInt16
    let length: UInt8
    /// The kind of end user by number: a piece tells by the bit of that number whether it holds for it.
    let user: UInt8

    /// Makes a line of checked values.
    ///
    /// - Parameters:
    ///   - code: the customs code; a nomenclature that it names is not looked at.
    ///   - origin: the exporting country, or `EU`.
    ///   - destination: the country of destination.
    ///   - day: the day of export.
    ///   - endUser: what kind of end user it goes to; `nil`: not told.
    /// - Throws: `ScreeningError` when the destination is `EU` or the origin.
    public init(
        code: CustomsCode, origin: CountryCode, destination: CountryCode, day: CivilDay, endUser: EndUser? = nil
    ) throws(ScreeningError) {
        guard destination != .europeanUnion else { throw .destinationIsAGroup(destination.text) }
        guard destination != origin else { throw .destinationIsTheOrigin(origin.text) }
        let asked = AskedCode(code, in: .harmonizedSystem)
        self.init(
            padded: asked.padded, length: asked.length, origin: Self.number(of: origin), destination: Self.number(of: destination),
            day: Int32(day.dayNumber), endUser: endUser)
    }

    /// The line of a query that asks by nothing but a code; `nil` for any other query.
    public init?(_ query: ScreeningQuery) {
        guard let code = query.code, code.nomenclature == nil, query.nomenclature == nil, query.controlCode == nil, query.mineral == nil,
            query.item == nil, query.words == nil, query.attributes.isEmpty, query.announcedBy == nil
        else { return nil }
        let asked = AskedCode(code, in: .harmonizedSystem)
        self.init(
            padded: asked.padded, length: asked.length, origin: Self.number(of: query.origin),
            destination: Self.number(of: query.destination), day: Int32(query.day.dayNumber), endUser: query.endUser)
    }

    /// The digits as a number, filled with zeros to ten.
    var padded: UInt64 { UInt64(subheading) * 10_000 + UInt64(digits) }

    init(padded: UInt64, length: UInt8, origin: UInt16, destination: UInt16, day: Int32, endUser: EndUser?) {
        self.init(
            padded: padded, length: length, origin: origin, destination: destination, day: day, user: Self.number(of: endUser))
    }

    init(padded: UInt64, length: UInt8, origin: UInt16, destination: UInt16, day: Int32, user: UInt8) {
        subheading = UInt32(truncatingIfNeeded: padded / 10_000)
        digits = UInt16(truncatingIfNeeded: padded % 10_000)
        self.length = length
        self.origin = origin
        self.destination = destination
        self.day = day
        self.user = user
    }

    /// The query that asks the same.
    ///
    /// - Throws: never: the line was made of checked values.
    func query() throws -> ScreeningQuery {
        func country(_ number: UInt16) throws -> CountryCode {
            try CountryCode(String(decoding: [UInt8(0x41 + number / 26), UInt8(0x41 + number % 26)], as: UTF8.self))
        }
        let digits = CodeRow(padded: padded, length: length, nomenclature: 0, isBinding: false, item: 0).digits
        return try ScreeningQuery(
            origin: country(origin), destination: country(destination), day: CivilDay(dayNumber: Int(day)), code: CustomsCode(digits),
            endUser: user == 1 ? .civil : user == 2 ? .military : nil)
    }

    /// Countries are numbered by their two letters, so that a line does not depend on the index that answers it.
    static let countryNumbers = 26 * 26

    static func number(of country: CountryCode) -> UInt16 {
        country.text.utf8.reduce(0) { $0 &* 26 &+ UInt16($1 &- 0x41) }
    }

    static func number(of endUser: EndUser?) -> UInt8 {
        switch endUser {
        case nil: 0
        case .civil: 1
        case .military: 2
        }
    }
}
