/// One committed change of the registry.
public struct Revision: Hashable, Sendable {
    /// The number of the revision, from 1 without gaps.
    public let number: Int
    /// When it was made, UTC; strictly later than the revision before.
    public let committedAt: Instant
    /// The person or program that made it.
    public let author: String
    /// Why it was made, in the author's words.
    public let reason: String
    /// The dataset under which its facts were filed; `nil` for revisions of a registry that did not tell.
    public let dataset: String?
    /// The release of the source that was loaded, if one was.
    public let sourceRelease: String?
    /// Whether history starts here: nothing before it can be seen again.
    public let isBaseline: Bool
    /// The version of the schema on which it was made.
    public let schemaVersion: Int
    /// The rules of imports that were overridden.
    public let acceptedRules: [String]
    /// SHA-256 over the parent's hash and all that the revision holds; `nil` for revisions of a registry that kept no changesets.
    public let hash: String?
    /// How many rows were touched, by table. Of a revision that kept no changeset: by how many a table grew or shrank.
    public let rows: [String: RowCounts]

    /// How many rows were touched in all.
    public var totalRows: Int { rows.values.reduce(0) { $0 + $1.inserted + $1.updated + $1.deleted } }
}

/// How many rows of one table a revision touched.
public struct RowCounts: Hashable, Sendable {
    /// How many rows came into the table.
    public let inserted: Int
    /// How many rows hold other values now.
    public let updated: Int
    /// How many rows went from the table.
    public let deleted: Int
}

/// Why a revision cannot be shown, compared, undone or trusted.
public enum RevisionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// There is no revision of that number; the newest one is told.
    case unknown(Int, newest: Int)
    /// The moment lies after now.
    case future(Instant, now: Instant)
    /// History starts later than what was asked for; the first revision that can be shown is told.
    case notRecorded(before: Int, at: Instant)
    /// Nothing was recorded yet: there is no revision.
    case empty
    /// The revision keeps no changeset, so it cannot be undone.
    case baseline(Int)
    /// Rows were changed since by later revisions.
    case conflicts(Int, ChangesetSummary)
    /// Undoing would leave rows that point at nothing.
    case orphans(Int, [String])
    /// A revision is not what its hash says, or is missing.
    case broken(Int, String)

    /// One line for a person: what is wrong and what to do.
    public var description: String {
        switch self {
        case .unknown(let number, 0): "there is no revision \(number): the registry holds none yet"
        case .unknown(let number, let newest): "there is no revision \(number); the newest is \(newest), see `registry log`"
        case .future(let moment, let now): "\(moment) lies in the future (it is \(now)): what will be known then cannot be told"
        case .notRecorded(let first, let moment): "not recorded before revision \(first) (\(moment)): history starts there"
        case .empty: "not recorded: the registry holds no revision yet; load facts first: registry import reference"
        case .baseline(let number): "revision \(number) cannot be undone: it is a baseline, history starts there"
        case .conflicts(let number, let summary): "revision \(number) cannot be undone: \(summary)"
        case .orphans(let number, let rows):
            "revision \(number) cannot be undone, rows would point at nothing: \(rows.prefix(5).joined(separator: "; "))"
        case .broken(let number, let problem): "revision \(number) is not to be trusted: \(problem); run `registry check`"
        }
    }
}

/// The rows that stand otherwise than a changeset knew them, in domain words.
public struct ChangesetSummary: Hashable, Sendable, CustomStringConvertible {
    /// The rows, at most 100.
    public let rows: [String]
    /// How many rows there are, also those not told.
    public let total: Int

    /// One line for a person.
    public var description: String {
        let more = total > 5 ? " and \(total - 5) more" : ""
        return "\(total == 1 ? "1 row stands" : "\(total) rows stand") otherwise: \(rows.prefix(5).joined(separator: "; "))\(more)"
    }
}
