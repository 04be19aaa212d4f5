/// The error of every value type: a text that cannot be the value it claims to be.
public struct InvalidValue: Error, Equatable, Sendable, CustomStringConvertible {
    /// What was being read, in words: "day", "customs code".
    public let kind: String
    /// The offending text, shortened to 60 characters, with control characters escaped.
    public let text: String
    /// What would have been right, in words.
    public let expected: String

    /// Makes the error; `text` may be of any length and hold anything, it is shortened and escaped here.
    public init(kind: String, text: String, expected: String) {
        self.kind = kind
        self.text = Excerpt.of(text)
        self.expected = expected
    }

    /// One line: what was wrong and what is expected.
    public var description: String { "\"\(text)\" is not a valid \(kind): expected \(expected)" }
}

/// Text of strangers made fit for a message of one line.
enum Excerpt {
    /// The first `limit` scalars of `text`, escaped; an ellipsis tells that there was more.
    ///
    /// Scalars are counted, not characters: one character may carry a million combining marks.
    static func of(_ text: String, limit: Int = 60) -> String {
        var result = ""
        var left = limit
        for scalar in text.unicodeScalars {
            if left <= 0 { return result + "…" }
            left -= 1
            if isUnfit(scalar) { result += escaped(scalar) } else { result.unicodeScalars.append(scalar) }
        }
        return result
    }

    /// Control characters would break a log line; format characters (bidirectional marks) would let a text disguise itself.
    private static func isUnfit(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: return true
        default: return false
        }
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\n": "\\n"
        case "\r": "\\r"
        case "\t": "\\t"
        case "\0": "\\0"
        default: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
        }
    }
}
