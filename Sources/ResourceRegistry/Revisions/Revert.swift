internal import RegistrySQLite

extension Registry {
    /// Undoes one revision: a new revision that brings back what stood before it. Other revisions since are left alone.
    ///
    /// - Parameters:
    ///   - number: the revision to undo.
    ///   - author: who undoes it.
    ///   - reason: why; `nil`: "revert revision N".
    /// - Returns: the new revision; `nil` when nothing was left to undo.
    /// - Throws: `RevisionError`: an unknown revision, a baseline, rows that were changed since (listed), rows that would point at
    ///   nothing. Nothing is changed then.
    @discardableResult
    public func revert(_ number: Int, author: String, reason: String? = nil) throws -> Revision? {
        let revising = try Revising(
            reason: reason ?? "revert revision \(number)", author: author, dataset: "local", sourceRelease: nil, startsHistory: false,
            clock: clock)
        return try database.writeWithoutForeignKeys { connection in
            let log = RevisionLog(connection: connection)
            let newest = try log.newest()
            guard (1...max(newest, 1)).contains(number), newest > 0 else { throw RevisionError.unknown(number, newest: newest) }
            let parts = RevisionParts(connection: connection)
            guard let oldest = try log.oldestKnown(), number > oldest.number else { throw RevisionError.baseline(number) }
            let (applied, revision) = try revising.record(on: connection) { _ in
                var applied: [Changeset] = []
                try parts.forEachInverse(of: number) { changeset in
                    do { try connection.apply(changeset) } catch let conflicts as ChangesetConflicts {
                        throw RevisionError.conflicts(number, try conflicts.summary(in: connection))
                    }
                    applied.append(changeset)
                }
                let orphans = try connection.orphans(after: applied)
                guard orphans.isEmpty else { throw RevisionError.orphans(number, orphans.map(\.description).sorted()) }
                return applied
            }
            for changeset in applied { try Indexes.refresh(connection, after: changeset) }
            try ScreeningForm.refresh(connection, changed: Set(revision?.rows.keys.map { $0 } ?? []))
            return revision
        }
    }
}

extension ChangesetConflicts {
    /// The conflicts in domain words: keys of the file are replaced by ids where the rows still stand.
    func summary(in connection: Connection) throws -> ChangesetSummary {
        var catalogue = FactCatalogue(connection: connection)
        let rows = try conflicts.map { conflict in
            "\(conflict.table.replacing("_", with: " ")) \(try catalogue.words(ofKey: conflict.key, in: conflict.table)) \(conflict.kind.words)"
        }
        return ChangesetSummary(rows: rows, total: total)
    }
}

extension ChangesetConflict.Kind {
    fileprivate var words: String {
        switch self {
        case .changed: "was changed since"
        case .missing: "is gone"
        case .present: "is there already"
        case .constraint: "would break a rule of the table"
        }
    }
}

extension FactCatalogue {
    /// A primary key in domain words, by the rows that stand now.
    mutating func words(ofKey key: [Value], in table: String) throws -> String {
        let columns = try columns(of: table).filter { $0.keyPlace > 0 }
        var words: [String] = []
        for (column, value) in zip(columns, key) {
            let own = try hidesKey(of: table) && column.name == "id" ? table : nil
            let target = column.parent ?? own
            guard let target, try hidesKey(of: target) else {
                words.append(value.words)
                continue
            }
            words.append(try self.words(ofRow: value, in: target) ?? value.words)
        }
        return words.joined(separator: " / ")
    }

    private mutating func words(ofRow id: Value, in table: String) throws -> String? {
        var words: [String] = []
        for name in try naturalKey(of: table) {
            let column = try columns(of: table).first { $0.name == name }
            let value = try connection.first(
                "SELECT \(Identifier.quoted(name)) FROM \(Identifier.quoted(table)) WHERE id = ?1", [id]
            ) { try $0.value(0) }
            guard let value else { return nil }
            if let parent = column?.parent, try hidesKey(of: parent) {
                words.append(try self.words(ofRow: value, in: parent) ?? value.words)
            } else {
                words.append(value.words)
            }
        }
        return words.joined(separator: " ")
    }
}
