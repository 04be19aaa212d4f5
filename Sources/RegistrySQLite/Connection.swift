internal import CRegistrySQLite

/// The database as one access sees it. It is lent to a closure and is dead afterwards: a use after that throws.
public final class Connection {
    let handle: Handle
    /// Inside `read` and `write` a transaction is open; when it is not any more, nothing else may run.
    private let needsTransaction: Bool
    private var isEnded = false
    /// Statements that the caller prepared and that still live. SQLite's own list of statements would not do: the statements that
    /// FTS5 and R*Tree keep for themselves stand in it too.
    private(set) var prepared: Set<OpaquePointer> = []
    /// The first error that ended the transaction under the caller's feet, or that a savepoint could not undo.
    private var endingError: DatabaseError?
    private var savepointDepth = 0

    init(_ handle: Handle, needsTransaction: Bool) {
        self.handle = handle
        self.needsTransaction = needsTransaction
    }

    /// Rows that the most recent INSERT, UPDATE or DELETE changed, without those of foreign key actions.
    public var changeCount: Int64 { isEnded ? 0 : sqlite3_changes64(handle.db) }

    /// Rows that were changed since the connection was opened, those of foreign key actions and undone ones too.
    public var totalChangeCount: Int64 { isEnded ? 0 : sqlite3_total_changes64(handle.db) }

    /// The row id of the most recent successful INSERT into a table with row ids; 0 before the first.
    public var lastInsertedRowID: Int64 { isEnded ? 0 : sqlite3_last_insert_rowid(handle.db) }

    /// True for a connection that refuses to write.
    public var isReadOnly: Bool { handle.isReadOnly }

    /// Runs one statement to its end and drops its rows.
    ///
    /// The compiled statement is kept for the next time. Throws if `sql` holds no or more than one statement, and if
    /// there are more or fewer arguments than parameters.
    public func execute(_ sql: String, _ arguments: [Value] = []) throws(DatabaseError) {
        try noteStatement()
        let borrowed = try borrow(sql, arguments)
        defer { giveBack(borrowed) }
        while try step(borrowed.statement) {}
    }

    /// Runs any number of statements one after another and drops their rows.
    ///
    /// Not atomic by itself: inside `write` the whole access is. An error names the statement, and counts its offset from
    /// the start of the script.
    public func executeScript(_ sql: String) throws(DatabaseError) {
        var text = sql
        let result: Result<Void, DatabaseError> = text.withUTF8 { bytes in
            Result { () throws(DatabaseError) in try runScript(bytes, sql) }
        }
        try result.get()
    }

    private func runScript(_ bytes: UnsafeBufferPointer<UInt8>, _ sql: String) throws(DatabaseError) {
        var next = 0
        while next < bytes.count {
            try requireUsable()
            let found = try handle.compileFirst(bytes, from: next, sql: sql, persistent: false).get()
            guard found.end > next else { return }
            next = found.end
            guard let statement = found.statement else { continue }
            defer { sqlite3_finalize(statement) }
            while try step(statement) {}
        }
    }

    /// Compiles one statement to be bound and run many times. It dies with this access.
    public func prepare(_ sql: String) throws(DatabaseError) -> Statement {
        try requireUsable()
        let statement = try handle.compile(sql, persistent: true)
        prepared.insert(statement)
        return Statement(statement, sql, self)
    }

    /// The rows of a query, each turned into a value by `map`. Throws what SQLite or `map` throws.
    ///
    /// - Parameters:
    ///   - sql: one statement, its values as `?1`, `?2` ….
    ///   - arguments: these values, in their order.
    ///   - count: how many rows there will be, about, where the caller knows: an array that grows is copied again and again.
    ///   - map: what becomes of a row, which must not be kept.
    @inlinable
    public func query<T>(
        _ sql: String, _ arguments: [Value] = [], expecting count: Int = 0, _ map: (borrowing Row) throws -> T
    ) throws -> [T] {
        var results: [T] = []
        results.reserveCapacity(count)
        try forEachRow(sql, arguments) { row in results.append(try map(row)) }
        return results
    }

    /// The first row of a query, turned into a value by `map`; nil without a row. Later rows are not computed.
    @inlinable
    public func first<T>(_ sql: String, _ arguments: [Value] = [], _ map: (borrowing Row) throws -> T) throws -> T? {
        var result: T?
        try lendFirstRow(sql, arguments) { row in result = try map(row) }
        return result
    }

    /// What `first` does with the row is compiled where it is called: this part knows no type.
    @usableFromInline
    func lendFirstRow(_ sql: String, _ arguments: [Value], _ body: (borrowing Row) throws -> Void) throws {
        let borrowed = try borrow(sql, arguments)
        defer { giveBack(borrowed) }
        if try step(borrowed.statement) { try body(Row(borrowed.statement)) }
    }

    /// Lends each row of a query to `body`. Memory does not grow with the number of rows.
    public func forEachRow(_ sql: String, _ arguments: [Value] = [], _ body: (borrowing Row) throws -> Void) throws {
        let borrowed = try borrow(sql, arguments)
        defer { giveBack(borrowed) }
        while try step(borrowed.statement) { try body(Row(borrowed.statement)) }
    }

    /// Runs `body` so that its changes can be undone alone: when it throws, they are, and the error goes on.
    ///
    /// Savepoints nest. Where no transaction is open, the outermost one is a transaction.
    public func savepoint<T>(_ body: () throws -> T) throws -> T {
        try requireUsable()
        savepointDepth += 1
        defer { savepointDepth -= 1 }
        let name = "registry_\(savepointDepth)"
        try handle.run("SAVEPOINT " + name)
        let result: T
        do {
            result = try body()
            try requireUsable()
            try handle.run("RELEASE " + name)
        } catch {
            undo(name)
            throw error
        }
        if savepointDepth == 1 { try handle.recorder?.cutIfLarge() }
        return result
    }

    /// A statement of the caller is about to run: the recording may be cut before it, so that what SQLite tells of the statement
    /// afterwards (changed rows, row id) is about it.
    func noteStatement() throws(DatabaseError) {
        if savepointDepth == 0, let recorder = handle.recorder { try recorder.noteStatement() }
    }

    private func undo(_ name: String) {
        // Some errors (a full disk, an interrupted write) end the whole transaction: then there is no savepoint left.
        guard handle.isInTransaction else { return }
        handle.recordedTables = nil
        handle.recorder?.sawUndoing = true
        do throws(DatabaseError) {
            try handle.run("ROLLBACK TO " + name)
            try handle.run("RELEASE " + name)
        } catch {
            // The changes still stand: nothing of this access may be committed.
            endingError = endingError ?? error
        }
    }
}

// MARK: The life of an access

extension Connection {
    /// Throws unless a statement may run now.
    func requireUsable() throws(DatabaseError) {
        guard !isEnded else { throw .misuse("the connection is used after its access has ended", path: handle.path) }
        if let endingError { throw endingError }
        if needsTransaction, !handle.isInTransaction {
            throw .misuse("the transaction of this access has been ended inside of it", path: handle.path)
        }
        guard handle.mustStop else { return }
        throw handle.error(SQLITE_INTERRUPT)
    }

    /// Ends this access: what it did is half done, so no more of it may run and nothing of it be committed.
    func giveUp(because error: any Error) {
        endingError =
            endingError ?? error as? DatabaseError ?? DatabaseError(code: .abort, message: "stopped half done: \(error)", path: handle.path)
    }

    /// One step of a statement of the caller. Remembers an error that ended the transaction.
    func step(_ statement: OpaquePointer) throws(DatabaseError) -> Bool {
        if handle.runsReadersOnly, sqlite3_stmt_readonly(statement) == 0 {
            throw DatabaseError(
                code: .unauthorized, message: "not authorized to write", sql: sqlite3_sql(statement).map { String(cString: $0) },
                path: handle.path)
        }
        do throws(DatabaseError) {
            return try handle.step(statement)
        } catch {
            if needsTransaction, !handle.isInTransaction { endingError = endingError ?? error }
            throw error
        }
    }

    /// A statement on loan from the cache, and how far the buffer of arguments was filled before.
    private typealias Borrowed = (cached: CachedStatement, statement: OpaquePointer, mark: Int)

    /// A statement from the cache, or a new one, with its arguments bound.
    private func borrow(_ sql: String, _ arguments: [Value]) throws(DatabaseError) -> Borrowed {
        try requireUsable()
        let cached = try handle.cachedStatement(sql)
        let borrowed = (cached: cached, statement: cached.statement, mark: handle.arguments.used)
        do throws(DatabaseError) {
            try handle.bindForOneRun(arguments, to: cached.statement)
        } catch {
            giveBack(borrowed)
            throw error
        }
        return borrowed
    }

    private func giveBack(_ borrowed: Borrowed) {
        handle.cache.giveBack(borrowed.cached)
        // What was bound since is bound no more: accesses lie inside one another.
        handle.arguments.used = borrowed.mark
    }

    /// Whether a statement that this connection prepared is still alive.
    var isUsable: Bool { !isEnded }

    /// Ends the access: whatever the closure kept is dead from now on.
    func end() {
        guard !isEnded else { return }
        isEnded = true
        // Running statements would keep their locks, and an interrupt meant for them would reach the ROLLBACK.
        for statement in prepared { sqlite3_finalize(statement) }
        prepared.removeAll()
    }

    /// Finalizes a statement that nobody holds any more.
    func discard(_ statement: OpaquePointer) {
        // When the access has ended, it is finalized already.
        if prepared.remove(statement) != nil { sqlite3_finalize(statement) }
    }
}
