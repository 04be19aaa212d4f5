internal import RegistrySQLite

/// Writes rows so that a row which stands already as wanted is left alone.
struct RowWriter {
    let connection: Connection

    /// Brings the row of one entity to the wanted values.
    ///
    /// - Parameter row: the values of the mapping's columns, key first.
    /// - Returns: the row's integer key and what happened; for a change, the columns that changed.
    func save(_ row: [Value], in table: TableMapping) throws -> (id: Int64, outcome: SaveOutcome) {
        let saved = try saveRow(row, in: table)
        if saved.isNew { return (saved.id, .added) }
        guard let change = saved.change else { return (saved.id, .unchanged) }
        return (saved.id, .changed(columns: table.columns.filter(change.columns.contains)))
    }

    /// As `save`, and tells the values before and after.
    func saveRow(_ row: [Value], in table: TableMapping) throws -> (id: Int64, isNew: Bool, change: RowChange?) {
        let found = try connection.first(table.lookup, Array(row.prefix(table.key.count))) { stored in
            (try stored.int64(0), try Self.values(stored, from: 1, count: row.count))
        }
        guard let (id, stored) = found else {
            try connection.execute(table.insertion, row)
            return (connection.lastInsertedRowID, true, nil)
        }
        guard stored != row else { return (id, false, nil) }
        try connection.execute(table.update, row)
        let columns = Set(zip(table.columns, zip(stored, row)).filter { $0.1.0 != $0.1.1 }.map(\.0))
        return (id, false, RowChange(table: table.name, columns: columns, before: [stored], after: [row]))
    }

    /// Brings the rows of one parent to the wanted set: rows that are not wanted go, missing ones come, others are corrected.
    ///
    /// - Returns: the columns that differed, prefixed by the table; a row that came or went is named by the table alone.
    func replace(_ wanted: [[Value]], in table: TableMapping, parent: Int64) throws -> Set<String> {
        try replaceRows(wanted, in: table, parent: parent)?.columns ?? []
    }

    /// As `replace`, and tells the rows before and after; `nil` when they stood there just so.
    ///
    /// - Parameter isNew: the parent was added just now, so nothing of it can stand there yet.
    func replaceRows(_ wanted: [[Value]], in table: TableMapping, parent: Int64, isNew: Bool = false) throws -> RowChange? {
        if isNew, Self.hasDistinctKeys(wanted, width: table.key.count) { return try insertRows(wanted, into: table, parent: parent) }
        let count = table.columns.count
        let stored =
            isNew ? [] : try connection.query(table.selection, [.integer(parent)]) { row in try Self.values(row, from: 0, count: count) }
        if stored == wanted { return nil }
        let width = table.key.count
        var before: [[Value]: [Value]] = [:]
        for row in stored { before[Array(row.prefix(width))] = row }
        let keys = Set(wanted.map { Array($0.prefix(width)) })
        var differences: Set<String> = []
        for key in before.keys where !keys.contains(key) {
            try connection.execute(table.deletion, [.integer(parent)] + key)
            differences.insert(table.name)
        }
        for row in wanted {
            let key = Array(row.prefix(width))
            guard let old = before[key] else {
                try connection.execute(table.insertion, [.integer(parent)] + row)
                before[key] = row
                differences.insert(table.name)
                continue
            }
            let changed = zip(table.columns, zip(old, row)).filter { $0.1.0 != $0.1.1 }.map { "\(table.name).\($0.0)" }
            guard !changed.isEmpty else { continue }
            try connection.execute(table.update, [.integer(parent)] + row)
            differences.formUnion(changed)
        }
        return differences.isEmpty ? nil : RowChange(table: table.name, columns: differences, before: stored, after: wanted)
    }

    /// Rows that say something of one key twice are one row in the end, and the last one counts.
    private static func hasDistinctKeys(_ rows: [[Value]], width: Int) -> Bool {
        guard rows.count > 1 else { return true }
        guard rows.count <= TableMapping.mostRows else { return Set(rows.map { $0.prefix(width) }).count == rows.count }
        return rows.indices.allSatisfy { one in
            rows.indices[..<one].allSatisfy { !rows[$0].prefix(width).elementsEqual(rows[one].prefix(width)) }
        }
    }

    /// The rows of a parent that has none yet.
    private func insertRows(_ rows: [[Value]], into table: TableMapping, parent: Int64) throws -> RowChange? {
        guard !rows.isEmpty else { return nil }
        for start in stride(from: 0, to: rows.count, by: TableMapping.mostRows) {
            let some = rows[start..<min(start + TableMapping.mostRows, rows.count)]
            let sql = some.count == 1 ? table.insertion : table.insertions[some.count - 2]
            try connection.execute(sql, some.flatMap { [.integer(parent)] + $0 })
        }
        return RowChange(table: table.name, columns: [table.name], before: [], after: rows)
    }

    /// Adds rows of many parents, each row with its parent's key before it.
    ///
    /// - Throws: what SQLite refuses; rows before it stand already.
    func insert(_ rows: [[Value]], into table: TableMapping) throws {
        var start = 0
        while start < rows.count {
            let count =
                TableMapping.mostTogether <= rows.count - start ? TableMapping.mostTogether : min(TableMapping.mostRows, rows.count - start)
            let sql = count == 1 ? table.insertion : count == TableMapping.mostTogether ? table.largeInsertion : table.insertions[count - 2]
            try connection.execute(sql, Array(rows[start..<(start + count)].joined()))
            start += count
        }
    }

    /// Adds one row of a parent, or corrects it; the parent's other rows stay.
    func merge(_ row: [Value], in table: TableMapping, parent: Int64) throws -> SaveOutcome {
        try saveKeyed(row, in: table, before: [.integer(parent)])
    }

    /// Adds or corrects a row of a table that has no key but its own columns.
    ///
    /// - Parameter before: the parent's key, where the table has parents.
    func saveKeyed(_ row: [Value], in table: TableMapping, before: [Value] = []) throws -> SaveOutcome {
        let stored = try connection.first(table.part, before + row.prefix(table.key.count)) {
            try Self.values($0, from: 0, count: row.count)
        }
        guard let stored else {
            try connection.execute(table.insertion, before + row)
            return .added
        }
        guard stored != row else { return .unchanged }
        try connection.execute(table.update, before + row)
        return .changed(columns: zip(table.columns, zip(stored, row)).filter { $0.1.0 != $0.1.1 }.map(\.0))
    }

    private static func values(_ row: borrowing Row, from first: Int, count: Int) throws -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(count)
        for column in first..<(first + count) { values.append(try row.value(column)) }
        return values
    }
}

/// How the rows of one entity in one table differed from the wanted ones.
struct RowChange {
    let table: String
    /// Names of the columns that differed, as `SaveOutcome` tells them.
    let columns: Set<String>
    /// The rows that stood there.
    let before: [[Value]]
    /// The rows that stand there now.
    let after: [[Value]]
}

/// What saving an entity did.
public enum SaveOutcome: Hashable, Sendable {
    /// It was not there before, and is now.
    case added
    /// It was there with other values; the columns that changed, those of parts prefixed by their table.
    case changed(columns: [String])
    /// It was there just so.
    case unchanged

    /// The outcome for an entity when its parts differed as well.
    func merging(parts: Set<String>) -> SaveOutcome {
        guard !parts.isEmpty else { return self }
        switch self {
        case .added: return .added
        case .changed(let columns): return .changed(columns: columns + parts.sorted())
        case .unchanged: return .changed(columns: parts.sorted())
        }
    }
}
