/// An entry of a dual-use control list: `3C001.a`, `1C111.b.1.f`.
///
/// China, the European Union and the United States share the scheme of the Wassenaar lists: category (0…9), group (A…E), number, sub-entries.
/// The number usually has three digits; `0A98` and its like, with two, are accepted.
public struct ControlCode: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The heading, such as `3C001`.
    public let heading: String
    /// The sub-entries from above to below, lower-case: `["b", "1", "f"]`.
    public let parts: [String]

    /// Reads a code in any case: the group letter becomes upper-case, sub-entries lower-case. Throws `InvalidValue` for any other shape.
    public init(_ text: String) throws(InvalidValue) {
        guard let (heading, parts) = Self.split(text) else {
            throw InvalidValue(kind: "control code", text: text, expected: "a list entry such as 3C001 or 1C111.b.1.f")
        }
        self.heading = heading
        self.parts = parts
    }

    private static func split(_ text: String) -> (String, [String])? {
        // No entry of any list is near this long; the bound keeps hostile text cheap.
        let bytes = Array(text.utf8.prefix(41))
        guard bytes.count <= 40 else { return nil }
        let pieces = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map(Array.init)
        guard let head = pieces.first, (4...5).contains(head.count), ASCII.isDigit(head[0]) else { return nil }
        let group = head[1] & 0xDF
        guard ASCII.isLetter(head[1]), (0x41...0x45).contains(group), head[2...].allSatisfy(ASCII.isDigit) else { return nil }
        for piece in pieces.dropFirst() {
            guard !piece.isEmpty, piece.allSatisfy(ASCII.isDigit) || piece.allSatisfy(ASCII.isLetter) else { return nil }
        }
        let heading = String(decoding: [head[0], group] + head[2...], as: UTF8.self)
        return (heading, pieces.dropFirst().map { String(decoding: $0.map(ASCII.lowered), as: UTF8.self) })
    }

    /// Whether `other` is this entry or lies under it: `3C001` contains `3C001.a`; `1C10` does not contain `1C108`.
    public func contains(_ other: ControlCode) -> Bool { heading == other.heading && other.parts.starts(with: parts) }

    /// The entry directly above, nil for a heading.
    public var parent: ControlCode? { parts.isEmpty ? nil : ControlCode(heading: heading, parts: Array(parts.dropLast())) }

    private init(heading: String, parts: [String]) {
        self.heading = heading
        self.parts = parts
    }

    /// The normalised text: `1C111.b.1.f`.
    public var description: String { ([heading] + parts).joined(separator: ".") }

    /// By heading, then by sub-entries, an entry before those under it; numbers by value.
    public static func < (left: ControlCode, right: ControlCode) -> Bool {
        if left.heading != right.heading { return left.heading < right.heading }
        return left.parts.lexicographicallyPrecedes(right.parts, by: partPrecedes)
    }

    /// 2 stands before 10: among numbers the shorter one is the smaller one. Numbers stand before letters.
    private static func partPrecedes(_ left: String, _ right: String) -> Bool {
        let bothNumbers = [left, right].allSatisfy { $0.utf8.allSatisfy(ASCII.isDigit) }
        return bothNumbers && left.utf8.count != right.utf8.count ? left.utf8.count < right.utf8.count : left < right
    }
}
