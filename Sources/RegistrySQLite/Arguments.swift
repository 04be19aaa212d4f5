internal import CRegistrySQLite

/// The values for one run of a statement, given one after another in the order of its parameters.
///
/// They reach SQLite as they are given, without an array in between: for loads of many rows. It is lent to a closure and never leaves it.
public struct Arguments: ~Copyable {
    private let handle: Handle
    private let statement: OpaquePointer
    /// How many were given.
    private(set) var count: Int32 = 0

    init(_ handle: Handle, _ statement: OpaquePointer) {
        self.handle = handle
        self.statement = statement
    }

    /// Gives the next value. Throws where there is no parameter left, for a number that is not finite, and for text that holds NUL.
    public mutating func append(_ value: Value) throws(DatabaseError) {
        if case .text(let text) = value { return try append(text) }
        count += 1
        try handle.bind(value, at: count, to: statement)
    }

    /// Gives the next text, or NULL. Throws where there is no parameter left, and for text that holds NUL.
    public mutating func append(_ text: String?) throws(DatabaseError) {
        count += 1
        guard let text else { return try handle.bind(.null, at: count, to: statement) }
        if let code = handle.arguments.bind(text, at: count, to: statement) {
            try handle.check(code, count, statement)
        } else {
            try handle.bind(text, at: count, to: statement)
        }
    }

    /// Gives the next integer, or NULL. Throws where there is no parameter left.
    public mutating func append(_ integer: Int64?) throws(DatabaseError) {
        count += 1
        guard let integer else { return try handle.bind(.null, at: count, to: statement) }
        try handle.check(sqlite3_bind_int64(statement, count, integer), count, statement)
    }

    /// Gives the next integer, or NULL. Throws where there is no parameter left.
    public mutating func append(_ integer: Int?) throws(DatabaseError) { try append(integer.map { Int64($0) }) }

    /// Gives the next number, or NULL. Throws where there is no parameter left, and for a number that is not finite.
    public mutating func append(_ number: Double?) throws(DatabaseError) {
        count += 1
        guard let number else { return try handle.bind(.null, at: count, to: statement) }
        try handle.bind(number, at: count, to: statement)
    }

    /// Throws unless so many values were given as parameters are wanted.
    func require(_ wanted: Int32) throws(DatabaseError) {
        guard count != wanted else { return }
        throw DatabaseError(
            code: .range, message: "\(count) values for \(wanted) parameters", sql: sqlite3_sql(statement).map { String(cString: $0) },
            path: handle.path)
    }
}

extension Connection {
    /// Adds rows to a table, fifty with one statement: for loads.
    ///
    /// - Parameters:
    ///   - table: the table's name.
    ///   - columns: the columns that the rows give.
    ///   - rows: what becomes rows, in this order.
    ///   - body: gives the values of one row, in the order of the columns.
    /// - Throws: what `body` and SQLite throw, for instance for a row that a constraint refuses: the rows before it may stand already, so
    ///   it must lie inside a transaction or a savepoint. `.range` for a row with more or fewer values than columns.
    public func insert<Rows: Collection>(
        into table: String, columns: [String], _ rows: Rows, _ body: (Rows.Element, inout Arguments) throws -> Void
    ) throws {
        let most = rowsOfOneInsertion(columns.count)
        var waiting = rows[...]
        var insertion: (rows: Int, statement: Statement)?
        while !waiting.isEmpty {
            let batch = waiting.prefix(most)
            if insertion?.rows != batch.count { insertion = (batch.count, try prepare(self.insertion(table, columns, rows: batch.count))) }
            var given: Int32 = 0
            try insertion?.statement.run { arguments in
                for row in batch {
                    try body(row, &arguments)
                    given += Int32(columns.count)
                    try arguments.require(given)
                }
            }
            waiting = waiting[batch.endIndex...]
        }
    }
}
