internal import RegistrySQLite

// Changing facts: the only way is a revision, whole or not at all.
extension Registry {
    /// Changes facts: all that `body` does is committed together as one revision, or not at all.
    ///
    /// The revision keeps what it changed, so that the state before can be seen again. One that changes nothing is not recorded.
    /// - Parameters:
    ///   - reason: why; not empty.
    ///   - author: who; not empty.
    ///   - dataset: under whose name new citations are filed: `local` for facts of the user.
    ///   - sourceRelease: the release of the source that is loaded, if one is.
    ///   - startsHistory: keep no changeset: history starts after this revision, nothing before it can be seen again. For bulk loads
    ///     whose past nobody will ask for.
    ///   - body: the change. It must not keep what it is given.
    /// - Returns: what `body` returned, and the revision, `nil` when nothing changed.
    /// - Throws: what `body` throws, after everything was rolled back; `RegistryError.reasonMissing`.
    @discardableResult
    public func revise<T>(
        reason: String, author: String, dataset: String = "local", sourceRelease: String? = nil, startsHistory: Bool = false,
        _ body: (RegistryEditor) throws -> T
    ) throws -> (result: T, revision: Revision?) {
        let revising = try Revising(
            reason: reason, author: author, dataset: dataset, sourceRelease: sourceRelease, startsHistory: startsHistory, clock: clock)
        return try database.write { try revising.run(on: $0, body) }
    }

    /// Changes facts like the synchronous `revise`, off the cooperative pool. Cancelling the task interrupts it, and nothing is kept.
    ///
    /// - Parameters:
    ///   - reason: why; not empty.
    ///   - author: who; not empty.
    ///   - dataset: under whose name new citations are filed.
    ///   - sourceRelease: the release of the source that is loaded, if one is.
    ///   - startsHistory: keep no changeset: history starts after this revision.
    ///   - body: the change. It must not keep what it is given.
    @discardableResult
    public func revise<T: Sendable>(
        reason: String, author: String, dataset: String = "local", sourceRelease: String? = nil, startsHistory: Bool = false,
        _ body: @escaping @Sendable (RegistryEditor) throws -> T
    ) async throws -> (result: T, revision: Revision?) {
        let revising = try Revising(
            reason: reason, author: author, dataset: dataset, sourceRelease: sourceRelease, startsHistory: startsHistory, clock: clock)
        return try await database.write { try revising.run(on: $0, body) }
    }

    /// The revisions of the registry, oldest first.
    public func log() throws -> [Revision] { try database.read { try RevisionLog(connection: $0).revisions() } }
}

/// One revision in the making.
struct Revising: Sendable {
    let reason: String
    let author: String
    let dataset: String
    let sourceRelease: String?
    let startsHistory: Bool
    let clock: @Sendable () -> Instant

    init(
        reason: String, author: String, dataset: String, sourceRelease: String?, startsHistory: Bool,
        clock: @escaping @Sendable () -> Instant
    ) throws {
        guard !reason.allSatisfy(\.isWhitespace), !author.allSatisfy(\.isWhitespace) else { throw RegistryError.reasonMissing }
        self.reason = reason
        self.author = author
        self.dataset = dataset
        self.sourceRelease = sourceRelease
        self.startsHistory = startsHistory
        self.clock = clock
    }

    func run<T>(
        on connection: Connection, limits: ImportLimits? = nil, accepting accepted: Set<ImportRule> = [],
        _ body: (RegistryEditor) throws -> T
    ) throws -> (result: T, revision: Revision?) {
        let references = References(connection: connection, dataset: dataset, currentYear: clock().year)
        let made = try record(on: connection) { draft in
            guard let limits else { return try body(RegistryEditor(references: references)) }
            let watch = try ImportGuard(connection: connection, dataset: dataset, limits: limits)
            let result = try body(RegistryEditor(references: references))
            let reasons = try watch.reasons(release: sourceRelease)
            let standing = reasons.filter { !accepted.contains($0.rule) }
            guard standing.isEmpty else { throw ImportHeldBack(reasons: standing) }
            draft.acceptedRules = Set(reasons.map(\.rule.rawValue)).sorted()
            return result
        }
        // Outside of the recording: what is derived is no fact.
        try references.refreshIndexes()
        // What a load without changeset changed is not known by table.
        if let revision = made.revision {
            try ScreeningForm.refresh(connection, changed: startsHistory ? ScreeningForm.sources : Set(revision.rows.keys))
        }
        return made
    }

    /// Runs `body` and records what it changed. It is given the number of the revision.
    func record<T>(on connection: Connection, _ body: (inout RevisionLog.Draft) throws -> T) throws -> (result: T, revision: Revision?) {
        let log = RevisionLog(connection: connection)
        var draft = try log.draft(
            at: clock(), author: author, reason: reason, dataset: dataset, sourceRelease: sourceRelease,
            startsHistory: startsHistory)
        let keeper = RevisionKeeper(connection: connection, revision: draft.number)
        if startsHistory {
            try connection.useLargeCache()
            let before = try GrowthCount(connection)
            let result = try body(&draft)
            guard let rows = try before.growth(of: connection) else { return (result, nil) }
            return (result, try log.append(draft, changesDigest: keeper.digest, rows: rows))
        }
        let (result, changes) = try connection.recordingChanges(leavingOut: FactCatalogue.otherTables, keep: keeper.keep) {
            try body(&draft)
        }
        guard !changes.isEmpty else { return (result, nil) }
        let rows = changes.mapValues { RowCounts(inserted: $0.inserted, updated: $0.updated, deleted: $0.deleted) }
        return (result, try log.append(draft, changesDigest: keeper.digest, rows: rows))
    }
}

/// How many rows the tables of facts hold, to tell what a load without changeset did.
private struct GrowthCount {
    private let counts: [String: Int]
    private let changes: Int64

    init(_ connection: Connection) throws {
        counts = try Self.counts(connection)
        changes = connection.totalChangeCount
    }

    private static func counts(_ connection: Connection) throws -> [String: Int] {
        var counts: [String: Int] = [:]
        for table in try FactCatalogue(connection: connection).tables() {
            counts[table] = try connection.first("SELECT count(*) FROM \(Identifier.quoted(table))") { try $0.int(0) }
        }
        return counts
    }

    /// The rows that came and went since; `nil` when no row was touched.
    func growth(of connection: Connection) throws -> [String: RowCounts]? {
        guard connection.totalChangeCount > changes else { return nil }
        return try Self.counts(connection).reduce(into: [:]) { rows, entry in
            let growth = entry.value - (counts[entry.key] ?? 0)
            if growth != 0 { rows[entry.key] = RowCounts(inserted: max(growth, 0), updated: 0, deleted: max(-growth, 0)) }
        }
    }
}
