/// How many slips lead from one text to another: a letter put in, left out or changed (Levenshtein, 1966) and, where they are counted,
/// two neighbours swapped (Damerau, 1964, in the form in which nothing is swapped twice).
enum EditDistance {
    static func between<Letter: Equatable>(_ one: [Letter], _ other: [Letter], countingSwaps: Bool = false) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...other.count)
        for (i, letter) in one.enumerated() {
            var row = [i + 1]
            row.reserveCapacity(last.count)
            for (j, wanted) in other.enumerated() {
                var least = min(last[j] + (letter == wanted ? 0 : 1), last[j + 1] + 1, row[j] + 1)
                if countingSwaps, i > 0, j > 0, letter == other[j - 1], one[i - 1] == wanted { least = min(least, beforeLast[j - 1] + 1) }
                row.append(least)
            }
            (beforeLast, last) = (last, row)
        }
        return last[other.count]
    }

    /// Over at most 64 characters of each.
    static func between(_ one: String, _ other: String) -> Int { between(Array(one.prefix(64)), Array(other.prefix(64))) }
}
