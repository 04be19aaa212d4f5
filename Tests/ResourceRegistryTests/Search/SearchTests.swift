import RegistrySQLite
import Testing

@testable import ResourceRegistry

@Suite struct SearchTests {
    private func ids(_ text: String, in registry: Registry, kinds: [SearchKind] = SearchKind.allCases, limit: Int = 20) throws -> [String] {
        try registry.search(text, kinds: kinds, limit: limit).map(\.id)
    }

    private func hill(_ id: String, _ name: String, names: [String] = []) throws -> Deposit {
        Deposit(
            id: id, name: name, country: try CountryCode("AU"), admin1: "Queensland", names: names.map { DepositName(name: $0) },
            citation: try Citation(confidence: .confirmed, sources: ["deposits:recall"]))
    }

    private static let names = [
        ("gallium", "gallium"), ("Ga", "gallium"), ("镓", "gallium"), ("稀土", "rare-earths"), ("Bayan Obo", "bayan-obo"),
        ("白云鄂博", "bayan-obo"),
        ("云鄂", "bayan-obo"), ("7440-55-3", "gallium"), ("CN-2023-23-Ga-a", "CN-2023-23-Ga-a"), ("xi tu", "rare-earths"),
    ]

    @Test func aNameFindsItsBearerFirst() throws {
        try withFacts { registry in
            for (text, id) in Self.names {
                let found = try ids(text, in: registry)
                #expect(found.first == id, "\(text)")
            }
        }
    }

    private static let slips = [
        ("galium", "gallium"), ("gallimu", "gallium"), ("aglium", "gallium"), ("antimnoy", "antimony"), ("Bayan Oboo", "bayan-obo"),
        ("germanuim", "germanium"), ("mount wled", "mount-weld"),
    ]

    @Test func aSlipOfThePenIsForgiven() throws {
        try withFacts { registry in
            for (text, id) in Self.slips {
                let hits = try registry.search(text)
                #expect(hits.first?.id == id, "\(text)")
                #expect(hits.allSatisfy { $0.match == .alike && $0.score > 0.6 && $0.score <= 1 })
            }
        }
    }

    @Test func aNameStandsBeforeAMention() throws {
        try withFacts { registry in
            let hits = try registry.search("tin", limit: 50)
            #expect(hits.first?.id == "tin")
            #expect(hits.first?.match == .name)
            #expect(hits.contains { $0.kind == .deposit })
            #expect(hits.map(\.match) == hits.map(\.match).sorted())
            let items = try registry.search("gallium", kinds: [.control])
            #expect(!items.isEmpty && items.allSatisfy { $0.kind == .control })
            let three = try ids("tin", in: registry, limit: 3)
            #expect(three == Array(hits.map(\.id).prefix(3)))
        }
    }

    @Test func accentsAndCaseDoNotCount() throws {
        try withFacts { registry in
            try registry.change { try $0.deposits.insert(try hill("sao-joao", "São João d’Água", names: ["Çöpler ‘tepe’"])) }
            for text in ["sao joao", "SÃO JOÃO", "São", "copler", "ÇÖPLER", "agua"] {
                let found = try ids(text, in: registry)
                #expect(found.contains("sao-joao"), "\(text)")
            }
        }
    }

    @Test func theMatchIsHighlightedInTheTextAsItStands() throws {
        try withFacts { registry in
            try registry.change { try $0.deposits.insert(try hill("test-tu", "金川镍矿 Jinchuan \u{2}mine")) }
            let chinese = try #require(try registry.search("川镍").first)
            #expect(chinese.id == "test-tu")
            #expect(chinese.snippet == "金川镍矿 Jinchuan  mine")
            #expect(chinese.highlights.map { String(chinese.snippet[$0]) } == ["川镍"])
            let latin = try #require(try registry.search("JINCHUAN mi", kinds: [.deposit]).first { $0.id == "test-tu" })
            #expect(latin.match == .beginning)
            #expect(latin.highlights.map { String(latin.snippet[$0]) } == ["Jinchuan", "mine"])
        }
    }

    /// The best are found in two passes over the index; FTS5's own order, in one pass, gives the same ones with the same texts.
    @Test func theBestAreThoseOfFTS5() throws {
        try withFacts { registry in
            var random = SplitMix(seed: 8)
            let syllables = ["bou", "ka", "Zer", "tîn", "Éa", "云", "鄂", "mi ne", "7"]
            func name() -> String {
                (0..<Int.random(in: 1...4, using: &random)).map { _ in syllables.randomElement(using: &random) ?? "" }
                    .joined(separator: Bool.random(using: &random) ? "" : " ")
            }
            try registry.change { editor in
                for number in 0..<400 {
                    try editor.deposits.insert(try hill("hill-\(number)", name(), names: number % 3 == 0 ? [name(), name()] : []))
                }
            }
            let reference = """
                SELECT t.slug, snippet(deposit_search, -1, char(2), char(3), '…', 24), i.rank
                  FROM deposit_search i JOIN deposit t ON t.id = i.rowid
                 WHERE deposit_search MATCH ?1 AND i.rank MATCH 'bm25(10, 5, 2, 1)' ORDER BY i.rank LIMIT 50
                """
            for question in ["queensland", "bou", "ka zer", "tin", "云鄂", "mi ne", "7", "bouka", "mine"] {
                let terms = SearchText.words(question).map(SearchText.quoted).joined(separator: " AND ")
                let expected = try registry.database.read { connection in
                    try connection.query(reference, [.text(terms)]) { row in
                        (id: try row.string(0), text: Highlighted(try row.string(1)), relevance: -(try row.double(2)))
                    }
                }
                let hits = try registry.search(question, kinds: [.deposit], limit: 50).filter { $0.match <= .words }
                #expect(Set(hits.map(\.id)) == Set(expected.map(\.id)), "\(question)")
                for hit in hits {
                    let same = try #require(expected.first { $0.id == hit.id })
                    #expect(hit.snippet == same.text.text && hit.highlights == same.text.ranges, "\(question): \(hit.id)")
                    if hit.match == .words { #expect(hit.score == same.relevance / (same.relevance + 1), "\(question): \(hit.id)") }
                }
            }
        }
    }

    private static let traps = [
        "\"gallium", "gallium\"", "gallium*", "NEAR(gallium)", "name:gallium", "gallium OR", "-gallium", "^gallium", "{name}:gallium",
        "gallium\0", "'gallium'; DROP TABLE deposit", "gallium)", "(((", "\u{202E}gallium", "gallium AND NOT",
    ]

    /// What a query language would trip over is only text: words are found, and nothing else happens.
    @Test func theTextIsNeverSyntax() throws {
        try withFacts { registry in
            for text in Self.traps {
                if SearchText.words(text).isEmpty {
                    #expect(throws: InvalidValue.self) { _ = try registry.search(text) }
                } else {
                    let hits = try registry.search(text)
                    if SearchText.words(text) == ["gallium"] { #expect(hits.first?.id == "gallium") }
                }
                #expect(try ids("gallium", in: registry).first == "gallium")
            }
        }
    }

    @Test func aTextOfAnyLengthIsAnswered() throws {
        try withFacts { registry in
            let many = String(repeating: "gallium ", count: 100_000)
            let some = try ids(many, in: registry)
            #expect(some.first == "gallium")
            let long = String(repeating: "g", count: 1_000_000)
            let none = try ids(long, in: registry)
            #expect(none.isEmpty)
            for text in ["", " ", "…", "\0", "\u{301}"] { #expect(throws: InvalidValue.self) { _ = try registry.search(text) } }
        }
    }

    /// What a revision does to names is found at once, in the revision and after it; what it took out is not.
    @Test func theIndexFollowsTheFacts() throws {
        try withFacts { registry in
            try registry.change { editor in
                try editor.deposits.insert(try hill("test-hill", "Zweckelberg"))
                let found = try editor.search("zweckelberg").map(\.id)
                #expect(found == ["test-hill"])
            }
            _ = try registry.change { try $0.deposits.update(try hill("test-hill", "Quarzkuppe", names: ["Zwieselstein"])) }
            #expect(try ids("zweckelberg", in: registry) == [])
            #expect(try ids("quarzkuppe", in: registry) == ["test-hill"])
            #expect(try ids("zwieselstein queensland", in: registry) == ["test-hill"])
            try registry.change { try $0.deposits.delete("test-hill") }
            #expect(try ids("quarzkuppe", in: registry) == [])
            var act = try #require(try registry.read { try $0.controls.act("CN-2023-23") })
            act.title = "Xylophonic licensing"
            _ = try registry.change { try $0.controls.update(act) }
            let licensed = try ids("xylophonic", in: registry)
            #expect(licensed.contains("CN-2023-23-Ga-a"))
            var mineral = try #require(try registry.read { try $0.minerals.find("gallium") })
            mineral.aliases.append(MineralAlias(alias: "eka-aluminium", citation: mineral.citation))
            _ = try registry.change { try $0.minerals.update(mineral) }
            #expect(try ids("ekaaluminium", in: registry).first == nil)
            #expect(try ids("eka", in: registry) == ["gallium"])
            #expect(try Registry.check(registry.path).findings == [])
        }
    }

    private func indexFindings(_ registry: Registry) throws -> [String] {
        try Registry.check(registry.path).findings.filter { $0.kind == "index" }.map(\.text)
    }

    /// A check sees when an index does not agree with the rows; it can be made anew, or for single rows.
    @Test func aCheckSeesWhatDiffers() throws {
        try withFacts { registry in
            try registry.database.write { connection in
                try connection.execute("UPDATE deposit SET name = 'Other' WHERE slug = 'bayan-obo'")
                try connection.execute("DELETE FROM deposit_place WHERE deposit_id IN (1, 2)")
                try connection.execute("DELETE FROM mineral_search WHERE rowid = 1")
            }
            let found = try indexFindings(registry)
            #expect(found.count == 4)
            #expect(found.contains { $0.contains("'bayan-obo'") })
            #expect(found.contains { $0.contains("2 of 145 placed deposits") })
            try registry.rebuildIndexes()
            #expect(try indexFindings(registry) == [])
            try registry.database.write { connection in
                try connection.execute("UPDATE deposit SET name = 'Zweckelberg', latitude = 1 WHERE slug = 'bayan-obo'")
                var keys = RecordSet()
                try connection.forEachRow("SELECT id FROM deposit WHERE slug = 'bayan-obo'") { keys.insert(try $0.int64(0)) }
                try Indexes.refresh(connection, stale: ["deposit": keys])
            }
            #expect(try indexFindings(registry) == [])
            #expect(try ids("zweckelberg", in: registry) == ["bayan-obo"])
        }
    }

    /// Changesets go past the repositories: what undoes a revision, and what makes a state as it was known.
    @Test func theIndexFollowsChangesets() throws {
        try withFacts { registry in
            var hill = try hill("test-hill", "Zweckelberg", names: ["Zwieselstein"])
            hill.coordinate = try Coordinate(latitude: -45, longitude: 100)
            try registry.change { try $0.deposits.insert(hill) }
            let before = try #require(try registry.log().last?.number)
            hill.name = "Quarzkuppe"
            hill.names = []
            hill.coordinate = try Coordinate(latitude: 45, longitude: -100)
            let moved = hill
            _ = try registry.change { editor in
                try editor.deposits.update(moved)
                var mineral = try #require(try editor.minerals.find("gallium"))
                mineral.aliases.append(MineralAlias(alias: "ekaaluminium", citation: mineral.citation))
                _ = try editor.minerals.update(mineral)
            }
            let there = DepositFilter.Circle(centre: try Coordinate(latitude: -45, longitude: 100), kilometres: 1)
            func near(_ registry: Registry) throws -> [String] {
                try registry.read { try $0.deposits.list(DepositFilter(near: there)) }.entries.map(\.id)
            }
            let known = try registry.asKnown(at: .revision(before))
            #expect(try ids("zwieselstein", in: known) == ["test-hill"])
            #expect(try ids("quarzkuppe", in: known) == [])
            #expect(try near(known) == ["test-hill"])
            #expect(try near(registry) == [])
            #expect(try ids("ekaaluminium", in: registry) == ["gallium"])
            try registry.revert(before + 1, author: "test")
            #expect(try ids("zwieselstein", in: registry) == ["test-hill"])
            #expect(try ids("quarzkuppe", in: registry) == [])
            #expect(try ids("ekaaluminium", in: registry) == [])
            #expect(try near(registry) == ["test-hill"])
            #expect(try indexFindings(registry) == [])
        }
    }

    /// A file of the first schema that holds facts has its indexes filled by the migration that brings them.
    @Test func aMigrationFillsTheIndexes() throws {
        try withFacts { registry in
            let all = try registry.read { try $0.deposits.list() }.entries.count
            let path = registry.path + ".old"
            let migrator = try Registry.migrator()
            let database = try Database(Database.Configuration(path: path, mode: .create))
            _ = try migrator.up(database, to: 1, backup: .none)
            try database.write { connection in
                try connection.execute("INSERT INTO source (id, slug, title) VALUES (1, 's', 's')")
                try connection.execute("INSERT INTO citation (id, dataset, label) VALUES (1, 'local', 's')")
                try connection.execute("INSERT INTO citation_source VALUES (1, 1)")
                try connection.execute(
                    """
                    INSERT INTO deposit (slug, name, latitude, longitude, confidence, citation_id)
                    VALUES ('old-hill', 'Old Hill', 10, 20, 'confirmed', 1)
                    """)
            }
            database.close()
            #expect(all == 145)
            let old = try Registry.open(path, mode: .create)
            defer { old.close() }
            let hits = try old.search("old hill").map(\.id)
            #expect(hits == ["old-hill"])
            let near = DepositFilter.Circle(centre: try Coordinate(latitude: 10, longitude: 20.1), kilometres: 20)
            let placed = try old.read { try $0.deposits.list(DepositFilter(near: near)) }.entries.map(\.id)
            #expect(placed == ["old-hill"])
            #expect(try Registry.check(path).findings == [])
        }
    }
}
