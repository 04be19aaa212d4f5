import Testing

@testable import ResourceRegistry

/// Editions of one publisher follow each other; what two publishers say stands side by side.
@Suite struct RestatingFacts {
    private static func fact(_ amount: Int, _ source: String, unit: UnitOfMeasure = .tonne) throws -> SupplyFact {
        SupplyFact(
            mineral: "hafnium", measure: .production, stage: try SupplyStage("refinery"), basis: try SupplyBasis("Hf content"),
            place: .country(try CountryCode("FR")), year: 2024, figure: .exactly(try ExactDecimal(amount)), unit: unit,
            citation: try Citation(confidence: .confirmed, sources: [source]))
    }

    private func withEditions(_ body: (RegistryEditor) throws -> Void) throws {
        try withFacts { registry in
            try registry.change { editor in
                for (id, publisher, day) in [
                    ("old", "A", "2025-01"), ("new", "A", "2026-02"), ("else", "B", "2026-05"), ("undated", "A", nil),
                ] {
                    try editor.sources.save(
                        Source(id: id, title: id, publisher: publisher, published: try day.map { try CivilDate($0) }))
                }
                try body(editor)
            }
        }
    }

    @Test(arguments: [["old", "new"], ["new", "old"]]) func theNewestEditionStandsInWhicheverOrderTheyCome(order: [String]) throws {
        try withEditions { editor in
            let amounts = ["old": 30, "new": 35]
            var outcomes: [SupplyRepository.RestateOutcome] = []
            for edition in order { outcomes.append(try editor.supply.restate(try Self.fact(amounts[edition] ?? 0, edition))) }
            let held = try #require(try editor.supply.find(try Self.fact(0, "old").id))
            #expect(held.figure == .exactly(try ExactDecimal(35)) && held.citation.sources == ["new"])
            #expect(held.otherValues.map(\.kind) == [.restated] && held.otherValues.map(\.citation.sources) == [["old"]])
            let last: SupplyRepository.RestateOutcome =
                order == ["old", "new"] ? .restated(from: try #require(held.otherValues.first)) : .keptBeside(.restated)
            #expect(outcomes == [.added, last])
            // Taking the same editions in again changes nothing more.
            for edition in order { try editor.supply.restate(try Self.fact(amounts[edition] ?? 0, edition)) }
            let again = try editor.supply.find(held.id)
            #expect(again == held)
        }
    }

    @Test func theSameValueInANewerEditionIsNoRestatement() throws {
        try withEditions { editor in
            try editor.supply.restate(try Self.fact(30, "old"))
            let repeated = try editor.supply.restate(try Self.fact(30, "new"))
            #expect(repeated == .unchanged)
            let held = try #require(try editor.supply.find(try Self.fact(30, "new").id))
            #expect(held.citation.sources == ["new"] && held.otherValues.isEmpty)
        }
    }

    @Test(arguments: ["else", "undated"]) func whatCannotBeOrderedIsAConflict(source: String) throws {
        try withEditions { editor in
            try editor.supply.restate(try Self.fact(30, "old"))
            let outcome = try editor.supply.restate(try Self.fact(44, source))
            #expect(outcome == .keptBeside(.conflicting))
            let held = try #require(try editor.supply.find(try Self.fact(30, "old").id))
            #expect(held.figure == .exactly(try ExactDecimal(30)))
            #expect(held.otherValues.map(\.figure) == [.exactly(try ExactDecimal(44))])
        }
    }

    @Test func loadingTheReferenceFactsAgainLeavesANewerEditionOfTheUser() throws {
        try withFacts { registry in
            let id = "production/gallium/primary/CN/2025/low-purity primary Ga"
            try registry.change { editor in
                let publisher = try #require(try editor.sources.find("minerals:usgs-mcs-2026")?.publisher)
                try editor.sources.save(
                    Source(id: "mcs-2027", title: "MCS 2027", publisher: publisher, published: try CivilDate("2026-11")))
                var newer = try #require(try editor.supply.find(id))
                newer.figure = .exactly(try ExactDecimal(950_000))
                newer.citation = try Citation(confidence: .confirmed, sources: ["mcs-2027"])
                try editor.supply.restate(newer)
            }
            let (report, revision) = try registry.load(FolderFacts(), author: "test")
            #expect(revision == nil, "\(report.changes)")
            let held = try #require(try registry.read { try $0.supply.find(id) })
            #expect(held.figure == .exactly(try ExactDecimal(950_000)))
            #expect(held.otherValues.map(\.figure) == [.exactly(try ExactDecimal(900_000))])
        }
    }
}
