internal import CRegistrySQLite

/// One connection to a database, lent for the time of a closure. Not to be kept and not to be shared among threads.
public final class Connection {
    let handle: OpaquePointer
    private let path: String
    private var cache: [String: Statement] = [:]
    private var order: [String] = []
    private let tracer: TraceReceiver?
    private static let cacheLimit = 64

    init(handle: OpaquePointer, path: String, tracer: TraceReceiver?) {
        self.handle = handle
        self.path = path
        self.tracer = tracer
        tracer?.install(on: handle)
    }

    /// Closes it. The statements go first.
    func close() {
        cache.removeAll()
        order.removeAll()
        sqlite3_close_v2(handle)
    }

    // MARK: Statements

    /// A prepared statement, from the cache of the 64 last used where it stands there.
    public func prepare(_ sql: String) throws(DatabaseError) -> Statement {
        if let known = cache[sql], !known.isBusy {
            if let place = order.lastIndex(of: sql) { order.remove(at: place) }
            order.append(sql)
            return known
        }
        let made = try compile(sql)
        if cache[sql] == nil {
            cache[sql] = made
            order.append(sql)
            if order.count > Self.cacheLimit { cache[order.removeFirst()] = nil }
        }
        return made
    }

    private func compile(_ sql: String) throws(DatabaseError) -> Statement {
        var (statement, tail) = try Self.compileFirst(sql, from: 0, on: handle, path: path)
        guard let statement else { throw DatabaseError(code: .misuse, message: "there is no statement in this SQL", sql: sql) }
        while tail < sql.utf8.count {
            let (more, next) = try Self.compileFirst(sql, from: tail, on: handle, path: path)
            if more != nil { throw DatabaseError(code: .misuse, message: "more than one statement where one is expected", sql: sql) }
            tail = next
        }
        return statement
    }

    private static func compileFirst(
        _ sql: String, from start: Int, on handle: OpaquePointer, path: String
    ) throws(DatabaseError) -> (Statement?, Int) {
        guard !sql.utf8.contains(0) else { throw DatabaseError(code: .misuse, message: "the SQL holds a NUL character", path: path) }
        var statement: OpaquePointer?
        var consumed = start
        let code = Array(sql.utf8CString).withUnsafeBufferPointer { bytes -> Int32 in
            guard let base = bytes.baseAddress else { return SQLITE_MISUSE }
            var tail: UnsafePointer<CChar>?
            let code = sqlite3_prepare_v3(
                handle, base + start, Int32(bytes.count - start), UInt32(SQLITE_PREPARE_PERSISTENT), &statement, &tail)
            if let tail { consumed = tail - base }
            return code
        }
        guard code == SQLITE_OK else { throw DatabaseError.current(handle, code: code, sql: sql, base: start, path: path) }
        return (statement.map { Statement(handle: $0, sql: sql) }, consumed)
    }

    private func using<T>(_ sql: String, _ arguments: [Value], _ body: (Statement) throws -> T) throws -> T {
        let statement = try prepare(sql)
        statement.isBusy = true
        defer { statement.reset() }
        try statement.bind(arguments)
        return try body(statement)
    }

    /// Runs one statement to its end.
    public func execute(_ sql: String, _ arguments: [Value] = []) throws(DatabaseError) {
        let statement = try prepare(sql)
        statement.isBusy = true
        defer { statement.reset() }
        try statement.bind(arguments)
        while try statement.step() {}
    }

    /// Runs several statements, one after another, without parameters.
    public func executeScript(_ sql: String) throws(DatabaseError) {
        var position = 0
        while position < sql.utf8.count {
            let (statement, next) = try Self.compileFirst(sql, from: position, on: handle, path: path)
            if let statement { while try statement.step() {} }
            position = next
        }
    }

    /// All rows, each made into a value.
    public func query<T>(_ sql: String, _ arguments: [Value] = [], _ map: (borrowing Row) throws -> T) throws -> [T] {
        try using(sql, arguments) { statement in
            var result: [T] = []
            while try statement.step() { result.append(try map(Row(statement.handle))) }
            return result
        }
    }

    /// The first row made into a value; `nil` when there is none.
    public func first<T>(_ sql: String, _ arguments: [Value] = [], _ map: (borrowing Row) throws -> T) throws -> T? {
        try using(sql, arguments) { statement in try statement.step() ? try map(Row(statement.handle)) : nil }
    }

    /// Runs `body` for each row.
    public func forEachRow(_ sql: String, _ arguments: [Value] = [], _ body: (borrowing Row) throws -> Void) throws {
        try using(sql, arguments) { statement in while try statement.step() { try body(Row(statement.handle)) } }
    }

    /// Rows that the last statement changed.
    public var changeCount: Int64 { sqlite3_changes64(handle) }

    /// The row id of the last insert.
    public var lastInsertedRowID: Int64 { sqlite3_last_insert_rowid(handle) }

    // MARK: Transactions

    /// Whether a transaction is open.
    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    /// Runs `body` between `begin` and COMMIT. The first error is the one that is thrown, and no transaction stays open.
    func transaction<T>(_ begin: String, _ body: () throws -> T) throws -> T {
        guard !isInTransaction else { throw DatabaseError(code: .misuse, message: "a transaction is open already", path: path) }
        try execute(begin)
        do {
            let result = try body()
            try execute("COMMIT")
            return result
        } catch {
            // Some errors end the transaction by themselves; a failed COMMIT may leave it open.
            if isInTransaction { try? execute("ROLLBACK") }
            throw error
        }
    }

    /// Runs `body` so that its changes go when it throws; the transaction around it stays.
    public func savepoint<T>(_ body: () throws -> T) throws -> T {
        try execute("SAVEPOINT registry")
        do {
            let result = try body()
            try execute("RELEASE registry")
            return result
        } catch {
            if isInTransaction {
                try? execute("ROLLBACK TO registry")
                try? execute("RELEASE registry")
            }
            throw error
        }
    }

    /// Counts the rows of each table that `body` inserts, changes and deletes.
    public func countingChanges<T>(_ body: () throws -> T) throws -> (result: T, changes: [String: ChangeCount]) {
        let counter = ChangeCounter()
        let context = Unmanaged.passUnretained(counter).toOpaque()
        let before = sqlite3_preupdate_hook(
            handle,
            { context, _, operation, _, table, _, _ in
                guard let context, let table else { return }
                Unmanaged<ChangeCounter>.fromOpaque(context).takeUnretainedValue().note(operation, table)
            }, context)
        defer { sqlite3_preupdate_hook(handle, nil, nil) }
        guard before == nil else { throw DatabaseError(code: .misuse, message: "changes are counted already", path: path) }
        let result = try withExtendedLifetime(counter, body)
        return (result, counter.counts)
    }
}

/// How many rows of one table were touched.
public struct ChangeCount: Hashable, Sendable {
    /// Rows that came.
    public var inserted = 0
    /// Rows that changed.
    public var updated = 0
    /// Rows that went.
    public var deleted = 0
    /// All of them.
    public var total: Int { inserted + updated + deleted }
}

private final class ChangeCounter {
    var counts: [String: ChangeCount] = [:]

    func note(_ operation: Int32, _ table: UnsafePointer<CChar>) {
        let name = String(cString: table)
        switch operation {
        case SQLITE_INSERT: counts[name, default: ChangeCount()].inserted += 1
        case SQLITE_UPDATE: counts[name, default: ChangeCount()].updated += 1
        default: counts[name, default: ChangeCount()].deleted += 1
        }
    }
}
