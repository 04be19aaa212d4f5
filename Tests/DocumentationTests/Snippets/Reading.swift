import RegistryReferenceData
import ResourceRegistry
import Testing

// What the documentation shows of reading and screening. A region between `snippet:` and `end` is quoted literally by an article.

/// The ten lines of the README, which name a file of the working folder: compiled here, run as `screen-a-stream`.
func tenLines() throws {
    // snippet: ten-lines
    let registry = try Registry.open("registry.sqlite", mode: .create)
    try registry.load(ReferenceFacts(), author: "me")
    let query = try ScreeningQuery(
        origin: CountryCode("CN"), destination: CountryCode("US"), day: CivilDay("2024-12-10"), code: CustomsCode("8112.92.90.10"))
    let answer = try registry.screen(query)
    print(answer.verdict.rawValue, answer.requirement?.rawValue ?? "")
    for match in answer.matches { print(match.item.id, match.item.name, match.item.citation.sources) }
    for question in answer.questions { print("still to be answered: \(question.asks)") }
    for warning in answer.warnings { print(warning.text) }
    // end
}

/// `Registry.open` as its comment and the front page show it.
func openAndRead() throws {
    // snippet: open-and-read
    let registry = try Registry.open("registry.sqlite", mode: .create)
    let gallium = try registry.read { try $0.minerals.find("gallium") }
    // end
    _ = gallium
}

/// The shipped facts, as the comment of `ReferenceFacts` shows them.
func loadFacts() throws {
    // snippet: load-facts
    let registry = try Registry.open("registry.sqlite", mode: .create)
    try registry.load(ReferenceFacts(), author: "me")
    // end
}

/// Tables from a folder, as the comment of `FolderFacts` shows them.
func loadFolder(_ registry: Registry) throws {
    // snippet: folder-facts
    try registry.loadControls(FolderFacts("controls-2027", release: "2027-01-15"), author: "me")
    // end
}

@Suite struct ReadingSnippets {
    @Test func mineralsOfAClass() throws {
        try withRegistry { registry in
            // snippet: minerals-of-a-class
            let names = try registry.read { registry in
                try registry.minerals.list(MineralFilter(resourceClass: .rareScattered)).map(\.name)
            }
            // end
            #expect(names.contains("Gallium") && names.contains("Germanium"))
        }
    }

    @Test func depositsNearAPlace() throws {
        try withRegistry { registry in
            // snippet: deposits-near
            let baotou = try Coordinate(latitude: 40.66, longitude: 109.84)
            let near = try registry.read { registry in
                try registry.deposits.list(DepositFilter(mineral: "rare-earths", near: .init(centre: baotou, kilometres: 200)))
            }
            // end
            #expect(near.map(\.id) == ["bayan-obo"])
        }
    }

    @Test func concentration() throws {
        try withRegistry { registry in
            // snippet: concentration
            let tables = try registry.read { try $0.supply.concentration(of: "gallium", year: 2024) }
            for table in tables {
                // Points from 0 to 10,000; without a value there are bounds, and the reason.
                print(table.stage.name, table.hhi.value ?? .nan, table.hhi.low ?? 0, table.hhi.high ?? 10_000, table.hhi.reason ?? "")
            }
            // end
            #expect(!tables.isEmpty)
        }
    }

    @Test func misspelledNames() throws {
        try withRegistry { registry in
            // snippet: near-miss
            do {
                _ = try registry.read { try $0.deposits.list(DepositFilter(mineral: "gallum")) }
            } catch let error as RegistryError {
                print(error)  // no mineral is called 'gallum'; did you mean gallium?
            }
            // end
            let error = #expect(throws: RegistryError.self) {
                _ = try registry.read { try $0.deposits.list(DepositFilter(mineral: "gallum")) }
            }
            #expect(error.map { "\($0)" } == "no mineral is called 'gallum'; did you mean gallium?")
        }
    }

    @Test func screeningOneLine() throws {
        try withRegistry { registry in
            // snippet: screen-one
            let query = try ScreeningQuery(
                origin: CountryCode("CN"), destination: CountryCode("US"), day: CivilDay("2025-12-01"), code: CustomsCode("8112929010"))
            let answer = try registry.screen(query)
            switch answer.verdict {
            case .controlled: print("needs \(answer.requirement?.rawValue ?? "a licence")")
            case .depends: print("first answer:", answer.questions.map(\.asks))
            case .notListed: print("no listed item in force on that day")
            }
            for match in answer.matches where match.state == .suspended {
                print(match.item.id, "is suspended; last day:", match.suspendedUntil?.description ?? "not told")
            }
            // end
            #expect(answer.verdict == .controlled)
            #expect(answer.matches.contains { $0.state == .suspended && $0.suspendedUntil != nil })
        }
    }

    @Test func screeningWithMeasurements() throws {
        try withRegistry { registry in
            // snippet: screen-measured
            let query = try ScreeningQuery(
                origin: CountryCode("CN"), destination: CountryCode("KR"), day: CivilDay("2024-02-10"),
                controlCode: ControlCode("1C108.b"),
                attributes: [MeasuredAttribute("purity=99.95%"), MeasuredAttribute("density=1.80 g/cm3")])
            let open = try registry.screen(query).questions.map { "\($0.asks) \($0.limit ?? "")" }
            // end
            #expect(open.contains { $0.hasPrefix("flexural strength") })
        }
    }

    @Test func screeningAStream() async throws {
        try await awaitingRegistry { registry in
            // snippet: screen-stream
            let shipments = [("CN", "US", "2024-12-10", "8112929010"), ("CN", "DE", "2024-12-10", "0101210000")]
            let index = try await registry.screeningIndex()
            let verdicts = try shipments.map { origin, destination, day, code in
                try index.decide(ScreeningLine(origin: origin, destination: destination, date: day, code: code).query()).verdict
            }
            // end
            #expect(verdicts == [.controlled, .notListed])
        }
    }
}
