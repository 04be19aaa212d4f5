/// A goods nomenclature in which customs codes are written. The first six digits of all of them are the Harmonized System.
public enum Nomenclature: String, Sendable, Hashable, CaseIterable {
    /// The Harmonized System of the World Customs Organization (up to six digits).
    case harmonizedSystem = "HS"
    /// The customs tariff and statistics of China (eight digits, ten in declarations).
    case china = "CN"
    /// The Combined Nomenclature and TARIC of the European Union (eight and ten digits).
    case europeanUnion = "EU"
    /// The Harmonized Tariff Schedule and Schedule B of the United States (eight and ten digits).
    case unitedStates = "US"

    /// Reads `HS`, `CN`, `EU` or `US` in either case; throws `InvalidValue` for any other.
    public init(_ text: String) throws(InvalidValue) {
        let bytes = Array(text.utf8.prefix(3))
        let upper = bytes.allSatisfy(ASCII.isLetter) ? String(decoding: bytes.map { $0 & 0xDF }, as: UTF8.self) : ""
        guard let value = Self(rawValue: upper) else {
            throw InvalidValue(kind: "nomenclature", text: text, expected: "HS, CN, EU or US")
        }
        self = value
    }
}
