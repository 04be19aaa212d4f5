internal import CRegistrySQLite

/// A prepared statement of one connection. It lives as long as the closure that the connection was given to.
public final class Statement {
    let handle: OpaquePointer
    /// The SQL, parameters unexpanded.
    public let sql: String
    /// Whether a use of it has not ended yet: a second use would disturb the first.
    var isBusy = false

    init(handle: OpaquePointer, sql: String) {
        self.handle = handle
        self.sql = sql
    }

    deinit { sqlite3_finalize(handle) }

    /// Whether the statement writes nothing.
    public var isReadOnly: Bool { sqlite3_stmt_readonly(handle) != 0 }

    /// Binds values to the parameters, the first to `?1`.
    ///
    /// - Throws: when there are more or fewer values than parameters, for a number that is not finite, for text with NUL.
    public func bind(_ values: [Value]) throws(DatabaseError) {
        let wanted = Int(sqlite3_bind_parameter_count(handle))
        guard values.count == wanted else {
            throw DatabaseError(code: .misuse, message: "\(values.count) values for \(wanted) parameters", sql: sql)
        }
        for (index, value) in values.enumerated() { try bind(value, at: Int32(index + 1)) }
    }

    /// Binds one value; positions count from 1.
    public func bind(_ value: Value, at index: Int32) throws(DatabaseError) {
        let code: Int32
        switch value {
        case .null: code = sqlite3_bind_null(handle, index)
        case .integer(let number): code = sqlite3_bind_int64(handle, index, number)
        case .real(let number):
            guard number.isFinite else {
                throw DatabaseError(code: .mismatch, message: "parameter \(index) is not a finite number", sql: sql)
            }
            code = sqlite3_bind_double(handle, index, number)
        case .text(var text):
            guard !text.utf8.contains(0) else {
                throw DatabaseError(code: .mismatch, message: "the text of parameter \(index) holds a NUL character", sql: sql)
            }
            // An empty buffer may have no address, and a text without one would be bound as NULL.
            code =
                text.utf8.isEmpty
                ? sqlite3_bind_text(handle, index, "", 0, registry_transient())
                : text.withUTF8 { bytes in
                    bytes.withMemoryRebound(to: CChar.self) {
                        sqlite3_bind_text64(handle, index, $0.baseAddress, UInt64($0.count), registry_transient(), UInt8(SQLITE_UTF8))
                    }
                }
        case .blob(let bytes):
            code =
                bytes.isEmpty
                ? sqlite3_bind_zeroblob(handle, index, 0)
                : bytes.withUnsafeBytes { sqlite3_bind_blob64(handle, index, $0.baseAddress, UInt64($0.count), registry_transient()) }
        }
        guard code == SQLITE_OK else { throw DatabaseError.current(sqlite3_db_handle(handle), code: code, sql: sql) }
    }

    /// Steps once; whether a row stands ready.
    func step() throws(DatabaseError) -> Bool {
        let code = sqlite3_step(handle)
        switch code {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw DatabaseError.current(sqlite3_db_handle(handle), code: code, sql: sql)
        }
    }

    /// Ends a use: values are let go of, locks of an unfinished read are released.
    func reset() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
        isBusy = false
    }
}
