extension NearNames {
    /// Up to five texts that somebody may have meant whose words stand in no name together: words that stand in no name at all are
    /// replaced by words that are alike, and what comes of it stands in a name.
    ///
    /// - Parameters:
    ///   - text: the words, parted by blanks.
    ///   - names: the names, ASCII letters in lower case, in order.
    static func phrases(_ text: String, in names: [String]) -> [String] {
        let asked = text.split(separator: " ").map { String(decoding: ASCII.lowered($0), as: UTF8.self) }
        func isHeld(_ words: [String]) -> Bool { names.contains { name in words.allSatisfy { name.contains($0) } } }
        let missing = asked.indices.filter { !isHeld([asked[$0]]) }
        guard !missing.isEmpty else { return [] }
        let vocabulary = NearNames(Set(names.flatMap { $0.split { !$0.isLetter && !$0.isNumber }.map(String.init) }).sorted())
        let near = missing.map { vocabulary.near(asked[$0]) }
        guard let fewest = near.map(\.count).min(), fewest > 0 else { return [] }
        var phrases: [[String]] = []
        // Of one word all that are alike are told; of several the nearest of each.
        for choice in 0..<(missing.count == 1 ? fewest : 1) {
            var phrase = asked
            for (place, words) in zip(missing, near) { phrase[place] = words[choice] }
            if isHeld(phrase) { phrases.append(phrase) }
        }
        return phrases.map { $0.joined(separator: " ") }
    }
}
