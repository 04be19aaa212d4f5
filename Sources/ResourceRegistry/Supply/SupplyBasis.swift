/// What an amount counts, in the source's words, and the basis of the code list that they mean.
///
/// Amounts add and compare only where the words are the same: crude ore and borates are both gross weights, and no sum.
public struct SupplyBasis: Hashable, Sendable, CustomStringConvertible {
    /// The source's words: `Li content`, `REO equivalent`, `refined copper`.
    public let asGiven: String
    /// The basis that is meant; `nil` where the source does not tell (`as reported`).
    public let basis: Basis?

    /// Words whose basis the caller knows.
    ///
    /// - Throws: `InvalidValue` for words that are empty.
    public init(asGiven: String, basis: Basis?) throws(InvalidValue) {
        guard !asGiven.isEmpty else { throw InvalidValue(kind: "basis", text: "", expected: "words that are not empty") }
        self.asGiven = asGiven
        self.basis = basis
    }

    /// Reads the basis from the words.
    ///
    /// An explicit gross weight comes first, then lithium carbonate, rare-earth oxides, other oxides, contained elements, carats,
    /// and last the materials that are weighed as they are.
    ///
    /// - Throws: `InvalidValue` where the words tell no basis and do not say so either; `init(asGiven:basis:)` takes any.
    public init(_ asGiven: String) throws(InvalidValue) {
        try self.init(asGiven: asGiven, basis: try Self.basis(of: asGiven))
    }

    private static func basis(of text: String) throws(InvalidValue) -> Basis? {
        let words = SupplyWords.of(text)
        let set = Set(words)
        if set.contains("gross") { return .gross }
        if set.contains("lce") || text.lowercased().contains("lithium carbonate equivalent") { return .lithiumCarbonateEquivalent }
        // Symbols are read as they are written: "I content" is iodine.
        let given = text.split { !($0.isLetter || $0.isNumber) }.compactMap { Basis(unitSuffix: String($0)) }
        if given.contains(.rareEarthOxide) { return .rareEarthOxide }
        if given.contains(.oxide) || set.contains("oxide") { return .oxide }
        if set.contains("content") && (given.contains(.metalContent) || set.contains("metal") || contents.contains { set.contains($0) }) {
            return .metalContent
        }
        if set.contains("carats") || set.contains("diamond") || set.contains("diamonds") { return .carats }
        if text.lowercased().contains("as reported") || text.lowercased() == "all forms" { return nil }
        if !set.isDisjoint(with: materials) { return .gross }
        throw InvalidValue(
            kind: "basis", text: text, expected: "words such as gross weight, Li content, TiO2 content, REO equivalent, or as reported")
    }

    /// Things contained for which grades of ore are not reported: the platinum-group metals, bromine, iodine.
    private static let contents = ["pgm", "br", "i"]

    /// What is weighed or measured as it is: ores and concentrates, refined metal, fuels, gases.
    private static let materials: Set<String> = [
        "ore", "rock", "concentrate", "concentrates", "mica", "ash", "iron", "steel", "sponge", "metal", "primary", "refined", "crude",
        "gas", "oil", "fuels", "coal", "ulexite", "compounds", "borates", "material", "proved",
    ]

    /// What is counted, in the source's words.
    public var description: String { asGiven }
}
