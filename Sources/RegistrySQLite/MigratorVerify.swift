extension Migrator {
    /// The schema that the migrations make, built anew in memory; up to `version` or to the newest.
    public func expectedSchema(to version: Int? = nil) throws -> [SchemaObject] {
        try Database.inMemory { connection in
            while try applyNext(connection, to: version) != nil {}
            return try connection.schemaObjects()
        }
    }

    /// Looks for everything that can be wrong with a file; empty when nothing is. It takes as long as `integrity_check`.
    ///
    /// The schema is compared with that of the migrations which the file says it has: pending ones are no finding.
    public func verify(_ database: Database) throws -> [MigrationFinding] {
        try database.read { connection in
            let report = try connection.integrityReport(quick: false)
            var findings = report.problems.map { MigrationFinding(kind: .integrity, subject: "file", detail: $0) }
            findings += report.foreignKeyViolations.map {
                MigrationFinding(kind: .foreignKey, subject: $0.table, detail: $0.description)
            }
            do {
                findings += try ledgerFindings(connection)
                let last = try fileState(connection).rows.last?.version ?? 0
                findings += try schemaFindings(connection, expected: last == 0 ? [] : expectedSchema(to: last))
            } catch let error as DatabaseError where !findings.isEmpty {
                // The damage has been found already; reading on may well fail.
                findings.append(MigrationFinding(kind: .integrity, subject: "file", detail: error.message))
            }
            return findings
        }
    }

    private func ledgerFindings(_ connection: Connection) throws -> [MigrationFinding] {
        var findings: [MigrationFinding] = try status(connection).compactMap { status in
            switch status.state {
            case .applied, .pending: nil
            case .changed(let diff): MigrationFinding(kind: .ledger, subject: "\(status.version) \(status.name)", detail: diff)
            case .missing:
                MigrationFinding(kind: .ledger, subject: "\(status.version) \(status.name)", detail: "not known to this program")
            }
        }
        do {
            _ = try plan(connection)
        } catch let error as MigrationError where findings.isEmpty {
            findings.append(MigrationFinding(kind: .ledger, subject: ledger, detail: error.description))
        } catch is MigrationError {
            // Told above, migration by migration.
        }
        return findings
    }

    /// Compares the schema of a file with the expected one, by object and text.
    ///
    /// Extra indexes, and tables and views whose names start with `local_`, are allowed: they are found as `.localObject`.
    public func schemaFindings(_ connection: Connection, expected: [SchemaObject]) throws -> [MigrationFinding] {
        Migrator.compare(try connection.schemaObjects(), with: expected)
    }

    static func compare(_ actual: [SchemaObject], with expected: [SchemaObject]) -> [MigrationFinding] {
        // Tables, indexes and views share one space of names, triggers have another.
        func key(_ object: SchemaObject) -> String { (object.type == "trigger" ? "trigger " : "") + object.name.lowercased() }
        let wanted = Dictionary(expected.map { (key($0), $0) }, uniquingKeysWith: { first, _ in first })
        var findings: [MigrationFinding] = []
        var seen: Set<String> = []
        for object in actual {
            seen.insert(key(object))
            if let original = wanted[key(object)] {
                guard original != object else { continue }
                let lines = LineDifference.lines(from: original.sql, to: object.sql).joined(separator: "\n")
                findings.append(MigrationFinding(kind: .changedObject, subject: object.type + " " + object.name, detail: lines))
            } else {
                findings.append(
                    MigrationFinding(
                        kind: isLocal(object) ? .localObject : .unexpectedObject, subject: object.type + " " + object.name,
                        detail: object.sql))
            }
        }
        for object in expected where !seen.contains(key(object)) {
            findings.append(
                MigrationFinding(kind: .missingObject, subject: object.type + " " + object.name, detail: object.sql))
        }
        return findings
    }

    private static func isLocal(_ object: SchemaObject) -> Bool {
        switch object.type {
        case "index": true
        case "table", "view": object.name.lowercased().hasPrefix("local_")
        default: false
        }
    }

    /// Applies what is pending to a copy in a folder for temporary files, and tells what it did. The copy is removed.
    ///
    /// Throws what `up` would throw.
    public func rehearse(_ database: Database, to version: Int? = nil) throws -> RehearsalReport {
        let folder = try FileSystem.makeTemporaryFolder()
        let path = folder + "/rehearsal.sqlite"
        defer {
            Database.removeWithJournals(path)
            FileSystem.removeFolder(folder)
        }
        try database.backup(to: path)
        let copy = try Database(
            Database.Configuration(
                path: path, mode: .readWrite, busyTimeoutMilliseconds: database.configuration.busyTimeoutMilliseconds))
        defer { copy.close() }
        let before = try copy.read { (try $0.schemaDump(), try RowCounts($0, besides: ledger).counts) }
        let report = try up(copy, to: version, backup: .none)
        let after = try copy.read { (try $0.schemaDump(), try RowCounts($0, besides: ledger).counts) }
        let tables = Set(before.1.keys).union(after.1.keys).sorted()
        return RehearsalReport(
            applied: report.applied,
            schemaDifference: LineDifference.lines(from: before.0, to: after.0),
            rowCounts: tables.map { RehearsalReport.RowCount(table: $0, before: before.1[$0], after: after.1[$0]) })
    }
}
