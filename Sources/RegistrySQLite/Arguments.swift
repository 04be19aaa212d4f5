internal import CRegistrySQLite
internal import Glibc

/// The values for one run of a statement, given one after another in the order of its parameters.
///
/// They reach SQLite as they are given, without an array in between: for loads of many rows. It is lent to a closure and never leaves it.
public struct Arguments: ~Copyable {
    private let handle: Handle
    private let statement: OpaquePointer
    /// How many were given.
    private(set) var count: Int32 = 0
    /// What is free of the handle's memory for texts. All of it is lent to this value, so that who binds meanwhile finds none.
    private var free: ArgumentBuffer.Loan

    init(_ handle: Handle, _ statement: OpaquePointer) {
        self.handle = handle
        self.statement = statement
        free = handle.arguments.lend()
    }

    /// Gives back what was not filled: nothing is given after this. What was filled stays bound until the buffer is set back.
    mutating func end() {
        handle.arguments.giveBack(free)
        free.count = 0
    }

    /// Gives the next value. Throws where there is no parameter left, for a number that is not finite, and for text that holds NUL.
    public mutating func append(_ value: Value) throws(DatabaseError) {
        if case .text(let text) = value { return try append(text) }
        count += 1
        try handle.bind(value, at: count, to: statement)
    }

    /// Gives the next text, or NULL. Throws where there is no parameter left, and for text that holds NUL.
    public mutating func append(_ text: String?) throws(DatabaseError) {
        count += 1
        guard let text else { return try bindNull() }
        guard let kept = keep(text) else { return try handle.bind(text, at: count, to: statement) }
        let code = sqlite3_bind_text64(
            statement, count, kept.start, UInt64(kept.count), registry_static(), UInt8(truncatingIfNeeded: SQLITE_UTF8))
        try handle.check(code, count, statement)
    }

    /// Copies a text into the memory for texts; nil where there is no room, or it holds what must be refused.
    @inline(__always)
    private mutating func keep(_ text: String) -> (start: UnsafePointer<CChar>, count: Int)? {
        let count = text.utf8.count
        guard count <= free.count else { return nil }
        let start = free.start
        let isCopied = text.utf8.withContiguousStorageIfAvailable { bytes in
            guard let source = bytes.baseAddress else { return false }
            return Arguments.copy(source, to: start, count)
        }
        guard isCopied == true else { return nil }
        free.start += count
        free.count -= count
        return (UnsafePointer(start.assumingMemoryBound(to: CChar.self)), count)
    }

    /// Copies text that holds no NUL; false for other text.
    @inline(__always)
    private static func copy(_ source: UnsafeRawPointer, to target: UnsafeMutableRawPointer, _ count: Int) -> Bool {
        // Most texts are short: the two calls would cost more than looking while copying.
        guard count <= 32 else {
            guard memchr(source, 0, count) == nil else { return false }
            target.copyMemory(from: source, byteCount: count)
            return true
        }
        guard count >= 8 else {
            for position in 0..<count {
                let byte = source.load(fromByteOffset: position, as: UInt8.self)
                guard byte != 0 else { return false }
                target.storeBytes(of: byte, toByteOffset: position, as: UInt8.self)
            }
            return true
        }
        var zeros: UInt64 = 0
        var position = 0
        while true {
            let bytes = source.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            target.storeBytes(of: bytes, toByteOffset: position, as: UInt64.self)
            // Not 0 just if one of the eight bytes is.
            zeros |= (bytes &- 0x0101_0101_0101_0101) & ~bytes & 0x8080_8080_8080_8080
            guard position < count - 8 else { return zeros == 0 }
            // The last eight may overlap those before.
            position = min(position + 8, count - 8)
        }
    }

    private func bindNull() throws(DatabaseError) { try handle.check(sqlite3_bind_null(statement, count), count, statement) }

    /// Gives the next integer, or NULL. Throws where there is no parameter left.
    public mutating func append(_ integer: Int64?) throws(DatabaseError) {
        count += 1
        guard let integer else { return try bindNull() }
        try handle.check(sqlite3_bind_int64(statement, count, integer), count, statement)
    }

    /// Gives the next integer, or NULL. Throws where there is no parameter left.
    public mutating func append(_ integer: Int?) throws(DatabaseError) { try append(integer.map { Int64($0) }) }

    /// Gives the next number, or NULL. Throws where there is no parameter left, and for a number that is not finite.
    public mutating func append(_ number: Double?) throws(DatabaseError) {
        count += 1
        guard let number else { return try bindNull() }
        try handle.bind(number, at: count, to: statement)
    }

    /// Throws unless so many values were given as parameters are wanted.
    func require(_ wanted: Int32) throws(DatabaseError) {
        guard count != wanted else { return }
        throw DatabaseError(
            code: .range, message: "\(count) values for \(wanted) parameters", sql: sqlite3_sql(statement).map { String(cString: $0) },
            path: handle.path)
    }
}

extension Connection {
    /// Adds rows to a table, fifty with one statement: for loads.
    ///
    /// - Parameters:
    ///   - table: the table's name.
    ///   - columns: the columns that the rows give.
    ///   - count: how many rows there are.
    ///   - body: gives the values of one row, in the order of the columns. It is told which: 0 for the first.
    /// - Throws: what `body` and SQLite throw, for instance for a row that a constraint refuses: the rows before it may stand already, so
    ///   it must lie inside a transaction or a savepoint. `.range` for a row with more or fewer values than columns.
    public func insert(into table: String, columns: [String], count: Int, _ body: (Int, inout Arguments) throws -> Void) throws {
        let most = rowsOfOneInsertion(columns.count)
        var insertion: (rows: Int, statement: Statement)?
        for first in stride(from: 0, to: count, by: most) {
            let last = min(first + most, count)
            if insertion?.rows != last - first {
                insertion = (last - first, try prepare(self.insertion(table, columns, rows: last - first)))
            }
            var given: Int32 = 0
            try insertion?.statement.run { arguments in
                for row in first..<last {
                    try body(row, &arguments)
                    given += Int32(columns.count)
                    try arguments.require(given)
                }
            }
        }
    }
}
