internal import CRegistrySQLite
internal import Glibc

/// Records the changes of one connection in the form of SQLite's session extension, cut into parts.
///
/// It works as that extension does: SQLite tells of each change before it happens, what a row held at first is kept, and in the end that
/// is compared with what stands there. The extension itself compiles five statements for each table of each recording, which took half
/// of the instructions of a small revision; here what is known of a table, and its statement, stay with the connection.
/// `RecordingTests` compares what the two record.
final class ChangeRecorder {
    private(set) var counts: [String: ChangeCount] = [:]
    private unowned let handle: Handle
    private let tables: RecordedTables
    private let partSize: Int
    private let keep: (Changeset) throws(DatabaseError) -> Void
    /// In the order of their first change.
    private var changed: [TableChanges] = []
    /// The table of the change before: mostly the next one is of the same.
    private var latest: TableChanges?
    /// What SQLite said when a change could not be noted.
    private var failure: DatabaseError?
    private var statements = 0
    /// Whether changes were undone meanwhile, of the schema perhaps.
    var sawUndoing = false

    init(
        handle: Handle, tables: RecordedTables, partSize: Int, keep: @escaping (Changeset) throws(DatabaseError) -> Void
    ) {
        self.handle = handle
        self.tables = tables
        self.partSize = partSize
        self.keep = keep
    }

    func start() {
        sqlite3_preupdate_hook(
            handle.db,
            { context, _, operation, schema, name, rowBefore, rowAfter in
                guard let context, let schema, let name, strcmp(schema, "main") == 0 else { return }
                let recorder = Unmanaged<ChangeRecorder>.fromOpaque(context).takeUnretainedValue()
                recorder.hear(operation, of: name, rowBefore, rowAfter)
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    func stop() { sqlite3_preupdate_hook(handle.db, nil, nil) }

    /// Called by SQLite before each change of a row.
    private func hear(_ operation: Int32, of name: UnsafePointer<CChar>, _ rowBefore: Int64, _ rowAfter: Int64) {
        guard failure == nil else { return }
        do throws(DatabaseError) {
            guard let table = try changes(of: name) else { return }
            try table.requireRecordable(handle)
            switch operation {
            case SQLITE_INSERT: try table.noteInsertion(rowAfter, handle)
            case SQLITE_DELETE: try table.noteDeletion(rowBefore, handle)
            default: try table.noteUpdate(rowBefore, rowAfter, handle)
            }
        } catch { failure = error }
    }

    private func changes(of name: UnsafePointer<CChar>) throws(DatabaseError) -> TableChanges? {
        if let latest, latest.table.isNamed(name) { return latest }
        guard let table = try tables.table(String(cString: name), handle) else { return nil }
        if let found = changed.first(where: { $0.table === table }) {
            latest = found
            return found
        }
        let new = TableChanges(table)
        changed.append(new)
        latest = new
        return new
    }

    /// Called before a statement outside of savepoints: looks at the size only now and then.
    func noteStatement() throws(DatabaseError) {
        statements += 1
        if statements & 0xFF == 0 { try cutIfLarge() }
    }

    /// Called when a savepoint has been released and none is open.
    func cutIfLarge() throws(DatabaseError) {
        guard changed.reduce(0, { $0 + $1.estimatedSize }) > partSize else { return }
        try cut()
    }

    /// Hands on what was recorded since the last time. What cannot be handed on is remembered: the recording cannot succeed any more.
    func cut() throws(DatabaseError) {
        if let failure { throw failure }
        do throws(DatabaseError) {
            try handOn()
        } catch {
            failure = error
            throw error
        }
    }

    private func handOn() throws(DatabaseError) {
        let tables = changed
        (changed, latest) = ([], nil)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(tables.reduce(0) { $0 + $1.estimatedSize })
        var written: [(name: String, count: ChangeCount)] = []
        for table in tables {
            let count = try table.write(to: &bytes, handle)
            if count.total > 0 { written.append((table.table.name, count)) }
        }
        guard !bytes.isEmpty else { return }
        // What SQLite could not apply is not kept.
        _ = try Changeset.size(of: bytes)
        // Whoever keeps it inserts rows: the caller's own last row id must not be hidden by them.
        let rowID = sqlite3_last_insert_rowid(handle.db)
        defer { sqlite3_set_last_insert_rowid(handle.db, rowID) }
        try keep(Changeset(trusted: bytes))
        for (name, count) in written { counts[name, default: ChangeCount()].add(count) }
    }
}
