internal import CRegistrySQLite

/// The settings of every connection, set and read back: what did not take is an error, not a hope.
enum ConnectionSettings {
    static let pragmas: [(name: String, value: String, expected: Value)] = [
        ("foreign_keys", "ON", .integer(1)), ("cell_size_check", "ON", .integer(1)), ("mmap_size", "0", .integer(0)),
        ("recursive_triggers", "OFF", .integer(0)), ("trusted_schema", "OFF", .integer(0)),
    ]

    static let options: [(option: Int32, value: Int32)] = [
        (SQLITE_DBCONFIG_DEFENSIVE, 1), (SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0), (SQLITE_DBCONFIG_DQS_DML, 0), (SQLITE_DBCONFIG_DQS_DDL, 0),
        (SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0), (SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0), (SQLITE_DBCONFIG_ENABLE_FKEY, 1),
    ]

    /// Small limits: a file from outside must not make one statement take the memory of the machine.
    static let limits: [(limit: Int32, value: Int32)] = [
        (SQLITE_LIMIT_LENGTH, 16 << 20), (SQLITE_LIMIT_SQL_LENGTH, 1 << 20), (SQLITE_LIMIT_ATTACHED, 0), (SQLITE_LIMIT_EXPR_DEPTH, 100),
        (SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200), (SQLITE_LIMIT_COLUMN, 200), (SQLITE_LIMIT_TRIGGER_DEPTH, 10),
    ]

    static func apply(
        to connection: Connection, busyTimeout: Int, journal: Database.Journal, isReadOnly: Bool
    ) throws {
        let db = connection.handle
        sqlite3_busy_timeout(db, Int32(clamping: busyTimeout))
        sqlite3_extended_result_codes(db, 1)
        for (limit, value) in limits { sqlite3_limit(db, limit, value) }
        for (option, value) in options {
            var now: Int32 = -1
            guard registry_db_config_set(db, option, value, &now) == SQLITE_OK, now == value else {
                throw DatabaseError(code: .misuse, message: "the linked SQLite does not take option \(option)")
            }
        }
        for (name, value, expected) in pragmas {
            try connection.execute("PRAGMA \(name) = \(value)")
            let now = try connection.first("PRAGMA \(name)") { try $0.value(0) }
            guard now == expected else { throw DatabaseError(code: .misuse, message: "the linked SQLite does not take \(name) = \(value)") }
        }
        guard !isReadOnly else { return }
        switch journal {
        case .delete:
            // EXTRA also syncs the folder: with FULL a power loss can undo the last commit that was reported.
            try connection.execute("PRAGMA synchronous = EXTRA")
        case .writeAheadLog:
            let mode = try connection.first("PRAGMA journal_mode = WAL") { try $0.string(0) }
            guard mode == "wal" else { throw DatabaseError(code: .busy, message: "the journal could not be switched to WAL") }
            try connection.execute("PRAGMA synchronous = FULL")
        }
    }
}
