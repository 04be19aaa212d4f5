import Testing

@testable import ResourceRegistry

@Suite struct SourceWordsTests {
    @Test(arguments: [
        ("mt ore", "t ore"), ("Mt", "Mt"), ("million metric tons", "Mt"), ("000 tonnes", "kt"), ("thousand metric tonne", "kt"),
        ("short tons", "short tons"), ("million pounds (avdp)", "million lb"), ("percent Li2O", "% Li2O"), ("%Ni", "% Ni"),
        ("Ni %", "% Ni"),
        ("(g/t)", "g/t"), ("grams/metric ton", "g/t"), ("parts per million Li", "ppm Li"), ("milligrams per liter Li", "mg/L Li"),
        ("wt-pct", "%"), ("kilograms/metric ton", "kg/t"), ("copper equivalence percent", "% Cu eq"), ("cu eq %", "% cu eq"),
        ("dollar per tonne", "US$/t"),
    ]) func unitsAreBroughtToOneSymbol(text: String, symbol: String) { #expect(SourceUnit(text)?.symbol == symbol) }

    @Test(arguments: [
        "m", "000's", "000's dt", "t/y", "million US$/year", "thousand", "fl", "", "furlong", "% of the total ore mined", "(BaSO 4%)",
    ])
    func unknownUnitsStayUnknown(text: String) { #expect(SourceUnit(text) == nil) }

    @Test func figuresAreChecked() throws {
        #expect(
            try EstimateWords.figure("1.50", unit: "Mt", of: [.mass])
                == PrintedQuantity(amount: try ExactDecimal("1.5"), unit: "Mt"))
        for (number, unit) in [("-1", "t"), ("NaN", "t"), ("1e999", "t"), ("1", "percent"), ("1", "furlong"), ("1,000", "t")] {
            #expect(throws: InvalidValue.self) { try EstimateWords.figure(number, unit: unit, of: [.mass]) }
        }
    }

    @Test func wordsOfClassesBecomeCodes() {
        func code(_ words: String...) -> String? { EstimateWords.category(words).category }
        #expect(code("Measured") == "measured-mineral-resource")
        #expect(code("measured+indicated", "measured+indicated") == "measured-and-indicated-mineral-resource")
        #expect(code("Indicated plus Inferred") == "indicated-and-inferred-mineral-resource")
        #expect(code("Measured, Indicated, Inferred") == "measured-indicated-inferred-mineral-resource")
        #expect(code("Proven plus Probable") == "proved-and-probable-ore-reserves")
        #expect(EstimateWords.category(["proven"]).statement == .reserve)
        #expect(code("Possible") == "Possible")
        #expect(code("inferred+measured") == "inferred+measured")
        #expect(code() == nil)
    }

    @Test func impossibleFiguresAreFlagged() throws {
        func quantity(_ amount: String, _ unit: String) throws -> PrintedQuantity {
            PrintedQuantity(amount: try ExactDecimal(amount), unit: unit)
        }
        func kinds(_ ore: PrintedQuantity?, _ measure: CommodityMeasure) -> [EstimateFlag.Kind] {
            EstimateCheck.flags(ore: ore, measures: [measure]).map(\.kind)
        }
        let plain = CommodityMeasure(mineral: "tin", grade: try quantity("0.3", "% Sn"))
        #expect(kinds(try quantity("250000000000", "t ore"), plain) == [.implausibleTonnage])
        #expect(kinds(try quantity("10000000000", "t ore"), plain) == [])
        #expect(kinds(try quantity("250", "Gt"), plain) == [.implausibleTonnage])
        #expect(
            kinds(try quantity("5", "Mt"), CommodityMeasure(mineral: "tin", grade: try quantity("100", "%"))) == [.containedStatedAsOre])
        #expect(kinds(nil, CommodityMeasure(mineral: "tin", grade: try quantity("101", "%"))) == [.gradeAbove100Percent])
        #expect(kinds(nil, CommodityMeasure(mineral: "tin", grade: try quantity("1000001", "g/t"))) == [.gradeAbove100Percent])
        #expect(
            kinds(try quantity("1", "Mt"), CommodityMeasure(mineral: "tin", contained: try quantity("2000", "kt Sn"))) == [
                .containedExceedsOre
            ])
    }

    @Test func recordsHaveStableIdsThatKeepThemApart() throws {
        func id(_ database: String, _ record: String) throws -> String { try SiteIdentity(database: database, record: record).id }
        #expect(try id("https://mrdata.usgs.gov/ree", "20") == "mrdata-usgs-gov-ree-20")
        let ids = [
            try id("https://mrdata.usgs.gov/ree", "A 1"), try id("https://mrdata.usgs.gov/ree", "A-1"),
            try id("https://mrdata.usgs.gov/ree", "a-1"), try id("https://mrdata.usgs.gov/ree", "矿"),
            try id("https://mrdata.usgs.gov/ree", String(repeating: "0222c410", count: 12)),
            try id("https://mrdata.usgs.gov/ree", String(repeating: "0222c410", count: 12) + "x"),
        ]
        #expect(Set(ids).count == ids.count)
        #expect(ids.allSatisfy { (try? Slug($0)) != nil })
        #expect(throws: InvalidValue.self) { try id("", "1") }
        #expect(throws: InvalidValue.self) { try id("x", "") }
    }
}
