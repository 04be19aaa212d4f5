import Foundation
import RegistryReferenceData
import ResourceRegistry
import Testing

/// Releases of controls from a folder: what an edit does, and what is held back.
@Suite struct HoldingReleasesBack {
    /// A registry with the shipped facts, and a folder with the same tables of controls.
    private func withControls(_ body: (Registry, URL) throws -> Void) throws {
        try withRegistry { registry, path in
            let facts = ReferenceFacts()
            try registry.load(facts, author: "clerk")
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent().appendingPathComponent("controls")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for table in facts.paths where table.hasPrefix("export-controls/") {
                try Data(try facts.table(table)).write(to: folder.appendingPathComponent(String(table.dropFirst(16))))
            }
            try body(registry, folder)
        }
    }

    private func edit(_ file: URL, _ change: (String) -> String) throws {
        let before = try String(contentsOf: file, encoding: .utf8)
        let after = change(before)
        try #require(after != before)
        try after.write(to: file, atomically: true, encoding: .utf8)
    }

    private func answer(_ registry: Registry) throws -> String {
        let line = ScreeningLine(origin: "CN", destination: "US", date: "2027-01-15", code: "8112929010")
        return try registry.screen(try line.query()).json
    }

    @Test func anEditedLastDayIsOneRevision() throws {
        try withControls { registry, folder in
            let none = try registry.loadControls(FolderFacts(folder.path), author: "clerk").revision
            #expect(none == nil)
            let before = try answer(registry)
            try edit(folder.appendingPathComponent("act_relations.csv")) { text in
                text.replacing(
                    "AR002,CN-2025-72,suspends,measure,CN-2024-46-c2,2025-11-09,2025-11-09,2026-11-27",
                    with: "AR002,CN-2025-72,suspends,measure,CN-2024-46-c2,2025-11-09,2025-11-09,2027-11-27")
            }
            let (report, revision) = try registry.loadControls(FolderFacts(folder.path), author: "clerk")
            #expect(revision?.number == 2 && revision?.totalRows == 1)
            #expect(report.notes.count == 1, "the table in words still has the old day: \(report.notes)")
            let after = try answer(registry)
            #expect(after.contains("\"suspended_until\":\"2027-11-27\"") && !before.contains("\"suspended_until\":\"2027-11-27\""))
            let then = try answer(try registry.asKnown(at: .revision(1), scope: .controls))
            #expect(then == before)
            let lines = try registry.difference(from: 1, to: 2).rows.map(\.sentence)
            #expect(lines == ["act relation AR002 changed: last_day was 2026-11-27, is 2027-11-27"])
            try registry.revert(2, author: "clerk")
            let reverted = try answer(registry)
            #expect(reverted.replacing("\"revision\":3", with: "\"revision\":1") == before)
        }
    }

    @Test func anEditOfTheTableInWordsAloneIsRefused() throws {
        try withControls { registry, folder in
            try edit(folder.appendingPathComponent("suspensions.csv")) {
                $0.replacing("2026-11-27,confirmed", with: "2027-11-27,confirmed")
            }
            let error = #expect(throws: FactError.self) { try registry.loadControls(FolderFacts(folder.path), author: "clerk") }
            #expect(error?.column == "until_date" && error?.text == "2027-11-27")
        }
    }

    @Test func aReleaseThatLostHalfIsHeldBack() throws {
        try withControls { registry, folder in
            try edit(folder.appendingPathComponent("events.csv")) {
                $0.split(separator: "\r\n").prefix(20).joined(separator: "\r\n") + "\r\n"
            }
            try edit(folder.appendingPathComponent("event_minerals.csv")) { text in
                let kept = Set(text.matches(of: /EV0[01]\d/).map { String($0.output) }.prefix(19))
                return text.split(separator: "\r\n").filter { line in
                    line.hasPrefix("event_id") || kept.contains(String(line.prefix(5)))
                }.joined(separator: "\r\n") + "\r\n"
            }
            let before = try registry.read { try $0.controls.events().count }
            let error = #expect(throws: ImportHeldBack.self) { try registry.loadControls(FolderFacts(folder.path), author: "clerk") }
            #expect(error.map { Set($0.reasons.map(\.rule)) } == [.rowsLost, .idsLost])
            let held = try registry.read { try $0.controls.events().count }
            #expect(held == before)
            let accepted = try registry.loadControls(FolderFacts(folder.path), author: "clerk", accepting: [.rowsLost, .idsLost]).revision
            #expect(accepted?.acceptedRules == ["ids-lost", "rows-lost"])
            let logged = try registry.log().last?.acceptedRules
            #expect(logged == ["ids-lost", "rows-lost"])
        }
    }

    @Test func anOlderReleaseAndACountBeyondItsLimitAreHeldBack() throws {
        try withControls { registry, folder in
            func rules(_ release: String, _ limits: ImportLimits = ImportLimits()) throws -> Set<ImportRule> {
                do {
                    try registry.loadControls(FolderFacts(folder.path, release: release), author: "clerk", limits: limits)
                    return []
                } catch let error as ImportHeldBack { return Set(error.reasons.map(\.rule)) }
            }
            let older = try rules("2026-11-23")
            #expect(older == [.olderRelease])
            let newer = try rules("2026-11-25")
            #expect(newer == [])
            var limits = ImportLimits()
            limits.counts = ["control_item": 500...1000]
            let limited = try rules("2026-11-25", limits)
            #expect(limited == [.countLimit])
        }
    }
}
