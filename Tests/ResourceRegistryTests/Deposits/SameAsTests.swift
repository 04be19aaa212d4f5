import Testing

@testable import ResourceRegistry

@Suite struct SameAsTests {
    private func deposit(
        _ id: String, _ name: String, _ latitude: Double?, _ longitude: Double?, _ minerals: [String] = []
    ) throws -> Deposit {
        Deposit(
            id: id, name: name,
            coordinate: try latitude.flatMap { latitude in try longitude.map { try Coordinate(latitude: latitude, longitude: $0) } },
            minerals: minerals.map { DepositMineral(mineral: $0, importance: .primary, asGiven: $0, confidence: .confirmed) },
            citation: try Citation(confidence: .confirmed, sources: ["aliases:compiler"]))
    }

    private func withDeposits(_ body: (Registry) throws -> Void) throws {
        try withFacts { registry in
            try registry.change { editor in
                for entry in [
                    try deposit("a", "Lost Hope Mine", 10, 20, ["gold"]), try deposit("b", "Lost Hop Prospect", 10.005, 20, ["gold"]),
                    try deposit("c", "Mt. Lost Hope", 10.01, 20), try deposit("d", "Claim No. 7", 10, 20.001),
                    try deposit("e", "Lost Hope Mine", -40, 100), try deposit("f", "Unnamed", 10, 20),
                    try deposit("g", "Lost Hope Mine", nil, nil),
                ] { try editor.deposits.insert(entry) }
            }
            try body(registry)
        }
    }

    @Test func candidatesComeWithScoreAndReasons() throws {
        try withDeposits { registry in
            let found = try registry.read { try $0.sameAs.candidates(for: "a") }
            #expect(found.map(\.id).prefix(3) == ["b", "g", "c"])
            #expect(!found.map(\.id).contains("d") && !found.map(\.id).contains("f"))
            let best = try #require(found.first)
            #expect(best.score > 0.85 && best.sharedMinerals == ["gold"])
            #expect(best.explanation == "names alike 0.88 (Lost Hope Mine / Lost Hop Prospect); 0.55 km apart; both hold gold")
            // The same name on another continent is the last guess, if any.
            if let far = found.first(where: { $0.id == "e" }) { #expect(far.score < 0.5) }
            #expect(throws: RegistryError.self) { try registry.read { try $0.sameAs.candidates(for: "zz") } }
        }
    }

    @Test func namesAreComparedByTheirTellingWords() {
        func likeness(_ one: String, _ other: String) -> Double { NameLikeness(one).likeness(to: NameLikeness(other)) }
        #expect(likeness("Mount Weld", "Mt Weld Mine") == 1)
        #expect(likeness("Kızılcaören", "Kizilcaoren deposit") > 0.9)
        #expect(likeness("Claim No. 7", "Claim No. 8") == 0)
        #expect(likeness("Unnamed Prospect", "Unnamed Prospect") == 0)
        #expect(likeness("白云鄂博", "白云鄂博") == 1)
        #expect(likeness("Bayan Obo", "Mountain Pass") == 0)
    }

    @Test func judgementsAreFollowedThroughChainsAndTakenBack() throws {
        try withDeposits { registry in
            func judge(_ one: String, _ other: String, _ verdict: SameAsJudgement.Verdict?) throws {
                try registry.change { try $0.sameAs.judge(one, other, verdict, reason: "looked at both") }
            }
            func cluster(_ id: String) throws -> SameAsCluster { try registry.read { try $0.sameAs.cluster(of: id) } }
            try judge("b", "a", .same)
            try judge("b", "c", .same)
            #expect(try cluster("a").deposits == ["a", "b", "c"])
            #expect(try cluster("c").deposits == ["c", "b", "a"])
            #expect(try registry.read { try $0.sameAs.candidates(for: "a") }.first?.judged == .same)
            // A word against the ends of a chain is shown, and hides nothing.
            try judge("a", "c", .different)
            #expect(try cluster("a").deposits == ["a", "b", "c"])
            #expect(try cluster("a").contradictions.map(\.deposits) == [["a", "c"]])
            try judge("b", "c", .different)
            #expect(try cluster("a").deposits == ["a", "b"])
            try judge("b", "a", nil)
            #expect(try cluster("a").deposits == ["a"])
            #expect(try registry.read { try $0.deposits.find("b") } != nil)
        }
    }

    @Test func theUsersWordOutweighsASource() throws {
        try withDeposits { registry in
            try registry.change { editor in
                let citation = try Citation(confidence: .confirmed, sources: ["aliases:compiler"])
                for other in ["b", "not-held"] {
                    try editor.sameAs.save(
                        try SameAsJudgement("a", other, judge: "mrds-tables", verdict: .same, reason: "declared", citation: citation))
                }
            }
            #expect(try registry.read { try $0.sameAs.cluster(of: "a") }.notHeld == ["not-held"])
            try registry.change { try $0.sameAs.judge("a", "b", .different, reason: "two shafts") }
            #expect(try registry.read { try $0.sameAs.cluster(of: "a") }.deposits == ["a", "not-held"])
            try registry.change { try $0.sameAs.judge("a", "b", nil, reason: "one shaft after all") }
            #expect(try registry.read { try $0.sameAs.cluster(of: "a") }.deposits == ["a", "b", "not-held"])
        }
    }

    @Test func aDepositAndItselfCannotBeJudged() throws {
        try withDeposits { registry in
            #expect(throws: InvalidValue.self) { try registry.change { try $0.sameAs.judge("a", "a", .same, reason: "x") } }
            #expect(throws: InvalidValue.self) { try registry.change { try $0.sameAs.judge("a", "b", .same, reason: " ") } }
            #expect(throws: RegistryError.self) { try registry.change { try $0.sameAs.judge("a", "zz", .same, reason: "x") } }
        }
    }
}
