/// How far an economy lives on imports of a mineral in a year, as a source states it.
public struct StatedReliance: Hashable, Sendable {
    /// Which measure of dependence a source states.
    public enum Indicator: String, Hashable, Sendable, CaseIterable {
        /// Net imports over consumption, in the form of the USGS.
        case netImportReliance = "net-import-reliance"
        /// The share of use that is imported, in the form of the EU and of energy statistics.
        case importDependence = "import-dependence"
    }

    /// How much is stated, in percent, or why it is not.
    public enum Figure: Hashable, Sendable {
        /// A share, or why there is none.
        case share(SupplyFigure)
        /// The source says that more goes out than comes in.
        case netExporter
        /// More is made than used. The country may import all the same, as China does with coal.
        case productionExceedsConsumption

        /// The word of the schema and of the fact tables.
        public var qualifier: String {
            switch self {
            case .share(let figure): figure.qualifier
            case .netExporter: "net-exporter"
            case .productionExceedsConsumption: "production-exceeds-consumption"
            }
        }

        /// The share in percent, or nil where it is no number.
        public var figure: SupplyFigure? {
            if case .share(let figure) = self { return figure }
            return nil
        }

        /// Puts a figure together from its qualifier and its numbers.
        ///
        /// - Throws: `InvalidValue` for what is no qualifier, and for shares above 100 or below 0 percent.
        public init(qualifier: String, percent: ExactDecimal?, upper: ExactDecimal? = nil) throws(InvalidValue) {
            switch qualifier {
            case "net-exporter", "production-exceeds-consumption":
                guard percent == nil, upper == nil else {
                    throw InvalidValue(kind: "qualifier", text: qualifier, expected: "no number beside it")
                }
                self = qualifier == "net-exporter" ? .netExporter : .productionExceedsConsumption
            default:
                for share in [percent, upper].compactMap(\.self) { _ = try Percentage(share) }
                self = .share(try SupplyFigure(qualifier: qualifier, amount: percent, upper: upper))
            }
        }
    }

    /// The economy: a country or `EU`.
    public var importer: CountryCode
    /// The id of the mineral that it is about.
    public var mineral: String
    /// The form in the source's words; `nil`: the mineral as a whole.
    public var form: String?
    /// Which measure of dependence is stated.
    public var indicator: Indicator
    /// Of what it is a share, in words.
    public var denominator: String
    /// The year it is true of.
    public var year: Int
    /// How much is stated, in percent, or why not.
    public var figure: Figure
    /// Whether the source calls it an estimate.
    public var isEstimated: Bool
    /// Remarks and doubts of whoever entered it; `nil`: none.
    public var note: String?
    /// How sure it is, and the sources it was taken from.
    public var citation: Citation

    /// Makes a statement of how far an economy lives on imports.
    public init(
        importer: CountryCode, mineral: String, form: String? = nil, indicator: Indicator, denominator: String, year: Int,
        figure: Figure, isEstimated: Bool = false, note: String? = nil, citation: Citation
    ) {
        self.importer = importer
        self.mineral = mineral
        self.form = form
        self.indicator = indicator
        self.denominator = denominator
        self.year = year
        self.figure = figure
        self.isEstimated = isEstimated
        self.note = note
        self.citation = citation
    }

    /// The stable id: `US/antimony/net-import-reliance/2025/apparent consumption/-`.
    public var id: String {
        [importer.text, mineral, indicator.rawValue, "\(year)", denominator, form ?? "-"].joined(separator: "/")
    }
}

/// Which share of an economy's imports of a mineral comes from one supplier, over some years taken together.
public struct SupplierShare: Hashable, Sendable {
    /// Who supplies: a country, or all others together.
    public enum Supplier: Hashable, Sendable {
        /// One country, by its code.
        case country(CountryCode)
        /// Several named countries together, in the source's words.
        case several(String)
        /// All countries that the table does not list.
        case other

        /// The country's code; `nil` where it is not one country.
        public var country: CountryCode? {
            if case .country(let code) = self { return code }
            return nil
        }
    }

    /// The economy whose imports are shared out.
    public var importer: CountryCode
    /// The id of the mineral that it is about.
    public var mineral: String
    /// The form in the source's words; `nil`: the mineral as a whole.
    public var form: String?
    /// Of what it is a share, in words: `imports`.
    public var denominator: String
    /// Who supplies this share of the imports.
    public var supplier: Supplier
    /// The first year that is counted.
    public var firstYear: Int
    /// The last year that is counted.
    public var lastYear: Int
    /// The share of the imports, in percent.
    public var percent: SupplyFigure
    /// Remarks and doubts of whoever entered it; `nil`: none.
    public var note: String?
    /// How sure it is, and the sources it was taken from.
    public var citation: Citation

    /// Makes a share of an economy's imports over some years.
    public init(
        importer: CountryCode, mineral: String, form: String? = nil, denominator: String, supplier: Supplier, firstYear: Int,
        lastYear: Int, percent: SupplyFigure, note: String? = nil, citation: Citation
    ) {
        self.importer = importer
        self.mineral = mineral
        self.form = form
        self.denominator = denominator
        self.supplier = supplier
        self.firstYear = firstYear
        self.lastYear = lastYear
        self.percent = percent
        self.note = note
        self.citation = citation
    }

    /// The supplier in words: the country's code, the source's words, `other`.
    public var supplierText: String {
        switch supplier {
        case .country(let code): code.text
        case .several(let text): text
        case .other: "other"
        }
    }

    /// The id of the table that the share stands in: what all its rows have in common.
    public var tableID: String {
        [importer.text, mineral, "\(firstYear)-\(lastYear)", denominator, form ?? "-"].joined(separator: "/")
    }

    /// The stable id, made of what it states.
    public var id: String { tableID + "/" + supplierText }
}

extension [SupplierShare] {
    /// Throws `InvalidValue` where the shares of one table add up to more than 100 percent and rounding.
    ///
    /// Shares printed as whole numbers are each off by up to half a percent; of limits (`>`, a range) the lower end counts.
    func requireNoMoreThanAll() throws {
        for (table, shares) in Dictionary(grouping: self, by: \.tableID) {
            var sum = ExactDecimal.zero
            for share in shares {
                _ = try share.percent.amount.map { try Percentage($0) }
                switch share.percent {
                case .exactly(let percent), .moreThan(let percent), .between(let percent, _): sum = try sum.adding(percent)
                default: break
                }
            }
            let rounding = Double(shares.count) / 2
            guard sum.doubleValue <= 100 + rounding else {
                throw InvalidValue(
                    kind: "table of shares", text: table, expected: "shares that add up to at most 100 % and rounding, not to \(sum) %")
            }
        }
    }
}
