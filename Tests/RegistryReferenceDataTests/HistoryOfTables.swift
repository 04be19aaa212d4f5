import RegistryReferenceData
import Testing

@testable import RegistrySQLite
@testable import ResourceRegistry

/// What history must stand: swapped unique values, later columns, bulk loads cut into parts, and any mixture of changes.
@Suite struct HistoryOfTables {
    private func withFacts(_ body: (Registry, String) throws -> Void) throws {
        try withLoadedRegistry { registry, path in
            try body(registry, path)
        }
    }

    private func change(_ registry: Registry, _ reason: String, _ sql: String...) throws {
        try registry.revise(reason: reason, author: "test") { editor in
            for statement in sql { try editor.references.connection.execute(statement) }
            // What goes past the repositories goes past the indexes that they keep.
            try Indexes.rebuild(editor.references.connection)
        }
    }

    /// All rows of a table, as they are known at a revision or now.
    private func rows(_ registry: Registry, _ table: String) throws -> [[Value]] {
        try registry.database.read { connection in
            try connection.query("SELECT * FROM \(table) ORDER BY 1, 2") { row in try (0..<row.columnCount).map { try row.value($0) } }
        }
    }

    @Test func twoRowsSwapTheirUniqueValues() throws {
        try withFacts { registry, path in
            let before = try rows(registry, "mineral")
            try change(
                registry, "swap", "UPDATE mineral SET slug = 'x' WHERE slug = 'gallium'",
                "UPDATE mineral SET slug = 'gallium' WHERE slug = 'germanium'", "UPDATE mineral SET slug = 'germanium' WHERE slug = 'x'")
            let after = try rows(registry, "mineral")
            #expect(after != before)
            let known = try rows(try registry.asKnown(at: .revision(1)), "mineral")
            #expect(known == before)
            try registry.revert(2, author: "test")
            let reverted = try rows(registry, "mineral")
            #expect(reverted == before)
            let difference = try registry.difference(from: 1, to: 2)
            #expect(
                Set(difference.rows.map(\.sentence)) == [
                    "mineral germanium changed: slug was gallium, is germanium", "mineral gallium changed: slug was germanium, is gallium",
                ])
            let findings = try Registry.check(path).findings
            #expect(findings.isEmpty, "\(findings)")
        }
    }

    @Test func aColumnThatCameLater() throws {
        try withFacts { registry, _ in
            try change(registry, "before", "UPDATE deposit SET model_note = 'before' WHERE slug = 'bayan-obo'")
            // What a later migration does; the file is not opened anew, so nobody misses it among the migrations.
            try registry.database.write {
                try $0.executeScript(
                    "ALTER TABLE deposit ADD COLUMN depth TEXT NOT NULL DEFAULT 'unknown'; UPDATE deposit SET depth = depth;")
            }
            try change(registry, "after", "UPDATE deposit SET depth = 'deep', model_note = 'after' WHERE slug = 'bayan-obo'")
            try change(registry, "away", "DELETE FROM ore_estimate", "DELETE FROM deposit WHERE slug = 'mountain-pass'")
            func note(_ moment: Int) throws -> String? {
                try registry.asKnown(at: .revision(moment)).read { try $0.deposits.find("bayan-obo")?.modelNote }
            }
            let notes = [try note(1), try note(2), try note(3)]
            #expect(notes == [notes[0], "before", "after"] && notes[0] != "before")
            let across = try registry.difference(from: 1, to: 3)
            #expect(across.rows.count == 1)
            #expect(across.rows[0].columns.contains(.init(name: "depth", old: "unknown", new: "deep")))
            let gone = try registry.asKnown(at: .revision(2)).read { try $0.deposits.find("mountain-pass")?.name }
            #expect(gone == "Mountain Pass")
            try registry.revert(4, author: "test")
            let back = try registry.read { try $0.deposits.find("mountain-pass")?.name }
            #expect(back == "Mountain Pass")
        }
    }

    @Test func aBulkLoadIsCutIntoParts() throws {
        try withFacts { registry, path in
            let filler = String(repeating: "x", count: 2000)
            let revision = try registry.revise(reason: "bulk", author: "test") { editor in
                for number in 0..<6000 {
                    try editor.deposits.save(
                        Deposit(
                            id: "bulk-\(number)", name: "Bulk \(number)", remarks: ["filler": filler],
                            citation: try Citation(confidence: .recalled, sources: ["controls:S001"])))
                }
            }.revision
            #expect(revision?.rows["deposit"]?.inserted == 6000)
            let parts = try registry.database.read {
                try $0.query("SELECT length(bytes) FROM registry_revision_part WHERE revision = 2 ORDER BY changeset, piece") {
                    try $0.int(0)
                }
            }
            #expect(parts.count >= 3 && parts.allSatisfy { $0 <= 4 << 20 }, "\(parts)")
            let known = try rows(try registry.asKnown(at: .revision(1)), "deposit")
            #expect(known.count < 200)
            try registry.revert(2, author: "test")
            let left = try rows(registry, "deposit")
            #expect(left == known)
            let findings = try Registry.check(path).findings
            #expect(findings.isEmpty, "\(findings)")
        }
    }

    @Test func aLoadWithoutHistory() throws {
        try withFacts { registry, path in
            try change(registry, "small", "UPDATE deposit SET model_note = 'x' WHERE slug = 'bayan-obo'")
            let revision = try registry.revise(reason: "bulk", author: "test", startsHistory: true) { editor in
                try editor.deposits.save(
                    Deposit(id: "bulk", name: "Bulk", citation: try Citation(confidence: .recalled, sources: ["controls:S001"])))
            }.revision
            #expect(revision?.isBaseline == true && revision?.rows["deposit"]?.inserted == 1)
            #expect(throws: RevisionError.self) { try registry.asKnown(at: .revision(2)) }
            #expect(throws: RevisionError.baseline(3)) { try registry.revert(3, author: "test") }
            let known = try registry.asKnown(at: .revision(3)).read { try $0.deposits.find("bulk")?.name }
            #expect(known == "Bulk")
            let findings = try Registry.check(path).findings
            #expect(findings.isEmpty, "\(findings)")
        }
    }

    /// Random changes of rows with and without integer keys: each state is seen again as it was, and each difference is just what
    /// comparing two such states shows.
    @Test func differencesAreThoseOfTheStates() throws {
        try withFacts { registry, path in
            var random = SeededGenerator(seed: 20_261_124)
            let tables = ["mineral_use", "deposit_name", "deposit"]
            var states: [[String: [[Value]]]] = []
            func remember() throws { states.append(try tables.reduce(into: [:]) { $0[$1] = try rows(registry, $1) }) }
            try remember()
            for number in 1...(testsAreShort ? 5 : 12) {
                try registry.revise(reason: "change \(number)", author: "test") { editor in
                    let connection = editor.references.connection
                    for _ in 0..<Int.random(in: 1...6, using: &random) {
                        let pick = Int64.random(in: 1...30, using: &random)
                        let word = Value.text("w\(Int.random(in: 0...2, using: &random))")
                        switch Int.random(in: 0...4, using: &random) {
                        case 0:
                            try connection.execute(
                                "UPDATE mineral_use SET sector_label = ?2 WHERE mineral_id = ?1", [.integer(pick), word])
                        case 1: try connection.execute("DELETE FROM mineral_use WHERE mineral_id = ?1", [.integer(pick)])
                        case 2:
                            try connection.execute(
                                "INSERT OR REPLACE INTO deposit_name SELECT id, 'xx', ?2 FROM deposit WHERE id = ?1",
                                [.integer(pick), word])
                        case 3: try connection.execute("UPDATE deposit SET model_note = ?2 WHERE id = ?1", [.integer(pick), word])
                        default:
                            try connection.execute("DELETE FROM deposit_name WHERE deposit_id = ?1 AND name = ?2", [.integer(pick), word])
                        }
                    }
                }
                try registry.database.write { try Indexes.rebuild($0) }
                let log = try registry.log()
                if log.count > states.count { try remember() }
            }
            for from in states.indices {
                let copy = try registry.asKnown(at: .revision(from + 1))
                for table in tables {
                    let known = try rows(copy, table)
                    #expect(known == states[from][table])
                }
                for to in states.indices {
                    let difference = try registry.difference(from: from + 1, to: to + 1)
                    for table in tables {
                        let (before, after) = (Set(states[from][table] ?? []), Set(states[to][table] ?? []))
                        let told = difference.rows.filter { $0.table == table }
                        // A changed row is one line, as is a part whose key changed; each stands for one row that went and one that came.
                        let (came, went) = (after.subtracting(before).count, before.subtracting(after).count)
                        #expect(told.filter { $0.change != .removed }.count == came, "\(from + 1) to \(to + 1), \(table): \(told)")
                        #expect(told.filter { $0.change != .added }.count == went, "\(from + 1) to \(to + 1), \(table): \(told)")
                    }
                }
            }
            let findings = try Registry.check(path).findings
            #expect(findings.isEmpty, "\(findings)")
        }
    }
}
