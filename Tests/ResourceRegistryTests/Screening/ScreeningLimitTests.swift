import Testing

@testable import ResourceRegistry

/// Limits compare exactly, and what is not told is asked.
@Suite struct ScreeningLimitTests {
    /// A limit, a measurement, and whether the item is ruled out.
    struct Row: Sendable, CustomTestStringConvertible {
        var symbol: String
        var bound: String
        var unit: String
        var measured: String
        var rulesOut: Bool
        var testDescription: String { "\(measured) against \(symbol) \(bound) \(unit)" }

        init(_ symbol: String, _ bound: String, _ unit: String, _ measured: String, rulesOut: Bool) {
            (self.symbol, self.bound, self.unit, self.measured, self.rulesOut) = (symbol, bound, unit, measured, rulesOut)
        }
    }

    @Test(arguments: [
        Row(">", "99.9", "% mass", "99.9%", rulesOut: true),
        Row(">", "99.9", "% mass", "99.90000001%", rulesOut: false),
        Row(">", "99.9", "% mass", "99.9", rulesOut: true),
        Row(">", "99.9", "% mass", "999000 ppm", rulesOut: true),
        Row(">", "99.9", "% mass", "999001 ppm", rulesOut: false),
        Row(">=", "99.99", "%", "99.99%", rulesOut: false),
        Row(">=", "99.99", "%", "99.989999%", rulesOut: true),
        Row("<", "0.001", "% mass", "10 ppm", rulesOut: true),
        Row("<", "0.001", "% mass", "9.999999 ppm", rulesOut: false),
        Row(">", "1.73", "g/cm3", "1730 kg/m3", rulesOut: true),
        Row(">", "1.73", "g/cm3", "1731 kg/m3", rulesOut: false),
        Row(">", "30", "MPa", "0.03 GPa", rulesOut: true),
        Row(">", "30", "MPa", "30001 kPa", rulesOut: false),
        Row("<=", "50", "um", "0.05 mm", rulesOut: false),
        Row("<=", "50", "um", "50.0001 \u{B5}m", rulesOut: true),
        Row("<", "500", "um", "500000 nm", rulesOut: true),
    ])
    func comparesExactly(_ row: Row) throws {
        let value = try ExactDecimal(row.bound)
        let bound: Limit.Bound =
            switch row.symbol {
            case ">": .above(value)
            case ">=": .atLeast(value)
            case "<": .below(value)
            default: .atMost(value)
            }
        let judged = try judge(dossier(limits: [limit("all", "purity", bound, row.unit)]), attributes: ["purity=\(row.measured)"])
        let match = try #require(judged?.match)
        #expect((match.ruledOut != nil) == row.rulesOut)
        #expect(match.isDecided == !row.rulesOut)
        #expect(match.openLimits.isEmpty)
    }

    @Test func aRangeIncludesItsEnds() throws {
        let range = try dossier(limits: [limit("all", "inner diameter", .between(ExactDecimal("100"), ExactDecimal("300")), "mm")])
        for (measured, holds) in [("100mm", true), ("30 cm", true), ("99.999mm", false), ("0.300001 m", false)] {
            #expect(try judge(range, attributes: ["inner-diameter=\(measured)"])?.match.isDecided == holds, "\(measured)")
        }
    }

    @Test func theReasonNamesLimitAndValue() throws {
        let graphite = try dossier(limits: [limit("all", "purity", .above(ExactDecimal("99.9")), "% mass")])
        #expect(try judge(graphite, attributes: ["PURITY=99.9%"])?.match.ruledOut == "purity 99.9 % is not > 99.9 % mass")
    }

    @Test func oneOfSeveralSetsSufficesAndTheMaterialMustHold() throws {
        let solid = try dossier(limits: [
            limit("material", "tungsten content", .atLeast(ExactDecimal("97")), "% mass"),
            limit("cylinder", "diameter", .atLeast(ExactDecimal("120")), "mm"),
            limit("cylinder", "length", .atLeast(ExactDecimal("50")), "mm"),
            limit("block", "edge a", .atLeast(ExactDecimal("120")), "mm"),
            limit("block", "length", .atLeast(ExactDecimal("50")), "mm"),
        ])
        func asked(_ attributes: [String]) throws -> [String]? { try judge(solid, attributes: attributes)?.questions.map(\.asks) }
        #expect(try asked([]) == ["tungsten content", "diameter", "length", "edge a"], "the shared length is asked once")
        #expect(try asked(["tungsten content=98", "diameter=120", "length=50"]) == [])
        #expect(try asked(["tungsten content=98", "diameter=119", "length=50"]) == ["edge a"], "the failed set is not asked any more")
        #expect(try asked(["diameter=120", "length=50"]) == ["tungsten content"])
        let small = try judge(solid, attributes: ["tungsten content=98", "diameter=119", "edge a=119"])
        #expect(small?.match.ruledOut == "diameter 119 mm is not >= 120 mm; edge a 119 mm is not >= 120 mm")
        #expect(try judge(solid, attributes: ["tungsten_content=96.9", "diameter=200", "length=200"])?.match.ruledOut != nil)
    }

    @Test func aLoneSetSpeaksOfAPartOnly() throws {
        let beryllium = try dossier(limits: [limit("alloy", "beryllium content", .above(ExactDecimal("50")), "% mass")])
        #expect(try judge(beryllium)?.questions.map(\.asks) == ["beryllium content"])
        #expect(try judge(beryllium, attributes: ["beryllium content=60%"])?.match.isDecided == true)
        let low = try judge(beryllium, attributes: ["beryllium content=10%"])
        #expect(
            low?.questions == [
                OpenQuestion(
                    item: "A-1", asks: "form",
                    limit: "the limit holds for a part of the entry only (alloy): beryllium content > 50 % mass")
            ])
        #expect(low?.match.openLimits == [])
        #expect(low?.match.ruledOut == nil)
    }

    @Test func sharesOfAWholeAreToldFromElongations() throws {
        func isShare(_ parameter: String, _ unit: String) throws -> Bool {
            let read = try UnitOfMeasure.read(unit)
            return Limit.isShare(parameter, in: read.unit, basis: read.basis)
        }
        for (parameter, unit) in [
            ("purity", "%"), ("purity, inorganic element basis", "%"), ("silver", "% mass"), ("tungsten content", "% mass"),
            ("value share of listed Chinese-origin items", "% value"), ("visible transmittance", "%"),
        ] { #expect(try isShare(parameter, unit), "\(parameter)") }
        for (parameter, unit) in [("elongation", "%"), ("tensile strain at break", "%"), ("density", "g/cm3")] {
            #expect(try !isShare(parameter, unit), "\(parameter)")
        }
    }

    @Test func quotaAmountsAreNoLimitsOfTheGood() throws {
        let cobalt = try dossier(limits: [limit("2025", "quota", .equal(ExactDecimal("18125")), "t")])
        #expect(try judge(cobalt)?.match.isDecided == true)
    }

    @Test func aUnitThatCannotBeConvertedIsAnError() throws {
        let graphite = try dossier(limits: [limit("all", "density", .above(ExactDecimal("1.73")), "g/cm3")])
        #expect(throws: ScreeningError.unitDoesNotConvert("MPa", attribute: "density", measuredIn: "g/cm3")) {
            try judge(graphite, attributes: ["density=3 MPa"])
        }
        let purity = try dossier(limits: [limit("all", "purity", .above(ExactDecimal("99.9")), "% mass")])
        #expect(throws: ScreeningError.unitDoesNotConvert("% volume", attribute: "purity", measuredIn: "% mass")) {
            try judge(purity, attributes: ["purity=99.95 % volume"])
        }
        let weighed = #expect(throws: ScreeningError.self) { try judge(purity, attributes: ["purity=5 kg"]) }
        #expect(weighed?.description == "purity is measured in % mass; kg cannot be converted into it")
    }

    @Test(arguments: ["purity", "purity=", "=3", "purity=high", "purity=-1", "purity=inf", "purity=nan", "purity=3 mesh", "purity=1.2.3"])
    func noAttribute(_ text: String) {
        #expect(throws: InvalidValue.self) { try MeasuredAttribute(text) }
    }

    @Test func attributesAreReadAsPeopleWriteThem() throws {
        let density = try MeasuredAttribute("Density = 1.80 g/cm3")
        #expect(try density.value == ExactDecimal("1.8"))
        #expect(density.unit == "g/cm3")
        #expect(try MeasuredAttribute("reaction temperature=-5 C").unit == "C")
        #expect(try MeasuredAttribute(name: "purity", value: ExactDecimal("99.9")).unit == nil)
        let keys = ["particle size", "Particle_Size", "PARTICLE-SIZE"].map(MeasuredAttribute.key)
        #expect(Set(keys).count == 1)
    }
}
