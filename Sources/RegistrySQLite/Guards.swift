internal import CRegistrySQLite

/// What a guarded piece of SQL may do, asked by SQLite for each action while it compiles.
class Authorizer {
    /// The first action that was denied, in words.
    var denied: String?

    /// Whether the action is allowed. The arguments mean what SQLite's list of authorizer actions says.
    func allows(_ action: Int32, _ first: UnsafePointer<CChar>?, _ second: UnsafePointer<CChar>?) -> Bool { false }
}

extension Connection {
    /// Runs `body` under an authorizer. Statements compiled before are compiled anew, and so asked about too.
    func withAuthorizer<T>(_ authorizer: Authorizer, _ body: () throws -> T) throws -> T {
        try requireUsable()
        guard !handle.isAuthorized else {
            throw DatabaseError.misuse("one guard cannot stand inside another", path: handle.path)
        }
        handle.isAuthorized = true
        handle.cache.removeAll()
        sqlite3_set_authorizer(
            handle.db,
            { context, action, first, second, _, _ in
                guard let context else { return SQLITE_DENY }
                let authorizer = Unmanaged<Authorizer>.fromOpaque(context).takeUnretainedValue()
                return authorizer.allows(action, first, second) ? SQLITE_OK : SQLITE_DENY
            }, Unmanaged.passUnretained(authorizer).toOpaque())
        defer {
            sqlite3_set_authorizer(handle.db, nil, nil)
            handle.isAuthorized = false
        }
        return try withExtendedLifetime(authorizer) { try body() }
    }

    /// Runs `body` so that its SQL can only read: for SQL that a person wrote.
    ///
    /// Anything else throws `.unauthorized`: writes, transactions, ATTACH, all pragmas but those that describe the schema, and `printf`, a
    /// call of which can run for minutes.
    public func withReadOnlyGuard<T>(_ body: () throws -> T) throws -> T {
        try withAuthorizer(ReadOnlyAuthorizer()) {
            handle.runsReadersOnly = true
            defer { handle.runsReadersOnly = false }
            return try body()
        }
    }

    /// Runs `body` with a limit in time: a statement that runs beyond it throws `.interrupted`. The shorter of two nested
    /// limits holds. An interrupted write ends the whole transaction.
    public func withDeadline<T>(milliseconds: Int, _ body: () throws -> T) throws -> T {
        try requireUsable()
        let outer = handle.deadline
        handle.deadline = .earlier(Deadline(milliseconds: milliseconds), outer)
        defer { handle.deadline = outer }
        return try body()
    }
}

private final class ReadOnlyAuthorizer: Authorizer {
    private static let pragmas: Set<String> = [
        "table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo", "foreign_key_list",
    ]
    /// FTS5 and R*Tree ask for these themselves; with an argument they would set something.
    private static let pragmasWithoutArgument: Set<String> = ["page_size", "data_version", "user_version", "application_id"]
    /// The first loads code into the process, the second reads and plants pointers to functions. The others repeat a character as often as
    /// they are told, two thousand million times, and nothing interrupts them meanwhile (SQLite 3.40).
    private static let functions: Set<String> = ["load_extension", "fts3_tokenizer", "printf", "format"]

    override func allows(_ action: Int32, _ first: UnsafePointer<CChar>?, _ second: UnsafePointer<CChar>?) -> Bool {
        switch action {
        case SQLITE_SELECT, SQLITE_READ, SQLITE_RECURSIVE: return true
        case SQLITE_CREATE_TABLE, SQLITE_INSERT, SQLITE_UPDATE, SQLITE_DELETE:
            // A virtual table that is opened asks for these too: it declares its columns by a CREATE TABLE that goes nowhere,
            // and R*Tree compiles its writing statements at once. A caller's own write is refused at its first step,
            // because SQLite knows that the statement is no reader.
            return true
        case SQLITE_FUNCTION:
            guard let second else { return false }
            return !ReadOnlyAuthorizer.functions.contains(String(cString: second).lowercased())
        case SQLITE_PRAGMA:
            guard let first else { return false }
            let name = String(cString: first).lowercased()
            return ReadOnlyAuthorizer.pragmas.contains(name)
                || second == nil && ReadOnlyAuthorizer.pragmasWithoutArgument.contains(name)
        default: return false
        }
    }
}
