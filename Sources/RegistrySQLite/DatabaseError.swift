internal import CRegistrySQLite

/// What went wrong in the database, where, and what SQLite said about it.
///
/// Values that were bound to a statement are never part of it.
public struct DatabaseError: Error, Sendable, Equatable {
    /// SQLite's extended result code; `code.primary` for coarse comparison.
    public let code: ResultCode
    /// What SQLite (or this library) says about the failure.
    public let message: String
    /// The statement, with its parameters unexpanded, when there was one.
    public let sql: String?
    /// The byte of `sql` at which SQLite stopped, when it knows.
    public let offset: Int?
    /// The database file, when there is one.
    public let path: String?

    /// Makes an error; `sql` must hold no bound values.
    public init(code: ResultCode, message: String, sql: String? = nil, offset: Int? = nil, path: String? = nil) {
        self.code = code
        self.message = message
        self.sql = sql
        self.offset = offset
        self.path = path
    }
}

extension DatabaseError: CustomStringConvertible {
    /// One line for a person: where, what, what to do, and the statement.
    public var description: String {
        var line = path.map { $0 + ": " } ?? ""
        line += message
        if let advice { line += "; " + advice }
        if let sql, showsSQL {
            line += " [SQL: " + DatabaseError.shortened(sql)
            if let offset { line += " (byte \(offset))" }
            line += "]"
        }
        return DatabaseError.onOneLine(line)
    }

    /// A statement helps where it is at fault; when the disk is full or the file is locked it only hides what matters.
    private var showsSQL: Bool {
        [
            ResultCode.error.primary, ResultCode.misuse.primary, ResultCode.mismatch.primary, ResultCode.range.primary,
            ResultCode.constraint.primary,
        ]
        .contains(code.primary)
    }

    /// What a person can do about it, where that is known.
    private var advice: String? {
        switch code.primary {
        case .busy: "another process is writing; try again"
        case .locked: "this connection is still reading that table"
        case .full: "free some space on the disk, nothing was kept"
        case .readOnly: "open it for writing, or check the permissions of the file and its folder"
        case .notADatabase: "check the path, this file is of another kind"
        case .corrupt: "restore a backup, or run an integrity check"
        case .permission: "check the permissions of the file and its folder"
        case .io: "check the disk; a network file system is not supported"
        case .cannotOpen: "check the path and the permissions of the folder"
        case .unauthorized: "only reading is allowed here"
        default: nil
        }
    }

    private static func shortened(_ sql: String) -> String {
        let limit = 240
        let words = sql.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return words.count <= limit ? words : words.prefix(limit) + "…"
    }

    /// Control characters could move the cursor of a terminal: a path or a message may come from outside.
    private static func onOneLine(_ text: String) -> String {
        var line = ""
        for scalar in text.unicodeScalars {
            line.unicodeScalars.append(scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) ? " " : scalar)
        }
        return line
    }
}

extension DatabaseError {
    /// The library was used in a way that it forbids.
    static func misuse(_ message: String, sql: String? = nil, path: String? = nil) -> DatabaseError {
        DatabaseError(code: .misuse, message: message, sql: sql, path: path)
    }

    /// The failure that `db` has just reported, read before another call overwrites it.
    static func current(_ db: OpaquePointer?, code: Int32, sql: String? = nil, base: Int = 0, path: String? = nil) -> DatabaseError {
        guard let db else {
            return DatabaseError(code: ResultCode(rawValue: code), message: String(cString: sqlite3_errstr(code)), sql: sql, path: path)
        }
        let extended = sqlite3_extended_errcode(db)
        // The connection may hold the code of an earlier call: trust it only if it agrees with what was just returned.
        let agrees = extended & 0xFF == code & 0xFF
        let message = agrees ? String(cString: sqlite3_errmsg(db)) : String(cString: sqlite3_errstr(code))
        let offset = agrees ? Int(sqlite3_error_offset(db)) : -1
        return DatabaseError(
            code: ResultCode(rawValue: agrees ? extended : code), message: message, sql: sql, offset: offset < 0 ? nil : base + offset,
            path: path)
    }
}
