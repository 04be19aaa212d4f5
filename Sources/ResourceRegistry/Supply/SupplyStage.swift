/// A step on the way from the ground to the product, as a source names it, with the group it belongs to.
public struct SupplyStage: Hashable, Sendable, CustomStringConvertible {
    /// The groups in which stages of different sources can be compared.
    public enum Group: String, Hashable, Sendable, CaseIterable {
        /// Out of the ground, as ore, concentrate or fuel.
        case mine
        /// To metal or to a pure compound: smelters, refineries, plants.
        case refining
        /// To an alloy or a product that is used as such.
        case product
    }

    /// The stage in the source's words: `mine`, `refinery`, `mine-flake`, `titanium sponge`.
    public let name: String
    /// The group it belongs to.
    public let group: Group

    /// A stage whose group the caller knows.
    ///
    /// - Throws: `InvalidValue` for a name that is empty or holds a slash, which parts the ids of facts.
    public init(name: String, group: Group) throws(InvalidValue) {
        guard !name.isEmpty, !name.utf8.contains(UInt8(ascii: "/")) else {
            throw InvalidValue(kind: "stage", text: name, expected: "a name without slashes")
        }
        self.name = name
        self.group = group
    }

    /// Reads a stage from its name: the first word that is known tells the group.
    ///
    /// - Throws: `InvalidValue` where no word of the name is known; `init(name:group:)` takes any.
    public init(_ name: String) throws(InvalidValue) {
        let words = Set(SupplyWords.of(name))
        guard let group = Self.words.first(where: { !words.isDisjoint(with: $0.words) })?.group else {
            throw InvalidValue(
                kind: "stage", text: name, expected: "a name with one of the words " + Self.words.flatMap(\.words).joined(separator: ", "))
        }
        try self.init(name: name, group: group)
    }

    /// In this order: an alloy is made in a plant, and it is the alloy that counts; what a mine gives may be called a product too.
    private static let words: [(group: Group, words: [String])] = [
        (.mine, ["mine", "mining", "extraction", "well"]),
        (.product, ["steel", "ferrosilicon", "ferroalloy", "pigment", "alloy", "magnet"]),
        (.refining, ["refinery", "refining", "smelter", "plant", "primary", "secondary", "sponge", "pig", "separation", "processing"]),
        (.mine, ["production"]),
    ]

    /// The name of the stage, as the source has it.
    public var description: String { name }
}

/// The words of a name that sources write with spaces, hyphens, commas and brackets, lower-case.
enum SupplyWords {
    static func of(_ text: String) -> [String] {
        text.lowercased().split { !($0.isLetter || $0.isNumber) }.map(String.init)
    }
}
