/// How alike two names of places are, from 0 to 1, by their words: order, case, accents and words such as `mine` count little.
struct NameLikeness {
    /// Words that many names have: alike in them alone, two names are not alike.
    private static let common: Set<String> = [
        "mine", "mines", "deposit", "deposits", "prospect", "prospects", "project", "property", "claim", "claims", "group", "occurrence",
        "occurrences", "pit", "quarry", "the", "of", "no", "number", "de", "la", "el", "district", "area", "field",
    ]
    /// Names that name nothing.
    private static let empty: Set<String> = [
        "unnamed", "unknown", "none", "na", "location", "gravel", "sand", "reported", "various", "not", "named", "placer",
    ]
    private static let shortForms = ["mt": "mount", "mtn": "mountain", "st": "saint", "ck": "creek", "cr": "creek"]

    /// The telling words of a name, sorted; empty for a name that names nothing.
    let words: [[UInt8]]

    init(_ name: String) {
        var telling: [String] = []
        var all: [String] = []
        for word in Self.split(name) {
            let word = Self.shortForms[word] ?? word
            if Self.empty.contains(word) { continue }
            all.append(word)
            if !Self.common.contains(word) { telling.append(word) }
        }
        // A mine that is called by common words alone ("The Mine") is told by them.
        words = (telling.isEmpty ? all.filter { $0.utf8.count > 3 && !Self.common.contains($0) } : telling).sorted().map { Array($0.utf8) }
    }

    private static func split(_ name: String) -> [String] {
        var words: [String] = []
        for part in name.split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
            words.append(Slug.make(from: String(part))?.text ?? part.lowercased())
        }
        return words
    }

    /// The share of the letters that the words of both have in common, each word paired with the one most like it.
    func likeness(to other: NameLikeness) -> Double {
        guard !words.isEmpty, !other.words.isEmpty else { return 0 }
        let (fewer, more) = words.count <= other.words.count ? (words, other.words) : (other.words, words)
        var left = more
        var shared = 0.0
        for word in fewer {
            let scored = left.enumerated().map { ($0.offset, Self.likeness(word, $0.element)) }
            guard let best = scored.max(by: { $0.1 < $1.1 }), best.1 > 0.7 else { continue }
            shared += best.1 * Double(word.count + left[best.0].count)
            left.remove(at: best.0)
        }
        let total = (words + other.words).reduce(0) { $0 + $1.count }
        return shared / Double(total)
    }

    /// 1 for the same word, less by each slip (Levenshtein) in relation to the longer one.
    private static func likeness(_ one: [UInt8], _ other: [UInt8]) -> Double {
        if one == other { return 1 }
        let longest = max(one.count, other.count)
        // Numbers that differ are other claims, not slips.
        guard longest <= 64, !one.contains(where: ASCII.isDigit), !other.contains(where: ASCII.isDigit) else { return 0 }
        return 1 - Double(EditDistance.between(one, other)) / Double(longest)
    }
}
