/// How the Mineral Commodity Summaries write amounts and countries.
enum USGSText {
    /// An amount as a cell says it.
    struct Amount {
        let figure: SupplyFigure
        /// Whether an `e` before the number calls it an estimate.
        let isEstimate: Bool
    }

    /// Reads a cell that is not empty; nil for words that are no statement of an amount ("Moderate", "Variable, depending on …").
    static func amount(_ text: String) -> Amount? {
        let word = text.lowercased()
        switch word {
        case "w": return Amount(figure: .withheld, isEstimate: false)
        case "na": return Amount(figure: .notAvailable, isEstimate: false)
        case "xx": return Amount(figure: .notApplicable, isEstimate: false)
        case "s": return Amount(figure: .small, isEstimate: false)
        case "—", "–", "-", "--": return Amount(figure: .exactly(.zero), isEstimate: false)
        case "large", "categorized as \"large\"": return Amount(figure: .large, isEstimate: false)
        default: break
        }
        if word.hasPrefix("less than ½ unit") { return Amount(figure: .small, isEstimate: false) }
        if word.hasPrefix("included ") { return Amount(figure: .includedElsewhere, isEstimate: false) }
        if word.hasPrefix("e"), let number = number(word.dropFirst()) { return Amount(figure: .exactly(number), isEstimate: true) }
        if word.hasPrefix("<"), let number = number(word.dropFirst()) { return Amount(figure: .lessThan(number), isEstimate: false) }
        if word.hasPrefix(">"), let number = number(word.dropFirst()) { return Amount(figure: .moreThan(number), isEstimate: false) }
        if let number = number(word[...]) { return Amount(figure: .exactly(number), isEstimate: false) }
        let ends = word.split(whereSeparator: { $0 == "–" || $0 == "-" })
        if ends.count == 2, let low = number(ends[0]), let high = number(ends[1]), low <= high {
            return Amount(figure: .between(low, high), isEstimate: false)
        }
        return nil
    }

    /// A number that is not negative, with or without separators of thousands in their places: `1,234.5`.
    private static func number(_ text: Substring) -> ExactDecimal? {
        let digits = String(text).trimmed
        guard let first = digits.utf8.first, ASCII.isDigit(first) else { return nil }
        let groups = digits.split(separator: ",", omittingEmptySubsequences: false)
        guard let last = groups.last else { return nil }
        let whole = groups.dropLast() + [last.prefix { $0 != "." }]
        if groups.count > 1 {
            guard (1...3).contains(whole[0].utf8.count), whole.dropFirst().allSatisfy({ $0.utf8.count == 3 }) else { return nil }
        }
        return try? ExactDecimal(groups.joined())
    }

    /// A place, and whether marks were taken off its name.
    struct Place {
        let place: SupplyFact.Place
        let wasMarked: Bool
    }

    /// Reads a country, the other countries or the world.
    ///
    /// Footnote marks stick to names ("Belgium8", "Korea, Republic ofe"), remarks follow in brackets or behind a comma ("Brazil (crude
    /// and beneficiated)9", "Argentina, crude ore"). They are taken off only where the name is not known with them.
    /// - Parameter country: the country of that name, nil where there is none.
    static func place(_ text: String, country: (String) -> CountryCode?) -> Place? {
        let word = text.lowercased()
        if word.hasPrefix("world") {
            return Place(place: .world, wasMarked: word != "world total" && !word.hasPrefix("world total (rounded)"))
        }
        if word == "other" || word.hasPrefix("other countr") { return Place(place: .other, wasMarked: word != "other countries") }
        // Typographic apostrophes stand in Côte d’Ivoire.
        var name = String(text.map { $0 == "’" ? "'" : $0 })[...]
        var isFirst = true
        while !name.isEmpty {
            if let code = country(String(name)) { return Place(place: .country(code), wasMarked: !isFirst) }
            isFirst = false
            let marked = name
            name = name.trimmingSuffix { $0.isNumber || $0 == "," || $0 == " " }
            if name.endIndex < marked.endIndex { continue }
            if let letter = name.last, letter.isLowercase, let code = country(String(name.dropLast())) {
                return Place(place: .country(code), wasMarked: true)
            }
            if name.last == ")", let bracket = name.lastIndex(of: "(") {
                name = name[..<bracket]
            } else if let comma = name.lastIndex(of: ",") {
                name = name[..<comma]
            } else {
                return nil
            }
        }
        return nil
    }
}

extension String {
    /// The text without blanks at its ends, non-breaking ones included, and with single blanks inside.
    var trimmed: String {
        split(whereSeparator: { $0 == " " || $0 == "\u{A0}" || $0 == "\t" || $0.isNewline }).joined(separator: " ")
    }
}
