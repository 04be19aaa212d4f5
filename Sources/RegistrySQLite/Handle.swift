internal import CRegistrySQLite

/// One open `sqlite3 *` with its statement cache and its guards. Used by one access at a time.
final class Handle: @unchecked Sendable {
    // Sendable because the pool hands it from thread to thread, under its lock, and to one at a time.
    let db: OpaquePointer
    /// What a person called the file; used in errors.
    let path: String?
    let isReadOnly: Bool
    /// Set when a transaction could not be ended: such a connection is closed, never used again.
    var isBroken = false
    let cache = StatementCache()
    /// What may stop a running statement: a cancelled task, a deadline.
    var cancellation: Cancellation?
    var deadline: Deadline?
    /// What stops accesses that bring nothing of their own for it, one after another.
    var ownCancellation: Cancellation?
    /// An authorizer is set; there is room for one.
    var isAuthorized = false
    /// Only statements that read may run. It completes the read-only authorizer.
    var runsReadersOnly = false
    /// What records changes now, if anything does.
    var recorder: ChangeRecorder?
    /// The tables that are recorded, as long as the schema stays.
    var recordedTables: RecordedTables?
    private let trace: TraceReceiver?
    /// Whether the present access asked for a large page cache.
    var hasLargeCache = false
    /// The statements that begin and end transactions, once they are compiled. Each access runs two of them.
    private let transactionSteps: UnsafeMutablePointer<OpaquePointer?>
    /// Where texts lie that are bound for the time of one run.
    let arguments = ArgumentBuffer()

    enum Access { case readOnly, readWrite, create, memory, temporary }

    /// Opens a connection and nothing else: `ConnectionSettings` does the rest.
    init(
        path: String, shown: String?, access: Access, isReadOnly: Bool, trace: (@Sendable (TraceEvent) -> Void)? = nil
    )
        throws(DatabaseError)
    {
        var opened: OpaquePointer?
        var flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOFOLLOW
        switch access {
        case .readOnly: flags |= SQLITE_OPEN_READONLY
        case .readWrite: flags |= SQLITE_OPEN_READWRITE
        case .create: flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
        case .memory: flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY
        // Without a name SQLite makes a file of its own when the cache is full, and removes it by itself.
        case .temporary: flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
        }
        let code = sqlite3_open_v2(access == .memory ? ":memory:" : path, &opened, flags, nil)
        guard code == SQLITE_OK, let db = opened else {
            let error = DatabaseError.current(opened, code: code, path: shown)
            sqlite3_close(opened)
            throw error
        }
        self.db = db
        self.path = shown
        self.isReadOnly = isReadOnly
        transactionSteps = .allocate(capacity: TransactionStep.allCases.count)
        transactionSteps.initialize(repeating: nil, count: TransactionStep.allCases.count)
        self.trace = trace.map(TraceReceiver.init)
        self.trace?.install(on: db)
        installProgressHandler()
    }

    deinit {
        cache.removeAll()
        for step in TransactionStep.allCases { sqlite3_finalize(transactionSteps[step.rawValue]) }
        transactionSteps.deallocate()
        // v2 waits for a backup or a session that somebody still holds, instead of leaking.
        sqlite3_close_v2(db)
    }

    var isInTransaction: Bool { sqlite3_get_autocommit(db) == 0 }

    /// The error that SQLite has just reported.
    func error(_ code: Int32, sql: String? = nil, base: Int = 0) -> DatabaseError {
        if code & 0xFF == SQLITE_INTERRUPT, let deadline, deadline.isPast {
            return DatabaseError(
                code: .interrupted, message: "stopped after the time limit of \(deadline.milliseconds) ms", sql: sql, path: path)
        }
        return .current(db, code: code, sql: sql, base: base, path: path)
    }
}

// MARK: Compiling

extension Handle {
    /// A statement and the byte after it.
    typealias Compiled = (statement: OpaquePointer?, end: Int)

    /// Compiles the one statement that `sql` holds. Throws on none, on more than one, and on an embedded NUL.
    func compile(_ sql: String, persistent: Bool) throws(DatabaseError) -> OpaquePointer {
        var text = sql
        let result: Result<OpaquePointer, DatabaseError> = text.withUTF8 { bytes in
            compileFirst(bytes, from: 0, sql: sql, persistent: persistent).flatMap { first in
                guard let statement = first.statement else {
                    return .failure(.misuse("there is no statement in this SQL", sql: sql, path: path))
                }
                if hasStatement(bytes, from: first.end, sql: sql) {
                    sqlite3_finalize(statement)
                    return .failure(.misuse("this SQL holds more than one statement; use executeScript", sql: sql, path: path))
                }
                return .success(statement)
            }
        }
        return try result.get()
    }

    /// The statement out of the cache, or a new one. It must be given back when it is done.
    func cachedStatement(_ sql: String) throws(DatabaseError) -> CachedStatement {
        if let statement = cache.take(sql) { return statement }
        return cache.keep(try compile(sql, persistent: true), for: sql)
    }

    /// Compiles the first statement at or after a byte; nil when only space and comments are left.
    func compileFirst(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, sql: String, persistent: Bool
    )
        -> Result<Compiled, DatabaseError>
    {
        guard let base = bytes.baseAddress, start < bytes.count else { return .success((nil, bytes.count)) }
        guard let length = Int32(exactly: bytes.count - start) else {
            return .failure(DatabaseError(code: .tooBig, message: "SQL of more than 2 GB", path: path))
        }
        guard start > 0 || !bytes.contains(0) else {
            return .failure(.misuse("the SQL holds a NUL character", path: path))
        }
        let text = UnsafeRawPointer(base + start).assumingMemoryBound(to: CChar.self)
        var statement: OpaquePointer?
        var tail: UnsafePointer<CChar>?
        let flags = persistent ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0
        let code = sqlite3_prepare_v3(db, text, length, flags, &statement, &tail)
        guard code == SQLITE_OK else {
            sqlite3_finalize(statement)
            return .failure(error(code, sql: sql, base: start))
        }
        let end = tail.map { start + (UnsafeRawPointer($0) - UnsafeRawPointer(text)) } ?? bytes.count
        return .success((statement, end))
    }

    /// Whether anything but space and comments follows. SQL that does not compile is something.
    private func hasStatement(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, sql: String) -> Bool {
        // The usual tail is empty or one semicolon: no need to ask SQLite.
        let rest = bytes[min(start, bytes.count)...]
        guard rest.contains(where: { $0 != UInt8(ascii: ";") && $0 > 0x20 }) else { return false }
        var next = start
        while next < bytes.count {
            switch compileFirst(bytes, from: next, sql: sql, persistent: false) {
            case .failure: return true
            case .success(let found):
                if let statement = found.statement {
                    sqlite3_finalize(statement)
                    return true
                }
                guard found.end > next else { return false }
                next = found.end
            }
        }
        return false
    }
}

// MARK: Running

extension Handle {
    /// Makes one step: true for a row, false at the end.
    func step(_ statement: OpaquePointer) throws(DatabaseError) -> Bool {
        let code = sqlite3_step(statement)
        if code == SQLITE_ROW { return true }
        if code == SQLITE_DONE { return false }
        throw error(code, sql: sqlite3_sql(statement).map { String(cString: $0) })
    }

    /// Runs one of this library's own statements (BEGIN, COMMIT, PRAGMA …), past the checks of a caller's access.
    func run(_ sql: String) throws(DatabaseError) {
        let cached = try cachedStatement(sql)
        defer { cache.giveBack(cached) }
        while try step(cached.statement) {}
    }

    enum TransactionStep: Int, CaseIterable {
        case beginRead, beginWrite, commit, rollBack

        fileprivate var sql: String {
            switch self {
            case .beginRead: "BEGIN DEFERRED"
            case .beginWrite: "BEGIN IMMEDIATE"
            case .commit: "COMMIT"
            case .rollBack: "ROLLBACK"
            }
        }
    }

    /// Begins or ends a transaction.
    func run(_ transactionStep: TransactionStep) throws(DatabaseError) {
        let statement: OpaquePointer
        if let compiled = transactionSteps[transactionStep.rawValue] {
            statement = compiled
        } else {
            statement = try compile(transactionStep.sql, persistent: true)
            transactionSteps[transactionStep.rawValue] = statement
        }
        defer { sqlite3_reset(statement) }
        while try step(statement) {}
    }

    /// The number in the file's header that changes with its schema.
    func schemaVersion() throws(DatabaseError) -> Int64 {
        let cached = try cachedStatement("PRAGMA main.schema_version")
        defer { cache.giveBack(cached) }
        return try step(cached.statement) ? sqlite3_column_int64(cached.statement, 0) : 0
    }

    /// The integer that a pragma or another statement of this library's own gives; nil without a row.
    func integer(_ sql: String) throws(DatabaseError) -> Int64? {
        let statement = try compile(sql, persistent: false)
        defer { sqlite3_finalize(statement) }
        return try step(statement) ? sqlite3_column_int64(statement, 0) : nil
    }

    /// The text that a pragma or another statement of this library's own gives; nil without a row.
    func text(_ sql: String) throws(DatabaseError) -> String? {
        let statement = try compile(sql, persistent: false)
        defer { sqlite3_finalize(statement) }
        guard try step(statement), let text = sqlite3_column_text(statement, 0) else { return nil }
        return String(cString: text)
    }

    /// Turns the watching of foreign keys on or off, outside a transaction.
    func setForeignKeys(_ on: Bool) throws(DatabaseError) {
        try run("PRAGMA foreign_keys = \(on ? 1 : 0)")
        guard try integer("PRAGMA foreign_keys") == (on ? 1 : 0) else {
            throw DatabaseError(code: .error, message: "the setting foreign_keys did not take", path: path)
        }
    }

    /// Rolls back whatever transaction is open. A connection where that fails is not used again.
    func rollBack() {
        guard isInTransaction else { return }
        // The schema may go back too, and its number be given to another one.
        recordedTables = nil
        // A failure here must not hide the error that led here.
        do { try run(.rollBack) } catch { isBroken = true }
        if isInTransaction { isBroken = true }
    }
}
