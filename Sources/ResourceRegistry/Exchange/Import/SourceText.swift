extension StringProtocol {
    /// The text without blanks at its ends.
    var trimmed: String {
        // Most texts begin and end in a letter, a digit or a sign of ASCII.
        guard let first = unicodeScalars.first?.value, let last = unicodeScalars.last?.value else { return "" }
        if 0x21..<0x80 ~= first, 0x21..<0x80 ~= last { return String(self) }
        var rest = self[...]
        while let first = rest.unicodeScalars.first, first.properties.isWhitespace {
            rest = rest[rest.unicodeScalars.index(after: rest.startIndex)...]
        }
        while let last = rest.unicodeScalars.last, last.properties.isWhitespace {
            rest = rest[..<rest.unicodeScalars.index(before: rest.endIndex)]
        }
        return String(rest)
    }
}

extension RecordNotes {
    /// Words that stand where a name should.
    private static let noNames: Set<String> = ["unnamed", "unknown", "none", "no name", "noname"]

    /// Notes a name that names nothing, and one in which letters were lost.
    mutating func noteName(_ name: String) {
        let word = name.lowercased()
        if Self.noNames.contains(word) || word.hasPrefix("unnamed ") || word.hasPrefix("unknown ") { note(.unnamed) }
        noteDamage(name)
    }

    /// Notes a text in which letters were lost.
    mutating func noteDamage(_ text: String) { if text.unicodeScalars.contains("\u{FFFD}") { note(.damagedLetters) } }
}
