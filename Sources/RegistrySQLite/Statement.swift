internal import CRegistrySQLite

/// A compiled statement, to be bound and run many times inside the access that prepared it.
public final class Statement {
    /// The SQL it was compiled from.
    public let sql: String
    private let statement: OpaquePointer
    private let connection: Connection
    private var isRunning = false
    /// Whether values are bound that were lent for one run. Nobody may see them: they are forgotten before the next use, unless that
    /// binds all of them anew.
    private var holdsLentValues = false

    init(_ statement: OpaquePointer, _ sql: String, _ connection: Connection) {
        self.statement = statement
        self.sql = sql
        self.connection = connection
    }

    deinit { connection.discard(statement) }

    /// The names of the result columns; empty for a statement without rows, and after the access.
    public var columnNames: [String] {
        guard connection.isUsable else { return [] }
        return (0..<sqlite3_column_count(statement)).map { position in
            sqlite3_column_name(statement, position).map { String(cString: $0) } ?? ""
        }
    }

    /// The names of the parameters in the order of their positions, with their sign (`:day`); `nil` for one without a name.
    public var parameterNames: [String?] {
        guard connection.isUsable else { return [] }
        return (0..<sqlite3_bind_parameter_count(statement)).map { index in
            sqlite3_bind_parameter_name(statement, index + 1).map { String(cString: $0) }
        }
    }

    /// Whether the statement writes nothing to the database file.
    public var isReadOnly: Bool { connection.isUsable && sqlite3_stmt_readonly(statement) != 0 }

    /// Binds a value to the parameter at `position`, counted from 1.
    ///
    /// Throws for a position that does not exist, a number that is not finite, and text that holds NUL.
    public func bind(_ value: Value, at position: Int32) throws(DatabaseError) {
        try requireBindable()
        try connection.handle.bind(value, at: position, to: statement)
    }

    /// Binds an integer to the parameter at `position`, counted from 1.
    public func bind(_ integer: Int64, at position: Int32) throws(DatabaseError) {
        try requireBindable()
        try connection.handle.check(sqlite3_bind_int64(statement, position, integer), position, statement)
    }

    /// Binds an integer to the parameter at `position`, counted from 1.
    public func bind(_ integer: Int, at position: Int32) throws(DatabaseError) {
        try bind(Int64(integer), at: position)
    }

    /// Binds a number to the parameter at `position`, counted from 1. It must be finite.
    public func bind(_ number: Double, at position: Int32) throws(DatabaseError) {
        try requireBindable()
        try connection.handle.bind(number, at: position, to: statement)
    }

    /// Binds text to the parameter at `position`, counted from 1. It must not hold NUL.
    public func bind(_ text: String, at position: Int32) throws(DatabaseError) {
        try requireBindable()
        try connection.handle.bind(text, at: position, to: statement)
    }

    /// Binds bytes to the parameter at `position`, counted from 1.
    public func bind(_ bytes: [UInt8], at position: Int32) throws(DatabaseError) {
        try requireBindable()
        try connection.handle.bind(bytes, at: position, to: statement)
    }

    /// Runs the statement to its end with the values now bound, and makes it ready to run again.
    public func run() throws(DatabaseError) {
        try requireIdle()
        forgetLentValues()
        try runBound()
    }

    private func runBound() throws(DatabaseError) {
        try connection.noteStatement()
        defer { sqlite3_reset(statement) }
        while try connection.step(statement) {}
    }

    /// Binds all parameters and runs the statement.
    ///
    /// The values are bound for this run: each parameter is NULL again afterwards.
    public func run(_ arguments: [Value]) throws(DatabaseError) { try run(rows: CollectionOfOne(arguments)) }

    /// As above, for a statement that takes the values of several rows.
    func run(rows: some Collection<[Value]>) throws(DatabaseError) {
        try requireIdle()
        let mark = connection.handle.arguments.used
        holdsLentValues = true
        defer { connection.handle.arguments.used = mark }
        try connection.handle.bindForOneRun(rows: rows, to: statement)
        try runBound()
    }

    /// Runs the statement with the values that `body` gives for this run, all of them in the order of the parameters.
    ///
    /// Each parameter is NULL again afterwards. The statement cannot be used inside `body`.
    ///
    /// - Throws: what `body` throws, and then nothing has run; `.range` for more or fewer values than parameters; what SQLite throws.
    public func run(_ body: (inout Arguments) throws -> Void) throws {
        try requireNotEnded()
        let mark = connection.handle.arguments.used
        holdsLentValues = true
        defer { connection.handle.arguments.used = mark }
        try give(body)
        try connection.requireUsable()
        try runBound()
    }

    private func give(_ body: (inout Arguments) throws -> Void) throws {
        isRunning = true
        defer { isRunning = false }
        var arguments = Arguments(connection.handle, statement)
        try body(&arguments)
        try arguments.require(sqlite3_bind_parameter_count(statement))
        arguments.end()
    }

    /// Lends each row to `body`, with the values now bound, and makes the statement ready to run again.
    ///
    /// The statement cannot be run or bound again inside `body`.
    public func forEachRow(_ body: (borrowing Row) throws -> Void) throws {
        try begin()
        defer { end() }
        while try connection.step(statement) { try body(Row(statement)) }
    }

    /// The first row, with the values now bound, turned into a value by `map`; nil without a row. Later rows are not computed.
    ///
    /// The statement is ready to run again afterwards. It cannot be run or bound again inside `map`.
    @inlinable
    public func first<T>(_ map: (borrowing Row) throws -> T) throws -> T? {
        var result: T?
        try lendFirstRow { row in result = try map(row) }
        return result
    }

    /// What `first` does with the row is compiled where it is called: this part knows no type.
    @usableFromInline
    func lendFirstRow(_ body: (borrowing Row) throws -> Void) throws {
        try begin()
        defer { end() }
        if try connection.step(statement) { try body(Row(statement)) }
    }

    private func begin() throws(DatabaseError) {
        try requireIdle()
        forgetLentValues()
        isRunning = true
    }

    private func end() {
        isRunning = false
        // A closure may have ended the access only in theory; a finalized statement is not touched.
        if connection.isUsable { sqlite3_reset(statement) }
    }

    /// Forgets all bound values: each parameter is NULL again.
    public func reset() throws(DatabaseError) {
        try requireIdle()
        holdsLentValues = false
        sqlite3_reset(statement)
        sqlite3_clear_bindings(statement)
    }

    private func requireIdle() throws(DatabaseError) {
        try connection.requireUsable()
        try requireNotRunning()
    }

    /// Whether a stop was asked for is looked at when the statement runs, not for each value.
    private func requireNotEnded() throws(DatabaseError) {
        if !connection.isUsable { try connection.requireUsable() }
        try requireNotRunning()
    }

    private func requireBindable() throws(DatabaseError) {
        try requireNotEnded()
        forgetLentValues()
    }

    private func forgetLentValues() {
        guard holdsLentValues else { return }
        holdsLentValues = false
        sqlite3_clear_bindings(statement)
    }

    private func requireNotRunning() throws(DatabaseError) {
        guard !isRunning else { throw .misuse("the statement is used inside its own loop", sql: sql, path: connection.handle.path) }
    }
}
