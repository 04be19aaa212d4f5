import RegistryReferenceData
import RegistrySQLite
import ResourceRegistry
import Testing

/// What a revision keeps, whatever its closure does.
@Suite struct ChangingFacts {
    private func withFacts(_ body: (Registry, String) throws -> Void) throws {
        try withLoadedRegistry { registry, path in
            try body(registry, path)
        }
    }

    @Test func aCaughtErrorLeavesNoHalfEntity() throws {
        try withFacts { registry, path in
            let (_, revision) = try registry.revise(reason: "try", author: "test") { editor in
                var deposit = try #require(try editor.deposits.find("bayan-obo"))
                deposit.name = "Half"
                deposit.minerals[0].mineral = "no-such-mineral"
                #expect(throws: RegistryError.self) { try editor.deposits.save(deposit) }
                var item = try #require(try editor.controls.item("CN-2023-23-Ga-a"))
                item.name = "Half"
                item.minerals.append("no-such-mineral")
                #expect(throws: RegistryError.self) { try editor.controls.save(item) }
            }
            #expect(revision == nil)
            let names = try registry.read { [try $0.deposits.find("bayan-obo")?.name, try $0.controls.item("CN-2023-23-Ga-a")?.name] }
            #expect(names == ["Bayan Obo", "Gallium metal (element)"])
            let check = try Registry.check(path)
            #expect(check.findings.isEmpty)
        }
    }

    @Test func aRefusedDeletionIsNoRevision() throws {
        try withFacts { registry, _ in
            let (_, revision) = try registry.revise(reason: "try", author: "test") { editor in
                #expect(throws: RegistryError.inUse(kind: "mineral", id: "gallium")) { try editor.minerals.delete("gallium") }
            }
            #expect(revision == nil)
            let log = try registry.log()
            #expect(log.count == 1)
        }
    }

    @Test func citationsOfAnUndoneChangeAreNotUsedAgain() throws {
        try withFacts { registry, path in
            try registry.revise(reason: "two tries", author: "test") { editor in
                var deposit = try #require(try editor.deposits.find("bayan-obo"))
                deposit.citation = try Citation(confidence: .derived, sources: ["controls:S001", "controls:S002"])
                deposit.minerals[0].mineral = "no-such-mineral"
                #expect(throws: RegistryError.self) { try editor.deposits.save(deposit) }
                deposit.minerals[0].mineral = "rare-earths"
                try editor.deposits.save(deposit)
            }
            let check = try Registry.check(path)
            #expect(check.findings.isEmpty, "\(check.findings)")
        }
    }

    @Test func changesOutsideOfARevisionAreRefused() throws {
        try withFacts { registry, _ in
            #expect(throws: RegistryError.readOnly) { try registry.read { try $0.minerals.delete("gallium") } }
            #expect(throws: RegistryError.reasonMissing) { try registry.revise(reason: "  ", author: "test") { _ in } }
        }
    }

    @Test func aLifeOfAnItem() throws {
        try withFacts { registry, path in
            let (_, added) = try registry.revise(reason: "add", author: "test") { editor in
                var item = try #require(try editor.controls.item("CN-2023-23-Ga-a"))
                item.id = "CN-2023-23-Ga-z"
                try editor.controls.insert(item)
                #expect(throws: RegistryError.exists(kind: "control item", id: item.id)) { try editor.controls.insert(item) }
            }
            #expect(added?.rows["control_item"]?.inserted == 1)
            let (outcome, _) = try registry.revise(reason: "change", author: "test") { editor in
                var item = try #require(try editor.controls.item("CN-2023-23-Ga-z"))
                item.name = "Another"
                return try editor.controls.update(item)
            }
            #expect(outcome == .changed(columns: ["name_en"]))
            try registry.revise(reason: "delete", author: "test") { try $0.controls.deleteItem("CN-2023-23-Ga-z") }
            let gone = try registry.read { try $0.controls.item("CN-2023-23-Ga-z") }
            #expect(gone == nil)
            let check = try Registry.check(path)
            #expect(check.findings.isEmpty)
            let times = try registry.log().map(\.committedAt)
            #expect(times == times.sorted() && Set(times).count == 4)
        }
    }

    @Test func pagesFollowTheKey() throws {
        try withFacts { registry, _ in
            let whole = try registry.read { try $0.minerals.list().entries.map(\.id) }
            var paged: [String] = []
            var cursor: String?
            repeat {
                let page = try registry.read { try $0.minerals.list(page: Page(limit: 7, after: cursor)) }
                paged += page.entries.map(\.id)
                cursor = page.next
            } while cursor != nil
            #expect(paged == whole)
            #expect(throws: RegistryError.self) { try registry.read { try $0.minerals.list(page: Page(limit: 7, after: "zz")) } }
        }
    }

    @Test func aReadThatIsInterruptedSaysSo() throws {
        try withFacts { registry, _ in
            #expect(throws: CancellationError.self) {
                try registry.revise(reason: "long", author: "test") { editor in
                    registry.interrupt()
                    _ = try editor.minerals.list()
                }
            }
            let log = try registry.log()
            #expect(log.count == 1)
        }
    }
}
