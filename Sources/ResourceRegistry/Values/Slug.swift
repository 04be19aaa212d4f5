/// A key for people and addresses: lower-case ASCII letters and digits in words joined by single hyphens, at most 80 bytes.
public struct Slug: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The key, such as `rare-earth-magnet`.
    public let text: String

    private static let longest = 80

    /// Takes a text that is a slug already; throws `InvalidValue` where it is not. `make(from:)` derives one from a name.
    public init(_ text: String) throws(InvalidValue) {
        var previous = UInt8(ascii: "-")
        var valid = text.utf8.count <= Self.longest
        for byte in text.utf8 where valid {
            valid = ASCII.isLower(byte) || ASCII.isDigit(byte) || (byte == UInt8(ascii: "-") && previous != byte)
            previous = byte
        }
        // The start value refuses a leading hyphen and the empty text alike.
        guard valid, previous != UInt8(ascii: "-") else {
            throw InvalidValue(kind: "slug", text: text, expected: "lower-case letters and digits, words joined by single hyphens")
        }
        self.text = text
    }

    /// A slug from a name in Latin letters, without their accents: `Rössing (Mine)` gives `rossing-mine`.
    ///
    /// Letters of other scripts are left out; nil where nothing is left.
    public static func make(from name: String) -> Slug? {
        var bytes: [UInt8] = []
        var pendingHyphen = false
        for scalar in name.unicodeScalars {
            guard let plain = plain(scalar) else {
                // A combining mark belongs to the letter before it and parts no words.
                if scalar.properties.canonicalCombiningClass == .notReordered { pendingHyphen = !bytes.isEmpty }
                continue
            }
            if bytes.count + plain.utf8.count + (pendingHyphen ? 1 : 0) > longest { break }
            if pendingHyphen { bytes.append(UInt8(ascii: "-")) }
            pendingHyphen = false
            bytes.append(contentsOf: plain.utf8)
        }
        return try? Slug(String(decoding: bytes, as: UTF8.self))
    }

    private static func plain(_ scalar: Unicode.Scalar) -> String? {
        if scalar.isASCII {
            let byte = ASCII.lowered(UInt8(scalar.value))
            return ASCII.isLower(byte) || ASCII.isDigit(byte) ? String(UnicodeScalar(byte)) : nil
        }
        let lower = scalar.properties.lowercaseMapping
        for (letters, plain) in plainLetters where letters.unicodeScalars.contains(where: { String($0) == lower }) { return plain }
        return nil
    }

    /// The accented letters of European place names; the standard library keeps its decomposition tables to itself.
    private static let plainLetters: [(String, String)] = [
        ("àáâãäåāăą", "a"), ("æ", "ae"), ("çćĉċč", "c"), ("ďđð", "d"), ("èéêëēĕėęě", "e"), ("ĝğġģ", "g"), ("ĥħ", "h"),
        ("ìíîïĩīĭįı", "i"), ("ĵ", "j"), ("ķ", "k"), ("ĺļľŀł", "l"), ("ñńņňŉ", "n"), ("òóôõöøōŏő", "o"), ("œ", "oe"), ("ŕŗř", "r"),
        ("śŝşšș", "s"), ("ß", "ss"), ("ţťŧț", "t"), ("þ", "th"), ("ùúûüũūŭůűų", "u"), ("ŵ", "w"), ("ýÿŷ", "y"), ("źżž", "z"),
    ]

    /// The slug itself, as text: `gallium`.
    public var description: String { text }

    /// Whether the left slug comes first in the alphabet.
    public static func < (left: Slug, right: Slug) -> Bool { left.text < right.text }
}
