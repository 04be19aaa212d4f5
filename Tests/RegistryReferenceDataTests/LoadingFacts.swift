import RegistryReferenceData
import ResourceRegistry
import Testing

@Suite struct LoadingFacts {
    @Test func everyRowOfTheTablesIsHeld() throws {
        try withRegistry { registry, path in
            let (report, revision) = try registry.load(ReferenceFacts(), author: "test")
            #expect(revision?.number == 1)
            #expect(report.counts["mineral"]?.added == 100)
            #expect(report.counts["criticality_list"]?.added == 29)
            #expect(report.counts["legal_act"]?.added == 41)
            #expect(report.counts["control_item"]?.added == 194)
            #expect(report.counts["act_relation"]?.added == 12)
            #expect(report.counts["policy_event"]?.added == 60)
            #expect(report.counts["deposit"]?.added == 145)
            #expect(report.counts["ore_estimate"]?.added == 116)
            let rows = try Registry.check(path)
            #expect(rows.findings.isEmpty, "\(rows.findings)")
            let expected = [
                "designation": 744, "mineral_use": 347, "mineral_group_member": 50, "mineral_customs_code": 397, "measure": 45,
                "control_item_customs_code": 369, "control_item_limit": 83, "control_item_mineral": 286, "control_item_condition": 43,
                "destination_rule": 39, "area_member": 28,
            ]
            for (table, count) in expected { #expect(rows.rows[table] == count, "\(table)") }
        }
    }

    @Test func loadingTwiceChangesNothing() throws {
        try withRegistry { registry, _ in
            _ = try registry.load(ReferenceFacts(), author: "test")
            let (report, revision) = try registry.load(ReferenceFacts(), author: "test")
            #expect(revision == nil)
            #expect(report.totalChanges == 0, "\(report.changes.prefix(3))")
            let log = try registry.log()
            #expect(log.count == 1)
        }
    }

    @Test func aNewerReleaseAddsChangesAndTakesOut() throws {
        try withRegistry { registry, path in
            _ = try registry.load(ReferenceFacts(), author: "test")
            let newer = EditedFacts(edits: [
                "export-controls/act_relations.csv": { $0.replacing("2025-11-09,2026-11-27", with: "2025-11-09,2027-11-27") },
                "export-controls/events.csv": { text in
                    text.split(separator: "\r\n").filter { !$0.hasPrefix("EV011") }.joined(separator: "\r\n") + "\r\n"
                },
                "export-controls/event_minerals.csv": { text in
                    text.split(separator: "\r\n").filter { !$0.hasPrefix("EV011") }.joined(separator: "\r\n") + "\r\n"
                },
            ])
            let (report, revision) = try registry.load(newer, author: "test", reason: "newer release")
            #expect(revision?.number == 2)
            #expect(report.changes.map(\.id) == ["AR002"])
            #expect(report.changes.first?.columns.contains("last_day") == true)
            #expect(report.removals.map(\.id) == ["EV011"])
            let check = try Registry.check(path)
            #expect(check.findings.isEmpty)
        }
    }

    @Test func aBadCellRefusesTheWholeReleaseAndIsNamed() throws {
        try withRegistry { registry, _ in
            let bad = EditedFacts(edits: [
                "export-controls/measures.csv": { $0.replacing("2023-07-03,2023-08-01", with: "2023-07-03,2023-02-30") }
            ])
            let error = #expect(throws: FactError.self) { try registry.load(bad, author: "test") }
            #expect(error?.path == "export-controls/measures.csv")
            #expect(error?.column == "effective_from")
            #expect(error?.line == 3)
            let log = try registry.log()
            #expect(log.isEmpty)
        }
    }

    @Test(arguments: [(ResourceClass.rareScattered, 8), (.rareEarth, 17), (.rareMetal, 9)])
    func theDefaultSchemeCountsItsMembers(resourceClass: ResourceClass, count: Int) throws {
        try withLoadedRegistry { registry, _ in
            let members = try registry.read { try $0.minerals.list(MineralFilter(resourceClass: resourceClass)).entries }
            #expect(members.count == count)
        }
    }

    @Test func membershipThroughAGroupIsToldApartFromDirect() throws {
        try withLoadedRegistry { registry, _ in
            let entries = try registry.read { try $0.minerals.designations(of: "dysprosium") }
            let european = try #require(entries.first { $0.list == "eu-crm-2023" })
            #expect(european.via == .group("heavy-rare-earths"))
            let direct = try registry.read { try $0.minerals.designations(of: "gallium") }.first { $0.list == "eu-crm-2023" }
            #expect(direct?.via == .direct)
        }
    }
}
