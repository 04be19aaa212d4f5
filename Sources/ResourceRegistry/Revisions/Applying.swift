internal import RegistrySQLite

/// What applying a delta did.
public struct DeltaReport: Hashable, Sendable {
    /// The revisions that came, oldest first; empty when the registry held them already.
    public let revisions: [Revision]
    /// The newest revision that is held now.
    public let newest: Int
}

extension Registry {
    /// Brings the registry to the state of a newer release, in one transaction.
    ///
    /// The revisions of the delta come in with their changesets, times and hashes: the registry afterwards is the publisher's. A
    /// delta whose first revisions are held already adds the rest.
    ///
    /// - Parameter path: the delta that `publish` wrote.
    /// - Returns: the revisions that came.
    /// - Throws: `DeltaError`, `InputError`, `DatabaseError`; nothing is changed then.
    @discardableResult
    public func apply(_ path: String) throws -> DeltaReport {
        // All of it is read and checked before the registry is locked.
        let reader = try DeltaReader(path: path)
        while let (_, changesets) = try reader.nextRevision() { for _ in 0..<changesets { _ = try reader.nextChangeset() } }
        return try database.writeWithoutForeignKeys { connection in
            try DeltaApplication(connection: connection, path: path).run()
        }
    }
}

private struct DeltaApplication {
    let connection: Connection
    let path: String

    private let facts: Set<String>

    init(connection: Connection, path: String) throws {
        self.connection = connection
        self.path = path
        facts = Set(try FactCatalogue(connection: connection).tables())
    }

    private func error(_ problem: DeltaError.Problem) -> DeltaError { DeltaError(path: path, problem: problem) }

    func run() throws -> DeltaReport {
        let log = RevisionLog(connection: connection)
        let reader = try DeltaReader(path: path)
        let head = reader.head
        guard head.schema <= Registry.schemaVersion else { throw error(.newerSchema(head.schema, known: Registry.schemaVersion)) }
        guard try log.identity() == head.registry else { throw error(.otherRegistry) }
        let held = try log.newest()
        guard head.fromRevision <= held else { throw error(.gap(from: head.fromRevision, newest: held)) }
        guard try log.hash(of: head.fromRevision) == head.fromHash else { throw error(.otherHistory(since: head.fromRevision)) }
        var added: [Revision] = []
        var parent = head.fromHash
        var number = head.fromRevision
        while let (revision, changesets) = try reader.nextRevision() {
            number += 1
            guard revision.number == number else { throw error(.broken(revision: revision.number)) }
            if number <= held {
                guard try log.hash(of: number) == revision.hash else { throw error(.otherHistory(since: number - 1)) }
                for _ in 0..<changesets { _ = try reader.nextChangeset() }
            } else {
                added.append(try apply(revision, changesets: changesets, from: reader, parent: parent))
            }
            parent = revision.hash ?? ""
        }
        guard number == head.toRevision, parent == head.toHash else { throw error(.broken(revision: number)) }
        try ScreeningForm.refresh(connection, changed: Set(added.flatMap(\.rows.keys)))
        return DeltaReport(revisions: added, newest: max(held, number))
    }

    private func apply(_ stated: Revision, changesets: Int, from reader: DeltaReader, parent: String) throws -> Revision {
        let keeper = RevisionKeeper(connection: connection, revision: stated.number)
        var counts: [String: ChangeCount] = [:]
        var applied: [Changeset] = []
        for _ in 0..<changesets {
            let changeset = try reader.nextChangeset()
            // The log and the tables of the user are no facts: a delta that writes there was not made by `publish`.
            for table in try changeset.tables() where !facts.contains(table.name) { throw error(.noFacts(table.name)) }
            do { try connection.apply(changeset) } catch let conflicts as ChangesetConflicts {
                throw error(.conflicts(revision: stated.number, try conflicts.summary(in: connection)))
            }
            try keeper.keep(changeset)
            for (table, count) in try changeset.counts() { counts[table, default: ChangeCount()].add(count) }
            applied.append(changeset)
        }
        let orphans = try connection.orphans(after: applied)
        guard orphans.isEmpty else { throw error(.orphans(revision: stated.number, orphans.map(\.description).sorted())) }
        for changeset in applied { try Indexes.refresh(connection, after: changeset) }
        let hash = RevisionChain.hash(of: stated, changesDigest: keeper.digest, parent: parent)
        guard hash == stated.hash else { throw error(.broken(revision: stated.number)) }
        let revision = stated.with(
            rows: counts.mapValues { RowCounts(inserted: $0.inserted, updated: $0.updated, deleted: $0.deleted) })
        try RevisionLog(connection: connection).write(revision)
        return revision
    }
}

extension RevisionLog {
    func hash(of number: Int) throws -> String? {
        try connection.first("SELECT hash FROM registry_revision WHERE number = ?1", [.integer(Int64(number))]) {
            try $0.optionalString(0)
        } ?? nil
    }
}

extension Revision {
    fileprivate func with(rows: [String: RowCounts]) -> Revision {
        Revision(
            number: number, committedAt: committedAt, author: author, reason: reason, dataset: dataset, sourceRelease: sourceRelease,
            isBaseline: isBaseline,
            schemaVersion: schemaVersion, acceptedRules: acceptedRules, hash: hash, rows: rows)
    }
}
