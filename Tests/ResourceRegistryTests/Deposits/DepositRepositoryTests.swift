import Testing

@testable import ResourceRegistry

@Suite struct DepositRepositoryTests {
    private func sample() throws -> Deposit {
        Deposit(
            id: "test-hill", name: "Test Hill", occurrenceType: "prospect", country: try CountryCode("AU"), admin1: "Queensland",
            coordinate: try Coordinate(latitude: -20.5, longitude: 140.25), accuracyInMetres: 150, givenCRS: "EPSG:4283",
            givenPosition: "-20.5, 140.25", model: "vein-tin", modelNote: "veins", status: "feasibility", statusAsGiven: "study",
            discoveryYear: 1901, recalledFields: ["status"],
            names: [DepositName(language: "en", name: "Old Hill"), DepositName(name: "TH")],
            identifiers: [DepositIdentifier(scheme: "ozmin", record: "77", url: "https://example.org/77")],
            minerals: [
                DepositMineral(mineral: "tin", importance: .primary, asGiven: "Sn", confidence: .confirmed),
                DepositMineral(mineral: nil, importance: .unspecified, asGiven: "Topaz", confidence: .confirmed),
            ], remarks: ["access": "track"], citation: try Citation(confidence: .confirmed, sources: ["deposits:recall"]))
    }

    @Test func aDepositIsReadAsItWasWritten() throws {
        try withFacts { registry in
            let wanted = try sample()
            try registry.change { try $0.deposits.insert(wanted) }
            #expect(try registry.read { try $0.deposits.find("test-hill") } == wanted)
            #expect(try registry.read { try $0.deposits.find(identifier: "77", scheme: "ozmin") } == wanted)
            #expect(try registry.read { try $0.deposits.find(identifier: "78", scheme: "ozmin") } == nil)
            #expect(try registry.read { try $0.deposits.find("test-dale") } == nil)
            let again = try registry.revise(reason: "again", author: "test") { try $0.deposits.save(wanted) }
            #expect(again.result == .unchanged)
            #expect(again.revision == nil)
        }
    }

    @Test func whatChangedIsNamed() throws {
        try withFacts { registry in
            var deposit = try sample()
            try registry.change { try $0.deposits.insert(deposit) }
            deposit.status = "construction"
            deposit.discoveryYear = nil
            deposit.minerals[1].asGiven = "Gem topaz"
            deposit.names.removeLast()
            deposit.remarks["water"] = "none"
            let outcome = try registry.change { try $0.deposits.update(deposit) }
            #expect(
                outcome == .changed(columns: ["status", "discovery_year", "deposit_mineral.as_given", "deposit_name", "deposit_remark"]))
            #expect(try registry.read { try $0.deposits.find("test-hill") } == deposit)
            try registry.change { try $0.deposits.delete("test-hill") }
            #expect(try registry.read { try $0.deposits.find("test-hill") } == nil)
            #expect(throws: RegistryError.unknown(kind: "deposit", id: "test-hill")) {
                try registry.change { try $0.deposits.update(deposit) }
            }
            #expect(throws: RegistryError.unknown(kind: "deposit", id: "test-hill")) {
                try registry.change { try $0.deposits.delete("test-hill") }
            }
        }
    }

    @Test func whatCannotBeIsRefused() throws {
        try withFacts { registry in
            try registry.change { try $0.deposits.insert(try sample()) }
            #expect(throws: RegistryError.exists(kind: "deposit", id: "test-hill")) {
                try registry.change { try $0.deposits.insert(try sample()) }
            }
            var twin = try sample()
            twin.id = "test-twin"
            #expect(throws: RegistryError.exists(kind: "deposit with the identifier ozmin 77", id: "test-hill")) {
                try registry.change { try $0.deposits.insert(twin) }
            }
            #expect(try registry.read { try $0.deposits.find("test-twin") } == nil)
            twin.identifiers = []
            let edits: [(inout Deposit) -> Void] = [
                { $0.id = "Test Twin" }, { $0.name = "" }, { $0.status = "open" }, { $0.occurrenceType = "hole" }, { $0.discoveryYear = 0 },
                { $0.accuracyInMetres = -.infinity },
            ]
            for edit in edits {
                var bad = twin
                edit(&bad)
                #expect(throws: InvalidValue.self) { try registry.change { try $0.deposits.insert(bad) } }
            }
            twin.minerals[0].mineral = "unobtainium"
            #expect(throws: RegistryError.unknown(kind: "mineral", id: "unobtainium")) {
                try registry.change { try $0.deposits.insert(twin) }
            }
        }
    }

    @Test func estimatesAreReadAsTheyWereWritten() throws {
        try withFacts { registry in
            var wanted = OreEstimate(
                id: "bayan-obo/test", deposit: "bayan-obo", statement: .reserve, category: "proved-ore-reserves",
                reportingCode: "jorc-code", asOf: try CivilDate("2020-06"), includesReserves: "no",
                ore: PrintedQuantity(amount: try ExactDecimal("48.5"), unit: "Mt"),
                measures: [
                    CommodityMeasure(mineral: "iron", grade: PrintedQuantity(amount: try ExactDecimal("30"), unit: "% Fe")),
                    CommodityMeasure(mineral: "niobium", contained: PrintedQuantity(amount: try ExactDecimal("2"), unit: "Mt Nb2O5")),
                ], note: "cut-off 20 %", citation: try Citation(confidence: .confirmed, sources: ["deposits:recall"]))
            #expect(try registry.change { try $0.deposits.saveEstimate(wanted) } == .added)
            func held() throws -> [OreEstimate] { try registry.read { try $0.deposits.estimates(of: "bayan-obo") } }
            #expect(try held().first { $0.id == wanted.id } == wanted)
            #expect(try held().first?.isHeadline == true)
            #expect(try registry.change { try $0.deposits.saveEstimate(wanted) } == .unchanged)
            wanted.measures[0].grade?.unit = "% Fe total"
            wanted.measures.removeLast()
            wanted.note = nil
            let outcome = try registry.change { try $0.deposits.saveEstimate(wanted) }
            #expect(outcome == .changed(columns: ["note", "commodity_measure", "commodity_measure.grade_unit"]))
            wanted.includesReserves = "perhaps"
            #expect(throws: InvalidValue.self) { try registry.change { try $0.deposits.saveEstimate(wanted) } }
            try registry.change { try $0.deposits.deleteEstimate("bayan-obo/test") }
            #expect(try !held().contains { $0.id == wanted.id })
            #expect(throws: RegistryError.self) { try registry.read { try $0.deposits.estimates(of: "nowhere") } }
        }
    }

    @Test func filtersNarrowTheList() throws {
        try withFacts { registry in
            func ids(_ filter: DepositFilter) throws -> Set<String> {
                Set(try registry.read { try $0.deposits.list(filter) }.entries.map(\.id))
            }
            let all = try registry.read { try $0.deposits.list() }.entries
            #expect(all.count == 145)
            let everything = try all.map { entry in try #require(try registry.read { try $0.deposits.find(entry.id) }) }
            func expected(_ condition: (Deposit) -> Bool) -> Set<String> { Set(everything.filter(condition).map(\.id)) }

            let scandium = expected { $0.minerals.contains { $0.mineral == "scandium" } }
            let rareEarths = try ids(DepositFilter(mineral: "rare-earths"))
            #expect(!scandium.isEmpty && rareEarths.isSuperset(of: scandium))
            #expect(rareEarths.isSuperset(of: expected { $0.minerals.contains { $0.mineral == "rare-earths" } }))
            #expect(try ids(DepositFilter(mineral: "scandium")) == scandium)
            let china = try ids(DepositFilter(mineral: "rare-earths", country: try CountryCode("CN")))
            #expect(china.contains("bayan-obo"))
            #expect(china == rareEarths.intersection(expected { $0.country?.text == "CN" }))
            #expect(
                try ids(DepositFilter(status: "not-operating"))
                    == expected { ["care-and-maintenance", "historic", "closed"].contains($0.status ?? "") })
            #expect(try ids(DepositFilter(status: "closed")) == expected { $0.status == "closed" })
            let box = DepositFilter.Box(west: 140, south: -40, east: 150, north: 0)
            #expect(
                try ids(DepositFilter(box: box))
                    == expected { $0.coordinate.map { (140...150).contains($0.longitude) && (-40...0).contains($0.latitude) } ?? false })
            let pacific = DepositFilter.Box(west: 160, south: -30, east: -150, north: 70)
            #expect(
                try ids(DepositFilter(box: pacific))
                    == expected {
                        $0.coordinate.map { ($0.longitude >= 160 || $0.longitude <= -150) && (-30...70).contains($0.latitude) } ?? false
                    })
        }
    }

    @Test(arguments: [(41.8, 109.97, 500.0), (-20, 179.9, 3000), (89, 0, 9000), (68, 90, 2500), (0, 0, 20_100), (-30, 121, 0.5)])
    func aCircleHoldsJustWhatIsNearEnough(latitude: Double, longitude: Double, kilometres: Double) throws {
        try withFacts { registry in
            let centre = try Coordinate(latitude: latitude, longitude: longitude)
            let circle = DepositFilter.Circle(centre: centre, kilometres: kilometres)
            let found = try registry.read { try $0.deposits.list(DepositFilter(near: circle)) }.entries
            let all = try registry.read { try $0.deposits.list() }.entries
            var expected: [String: Double] = [:]
            for entry in all {
                guard let latitude = entry.latitude, let longitude = entry.longitude else { continue }
                let distance = try Coordinate(latitude: latitude, longitude: longitude).distanceInKilometres(to: centre)
                if distance <= kilometres { expected[entry.id] = distance }
            }
            #expect(Dictionary(uniqueKeysWithValues: found.map { ($0.id, $0.distanceInKilometres) }) == expected.mapValues { $0 })
            let page = try registry.read { try $0.deposits.list(DepositFilter(near: circle), page: Page(limit: 3)) }
            #expect(page.entries == Array(found.prefix(3)))
            #expect((page.next == nil) == (found.count <= 3))
        }
    }

    @Test func pagesFollowEachOtherWithoutGapOrRepeat() throws {
        try withFacts { registry in
            try registry.change { editor in
                for number in 1...5 {
                    var deposit = try sample()
                    deposit.id = "same-name-\(number)"
                    deposit.identifiers = []
                    deposit.name = "Näme\u{1F}'; --"
                    try editor.deposits.insert(deposit)
                }
            }
            let all = try registry.read { try $0.deposits.list() }.entries
            var read: [DepositSummary] = []
            var cursor: String?
            repeat {
                let page = try registry.read { try $0.deposits.list(page: Page(limit: 7, after: cursor)) }
                read += page.entries
                cursor = page.next
            } while cursor != nil
            #expect(read == all)
            #expect(all.count == 150)
            #expect(try registry.read { try $0.deposits.list(page: Page(limit: .max)) }.entries == all)
            for cursor in ["", "zz", "00", "ff1f61"] {
                #expect(throws: RegistryError.badCursor(cursor)) { try registry.read { try $0.deposits.list(page: Page(after: cursor)) } }
            }
        }
    }

    @Test func filtersThatCannotBeAreRefused() throws {
        try withFacts { registry in
            func list(_ filter: DepositFilter) throws { _ = try registry.read { try $0.deposits.list(filter) } }
            let near = ["rare-earths", "heavy-rare-earths", "light-rare-earths", "magnet-rare-earths", "medium-rare-earths"]
            #expect(throws: RegistryError.unknown(kind: "mineral", id: "rare earths", near: near)) {
                try list(DepositFilter(mineral: "rare earths"))
            }
            #expect(throws: RegistryError.self) { try list(DepositFilter(country: CountryCode("ZZ"))) }
            #expect(throws: InvalidValue.self) { try list(DepositFilter(status: "open")) }
            #expect(throws: InvalidValue.self) { try list(DepositFilter(box: .init(west: 0, south: 10, east: 1, north: 0))) }
            #expect(throws: InvalidValue.self) { try list(DepositFilter(box: .init(west: .nan, south: 0, east: 1, north: 1))) }
            let centre = try Coordinate(latitude: 0, longitude: 0)
            for kilometres in [0, -1, Double.nan, .infinity] {
                #expect(throws: InvalidValue.self) { try list(DepositFilter(near: .init(centre: centre, kilometres: kilometres))) }
            }
        }
    }
}
