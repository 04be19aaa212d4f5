internal import CRegistrySQLite

/// What the head of SQLite's `ext/session/sqlite3session.c` describes; `ChangesetReader` reads it.
extension [UInt8] {
    mutating func append(operation: Int32, isIndirect: Bool) {
        append(UInt8(truncatingIfNeeded: operation))
        append(isIndirect ? 1 : 0)
    }

    /// Adds a value; an integer as a number with a fraction where `isReal`.
    mutating func append(value: OpaquePointer, isReal: Bool) throws(DatabaseError) {
        switch sqlite3_value_type(value) {
        case SQLITE_INTEGER where !isReal: append(1, word: UInt64(bitPattern: sqlite3_value_int64(value)))
        case SQLITE_INTEGER, SQLITE_FLOAT: append(2, word: sqlite3_value_double(value).bitPattern)
        case SQLITE_TEXT:
            guard let start = sqlite3_value_text(value) else { throw Self.outOfMemory }
            append(3, UnsafeRawBufferPointer(start: start, count: Int(sqlite3_value_bytes(value))))
        case SQLITE_BLOB:
            let start = sqlite3_value_blob(value)
            let count = Int(sqlite3_value_bytes(value))
            // An empty blob has no address.
            guard start != nil || count == 0 else { throw Self.outOfMemory }
            append(4, UnsafeRawBufferPointer(start: start, count: count))
        default: append(5)
        }
    }

    private static var outOfMemory: DatabaseError { DatabaseError(code: .outOfMemory, message: "out of memory", path: nil) }

    private mutating func append(_ type: UInt8, word: UInt64) {
        append(type)
        Swift.withUnsafeBytes(of: word.bigEndian) { append(contentsOf: $0) }
    }

    private mutating func append(_ type: UInt8, _ bytes: UnsafeRawBufferPointer) {
        append(type)
        append(size: bytes.count)
        append(contentsOf: bytes)
    }

    /// Adds SQLite's variable-length integer.
    mutating func append(size: Int) {
        var shift = 28
        while shift > 0 {
            if size >> shift > 0 { append(UInt8(truncatingIfNeeded: size >> shift | 0x80)) }
            shift -= 7
        }
        append(UInt8(size & 0x7F))
    }

    /// Where the value that begins at a byte ends.
    func endOfRecordedValue(at start: Int) -> Int {
        switch self[start] {
        case 1, 2: return start + 9
        case 3, 4:
            var offset = start + 1
            let size = recordedSize(at: &offset)
            return offset + size
        default: return start + 1
        }
    }

    /// Binds the value that begins at a byte, and goes behind it. Returns what SQLite says of it.
    func bindRecordedValue(at offset: inout Int, as position: Int32, to statement: OpaquePointer) -> Int32 {
        let type = self[offset]
        let end = endOfRecordedValue(at: offset)
        offset += 1
        defer { offset = end }
        switch type {
        case 1, 2:
            let word = self[offset..<end].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            guard type == 2 else { return sqlite3_bind_int64(statement, position, Int64(bitPattern: word)) }
            return sqlite3_bind_double(statement, position, Double(bitPattern: word))
        default:
            let size = recordedSize(at: &offset)
            return withUnsafeBytes { bytes in
                let start = bytes.baseAddress.map { $0 + end - size }
                guard type == 3 else { return sqlite3_bind_blob64(statement, position, start, UInt64(size), registry_transient()) }
                return sqlite3_bind_text64(
                    statement, position, start?.assumingMemoryBound(to: CChar.self), UInt64(size), registry_transient(),
                    UInt8(truncatingIfNeeded: SQLITE_UTF8))
            }
        }
    }

    private func recordedSize(at offset: inout Int) -> Int {
        var size = 0
        while true {
            let byte = self[offset]
            offset += 1
            size = size << 7 | Int(byte & 0x7F)
            if byte < 0x80 { return size }
        }
    }
}
