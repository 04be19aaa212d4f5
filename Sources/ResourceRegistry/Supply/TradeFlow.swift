/// What an economy reports to have imported or exported of a mineral in a year.
public struct TradeFlow: Hashable, Sendable {
    /// Which way the goods go, seen from the reporter.
    public enum Direction: String, Hashable, Sendable, CaseIterable {
        /// Into the reporter's territory.
        case `import`
        /// Out of the reporter's territory.
        case export
    }

    /// An amount of money in one currency.
    public struct Money: Hashable, Sendable {
        /// Whole units of the currency.
        public let amount: ExactDecimal
        /// The code of ISO 4217, three capital letters.
        public let currency: String

        /// Makes an amount of money.
        ///
        /// - Throws: `InvalidValue` for a currency that is not three upper-case letters.
        public init(amount: ExactDecimal, currency: String) throws(InvalidValue) {
            guard currency.utf8.count == 3, currency.utf8.allSatisfy(ASCII.isUpper) else {
                throw InvalidValue(kind: "currency", text: currency, expected: "three letters of ISO 4217, such as USD")
            }
            self.amount = amount
            self.currency = currency
        }
    }

    /// The country that reports the trade.
    public var reporter: CountryCode
    /// The other side; `nil`: the whole world.
    public var partner: CountryCode?
    /// Which way the goods go.
    public var direction: Direction
    /// The id of the mineral that it is about.
    public var mineral: String
    /// The customs code in the Harmonized System, where the flow is told by code.
    public var customsCode: CustomsCode?
    /// The calendar year of the trade.
    public var year: Int
    /// How much was traded, in the unit.
    public var figure: SupplyFigure
    /// The unit of the numbers.
    public var unit: UnitOfMeasure
    /// What is counted: metal content, gross weight.
    public var basis: SupplyBasis?
    /// What the goods were worth; `nil`: not told.
    public var value: Money?
    /// Remarks and doubts of whoever entered it; `nil`: none.
    public var note: String?
    /// How sure it is, and the sources it was taken from.
    public var citation: Citation

    /// Makes a flow; what is not told is unknown.
    public init(
        reporter: CountryCode, partner: CountryCode? = nil, direction: Direction, mineral: String, customsCode: CustomsCode? = nil,
        year: Int, figure: SupplyFigure, unit: UnitOfMeasure, basis: SupplyBasis? = nil, value: Money? = nil, note: String? = nil,
        citation: Citation
    ) {
        self.reporter = reporter
        self.partner = partner
        self.direction = direction
        self.mineral = mineral
        self.customsCode = customsCode
        self.year = year
        self.figure = figure
        self.unit = unit
        self.basis = basis
        self.value = value
        self.note = note
        self.citation = citation
    }

    /// The stable id: `US/import/CN/gallium/811292/2025`.
    public var id: String {
        [reporter.text, direction.rawValue, partner?.text ?? "world", mineral, customsCode?.digits ?? "-", "\(year)"].joined(separator: "/")
    }
}
