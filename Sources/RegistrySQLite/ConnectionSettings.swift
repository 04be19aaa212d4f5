internal import CRegistrySQLite

/// What holds on every connection. Each setting is made, read back, and the open fails if it did not take.
struct ConnectionSettings {
    enum Role { case writer, reader, soleReader, memory }

    let role: Role
    let journal: Database.Journal
    let busyTimeoutMilliseconds: Int

    /// SQLite's own limits, made small: a hostile file or statement runs into them before it eats the memory.
    static let limits: [(name: String, category: Int32, value: Int32)] = [
        ("LENGTH", SQLITE_LIMIT_LENGTH, 16 << 20),
        ("SQL_LENGTH", SQLITE_LIMIT_SQL_LENGTH, 1 << 20),
        ("COLUMN", SQLITE_LIMIT_COLUMN, 200),
        ("EXPR_DEPTH", SQLITE_LIMIT_EXPR_DEPTH, 100),
        ("ATTACHED", SQLITE_LIMIT_ATTACHED, 0),
        ("LIKE_PATTERN_LENGTH", SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200),
        ("VARIABLE_NUMBER", SQLITE_LIMIT_VARIABLE_NUMBER, 32_766),
        ("TRIGGER_DEPTH", SQLITE_LIMIT_TRIGGER_DEPTH, 10),
    ]

    /// Options of `sqlite3_db_config`. Triggers are off: the schema has none, and one from outside must not run.
    static let options: [(name: String, option: Int32, value: Int32)] = [
        ("DEFENSIVE", SQLITE_DBCONFIG_DEFENSIVE, 1),
        ("TRUSTED_SCHEMA", SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0),
        ("DQS_DML", SQLITE_DBCONFIG_DQS_DML, 0),
        ("DQS_DDL", SQLITE_DBCONFIG_DQS_DDL, 0),
        ("ENABLE_FTS3_TOKENIZER", SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0),
        ("ENABLE_LOAD_EXTENSION", SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0),
        ("ENABLE_TRIGGER", SQLITE_DBCONFIG_ENABLE_TRIGGER, 0),
    ]

    /// The pragmas of a connection besides the journal, in the order in which they are set.
    var pragmas: [(name: String, value: Int64)] {
        var pragmas: [(name: String, value: Int64)] = [
            ("foreign_keys", 1),
            ("cell_size_check", 1),
            // EXTRA also waits for the folder: without it the last commit can be undone by a power loss in DELETE mode.
            ("synchronous", journal == .delete ? 3 : 2),
            ("recursive_triggers", 0),
        ]
        // A reader of a writable file is opened for writing, so that it can roll back the journal of a crashed process.
        if role == .reader { pragmas.append(("query_only", 1)) }
        return pragmas
    }

    func apply(to handle: Handle) throws(DatabaseError) {
        // First of all: each of the next statements may meet the lock of another process.
        try set("busy_timeout", Int64(busyTimeoutMilliseconds), on: handle)
        for option in ConnectionSettings.options {
            var now: Int32 = -1
            registry_db_config_set(handle.db, option.option, option.value, &now)
            guard now == option.value else { throw notTaken(option.name, handle) }
        }
        for limit in ConnectionSettings.limits {
            sqlite3_limit(handle.db, limit.category, limit.value)
            guard sqlite3_limit(handle.db, limit.category, -1) == limit.value else { throw notTaken("limit " + limit.name, handle) }
        }
        // No mapped memory: it turns a truncated file into a SIGBUS. (It has no value to read back in memory.)
        if role == .memory {
            try handle.run("PRAGMA mmap_size = 0")
        } else {
            try set("mmap_size", 0, on: handle)
        }
        for pragma in pragmas { try set(pragma.name, pragma.value, on: handle) }
        if role == .writer {
            // Only a file that is still empty heeds it, so there is nothing to read back on others.
            try handle.run("PRAGMA auto_vacuum = 0")
            try setJournal(on: handle)
        }
    }

    private func set(_ name: String, _ value: Int64, on handle: Handle) throws(DatabaseError) {
        try handle.run("PRAGMA \(name) = \(value)")
        guard try handle.integer("PRAGMA \(name)") == value else { throw notTaken(name, handle) }
    }

    /// Changing to WAL ignores the busy timeout of SQLite, so the waiting is done here.
    private func setJournal(on handle: Handle) throws(DatabaseError) {
        let wanted = journal == .delete ? "delete" : "wal"
        let deadline = Deadline(milliseconds: busyTimeoutMilliseconds)
        while true {
            do throws(DatabaseError) {
                try handle.run("PRAGMA journal_mode = " + wanted)
                break
            } catch {
                guard error.code.primary == .busy, !deadline.isPast else { throw error }
                Deadline.pause(milliseconds: 2)
            }
        }
        guard try handle.text("PRAGMA journal_mode") == wanted else { throw notTaken("journal_mode", handle) }
    }

    private func notTaken(_ name: String, _ handle: Handle) -> DatabaseError {
        DatabaseError(code: .error, message: "the setting \(name) did not take", path: handle.path)
    }
}
