import Testing

@testable import ResourceRegistry

@Suite struct SupplyValues {
    @Test(
        arguments: [
            ("Li content", Basis.metalContent), ("recoverable Cu content", .metalContent), ("PGM content", .metalContent),
            ("I content", .metalContent), ("ilmenite, TiO2 content", .oxide), ("Al2O3 calcined equivalent", .oxide),
            ("boric oxide equivalent", .oxide), ("As2O3 gross weight", .gross), ("REO equivalent", .rareEarthOxide),
            ("t LCE", .lithiumCarbonateEquivalent), ("natural industrial diamond", .carats), ("refined copper", .gross),
            ("low-purity primary Ga", .gross), ("ferrosilicon (Si content)", .metalContent), ("as reported", nil), ("all forms", nil),
        ] as [(String, Basis?)]) func wordsTellTheBasis(words: String, basis: Basis?) throws
    {
        #expect(try SupplyBasis(words).basis == basis)
        #expect(try SupplyBasis(words).asGiven == words)
    }

    @Test(arguments: [
        ("mine", SupplyStage.Group.mine), ("mine-rutile", .mine), ("production", .mine), ("refinery", .refining), ("pig-iron", .refining),
        ("primary low-purity", .refining), ("plant-metal", .refining), ("plant-ferrosilicon", .product), ("raw-steel", .product),
        ("TiO2 pigment", .product),
    ]) func namesTellTheGroupOfAStage(name: String, group: SupplyStage.Group) throws {
        #expect(try SupplyStage(name).group == group)
    }

    @Test func unknownWordsAreRefusedAndNeverGuessed() throws {
        #expect(throws: InvalidValue.self) { try SupplyBasis("goodness") }
        #expect(throws: InvalidValue.self) { try SupplyStage("somewhere") }
        #expect(throws: InvalidValue.self) { try SupplyStage(name: "mine/mill", group: .mine) }
        #expect(try SupplyStage(name: "somewhere", group: .mine).name == "somewhere")
    }

    @Test func aFigureIsANumberOrTheReasonWhyThereIsNone() throws {
        let five = try ExactDecimal(5)
        for figure in [
            .exactly(.zero), .lessThan(five), .moreThan(five), .between(.one, five), .small, .large, .withheld, .notAvailable,
            .notApplicable, .includedElsewhere,
        ] as [SupplyFigure] {
            #expect(try SupplyFigure(qualifier: figure.qualifier, amount: figure.amount, upper: figure.upper) == figure)
        }
        #expect(try SupplyFigure(qualifier: "", amount: .zero) == .exactly(.zero))
        #expect(try SupplyFigure(qualifier: "<", amount: five) == .lessThan(five))
        #expect(throws: InvalidValue.self) { try SupplyFigure(qualifier: "", amount: nil) }
        #expect(throws: InvalidValue.self) { try SupplyFigure(qualifier: "range", amount: five) }
        #expect(throws: InvalidValue.self) { try SupplyFigure(qualifier: "withheld", amount: .zero) }
        #expect(throws: InvalidValue.self) { try SupplyFigure(qualifier: "W", amount: nil) }
    }

    @Test func unitsOfTheSupplyTablesConvertExactly() throws {
        func converted(_ amount: String, _ unit: String, to target: String) throws -> String {
            try Quantity(amount, unit: unit).converted(to: try UnitOfMeasure(target)).amount.description
        }
        #expect(try converted("1", "Mct", to: "kg") == "200")
        #expect(try converted("1", "bcm", to: "Mm3") == "1000")
        #expect(try converted("2.5", "ML", to: "m3") == "2500")
        #expect(try converted("1", "Tm3", to: "bcm") == "1000")
        // 42 gallons of 3.785411784 litres.
        #expect(try converted("1", "Gbbl", to: "Mm3") == "158.987294928")
    }

    @Test func wordsOfTheProgrammeTableBecomeColumns() throws {
        #expect(ProgrammeFacts.bound(of: "export quota, up to").indicator == "export quota")
        #expect(ProgrammeFacts.bound(of: "export quota, up to").bound == .atMost)
        #expect(ProgrammeFacts.bound(of: "mining quota").bound == nil)
        #expect(ProgrammeFacts.baseline(of: "up from 2 percent", unit: "percent")?.description == "2")
        #expect(ProgrammeFacts.baseline(of: "up from 54 days", unit: "percent") == nil)
        #expect(ProgrammeFacts.baseline(of: "raised to 25 in the agreement", unit: "percent") == nil)
        #expect(ProgrammeFacts.task(of: .outcome, indicator: "newly found deposits", title: "x") == .exploration)
        #expect(ProgrammeFacts.task(of: .quota, indicator: "mining quota", title: "x") == .capacity)
        #expect(ProgrammeFacts.task(of: .quota, indicator: "export quota", title: "x") == nil)
        #expect(ProgrammeFacts.task(of: .funding, indicator: "gallium research funding", title: "x") == .research)
    }
}
