internal import RegistrySQLite

/// Keeps the changesets of a revision while it is made, in pieces that SQLite can hold as one value.
final class RevisionKeeper {
    private static let pieceSize = 4 << 20
    private let connection: Connection
    private let revision: Int
    private var changesets = 0
    private var hash = SHA256()

    init(connection: Connection, revision: Int) {
        self.connection = connection
        self.revision = revision
    }

    /// The digest of the changesets kept: SHA-256 over, for each, its length in bytes, a newline and its bytes.
    var digest: String { hash.hexDigest() }

    func keep(_ changeset: Changeset) throws(DatabaseError) {
        changesets += 1
        hash.update("\(changeset.bytes.count)\n")
        hash.update(changeset.bytes)
        for (index, start) in stride(from: 0, to: changeset.bytes.count, by: Self.pieceSize).enumerated() {
            let piece = changeset.bytes[start..<min(start + Self.pieceSize, changeset.bytes.count)]
            try connection.execute(
                "INSERT INTO registry_revision_part (id, revision, changeset, piece, bytes) VALUES (?1, ?2, ?3, ?4, ?5)",
                [
                    .integer(RevisionParts.id(of: revision, changesets, index + 1)), .integer(Int64(revision)),
                    .integer(Int64(changesets)), .integer(Int64(index + 1)), .blob([UInt8](piece)),
                ])
        }
    }
}

/// Reads the changesets of revisions.
struct RevisionParts {
    let connection: Connection
    /// The database that holds them: `main`, or `origin` while a copy is made.
    var schema = "main"

    /// The key of a piece: its revision, its changeset and its own number, one behind the other.
    static func id(of revision: Int, _ changeset: Int, _ piece: Int) -> Int64 {
        Int64(revision) << 32 | Int64(changeset) << 16 | Int64(piece)
    }

    /// The first and the last key that pieces of a revision may have.
    static func range(of revision: Int) -> [Value] { [.integer(id(of: revision, 0, 0)), .integer(id(of: revision, 0xFFFF, 0xFFFF))] }

    /// The first and the last key that pieces of a changeset may have.
    static func range(of revision: Int, changeset: Int) -> [Value] {
        [.integer(id(of: revision, changeset, 0)), .integer(id(of: revision, changeset, 0xFFFF))]
    }

    /// How many changesets a revision keeps.
    ///
    /// - Throws: `RevisionError.broken` when they are not numbered one after another from 1.
    func count(of revision: Int) throws -> Int {
        let numbers = try connection.query(
            "SELECT DISTINCT changeset FROM \(schema).registry_revision_part WHERE id BETWEEN ?1 AND ?2 ORDER BY changeset",
            Self.range(of: revision)
        ) { try $0.int(0) }
        guard numbers.elementsEqual(1..<(numbers.count + 1)) else {
            throw RevisionError.broken(revision, "its changesets are not numbered one after another")
        }
        return numbers.count
    }

    /// One changeset of a revision, from 1.
    ///
    /// - Throws: `RevisionError.broken` when it is not well-formed.
    func changeset(_ number: Int, of revision: Int) throws -> Changeset {
        var bytes: [UInt8] = []
        try connection.forEachRow(
            "SELECT bytes FROM \(schema).registry_revision_part WHERE id BETWEEN ?1 AND ?2 ORDER BY id",
            Self.range(of: revision, changeset: number)
        ) { bytes += try $0.bytes(0) }
        do { return try Changeset(bytes: bytes) } catch { throw RevisionError.broken(revision, "\(error)") }
    }

    /// Lends each changeset of a revision, oldest first; one after another, so that a bulk load does not fill the memory.
    func forEach(of revision: Int, _ body: (Changeset) throws -> Void) throws {
        for number in 1..<(try count(of: revision) + 1) { try body(try changeset(number, of: revision)) }
    }

    /// Lends the changesets that undo a revision, in the order in which they must be applied.
    func forEachInverse(of revision: Int, _ body: (Changeset) throws -> Void) throws {
        for number in stride(from: try count(of: revision), to: 0, by: -1) { try body(try changeset(number, of: revision).inverted()) }
    }
}

/// How each revision is tied to the one before.
enum RevisionChain {
    /// SHA-256 over lines of the parent's hash, the revision's own fields as JSON, and the digest of its changesets.
    static func hash(of draft: RevisionLog.Draft, changesDigest: String, parent: String) -> String {
        let fields = JSONText.object([
            ("number", String(draft.number)), ("at", JSONText.string(draft.committedAt.description)),
            ("author", JSONText.string(draft.author)), ("reason", JSONText.string(draft.reason)),
            ("dataset", JSONText.optional(draft.dataset)), ("source_release", JSONText.optional(draft.sourceRelease)),
            ("baseline", draft.isBaseline ? "true" : "false"),
            ("schema", String(draft.schemaVersion)), ("accepted", JSONText.array(draft.acceptedRules.map(JSONText.string))),
        ])
        return SHA256.hex("\(parent)\n\(fields)\n\(changesDigest)\n")
    }

    /// The hash that a revision ought to have.
    static func hash(of revision: Revision, changesDigest: String, parent: String) -> String {
        hash(
            of: RevisionLog.Draft(
                number: revision.number, committedAt: revision.committedAt, author: revision.author, reason: revision.reason,
                dataset: revision.dataset, sourceRelease: revision.sourceRelease, isBaseline: revision.isBaseline,
                schemaVersion: revision.schemaVersion,
                acceptedRules: revision.acceptedRules), changesDigest: changesDigest, parent: parent)
    }

    /// The digest of the changesets that a revision keeps, computed from their bytes.
    static func changesDigest(of revision: Int, in connection: Connection) throws -> String {
        var hash = SHA256()
        let changesets = try connection.query(
            """
            SELECT changeset, sum(length(bytes)) FROM registry_revision_part WHERE id BETWEEN ?1 AND ?2 GROUP BY changeset ORDER BY changeset
            """, RevisionParts.range(of: revision)
        ) { (try $0.int(0), try $0.int(1)) }
        for (number, length) in changesets {
            hash.update("\(length)\n")
            try connection.forEachRow(
                "SELECT bytes FROM registry_revision_part WHERE id BETWEEN ?1 AND ?2 ORDER BY id",
                RevisionParts.range(of: revision, changeset: number)
            ) { hash.update(try $0.bytes(0)) }
        }
        return hash.hexDigest()
    }
}
