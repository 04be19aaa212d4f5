internal import CRegistrySQLite
internal import Glibc

extension Handle {
    /// Binds all parameters of a statement for one run: texts stay where they are in the buffer of arguments until then. Throws if
    /// there are more or fewer values than parameters.
    func bindForOneRun(_ values: [Value], to statement: OpaquePointer) throws(DatabaseError) {
        try require(values.count, of: statement)
        var given = Arguments(self, statement)
        for value in values { try given.append(value) }
        given.end()
    }

    /// As above, for a statement that takes the values of several rows.
    func bindForOneRun(rows: some Collection<[Value]>, to statement: OpaquePointer) throws(DatabaseError) {
        try require(rows.reduce(0) { $0 + $1.count }, of: statement)
        var given = Arguments(self, statement)
        for values in rows { for value in values { try given.append(value) } }
        given.end()
    }

    /// Throws unless a statement has so many parameters.
    func require(_ held: Int, of statement: OpaquePointer) throws(DatabaseError) {
        let count = Int(sqlite3_bind_parameter_count(statement))
        guard count != held else { return }
        throw DatabaseError(
            code: .range, message: "\(held) values for \(count) parameters",
            sql: sqlite3_sql(statement).map { String(cString: $0) }, path: path)
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
            guard memchr(base, 0, bytes.count) == nil else { return nil }
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

    @inline(__always)
    func check(_ code: Int32, _ position: Int32, _ statement: OpaquePointer) throws(DatabaseError) {
        if code != SQLITE_OK { throw failure(code, position, statement) }
    }

    private func failure(_ code: Int32, _ position: Int32, _ statement: OpaquePointer) -> DatabaseError {
        guard code == SQLITE_RANGE else { return error(code, sql: sqlite3_sql(statement).map { String(cString: $0) }) }
        return DatabaseError(
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

/// Memory for texts that are bound for one run. SQLite would copy each into memory of its own, and free it again.
///
/// Runs lie inside one another, so that it is a stack: who binds notes how far it was filled, and sets it back afterwards. It never
/// grows, since that would move what is bound: a text that finds no room is copied by SQLite.
final class ArgumentBuffer {
    typealias Loan = (start: UnsafeMutableRawPointer, count: Int)

    private static let size = 64 << 10
    private let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 1)
    var used = 0

    deinit { memory.deallocate() }

    /// Lends all that is free, to one at a time.
    func lend() -> Loan {
        defer { used = Self.size }
        return (memory + used, Self.size - used)
    }

    /// Takes back what was not filled of a loan.
    func giveBack(_ rest: Loan) { used = Self.size - rest.count }
}
