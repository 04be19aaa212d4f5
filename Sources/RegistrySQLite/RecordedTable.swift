internal import CRegistrySQLite
internal import Glibc

/// The tables whose changes are recorded, as long as the schema stays.
final class RecordedTables {
    let schemaVersion: Int64
    let leavingOut: [String]
    private let names: Set<String>
    /// Those that were asked for. One without a key is not recorded.
    private var known: [String: RecordedTable?] = [:]

    init(schemaVersion: Int64, leavingOut: [String], names: Set<String>) {
        self.schemaVersion = schemaVersion
        self.leavingOut = leavingOut
        self.names = names
    }

    func table(_ name: String, _ handle: Handle) throws(DatabaseError) -> RecordedTable? {
        guard names.contains(name) else { return nil }
        if let table = known[name] { return table }
        let table = try RecordedTable(name: name, handle)
        known[name] = .some(table.columns.contains { $0.placeInKey > 0 } ? table : nil)
        return known[name] ?? nil
    }
}

/// What has to be known of a table whose changes are recorded.
final class RecordedTable {
    struct Column {
        let name: String
        /// Its place in the primary key, from 1; 0 for one that is not of the key.
        let placeInKey: Int
        /// Whether rows that are older than the column are read as if they held something.
        let hasDefault: Bool
        /// Whether whole numbers, which the file keeps as integers, are numbers with a fraction all the same.
        let isReal: Bool

        /// - Parameter type: the declared type in upper case, from which SQLite takes the affinity: "Determination of Column Affinity",
        ///   https://www.sqlite.org/datatype3.html.
        init(name: String, type: String, placeInKey: Int, hasDefault: Bool) {
            self.name = name
            self.placeInKey = placeInKey
            self.hasDefault = hasDefault
            switch type {
            case "INTEGER", "TEXT", "BLOB", "ANY", "": isReal = false
            case "REAL": isReal = true
            default:
                let isOther = ["INT", "CHAR", "CLOB", "TEXT", "BLOB"].contains(where: type.contains)
                isReal = !isOther && ["REAL", "FLOA", "DOUB"].contains(where: type.contains)
            }
        }
    }

    let name: String
    let columns: [Column]
    /// Whether the key is the row id: then it has no index.
    let hasRowIDAsKey: Bool
    /// Whether SQLite (3.40.1, `sqlite3_preupdate_old`) takes the affinity of one column for that of another: in a table without row ids
    /// whose key is not its first columns in their order, where one of the columns is real.
    let isToldWrongly: Bool
    private let hasRowIDs: Bool
    private let nameInC: ContiguousArray<CChar>

    init(name: String, _ handle: Handle) throws(DatabaseError) {
        let cached = try handle.cachedStatement(
            """
            SELECT c.name, upper(c.type), c.pk, c.dflt_value IS NOT NULL, l.wr,
                   EXISTS (SELECT 1 FROM pragma_index_list(?1, 'main') i WHERE i.origin = 'pk')
              FROM pragma_table_list(?1) l JOIN pragma_table_info(?1, 'main') c WHERE l.schema = 'main' ORDER BY c.cid
            """)
        defer { handle.cache.giveBack(cached) }
        try handle.bind(name, at: 1, to: cached.statement)
        var (columns, hasRowIDs, hasIndexOfKey) = ([Column](), true, false)
        while try handle.step(cached.statement) {
            let row = Row(cached.statement)
            columns.append(
                Column(name: try row.string(0), type: try row.string(1), placeInKey: try row.int(2), hasDefault: try row.bool(3)))
            (hasRowIDs, hasIndexOfKey) = (try !row.bool(4), try row.bool(5))
        }
        self.name = name
        self.columns = columns
        self.hasRowIDs = hasRowIDs
        hasRowIDAsKey = !hasIndexOfKey
        let keySize = columns.reduce(0) { $0 + ($1.placeInKey > 0 ? 1 : 0) }
        isToldWrongly =
            !hasRowIDs && columns.contains(where: \.isReal) && columns.prefix(keySize).map(\.placeInKey) != Array(1...max(1, keySize))
        nameInC = name.utf8CString
    }

    func isNamed(_ other: UnsafePointer<CChar>) -> Bool {
        nameInC.withUnsafeBufferPointer { $0.baseAddress.map { strcmp($0, other) == 0 } ?? false }
    }

    /// Gives the row of a key.
    private(set) lazy var selection: String = {
        let key = columns.filter { $0.placeInKey > 0 }.enumerated().map { "\(quoted($1.name)) = ?\($0 + 1)" }
        return selectionOfAll + key.joined(separator: " AND ")
    }()

    /// Gives the row of a row id, for the time of a change, when the index of the key may have left the row already. Nil without row ids.
    private(set) lazy var selectionByRowID: String? = {
        let names = columns.map { $0.name.lowercased() }
        guard hasRowIDs, let rowID = ["rowid", "_rowid_", "oid"].first(where: { !names.contains($0) }) else { return nil }
        return selectionOfAll + "\(rowID) = ?1"
    }()

    private var selectionOfAll: String {
        "SELECT \(columns.map { quoted($0.name) }.joined(separator: ", ")) FROM main.\(quoted(name)) WHERE "
    }

    /// What stands before the rows of the table in a changeset.
    private(set) lazy var header: [UInt8] = {
        var bytes = [UInt8(ascii: "T")]
        bytes.append(size: columns.count)
        return bytes + columns.map { UInt8(clamping: $0.placeInKey) } + name.utf8 + [0]
    }()
}
