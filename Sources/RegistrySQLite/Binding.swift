internal import CRegistrySQLite

extension Handle {
    /// Binds all parameters of a statement. Throws if there are more or fewer values than parameters.
    func bind(_ values: [Value], to statement: OpaquePointer) throws(DatabaseError) {
        let count = Int(sqlite3_bind_parameter_count(statement))
        guard count == values.count else {
            throw DatabaseError(
                code: .range, message: "\(values.count) values for \(count) parameters",
                sql: sqlite3_sql(statement).map { String(cString: $0) }, path: path)
        }
        var position: Int32 = 0
        for value in values {
            position += 1
            try bind(value, at: position, to: statement)
        }
    }

    func bind(_ value: Value, at position: Int32, to statement: OpaquePointer) throws(DatabaseError) {
        switch value {
        case .null: try check(sqlite3_bind_null(statement, position), position, statement)
        case .integer(let integer): try check(sqlite3_bind_int64(statement, position, integer), position, statement)
        case .real(let number): try bind(number, at: position, to: statement)
        case .text(let text): try bind(text, at: position, to: statement)
        case .blob(let bytes): try bind(bytes, at: position, to: statement)
        }
    }

    func bind(_ number: Double, at position: Int32, to statement: OpaquePointer) throws(DatabaseError) {
        guard number.isFinite else { throw refusal("a number that is not finite", position, statement) }
        try check(sqlite3_bind_double(statement, position, number), position, statement)
    }

    func bind(_ text: String, at position: Int32, to statement: OpaquePointer) throws(DatabaseError) {
        var text = text
        let code: Int32? = text.withUTF8 { bytes in
            guard let base = bytes.baseAddress else { return sqlite3_bind_text(statement, position, "", 0, registry_static()) }
            guard !bytes.contains(0) else { return nil }
            let start = UnsafeRawPointer(base).assumingMemoryBound(to: CChar.self)
            return sqlite3_bind_text64(
                statement, position, start, UInt64(bytes.count), registry_transient(), UInt8(truncatingIfNeeded: SQLITE_UTF8))
        }
        guard let code else { throw refusal("text that holds a NUL character", position, statement) }
        try check(code, position, statement)
    }

    func bind(_ bytes: [UInt8], at position: Int32, to statement: OpaquePointer) throws(DatabaseError) {
        let code = bytes.withUnsafeBytes { buffer in
            // Without an address SQLite would bind NULL.
            guard let base = buffer.baseAddress, !buffer.isEmpty else { return sqlite3_bind_zeroblob(statement, position, 0) }
            return sqlite3_bind_blob64(statement, position, base, UInt64(buffer.count), registry_transient())
        }
        try check(code, position, statement)
    }

    func check(_ code: Int32, _ position: Int32, _ statement: OpaquePointer) throws(DatabaseError) {
        guard code != SQLITE_OK else { return }
        guard code == SQLITE_RANGE else { throw error(code, sql: sqlite3_sql(statement).map { String(cString: $0) }) }
        throw DatabaseError(
            code: .range, message: "there is no parameter \(position), the statement has \(sqlite3_bind_parameter_count(statement))",
            sql: sqlite3_sql(statement).map { String(cString: $0) }, path: path)
    }

    /// The value itself is not told: it may be private.
    private func refusal(_ what: String, _ position: Int32, _ statement: OpaquePointer) -> DatabaseError {
        DatabaseError(
            code: .mismatch, message: "parameter \(position) would be \(what), which is refused",
            sql: sqlite3_sql(statement).map { String(cString: $0) }, path: path)
    }
}
