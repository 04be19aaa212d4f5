internal import RegistrySQLite

/// All words that occur in indexes of words.
struct Vocabulary {
    let connection: Connection
    let tables: [IndexedTable]

    /// The words that a person may have meant who wrote `word`, the most alike first, at most eight.
    ///
    /// A filter over trigrams leaves a few, and the exact scorer judges them. Words of fewer than four letters, and numbers, are
    /// taken at their word: another one is always near.
    func words(near word: String) throws -> [String] {
        let likeness = Likeness(word: word)
        guard likeness.letters.count > 3, likeness.letters.allSatisfy(\.isLetter) else { return [] }
        var found: [String: Double] = [:]
        for table in tables {
            // fts5vocab reads the terms of an index; nothing of it is stored.
            try connection.forEachRow("SELECT term FROM \(table.search)_word") { row in
                guard let term = try row.withUTF8(at: 0, { likeness.mayBeAlike($0) ? String(copying: try UTF8Span(validating: $0)) : nil }),
                    term != likeness.word
                else { return }
                let score = likeness.of(term)
                if score > 0 { found[term] = score }
            }
        }
        return found.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(8).map(\.key)
    }
}

/// How much words are alike to one word.
struct Likeness {
    /// The word in lower case, and its letters.
    let word: String
    let letters: [Character]
    /// How many slips of the pen are forgiven: one in a short word, two in a longer one.
    let forgiven: Int
    private let trigrams: Set<UInt32>

    init(word: String) {
        self.word = word.lowercased()
        letters = Array(self.word)
        forgiven = letters.count < 6 ? 1 : 2
        trigrams = Set(Self.trigrams(Array(self.word.utf8)))
    }

    /// From 0, nothing alike, to 1, the same: the share of letters that need no change, where no more changes than are forgiven lead
    /// from one to the other (Damerau and Levenshtein: a letter put in, left out, changed, or two neighbours swapped).
    func of(_ other: String) -> Double {
        let other = Array(other.lowercased())
        guard let distance = distance(to: other) else { return 0 }
        return 1 - Double(distance) / Double(max(letters.count, other.count))
    }

    /// A quick look at the bytes: lengths that fit, and enough trigrams in common. One slip changes at most four of them.
    func mayBeAlike(_ bytes: Span<UInt8>) -> Bool {
        let length = word.utf8.count
        // A letter with an accent takes two bytes or three.
        guard bytes.count <= length + 3 * forgiven, bytes.count + 3 * forgiven >= length else { return false }
        let needed = min(length, bytes.count) + 2 - 4 * forgiven - abs(length - bytes.count)
        guard needed > 0 else { return true }
        var shared = 0
        var (first, second) = (UInt8(0), UInt8(0))
        for index in 0..<(bytes.count + 2) {
            let third = index < bytes.count ? bytes[index] : 0
            if trigrams.contains(UInt32(first) << 16 | UInt32(second) << 8 | UInt32(third)) { shared += 1 }
            (first, second) = (second, third)
        }
        return shared >= needed
    }

    private static func trigrams(_ bytes: [UInt8]) -> [UInt32] {
        let padded = [0, 0] + bytes + [0, 0]
        return (0..<(padded.count - 2)).map { UInt32(padded[$0]) << 16 | UInt32(padded[$0 + 1]) << 8 | UInt32(padded[$0 + 2]) }
    }

    private func distance(to other: [Character]) -> Int? {
        guard abs(letters.count - other.count) <= forgiven else { return nil }
        let distance = EditDistance.between(letters, other, countingSwaps: true)
        return distance <= forgiven ? distance : nil
    }
}
