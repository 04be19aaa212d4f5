/// Which part of a list to return. Pages follow a key, not an offset: a row that comes or goes meanwhile shifts nothing.
public struct Page: Sendable {
    /// At most so many entries; `nil`: all.
    public let limit: Int?
    /// The cursor given with the page before.
    public let after: String?

    /// The whole list, from its beginning to its end.
    public static let all = Page()

    /// A page of at most `limit` entries after a cursor.
    public init(limit: Int? = nil, after: String? = nil) {
        self.limit = limit.map { max(1, $0) }
        self.after = after
    }

    private static let separator: Character = "\u{1F}"

    /// The key behind which the page begins.
    ///
    /// - Throws: `RegistryError.badCursor` when the cursor has not `parts` parts.
    func position(of parts: Int) throws -> [String]? {
        guard let after else { return nil }
        guard let bytes = Hexadecimal.bytes(after), let text = String(validating: bytes, as: UTF8.self) else {
            throw RegistryError.badCursor(after)
        }
        let position = text.split(separator: Self.separator, omittingEmptySubsequences: false).map(String.init)
        guard position.count == parts else { throw RegistryError.badCursor(after) }
        return position
    }

    /// Cuts a list that was read with one entry more than wanted, and makes the cursor of the next page.
    func cut<Element>(_ found: [Element], key: (Element) -> [String]) -> PageOf<Element> {
        guard let limit, found.count > limit else { return PageOf(entries: found, next: nil) }
        let entries = Array(found.prefix(limit))
        let next = entries.last.map { Hexadecimal.text(Array(key($0).joined(separator: String(Self.separator)).utf8)) }
        return PageOf(entries: entries, next: next)
    }
}

/// One page of a list.
public struct PageOf<Element> {
    /// The entries, in the list's order.
    public let entries: [Element]
    /// The cursor of the next page; `nil` when this was the last.
    public let next: String?
}

extension PageOf: Sequence {
    /// Goes through the entries of this page, in the list's order.
    public func makeIterator() -> IndexingIterator<[Element]> { entries.makeIterator() }
}

extension PageOf: Sendable where Element: Sendable {}

/// Bytes as hexadecimal digits and back.
enum Hexadecimal {
    private static let digits = Array("0123456789abcdef".utf8)

    static func text(_ bytes: [UInt8]) -> String {
        String(unsafeUninitializedCapacity: 2 * bytes.count) { text in
            for (index, byte) in bytes.enumerated() {
                text[2 * index] = digits[Int(byte >> 4)]
                text[2 * index + 1] = digits[Int(byte & 15)]
            }
            return 2 * bytes.count
        }
    }

    static func bytes(_ text: String) -> [UInt8]? {
        let values = text.utf8.map { digit in digits.firstIndex(of: digit) }
        guard values.count.isMultiple(of: 2), !values.contains(nil) else { return nil }
        return stride(from: 0, to: values.count, by: 2).map { UInt8((values[$0] ?? 0) << 4 | (values[$0 + 1] ?? 0)) }
    }
}

extension RawRepresentable where Self: CaseIterable, RawValue == String {
    /// The case whose word a column holds; `nil` for any other text. `init(rawValue:)` does the same and takes several times as long.
    init?(word: String) {
        guard let known = Self.allCases.first(where: { $0.rawValue == word }) else { return nil }
        self = known
    }
}

extension Confidence {
    /// Reads what a `confidence` column holds.
    init(stored text: String) throws {
        guard let known = Confidence(word: text) else { throw RegistryError.stored(what: "confidence", text: text) }
        self = known
    }
}
