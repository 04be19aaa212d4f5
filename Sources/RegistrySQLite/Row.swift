internal import CRegistrySQLite

/// One row of a result, lent for the time of a closure. Positions count from 0. Every accessor throws instead of guessing.
public struct Row: ~Copyable {
    private let statement: OpaquePointer

    init(_ statement: OpaquePointer) { self.statement = statement }

    /// How many columns the row has.
    public var columnCount: Int { Int(sqlite3_column_count(statement)) }

    /// An integer.
    public func int64(_ column: Int) throws(DatabaseError) -> Int64 {
        try require(SQLITE_INTEGER, column, "an integer")
        return sqlite3_column_int64(statement, Int32(column))
    }

    /// An integer.
    public func int(_ column: Int) throws(DatabaseError) -> Int {
        let wide = try int64(column)
        guard let value = Int(exactly: wide) else { throw failure(column, "an integer that fits") }
        return value
    }

    /// A number; an integer is taken too.
    public func double(_ column: Int) throws(DatabaseError) -> Double {
        if sqlite3_column_type(statement, try index(column)) != SQLITE_INTEGER { try require(SQLITE_FLOAT, column, "a number") }
        return sqlite3_column_double(statement, Int32(column))
    }

    /// 0 or 1.
    public func bool(_ column: Int) throws(DatabaseError) -> Bool {
        switch try int64(column) {
        case 0: return false
        case 1: return true
        default: throw failure(column, "0 or 1")
        }
    }

    /// A text, which must be valid UTF-8.
    public func string(_ column: Int) throws(DatabaseError) -> String {
        try require(SQLITE_TEXT, column, "a text")
        // The text must be asked for before its length: asking converts.
        guard let bytes = sqlite3_column_text(statement, Int32(column)) else { throw failure(column, "a text") }
        let count = Int(sqlite3_column_bytes(statement, Int32(column)))
        guard let text = String(validating: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self) else {
            throw failure(column, "valid UTF-8")
        }
        return text
    }

    /// Bytes.
    public func bytes(_ column: Int) throws(DatabaseError) -> [UInt8] {
        try require(SQLITE_BLOB, column, "bytes")
        let start = sqlite3_column_blob(statement, Int32(column))
        let count = Int(sqlite3_column_bytes(statement, Int32(column)))
        return Array(UnsafeRawBufferPointer(start: start, count: count))
    }

    /// Whatever stands there.
    public func value(_ column: Int) throws(DatabaseError) -> Value {
        switch sqlite3_column_type(statement, try index(column)) {
        case SQLITE_INTEGER: .integer(sqlite3_column_int64(statement, Int32(column)))
        case SQLITE_FLOAT: .real(sqlite3_column_double(statement, Int32(column)))
        case SQLITE_TEXT: .text(try string(column))
        case SQLITE_BLOB: .blob(try bytes(column))
        default: .null
        }
    }

    /// Whether NULL stands there.
    public func isNull(_ column: Int) throws(DatabaseError) -> Bool { sqlite3_column_type(statement, try index(column)) == SQLITE_NULL }

    /// An integer or nil.
    public func optionalInt64(_ column: Int) throws(DatabaseError) -> Int64? { try isNull(column) ? nil : int64(column) }
    /// An integer or nil.
    public func optionalInt(_ column: Int) throws(DatabaseError) -> Int? { try isNull(column) ? nil : int(column) }
    /// A number or nil.
    public func optionalDouble(_ column: Int) throws(DatabaseError) -> Double? { try isNull(column) ? nil : double(column) }
    /// A text or nil.
    public func optionalString(_ column: Int) throws(DatabaseError) -> String? { try isNull(column) ? nil : string(column) }

    private func index(_ column: Int) throws(DatabaseError) -> Int32 {
        guard column >= 0, column < columnCount else {
            throw DatabaseError(code: .range, message: "column \(column) of a row of \(columnCount)", sql: sql)
        }
        return Int32(column)
    }

    private func require(_ type: Int32, _ column: Int, _ expected: String) throws(DatabaseError) {
        guard sqlite3_column_type(statement, try index(column)) == type else { throw failure(column, expected) }
    }

    private var sql: String? { sqlite3_sql(statement).map { String(cString: $0) } }

    private func failure(_ column: Int, _ expected: String) -> DatabaseError {
        let index = Int32(column)
        let name = sqlite3_column_name(statement, index).map { String(cString: $0) } ?? "\(column)"
        var place = name
        if let table = sqlite3_column_table_name(statement, index), let origin = sqlite3_column_origin_name(statement, index) {
            place = String(cString: table) + "." + String(cString: origin)
        }
        let found =
            switch sqlite3_column_type(statement, index) {
            case SQLITE_INTEGER: "an integer"
            case SQLITE_FLOAT: "a number"
            case SQLITE_TEXT: "a text"
            case SQLITE_BLOB: "bytes"
            default: "NULL"
            }
        return DatabaseError(code: .mismatch, message: "\(place) holds \(found) where \(expected) must stand", sql: sql)
    }
}
