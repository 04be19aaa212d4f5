/// What the words and figures of estimates mean.
enum EstimateWords {
    /// The statement and the category of the CGI vocabularies that words such as `measured`, `proven+probable`, `Indicated plus
    /// Inferred` stand for. Words that fit no code are the category themselves.
    static func category(_ words: [String]) -> (statement: OreEstimate.Statement?, category: String?) {
        let parts = Set(
            words.flatMap { $0.lowercased().split { !$0.isLetter } }.filter {
                !["plus", "and", "mineral", "resource", "resources"].contains($0)
            })
        let given = words.reduce(into: [String]()) { kept, word in if !kept.contains(word) { kept.append(word) } }.joined(separator: " + ")
        let category = given.isEmpty ? nil : given
        if parts.isEmpty { return (nil, category) }
        if let code = resources[parts] { return (.resource, code) }
        if parts.isSubset(of: ["measured", "indicated", "inferred", "demonstrated"]) { return (.resource, category) }
        let reserves = Set(parts.map { $0 == "proven" ? "proved" : $0 })
        if let code = Self.reserves[reserves] { return (.reserve, code) }
        return (nil, category)
    }

    private static let resources: [Set<Substring>: String] = [
        ["measured"]: "measured-mineral-resource", ["indicated"]: "indicated-mineral-resource", ["inferred"]: "inferred-mineral-resource",
        ["measured", "indicated"]: "measured-and-indicated-mineral-resource",
        ["indicated", "inferred"]: "indicated-and-inferred-mineral-resource",
        ["measured", "indicated", "inferred"]: "measured-indicated-inferred-mineral-resource",
    ]
    private static let reserves: [Set<Substring>: String] = [
        ["proved"]: "proved-ore-reserves", ["probable"]: "probable-ore-reserves",
        ["proved", "probable"]: "proved-and-probable-ore-reserves",
    ]

    /// The code of the CGI vocabulary classification-method-used for a reporting code; other words stay.
    static func reportingCode(_ words: String) -> String {
        switch words.uppercased() {
        case "CIM": "cim-standards"
        case "JORC": "jorc-code"
        case "NI 43-101", "NI43-101": "ni-43-101"
        case "SAMREC": "samrec-code"
        case "SEC": "sec-guide"
        case "PERC": "perc-code"
        case "UNFC": "unfc-code"
        default: words
        }
    }

    /// A figure with its unit.
    ///
    /// - Parameters:
    ///   - number: the number as written, without separators of thousands.
    ///   - unit: the unit as written.
    ///   - kinds: what it may measure.
    /// - Throws: `InvalidValue` for a number that is none or below 0, and for a unit that is not known or measures something else.
    static func figure(_ number: String, unit: String, of kinds: Set<SourceUnit.Kind>) throws(InvalidValue) -> PrintedQuantity {
        let amount = try ExactDecimal(number)
        guard !(amount < .zero) else { throw InvalidValue(kind: "amount", text: number, expected: "a number that is not negative") }
        guard let known = SourceUnit(unit) else {
            throw InvalidValue(kind: "unit", text: unit, expected: "a unit that is known, such as t, Mt, %, g/t, mg/L")
        }
        guard kinds.contains(known.kind) else {
            let wanted = kinds.contains(.mass) ? "a mass or a volume, such as t or m3" : "a grade, such as % or g/t"
            throw InvalidValue(kind: "unit", text: unit, expected: wanted)
        }
        return PrintedQuantity(amount: amount, unit: known.symbol)
    }
}
