internal import RegistrySQLite

extension Registry {
    /// A state of the registry in its own history.
    public enum Moment: Hashable, Sendable {
        /// After the revision of that number.
        case revision(Int)
        /// After the last revision that is not later than that moment.
        case instant(Instant)
    }

    /// How much of the registry is asked for.
    public enum Scope: Hashable, Sendable {
        /// All facts that the registry holds.
        case everything
        /// What screening and the questions about export controls read: minerals, countries, customs codes, acts and items. A
        /// question about anything else is an error (`no such table`), never an empty answer.
        case controls
    }

    /// The registry as it was known after an earlier revision: an ordinary registry that can only be read.
    ///
    /// It is made by copying what is needed and undoing the later revisions on the copy, which belongs to this process and is gone
    /// when it is closed. The last few are kept for the next question about the same revision. Its schema is that of this library,
    /// also for a revision from before a migration.
    ///
    /// - Parameters:
    ///   - moment: the revision, or a moment in UTC.
    ///   - scope: `controls` copies only what screening reads, and is quicker.
    /// - Throws: `RevisionError` for a revision that is not there, a moment in the future or before history starts; `DatabaseError`.
    public func asKnown(at moment: Moment, scope: Scope = .everything) throws -> Registry {
        let number = try database.read { try RevisionLog(connection: $0).number(at: moment, now: clock()) }
        let key = SnapshotCache.Key(revision: number, scope: scope)
        if let known = snapshots[key] { return known }
        let copy = try database.scratch(shown: "\(path) as known at revision \(number)") { connection in
            try Snapshot(connection: connection, revision: number, scope: scope).build()
        }
        let registry = Registry(database: copy, clock: clock)
        snapshots[key] = registry
        return registry
    }
}

extension RevisionLog {
    /// The revision whose state is asked for.
    ///
    /// - Throws: `RevisionError`.
    func number(at moment: Registry.Moment, now: Instant) throws -> Int {
        switch moment {
        case .revision(let number):
            try requireKnown(number)
            return number
        case .instant(let instant):
            guard instant <= now else { throw RevisionError.future(instant, now: now) }
            guard let oldest = try oldestKnown() else { throw RevisionError.empty }
            // Times strictly increase, and their texts compare as they do.
            let number =
                try connection.first(
                    "SELECT coalesce(max(number), 0) FROM registry_revision WHERE committed_at <= ?1", [.text(instant.description)]
                ) { try $0.int(0) } ?? 0
            guard number >= oldest.number else { throw RevisionError.notRecorded(before: oldest.number, at: oldest.at) }
            return number
        }
    }
}

/// Makes the copy of a registry as it was known at a revision, in a database that sees the registry as `origin`.
struct Snapshot {
    let connection: Connection
    let revision: Int
    let scope: Registry.Scope

    /// What screening and the questions about export controls read.
    private static let controls: Set<String> = [
        "source", "citation", "citation_source", "area", "area_member", "area_alias", "mineral", "mineral_name", "mineral_use",
        "mineral_relation", "mineral_group_member", "mineral_alias", "resource_class_scheme", "resource_class_member",
        "criticality_list", "designation", "designation_coverage", "customs_code", "mineral_customs_code", "legal_act", "legal_act_mention",
        "measure",
        "control_item", "control_item_control_code", "control_item_mineral", "control_item_customs_code", "control_item_limit",
        "control_item_condition", "destination_rule", "act_relation", "policy_event", "policy_event_mineral",
    ]

    private struct Object {
        let type: String
        let name: String
        let table: String
        let sql: String
    }

    func build() throws {
        try RevisionLog(connection: connection).requireKnownInOrigin(revision)
        let objects = try connection.query(
            "SELECT type, name, tbl_name, sql FROM origin.sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid"
        ) { Object(type: try $0.string(0), name: try $0.string(1), table: try $0.string(2), sql: try $0.string(3)) }
        let kinds = Dictionary(
            uniqueKeysWithValues: try connection.query("SELECT name, type FROM pragma_table_list WHERE schema = 'origin'") {
                (try $0.string(0), try $0.string(1))
            })
        let tables = objects.filter { $0.type == "table" && kinds[$0.name] == "table" && wants($0.name) }
        let facts = tables.filter { table in !FactCatalogue.otherTables.contains { table.name.hasPrefix($0) } }
        for table in tables {
            try connection.execute(table.sql)
            try copy(table.name)
        }
        try rewind(Set(facts.map(\.name)))
        // Indexes come last: they are quicker made at once, and rows that swap unique values pass each other.
        let held = Set(tables.map(\.name))
        for index in objects where index.type == "index" && held.contains(index.table) { try connection.execute(index.sql) }
        guard scope == .everything else { return }
        for table in objects where table.type == "table" && kinds[table.name] == "virtual" { try connection.execute(table.sql) }
        for view in objects where view.type == "view" && !view.name.hasPrefix("local_") { try connection.execute(view.sql) }
        try Indexes.rebuild(connection)
    }

    private func wants(_ table: String) -> Bool {
        if table.hasPrefix("local_") || table.hasPrefix("sqlite_") || table == "registry_revision_part" { return false }
        return scope == .everything || table.hasPrefix("registry_") || Self.controls.contains(table)
    }

    private func copy(_ table: String) throws {
        // What is derived from facts of later days stays behind.
        if ScreeningForm.tables.contains(table) { return }
        let name = Identifier.quoted(table)
        // With all columns and no condition SQLite copies whole records without looking into them.
        let condition = table == "registry_revision" ? " WHERE number <= \(revision)" : ""
        try connection.execute("INSERT INTO main.\(name) SELECT * FROM origin.\(name)\(condition)")
    }

    /// Undoes the later revisions, the newest first.
    private func rewind(_ tables: Set<String>) throws {
        let parts = RevisionParts(connection: connection, schema: "origin")
        let newest = try connection.first("SELECT coalesce(max(number), 0) FROM origin.registry_revision") { try $0.int(0) } ?? 0
        for number in stride(from: newest, to: revision, by: -1) {
            try parts.forEachInverse(of: number) { changeset in
                do { try connection.apply(changeset, tables: tables) } catch let conflicts as ChangesetConflicts {
                    throw RevisionError.broken(number, "the facts are not those that it left: \(conflicts)")
                }
            }
        }
    }
}

extension RevisionLog {
    /// The state asked for may have become unreachable between the question and the copy.
    fileprivate func requireKnownInOrigin(_ number: Int) throws {
        let oldest =
            try connection.first("SELECT coalesce(max(number), 0) FROM origin.registry_revision WHERE is_baseline") { try $0.int(0) } ?? 0
        guard number >= oldest, oldest > 0 else {
            throw RevisionError.unknown(number, newest: oldest)
        }
    }
}

/// The last few copies as known at a revision.
final class SnapshotCache: @unchecked Sendable {
    // Sendable: read and written under the lock only.
    struct Key: Hashable {
        let revision: Int
        let scope: Registry.Scope
    }

    private static let capacity = 4
    private let lock = Lock()
    private var copies: [(key: Key, registry: Registry)] = []

    subscript(key: Key) -> Registry? {
        get {
            lock.withLock {
                guard let index = copies.firstIndex(where: { $0.key == key }) else { return nil }
                let entry = copies.remove(at: index)
                copies.append(entry)
                return entry.registry
            }
        }
        set {
            let dropped = lock.withLock { () -> [(key: Key, registry: Registry)] in
                copies.removeAll { $0.key == key }
                if let newValue { copies.append((key, newValue)) }
                let surplus = max(0, copies.count - Self.capacity)
                defer { copies.removeFirst(surplus) }
                return Array(copies.prefix(surplus))
            }
            // A copy that is dropped is closed outside the lock, when its last user lets go of it.
            _ = dropped
        }
    }

    func removeAll() {
        let dropped = lock.withLock {
            defer { copies.removeAll() }
            return copies
        }
        _ = dropped
    }
}
