internal import RegistrySQLite

/// Answers a question in words from the indexes of words.
struct Searcher {
    let references: References
    let words: [String]
    let kinds: [SearchKind]
    let limit: Int

    private var connection: Connection { references.connection }

    /// Exact words first; then the last one as a beginning; when nothing is found, words that are spelled alike.
    func hits() throws -> [SearchHit] {
        try references.refreshIndexes()
        let exact = words.map(SearchText.quoted)
        var found = try rows(of: exact, match: .words)
        if found.count < limit {
            let known = Set(found.map { "\($0.kind) \($0.id)" })
            found += try rows(of: exact.dropLast() + [(exact.last ?? "") + " *"], match: .beginning)
                .filter { !known.contains("\($0.kind) \($0.id)") }
        }
        if found.isEmpty { found = try alike() }
        return found.sorted(by: Self.isBefore).prefix(limit).map(\.hit)
    }

    private static func isBefore(_ one: Found, _ other: Found) -> Bool {
        if one.match != other.match { return one.match < other.match }
        if one.score != other.score { return one.score > other.score }
        return (one.kind.rank, one.id) < (other.kind.rank, other.id)
    }

    private func alike() throws -> [Found] {
        let near = try words.map { word in
            try [word] + Vocabulary(connection: connection, tables: kinds.map(\.table)).words(near: word)
        }
        guard near.contains(where: { $0.count > 1 }) else { return [] }
        return try rows(of: near.map { "(" + $0.map(SearchText.quoted).joined(separator: " OR ") + ")" }, match: .alike)
    }

    // MARK: Asking one index

    /// bm25 cannot tell that a name is just what was asked for, so more than is wanted is taken from each index.
    private var taken: Int { max(50, limit) }

    private func rows(of terms: [String], match: SearchHit.Match) throws -> [Found] {
        let question = terms.joined(separator: " AND ")
        return try kinds.flatMap { kind in
            try connection.query(
                Self.sql(of: kind),
                [
                    .text(question), .text(Self.mark(SearchText.opening)), .text(Self.mark(SearchText.closing)),
                    .integer(Int64(taken)),
                ]
            ) { row in try found(row, kind: kind, match: match) }
        }
    }

    private static func mark(_ scalar: Unicode.Scalar) -> String { String(Character(scalar)) }

    // The matches are gone through twice. FTS5's own sorting by `rank` (one pass) keeps and sorts all of them, which takes longer than a
    // second pass; SQLite keeps only as many as are wanted, and only these are highlighted. CROSS JOIN: the second pass is the outer loop.
    // It is SQLite that sorts, too: `hits` then finds them in order, and has little to move.
    private static func sql(of kind: SearchKind) -> String {
        let (table, index) = (kind.table.name, kind.table.search)
        return """
            WITH best AS MATERIALIZED (
                SELECT rowid AS id, bm25(\(index), 10, 5, 2, 1) AS relevance FROM \(index) WHERE \(index) MATCH ?1 ORDER BY relevance, id LIMIT ?4)
            SELECT t.slug, highlight(\(index), 0, ?2, ?3), highlight(\(index), 1, ?2, ?3), snippet(\(index), -1, ?2, ?3, '…', 24), b.relevance
              FROM \(index) i CROSS JOIN best b ON b.id = i.rowid CROSS JOIN \(table) t ON t.id = b.id
             WHERE \(index) MATCH ?1 ORDER BY b.relevance
            """
    }

    private func found(_ row: borrowing Row, kind: SearchKind, match: SearchHit.Match) throws -> Found {
        let (name, snippet) = (try row.string(1), try row.string(3))
        let aliases = try Highlighted.markedParts(of: row.string(2))
        let hasThatName = Highlighted.isWhole(name)
        let isNamed = hasThatName || aliases.contains(where: Highlighted.isWhole)
        let score: Double
        if match == .alike {
            let matched = ([name, snippet] + aliases).flatMap { Highlighted($0).matches }
            let likeness = words.reduce(0) { $0 + (matched.map(Likeness(word: $1).of).max() ?? 0) } / Double(max(1, words.count))
            // A thing of that name stands before those that only speak of it.
            score = isNamed ? likeness : likeness * 0.9
        } else {
            // bm25 is at least 0 here and has no upper end.
            let relevance = max(0, -(try row.double(4)))
            score = hasThatName ? 1 : relevance / (relevance + 1)
        }
        return Found(
            kind: kind, id: try row.string(0), name: name, snippet: snippet, match: isNamed && match == .words ? .name : match, score: score
        )
    }
}

/// What an index told, before it is known whether it is among the best: its texts are still marked.
private struct Found {
    let kind: SearchKind
    let id: String
    let name: String
    let snippet: String
    let match: SearchHit.Match
    let score: Double

    var hit: SearchHit {
        let snippet = Highlighted(snippet)
        return SearchHit(
            kind: kind, id: id, name: Highlighted(name).text, match: match, score: score, snippet: snippet.text, highlights: snippet.ranges)
    }
}

/// A text in which FTS5 has marked what it found.
struct Highlighted {
    /// The text without marks, and without the boundaries of the index.
    let text: String
    /// Where the marked parts stand.
    let ranges: [Range<String.Index>]

    init(_ marked: String) {
        // Marks are single bytes of UTF-8, and the boundary is three: 226, 128, 139.
        let bytes = Array(marked.utf8)
        var plain: [UInt8] = []
        plain.reserveCapacity(bytes.count)
        var spans: [Range<Int>] = []
        var start: Int?
        var next = 0
        while next < bytes.count {
            let byte = bytes[next]
            next += 1
            switch byte {
            case Self.opening: start = plain.count
            case Self.closing:
                // Chinese characters that were found one by one are one place.
                if let start {
                    let begin = spans.last?.upperBound == start ? spans.removeLast().lowerBound : start
                    spans.append(begin..<plain.count)
                }
                start = nil
            case 0xE2 where next + 1 < bytes.count && bytes[next] == 0x80 && bytes[next + 1] == 0x8B: next += 2
            default: plain.append(byte)
            }
        }
        let text = String(decoding: plain, as: UTF8.self)
        func index(_ offset: Int) -> String.Index { text.utf8.index(text.startIndex, offsetBy: offset) }
        self.text = text
        ranges = spans.map { index($0.lowerBound)..<index($0.upperBound) }
    }

    private static let opening = UInt8(SearchText.opening.value)
    private static let closing = UInt8(SearchText.closing.value)

    /// Those parts of a list, between semicolons, in which something is marked.
    static func markedParts(of list: String) -> [String] {
        guard list.utf8.contains(opening) else { return [] }
        return list.utf8.split(separator: UInt8(ascii: ";")).filter { $0.contains(opening) }.map { String(Substring($0)) }
    }

    /// The marked parts.
    var matches: [String] { ranges.map { String(text[$0]) } }

    /// Whether every letter and digit of a text is marked.
    static func isWhole(_ marked: String) -> Bool {
        // Most texts in which a word was found hold others: a letter of ASCII outside of the marks tells it without a closer look.
        var isOutside = true
        for byte in marked.utf8 {
            switch byte {
            case opening: isOutside = false
            case closing: isOutside = true
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                if isOutside { return false }
            default: break
            }
        }
        return Highlighted(marked).isWhole
    }

    private var isWhole: Bool {
        guard !ranges.isEmpty else { return false }
        return text.indices.allSatisfy { index in
            !(text[index].isLetter || text[index].isNumber) || ranges.contains { $0.contains(index) }
        }
    }
}

extension RegistryReader {
    /// Finds minerals, deposits and controlled items by words of their names, places and descriptions.
    ///
    /// All the words must occur; accents and case do not count; Chinese characters are found wherever they stand. When nothing holds
    /// the words, spellings that are off by a letter or two are tried. The text is never read as a query language.
    ///
    /// - Parameters:
    ///   - text: what to look for.
    ///   - kinds: what may be found.
    ///   - limit: at most so many hits, from 1.
    /// - Returns: the hits, the best first.
    /// - Throws: `InvalidValue` when the text holds no letter and no digit.
    public func search(_ text: String, kinds: [SearchKind] = SearchKind.allCases, limit: Int = 20) throws -> [SearchHit] {
        let words = SearchText.words(text)
        guard !words.isEmpty else {
            throw InvalidValue(kind: "text to search for", text: text, expected: "at least one letter or digit")
        }
        return try Searcher(references: references, words: words, kinds: kinds, limit: min(max(1, limit), 10_000)).hits()
    }
}

extension Registry {
    /// As `RegistryReader.search`, in a read of its own.
    ///
    /// - Parameters:
    ///   - text: what to look for.
    ///   - kinds: what may be found.
    ///   - limit: at most so many hits, from 1.
    /// - Throws: `InvalidValue` when the text holds no letter and no digit.
    public func search(_ text: String, kinds: [SearchKind] = SearchKind.allCases, limit: Int = 20) throws -> [SearchHit] {
        try read { try $0.search(text, kinds: kinds, limit: limit) }
    }
}
