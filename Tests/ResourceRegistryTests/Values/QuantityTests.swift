import ResourceRegistry
import Testing

@Suite struct QuantityTests {
    private func decimal(_ text: String) throws -> ExactDecimal { try ExactDecimal(text) }

    @Test func decimalsAreExact() throws {
        #expect(try decimal("2.75e-06") == decimal("0.00000275") && decimal("2.75E-6").description == "0.00000275")
        #expect(try decimal("99.90") == decimal("99.9") && !(decimal("99.9") > decimal("99.9")) && decimal("99.9") < decimal("99.90000001"))
        #expect(try decimal("0.1").adding(decimal("0.2")) == decimal("0.3"))
        #expect(try decimal("-0").description == "0" && decimal("-1.5").negated == decimal("1.5"))
        #expect(try decimal("123456789012345678").doubleValue == 123456789012345678.0 && decimal("0.1").doubleValue == 0.1)
        #expect(try decimal("1e300").doubleValue == 1e300 && decimal("1e299") < decimal("1e300") && decimal("-1e300") < decimal("1e-300"))
        #expect(try ExactDecimal(2.75e-06) == decimal("0.00000275"))
        #expect(throws: InvalidValue.self) { try ExactDecimal(Double.nan) }
    }

    @Test(arguments: [
        "", " ", "nan", "NaN", "inf", "-inf", "0x10", "1e999", "1e-999", "1e99999999999999999999", ".5", "5.", "1,5", "1 000", "--1", "1e",
        "1e+",
        "1234567890123456789", "٣", "1_000", "1.2.3", "1e1.5", "+", "-", "1\n",
    ]) func refusesOtherDecimals(text: String) {
        #expect(throws: InvalidValue.self) { try ExactDecimal(text) }
    }

    @Test func decimalsAgreeWithIntegers() throws {
        var generator = SplitMix(seed: 5)
        for _ in 0..<3000 {
            let (a, b) = (Int.random(in: -99_999...99_999, using: &generator), Int.random(in: -99_999...99_999, using: &generator))
            let (x, y) = (try ExactDecimal(a).scaled(byPowerOfTen: -3), try ExactDecimal(b).scaled(byPowerOfTen: -3))
            #expect((x < y) == (a < b) && (x == y) == (a == b))
            #expect(try x.adding(y) == ExactDecimal(a + b).scaled(byPowerOfTen: -3))
            #expect(try x.multiplied(by: y) == ExactDecimal(a * b).scaled(byPowerOfTen: -6))
            #expect(try ExactDecimal(x.description) == x && x.doubleValue == Double(a) / 1000)
        }
    }

    @Test func decimalArithmeticNeverTraps() throws {
        let large = try decimal("999999999999999999")
        #expect(throws: InvalidValue.self) { try ExactDecimal(Int.min) }
        for power in [Int.min, Int.max, 2000] { #expect(throws: InvalidValue.self) { try large.scaled(byPowerOfTen: power) } }
        #expect(throws: InvalidValue.self) { try large.multiplied(by: large) }
        #expect(throws: InvalidValue.self) { try large.adding(decimal("0.1")) }
        #expect(throws: InvalidValue.self) { try decimal("1e300").multiplied(by: decimal("1e300")) }
        #expect(throws: InvalidValue.self) { try large.divided(exactlyBy: .zero) }
        #expect(throws: InvalidValue.self) { try ExactDecimal.one.divided(exactlyBy: decimal("3")) }
        #expect(try ExactDecimal.one.divided(exactlyBy: decimal("8")) == decimal("0.125"))
    }

    @Test func unitsConvertExactlyWithinTheirDimension() throws {
        #expect(try Quantity("1.5", unit: "Mt").converted(to: .tonne).amount == decimal("1500000"))
        #expect(try Quantity("2", unit: "million short tons").converted(to: .tonne).amount == decimal("1814369.48"))
        #expect(try Quantity("5", unit: "g/t").converted(to: UnitOfMeasure("ppm")).amount == decimal("5"))
        #expect(try Quantity("5", unit: "carat").converted(to: UnitOfMeasure("g")).amount == .one)
        #expect(try Quantity("3", unit: "µm").converted(to: UnitOfMeasure("mm")).amount == decimal("0.003"))
        #expect(throws: InvalidValue.self) { try Quantity("1", unit: "kg").converted(to: UnitOfMeasure("lb")) }
        #expect(throws: InvalidValue.self) { try Quantity("1", unit: "kg").converted(to: UnitOfMeasure("m")) }
        #expect(throws: InvalidValue.self) { try Quantity("1", unit: "HRB").converted(to: UnitOfMeasure("MPa")) }
        for text in ["", "furlong", "% nonsense", "T", "mass"] { #expect(throws: InvalidValue.self) { try Quantity("1", unit: text) } }
        for unit in UnitOfMeasure.all { #expect(try UnitOfMeasure(unit.symbol) == unit) }
        #expect(try UnitOfMeasure("long tons").factor == decimal("1016046.9088") && UnitOfMeasure("g").factor == .one)
    }

    @Test func oreAndMetalDoNotAdd() throws {
        let ore = Quantity(amount: .one, unit: .tonne, basis: .gross)
        let metal = try Quantity("1", unit: "t Ge")
        #expect(metal.basis == .metalContent)
        #expect(throws: InvalidValue.self) { try ore.adding(metal) }
        #expect(throws: InvalidValue.self) { try ore.adding(Quantity(amount: .one, unit: .percent, basis: .gross)) }
        #expect(throws: InvalidValue.self) { try ore.adding(Quantity(amount: .one, unit: .tonne)) }
        #expect(try ore.adding(Quantity(amount: .one, unit: UnitOfMeasure("kt"), basis: .gross)).amount == decimal("1001"))
        #expect(try Quantity("99.9", unit: "% mass").compared(to: Quantity("999", unit: "kg/t")) == 0)
    }

    @Test func percentagesAndCoordinates() throws {
        #expect(try Percentage("100").fraction == 1)
        for text in ["-0.1", "100.0001", "1e10", "x"] { #expect(throws: InvalidValue.self) { try Percentage(text) } }
        for (latitude, longitude) in [(91.0, 0.0), (0, 181), (.nan, 0), (0, .infinity), (0, -.nan)] {
            #expect(throws: InvalidValue.self) { try Coordinate(latitude: latitude, longitude: longitude) }
        }
        let (paris, london) = (try Coordinate(latitude: 48.8566, longitude: 2.3522), try Coordinate(latitude: 51.5074, longitude: -0.1278))
        #expect(abs(paris.distanceInKilometres(to: london) - 343.9) < 1.5)
        let (pole, other) = (try Coordinate(latitude: 90, longitude: 0), try Coordinate(latitude: -90, longitude: 77))
        #expect(abs(pole.distanceInKilometres(to: other) - 20_003.9315) < 0.1)
        #expect(paris.distanceInKilometres(to: paris) == 0)
    }
}
