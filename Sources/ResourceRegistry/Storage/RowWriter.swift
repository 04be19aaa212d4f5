internal import RegistrySQLite

/// Writes rows so that a row which stands already as wanted is left alone.
struct RowWriter {
    let connection: Connection

    /// Brings the row of one entity to the wanted values.
    ///
    /// - Parameter row: the values of the mapping's columns, key first.
    /// - Returns: the row's integer key and what happened; for a change, the columns that changed.
    func save(_ row: [Value], in table: TableMapping) throws -> (id: Int64, outcome: SaveOutcome) {
        let key = Array(row.prefix(table.key.count))
        let found = try connection.first(
            "SELECT id, \(table.columns.joined(separator: ", ")) FROM \(table.name) WHERE "
                + table.key.enumerated().map { "\($1) = ?\($0 + 1)" }.joined(separator: " AND "),
            key
        ) { stored in
            var values: [Value] = []
            values.reserveCapacity(row.count)
            for column in 0..<row.count { values.append(try stored.value(column + 1)) }
            return (try stored.int64(0), values)
        }
        guard let (id, stored) = found else {
            try connection.execute(table.insertion, row)
            return (connection.lastInsertedRowID, .added)
        }
        let changed = zip(table.columns, zip(stored, row)).filter { $0.1.0 != $0.1.1 }.map(\.0)
        guard !changed.isEmpty else { return (id, .unchanged) }
        try connection.execute(table.update, row)
        return (id, .changed(columns: changed))
    }

    /// Brings the rows of one parent to the wanted set: rows that are not wanted go, missing ones come, others are corrected.
    ///
    /// - Returns: the columns that differed, prefixed by the table; a row that came or went is named by the table alone.
    func replace(_ wanted: [[Value]], in table: TableMapping, parent: Int64) throws -> Set<String> {
        let count = table.columns.count
        let stored = try connection.query(table.selection, [.integer(parent)]) { row in
            var values: [Value] = []
            values.reserveCapacity(count)
            for column in 0..<count { values.append(try row.value(column)) }
            return values
        }
        if stored.isEmpty && wanted.isEmpty { return [] }
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
        return differences
    }
}

/// What saving an entity did.
public enum SaveOutcome: Hashable, Sendable {
    /// It was not there.
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
