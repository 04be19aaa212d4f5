internal import RegistrySQLite

/// What differs between the registry as known at two revisions.
public struct Difference: Hashable, Sendable {
    /// The revision that is compared with.
    public let from: Int
    /// The revision that is compared.
    public let to: Int
    /// The rows that differ, by table and id.
    public let rows: [ChangedFact]

    /// The rows in words, a line each for a person. Citations have no line of their own: the fact that rests on one tells its sources.
    public var sentences: [String] {
        rows.filter { !["citation", "citation_source"].contains($0.table) }.map(\.sentence)
    }
}

/// One row that differs, in the words of the domain: keys of the file are replaced by the ids that they stand for.
public struct ChangedFact: Hashable, Sendable {
    /// In what way a row of facts differs.
    public enum Change: String, Hashable, Sendable {
        /// The row was not there at the earlier revision.
        case added
        /// The row holds other values than before.
        case changed
        /// The row is not there at the later revision.
        case removed
    }

    /// One column of a row.
    public struct Column: Hashable, Sendable {
        /// The column's name; of a column that points at something, without `_id`.
        public let name: String
        /// The value before; `nil` where there was none.
        public let old: String?
        /// The value after; `nil` where there is none.
        public let new: String?
    }

    /// The table of facts that holds it: `control_item_customs_code`.
    public let table: String
    /// What tells the row apart: `CN-2023-23-Ga-a / announcement`.
    public let id: String
    /// Whether the row came, changed or went.
    public let change: Change
    /// The columns that differ; of a row that came or went all that hold a value.
    public let columns: [Column]

    /// One line for a person.
    public var sentence: String {
        let what = table.replacing("_", with: " ") + " " + id
        let values = columns.map { column in
            switch change {
            case .added: "\(column.name) \(column.new ?? "")"
            case .removed: "\(column.name) \(column.old ?? "")"
            case .changed where column.name == "citation": Self.grounds(column)
            case .changed: "\(column.name) was \(column.old ?? "empty"), is \(column.new ?? "empty")"
            }
        }
        return "\(what) \(change.rawValue)" + (values.isEmpty ? "" : ": \(values.joined(separator: "; "))")
    }

    /// On which sources a fact rests and rested. A citation is told apart by its dataset and the ids of its sources; where these stay, the
    /// fact went from one dataset to another.
    private static func grounds(_ column: Column) -> String {
        let (old, new) = ((column.old ?? "").split(separator: " ", maxSplits: 1), (column.new ?? "").split(separator: " ", maxSplits: 1))
        guard old.count == 2, new.count == 2 else { return "citation was \(column.old ?? "empty"), is \(column.new ?? "empty")" }
        if old[1] == new[1] { return "belonged to the dataset \(old[0]), belongs to \(new[0])" }
        return "rested on \(old[1]), rests on \(new[1])"
    }
}

extension Registry {
    /// What differs between the registry as known at two revisions: just what comparing the two copies would show, also across a
    /// migration. A row of which only one part of the key changed is told as one change.
    ///
    /// - Parameters:
    ///   - from: the revision that is compared with.
    ///   - to: the revision that is compared; it may be the earlier one.
    ///   - tables: only these tables of facts; empty for all.
    /// - Throws: `RevisionError` for a revision that cannot be shown; `RegistryError.unknown` for a table that is not there.
    public func difference(from: Int, to: Int, tables: Set<String> = []) throws -> Difference {
        try database.read { connection in
            let log = RevisionLog(connection: connection)
            try log.requireKnown(from)
            try log.requireKnown(to)
            let known = try FactCatalogue(connection: connection).tables()
            if let unknown = tables.first(where: { !known.contains($0) }) {
                throw RegistryError.unknown(kind: "table of facts", id: unknown, near: NearNames(known).near(unknown))
            }
            var teller = try DifferenceTeller(connection: connection, earlier: min(from, to), later: max(from, to))
            let rows = try teller.rows(tables: tables)
            return Difference(from: from, to: to, rows: from <= to ? rows : rows.map(\.reversed))
        }
    }
}

extension ChangedFact {
    /// The same difference seen from the other side.
    fileprivate var reversed: ChangedFact {
        let turned: Change = change == .added ? .removed : change == .removed ? .added : .changed
        return ChangedFact(
            table: table, id: id, change: turned, columns: columns.map { Column(name: $0.name, old: $0.new, new: $0.old) })
    }
}
