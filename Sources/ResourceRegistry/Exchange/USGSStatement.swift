/// One amount of the world tables of the Mineral Commodity Summaries (U.S. Geological Survey), with the cell where it stands.
public struct USGSStatement: Hashable, Sendable {
    /// What it says, in the words of this registry.
    public var fact: SupplyFact
    /// The edition: the year in the title, one after the last year it tells of.
    public var edition: Int
    /// The path of the file that states it.
    public var file: String
    /// The line, counted from 1.
    public var line: Int
    /// The column, counted from 1.
    public var column: Int
    /// The chapter or commodity as the file names it; of the files by commodity, the code in their name.
    public var commodity: String
    /// The type of the series as the file names it.
    public var type: String
    /// The country as the file names it.
    public var country: String

    /// The source by which the edition is cited: `minerals:usgs-mcs-2026`.
    public static func source(ofEdition edition: Int) -> String { "\(SupplyFacts.space):usgs-mcs-\(edition)" }
}

/// A fault of a file that the reader mends, because what is meant is certain.
public enum USGSCorrection: String, Sendable, Hashable, CaseIterable {
    /// The file is Windows-1252 and was read so.
    case encoding
    /// A footnote mark or a remark that sticks to the name of a country was taken off.
    case footnoteMark = "footnote-mark"
    /// Blanks around an amount were taken off.
    case blanks
    /// An `e` before a number became the flag of an estimate.
    case estimateLetter = "estimate-letter"
    /// The name of a chapter is misspelt in the file.
    case misspelling
    /// The unit told is not the unit meant.
    case unit
    /// A row whose last cells stand one column too far left was put right.
    case shiftedRow = "shifted-row"
    /// An amount that the remarks tell, where its cell is empty.
    case amountInRemarks = "amount-in-remarks"
    /// Two rows that are parts of one amount were added up.
    case partsAdded = "parts-added"
    /// A row of empty cells was left out.
    case emptyRow = "empty-row"
    /// A row that stands twice with the same amount was taken once.
    case repeatedRow = "repeated-row"
}

/// What the reader sees and leaves as it is, because what is meant is not certain, or is not for a reader to decide.
public enum USGSFinding: String, Sendable, Hashable, CaseIterable {
    /// Words in place of an amount ("Moderate").
    case words
    /// A figure for which no unit is told.
    case unitMissing = "unit-missing"
    /// The label tells another basis than the other editions do for the same series.
    case basisContradicts = "basis-contradicts"
    /// The publisher corrected the amount after the file was made.
    case correctedLater = "corrected-later"
    /// Two series have the same label: which is which is not told.
    case ambiguousLabel = "ambiguous-label"
    /// Two rows state the same thing with different amounts; the first was taken.
    case contradiction
    /// A world total lies below the sum of its parts by more than its rounding.
    case totalBelowParts = "total-below-parts"
}

/// What reading files of the Mineral Commodity Summaries gave.
public struct USGSReport: Hashable, Sendable {
    /// One thing that was found, with its place.
    public struct Note: Hashable, Sendable {
        /// The kind of correction or finding, as its raw value.
        public let kind: String
        /// Where it was met: `FILE:LINE:COLUMN`.
        public let place: String
        /// The words of the file.
        public let text: String
    }

    /// How many files were read.
    public internal(set) var files = 0
    /// Cells of amounts that hold something, in rows of world tables.
    public internal(set) var read = 0
    /// Statements that were made of them.
    public internal(set) var mapped = 0
    /// Faults that were mended, by kind.
    public internal(set) var corrected: [USGSCorrection: Int] = [:]
    /// Faults that are only reported, by kind.
    public internal(set) var reported: [USGSFinding: Int] = [:]
    /// The first 20 notes of each kind, corrections of units and shifted rows included.
    public internal(set) var notes: [Note] = []
    /// Cells of commodities that are none of the registry's minerals.
    public internal(set) var unmappedCommodities: [String: Int] = [:]
    /// Cells of countries that the registry does not know.
    public internal(set) var unmappedCountries: [String: Int] = [:]
    /// Cells of series that have no place in the registry (`sodium-compounds: soda ash, synthetic`).
    public internal(set) var unmappedSeries: [String: Int] = [:]
    /// Cells in units that the registry does not know.
    public internal(set) var unmappedUnits: [String: Int] = [:]
    /// Tables in a folder that are none of the world's.
    public internal(set) var otherFiles: [String] = []
    /// Rows of other tables than the world's (prices, imports of the United States), by section.
    public internal(set) var otherSections: [String: Int] = [:]

    /// Makes a report of nothing read yet.
    public init() {}

    private static let mostNotes = 20
    private static let mostWords = 1000

    mutating func correct(_ kind: USGSCorrection, _ place: @autoclosure () -> String, _ text: String) {
        corrected[kind, default: 0] += 1
        switch kind {
        case .unit, .shiftedRow, .misspelling, .amountInRemarks, .partsAdded, .repeatedRow:
            note(kind.rawValue, corrected[kind] ?? 0, place(), text)
        case .encoding, .footnoteMark, .blanks, .estimateLetter, .emptyRow: break
        }
    }

    mutating func report(_ kind: USGSFinding, _ place: String, _ text: String) {
        reported[kind, default: 0] += 1
        note(kind.rawValue, reported[kind] ?? 0, place, text)
    }

    private mutating func note(_ kind: String, _ count: Int, _ place: String, _ text: String) {
        if count <= Self.mostNotes { notes.append(Note(kind: kind, place: place, text: Excerpt.of(text, limit: 200))) }
    }

    /// A hostile file may hold any number of words: those beyond the bound are counted together.
    static func count(_ word: String, in counts: inout [String: Int]) {
        let word = Excerpt.of(word, limit: 100)
        counts[counts[word] == nil && counts.count >= mostWords ? "(other words)" : word, default: 0] += 1
    }
}
