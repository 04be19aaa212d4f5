import RegistryReferenceData
import ResourceRegistry
import Testing

@Suite struct ProgrammesAndChains {
    @Test func theLedgerSaysWhatTheWordsSay() throws {
        try withFacts { registry in
            let china = try registry.programmes.list(jurisdiction: try CountryCode("CN"))
            #expect(china.map(\.id).contains("cn-prospecting-2021") && china.allSatisfy { $0.jurisdiction?.text == "CN" })
            let action = try #require(try registry.programmes.find("cn-prospecting-2021"))
            #expect(action.tasks == [.exploration, .reserves, .investment])
            let spending = action.entries.filter { $0.indicator == "cumulative exploration spending since 2021" }
            #expect(spending.map(\.bound) == [.moreThan, .about])
            let count = try registry.programmes.list().count
            #expect(count == 32)
            let korea = try #require(try registry.programmes.find("kr-2023"))
            #expect(korea.entries.map(\.baseline?.description) == ["80", "2", "54", nil])
            let nobody = try #require(try registry.programmes.find("world-ga-capacity")).jurisdiction
            #expect(nobody == nil)
        }
    }

    @Test func aQuotaIsHeldAgainstTheOutputThatWasKnownByTheDay() throws {
        try withFacts { registry in
            let quota = try #require(try registry.programmes.find("cn-ree-quota"))
            let known = try registry.progress(of: quota, on: try CivilDay("2024-06-01"))
            // The whole-year quota of 2024 was reported in 2026.
            #expect(known.map(\.goal.period.start?.description) == ["2016", "2018", "2019", "2020", "2021", "2022", "2023", "2024"])
            let year2022 = try #require(known.first { $0.goal.period.start?.description == "2022" })
            #expect(year2022.observed?.origin == .production(stage: "mine", year: 2022))
            #expect(year2022.attained == 1 && year2022.elapsed == 1)
            let year2024 = try #require(known.last)
            // 153 of 366 days; output of 2024 was published in 2026.
            #expect(abs((year2024.elapsed ?? 0) - 153.0 / 366) < 1e-12)
            #expect(year2024.observed == nil && year2024.reason != nil)
            // Tungsten quotas count concentrate, the output tables the metal in it.
            let tungsten = try #require(try registry.programmes.find("cn-w-quota"))
            let steps = try registry.progress(of: tungsten)
            #expect(steps.allSatisfy { $0.observed == nil && $0.reason?.contains("basis") == true })
        }
    }

    @Test func theChainOfGallium() throws {
        try withFacts { registry in
            let chain = try registry.chain(of: "gallium")
            #expect(chain.deposits.map(\.deposit.id) == ["apex-mine", "elmwood-gordonsville", "weipa"])
            #expect(chain.programmes.map(\.id) == ["us-doe-ga", "us-dpa-ga", "world-ga-capacity"])
            #expect(chain.capacity.first { $0.place == .world }?.figure == .exactly(try ExactDecimal(1_700_000)))
            #expect(Set(chain.production.map(\.year)) == [2025])
            #expect(chain.reserves.map(\.measure) == [.identifiedResources])
        }
    }
}
