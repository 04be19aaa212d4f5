/// What an import of survey files did, or would do.
public struct ImportReport: Hashable, Sendable {
    /// Counts of one kind of entity.
    public struct Counts: Hashable, Sendable {
        /// Entities that were not there.
        public internal(set) var added = 0
        /// Entities that stood there otherwise.
        public internal(set) var changed = 0
        /// Entities that stood there just so.
        public internal(set) var unchanged = 0
    }

    /// A record that stood there otherwise.
    public struct Change: Hashable, Sendable {
        /// The deposit's id: `mrds-10000022`.
        public let record: String
        /// The columns that differed, as the file calls them; others by their name in the registry.
        public let columns: [String]
    }

    /// Records of the files, those that were set aside included.
    public internal(set) var read = 0
    /// How many records each file gave, by its path.
    public internal(set) var files: [String: Int] = [:]
    /// How many deposits came, changed and stayed.
    public internal(set) var deposits = Counts()
    /// All kinds of entities besides deposits, by table: `ore_estimate`, `deposit_model`, `commodity_measure`, `same_as_judgement`.
    public internal(set) var others: [String: Counts] = [:]
    /// Records that were set aside, by reason.
    public internal(set) var rejected: [String: Int] = [:]
    /// Parts of records (an estimate of a site) that were set aside while the rest was taken, by reason.
    public internal(set) var rejectedParts: [String: Int] = [:]
    /// Words that correspond to nothing in the registry, by what they are meant to be (`commodity`, `country`, `status` …), with the
    /// number of times they stand there. They are stored in the source's words.
    public internal(set) var unmapped: [String: [String: Int]] = [:]
    /// Peculiarities of records, with the number of records.
    public internal(set) var notes: [ImportNote: Int] = [:]
    /// Columns and tables that are not stored, with the number of cells (or files) that held something.
    public internal(set) var notStored: [String: Int] = [:]
    /// In how many changed records each column differed.
    public internal(set) var changedColumns: [String: Int] = [:]
    /// The first 20 changed records.
    public internal(set) var changedRecords: [Change] = []
    /// Deposits that an earlier import took from the same sources and that the files do not hold. They are not deleted.
    public internal(set) var missingFromFile = 0
    /// The ids of the first 20 of them.
    public internal(set) var missingRecords: [String] = []
    /// Whether nothing was kept, because only a report was asked for.
    public internal(set) var isDryRun = false

    /// How many records were set aside.
    public var rejectedRecords: Int { rejected.values.reduce(0, +) }

    /// How many records of one kind are named.
    private static let mostShown = 20
    /// A hostile file may hold any number of words: those beyond are counted together, so that memory stays bounded.
    private static let mostWords = 10_000
}

// How the importer fills it.
extension ImportReport {
    mutating func note(_ write: DepositWrite, of id: String, columns: @autoclosure () -> [String]) {
        if write.isNew {
            deposits.added += 1
        } else if write.changes.isEmpty {
            deposits.unchanged += 1
        } else {
            deposits.changed += 1
            let columns = columns()
            for column in columns { changedColumns[column, default: 0] += 1 }
            if changedRecords.count < Self.mostShown { changedRecords.append(Change(record: id, columns: columns)) }
        }
    }

    mutating func note(_ outcome: SaveOutcome, in table: String) {
        switch outcome {
        case .added: others[table, default: Counts()].added += 1
        case .changed: others[table, default: Counts()].changed += 1
        case .unchanged: others[table, default: Counts()].unchanged += 1
        }
    }

    mutating func noteMissing(_ id: String) {
        missingFromFile += 1
        if missingRecords.count < Self.mostShown { missingRecords.append(id) }
    }

    mutating func take(_ remarks: RecordNotes) {
        for note in remarks.notes { notes[note, default: 0] += 1 }
        for (kind, word) in remarks.unmapped { Self.count(word, in: &unmapped[kind, default: [:]]) }
        for column in remarks.notStored { notStored[column, default: 0] += 1 }
    }

    private static func count(_ word: String, in counts: inout [String: Int]) {
        let key = counts[word] == nil && counts.count >= mostWords ? "(other words)" : word
        counts[key, default: 0] += 1
    }
}

/// What an importer noticed about one record. It reaches the report only when the record is taken.
struct RecordNotes {
    private(set) var notes: [ImportNote] = []
    private(set) var unmapped: [(kind: String, word: String)] = []
    private(set) var notStored: [String] = []

    /// A peculiarity of the record; it counts once for each record.
    mutating func note(_ note: ImportNote) { if !notes.contains(note) { notes.append(note) } }

    mutating func noteUnmapped(_ kind: String, _ word: String) { unmapped.append((kind, word)) }

    mutating func noteNotStored(_ column: String) { notStored.append(column) }
}

/// A peculiarity of records that a report counts. The raw values stand in reports.
public enum ImportNote: String, Sendable, CaseIterable {
    /// The record has no name, or a word such as Unnamed or Unknown.
    case unnamed
    /// The record gives no place at all.
    case withoutPlace = "without_place"
    /// The record speaks of a plant, which is no deposit.
    case plant
    /// The name holds U+FFFD where the source lost a letter.
    case damagedLetters = "damaged_letters"
    /// No coordinate system is given; WGS 84 is taken, accurate to 200 m.
    case crsNotGiven = "crs_not_given"
    /// Given in NAD27 and placed as if in WGS 84, accurate to 200 m.
    case nad27
    /// Given in another coordinate system: kept as given and not placed.
    case foreignCRS = "foreign_crs"
    /// Several points are given; the one nearest to their middle is the place.
    case severalPoints = "several_points"
    /// A line or an area: a point of it is the place, the shape is kept.
    case shape
    /// An import that knows more of the record holds it; it was left alone.
    case heldByAnotherImport = "held_by_another_import"
    /// No table tells the record's name or place; an unplaced deposit holds its facts.
    case recordNotHeld = "record_not_held"
    /// A machine read figures or places from a report: not confirmed.
    case machineRead = "machine_read"
    /// The source itself doubts a match, below 0.5: not believed.
    case doubtedMatch = "doubted_match"
    /// An estimate that tells no mass of ore.
    case withoutTonnage = "without_tonnage"
    /// A figure that has no unit, kept as a remark.
    case figureWithoutUnit = "figure_without_unit"
    /// An estimate that cannot be right as it stands, kept with a flag.
    case flaggedEstimate = "flagged_estimate"

    /// What it means, for a person.
    public var text: String {
        switch self {
        case .unnamed: "no name, or a word such as Unnamed or Unknown"
        case .withoutPlace: "no place is given"
        case .plant: "a plant, which is no deposit: its occurrence type stays empty"
        case .damagedLetters: "the name holds U+FFFD where the source lost a letter"
        case .crsNotGiven: "no coordinate system is given: taken for WGS 84 with an accuracy of 200 m"
        case .nad27: "given in NAD27: placed as if in WGS 84, with an accuracy of 200 m"
        case .foreignCRS: "given in another coordinate system: kept as given, the deposit is not placed"
        case .severalPoints: "several points: the one nearest to the middle of them is the place"
        case .shape: "a line or an area: a point of it is the place, the shape is kept"
        case .heldByAnotherImport: "the record is held through an import that knows more of it, and was left as it is"
        case .recordNotHeld: "no table tells the record's name or place: an unplaced deposit was made to hold its facts"
        case .machineRead: "figures or places that a machine read from a report: not confirmed"
        case .doubtedMatch: "the source itself doubts a match (confidence below 0.5): not believed"
        case .withoutTonnage: "an estimate without tonnage"
        case .figureWithoutUnit: "a figure without unit: kept as a remark"
        case .flaggedEstimate: "an estimate that cannot be right as it stands: kept, with flags"
        }
    }
}
