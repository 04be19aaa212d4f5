/// Records of an import that wait to be written together: deposits that are most likely new.
///
/// An import writes in batches once it has added more deposits than were held before, and many one after another. When a batch is refused,
/// for whatever reason, its records are written one by one, and so the fault is told of the right one.
struct DepositBatch {
    /// A record, and its text for the file of rejects where there is one.
    typealias Entry = (item: ImportItem, text: String)

    private static let most = 200
    /// New deposits in a row before a batch is begun: a second import of a file finds few.
    private static let fewestNew = 1000

    private(set) var entries: [Entry] = []
    private var newInARow = 0
    private var added = 0
    private let held: Int

    /// - Parameter held: how many deposits there are before the import.
    init(held: Int) { self.held = held }

    var isFull: Bool { entries.count >= Self.most }

    /// Whether the next records should wait. Once they do, the indexes are made behind the rows.
    var isWorthwhile: Bool { newInARow >= Self.fewestNew && added > held }

    mutating func add(_ entry: Entry) { entries.append(entry) }

    /// Notes that a record was written alone.
    mutating func note(isNew: Bool) {
        newInARow = isNew ? newInARow + 1 : 0
        if isNew { added += 1 }
    }

    /// Hands the waiting records over.
    mutating func take() -> [Entry] {
        defer { entries.removeAll(keepingCapacity: true) }
        added += entries.count
        return entries
    }

    /// Notes that a batch was refused: some deposits stand already.
    mutating func noteRefused(_ count: Int) {
        added -= count
        newInARow = 0
    }
}
