internal import RegistrySQLite

extension DepositRepository {
    /// Adds deposits of which none is held yet, many rows with one statement.
    ///
    /// - Returns: their keys, in the same order.
    /// - Throws: what a statement refuses, for instance where one is held all the same. It does not tell for which of them, and rows stand
    ///   already: run it inside `References.atomically`, and write them one by one when it failed.
    func insertNew(_ deposits: [(deposit: Deposit, shape: String?)]) throws -> [Int64] {
        let writer = RowWriter(connection: references.connection)
        let last = try references.connection.first("SELECT max(id) FROM deposit") { try $0.optionalInt64(0) ?? 0 } ?? 0
        let keys = deposits.indices.map { last + 1 + Int64($0) }
        var rows: [[Value]] = []
        rows.reserveCapacity(deposits.count)
        for (key, entry) in zip(keys, deposits) { rows.append([.integer(key)] + (try row(of: entry.deposit))) }
        try writer.insert(rows, into: Self.keyedTable)
        for (mapping, parts) in [
            (Self.names, { names(of: $0.deposit) }), (Self.identifiers, { identifiers(of: $0.deposit) }),
            (Self.minerals, { try minerals(of: $0.deposit) }), (Self.remarks, { remarks(of: $0.deposit) }),
            (Self.shapes, { $0.shape.map { [[.text($0)]] } ?? [] }),
        ] as [(TableMapping, ((deposit: Deposit, shape: String?)) throws -> [[Value]])] {
            rows.removeAll(keepingCapacity: true)
            for (key, entry) in zip(keys, deposits) {
                for part in try parts(entry) { rows.append([.integer(key)] + part) }
            }
            try writer.insert(rows, into: mapping)
        }
        for key in keys { references.touch(.deposit, key) }
        return keys
    }

    /// The table of deposits with the integer key as one of its columns.
    private static let keyedTable = TableMapping(name: table.name, parent: "id", key: table.key, rest: table.rest)
}
