internal import CRegistrySQLite

/// What a transaction did to tables, in the form of SQLite's session extension: can be kept, turned round and applied.
///
/// The bytes are walked by this library before SQLite is given them: a changeset from outside that is damaged or made up is an
/// error that names the byte, and never reaches code that would trust it.
public struct Changeset: Sendable, Hashable {
    /// The bytes as SQLite writes them.
    public let bytes: [UInt8]

    /// A changeset from its bytes.
    ///
    /// - Throws: `ChangesetFormatError` unless they are well-formed to the last byte.
    public init(bytes: [UInt8]) throws(ChangesetFormatError) {
        var reader = ChangesetReader(bytes)
        while try reader.next() {}
        self.bytes = bytes
    }

    /// A changeset that was just made here, by SQLite or the recorder.
    init(trusted bytes: [UInt8]) { self.bytes = bytes }

    /// Whether it holds no change.
    public var isEmpty: Bool { bytes.isEmpty }

    /// The changeset that undoes this one: what came goes, what went comes back, old and new values change places.
    ///
    /// - Throws: `DatabaseError` when there is no memory for it, and beyond 2 GB.
    public func inverted() throws(DatabaseError) -> Changeset {
        guard !bytes.isEmpty else { return self }
        var count: Int32 = 0
        var output: UnsafeMutableRawPointer?
        let size = try Self.size(of: bytes)
        // SQLite's signature lacks the const; it does not write there.
        let code = bytes.withUnsafeBytes {
            sqlite3changeset_invert(size, UnsafeMutableRawPointer(mutating: $0.baseAddress), &count, &output)
        }
        defer { sqlite3_free(output) }
        guard code == SQLITE_OK, let output else { throw DatabaseError.current(nil, code: code, path: nil) }
        return Changeset(trusted: [UInt8](UnsafeRawBufferPointer(start: output, count: Int(count))))
    }

    /// The size of bytes as SQLite is told it.
    static func size(of bytes: [UInt8]) throws(DatabaseError) -> Int32 {
        guard let size = Int32(exactly: bytes.count) else {
            throw DatabaseError(code: .tooBig, message: "a changeset of more than 2 GB", path: nil)
        }
        return size
    }

    /// Lends each changed row to `body`, in the order of the changeset.
    ///
    /// - Throws: what `body` throws; `ChangesetFormatError`.
    public func forEachChange(_ body: (ChangedRow) throws -> Void) throws {
        var reader = ChangesetReader(bytes)
        while try reader.next() { try body(try reader.row()) }
    }

    /// How many rows of each table it changes.
    ///
    /// - Throws: `ChangesetFormatError`.
    public func counts() throws(ChangesetFormatError) -> [String: ChangeCount] {
        var counts: [String: ChangeCount] = [:]
        var reader = ChangesetReader(bytes)
        var (table, count) = ("", ChangeCount())
        while try reader.next() {
            if reader.table.name != table {
                if count.total > 0 { counts[table, default: ChangeCount()].add(count) }
                (table, count) = (reader.table.name, ChangeCount())
            }
            switch reader.operation {
            case .insert: count.inserted += 1
            case .update: count.updated += 1
            case .delete: count.deleted += 1
            }
        }
        if count.total > 0 { counts[table, default: ChangeCount()].add(count) }
        return counts
    }

    /// The tables that it changes, with their columns as they were when it was made.
    ///
    /// - Throws: `ChangesetFormatError`.
    public func tables() throws(ChangesetFormatError) -> [ChangesetTable] {
        var tables: [ChangesetTable] = []
        var reader = ChangesetReader(bytes)
        while try reader.next() { if tables.last != reader.table { tables.append(reader.table) } }
        return tables
    }

    /// The bytes as SQLite is given them to apply: the largest header of a table stands once more at their head.
    ///
    /// SQLite (3.40.1, `sessionChangesetReadTblhdr`) holds the header of the present table in one buffer, behind room for the values of a
    /// row. Where the buffer should grow for the next table and there is no memory, it keeps the old one, and in the end frees as values what
    /// is none: the process is ended by a signal. A header without rows changes nothing, and behind the largest one nothing has to grow.
    ///
    /// - Throws: `ChangesetFormatError`.
    func bytesToApply() throws(ChangesetFormatError) -> [UInt8] {
        var reader = ChangesetReader(bytes)
        while try reader.next() {}
        guard let (first, largest) = reader.headers, largest.headerSize > first.headerSize else { return bytes }
        return largest.header + bytes
    }
}

/// A table as a changeset knows it.
public struct ChangesetTable: Sendable, Hashable {
    /// The name of the table, as the schema has it.
    public let name: String
    /// For each column whether it belongs to the primary key.
    public let isKey: [Bool]

    /// What SQLite keeps for it while it reads rows: two values and a mark for each column, and the name.
    var headerSize: Int { isKey.count * (2 * MemoryLayout<OpaquePointer>.size + 1) + name.utf8.count }

    /// What stands before its rows.
    var header: [UInt8] {
        var bytes = [UInt8(ascii: "T")]
        // SQLite's variable-length integer; a table has at most 2,000 columns.
        if isKey.count > 0x7F { bytes.append(UInt8(0x80 | isKey.count >> 7)) }
        bytes.append(UInt8(isKey.count & 0x7F))
        return bytes + isKey.map { $0 ? 1 : 0 } + name.utf8 + [0]
    }
}

/// One row that a changeset changes.
public struct ChangedRow: Sendable, Hashable {
    /// What happened to a row.
    public enum Operation: String, Sendable {
        /// The row was not there before.
        case insert
        /// The row was there, and holds other values now.
        case update
        /// The row is not there any more.
        case delete
    }

    /// The name of the table that the row belongs to.
    public let table: ChangesetTable
    /// Whether the row came, changed or went.
    public let operation: Operation
    /// The values before, by column: all for a deleted row, none for a new one; of an updated row the key and what changed.
    public let old: [Value?]
    /// The values after, by column: all for a new row, none for a deleted one; of an updated row only what changed.
    public let new: [Value?]

    /// The values of the primary key.
    public var key: [Value] {
        let values = operation == .insert ? new : old
        return zip(table.isKey, values).compactMap { $0 ? $1 : nil }
    }
}

/// How many rows of one table were changed.
public struct ChangeCount: Sendable, Hashable {
    /// How many rows came into the table.
    public var inserted: Int
    /// How many rows hold other values now.
    public var updated: Int
    /// How many rows went from the table.
    public var deleted: Int

    /// Makes counts; all are zero where nothing is told.
    public init(inserted: Int = 0, updated: Int = 0, deleted: Int = 0) {
        self.inserted = inserted
        self.updated = updated
        self.deleted = deleted
    }

    /// How many rows were touched in any way.
    public var total: Int { inserted + updated + deleted }

    /// Adds the counts of another changeset.
    public mutating func add(_ other: ChangeCount) {
        inserted += other.inserted
        updated += other.updated
        deleted += other.deleted
    }
}

/// Bytes that are no changeset.
public struct ChangesetFormatError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The byte at which it shows, from 0.
    public let offset: Int
    /// What is wrong with the bytes at that place.
    public let problem: String

    /// One line for a person.
    public var description: String { "the changeset is damaged at byte \(offset): \(problem)" }
}
