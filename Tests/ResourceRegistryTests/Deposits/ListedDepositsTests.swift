import RegistrySQLite
import Testing

@testable import ResourceRegistry

/// Lists are read from rows of their own: they tell what the facts tell, whatever happens to these.
@Suite struct ListedDepositsTests {
    private static let countries = ["AU", "CN", "CL"]
    private static let minerals = ["gallium", "copper", "nickel", "tin"]

    private func random(_ number: Int, _ random: inout SplitMix) throws -> Deposit {
        let words = Self.minerals.filter { _ in Bool.random(using: &random) }
        var minerals = words.map { DepositMineral(mineral: $0, importance: .primary, asGiven: $0, confidence: .confirmed) }
        if Bool.random(using: &random) {
            minerals.append(DepositMineral(mineral: nil, importance: .unspecified, asGiven: "Unobtainium", confidence: .confirmed))
        }
        // The same mineral under two names of the source.
        if let first = words.first {
            minerals.append(DepositMineral(mineral: first, importance: .secondary, asGiven: "again", confidence: .confirmed))
        }
        let latitudes = [-90, -45.25, -45.249999, 0, 0.1, 45, 89.99, 90]
        let longitudes = [-180, -179.99, 0, 0.1, 100, 180]
        return Deposit(
            id: "made-\(number)", name: ["Alpha", "beta", "Śląsk"].randomElement(using: &random) ?? "",
            country: try [nil, "AU", "CN", "CL"].randomElement(using: &random).flatMap { try $0.map { try CountryCode($0) } },
            coordinate: Bool.random(using: &random)
                ? try Coordinate(
                    latitude: latitudes.randomElement(using: &random) ?? 0, longitude: longitudes.randomElement(using: &random) ?? 0) : nil,
            status: ["operating", "closed", nil].randomElement(using: &random) ?? nil, minerals: minerals,
            citation: try Citation(confidence: .confirmed, sources: ["deposits:recall"]))
    }

    /// What the facts say, asked without the rows of lists.
    private func listed(_ facts: [Deposit], by filter: DepositFilter) -> [String] {
        facts.filter { deposit in
            if let country = filter.country, deposit.country != country { return false }
            if let mineral = filter.mineral, !deposit.minerals.contains(where: { $0.mineral == mineral }) { return false }
            if let status = filter.status, deposit.status != status { return false }
            guard let circle = filter.near else { return true }
            return deposit.coordinate.map { $0.distanceInKilometres(to: circle.centre) <= circle.kilometres } ?? false
        }.map(\.id)
    }

    private func compare(_ deposits: DepositRepository) throws {
        let facts = try deposits.list().entries.map { try #require(try deposits.find($0.id)) }
        let byID = Dictionary(uniqueKeysWithValues: facts.map { ($0.id, $0) })
        var filters: [DepositFilter] = []
        for country in Self.countries {
            for mineral in Self.minerals {
                filters.append(DepositFilter(mineral: mineral, country: try CountryCode(country)))
                filters.append(DepositFilter(mineral: mineral, country: try CountryCode(country), status: "closed"))
            }
        }
        for (latitude, longitude) in [(-45.25, 100.0), (0, 180), (0, -179.99), (90, 0), (45, 0)] {
            let centre = try Coordinate(latitude: latitude, longitude: longitude)
            filters.append(DepositFilter(near: .init(centre: centre, kilometres: 30)))
            filters.append(DepositFilter(mineral: "copper", near: .init(centre: centre, kilometres: 2000)))
            filters.append(DepositFilter(country: try CountryCode("AU"), near: .init(centre: centre, kilometres: 19_000)))
        }
        for filter in filters {
            let found = try deposits.list(filter).entries
            let expected = listed(facts, by: filter)
            #expect(Set(found.map(\.id)) == Set(expected) && found.count == expected.count, "\(filter)")
            if filter.near == nil { #expect(found.map(\.id) == expected, "\(filter)") }
            // Page by page the same.
            var paged: [DepositSummary] = []
            var page = Page(limit: 3)
            while true {
                let cut = try deposits.list(filter, page: page)
                paged += cut.entries
                guard let next = cut.next else { break }
                page = Page(limit: 3, after: next)
            }
            #expect(paged == found, "\(filter)")
            for entry in found {
                let deposit = try #require(byID[entry.id])
                #expect(entry.name == deposit.name && entry.country == deposit.country?.text && entry.status == deposit.status)
                #expect(entry.latitude == deposit.coordinate?.latitude && entry.longitude == deposit.coordinate?.longitude)
                let words = deposit.minerals.map { $0.mineral ?? "(\($0.asGiven))" }
                #expect(entry.minerals == words.enumerated().filter { words.firstIndex(of: $0.element) == $0.offset }.map(\.element))
            }
        }
    }

    @Test(arguments: [1 as UInt64, 2]) func listsFollowTheFacts(seed: UInt64) throws {
        try withFacts { registry in
            var random = SplitMix(seed: seed)
            for round in 0..<12 {
                let changed = try (0..<8).map { _ in try self.random(Int.random(in: 0..<30, using: &random), &random) }
                let gone = "made-\(Int.random(in: 0..<30, using: &random))"
                try registry.change { editor in
                    for deposit in changed { try editor.deposits.save(deposit) }
                    if try editor.deposits.find(gone) != nil { try editor.deposits.delete(gone) }
                    // Inside a revision the lists are asked as well.
                    if round == 11 { try compare(editor.deposits) }
                }
                let wrong = try registry.database.read { try ListedDeposits.countOfDifferences($0) }
                #expect(wrong == 0)
                if round.isMultiple(of: 5), let last = try registry.log().last?.number {
                    _ = try registry.revert(last, author: "test")
                    #expect(try registry.database.read { try ListedDeposits.countOfDifferences($0) } == 0)
                }
            }
            try registry.read { try compare($0.deposits) }
        }
    }

    @Test func aCheckSeesWrongRows() throws {
        try withFacts { registry in
            for change in [
                "UPDATE registry_deposit_by_place SET name = 'Other' WHERE slug = 'bayan-obo'",
                "UPDATE registry_deposit_by_mineral SET minerals = '' WHERE slug = 'bayan-obo'",
                "DELETE FROM registry_deposit_by_mineral WHERE slug = 'bayan-obo'",
                """
                INSERT INTO registry_deposit_by_place
                SELECT band, longitude, -id, latitude, slug, name, country, admin1, occurrence_type, status, confidence, minerals, mineral_keys
                  FROM registry_deposit_by_place LIMIT 1
                """,
            ] {
                try registry.database.write { try $0.execute(change) }
                let found = try Registry.check(registry.path).findings.filter { $0.kind == "index" }
                #expect(found.count == 1 && found[0].text.contains("lists of deposits"), "\(change)")
                try registry.rebuildIndexes()
                #expect(try Registry.check(registry.path).findings == [])
            }
        }
    }
}
