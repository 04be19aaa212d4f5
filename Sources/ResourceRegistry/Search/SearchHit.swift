/// What can be searched for.
public enum SearchKind: String, Sendable, CaseIterable {
    /// The minerals, by all of their names.
    case mineral
    /// The deposits, by names, places and remarks.
    case deposit
    /// An item under export control.
    case control

    /// Which kind comes first where all else is equal.
    var rank: Int {
        switch self {
        case .mineral: 0
        case .deposit: 1
        case .control: 2
        }
    }

    /// The table whose index of words is asked.
    var table: IndexedTable {
        switch self {
        case .mineral: .mineral
        case .deposit: .deposit
        case .control: .control
        }
    }
}

/// One thing that a search found.
public struct SearchHit: Sendable {
    /// How it was found; a better way stands before a worse one, whatever the scores.
    public enum Match: Int, Sendable, Comparable {
        /// Its name, or another name of it, is what was asked for.
        case name
        /// All the words occur in it.
        case words
        /// All the words occur in it, the last one as the beginning of a word.
        case beginning
        /// Words occur in it that are spelled alike.
        case alike

        /// Whether one way is better than another.
        public static func < (one: Match, other: Match) -> Bool { one.rawValue < other.rawValue }
    }

    /// Whether it is a mineral, a deposit or a controlled item.
    public let kind: SearchKind
    /// The stable id of what was found.
    public let id: String
    /// The name to show of what was found.
    public let name: String
    /// How the words and the text came together.
    public let match: Match
    /// How well it fits, from 0 to 1; higher is better. Within one way of matching it follows FTS5's bm25 (Okapi BM25, the name
    /// weighing ten times, other names five times, the place twice), or how much the words are alike.
    public let score: Double
    /// The part of its text where the words occur.
    public let snippet: String
    /// Where the words occur in the snippet.
    public let highlights: [Range<String.Index>]
}
