import Foundation
import RegistryReferenceData
import RegistrySQLite
import ResourceRegistry
import Testing

/// The answers of `Examples/queries` on the shipped facts.
@Suite struct SampleQueries {
    static let folder = SampleQueryFolder(
        path: factsFolder.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Examples/queries").path)

    private func answer(_ registry: Registry, _ name: String, _ given: [String: String] = [:]) throws -> [[String]] {
        try registry.answer(try Self.folder.query(name), setting: given).rows.map { $0.map(Self.text) }
    }

    private static func text(_ value: Value) -> String {
        switch value {
        case .null: ""
        case .integer(let number): "\(number)"
        case .real(let number): "\(number)"
        case .text(let text): text
        case .blob(let bytes): "\(bytes.count) bytes"
        }
    }

    @Test func theShellGivesTheSameAnswers() throws {
        try withLoadedRegistry { registry, path in
            for name in try Self.folder.names() {
                let shell = Process()
                shell.executableURL = URL(fileURLWithPath: "/usr/bin/env")
                shell.arguments = ["sqlite3", "-batch", "-bail", "-readonly", "-ascii", "-noheader", path]
                shell.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: "\(Self.folder.path)/\(name).sql"))
                let output = Pipe()
                shell.standardOutput = output
                try shell.run()
                let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
                shell.waitUntilExit()
                let rows = text.split(separator: "\u{1E}").map { row in
                    row.split(separator: "\u{1F}", omittingEmptySubsequences: false).map(String.init)
                }
                let own = try answer(registry, name)
                #expect(!rows.isEmpty && rows == own, "\(name)")
            }
        }
    }

    @Test func strategicMineralsInShortSupply() throws {
        try withLoadedRegistry { registry, _ in
            let china = try answer(registry, "reliance-over")
            #expect(
                china.map { $0[0] + " " + $0[4] } == [
                    "cobalt 97.0", "chromium 95.0", "gold 79.0", "copper 73.0", "iron 73.0", "crude-oil 71.8", "bauxite 70.0",
                    "crude-oil 70.0",
                ])
            let most = try answer(registry, "reliance-over", ["percent": "90"])
            #expect(most.map { $0[0] } == ["cobalt", "chromium"])
        }
    }

    @Test func whoHoldsMoreThan65PercentOfAStage() throws {
        try withLoadedRegistry { registry, _ in
            let holders = try answer(registry, "stage-holders")
            #expect(holders.first?.prefix(4) == ["gallium", "primary", "CN", "99.0"])
            #expect(holders.contains { $0.prefix(4) == ["cobalt", "mine", "CD", "73.1"] })
            // Where all parts are told, the shares are those of the indicator.
            try registry.read { reader in
                for row in holders where row[4] == "sum of all parts" {
                    let tables = try reader.supply.concentration(of: row[0], year: 2025, stage: row[1])
                    let share = tables.first?.shares.first?.value ?? 0
                    #expect("\((share * 1000).rounded() / 10)" == row[3], "\(row)")
                }
            }
        }
    }

    @Test func controlledItemsOnTheEUList() throws {
        try withLoadedRegistry { registry, _ in
            let items = try answer(registry, "listed-and-controlled")
            #expect(items.contains { $0[0] == "gallium" && $0[4] == "CN-2023-23-Ga-a" })
            // Dysprosium is on the list only as one of the heavy rare earths.
            #expect(items.contains { $0[0] == "dysprosium" && $0[1] == "member" })
        }
    }

    @Test func whatTheExplorationActionReported() throws {
        try withLoadedRegistry { registry, _ in
            let reported = try answer(registry, "programme-outcomes")
            #expect(reported.count == 14)
            #expect(reported.contains { $0[1] == "newly found mineral deposits" && $0[4] == "150.0" && $0[5] == "deposits" })
            let benchmarks = try answer(registry, "programme-outcomes", ["programme": "eu-crma", "kind": "benchmark"]).count
            #expect(benchmarks == 4)
        }
    }

    @Test func whereTheDispersedElementsComeFrom() throws {
        try withLoadedRegistry { registry, _ in
            let elements = try answer(registry, "byproduct-supply")
            #expect(
                elements.map { $0[0] } == [
                    "cadmium", "gallium", "germanium", "indium", "rhenium", "selenium", "tellurium", "thallium",
                ])
            let indium = try #require(elements.first { $0[0] == "indium" })
            #expect(indium[2] == "tin; zinc" && indium[8] == "69.7")
            // Nobody says how much germanium China makes.
            #expect(elements.first { $0[0] == "germanium" }?[6] == "")
        }
    }

    @Test(arguments: ["2023-07-31", "2023-08-01", "2025-11-08", "2025-12-01", "2026-11-28"])
    func theShareUnderControlIsThatOfTheLibrary(day: String) throws {
        try withLoadedRegistry { registry, _ in
            // The strictest general demand of each country, mineral and stage, by the library …
            var expected: [String: Set<String>] = [:]
            try registry.read { reader in
                for mineral in try reader.minerals.list().entries.map(\.id) {
                    guard try reader.supply.years(of: mineral, measure: .production).contains(2025) else { continue }
                    for table in try reader.controlledSupply(of: mineral, on: try CivilDay(day), year: 2025) {
                        for part in table.parts where part.isGeneral && !part.isUncertain {
                            for country in part.countries {
                                expected["\(mineral) \(country)", default: []].insert(part.requirement.rawValue)
                            }
                        }
                    }
                }
            }
            #expect((expected["gallium CN"] == ["licence_required"]) == (day >= "2023-08-01"))
            // … is among the demands that the query finds, and no other country is.
            var found: [String: Set<String>] = [:]
            for requirement in Requirement.allCases {
                for row in try answer(registry, "supply-under-control", ["day": day, "requirement": requirement.rawValue]) {
                    for country in row[4].replacing(" ", with: "").split(separator: ",") {
                        found["\(row[0]) \(country)", default: []].insert(requirement.rawValue)
                    }
                }
            }
            for (key, demands) in expected { #expect(demands.isSubset(of: found[key] ?? []), "\(key) \(demands)") }
            #expect(Set(found.keys).subtracting(expected.keys).isEmpty)
        }
    }

    @Test func sharesUnderControlOfOneDay() throws {
        try withLoadedRegistry { registry, _ in
            let licensed = try answer(registry, "supply-under-control")
            #expect(licensed.first?.prefix(3) == ["gallium", "primary", "99.0"])
            #expect(licensed.contains { $0.prefix(3) == ["rare-earths", "mine", "69.4"] })
            // Cobalt stands in magnets, which are no cobalt supply; its own control is the quota of the Congo.
            #expect(!licensed.contains { $0[0] == "cobalt" || $0[0] == "iron" })
            let quota = try answer(registry, "supply-under-control", ["requirement": "quota"])
            #expect(quota.map { $0[0] + " " + $0[4] } == ["cobalt CD"])
            try registry.read { reader in
                let part = try #require(
                    try reader.controlledSupply(of: "tungsten", on: try CivilDay("2026-06-01"), year: 2025).first?.parts.first)
                #expect(part.requirement == .qualifiedExporterOnly && part.countries.map(\.text) == ["CN"])
            }
        }
    }

    @Test func aQueryCanOnlyRead() throws {
        try withLoadedRegistry { registry, _ in
            let deletion = try SampleQuery(name: "bad", text: "-- Who?\nDELETE FROM supply_fact")
            #expect(throws: DatabaseError.self) { try registry.answer(deletion) }
            let two = try SampleQuery(name: "two", text: "-- Who?\nSELECT 1; DELETE FROM supply_fact;")
            #expect(throws: (any Error).self) { try registry.answer(two) }
            let count = try registry.read { try $0.supply.facts().count }
            #expect(count == 5724)
        }
    }

    @Test(arguments: ["i", "randomblob(1000000)"]) func anAnswerThatIsTooLargeIsRefused(value: String) throws {
        try withLoadedRegistry { registry, _ in
            let endless = "-- How much?\nWITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT \(value) FROM n"
            #expect(throws: SampleQueryError.self) { try registry.answer(try SampleQuery(name: "endless", text: endless)) }
            let whole = try registry.answer(try SampleQuery(name: "most", text: endless + " LIMIT 50"))
            #expect(whole.rows.count == 50)
        }
    }

    @Test func valuesAreReadAsTheDefaultsAre() throws {
        try withLoadedRegistry { registry, _ in
            let query = try SampleQuery(
                name: "q", text: "-- What?\n.parameter set :a 1\n.parameter set :b \"'it''s'\"\nSELECT :a + 1, :b")
            #expect(query.question == "What?")
            let plain = try registry.answer(query).rows
            #expect(plain == [[2, "it's"]])
            let set = try registry.answer(query, setting: ["a": "7", "b": "x' OR 1"]).rows
            #expect(set == [[8, "x' OR 1"]])
            #expect(throws: SampleQueryError.self) { try registry.answer(query, setting: ["a": "seven"]) }
            #expect(throws: SampleQueryError.self) { try registry.answer(query, setting: ["c": "1"]) }
            #expect(throws: SampleQueryError.self) { try SampleQuery(name: "q", text: "SELECT 1") }
            #expect(throws: SampleQueryError.self) { try SampleQuery(name: "q", text: "-- Why?\n.shell rm\nSELECT 1") }
            #expect(throws: RegistryError.self) { try Self.folder.query("../queries/byproducts") }
            let bare = try SampleQuery(name: "q", text: "-- What?\nSELECT :missing")
            #expect(throws: SampleQueryError.self) { try registry.answer(bare) }
        }
    }
}
