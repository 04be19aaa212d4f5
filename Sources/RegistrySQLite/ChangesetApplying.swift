internal import CRegistrySQLite

extension Connection {
    /// Applies a changeset: each row must stand as the changeset knew it. Nothing is kept when one does not.
    ///
    /// Foreign key actions must not run beside it (the changeset holds what they did): use it inside
    /// `Database.writeWithoutForeignKeys`, and look at `orphans(after:)` afterwards.
    ///
    /// - Parameters:
    ///   - changeset: what is applied.
    ///   - tables: only changes of these tables; `nil` for all.
    /// - Throws: `ChangesetConflicts` with the rows that stand otherwise; `ChangesetFormatError`; `DatabaseError` when a table is
    ///   not there, has another key or fewer columns.
    public func apply(_ changeset: Changeset, tables: Set<String>? = nil) throws {
        guard !changeset.isEmpty else { return }
        let touched = try changeset.tables().filter { tables?.contains($0.name) ?? true }
        let bytes = try changeset.bytesToApply()
        for table in touched { try requireFitting(table) }
        do {
            try savepoint { try applyOnce(bytes, tables: tables) }
        } catch let conflicts as ChangesetConflicts where conflicts.isAboutUniquenessAlone {
            // Rows that swap the values of a unique column cannot be written one after another while its index watches.
            try savepoint {
                let indexes = try uniqueIndexes(of: touched.map(\.name))
                for index in indexes { try execute("DROP INDEX \(quoted(index.name))") }
                try applyOnce(bytes, tables: tables)
                do { for index in indexes { try execute(index.sql) } } catch { throw conflicts }
            }
        }
    }

    private func applyOnce(_ bytes: [UInt8], tables: Set<String>?) throws {
        let size = try Changeset.size(of: bytes)
        let application = ChangesetApplication(tables: tables)
        let context = Unmanaged.passUnretained(application).toOpaque()
        let code = bytes.withUnsafeBytes { bytes in
            sqlite3changeset_apply_v2(
                handle.db, size, UnsafeMutableRawPointer(mutating: bytes.baseAddress),
                { context, table in
                    guard let context, let table else { return 0 }
                    return Unmanaged<ChangesetApplication>.fromOpaque(context).takeUnretainedValue().wants(String(cString: table)) ? 1 : 0
                },
                { context, reason, iterator in
                    guard let context, let iterator else { return SQLITE_CHANGESET_ABORT }
                    Unmanaged<ChangesetApplication>.fromOpaque(context).takeUnretainedValue().note(reason, iterator)
                    return SQLITE_CHANGESET_OMIT
                }, context, nil, nil, 0)
        }
        try withExtendedLifetime(application) {
            guard code == SQLITE_OK else { throw handle.error(code) }
            if application.total > 0 { throw ChangesetConflicts(conflicts: application.conflicts, total: application.total) }
        }
    }

    /// SQLite passes over a table that does not fit, and tells only its log.
    private func requireFitting(_ table: ChangesetTable) throws {
        let isKey = try query("SELECT pk FROM pragma_table_info(?1, 'main') ORDER BY cid", [.text(table.name)]) { try $0.int(0) > 0 }
        let problem =
            switch isKey {
            case []: "there is no such table"
            case _ where isKey.count < table.isKey.count:
                "it has \(isKey.count) columns, the changeset \(table.isKey.count): it was made with a newer schema"
            case _ where Array(isKey.prefix(table.isKey.count)) != table.isKey || isKey.dropFirst(table.isKey.count).contains(true):
                "its primary key is another one"
            default: ""
            }
        guard problem.isEmpty else {
            throw DatabaseError(code: .schema, message: "the changeset does not fit table \(table.name): \(problem)", path: handle.path)
        }
    }

    private func uniqueIndexes(of tables: [String]) throws -> [(name: String, sql: String)] {
        try Set(tables).sorted().flatMap { table in
            try query(
                """
                SELECT s.name, s.sql FROM pragma_index_list(?1, 'main') l JOIN main.sqlite_schema s ON s.name = l.name AND s.type = 'index'
                 WHERE l."unique" AND l.origin = 'c' ORDER BY s.name
                """, [.text(table)]
            ) { (try $0.string(0), try $0.string(1)) }
        }
    }

    /// Rows of a changeset that point at nothing, and rows that point at a row which the changeset deleted.
    ///
    /// - Parameter changesets: what was applied to this connection.
    public func orphans(after changesets: [Changeset]) throws -> [ForeignKeyViolation] {
        var probe = ForeignKeyProbe(connection: self)
        for changeset in changesets { try changeset.forEachChange { try probe.look(at: $0) } }
        return Array(probe.violations)
    }
}

/// One row that does not stand as a changeset knew it.
public struct ChangesetConflict: Sendable, Hashable, CustomStringConvertible {
    /// In what way a row stands otherwise than the changeset expects.
    public enum Kind: String, Sendable {
        /// Other values stand in the row.
        case changed
        /// The row that should change is gone.
        case missing
        /// A row that should come is there already.
        case present
        /// The row breaks a rule of its table: a unique value stands in another row.
        case constraint
    }

    /// In what way the row stands otherwise than expected.
    public let kind: Kind
    /// The name of the table that the row belongs to.
    public let table: String
    /// What the changeset wanted to do to the row.
    public let operation: ChangedRow.Operation
    /// The values of the row's primary key.
    public let key: [Value]

    /// One line for a person.
    public var description: String {
        let words =
            switch kind {
            case .changed: "has been changed"
            case .missing: "is not there"
            case .present: "is there already"
            case .constraint: "would break a rule of the table"
            }
        return "\(table) (\(key.map(\.plainText).joined(separator: ", "))) \(words)"
    }
}

/// Why a changeset was not applied.
public struct ChangesetConflicts: Error, Sendable, Hashable, CustomStringConvertible {
    /// The rows, at most 100.
    public let conflicts: [ChangesetConflict]
    /// How many conflicts there are, also those that are not listed.
    public let total: Int

    /// Makes the error from the first conflicts and their number.
    public init(conflicts: [ChangesetConflict], total: Int) {
        self.conflicts = conflicts
        self.total = total
    }

    var isAboutUniquenessAlone: Bool { total == conflicts.count && conflicts.allSatisfy { $0.kind == .constraint } }

    /// One line for a person.
    public var description: String {
        let more = total > 5 ? " and \(total - 5) more" : ""
        return "\(total) \(total == 1 ? "row stands" : "rows stand") otherwise: "
            + conflicts.prefix(5).map(\.description).joined(separator: "; ") + more
    }
}

extension Value {
    /// The value as a key is told to a person.
    fileprivate var plainText: String {
        switch self {
        case .null: "NULL"
        case .integer(let number): String(number)
        case .real(let number): "\(number)"
        case .text(let text): text.count > 80 ? text.prefix(80) + "…" : text
        case .blob(let bytes): "\(bytes.count) bytes"
        }
    }
}

/// What one application of a changeset meets.
private final class ChangesetApplication {
    private let tables: Set<String>?
    private(set) var conflicts: [ChangesetConflict] = []
    private(set) var total = 0

    init(tables: Set<String>?) { self.tables = tables }

    func wants(_ table: String) -> Bool { tables?.contains(table) ?? true }

    func note(_ reason: Int32, _ iterator: OpaquePointer) {
        let kind: ChangesetConflict.Kind
        switch reason {
        case SQLITE_CHANGESET_DATA: kind = .changed
        case SQLITE_CHANGESET_NOTFOUND: kind = .missing
        case SQLITE_CHANGESET_CONFLICT: kind = .present
        case SQLITE_CHANGESET_CONSTRAINT: kind = .constraint
        // Rows that wait for another row: told by `orphans(after:)`. There is no row to ask for here.
        default: return
        }
        total += 1
        guard conflicts.count < 100 else { return }
        var (name, columns, operation, isIndirect): (UnsafePointer<CChar>?, Int32, Int32, Int32) = (nil, 0, 0, 0)
        sqlite3changeset_op(iterator, &name, &columns, &operation, &isIndirect)
        var isKey: UnsafeMutablePointer<UInt8>?
        sqlite3changeset_pk(iterator, &isKey, nil)
        var key: [Value] = []
        for column in 0..<columns where isKey?[Int(column)] != 0 {
            var value: OpaquePointer?
            if operation == SQLITE_INSERT {
                sqlite3changeset_new(iterator, column, &value)
            } else {
                sqlite3changeset_old(iterator, column, &value)
            }
            key.append(Self.value(value))
        }
        let done: ChangedRow.Operation =
            operation == SQLITE_INSERT ? .insert : operation == SQLITE_DELETE ? .delete : .update
        conflicts.append(
            ChangesetConflict(kind: kind, table: name.map { String(cString: $0) } ?? "", operation: done, key: key))
    }

    private static func value(_ value: OpaquePointer?) -> Value {
        guard let value else { return .null }
        switch sqlite3_value_type(value) {
        case SQLITE_INTEGER: return .integer(sqlite3_value_int64(value))
        case SQLITE_FLOAT: return .real(sqlite3_value_double(value))
        case SQLITE_TEXT: return .text(sqlite3_value_text(value).map { String(cString: $0) } ?? "")
        case SQLITE_BLOB:
            return .blob([UInt8](UnsafeRawBufferPointer(start: sqlite3_value_blob(value), count: Int(sqlite3_value_bytes(value)))))
        default: return .null
        }
    }
}
