internal import RegistrySQLite

/// One committed change of the registry.
public struct Revision: Hashable, Sendable {
    /// Its number, from 1.
    public let number: Int
    /// When it was committed, UTC; strictly later than the revision before.
    public let committedAt: Instant
    /// Who made it.
    public let author: String
    /// Why.
    public let reason: String
    /// The release of the source that was loaded, if one was.
    public let sourceRelease: String?
    /// How many rows were touched, by table.
    public let rows: [String: RowCounts]

    /// How many rows were touched in all.
    public var totalRows: Int { rows.values.reduce(0) { $0 + $1.inserted + $1.updated + $1.deleted } }
}

/// How many rows of one table a revision touched.
public struct RowCounts: Hashable, Sendable {
    /// Rows that came.
    public let inserted: Int
    /// Rows that changed.
    public let updated: Int
    /// Rows that went.
    public let deleted: Int
}

/// The table of revisions.
struct RevisionLog {
    let connection: Connection

    func append(
        at now: Instant, author: String, reason: String, sourceRelease: String?, rows: [String: RowCounts]
    ) throws -> Revision {
        let last = try connection.first("SELECT number, committed_at FROM registry_revision ORDER BY number DESC LIMIT 1") { row in
            (try row.int(0), try Instant(try row.string(1)))
        }
        // A clock that stands still or was set back must not put a revision before the one it follows.
        let time = last.map { max(now, $0.1.adding(milliseconds: 1)) } ?? now
        let revision = Revision(
            number: (last?.0 ?? 0) + 1, committedAt: time, author: author, reason: reason, sourceRelease: sourceRelease, rows: rows)
        try connection.execute(
            "INSERT INTO registry_revision (number, committed_at, author, reason, source_release) VALUES (?1, ?2, ?3, ?4, ?5)",
            [.integer(Int64(revision.number)), .text(time.description), .text(author), .text(reason), .optional(sourceRelease)])
        for (table, counts) in rows.sorted(by: { $0.key < $1.key }) {
            try connection.execute(
                """
                INSERT INTO registry_revision_table (revision, table_name, inserted, updated, deleted) VALUES (?1, ?2, ?3, ?4, ?5)
                """,
                [
                    .integer(Int64(revision.number)), .text(table), .integer(Int64(counts.inserted)), .integer(Int64(counts.updated)),
                    .integer(Int64(counts.deleted)),
                ])
        }
        return revision
    }

    func all() throws -> [Revision] {
        try connection.query(
            "SELECT number, committed_at, author, reason, source_release FROM registry_revision ORDER BY number"
        ) { row in
            let number = try row.int(0)
            let counts = try connection.query(
                "SELECT table_name, inserted, updated, deleted FROM registry_revision_table WHERE revision = ?1", [.integer(Int64(number))]
            ) { (try $0.string(0), RowCounts(inserted: try $0.int(1), updated: try $0.int(2), deleted: try $0.int(3))) }
            return Revision(
                number: number, committedAt: try Instant(try row.string(1)), author: try row.string(2), reason: try row.string(3),
                sourceRelease: try row.optionalString(4), rows: Dictionary(counts) { first, _ in first })
        }
    }

    /// The number of the newest revision, 0 before the first.
    func newest() throws -> Int {
        try connection.first("SELECT coalesce(max(number), 0) FROM registry_revision") { try $0.int(0) } ?? 0
    }
}
