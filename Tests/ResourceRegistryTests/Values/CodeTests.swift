import ResourceRegistry
import Testing

@Suite struct CodeTests {
    @Test(arguments: ["8112.92.10", "81129210", "8112 92 10", "8112.9210"]) func readsCustomsCodes(text: String) throws {
        let code = try CustomsCode(text, nomenclature: .china)
        #expect(code.digits == "81129210" && code.length == 8 && code.description == "8112.92.10")
        #expect(code.heading.digits == "8112" && code.subheading?.description == "8112.92")
        #expect(code.subheading?.nomenclature == .harmonizedSystem)
        #expect(try CustomsCode("811292").isPrefix(of: code) && code.isPrefix(of: code) && !code.isPrefix(of: CustomsCode("811292")))
        #expect(try CustomsCode("8112").subheading == nil && CustomsCode("7701").chapter == "77")
    }

    @Test(arguments: [
        "", "81", "811", "81129", "8112929", "811292901", "81129290100", "0011", "8112-92", "8112..92", ".8112",
        "8112.", "8112.9.2",
        "8112,92", "８１１２", "8112  92", "8112\n", "81a2", " 8112", "ex 8112",
    ]) func refusesOtherCustomsCodes(text: String) {
        #expect(throws: InvalidValue.self) { try CustomsCode(text) }
    }

    @Test func controlCodesContainWhatLiesUnderThem() throws {
        let entry = try ControlCode("1c111.B.1.F")
        #expect(entry.description == "1C111.b.1.f" && entry.parent?.description == "1C111.b.1")
        #expect(try ControlCode("3C001").contains(ControlCode("3C001.a")) && !ControlCode("3C001.a").contains(ControlCode("3C001")))
        #expect(try !ControlCode("1C10").contains(ControlCode("1C108")))
        #expect(try !ControlCode("1C902.a.1").contains(ControlCode("1C902.a.10")))
        #expect(try ControlCode("0A98").heading == "0A98" && ControlCode("1C902.a.2") < ControlCode("1C902.a.10"))
        #expect(try ControlCode("3C00").heading == "3C00")
        let long = "3C001" + String(repeating: ".a", count: 1000)
        for text in ["", "3", "3C", "3F001", "CC001", "3C0011", "3C001.", "3C001..a", "3C001.a1", "3C001 a", "3C003; 3E003", "EAR99", long]
        {
            #expect(throws: InvalidValue.self) { try ControlCode(text) }
        }
    }

    @Test func countriesNomenclaturesAndConfidence() throws {
        #expect(try CountryCode("cn").text == "CN" && CountryCode("EU") == .europeanUnion)
        for text in ["", "C", "CHN", "C1", "Ö", "ＣＮ", "* except CN"] { #expect(throws: InvalidValue.self) { try CountryCode(text) } }
        #expect(try Nomenclature("hs") == .harmonizedSystem)
        #expect(throws: InvalidValue.self) { try Nomenclature("HSX") }
        #expect(Confidence.allCases.min() == .recalled && Confidence.derived < .confirmed)
        #expect(throws: InvalidValue.self) { try Confidence("sure") }
    }

    @Test func slugs() throws {
        #expect(try Slug("rare-earth-2").text == "rare-earth-2")
        for text in ["", "-a", "a-", "a--b", "A", "é", "a b", String(repeating: "a", count: 81)] {
            #expect(throws: InvalidValue.self) { try Slug(text) }
        }
        #expect(Slug.make(from: "Rössing (Mine)")?.text == "rossing-mine")
        #expect(Slug.make(from: "  Łódź -- Ø  ")?.text == "lodz-o" && Slug.make(from: "Ro\u{308}ssing")?.text == "rossing")
        #expect(Slug.make(from: "镓") == nil && Slug.make(from: "镓 gallium")?.text == "gallium")
        #expect((Slug.make(from: String(repeating: "ab ", count: 100))?.text.utf8.count ?? 0) <= 80)
    }

    @Test func invalidValuesAreShortenedAndEscaped() {
        let fault = InvalidValue(kind: "day", text: "\u{1B}[31m\n" + String(repeating: "x", count: 1000), expected: "y")
        #expect(fault.text.hasPrefix("\\u{1B}[31m\\n") && fault.text.hasSuffix("…") && fault.text.count < 80)
        #expect(InvalidValue(kind: "day", text: "a\u{202E}b", expected: "y").text == "a\\u{202E}b")
    }
}
