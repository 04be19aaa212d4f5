import Foundation
import RegistryReferenceData
import Testing

@testable import RegistrySQLite
@testable import ResourceRegistry

/// Releases, and the deltas that lead from one to the next.
@Suite struct PublishingARegistry {
    private func withPublisher(_ body: (Registry, String) throws -> Void) throws {
        try withLoadedRegistry { registry, path in
            try body(registry, (path as NSString).deletingLastPathComponent)
        }
    }

    private func note(_ registry: Registry, _ text: String, deposit: String = "bayan-obo") throws {
        try registry.revise(reason: text, author: "publisher") { editor in
            var changed = try #require(try editor.deposits.find(deposit))
            changed.statusAsGiven = text
            try editor.deposits.save(changed)
        }
    }

    private func digest(_ registry: Registry) throws -> String {
        try registry.database.read { try StateDigest(connection: $0).compute() }
    }

    @Test func baseAndDeltasAreTheFullRelease() throws {
        try withPublisher { registry, folder in
            let releases = folder + "/releases"
            let first = try registry.publish(to: releases)
            #expect(first.files.map(\.name) == ["registry-r1.sqlite"] && first.previous == nil)
            try note(registry, "one")
            try note(registry, "two", deposit: "mountain-pass")
            let second = try registry.publish(to: releases)
            #expect(second.files.map(\.name) == ["registry-r3.sqlite", "delta-r1-r3.rrdelta"])
            try registry.revert(2, author: "publisher")
            let third = try registry.publish(to: releases)
            #expect(third.files.map(\.name) == ["registry-r4.sqlite", "delta-r3-r4.rrdelta"])

            let mine = folder + "/mine.sqlite"
            try FileManager.default.copyItem(atPath: releases + "/registry-r1.sqlite", toPath: mine)
            let copy = try Registry.open(mine)
            let report = try copy.apply(releases + "/delta-r1-r3.rrdelta")
            #expect(report.revisions.map(\.number) == [2, 3])
            try copy.apply(releases + "/delta-r3-r4.rrdelta")
            let again = try copy.apply(releases + "/delta-r3-r4.rrdelta")
            #expect(again.revisions.isEmpty && again.newest == 4)
            let (held, wanted) = (try digest(copy), third.contentHash)
            #expect(held == wanted)
            #expect(try copy.log() == registry.log())
            let findings = try Registry.check(mine).findings
            #expect(findings.isEmpty, "\(findings)")
            let text = try String(contentsOfFile: releases + "/manifest.json", encoding: .utf8)
            let manifest = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
            #expect(manifest["content_hash"] as? String == wanted)
            #expect(manifest["revision"] as? Int == 4)
            copy.close()
        }
    }

    /// A survey and a year of its deltas: rows that come, change and go. 300,000 deposits when `REGISTRY_LONG_TESTS` is 1.
    @Test func baseAndDeltasOfASurveyAreTheFullRelease() throws {
        try withPublisher { registry, folder in
            let count = testsAreLong ? 300_000 : 3000
            let citation = try Citation(confidence: .recalled, sources: ["controls:S001"])
            func deposit(_ number: Int, _ note: String) throws -> Deposit {
                try Deposit(
                    id: "d-\(number)", name: "Deposit \(number)", country: CountryCode("US"),
                    coordinate: Coordinate(latitude: Double(number % 120) - 60, longitude: Double(number % 300) - 150),
                    modelNote: note, citation: citation)
            }
            try registry.revise(reason: "the survey", author: "publisher") { editor in
                for number in 0..<count { try editor.deposits.save(deposit(number, "first")) }
            }
            let releases = folder + "/releases"
            try registry.publish(to: releases)
            var deltas: [String] = []
            for month in 1...3 {
                try registry.revise(reason: "month \(month)", author: "publisher") { editor in
                    for number in stride(from: month, to: count, by: 100) { try editor.deposits.save(deposit(number, "month \(month)")) }
                    for number in stride(from: month * 10, to: count, by: 1000) { try editor.deposits.delete("d-\(number)") }
                    for number in 0..<count / 1000 { try editor.deposits.save(deposit(count * month + number, "new")) }
                }
                let release = try registry.publish(to: releases)
                deltas.append(try #require(release.files.last?.name))
            }
            let copy = try Registry.open(releases + "/registry-r2.sqlite")
            for delta in deltas { try copy.apply("\(releases)/\(delta)") }
            let (held, wanted) = (try digest(copy), try digest(registry))
            #expect(held == wanted)
            let full = try Registry.open(releases + "/registry-r5.sqlite", mode: .readOnly)
            let released = try digest(full)
            #expect(released == wanted)
            full.close()
            copy.close()
            let findings = try Registry.check(releases + "/registry-r2.sqlite").findings
            #expect(findings.isEmpty, "\(findings)")
        }
    }

    @Test func aDeltaThatDoesNotFitIsRefused() throws {
        try withPublisher { registry, folder in
            let releases = folder + "/releases"
            try registry.publish(to: releases)
            try note(registry, "one")
            try registry.publish(to: releases)
            try note(registry, "two")
            try registry.publish(to: releases)
            let (first, second) = (releases + "/delta-r1-r2.rrdelta", releases + "/delta-r2-r3.rrdelta")
            func problem(of path: String, on registry: Registry) throws -> DeltaError.Problem? {
                let before = try digest(registry)
                let error = #expect(throws: DeltaError.self) { try registry.apply(path) }
                let after = try digest(registry)
                #expect(after == before)
                return error?.problem
            }
            let mine = folder + "/mine.sqlite"
            try FileManager.default.copyItem(atPath: releases + "/registry-r1.sqlite", toPath: mine)
            let copy = try Registry.open(mine)
            #expect(try problem(of: second, on: copy) == .gap(from: 2, newest: 1))
            let other = try Registry.open(folder + "/other.sqlite", mode: .create)
            #expect(try problem(of: first, on: other) == .otherRegistry)

            // Rows that were changed here without a revision.
            try copy.database.write { try $0.execute("UPDATE deposit SET status_as_given = 'mine' WHERE slug = 'bayan-obo'") }
            guard case .conflicts(2, let summary)? = try problem(of: first, on: copy) else {
                Issue.record("no conflict")
                return
            }
            #expect(summary.rows == ["deposit bayan-obo was changed since"])
            try copy.database.write { connection in
                try connection.execute(
                    "UPDATE deposit SET status_as_given = (SELECT ?1) WHERE slug = 'bayan-obo'",
                    [try registry.asKnown(at: .revision(1)).read { .optional(try $0.deposits.find("bayan-obo")?.statusAsGiven) }])
            }
            // A revision of this copy's own.
            try note(copy, "mine", deposit: "mountain-pass")
            #expect(try problem(of: first, on: copy) == .otherHistory(since: 1))
            #expect(try problem(of: releases + "/manifest.json", on: copy) == .noDelta)
            // Recorded by a program of a later schema.
            let newer = folder + "/newer.rrdelta"
            try registry.database.write { try $0.execute("UPDATE registry_revision SET schema_version = 999 WHERE number = 3") }
            try registry.database.read {
                let file = try OutputFile(path: newer)
                try DeltaFile.write(from: 1, of: $0, to: file)
                try file.commit()
            }
            #expect(try problem(of: newer, on: copy) == .newerSchema(999, known: Registry.schemaVersion))
            copy.close()
            other.close()
        }
    }

    @Test func aDamagedDeltaIsRefusedWhereverTheDamageIs() throws {
        try withPublisher { registry, folder in
            let releases = folder + "/releases"
            try registry.publish(to: releases)
            try note(registry, "one")
            try registry.publish(to: releases)
            let mine = folder + "/mine.sqlite"
            try FileManager.default.copyItem(atPath: releases + "/registry-r1.sqlite", toPath: mine)
            let copy = try Registry.open(mine)
            defer { copy.close() }
            let before = try digest(copy)
            let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: releases + "/delta-r1-r2.rrdelta")))
            let damaged = folder + "/damaged.rrdelta"
            for position in whole.indices where position % 7 == 0 {
                var bytes = whole
                bytes[position] ^= UInt8(1 << (position % 8))
                try Data(bytes).write(to: URL(fileURLWithPath: damaged))
                #expect(throws: DeltaError.self, "byte \(position) of \(whole.count)") { try copy.apply(damaged) }
                try Data(whole.prefix(position)).write(to: URL(fileURLWithPath: damaged))
                #expect(throws: (any Error).self, "cut at \(position)") { try copy.apply(damaged) }
            }
            let after = try digest(copy)
            #expect(after == before)
            try Data(whole).write(to: URL(fileURLWithPath: damaged))
            let report = try copy.apply(damaged)
            #expect(report.newest == 2)
        }
    }
}
