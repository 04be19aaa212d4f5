/// How text is written into the index of words, and how the words of a question are read.
enum SearchText {
    /// Put between Chinese characters in the index: invisible, and FTS5's tokenizer parts words there.
    static let boundary: Unicode.Scalar = "\u{200B}"
    /// Put around matches by FTS5. No text of the index holds them.
    static let opening: Unicode.Scalar = "\u{2}"
    static let closing: Unicode.Scalar = "\u{3}"

    /// The text with a boundary around each Chinese character (and kana, and Hangul), so that it is a word of its own; control
    /// characters become spaces.
    static func indexed(_ text: String) -> String {
        guard mayChange(text) else { return text }
        var result = String.UnicodeScalarView()
        var wasIdeographic = false
        for scalar in text.unicodeScalars where scalar != boundary {
            let isIdeographic = Self.isIdeographic(scalar)
            if isIdeographic || wasIdeographic, !result.isEmpty { result.append(boundary) }
            result.append(scalar.value < 0x20 ? " " : scalar)
            wasIdeographic = isIdeographic
        }
        return String(result)
    }

    /// Whether a text holds bytes of Chinese characters, or control characters. Most texts hold none.
    private static func mayChange(_ text: String) -> Bool {
        text.utf8.withContiguousStorageIfAvailable { bytes in
            // Without an early exit the compiler looks at many bytes at once.
            var found = false
            for byte in bytes { found = (byte >= 0xE1) || (byte < 0x20) || found }
            return found
        } ?? true
    }

    /// Whether the script of the character is written without spaces between words.
    private static func isIdeographic(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1100...0x11FF, 0x2E80...0x2FDF, 0x3005...0x3007, 0x3040...0x30FF, 0x3100...0x31BF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
            0xAC00...0xD7AF, 0xF900...0xFAFF, 0xFF66...0xFF9F, 0x20000...0x3FFFF:
            true
        default: false
        }
    }

    /// The words of a question: runs of letters, marks and digits; Chinese characters that stand together are one word. At most 12
    /// words of at most 64 characters: no name has more, and a question is not a text.
    static func words(_ text: String) -> [String] {
        var words: [String] = []
        var current = String.UnicodeScalarView()
        var isIdeographic = false
        func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
            switch scalar.properties.generalCategory {
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber, .letterNumber,
                .otherNumber, .nonspacingMark:
                true
            default: false
            }
        }
        func finish() {
            // A mark without a letter is no word.
            if current.contains(where: { $0.properties.generalCategory != .nonspacingMark }) { words.append(String(current)) }
            current = String.UnicodeScalarView()
        }
        for scalar in text.unicodeScalars.prefix(4096) {
            if words.count == 12 { return words }
            guard isWordPart(scalar) else {
                finish()
                continue
            }
            if Self.isIdeographic(scalar) != isIdeographic { finish() }
            isIdeographic = Self.isIdeographic(scalar)
            if current.count < 64 { current.append(scalar) }
        }
        finish()
        return Array(words.prefix(12))
    }

    /// A word as FTS5 reads it: in quotes, where nothing is syntax. Chinese characters are a phrase.
    static func quoted(_ word: String) -> String { "\"" + indexed(word).replacing("\"", with: "\"\"") + "\"" }
}
