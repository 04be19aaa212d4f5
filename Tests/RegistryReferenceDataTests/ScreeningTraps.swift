import RegistryReferenceData
import ResourceRegistry
import Testing

/// What a query over the shipped facts must find, in one line: item, requirement, state, and `!` decided, `?` open or `-` ruled out.
struct ScreeningTrap: Sendable, CustomTestStringConvertible {
    var name: String
    var from = "CN"
    var to = "US"
    var on: String
    var announcedBy: String?
    var code: String?
    var nomenclature: Nomenclature?
    var control: String?
    var mineral: String?
    var item: String?
    var words: String?
    var attributes: [String] = []
    var endUser: EndUser?
    var verdict: Verdict
    var requirement: Requirement?
    /// The whole list of matches; `nil` where it is too long to be told.
    var matches: [String]?
    /// What is asked, of the items in force, each once.
    var asks: Set<String>?
    var warnings: Set<ScreeningWarning.Code> = []

    var testDescription: String { name }

    func query() throws -> ScreeningQuery {
        try ScreeningQuery(
            origin: CountryCode(from), destination: CountryCode(to), day: CivilDay(on), code: try code.map { try CustomsCode($0) },
            nomenclature: nomenclature, controlCode: try control.map { try ControlCode($0) }, mineral: mineral, item: item, words: words,
            attributes: try attributes.map { try MeasuredAttribute($0) }, endUser: endUser,
            announcedBy: try announcedBy.map { try CivilDay($0) })
    }

    static let cases = [
        ScreeningTrap(
            name: "a suspended ban leaves the licence", on: "2025-12-01", code: "8112929010", endUser: .civil, verdict: .controlled,
            requirement: .licenceRequired,
            matches: [
                "CN-2023-23-Ga-a licence_required in_force !", "CN-2024-46-c2-Ga prohibited_in_principle suspended !",
            ], asks: [], warnings: [.suspendedUntil, .itemsWithoutCode]),
        ScreeningTrap(
            name: "a licence that is still to come", to: "DE", on: "2023-07-31", code: "8112.92.90.10", verdict: .notListed,
            matches: ["CN-2023-23-Ga-a licence_required not_yet_in_force !"], asks: [], warnings: [.startsOn, .itemsWithoutCode]),
        ScreeningTrap(
            name: "a code of another nomenclature stays open", on: "2024-02-01", code: "8112929010", nomenclature: .unitedStates,
            verdict: .depends, requirement: .licenceRequired, asks: ["nomenclature", "item"]),
        ScreeningTrap(
            name: "a base that is ruled out takes its group with it", on: "2024-12-10", control: "1C108.b", attributes: ["purity=99.9%"],
            endUser: .civil, verdict: .notListed,
            matches: ["CN-2023-39-1 licence_required in_force -", "CN-2024-46-c2-C enhanced_review in_force -"], asks: [],
            warnings: [.ruledOut]),
        ScreeningTrap(
            name: "an open base leaves its group open", on: "2024-12-10", control: "1C108.b", endUser: .civil, verdict: .depends,
            requirement: .enhancedReview,
            matches: ["CN-2023-39-1 licence_required in_force ?", "CN-2024-46-c2-C enhanced_review in_force ?"],
            asks: ["purity", "flexural strength", "density", "item"]),
        ScreeningTrap(
            name: "the heading of a group is hit through its items", on: "2024-12-10", control: "1C108",
            attributes: ["purity=50%", "density=1 g/cm3"], endUser: .civil, verdict: .depends, requirement: .enhancedReview,
            matches: [
                "CN-2023-39-1 licence_required in_force -", "CN-2023-39-2 licence_required in_force ?",
                "CN-2024-46-c2-C enhanced_review in_force ?", "CN-2024-51-1C108.a licence_required in_force -",
            ], asks: ["condition", "item"], warnings: [.ruledOut]),
        ScreeningTrap(
            name: "a dual-use item without a code of its own is one all the same", on: "2025-12-01", code: "8479909020",
            attributes: ["synthesis pressure=6 GPa"], endUser: .military, verdict: .controlled, requirement: .prohibited,
            matches: ["CN-2024-33-SH-2 licence_required in_force !", "CN-2024-46-c1 prohibited in_force !"], asks: [],
            warnings: [.itemsWithoutCode]),
        ScreeningTrap(
            name: "technology of the catalogue is no dual-use item", on: "2025-12-01", item: "CN-TECH-2025-28-3", endUser: .military,
            verdict: .controlled, requirement: .licenceRequired, matches: ["CN-TECH-2025-28-3 licence_required in_force !"], asks: []),
        ScreeningTrap(
            name: "Japanese military users", to: "JP", on: "2026-02-01", control: "1C229",
            attributes: ["purity=99.995 %", "silver=5 ppm"], endUser: .military, verdict: .controlled, requirement: .prohibited,
            matches: ["CN-2024-51-1C229 licence_required in_force !", "CN-2026-1-1 prohibited in_force !"], asks: []),
        ScreeningTrap(
            name: "all unprocessed minerals contain lithium; the stop became a quota", from: "ZW", to: "CN", on: "2026-05-01",
            mineral: "lithium", verdict: .depends, requirement: .prohibited,
            matches: [
                "ZW-2026-02-conc quota in_force ?", "ZW-2026-02-raw prohibited in_force ?", "ZW-LI-2022-1 prohibited in_force ?",
                "ZW-LI-2027-1 prohibited not_yet_in_force ?",
            ], asks: ["form"], warnings: [.startsOn]),
        ScreeningTrap(
            name: "an indicative heading never decides", from: "ZW", to: "CN", on: "2026-05-01", code: "253090", verdict: .depends,
            requirement: .prohibited, asks: ["description"], warnings: [.startsOn, .recalledFact, .itemsWithoutCode]),
        ScreeningTrap(
            name: "stricter rules stay open beside an open condition", to: "DE", on: "2025-10-20", item: "CN-2025-61-iii",
            verdict: .depends, requirement: .licenceRequired, matches: ["CN-2025-61-iii licence_required in_force ?"],
            asks: ["condition", "end_user", "end_use"], warnings: [.stricterIf]),
        ScreeningTrap(
            name: "a civil user is no answer to a listed party", to: "DE", on: "2025-10-20", item: "CN-2025-61-iii", endUser: .civil,
            verdict: .depends, requirement: .licenceRequired, matches: ["CN-2025-61-iii licence_required in_force ?"],
            asks: ["condition", "end_use"], warnings: [.stricterIf]),
        ScreeningTrap(
            name: "a military ban is stricter than what is open", on: "2024-12-10", code: "811292", verdict: .depends,
            requirement: .prohibitedInPrinciple, warnings: [.stricterIf, .itemsWithoutCode]),
        ScreeningTrap(
            name: "an item before its start demands what it will", to: "DE", on: "2025-10-20", item: "CN-2025-61-i", verdict: .notListed,
            matches: ["CN-2025-61-i licence_required not_yet_in_force ?"], asks: [], warnings: [.startsOn]),
        ScreeningTrap(
            name: "an answered limit is not asked again", to: "DE", on: "2025-10-20", control: "1C230",
            attributes: ["beryllium content=10%"], verdict: .depends, requirement: .licenceRequired,
            matches: ["CN-2024-51-1C230 licence_required in_force ?"], asks: ["form"]),
        ScreeningTrap(
            name: "an extension that was not announced", from: "CD", to: "CN", on: "2025-08-01", announcedBy: "2025-05-01",
            item: "CD-CO-2025-1", verdict: .notListed, matches: ["CD-CO-2025-1 prohibited ended !"], warnings: [.endedOn]),
        ScreeningTrap(
            name: "the same, announced", from: "CD", to: "CN", on: "2025-08-01", announcedBy: "2025-07-01", item: "CD-CO-2025-1",
            verdict: .controlled, requirement: .prohibited, matches: ["CD-CO-2025-1 prohibited in_force !"]),
        ScreeningTrap(
            name: "a group stands for its members", from: "MY", to: "CN", on: "2024-02-01", announcedBy: "2023-10-15",
            mineral: "dysprosium", verdict: .depends, requirement: .prohibited, matches: ["MY-REE-2024-1 prohibited in_force ?"],
            asks: ["form", "exact day not known"]),
        ScreeningTrap(
            name: "so does one that overlaps", from: "MY", to: "CN", on: "2024-02-01", mineral: "light-rare-earths", verdict: .depends,
            requirement: .prohibited, matches: ["MY-REE-2024-1 prohibited in_force ?"], asks: ["form"]),
        ScreeningTrap(
            name: "Germany has the acts of the Union", from: "DE", on: "2025-08-01", control: "3c003", verdict: .depends,
            requirement: .licenceRequired, matches: ["EU-2021-821-3C003 licence_required in_force ?"], asks: ["condition"],
            warnings: [.recalledFact]),
        ScreeningTrap(
            name: "the Union itself may be the origin", from: "EU", on: "2025-08-01", words: "Hydrides sb", verdict: .depends,
            requirement: .licenceRequired, matches: ["EU-2021-821-3C004 licence_required in_force ?"], asks: ["item", "condition"],
            warnings: [.recalledFact]),
        ScreeningTrap(
            name: "no rule of the Union within the Union", from: "DE", to: "FR", on: "2025-08-01", control: "3C003", verdict: .notListed,
            matches: []),
        ScreeningTrap(
            name: "a country chart is not held", from: "US", to: "CN", on: "2025-08-01", control: "3C006", verdict: .depends,
            requirement: .licencePerCountryChart, matches: ["US-CCL-3C-3C006 licence_per_country_chart in_force ?"],
            asks: ["country_chart"], warnings: [.startUnknown, .publishedUnknown, .recalledFact]),
        ScreeningTrap(
            name: "acts that list no items clear nothing", from: "JP", on: "2025-08-01", code: "8112929010", verdict: .depends,
            matches: [], asks: [], warnings: [.noActs, .itemsWithoutCode]),
        ScreeningTrap(
            name: "a mineral rules out what does not contain it", to: "KR", on: "2025-12-15", code: "2931900032", mineral: "indium",
            verdict: .controlled, requirement: .licenceRequired,
            matches: [
                "CN-2024-33-Sb-d licence_required in_force -", "CN-2025-10-Bi-c licence_required in_force -",
                "CN-2025-10-Bi-d licence_required in_force -", "CN-2025-10-In-b licence_required in_force !",
                "CN-2025-10-In-c licence_required in_force !",
            ], asks: [], warnings: [.ruledOut]),
        ScreeningTrap(
            name: "Chinese words", to: "DE", on: "2025-12-15", words: "氮化镓", verdict: .depends, requirement: .licenceRequired,
            matches: ["CN-2023-23-Ga-b licence_required in_force ?"], asks: ["item"]),
        ScreeningTrap(
            name: "a wildcard is a character", to: "DE", on: "2025-12-15", words: "%", verdict: .depends, requirement: .licenceRequired,
            matches: [
                "CN-2024-51-1C226 licence_required in_force ?", "CN-2024-51-1C230 licence_required in_force ?",
                "CN-2025-61-i licence_required suspended ?",
            ], warnings: [.suspendedUntil]),
        ScreeningTrap(
            name: "nothing was ever in force of what is suspended before its start", to: "DE", on: "2025-11-08", item: "CN-2025-57-Ho-a1",
            verdict: .notListed, matches: ["CN-2025-57-Ho-a1 licence_required suspended !"], warnings: [.suspendedUntil]),
    ]
}

@Suite struct ScreeningTraps {
    @Test func everyTrap() throws {
        try withLoadedRegistry { registry, _ in
            for trap in ScreeningTrap.cases {
                let answer = try registry.screen(trap.query())
                let name = Comment(rawValue: trap.name)
                #expect(answer.verdict == trap.verdict, name)
                #expect(answer.requirement == trap.requirement, name)
                if let matches = trap.matches { #expect(answer.matches.map(Self.line) == matches, name) }
                if let asks = trap.asks { #expect(Set(answer.questions.map(\.asks)) == asks, name) }
                let warnings = Set(answer.warnings.map(\.code))
                #expect(trap.matches == nil ? warnings.isSuperset(of: trap.warnings) : warnings == trap.warnings, name)
                #expect(answer.revision == 1)
            }
        }
    }

    private static func line(_ match: ControlMatch) -> String {
        let sign = match.ruledOut != nil ? "-" : match.isDecided ? "!" : "?"
        return "\(match.item.id) \(match.requirement.rawValue) \(match.state.rawValue) \(sign)"
    }

    @Test func whatCannotBeAnsweredIsRefused() throws {
        try withLoadedRegistry { registry, _ in
            func ask(_ trap: ScreeningTrap) throws { _ = try registry.screen(trap.query()) }
            #expect(
                throws: ScreeningError.unknownItem("CN-2023-39-3", near: ["CN-2023-39-1", "CN-2023-39-2"])
            ) { try ask(ScreeningTrap(name: "", on: "2025-12-01", item: "CN-2023-39-3", verdict: .notListed)) }
            #expect(
                throws: ScreeningError.itemOfAnotherJurisdiction("CN-2023-39-1", jurisdiction: "CN", origin: "DE")
            ) { try ask(ScreeningTrap(name: "", from: "DE", on: "2025-12-01", item: "CN-2023-39-1", verdict: .notListed)) }
            // An underscore stands for itself, not for any character.
            #expect(throws: ScreeningError.wordsMatchNothing("gallium_", near: ["gallium"])) {
                try ask(ScreeningTrap(name: "", on: "2025-12-15", words: "gallium_", verdict: .notListed))
            }
            #expect(throws: ScreeningError.destinationIsTheOrigin("CN")) {
                try ask(ScreeningTrap(name: "", to: "CN", on: "2025-12-01", mineral: "gallium", verdict: .notListed))
            }
            #expect(throws: ScreeningError.attributeGivenTwice("PURITY")) {
                try ask(
                    ScreeningTrap(
                        name: "", on: "2025-12-01", control: "1C108.b", attributes: ["purity=99%", "PURITY=99.95%"], verdict: .notListed))
            }
        }
    }

    @Test func nearNamesAreMeant() throws {
        try withLoadedRegistry { registry, _ in
            for (mineral, near) in [
                ("graphite", ["natural-graphite", "synthetic-graphite"]), ("gallum", ["gallium"]), ("Ga", ["gallium"]), ("镓", ["gallium"]),
                ("wolfram", ["tungsten"]), ("tin-ore", ["tin"]), ("galleon", []), ("xyzzy", []),
            ] {
                #expect(throws: RegistryError.unknown(kind: "mineral", id: mineral, near: near), "\(mineral)") {
                    try registry.screen(ScreeningTrap(name: "", on: "2025-12-01", mineral: mineral, verdict: .notListed).query())
                }
            }
            for (item, near) in [
                ("61-iii", ["CN-2025-61-iii"]), ("cn 2023 23 GA A", ["CN-2023-23-Ga-a"]), ("CN-2099-99-x", []), ("XX-1", []),
            ] {
                #expect(throws: ScreeningError.unknownItem(item, near: near), "\(item)") {
                    try registry.screen(ScreeningTrap(name: "", on: "2025-12-01", item: item, verdict: .notListed).query())
                }
            }
            #expect(throws: RegistryError.unknown(kind: "country", id: "UK", near: ["GB (United Kingdom)", "UA (Ukraine)"])) {
                try registry.screen(ScreeningTrap(name: "", to: "UK", on: "2025-12-01", mineral: "gallium", verdict: .notListed).query())
            }
        }
    }

    @Test func attributesThatCannotBeAreRefused() throws {
        try withLoadedRegistry { registry, _ in
            func error(_ attribute: String) throws -> String? {
                let query = try ScreeningTrap(
                    name: "", on: "2025-12-01", control: "1C108.b", attributes: [attribute], verdict: .notListed
                ).query()
                do { _ = try registry.screen(query) } catch let error as ScreeningError { return error.description }
                return nil
            }
            for (attribute, shown) in [
                ("purity=150%", "purity=150 %"), ("purity=1000001 ppm", "purity=1000001 ppm"),
                ("tungsten content=101", "tungsten content=101 % mass"),
            ] {
                #expect(try error(attribute) == "\(shown) is more than the whole; give a share of at most 100 %")
            }
            #expect(try error("purity=100%") == nil)
            #expect(try error("elongation=150%") == nil)
            #expect(try error("purity=5 kg") == "purity is measured in % mass; kg cannot be converted into it")
            let unknown = try #require(try error("purty=3"))
            #expect(unknown.hasPrefix("no limit measures 'purty'; did you mean purity?; known attributes are: barrel diameter; "))
            #expect(unknown.contains("; purity; purity, inorganic element basis; "))
        }
    }

    @Test func anIndicativeCodeAsksForTheDescription() throws {
        try withLoadedRegistry { registry, _ in
            let answer = try registry.screen(
                ScreeningTrap(name: "", from: "ZW", to: "CN", on: "2026-05-01", code: "253090", verdict: .depends).query())
            let question = answer.questions.first { $0.item == "ZW-2026-02-conc" }
            #expect(question?.asks == "description")
            #expect(question?.limit == "Lithium concentrate")
        }
    }

    @Test func coverageEndsWithTheAnnouncedByDay() throws {
        try withLoadedRegistry { registry, _ in
            for (day, newest) in [("2024-01-01", "2023-12-21"), ("2023-12-20", "2023-10-20"), (nil, "2026-06-29"), ("1990-01-01", nil)] {
                let answer = try registry.screen(
                    ScreeningTrap(name: "", on: "2025-12-01", announcedBy: day, mineral: "gallium", verdict: .depends).query())
                #expect(answer.coverage == ["CN": newest], "\(day ?? "all")")
            }
        }
    }

    @Test func theJSONIsTheContract() throws {
        try withLoadedRegistry { registry, _ in
            let answer = try registry.screen(
                ScreeningTrap(name: "", to: "DE", on: "2023-08-01", code: "8112929010", verdict: .controlled).query())
            let expected = """
                {"schema":1,"rules":1,"verdict":"controlled","requirement":"licence_required","origin":"CN","destination":"DE",\
                "date":"2023-08-01","code":"8112929010","matches":[{"item":"CN-2023-23-Ga-a","name":"Gallium metal (element)",\
                "minerals":["gallium"],"measure":"CN-2023-23","act":"MOFCOM/GACC Announcement No. 23 of 2023",\
                "requirement":"licence_required","state":"in_force","decided":true,"matched_by":["code"],"listed_code":"8112929010",\
                "from":"2023-08-01","until":null,"suspended_until":null,"open_limits":[],"ruled_out":null,"confidence":"confirmed",\
                "sources":["controls:S001","controls:S002","controls:S024"]}],"questions":[],"warnings":[{"code":"items_without_code",\
                "item":null,"text":"items of CN in force on that day without a customs number: 0; a code alone clears nothing"}],\
                "coverage":{"CN":"2026-06-29"},"revision":1}
                """
            #expect(answer.json == expected)
        }
    }
}
