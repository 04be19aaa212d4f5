import RegistryReferenceData
import Testing

@testable import RegistrySQLite
@testable import ResourceRegistry

/// A registry that remembers: what was known and answered at each step can be seen again.
@Suite struct RememberingARegistry {
    /// One question, asked again and again: gallium metal to the United States on the second of December 2026.
    private static func answer(_ registry: Registry) throws -> String {
        let query = try ScreeningLine(origin: "CN", destination: "US", date: "2026-12-02", code: "8112929010", words: "Gallium metal")
            .query()
        return try registry.read { try $0.screen(query).json }
    }

    @Test func aStoryOfABan() throws {
        try withRegistry { registry, path in
            var told: [String] = []
            func step(_ reason: String, _ change: (RegistryEditor) throws -> Void) throws {
                let revision = try registry.revise(reason: reason, author: "clerk") { try change($0) }.revision
                #expect(revision?.number == told.count + 1)
                told.append(try Self.answer(registry))
            }
            try registry.load(ReferenceFacts(), author: "clerk")
            told.append(try Self.answer(registry))
            let ban = try ActOfTheStory(registry)
            try step("a ban is announced") { try ban.announce($0) }
            try step("it is suspended") { try ban.suspend($0) }
            try step("a misprinted customs code is corrected") { try ban.correctTheCode($0) }
            #expect(Set(told.map { $0.replacing(/"revision":\d+/, with: "") }).count == 4, "each step changes the answer")

            func rereadAll() throws {
                for (index, answer) in told.enumerated() {
                    for scope in [Registry.Scope.everything, .controls] {
                        let known = try registry.asKnown(at: .revision(index + 1), scope: scope)
                        let again = try Self.answer(known)
                        #expect(again == answer, "revision \(index + 1)")
                    }
                }
            }
            try rereadAll()
            let log = try registry.log()
            let first = try Self.answer(try registry.asKnown(at: .instant(log[1].committedAt)))
            #expect(first == told[1])

            for number in 1...(testsAreShort ? 100 : 1000) {
                try registry.revise(reason: "note \(number)", author: "clerk") { editor in
                    var deposit = try #require(try editor.deposits.find("bayan-obo"))
                    deposit.statusAsGiven = "note \(number)"
                    try editor.deposits.save(deposit)
                }
            }
            registry.snapshots.removeAll()
            try rereadAll()
            let findings = try Registry.check(path).findings
            #expect(findings.isEmpty, "\(findings)")
        }
    }

    @Test func oneChangedCodeIsOneLine() throws {
        try withLoadedRegistry { registry, _ in
            let story = try ActOfTheStory(registry)
            try registry.revise(reason: "announce", author: "clerk") { try story.announce($0) }
            try registry.revise(reason: "correct", author: "clerk") { try story.correctTheCode($0) }
            let difference = try registry.difference(from: 2, to: 3)
            #expect(
                difference.rows.map(\.sentence) == [
                    "control item customs code CN-TEST-1-a / announcement changed: customs_code was CN 8112921010, is CN 8112929010"
                ])
            let back = try registry.difference(from: 3, to: 2)
            #expect(back.rows.first?.columns == [.init(name: "customs_code", old: "CN 8112929010", new: "CN 8112921010")])
        }
    }

    @Test func aFactTellsItsSourcesAndCitationsHaveNoLine() throws {
        try withLoadedRegistry { registry, _ in
            let old = try #require(try registry.read { try $0.deposits.find("mountain-pass") }).citation.sources.joined(separator: ";")
            // Changed by hand without a source of its own, the fact is no longer of the release.
            try registry.revise(reason: "note", author: "clerk") { editor in
                var deposit = try #require(try editor.deposits.find("mountain-pass"))
                deposit.modelNote = "seen"
                try editor.deposits.update(deposit)
            }
            try registry.revise(reason: "notice", author: "clerk") { editor in
                try editor.sources.save(Source(id: "local:notice", title: "Notice"))
                var deposit = try #require(try editor.deposits.find("mountain-pass"))
                deposit.citation = try Citation(confidence: .confirmed, sources: deposit.citation.sources + ["local:notice"])
                try editor.deposits.update(deposit)
            }
            let first = try registry.difference(from: 1, to: 2)
            #expect(first.rows.map(\.table).contains("citation"))
            #expect(first.sentences.count == 1)
            #expect(first.sentences.first?.hasSuffix("; belonged to the dataset reference, belongs to local") == true)
            #expect(
                try registry.difference(from: 2, to: 3).sentences == [
                    "deposit mountain-pass changed: rested on \(old), rests on \(old);local:notice",
                    "source local:notice added: title Notice",
                ])
        }
    }

    @Test func undoingOneRevisionLeavesTheOthers() throws {
        try withLoadedRegistry { registry, path in
            let story = try ActOfTheStory(registry)
            let before = try Self.digest(registry)
            try registry.revise(reason: "announce", author: "clerk") { try story.announce($0) }
            #expect(throws: RevisionError.baseline(1)) { try registry.revert(1, author: "clerk") }
            let revision = try registry.revert(2, author: "clerk")
            #expect(revision?.number == 3 && revision?.reason == "revert revision 2")
            let after = try Self.digest(registry)
            #expect(after == before)
            let again = try registry.revert(3, author: "clerk")
            #expect(again?.number == 4)
            try registry.revert(2, author: "clerk")
            let error = #expect(throws: RevisionError.self) { try registry.revert(2, author: "clerk") }
            guard case .conflicts(2, let summary)? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(summary.rows.contains { $0.contains("is gone") })
            let findings = try Registry.check(path).findings
            #expect(findings.isEmpty, "\(findings)")
        }
    }

    @Test func whatWasNotRecordedIsSaidSo() throws {
        try withRegistry { registry, _ in
            #expect(throws: RevisionError.empty) { try registry.asKnown(at: .revision(1)) }
            try registry.load(ReferenceFacts(), author: "clerk")
            let revision = try #require(try registry.log().first)
            #expect(revision.isBaseline)
            #expect(throws: RevisionError.notRecorded(before: 1, at: revision.committedAt)) { try registry.asKnown(at: .revision(0)) }
            #expect(throws: RevisionError.unknown(2, newest: 1)) { try registry.asKnown(at: .revision(2)) }
            let earlier = revision.committedAt.adding(milliseconds: -1)
            #expect(throws: RevisionError.notRecorded(before: 1, at: revision.committedAt)) { try registry.asKnown(at: .instant(earlier)) }
            let later = Instant.now().adding(milliseconds: 86_400_000)
            let error = #expect(throws: RevisionError.self) { try registry.asKnown(at: .instant(later)) }
            guard case .future? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    private static func digest(_ registry: Registry) throws -> String {
        try registry.database.read { try StateDigest(connection: $0).compute() }
    }
}

/// A ban that was never laid, for the story: an act with one item, whose customs code is misprinted at first.
private struct ActOfTheStory {
    private var act: LegalAct
    private var item: ControlItem
    private let citation: Citation

    init(_ registry: Registry) throws {
        citation = try Citation(confidence: .confirmed, sources: ["controls:S001"])
        (act, item) = try registry.read { reader in
            (try #require(try reader.controls.act("CN-2023-23")), try #require(try reader.controls.item("CN-2023-23-Ga-a")))
        }
        act.id = "CN-TEST-1"
        act.kind = .prohibition
        act.published = try CivilDate("2025-03-01")
        act.period = DatedSpan(start: try CivilDate("2025-03-15"), lastDay: nil)
        act.measures = [Measure(id: "CN-TEST-1", clause: nil)]
        act.destinationRules = []
        item.id = "CN-TEST-1-a"
        item.measureID = "CN-TEST-1"
        item.controlCodes = []
        item.requirement = .prohibited
        item.period = act.period
        item.customsCodes = [
            CustomsListing(
                code: try CustomsCode("8112921010"), nomenclature: .china, edition: "announcement", role: .exact, notes: nil,
                citation: citation)
        ]
    }

    func announce(_ editor: RegistryEditor) throws {
        try editor.controls.save(act)
        try editor.controls.save(item)
    }

    func suspend(_ editor: RegistryEditor) throws {
        try editor.controls.save(
            ActRelation(
                id: "AR-TEST", actingActID: "CN-2023-23", kind: .suspends, target: .act("CN-TEST-1"), clauseAsGiven: nil,
                instrumentAsGiven: nil, announced: try CivilDate("2025-04-01"),
                period: DatedSpan(start: try CivilDate("2026-12-01"), lastDay: try CivilDate("2026-12-31")), notes: nil, citation: citation)
        )
    }

    func correctTheCode(_ editor: RegistryEditor) throws {
        var corrected = item
        corrected.customsCodes[0].code = try CustomsCode("8112929010")
        try editor.controls.save(corrected)
    }
}
