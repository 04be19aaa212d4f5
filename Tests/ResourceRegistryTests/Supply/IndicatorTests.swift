import ResourceRegistry
import Testing

/// The worked numbers of the field: each test names the publication whose figure it reproduces.
@Suite struct IndicatorTests {
    // MARK: Governance

    /// Graphite 2022: China holds 0.672075 with weight 0.588214725 and gives 0.26568758 of the whole.
    @Test func graphiteOfChinaUnderPoliticalStability() throws {
        let china = try CountryCode("CN")
        let rows = [
            SupplyPart(kind: .country(china), amount: .exactly(672_075)),
            SupplyPart(kind: .country(try CountryCode("XX")), amount: .exactly(327_925)),
        ]
        let stability = 2.5 - 5 * 0.588214725
        let best: GovernanceEstimates = [.politicalStability: 2.5]
        let scores = [china: [GovernanceIndicator.politicalStability: stability], try CountryCode("XX"): best]
        let answer = try Concentration.governanceWeightedHHI(of: rows, scores: scores, dialect: .politicalStability, missing: .bound)
        #expect(abs(try #require(answer.value) - 0.26568758) < 1e-6)
        #expect(answer.method == "wgi-hhi/political-stability")
        // The EU needs all six indicators: with one there is no value, and the dialects never pass for one another.
        let eu = try Concentration.governanceWeightedHHI(of: rows, scores: scores, dialect: .eu, missing: .bound)
        #expect(eu.value == nil && eu.method == "wgi-hhi/eu" && eu.reason == "no governance score: CN, XX")
        #expect(eu.low == 0 && eu.high.map { $0 < 10 } == true)
    }

    /// All supply from one country with mean −0.34 is 5.68 on the EU's scale, 0.568 on 0 to 1, and 3.226 squared.
    @Test func dialectsAreNotInterchangeable() throws {
        let china = try CountryCode("CN")
        let rows = [SupplyPart(kind: .country(china), amount: .exactly(7))]
        let six = Dictionary(uniqueKeysWithValues: GovernanceIndicator.allCases.map { ($0, -0.34) })
        func value(_ dialect: GovernanceDialect, _ factors: [CountryCode: Double] = [:]) throws -> Double? {
            try Concentration.governanceWeightedHHI(
                of: rows, scores: [china: six], dialect: dialect, missing: .bound, tradeFactors: factors
            ).value
        }
        for (dialect, expected) in [(GovernanceDialect.eu, 5.68), (.unit, 0.568), (.squared, 5.68 * 5.68 / 10)] {
            #expect(abs(try #require(try value(dialect)) - expected) < 1e-9)
        }
        #expect(abs(try #require(try value(.eu, [china: 1.1])) - 6.248) < 1e-9)
    }

    // MARK: EU supply risk

    /// Acceptance A: with 5.68 for global supply alone and 1 % recycling, the eight heavy rare earths of the 2023 study come out as printed.
    @Test(arguments: [
        ("Dy", 0.99, 5.6), ("Er", 1, 5.6), ("Eu", 1, 5.6), ("Gd", 0.59, 3.3), ("Ho", 1, 5.6), ("Lu", 1, 5.6), ("Tm", 1, 5.6),
        ("Yb", 1, 5.6),
    ])
    func heavyRareEarths(symbol: String, substitution: Double, published: Double) throws {
        let risk = try SupplyRisk.stage(
            global: .given(5.68), euSourcing: nil, importReliance: 1, recycling: 0.01, substitution: substitution)
        #expect(SupplyRisk.printed(try #require(risk.value)) == published)
        #expect(risk.method == "eu-supply-risk/gs-only" && risk.findings.count == 1)
    }

    /// Acceptance B: the larger stage is the material's.
    @Test(arguments: [("extraction", 4.5, 3.7, 4.5), ("processing", 0.8, 1.9, 1.9), ("processing", 0.5, 0.9, 0.9)])
    func theLargerStageCounts(stage: String, extraction: Double, processing: Double, published: Double) throws {
        let answer = SupplyRisk.material([("extraction", .given(extraction)), ("processing", .given(processing))])
        #expect(answer.risk.value == published && answer.stage == stage)
    }

    @Test func anUnknownStageMayBeTheLargerOne() throws {
        let rows = [SupplyPart(kind: .country(try CountryCode("CN")), amount: .withheld)]
        let unknown = try SupplyRisk.stage(
            global: try Concentration.governanceWeightedHHI(of: rows, scores: [:], dialect: .eu, missing: .bound), euSourcing: nil,
            importReliance: 1, recycling: 0, substitution: 1)
        let answer = SupplyRisk.material([("extraction", .given(1)), ("processing", unknown)])
        #expect(answer.risk.value == nil && answer.stage == nil && answer.risk.low == 1 && answer.risk.high == 10)
    }

    /// Acceptance C: no imports, only EU sourcing counts; all imported, equal halves; all recycled, nothing.
    @Test func identities() throws {
        func risk(_ reliance: Double, _ recycling: Double) throws -> Double? {
            try SupplyRisk.stage(
                global: .given(8), euSourcing: .given(2), importReliance: reliance, recycling: recycling, substitution: 1
            ).value
        }
        #expect(try risk(0, 0) == 2)
        #expect(try risk(1, 0) == 5)
        #expect(try risk(0.5, 1) == 0)
        #expect(throws: IndicatorError.self) { try risk(1.2, 0) }
        #expect(throws: IndicatorError.self) { try risk(85, 0) }
    }

    // MARK: Import reliance

    /// Antimony in the United States, Mineral Commodity Summaries 2011, page 18.
    @Test(arguments: [
        (21_900.0, 1950.0, 2120.0, 1900.0, 23_700.0, 85.105, 85.0), (29_000, 2200, 1900, 1490, 28_800, 94.479, 94),
        (20_200, 2100, 1490, 1420, 19_800, 91.768, 92), (22_000, 1900, 1420, 1500, 21_600, 92.685, 93),
    ])
    func antimony(
        imports: Double, exports: Double, before: Double, after: Double, consumption: Double, computed: Double, published: Double
    ) throws {
        let answer = try RelianceIndicator.usgs(
            imports: .exactly(imports), exports: .exactly(exports), stocksBefore: .exactly(before), stocksAfter: .exactly(after),
            apparentConsumption: .exactly(consumption))
        let percent = try #require(answer.value) * 100
        #expect(abs(percent - computed) < 0.0005)
        #expect(percent.rounded() == published)
    }

    /// The same page withholds the primary smelter: the visible parts of 2009 give 21,190 t or more where 19,800 t are printed.
    @Test func whatIsWithheldIsNotComputed() throws {
        let parts = [IndicatorInput("primary smelter", .withheld), IndicatorInput("secondary", .exactly(3020))]
        let answer = try RelianceIndicator.apparentConsumption(
            production: parts, imports: .exactly(20_200), exports: .exactly(2100), stocksBefore: .exactly(1490), stocksAfter: .exactly(1420)
        )
        #expect(answer.value == nil && answer.low == 21_190 && answer.high == nil)
        #expect(answer.reason == "not a plain number: primary smelter withheld")
    }

    @Test func relianceOfTheEU() throws {
        func reliance(_ imports: KnownAmount, _ exports: KnownAmount, _ production: KnownAmount) throws -> IndicatorValue {
            try RelianceIndicator.eu(imports: imports, exports: exports, domesticProduction: production)
        }
        #expect(try reliance(.exactly(80), .exactly(20), .exactly(40)).value == 0.6)
        let exporter = try reliance(.exactly(10), .exactly(20), .exactly(40))
        #expect(exporter.value == 0 && exporter.findings == ["net exporter: the reliance is printed as 0"])
        let withheld = try reliance(.exactly(80), .exactly(20), .withheld)
        #expect(withheld.value == nil && withheld.low == 0 && withheld.high == 1)
        let limited = try reliance(.exactly(80), .exactly(20), .lessThan(20))
        #expect(limited.value == nil && limited.low == 0.75 && limited.high == 1)
        #expect(try reliance(.exactly(0), .exactly(0), .exactly(0)).value == nil)
        #expect(throws: IndicatorError.self) { try reliance(.exactly(-1), .exactly(0), .exactly(1)) }
    }

    // MARK: GeoPolRisk

    /// GeoPolRisk-py, test workbook; the weighted sum is spread over one partner, whose stability gives the published weight.
    @Test(arguments: [
        ("nickel", 0.2674900766, 17_500.0, 21.179740941995366, 37.495, 0.0003230433, 4.8067742366, 0.0037927386),
        ("manganese", 0.2035183373, 0, 191198.0034766202, 350700.567, 0.1109559078, 0.4007348839, 0.1086040464),
        ("graphite", 0.4706634786, 0, 50585.91084690329, 86586.111, 0.2749741326, 2.2269069574, 1.4956581418),
        ("unit test", 0.3, 500, 1000, 2000, 0.12, 50, 14.6551300571),
    ])
    func geoPolRisk(
        name: String, hhi: Double, production: Double, risky: Double, imports: Double, score: Double, price: Double, factor: Double
    ) throws {
        let flow = GeoPolRisk.ImportFlow(partner: name, quantity: imports, politicalStability: 2.5 - 5 * risky / imports)
        let answer = try GeoPolRisk.score(hhi: .given(hhi), domesticProduction: .exactly(production), imports: [flow], missing: .bound)
        #expect(abs(try #require(answer.value) - score) < 1e-9)
        #expect(abs(try #require(try GeoPolRisk.factor(score: answer, price: price).value) - factor) < 1e-8)
    }

    /// 1000 · 0.5 + 2000 · 0.6 = 1700 of 3000; a partner without a score is assumed in so many words, or widens the bounds.
    @Test func partnersAddUp() throws {
        let flows = [
            GeoPolRisk.ImportFlow(partner: "a", quantity: 1000, politicalStability: 0),
            GeoPolRisk.ImportFlow(partner: "b", quantity: 2000, politicalStability: -0.5),
        ]
        func score(_ flows: [GeoPolRisk.ImportFlow], _ missing: MissingGovernance) throws -> IndicatorValue {
            try GeoPolRisk.score(hhi: .given(1), domesticProduction: .exactly(0), imports: flows, missing: missing)
        }
        #expect(abs(try #require(try score(flows, .bound).value) - 1700.0 / 3000) < 1e-12)
        let asia = flows + [GeoPolRisk.ImportFlow(partner: "490", quantity: 1000, politicalStability: nil)]
        #expect(abs(try #require(try score(asia, .assume(0.5)).value) - 2200.0 / 4000) < 1e-12)
        let open = try score(asia, .bound)
        #expect(open.value == nil && open.low.map { abs($0 - 0.425) < 1e-12 } == true && open.high.map { abs($0 - 0.675) < 1e-12 } == true)
    }

    // MARK: Shares, reserves

    @Test func sharesAndTheLargestThree() throws {
        let rows =
            try countries([.exactly(50), .exactly(20), .exactly(15), .exactly(5)]) + [SupplyPart(kind: .other, amount: .exactly(10))]
        let shares = try Concentration.shares(of: rows)
        #expect(shares.map(\.value) == [0.5, 0.2, 0.15, 0.1, 0.05])
        let three = try Concentration.topShare(3, of: rows)
        #expect(three.value.map { abs($0 - 0.85) < 1e-12 } == true)
        let withheld = try Concentration.shares(
            of: try countries([.exactly(60), .withheld]) + [SupplyPart(kind: .world, amount: .exactly(101))])
        // 40.5 to 41.5 are left for the second.
        #expect(withheld[0].value == nil && withheld[0].low > 0.59 && withheld[0].high < 0.6)
        #expect(withheld[1].low > 0.39 && withheld[1].high < 0.42)
        #expect(throws: IndicatorError.self) { try Concentration.topShare(0, of: rows) }
    }

    @Test func sharesHoldEveryFillIn() throws {
        var random = SplitMix(seed: 12)
        for _ in 0..<300 {
            let truth = (0..<Int.random(in: 2...6, using: &random)).map { _ in Double(Int.random(in: 1...500, using: &random)) }
            let amounts: [KnownAmount] = truth.map { amount in
                [.exactly(amount), .withheld, .lessThan(amount + 3), .between(amount - 1, amount + 9)].randomElement(using: &random)
                    ?? .withheld
            }
            let whole = truth.reduce(0, +)
            let world = Bool.random(using: &random) ? [SupplyPart(kind: .world, amount: .exactly(whole))] : []
            for share in try Concentration.shares(of: try countries(amounts) + world) {
                let index = try #require(try countries(amounts).firstIndex { $0.kind == share.kind })
                #expect(share.low <= truth[index] / whole + 1e-12 && share.high >= truth[index] / whole - 1e-12)
            }
        }
    }

    @Test func reservesLastYearsButNotWhenTheyAreOre() throws {
        let metal = SupplyMeasure(unit: "t", basis: "Li content")
        let years = try ReserveLife.staticRange(reserves: .exactly(30_000_000), in: metal, production: .exactly(240_000), in: metal)
        #expect(years.value == 125 && years.findings == [ReserveLife.caveat])
        // Vanadium as the Mineral Commodity Summaries head it: tonnes where thousand tonnes are meant.
        let doubtful = try ReserveLife.staticRange(reserves: .exactly(21_000), in: metal, production: .exactly(100_000), in: metal)
        #expect(doubtful.findings.count == 2 && doubtful.findings[1].contains("less than the production of one year"))
        let more = try ReserveLife.staticRange(reserves: .moreThan(75_000_000), in: metal, production: .exactly(390_000), in: metal)
        #expect(more.value == nil && more.low.map { $0 > 192 } == true && more.high == nil)
        #expect(throws: IndicatorError.self) {
            try ReserveLife.staticRange(
                reserves: .exactly(1), in: SupplyMeasure(unit: "t", basis: "gross weight"), production: .exactly(1), in: metal)
        }
    }
}
