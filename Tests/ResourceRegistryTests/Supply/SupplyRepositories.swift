import Testing

@testable import ResourceRegistry

@Suite struct SupplyRepositories {
    private static let cited = try? Citation(confidence: .confirmed, sources: ["minerals:usgs-mcs-2026"])

    private func withEditor(_ body: (RegistryEditor, Citation) throws -> Void) throws {
        let citation = try #require(Self.cited)
        try withFacts { registry in try registry.change { editor in try body(editor, citation) } }
    }

    @Test func aProjectComesBackAsItWasSaved() throws {
        try withEditor { editor, citation in
            let project = Project(
                id: "kings-mountain", name: "Kings Mountain", country: try CountryCode("US"), deposit: "apex-mine", programme: "us-dpa-li",
                operatorName: "Albemarle", phase: .feasibility,
                outputs: [
                    Project.Output(
                        mineral: "lithium", stage: try SupplyStage("mine"), basis: try SupplyBasis("gross weight of concentrate"),
                        figure: .moreThan(try ExactDecimal(420)), unit: try UnitOfMeasure("kt"), expectedOn: try CivilDate("2030"),
                        citation: citation)
                ],
                milestones: [
                    try Project.Milestone(phase: .construction, expectedOn: try CivilDate("2027-06"), citation: citation),
                    try Project.Milestone(phase: .operation, expectedOn: try CivilDate("2030"), citation: citation),
                ],
                investments: [
                    Project.Investment(
                        investor: "US DoD", kind: "grant",
                        money: try TradeFlow.Money(amount: try ExactDecimal(90_000_000), currency: "USD"),
                        asOf: try CivilDate("2023-09-12"), citation: citation)
                ], citation: citation)
            let first = try editor.projects.save(project)
            #expect(first == .added)
            let second = try editor.projects.save(project)
            #expect(second == .unchanged)
            let held = try editor.projects.find("kings-mountain")
            #expect(held == project)
            let making = try editor.projects.list(mineral: "lithium").map(\.id)
            #expect(making == ["kings-mountain"])
            // By its deposit it belongs to the chain of the deposit's minerals too.
            let chain = try editor.chain(of: "gallium")
            #expect(chain.deposits.first { $0.deposit.id == "apex-mine" }?.projects == [project])
            let named = try Project.Phase("construction")
            #expect(named == .construction && Project.Phase.prefeasibility < named)
            #expect(throws: InvalidValue.self) { try Project.Milestone(phase: .closed, citation: citation) }
            #expect(throws: RegistryError.inUse(kind: "programme", id: "us-dpa-li")) { try editor.programmes.delete("us-dpa-li") }
            var moved = project
            moved.phase = .construction
            moved.investments = []
            let change = try editor.projects.save(moved)
            #expect(change == .changed(columns: ["phase", "project_investment"]))
            try editor.projects.delete("kings-mountain")
            let isEmpty = try editor.projects.list().isEmpty
            #expect(isEmpty)
        }
    }

    @Test func flowsAndGovernanceComeBackAsTheyWereSaved() throws {
        try withEditor { editor, citation in
            let flow = TradeFlow(
                reporter: try CountryCode("US"), partner: try CountryCode("CN"), direction: .import, mineral: "gallium",
                customsCode: try CustomsCode("811292", nomenclature: .harmonizedSystem), year: 2023, figure: .withheld,
                unit: try UnitOfMeasure("kg"), value: try TradeFlow.Money(amount: try ExactDecimal(1200), currency: "USD"),
                citation: citation)
            let added = try editor.dependence.save(flow)
            #expect(added == .added)
            let flows = try editor.dependence.flows(mineral: "gallium")
            #expect(flows == [flow])
            let unchanged = try editor.dependence.save(flow)
            #expect(unchanged == .unchanged)
            try editor.dependence.deleteFlow(flow.id)
            let isGone = try editor.dependence.flows().isEmpty
            #expect(isGone)
            var score = try GovernanceEstimate(
                country: try CountryCode("CN"), indicator: .politicalStability, year: 2022, estimate: -0.44, standardError: 0.2,
                citation: citation)
            let new = try editor.dependence.save(score)
            #expect(new == .added)
            let same = try editor.dependence.save(score)
            #expect(same == .unchanged)
            score.estimate = -0.45
            let corrected = try editor.dependence.save(score)
            #expect(corrected == .changed(columns: ["estimate"]))
            let scores = try editor.dependence.governance(country: try CountryCode("CN"))
            #expect(scores == [score])
            // A percentile rank is no estimate.
            #expect(throws: InvalidValue.self) {
                try GovernanceEstimate(
                    country: try CountryCode("CN"), indicator: .ruleOfLaw, year: 2022, estimate: 43.2, citation: citation)
            }
        }
    }

    @Test func planningIsPossibleForYearsThatAreYetToCome() throws {
        try withEditor { editor, citation in
            var fact = SupplyFact(
                mineral: "gallium", measure: .plannedCapacity, stage: try SupplyStage("primary"), place: .country(try CountryCode("US")),
                year: 2999, expectedOn: try CivilDate("2999-06"), figure: .exactly(try ExactDecimal(4)), unit: .tonne, citation: citation)
            let planned = try editor.supply.save(fact)
            #expect(planned == .added)
            let held = try editor.supply.find(fact.id)
            #expect(held == fact)
            fact.measure = .production
            fact.expectedOn = nil
            #expect(throws: InvalidValue.self) { try editor.supply.save(fact) }
            fact.year = 2025
            fact.figure = .exactly(try ExactDecimal(-1))
            #expect(throws: InvalidValue.self) { try editor.supply.save(fact) }
            fact.figure = .notAvailable
            fact.stage = nil
            #expect(throws: InvalidValue.self) { try editor.supply.save(fact) }
        }
    }

    @Test func sharesAboveTheWholeAreRefusedAndNothingOfThemStays() throws {
        try withEditor { editor, citation in
            func share(_ country: String, _ percent: Int) throws -> SupplierShare {
                SupplierShare(
                    importer: try CountryCode("JP"), mineral: "gallium", denominator: "imports",
                    supplier: .country(try CountryCode(country)), firstYear: 2020, lastYear: 2023,
                    percent: .exactly(try ExactDecimal(percent)), citation: citation)
            }
            try editor.dependence.save([try share("CN", 70), try share("DE", 31)])
            // Rounded shares may pass 100 by half a percent each; four more may not.
            #expect(throws: InvalidValue.self) { try editor.dependence.save([try share("CA", 4)]) }
            let suppliers = try editor.dependence.shares(mineral: "gallium", importer: try CountryCode("JP")).map(\.supplierText)
            #expect(suppliers == ["CN", "DE"])
        }
    }

    @Test func aWorldBelowItsPartsIsAFindingAndTheSharesDoNotRestOnIt() throws {
        try withEditor { editor, citation in
            for (place, amount) in [
                (SupplyFact.Place.country(try CountryCode("CN")), 600), (.country(try CountryCode("US")), 400), (.world, 700),
            ] {
                try editor.supply.save(
                    SupplyFact(
                        mineral: "hafnium", measure: .production, stage: try SupplyStage("refinery"), place: place, year: 2024,
                        figure: .exactly(try ExactDecimal(amount)), unit: .tonne, citation: citation))
            }
            let table = try #require(try editor.supply.concentration(of: "hafnium", year: 2024).first)
            #expect(table.shares.map(\.value) == [0.6, 0.4])
            #expect(abs((table.hhi.value ?? 0) - 5200) < 1e-9)
            #expect(table.findings.count == 1 && table.findings[0].contains("lies below the sum of its parts"))
        }
    }

    @Test func rowsInKilogramsAndTonnesAreBroughtToOneUnit() throws {
        try withEditor { editor, citation in
            for (country, amount, unit) in [("CN", 3, "t"), ("US", 1000, "kg")] {
                try editor.supply.save(
                    SupplyFact(
                        mineral: "hafnium", measure: .production, stage: try SupplyStage("refinery"),
                        place: .country(try CountryCode(country)), year: 2024, figure: .exactly(try ExactDecimal(amount)),
                        unit: try UnitOfMeasure(unit), citation: citation))
            }
            let table = try #require(try editor.supply.concentration(of: "hafnium", year: 2024).first)
            #expect(table.shares.map(\.value) == [0.75, 0.25])
        }
    }
}
