internal import RegistrySQLite

/// What a run of revisions did to each row, taken together: a row that came and went again is no change.
///
/// Changesets of different schemas go together: a column that came later counts as not told.
struct NetChanges {
    /// One row before and after. Values that are not told did not change.
    struct Row {
        var existedBefore: Bool
        var existsAfter: Bool
        var old: [Value?]
        var new: [Value?]
    }

    private(set) var tables: [String: [[Value]: Row]] = [:]

    /// Takes the next change in, in the order in which they were made.
    mutating func add(_ change: ChangedRow) {
        let table = change.table.name
        let key = change.key
        guard var row = tables[table]?[key] else {
            tables[table, default: [:]][key] = Row(
                existedBefore: change.operation != .insert, existsAfter: change.operation != .delete, old: change.old, new: change.new)
            return
        }
        let count = max(row.old.count, change.old.count)
        row.old += [Value?](repeating: nil, count: count - row.old.count)
        row.new += [Value?](repeating: nil, count: count - row.new.count)
        switch change.operation {
        case .insert:
            row.existsAfter = true
            row.new = change.new + [Value?](repeating: nil, count: count - change.new.count)
        case .update, .delete:
            if row.existedBefore {
                for (index, value) in change.old.enumerated() where row.old[index] == nil { row.old[index] = value }
            }
            if change.operation == .update {
                for (index, value) in change.new.enumerated() { if let value { row.new[index] = value } }
            } else {
                row.existsAfter = false
                row.new = [Value?](repeating: nil, count: count)
            }
        }
        tables[table]?[key] = row.existedBefore || row.existsAfter ? row : nil
    }

    /// The changes of a run of revisions.
    init(of revisions: Range<Int>, parts: RevisionParts) throws {
        for revision in revisions {
            try parts.forEach(of: revision) { changeset in try changeset.forEachChange { add($0) } }
        }
    }
}

extension NetChanges.Row {
    /// The columns whose values differ, of a row that was there before and is there now.
    var changedColumns: [Int] {
        old.indices.filter { index in
            guard let before = old[index], index < new.count, let after = new[index] else { return false }
            return before != after
        }
    }
}
