import RegistryReferenceData
import ResourceRegistry
import Testing

/// One row of the scenario: what is asked, and what must come out.
struct ScreeningCase: Sendable, CustomTestStringConvertible {
    var name: String
    var to = "US"
    var on: String
    var announcedBy: String?
    var code: String? = "8112929010"
    var control: String?
    var words: String?
    var attributes: [String] = []
    var endUser: EndUser?
    var verdict: Verdict
    var requirement: Requirement?
    /// Items that must be in the list, with their states.
    var states: [String: EffectiveState] = [:]
    var warnings: [ScreeningWarning.Code] = []

    var testDescription: String { name }

    func query() throws -> ScreeningQuery {
        try ScreeningQuery(
            origin: CountryCode("CN"), destination: CountryCode(to), day: CivilDay(on), code: try code.map { try CustomsCode($0) },
            controlCode: try control.map { try ControlCode($0) }, words: words,
            attributes: try attributes.map { try MeasuredAttribute($0) },
            endUser: endUser, announcedBy: try announcedBy.map { try CivilDay($0) })
    }
}

@Suite struct ScreeningTheShippedFacts {
    static let graphite = ["flexural strength=35MPa", "density=1.80 g/cm3"]

    /// The acceptance scenario of gallium to the United States, a to i, and the limits of graphite.
    static let cases = [
        ScreeningCase(name: "a", on: "2023-08-01", announcedBy: "2023-07-02", endUser: .civil, verdict: .notListed),
        ScreeningCase(
            name: "b", on: "2023-07-20", announcedBy: "2023-07-20", endUser: .civil, verdict: .notListed,
            states: ["CN-2023-23-Ga-a": .notYetInForce], warnings: [.startsOn]),
        ScreeningCase(
            name: "c", on: "2023-08-01", announcedBy: "2023-08-01", endUser: .civil, verdict: .controlled, requirement: .licenceRequired,
            states: ["CN-2023-23-Ga-a": .inForce]),
        ScreeningCase(
            name: "d", on: "2025-11-08", announcedBy: "2025-11-08", endUser: .civil, verdict: .controlled,
            requirement: .prohibitedInPrinciple, states: ["CN-2024-46-c2-Ga": .inForce]),
        ScreeningCase(
            name: "e", on: "2025-11-10", announcedBy: "2025-11-10", endUser: .civil, verdict: .controlled, requirement: .licenceRequired,
            states: ["CN-2024-46-c2-Ga": .suspended], warnings: [.suspendedUntil]),
        ScreeningCase(
            name: "e, military", on: "2025-11-10", announcedBy: "2025-11-10", endUser: .military, verdict: .controlled,
            requirement: .prohibited, states: ["CN-2024-46-c1": .inForce]),
        ScreeningCase(
            name: "f", on: "2025-11-10", announcedBy: "2025-11-08", endUser: .civil, verdict: .controlled,
            requirement: .prohibitedInPrinciple, states: ["CN-2024-46-c2-Ga": .inForce]),
        ScreeningCase(
            name: "g", on: "2026-11-28", announcedBy: "2025-11-10", endUser: .civil, verdict: .controlled,
            requirement: .prohibitedInPrinciple, states: ["CN-2024-46-c2-Ga": .inForce], warnings: [.lapsedSuspension]),
        ScreeningCase(
            name: "h", on: "2024-12-01", announcedBy: "2024-12-01", endUser: .civil, verdict: .controlled, requirement: .licenceRequired,
            states: ["CN-2023-23-Ga-a": .inForce]),
        ScreeningCase(
            name: "i", on: "2025-11-10", announcedBy: "2025-11-10", code: nil, words: "gallium nitride", endUser: .civil, verdict: .depends,
            requirement: .licenceRequired, states: ["CN-2023-23-Ga-b": .inForce]),
        ScreeningCase(
            name: "civil ban in December 2024", on: "2024-12-10", verdict: .controlled, requirement: .prohibitedInPrinciple,
            states: ["CN-2024-46-c2-Ga": .inForce, "CN-2023-23-Ga-a": .inForce], warnings: [.itemsWithoutCode, .stricterIf]),
        ScreeningCase(
            name: "a code that is too short", on: "2024-12-10", code: "811292", verdict: .depends, requirement: .prohibitedInPrinciple),
        ScreeningCase(
            name: "graphite at its limit", to: "KR", on: "2024-02-10", code: nil, control: "1C108.b",
            attributes: ["purity=99.9%"] + graphite,
            verdict: .notListed, warnings: [.ruledOut]),
        ScreeningCase(
            name: "graphite above its limits", to: "KR", on: "2024-02-10", code: nil, control: "1C108.b",
            attributes: ["Purity=99.95%", "flexural_strength=0.035 GPa", "density=1800 kg/m3"], verdict: .controlled,
            requirement: .licenceRequired),
        ScreeningCase(
            name: "graphite not measured", to: "KR", on: "2024-02-10", code: nil, control: "1C108.b", verdict: .depends,
            requirement: .licenceRequired),
        ScreeningCase(
            name: "one code for three elements", to: "KR", on: "2025-12-15", code: "2931900032", verdict: .controlled,
            requirement: .licenceRequired),
        ScreeningCase(
            name: "the misprint clears nothing", to: "KR", on: "2024-01-10", code: "8110929010", verdict: .depends,
            requirement: .licenceRequired, warnings: [.misprintedCode, .itemsWithoutCode]),
    ]

    @Test(arguments: cases) func answers(_ row: ScreeningCase) throws {
        try withLoadedRegistry { registry, _ in
            let answer = try registry.screen(try row.query())
            #expect(answer.verdict == row.verdict)
            #expect(answer.requirement == row.requirement)
            for (item, state) in row.states { #expect(answer.matches.first { $0.item.id == item }?.state == state, "\(item)") }
            for code in row.warnings { #expect(answer.warnings.contains { $0.code == code }, "\(code)") }
            #expect(Set(answer.matches.map(\.item.id)).count == answer.matches.count)
        }
    }

    @Test func openLimitsAreAskedOneByOne() throws {
        try withLoadedRegistry { registry, _ in
            let answer = try registry.screen(
                ScreeningQuery(
                    origin: CountryCode("CN"), destination: CountryCode("KR"), day: CivilDay("2024-02-10"),
                    controlCode: ControlCode("1C108.b")))
            #expect(answer.questions.map(\.asks) == ["purity", "flexural strength", "density"])
        }
    }

    @Test func oneQuestionNamesTheCandidatesOfOneCode() throws {
        try withLoadedRegistry { registry, _ in
            let answer = try registry.screen(
                ScreeningQuery(
                    origin: CountryCode("CN"), destination: CountryCode("KR"), day: CivilDay("2025-12-15"),
                    code: CustomsCode("2931.90.00.32")))
            #expect(Set(answer.matches.flatMap(\.item.minerals)) == ["antimony", "bismuth", "indium"])
            #expect(answer.questions.filter { $0.asks == "item" && $0.item == nil }.count == 1)
        }
    }

    @Test func whatCannotBeAskedIsSaid() throws {
        try withLoadedRegistry { registry, _ in
            let (china, korea, day) = (try CountryCode("CN"), try CountryCode("KR"), try CivilDay("2024-02-10"))
            #expect(throws: ScreeningError.nothingToLookFor) { try ScreeningQuery(origin: china, destination: korea, day: day) }
            #expect(throws: ScreeningError.destinationIsAGroup("EU")) {
                try ScreeningQuery(origin: china, destination: CountryCode("EU"), day: day, mineral: "gallium")
            }
            #expect(throws: RegistryError.unknown(kind: "mineral", id: "gallum", near: ["gallium"])) {
                try registry.screen(ScreeningQuery(origin: china, destination: korea, day: day, mineral: "gallum"))
            }
            #expect(throws: RegistryError.unknown(kind: "country", id: "ZZ")) {
                try registry.screen(ScreeningQuery(origin: china, destination: CountryCode("ZZ"), day: day, mineral: "gallium"))
            }
            let odd = try ScreeningQuery(
                origin: china, destination: korea, day: day, controlCode: ControlCode("1C108.b"),
                attributes: [MeasuredAttribute("colour=3")])
            let unknown = #expect(throws: ScreeningError.self) { try registry.screen(odd) }
            #expect(unknown?.description.contains("purity") == true)
            // The amounts of a quota are listed like limits, but measure no good.
            #expect(unknown?.description.contains("quota") == false)
            let unit = try ScreeningQuery(
                origin: china, destination: korea, day: day, controlCode: ControlCode("1C108.b"),
                attributes: [MeasuredAttribute("density=3 MPa")])
            #expect(throws: ScreeningError.unitDoesNotConvert("MPa", attribute: "density", measuredIn: "g/cm3")) {
                try registry.screen(unit)
            }
        }
    }

    @Test func aCountryWithoutActsIsNeverCleared() throws {
        try withLoadedRegistry { registry, _ in
            let answer = try registry.screen(
                ScreeningQuery(
                    origin: CountryCode("BR"), destination: CountryCode("US"), day: CivilDay("2024-12-10"), code: CustomsCode("8112929010"))
            )
            #expect(answer.verdict == .depends)
            #expect(answer.warnings.contains { $0.code == .noActs })
        }
    }
}
