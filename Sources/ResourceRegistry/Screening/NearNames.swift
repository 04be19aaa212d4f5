/// Finds the names that somebody may have meant who wrote one that is not held.
package struct NearNames {
    private let names: [String]

    package init(_ names: [String]) { self.names = names }

    /// Up to five names, the most alike first: those that a few slips of the pen lead to, then those that consist of the same words
    /// and more, or of fewer. A common beginning alone makes no name alike.
    package func near(_ text: String) -> [String] {
        let asked = Self.words(text.prefix(80))
        let key = Array(asked.joined())
        guard key.count > 1 else { return [] }
        var slips: [(name: String, distance: Int)] = []
        var related: [String] = []
        let most = key.count < 3 ? 0 : min(3, max(1, key.count / 4))
        for name in names {
            let words = Self.words(name[...])
            let distance = Self.distance(key, Array(words.joined()), atMost: most)
            if let distance { slips.append((name, distance)) }
            let isPart = !asked.isEmpty && asked.allSatisfy { word in words.contains { $0.hasPrefix(word) } }
            let isWhole = !words.isEmpty && words.allSatisfy(asked.contains)
            if distance == nil, key.count > 2, isPart || isWhole { related.append(name) }
        }
        let least = slips.map(\.distance).min()
        return Array((slips.filter { $0.distance == least }.map(\.name) + related).prefix(5))
    }

    /// Up to five countries one of whose names begins with the letters or has them as initials: codes of two letters are all alike,
    /// so that one slip would lead to any other.
    static func countries(_ held: [(code: String, name: String, alias: String)], abbreviated letters: String) -> [String] {
        let letters = letters.lowercased()
        var found: [String] = []
        for country in held {
            let words = words(country.alias[...])
            guard words.first?.hasPrefix(letters) == true || String(words.compactMap(\.first)) == letters else { continue }
            let shown = "\(country.code) (\(country.name))"
            if found.last != shown { found.append(shown) }
        }
        return Array(found.prefix(5))
    }

    /// `; did you mean A or B?`, to be put behind what was wrong; empty without names.
    package static func question(_ near: [String]) -> String {
        near.isEmpty ? "" : "; did you mean \(near.joined(separator: " or "))?"
    }

    private static func words(_ text: Substring) -> [Substring] {
        Substring(text.lowercased()).split { !$0.isLetter && !$0.isNumber }
    }

    private static func distance(_ one: [Character], _ other: [Character], atMost most: Int) -> Int? {
        guard abs(one.count - other.count) <= most else { return nil }
        let distance = EditDistance.between(one, other, countingSwaps: true)
        return distance <= most ? distance : nil
    }
}
