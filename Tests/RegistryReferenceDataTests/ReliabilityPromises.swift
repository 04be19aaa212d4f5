import Foundation
import RegistryReferenceData
import Testing

@testable import RegistrySQLite
@testable import ResourceRegistry

/// Faults that were found by breaking things on purpose (Tests/Faults), each as the promise that it broke.
@Suite struct ReliabilityPromises {
    private func withFacts(_ body: (Registry, String) throws -> Void) throws {
        try withLoadedRegistry { registry, path in
            try body(registry, (path as NSString).deletingLastPathComponent)
        }
    }

    private func note(_ registry: Registry, _ text: String) throws {
        try registry.revise(reason: text, author: "tester") { editor in
            var deposit = try #require(try editor.deposits.find("bayan-obo"))
            deposit.statusAsGiven = text
            try editor.deposits.save(deposit)
        }
    }

    @Test func aReleaseThatFailsLeavesNoFullFileWithoutADelta() throws {
        try withFacts { registry, folder in
            let releases = folder + "/releases"
            try registry.publish(to: releases)
            try note(registry, "two")
            // The delta cannot be written: a folder stands in its place.
            try FileManager.default.createDirectory(atPath: releases + "/delta-r1-r2.rrdelta/x", withIntermediateDirectories: true)
            #expect(throws: OutputError.self) { try registry.publish(to: releases) }
            let left = try FileManager.default.contentsOfDirectory(atPath: releases).sorted()
            #expect(left == ["delta-r1-r2.rrdelta", "manifest.json", "registry-r1.sqlite"])
            try note(registry, "three")
            // Who holds revision 1 can go on.
            #expect(try registry.publish(to: releases).files.map(\.name) == ["registry-r3.sqlite", "delta-r1-r3.rrdelta"])
        }
    }

    @Test func aReleaseOfAnotherRegistryOfTheSameRevisionIsNotReplaced() throws {
        try withFacts { registry, folder in
            let releases = folder + "/releases"
            try registry.publish(to: releases)
            let before = try Data(contentsOf: URL(fileURLWithPath: releases + "/registry-r1.sqlite"))
            try withRegistry { other, _ in
                try other.load(ReferenceFacts(), author: "tester")
                #expect(throws: PublishError.self) { try other.publish(to: releases) }
            }
            let after = try Data(contentsOf: URL(fileURLWithPath: releases + "/registry-r1.sqlite"))
            #expect(after == before)
        }
    }

    /// A row of the log that no revision wrote: the last number there can be, or one far away. Work that counts up to it would never end.
    @Test(arguments: [Int64.max, 1_000_000_000], [0, 1]) func aGapInTheLogIsAnError(number: Int64, isBaseline: Int) throws {
        try withFacts { registry, folder in
            let path = folder + "/registry.sqlite"
            try registry.database.write { connection in
                try connection.execute(
                    """
                    INSERT INTO registry_revision
                    SELECT ?1, '2099-01-01T00:00:00.000Z', author, reason, source_release, ?2, 7, dataset, NULL, hash, '' FROM registry_revision
                    """, [.integer(number), .integer(Int64(isBaseline))])
            }
            let findings = try Registry.check(path).findings
            #expect(findings.contains { $0.text.contains("revision 2 is missing") }, "\(findings)")
            #expect(throws: (any Error).self) { try registry.publish(to: folder + "/releases") }
            if isBaseline == 0 {
                #expect(throws: RevisionError.self) { try registry.difference(from: 1, to: 2) }
                #expect(throws: RevisionError.self) { try registry.asKnown(at: .revision(1)) }
            }
            if number == .max { #expect(throws: RevisionError.self) { try note(registry, "after") } }
        }
    }

    @Test func aRevisionWithoutAHashIsFound() throws {
        try withFacts { registry, folder in
            try registry.database.write { try $0.execute("UPDATE registry_revision SET hash = NULL, reason = 'forged'") }
            let findings = try Registry.check(folder + "/registry.sqlite").findings
            #expect(findings.contains { $0.text.contains("revision 1 has no hash") }, "\(findings)")
        }
    }

    /// One call of a function of SQL is not interrupted by the limit of time: none may run long.
    @Test(arguments: [
        "printf('%.*c', 2000000000, 'x')", "format('%.*c', 2000000000, 'x')", "hex(zeroblob(900000000))", "'a' LIKE hex(zeroblob(101))",
    ])
    func aCallOfAFunctionIsLimited(call: String) throws {
        try withFacts { registry, _ in
            let query = try SampleQuery(name: "long", text: "-- Long?\nSELECT \(call);\n")
            #expect(throws: DatabaseError.self) { try registry.answer(query) }
            // The guard ends with the query.
            let free = try registry.read { try $0.minerals.list().entries.count }
            #expect(free == 100)
        }
    }

    @Test func aDayOfAQueryIsADay() throws {
        try withFacts { registry, _ in
            let query = try SampleQuery(
                name: "on", text: "-- When?\n.parameter set :day \"'2025-12-01'\"\nSELECT :day;\n")
            #expect(try registry.answer(query, setting: ["day": "2024-02-29"]).rows == [[.text("2024-02-29")]])
            for day in ["garbage", "2023-02-29", ""] {
                #expect(throws: SampleQueryError.self) { try registry.answer(query, setting: ["day": day]) }
            }
        }
    }

    /// SQLite would take a file of such a name for a part of a database.
    @Test(arguments: ["-journal", "-wal", "-shm"]) func noOutputTakesTheNameOfAPartOfADatabase(ending: String) throws {
        try withFacts { _, folder in
            for path in [folder + "/registry.sqlite" + ending, folder + "/other.sqlite" + ending] {
                _ = FileManager.default.createFile(atPath: folder + "/other.sqlite", contents: Data("x".utf8))
                #expect(throws: OutputError.self) { try OutputFile(path: path) }
                #expect(!FileManager.default.fileExists(atPath: path))
            }
            try OutputFile(path: folder + "/notes" + ending).commit()
            #expect(FileManager.default.fileExists(atPath: folder + "/notes" + ending))
        }
    }

    /// SQLite's first write gives an empty file its first page, and takes a file of one byte for an empty one.
    @Test(arguments: [0, 1]) func aCheckChangesNoByteOfAFileThatIsNoRegistry(bytes: Int) throws {
        try withFacts { _, folder in
            let path = folder + "/cut.sqlite"
            try Data(repeating: 0x78, count: bytes).write(to: URL(fileURLWithPath: path))
            #expect(throws: RegistryFileError.self) { try Registry.check(path) }
            // Foundation leaks what it reads of an empty file: its length tells as much.
            #expect(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int == bytes)
        }
    }

    /// Sums of such counts overflow, and counting up to such a number does not end.
    @Test(arguments: [
        "registry_revision SET changed_rows = '-9223372036854775808 0 0 source'",
        "registry_revision SET changed_rows = '0 0 9223372036854775807 source'",
        "registry_revision SET changed_rows = '0 0 99999999999999999999 source'", "registry_revision SET changed_rows = '1 2 source'",
        "registry_revision SET changed_rows = '1 +2 3 source'", "registry_revision SET changed_rows = '1 2 3 source' || char(10)",
        "registry_revision SET changed_rows = '1 2 3 source' || char(10) || '1 2 3 source'",
        // Each may be, all of them together not.
        "registry_revision SET changed_rows = (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000)"
            + " SELECT group_concat('281474976710656 0 0 t' || i, char(10)) FROM n)",

        "registry_revision_part SET changeset = 9223372036854775807 WHERE revision = 2",
    ]) func aLogWithNumbersThatCannotBeIsAnError(change: String) throws {
        try withFacts { registry, _ in
            try note(registry, "two")
            try registry.database.write { connection in
                try connection.execute("PRAGMA ignore_check_constraints = ON")
                try connection.execute("UPDATE " + change)
            }
            let reads: [(Registry) throws -> Void] =
                change.contains("part")
                ? [{ _ = try $0.asKnown(at: .revision(1)) }, { _ = try $0.difference(from: 1, to: 2) }] : [{ _ = try $0.log() }]
            for read in reads { #expect(throws: RevisionError.self) { try read(registry) } }
        }
    }

    @Test func nothingIsMigratedOnTopOfAForeignTrigger() throws {
        try withFacts { registry, folder in
            try registry.database.write {
                try $0.execute("CREATE TRIGGER evil AFTER INSERT ON source BEGIN DELETE FROM control_item; END")
            }
            registry.close()
            #expect(throws: SchemaMismatch.self) { try Registry.migrate(registry.path) }
            #expect(throws: SchemaMismatch.self) { try Registry.open(registry.path, mode: .create) }
        }
    }

    @Test(arguments: ["registry_migration", "registry_revision", "local_notes"])
    func aDeltaThatWritesOutsideTheFactsIsRefused(table: String) throws {
        try withFacts { registry, folder in
            try registry.database.write { try $0.execute("CREATE TABLE local_notes (id INTEGER PRIMARY KEY, text TEXT) STRICT") }
            try registry.publish(to: folder + "/releases")
            // A publisher with bad intent: the revision's changeset tells of a table that is not its business, and all hashes fit.
            var forged: [Changeset] = []
            try registry.database.write { connection in
                _ = try connection.recordingChanges(leavingOut: [], keep: { forged.append($0) }) {
                    switch table {
                    case "registry_migration": try connection.execute("INSERT INTO registry_migration VALUES (999, 'x', 'x', 'x', 'x')")
                    case "registry_revision": try connection.execute("UPDATE registry_revision SET author = 'evil' WHERE number = 1")
                    default: try connection.execute("INSERT INTO local_notes VALUES (1, 'evil')")
                    }
                }
                let log = RevisionLog(connection: connection)
                let draft = try log.draft(
                    at: Instant("2030-01-01T00:00:00Z"), author: "evil", reason: "evil", dataset: "local", sourceRelease: nil,
                    startsHistory: false)
                let keeper = RevisionKeeper(connection: connection, revision: draft.number)
                for changeset in forged { try keeper.keep(changeset) }
                _ = try log.append(draft, changesDigest: keeper.digest, rows: [table: .init(inserted: 1, updated: 0, deleted: 0)])
            }
            try registry.database.read {
                let file = try OutputFile(path: folder + "/evil.rrdelta")
                try DeltaFile.write(from: 1, of: $0, to: file)
                try file.commit()
            }
            let victim = try Registry.open(folder + "/releases/registry-r1.sqlite")
            defer { victim.close() }
            let error = #expect(throws: DeltaError.self) { try victim.apply(folder + "/evil.rrdelta") }
            #expect(error?.problem == .noFacts(table))
            let held = try victim.log()
            #expect(held.count == 1)
        }
    }

    @Test(arguments: [
        ("item_conditions.csv", "item_id", 1), ("item_thresholds.csv", "item_id", 1), ("item_minerals.csv", "commodity_slug", 1),
        ("item_destinations.csv", "measure_id", 1), ("clauses.csv", "act_id", 1), ("item_clauses.csv", "measure_id", 1),
        ("event_minerals.csv", "event_id", 1),
    ]) func aRowThatPointsAtNothingIsToldWithItsPlace(table: String, column: String, row: Int) throws {
        let source = Misspelt(table: "export-controls/" + table, column: column, row: row)
        try withRegistry { registry, _ in
            let error = #expect(throws: FactError.self) { try registry.load(source, author: "tester") }
            #expect(error?.path == "export-controls/" + table && error?.line == row + 1 && error?.column == column)
            let log = try registry.log()
            #expect(log.isEmpty)
        }
    }
}

/// The shipped facts with one cell misspelt. The tables concerned have no quoted cells before it.
private struct Misspelt: FactSource {
    let table: String
    let column: String
    let row: Int
    var release: String { ReferenceFacts().release }

    func table(_ path: String) throws -> [UInt8] {
        let bytes = try ReferenceFacts().table(path)
        guard path == table else { return bytes }
        var lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).map(String.init)
        let header = lines[0].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        var cells = lines[row].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        cells[try #require(header.firstIndex(of: column))] = "misspelt"
        lines[row] = cells.joined(separator: ",")
        return Array(lines.joined(separator: "\n").utf8)
    }
}
