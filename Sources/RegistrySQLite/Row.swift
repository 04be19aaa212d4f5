internal import CRegistrySQLite

/// One row of a result, lent for the time of one step. Positions count from 0.
///
/// Every accessor checks what the file really holds: NULL where a value is asked for, another storage class, a number out
/// of range, text that is not UTF-8 all throw a `DatabaseError` that names the column.
///
/// Never capture a row in a task: it cannot live that long, and Swift 6.3 crashes on the attempt instead of refusing it.
public struct Row: ~Copyable {
    let statement: OpaquePointer
    private let count: Int32

    init(_ statement: OpaquePointer) {
        self.statement = statement
        count = sqlite3_data_count(statement)
    }

    /// How many columns the row has.
    public var columnCount: Int { Int(count) }

    /// The name of a column as the query gives it.
    public func columnName(_ position: Int) throws(DatabaseError) -> String {
        let column = try checked(position)
        return sqlite3_column_name(statement, column).map { String(cString: $0) } ?? ""
    }

    /// The integer of a column.
    public func int64(_ position: Int) throws(DatabaseError) -> Int64 {
        let value = try value(at: position)
        guard sqlite3_value_type(value) == SQLITE_INTEGER else { throw wrongType(position, "an integer") }
        return sqlite3_value_int64(value)
    }

    /// The integer of a column.
    public func int(_ position: Int) throws(DatabaseError) -> Int {
        let wide = try int64(position)
        guard let integer = Int(exactly: wide) else { throw unfit(position, .range, "holds an integer out of range") }
        return integer
    }

    /// The number of a column; an integer is a number too.
    public func double(_ position: Int) throws(DatabaseError) -> Double {
        let value = try value(at: position)
        let type = sqlite3_value_type(value)
        guard type == SQLITE_FLOAT || type == SQLITE_INTEGER else { throw wrongType(position, "a number") }
        return sqlite3_value_double(value)
    }

    /// The text of a column.
    public func string(_ position: Int) throws(DatabaseError) -> String {
        let value = try value(at: position)
        return try string(value, sqlite3_value_type(value), position)
    }

    /// The truth of a column: the integers 1 and 0, nothing else.
    public func bool(_ position: Int) throws(DatabaseError) -> Bool {
        switch try int64(position) {
        case 0: return false
        case 1: return true
        default: throw unfit(position, .range, "holds an integer other than 0 and 1 where a truth value is expected")
        }
    }

    /// The bytes of a blob.
    public func bytes(_ position: Int) throws(DatabaseError) -> [UInt8] {
        let value = try value(at: position)
        guard sqlite3_value_type(value) == SQLITE_BLOB else { throw wrongType(position, "bytes") }
        return [UInt8](try blobBytes(value))
    }

    /// Lends the bytes of a blob to `body` without copying them.
    public func withBytes<T>(at position: Int, _ body: (UnsafeRawBufferPointer) throws -> T) throws -> T {
        let value = try value(at: position)
        guard sqlite3_value_type(value) == SQLITE_BLOB else { throw wrongType(position, "bytes") }
        return try body(try blobBytes(value))
    }

    /// Whatever the column holds. Throws only for a bad position, text that is not UTF-8, and lack of memory.
    public func value(_ position: Int) throws(DatabaseError) -> Value {
        switch sqlite3_value_type(try value(at: position)) {
        case SQLITE_INTEGER: .integer(try int64(position))
        case SQLITE_FLOAT: .real(try double(position))
        case SQLITE_TEXT: .text(try string(position))
        case SQLITE_BLOB: .blob(try bytes(position))
        default: .null
        }
    }

    /// The integer of a column, nil for NULL.
    public func optionalInt64(_ position: Int) throws(DatabaseError) -> Int64? {
        let value = try value(at: position)
        if sqlite3_value_type(value) == SQLITE_INTEGER { return sqlite3_value_int64(value) }
        return try isNull(position) ? nil : try int64(position)
    }

    /// The integer of a column, nil for NULL.
    public func optionalInt(_ position: Int) throws(DatabaseError) -> Int? { try isNull(position) ? nil : try int(position) }

    /// The number of a column, nil for NULL.
    public func optionalDouble(_ position: Int) throws(DatabaseError) -> Double? {
        let value = try value(at: position)
        if sqlite3_value_type(value) == SQLITE_FLOAT { return sqlite3_value_double(value) }
        return try isNull(position) ? nil : try double(position)
    }

    /// The text of a column, nil for NULL.
    public func optionalString(_ position: Int) throws(DatabaseError) -> String? {
        let value = try value(at: position)
        let type = sqlite3_value_type(value)
        return type == SQLITE_NULL ? nil : try string(value, type, position)
    }

    /// The truth of a column, nil for NULL.
    public func optionalBool(_ position: Int) throws(DatabaseError) -> Bool? { try isNull(position) ? nil : try bool(position) }

    /// The bytes of a blob, nil for NULL.
    public func optionalBytes(_ position: Int) throws(DatabaseError) -> [UInt8]? { try isNull(position) ? nil : try bytes(position) }

    /// Whether the column holds NULL.
    public func isNull(_ position: Int) throws(DatabaseError) -> Bool {
        sqlite3_value_type(try value(at: position)) == SQLITE_NULL
    }

    /// Lends the bytes of a text to `body` without copying them. They are as stored: not checked to be UTF-8.
    public func withUTF8<T>(at position: Int, _ body: (Span<UInt8>) throws -> T) throws -> T {
        let value = try value(at: position)
        return try body(try textBytes(value, sqlite3_value_type(value), position).span)
    }

    /// Whether the text of a column is just these bytes.
    package func hasText(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int) throws(DatabaseError) -> Bool {
        let value = try value(at: position)
        let text = try textBytes(value, sqlite3_value_type(value), position)
        return text.count == bytes.count && text.holds(bytes, at: 0)
    }
}

// MARK: Reading and its errors

extension Row {
    @inline(__always)
    private func checked(_ position: Int) throws(DatabaseError) -> Int32 {
        guard position >= 0, position < columnCount else {
            throw DatabaseError(
                code: .range, message: "there is no column \(position), the row has \(columnCount)", sql: sql, path: path)
        }
        return Int32(truncatingIfNeeded: position)
    }

    /// The value of a column, fetched once: each look at a column through the statement costs as much as the whole of a small value.
    @inline(__always)
    private func value(at position: Int) throws(DatabaseError) -> OpaquePointer {
        let column = try checked(position)
        guard let value = sqlite3_column_value(statement, column) else { throw outOfMemory }
        return value
    }

    @inline(__always)
    private func string(_ value: OpaquePointer, _ type: Int32, _ position: Int) throws(DatabaseError) -> String {
        guard let string = String(exactly: try textBytes(value, type, position)) else {
            throw unfit(position, .mismatch, "holds text that is not valid UTF-8")
        }
        return string
    }

    /// Pointer first, then length: the other way round SQLite may still convert, and the length would be wrong.
    @inline(__always)
    private func textBytes(_ value: OpaquePointer, _ type: Int32, _ position: Int) throws(DatabaseError) -> UnsafeBufferPointer<UInt8> {
        guard type == SQLITE_TEXT else { throw wrongType(position, "text") }
        guard let start = sqlite3_value_text(value) else { throw outOfMemory }
        return UnsafeBufferPointer(start: start, count: Int(sqlite3_value_bytes(value)))
    }

    private func blobBytes(_ value: OpaquePointer) throws(DatabaseError) -> UnsafeRawBufferPointer {
        let start = sqlite3_value_blob(value)
        let length = Int(sqlite3_value_bytes(value))
        // An empty blob has no address.
        guard start != nil || length == 0 else { throw outOfMemory }
        return UnsafeRawBufferPointer(start: start, count: length)
    }

    private func wrongType(_ position: Int, _ expected: String) -> DatabaseError {
        let found =
            switch sqlite3_column_type(statement, Int32(truncatingIfNeeded: position)) {
            case SQLITE_INTEGER: "an integer"
            case SQLITE_FLOAT: "a real number"
            case SQLITE_TEXT: "text"
            case SQLITE_BLOB: "bytes"
            default: "NULL"
            }
        return unfit(position, .mismatch, "holds \(found) where \(expected) is expected")
    }

    private func unfit(_ position: Int, _ code: ResultCode, _ what: String) -> DatabaseError {
        let column = Int32(truncatingIfNeeded: position)
        let row = rowID(besides: column).map { ", row \($0)," } ?? ""
        return DatabaseError(code: code, message: "column \(name(column))\(row) \(what)", sql: sql, path: path)
    }

    /// `table.column` where SQLite knows it, else the name that the query gives, else the position.
    private func name(_ column: Int32) -> String {
        if let table = sqlite3_column_table_name(statement, column), let origin = sqlite3_column_origin_name(statement, column) {
            return String(cString: table) + "." + String(cString: origin)
        }
        return sqlite3_column_name(statement, column).map { String(cString: $0) } ?? "\(column)"
    }

    /// The row id of the row that a column comes from, if the query happens to select it too.
    private func rowID(besides column: Int32) -> Int64? {
        guard let table = sqlite3_column_table_name(statement, column) else { return nil }
        let wanted = String(cString: table)
        for other in 0..<count where other != column && sqlite3_column_type(statement, other) == SQLITE_INTEGER {
            guard let otherTable = sqlite3_column_table_name(statement, other), String(cString: otherTable) == wanted,
                let origin = sqlite3_column_origin_name(statement, other)
            else { continue }
            var type: UnsafePointer<CChar>?
            var isPrimaryKey: Int32 = 0
            let code = sqlite3_table_column_metadata(
                sqlite3_db_handle(statement), "main", otherTable, origin, &type, nil, nil, &isPrimaryKey, nil)
            guard code == SQLITE_OK, isPrimaryKey != 0, let type, String(cString: type).uppercased() == "INTEGER" else { continue }
            return sqlite3_column_int64(statement, other)
        }
        return nil
    }

    private var outOfMemory: DatabaseError { DatabaseError(code: .outOfMemory, message: "out of memory", sql: sql, path: path) }

    private var sql: String? { sqlite3_sql(statement).map { String(cString: $0) } }

    private var path: String? {
        guard let name = sqlite3_db_filename(sqlite3_db_handle(statement), "main"), name.pointee != 0 else { return nil }
        return String(cString: name)
    }
}

extension String {
    /// The text that bytes are in UTF-8; nil where they are none. Nothing is repaired.
    fileprivate init?(exactly bytes: UnsafeBufferPointer<UInt8>) {
        // Most texts are ASCII, and most of them so short that Swift keeps them without memory of their own. The general way, a generic
        // initializer, looks up its types anew for each text.
        if !bytes.isASCII {
            guard let text = try? UTF8Span(validating: bytes.span) else { return nil }
            self.init(copying: text)
        } else if bytes.count < 16 {
            self.init(unsafeUninitializedCapacity: bytes.count) { $0.copyFewer(bytes) }
        } else {
            self.init(copying: UTF8Span(unchecked: bytes.span, isKnownASCII: true))
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    @inline(__always)
    fileprivate var isASCII: Bool {
        guard let base = baseAddress else { return true }
        let raw = UnsafeRawPointer(base)
        switch count {
        case 8..<17:
            // The first eight and the last eight: some are looked at twice.
            let both = raw.loadUnaligned(as: UInt64.self) | raw.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
            return both & 0x8080_8080_8080_8080 == 0
        case 4..<8:
            let both = raw.loadUnaligned(as: UInt32.self) | raw.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)
            return both & 0x8080_8080 == 0
        default:
            // Without an early exit the compiler looks at many bytes at once.
            var bits: UInt8 = 0
            for byte in self { bits |= byte }
            return bits < 0x80
        }
    }
}

extension UnsafeMutableBufferPointer<UInt8> {
    /// Copies fewer than sixteen bytes, for which calling the general way would cost more than the copying. Returns how many.
    @inline(__always)
    fileprivate func copyFewer(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        guard let target = baseAddress.map(UnsafeMutableRawPointer.init), let source = bytes.baseAddress.map(UnsafeRawPointer.init) else {
            return 0
        }
        let count = bytes.count
        switch count {
        case 8...:
            // The first eight and the last eight: some are copied twice.
            let last = source.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
            target.storeBytes(of: source.loadUnaligned(as: UInt64.self), as: UInt64.self)
            target.storeBytes(of: last, toByteOffset: count - 8, as: UInt64.self)
        case 4...:
            let last = source.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)
            target.storeBytes(of: source.loadUnaligned(as: UInt32.self), as: UInt32.self)
            target.storeBytes(of: last, toByteOffset: count - 4, as: UInt32.self)
        default:
            for position in 0..<count {
                target.storeBytes(of: source.load(fromByteOffset: position, as: UInt8.self), toByteOffset: position, as: UInt8.self)
            }
        }
        return count
    }
}
