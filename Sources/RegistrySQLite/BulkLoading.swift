internal import CRegistrySQLite

extension Connection {
    /// Adds rows to a table, fifty with one statement: for loads.
    ///
    /// - Parameters:
    ///   - table: the table's name.
    ///   - columns: the columns that the rows give.
    ///   - rows: for each row a value for each of them. They are taken one after another and not kept.
    /// - Throws: what SQLite throws, for instance for a row that a constraint refuses: the rows before it may stand already, so it must
    ///   lie inside a transaction or a savepoint. `.range` for a row with more or fewer values than columns.
    public func insert(into table: String, columns: [String], _ rows: some Sequence<[Value]>) throws(DatabaseError) {
        let most = rowsOfOneInsertion(columns.count)
        let many = try prepare(insertion(table, columns, rows: most))
        var waiting: [[Value]] = []
        waiting.reserveCapacity(most)
        for row in rows {
            waiting.append(row)
            guard waiting.count == most else { continue }
            try many.run(rows: waiting)
            waiting.removeAll(keepingCapacity: true)
        }
        if !waiting.isEmpty { try prepare(insertion(table, columns, rows: waiting.count)).run(rows: waiting) }
    }

    /// Fifty, or fewer of so many columns that SQLite would not take their parameters.
    func rowsOfOneInsertion(_ columns: Int) -> Int {
        max(1, min(50, Int(sqlite3_limit(handle.db, SQLITE_LIMIT_VARIABLE_NUMBER, -1)) / max(1, columns)))
    }

    func insertion(_ table: String, _ columns: [String], rows: Int) -> String {
        let marks = "(" + columns.map { _ in "?" }.joined(separator: ", ") + ")"
        return "INSERT INTO \(quoted(table)) (\(columns.map(quoted).joined(separator: ", "))) VALUES "
            + repeatElement(marks, count: rows).joined(separator: ", ")
    }

    /// Gives this access a large page cache, for a load whose rows go to places all over the file. The end of the access takes it back.
    ///
    /// - Parameter megabytes: how large; SQLite sorts in as much memory besides.
    public func useLargeCache(megabytes: Int = 48) throws(DatabaseError) {
        try requireUsable()
        handle.hasLargeCache = true
        try handle.run("PRAGMA main.cache_size = -\(megabytes << 10)")
    }
}

extension Handle {
    /// Gives back what `useLargeCache` took.
    func shrinkCache() throws(DatabaseError) {
        guard hasLargeCache else { return }
        hasLargeCache = false
        try run("PRAGMA main.cache_size = -2000")
        try run("PRAGMA shrink_memory")
    }
}
