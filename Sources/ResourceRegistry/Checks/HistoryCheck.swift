internal import RegistrySQLite

/// Checks the log of revisions: no gap, times that increase, and each revision what its hash says.
struct HistoryCheck {
    let connection: Connection

    func findings() throws -> [String] {
        let log = RevisionLog(connection: connection)
        let revisions: [Revision]
        do { revisions = try log.revisions() } catch let error as RevisionError { return [error.description] }
        var found: [String] = []
        var parent = try log.identity()
        for (index, revision) in revisions.enumerated() {
            guard revision.number == index + 1 else {
                found.append("revision \(index + 1) is missing")
                break
            }
            if index > 0, revisions[index - 1].committedAt >= revision.committedAt {
                found.append("revision \(revision.number) is not later than the one before")
            }
            // The chain came with the second version of the schema.
            if revision.hash == nil, revision.schemaVersion > 1 { found.append("revision \(revision.number) has no hash") }
            if revision.hash == nil, index > 0, revisions[index - 1].hash != nil {
                found.append("revision \(revision.number) has no hash, though the one before has")
            }
            if let hash = revision.hash, let follows = parent {
                let digest = try RevisionChain.changesDigest(of: revision.number, in: connection)
                if RevisionChain.hash(of: revision, changesDigest: digest, parent: follows) != hash {
                    found.append(
                        "revision \(revision.number) does not match its hash: its record or its changeset was changed after it was written")
                }
                parent = hash
            } else if revision.hash != nil {
                found.append("the registry's identity is missing, so no hash can be checked")
                break
            }
        }
        let strays =
            try connection.first(
                "SELECT count(*) FROM registry_revision_part WHERE revision NOT IN (SELECT number FROM registry_revision)"
            ) { try $0.int(0) } ?? 0
        if strays > 0 { found.append("\(strays) \(strays == 1 ? "piece" : "pieces") of changesets without a revision") }
        return found
    }
}

/// Undoes all revisions on a copy, back to where history starts, does them again, and compares.
enum HistoryReplay {
    /// What is not as the revisions left it, in sentences.
    ///
    /// - Throws: `DatabaseError` when the copy cannot be made.
    static func findings(of database: Database) throws -> [String] {
        var findings: [String] = []
        let copy = try database.scratch(shown: "the copy for the check") { connection in
            do { findings = try Replay(connection: connection).findings() } catch let error as RevisionError {
                findings = [error.description]
            } catch let error as DatabaseError where error.code.primary == .schema {
                findings = ["the changesets do not fit the tables: \(error.message)"]
            }
        }
        copy.close()
        return findings
    }

    private struct Replay {
        let connection: Connection

        func findings() throws -> [String] {
            let revisions = try connection.query(
                "SELECT number, is_baseline, hash IS NOT NULL FROM origin.registry_revision ORDER BY number"
            ) { (number: try $0.int(0), isBaseline: try $0.bool(1), isChained: try $0.bool(2)) }
            guard let newest = revisions.last?.number, revisions.last?.isChained == true else { return [] }
            let oldest = revisions.last { $0.isBaseline }?.number ?? 1
            let parts = RevisionParts(connection: connection, schema: "origin")
            let tables = try copyFacts()
            try RevisionLog(connection: connection).requireNoGap(from: oldest, to: newest, schema: "origin")
            // The first revision is undone as well where it kept what it did: then nothing may be left.
            let start = try oldest == 1 && parts.count(of: 1) > 0 ? 0 : oldest
            for number in stride(from: newest, to: start, by: -1) {
                do { try parts.forEachInverse(of: number) { try connection.apply($0) } } catch let conflicts as ChangesetConflicts {
                    return ["the facts are not those that revision \(number) left: \(try conflicts.summary(in: connection))"]
                }
            }
            if start == 0, let rest = try leftovers(of: tables) { return [rest] }
            for number in (start + 1)..<(newest + 1) {
                do { try parts.forEach(of: number) { try connection.apply($0) } } catch let conflicts as ChangesetConflicts {
                    return ["revision \(number) cannot be done again: \(try conflicts.summary(in: connection))"]
                }
            }
            return try differences(tables)
        }

        private func copyFacts() throws -> [String] {
            let tables = try connection.query(
                """
                SELECT s.name, s.sql FROM origin.sqlite_schema s JOIN pragma_table_list l ON l.schema = 'origin' AND l.name = s.name
                 WHERE s.type = 'table' AND l.type = 'table' ORDER BY s.rowid
                """
            ) { (try $0.string(0), try $0.string(1)) }
            var copied: [String] = []
            for (name, sql) in tables where !FactCatalogue.otherTables.contains(where: { name.hasPrefix($0) }) {
                try connection.execute(sql)
                try connection.execute("INSERT INTO main.\(Identifier.quoted(name)) SELECT * FROM origin.\(Identifier.quoted(name))")
                copied.append(name)
            }
            // The names of rows in findings are told by what tells them apart, which the indexes know.
            for sql in try connection.query(
                "SELECT sql, tbl_name FROM origin.sqlite_schema WHERE type = 'index' AND sql LIKE 'CREATE UNIQUE %'", [],
                { (try $0.string(0), try $0.string(1)) })
            where copied.contains(sql.1) { try connection.execute(sql.0) }
            return copied
        }

        private func leftovers(of tables: [String]) throws -> String? {
            for table in tables {
                let count = try connection.first("SELECT count(*) FROM \(Identifier.quoted(table))") { try $0.int(0) } ?? 0
                guard count > 0 else { continue }
                return "\(count) \(count == 1 ? "row" : "rows") of \(table) came by no revision\(try example(of: table))"
            }
            return nil
        }

        private func example(of table: String) throws -> String {
            var catalogue = FactCatalogue(connection: connection)
            let key = try catalogue.columns(of: table).filter { $0.keyPlace > 0 }.map(\.name)
            let row = try connection.first(
                "SELECT \(key.map(Identifier.quoted).joined(separator: ", ")) FROM \(Identifier.quoted(table)) LIMIT 1"
            ) { row in try key.indices.map { try row.value($0) } }
            return try row.map { ", for example \(try catalogue.words(ofKey: $0, in: table))" } ?? ""
        }

        private func differences(_ tables: [String]) throws -> [String] {
            try tables.compactMap { table in
                let name = Identifier.quoted(table)
                let count =
                    try connection.first(
                        """
                        SELECT (SELECT count(*) FROM (SELECT * FROM main.\(name) EXCEPT SELECT * FROM origin.\(name)))
                             + (SELECT count(*) FROM (SELECT * FROM origin.\(name) EXCEPT SELECT * FROM main.\(name)))
                        """
                    ) { try $0.int(0) } ?? 0
                return count > 0 ? "\(count) rows of \(table) are not those that the revisions made" : nil
            }
        }
    }
}
