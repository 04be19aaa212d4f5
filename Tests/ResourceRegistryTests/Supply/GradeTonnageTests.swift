import ResourceRegistry
import Testing

/// The rules and the numbers of MinMod's grade–tonnage tests.
@Suite struct GradeTonnageTests {
    private func entry(
        _ ore: String, _ grade: String, category: String, asOf: String = "2020", statement: OreEstimate.Statement = .resource,
        includes: Truth = .unknown, unit: String = "Mt", factor: Double = 1
    ) throws -> GradeTonnage.Entry {
        GradeTonnage.Entry(
            statement, category: category, asOf: try CivilDate(asOf), includesReserves: includes, ore: try Quantity(ore, unit: unit),
            grade: try Quantity(grade, unit: "%"), metalFactor: factor)
    }

    private func isNear(_ value: Double?, _ expected: Double) -> Bool { value.map { abs($0 - expected) < 1e-9 } ?? false }

    @Test func categoriesOfOneDateAddUp() throws {
        let sums = try GradeTonnage(ofDeposit: [
            entry("100", "1.0", category: "indicated"), entry("70000", "1.5", category: "inferred", unit: "kt"),
        ])
        #expect(sums.byStatement[.resource]?.ore == 170 && isNear(sums.byStatement[.resource]?.contained, 2.05))
        #expect(sums.setAside.isEmpty)
    }

    @Test func onlyTheNewestDateCounts() throws {
        let sums = try GradeTonnage(ofDeposit: [
            entry("100", "1.0", category: "indicated"), entry("70", "1.5", category: "inferred", asOf: "2021"),
        ])
        #expect(sums.byStatement[.resource]?.ore == 70 && isNear(sums.byStatement[.resource]?.contained, 1.05))
        #expect(sums.setAside == ["resource indicated: older than 2021-12-31"])
    }

    @Test func anOxideGivesItsMetal() throws {
        let sums = try GradeTonnage(ofDeposit: [entry("70", "1.5", category: "inferred", factor: 0.464)])
        #expect(isNear(sums.byStatement[.resource]?.contained, 0.4872))
        #expect(sums.basis == .metalContent)
        // Oxide and metal in one sum are refused.
        var oxide = try entry("70", "1.5", category: "inferred")
        oxide.grade = try Quantity("1.5", unit: "% Li2O")
        #expect(throws: IndicatorError.mixedMeasures("metal_content", "oxide")) {
            try GradeTonnage(ofDeposit: [oxide, entry("70", "1.5", category: "indicated", factor: 0.464)])
        }
    }

    @Test func zeroIsAGradeAndNegativeIsNone() throws {
        let zero = try GradeTonnage(ofDeposit: [entry("70", "0", category: "inferred")])
        #expect(zero.byStatement[.resource]?.ore == 70 && zero.byStatement[.resource]?.contained == 0)
        let bad = try GradeTonnage(ofDeposit: [
            entry("-70", "1", category: "a"), entry("70", "-1", category: "b"), entry("70", "1", category: "c", unit: "%"),
        ])
        #expect(bad.byStatement.isEmpty)
        #expect(bad.setAside == ["resource a: negative ore", "resource b: negative grade", "resource c: ore in % is no mass"])
    }

    /// Resources with reserves inside are the total; without them the two add up; where nobody tells there is an interval.
    @Test func resourcesAndReservesAreNotAddedBlindly() throws {
        func total(_ includes: Truth) throws -> IndicatorValue {
            try GradeTonnage(ofDeposit: [
                entry("100", "2", category: "measured", includes: includes), entry("50", "2", category: "proved", statement: .reserve),
            ]).totalContained
        }
        #expect(try total(.yes).value == 2)
        #expect(try total(.no).value == 3)
        let open = try total(.unknown)
        #expect(open.value == nil && open.low == 2 && open.high == 3)
        let country = try GradeTonnage.ofCountry([
            try GradeTonnage(ofDeposit: [
                entry("100", "2", category: "measured", includes: .unknown), entry("50", "2", category: "proved", statement: .reserve),
            ]),
            try GradeTonnage(ofDeposit: [entry("10", "10", category: "inferred")]),
        ])
        #expect(country.total.value == nil && country.total.low == 3 && country.total.high == 4)
        #expect(isNear(country.byStatement[.resource]?.contained, 3) && isNear(country.byStatement[.reserve]?.contained, 1))
    }

    /// Estimates as the registry holds them: units in the source's words, an oxide with its factor, one without a grade.
    @Test func estimatesOfADeposit() throws {
        func estimate(_ id: String, _ grade: String?, unit: String = "% Li2O") throws -> OreEstimate {
            OreEstimate(
                id: id, deposit: "x", statement: .resource, category: id, ore: PrintedQuantity(amount: try ExactDecimal("70"), unit: "Mt"),
                measures: [
                    CommodityMeasure(
                        mineral: "lithium", grade: try grade.map { PrintedQuantity(amount: try ExactDecimal($0), unit: unit) })
                ], citation: try Citation(confidence: .confirmed, sources: ["s"]))
        }
        let estimates = [try estimate("a", "1.5"), try estimate("b", nil), try estimate("c", "1.5", unit: "pounds per acre")]
        let metal = try GradeTonnage(of: estimates, mineral: "lithium", metalFactors: ["Li2O": 0.464])
        #expect(isNear(metal.byStatement[.resource]?.contained, 0.4872) && metal.basis == .metalContent)
        #expect(metal.setAside == ["b: ore or grade is not told", "c: Mt or pounds per acre is no known unit"])
        let oxide = try GradeTonnage(of: estimates, mineral: "lithium")
        #expect(isNear(oxide.byStatement[.resource]?.contained, 1.05) && oxide.basis == .oxide)
    }
}
