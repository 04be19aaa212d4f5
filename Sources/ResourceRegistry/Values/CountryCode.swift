/// A country or territory by its ISO 3166-1 alpha-2 code, or `EU` for the European Union (an exceptional reservation of that standard).
///
/// Only the shape is checked: which codes exist is a matter of the registry's country table, and that changes.
public struct CountryCode: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Two upper-case ASCII letters.
    public let text: String

    /// The European Union, as an origin; as a destination a member state must be named.
    public static let europeanUnion = CountryCode(unchecked: "EU")

    private init(unchecked text: String) { self.text = text }

    /// Reads two ASCII letters of either case; throws `InvalidValue` for anything else.
    public init(_ text: String) throws(InvalidValue) {
        var bytes = text.utf8.makeIterator()
        guard let first = bytes.next(), let second = bytes.next(), bytes.next() == nil, ASCII.isLetter(first), ASCII.isLetter(second) else {
            throw InvalidValue(kind: "country code", text: text, expected: "two letters of ISO 3166-1, such as CN, or EU")
        }
        self.text = ASCII.isUpper(first) && ASCII.isUpper(second) ? text : String(decoding: [first & 0xDF, second & 0xDF], as: UTF8.self)
    }

    /// The code as text: `CN`, `EU`.
    public var description: String { text }

    /// Whether the left code comes first in the alphabet.
    public static func < (left: CountryCode, right: CountryCode) -> Bool { left.text < right.text }
}

/// Tests on single bytes: codes are ASCII, and `Character` would let full-width digits in.
enum ASCII {
    static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
    static func isUpper(_ byte: UInt8) -> Bool { byte >= 0x41 && byte <= 0x5A }
    static func isLower(_ byte: UInt8) -> Bool { byte >= 0x61 && byte <= 0x7A }
    static func isLetter(_ byte: UInt8) -> Bool { isUpper(byte) || isLower(byte) }
    static func lowered(_ byte: UInt8) -> UInt8 { isUpper(byte) ? byte | 0x20 : byte }
}
