import RegistryReferenceData
import ResourceRegistry
import Testing

extension HandWritten {
    /// As the other tables, with two more columns: what is asked, in order, and words of a question, a warning or an error.
    static let questions = """
        CN>DE | 2025-10-20 | item=CN-2025-61-iii | depends | licence_required | CN-2025-61-iii F? | condition, end_user, end_use | is prohibited_in_principle for: military user, listed party
        CN>DE | 2025-10-20 | civil item=CN-2025-61-iii | depends | licence_required | CN-2025-61-iii F? | condition, end_use, end_use | is case_by_case for: logic <= 14 nm
        CN>DE | 2025-10-20 | military item=CN-2025-61-iii | depends | prohibited_in_principle | CN-2025-61-iii F? | condition |
        CN>US | 2025-01-01 | civil item=CN-2024-46-c1 | not_listed | - | | |
        CN>US | 2024-12-10 | code=811292 | depends | prohibited_in_principle | CN-2024-46-c1 F?, … | end_user, … | CN-2024-46-c1 would be stricter (prohibited) if its open questions are answered so
        CN>DE | 2025-10-20 | item=CN-2025-61-i | not_listed | - | CN-2025-61-i N=licence_required | | applies from 2026-11-11
        CN>DE | 2025-10-20 | military item=CN-2025-61-i | not_listed | - | CN-2025-61-i N=licence_required | | applies from 2026-11-11
        CN>DE | 2025-10-20 | control=1C230 | depends | licence_required | CN-2024-51-1C230 F? | beryllium content |
        CN>DE | 2025-10-20 | control=1C230 beryllium content=60% | controlled | licence_required | CN-2024-51-1C230 F+ | |
        CN>DE | 2025-10-20 | control=1C230 beryllium content=10% | depends | licence_required | CN-2024-51-1C230 F? | form | the limit holds for a part of the entry only (alloy): beryllium content > 50 % mass
        ZW>CN | 2026-05-01 | code=253090 | depends | … | ZW-2026-02-conc F?, … | description, … | Lithium concentrate
        CN>KR | 2024-12-10 | nomenclature=US code=8112929010 | depends | licence_required | … | nomenclature, … |
        CN>KR | 2025-12-01 | words=NICKEL | depends | licence_required | CN-2025-10-W-004 F? | item, density, elastic limit, ultimate tensile strength, elongation |
        CN>KR | 2025-12-01 | words=GALLIUM NITRIDE | depends | licence_required | CN-2023-23-Ga-b F? | item |
        CN>KR | 2025-06-01 | code=8112929010 words=qwertz | controlled | licence_required | CN-2023-23-Ga-a F+ | | no controlled item's name holds 'qwertz': the answer rests on the rest
        CN>KR | 2025-06-01 | code=0101210000 words=qwertz | not_listed | - | | | a code alone clears nothing
        CN>KR | 2025-06-01 | mineral=gallium words=qwertz | depends | licence_required | CN-2023-23-Ga-a F?, … | form, … | no controlled item's name holds 'qwertz'
        JP>KR | 2025-06-01 | words=qwertz | depends | - | | | the registry holds no acts of JP that list items
        CN>KR | 2024-01-10 | code=8110929010 | depends | licence_required | CN-2023-23-Ga-a F? | code | 8110929010 is printed in copies of the act; 8112929010 is meant: which is declared?
        CN>KR | 2024-01-10 | code=8110929010 purity=99% | depends | licence_required | CN-2023-23-Ga-a F? | code | 8110929010 stands in no nomenclature: copies of the act print it where 8112929010 is meant
        CN>KR | 2024-01-10 | code=811092 | depends | licence_required | CN-2023-23-Ga-a F?, … | code, … | 811092 is printed in copies of the act; 811292 is meant
        CN>US | 2025-01-10 | code=8110929010 | depends | prohibited_in_principle | CN-2023-23-Ga-a F?, CN-2024-46-c1 F?, CN-2024-46-c2-Ga F? | code, … |
        CN>KR | 2023-07-01 | code=8110929010 | not_listed | - | CN-2023-23-Ga-a N | | copies of the act print it
        """

    static let refusals = """
        CN>CN | 2025-10-20 | item=CN-2025-61-iii | error | - | | | origin and destination are both CN
        CN>UK | 2025-12-01 | mineral=gallium | error | - | | | no country is called 'UK'; did you mean GB (United Kingdom) or UA (Ukraine)?
        UK>CN | 2025-12-01 | mineral=gallium | error | - | | | did you mean GB (United Kingdom) or UA (Ukraine)?
        CN>EU | 2025-12-01 | mineral=gallum | error | - | | | 'EU' is a group of countries
        CN>US | 2025-12-01 | mineral=gallum | error | - | | | no mineral is called 'gallum'; did you mean gallium?
        CN>US | 2025-12-01 | mineral=graphite | error | - | | | did you mean natural-graphite or synthetic-graphite?
        CN>US | 2025-12-01 | mineral=GA | error | - | | | did you mean gallium?
        CN>US | 2025-12-01 | mineral=镓 | error | - | | | did you mean gallium?
        CN>US | 2025-12-01 | mineral=galleon | error | - | | | no mineral is called 'galleon'; list what is held
        CN>US | 2025-12-01 | item=61-iii | error | - | | | did you mean CN-2025-61-iii?
        CN>US | 2025-12-01 | item=cn 2023 23 GA A | error | - | | | did you mean CN-2023-23-Ga-a?
        CN>US | 2025-12-01 | words=galium | error | - | | | no controlled item's name holds 'galium'; did you mean gallium?
        CN>US | 2025-12-01 | words=Galium nitirde | error | - | | | did you mean gallium nitride?
        CN>US | 2025-12-01 | words=qwertz | error | - | | | no controlled item's name holds 'qwertz': by words alone nothing can be said of this good; name it by its customs code
        CN>US | 2025-12-01 | words=steel beams | error | - | | | by words alone nothing can be said
        CN>KR | 2025-12-01 | words=NIC\u{212A}EL | error | - | | | did you mean nickel?
        DE>US | 2025-12-01 | words=金属镓 | error | - | | | by words alone nothing can be said
        CN>US | 2025-12-01 | control=1C108.b purity=150% | error | - | | | purity=150 % is more than the whole
        CN>US | 2025-12-01 | item=61-iii purity=1000001 ppm | error | - | | | purity=1000001 ppm is more than the whole
        CN>US | 2025-12-01 | code=8112929010 tungsten content=101 | error | - | | | tungsten content=101 % mass is more than the whole
        CN>US | 2025-12-01 | mineral=gallum purity=150% | error | - | | | no mineral is called 'gallum'
        CN>US | 2025-12-01 | control=1C108.b density=3MPa | error | - | | | density is measured in g/cm3; MPa cannot be converted into it
        CN>US | 2025-12-01 | control=1C108.b purity=5kg | error | - | | | purity is measured in % mass; kg cannot be converted into it
        CN>US | 2025-12-01 | item=CN-2023-39-1 purty=3 | error | - | | | no limit measures 'purty'; did you mean purity?; known attributes are:
        """
}

@Suite struct ScreenerAndIndexByTheRules {
    @Test func theIndexGivesTheAnswersOfTheTraps() throws {
        try withLoadedRegistry { registry, _ in
            let index = try registry.screeningIndex()
            for trap in ScreeningTrap.cases {
                let answer = try index.explain(trap.query())
                #expect(answer.verdict == trap.verdict, "\(trap.name)")
                #expect(answer.requirement == trap.requirement, "\(trap.name)")
                #expect(answer.json == (try registry.screen(trap.query()).json), "\(trap.name)")
            }
        }
    }

    @Test func coverageEndsWithTheAnnouncedByDay() throws {
        try withLoadedRegistry { registry, _ in
            let index = try registry.screeningIndex()
            let days = ["1990-01-01", "2023-10-20", "2023-12-20", "2023-12-21", "2024-01-01", nil]
            for (day, newest) in zip(days, [nil, "2023-10-20", "2023-10-20", "2023-12-21", "2023-12-21", "2026-06-29"]) {
                let query = try ScreeningLine(
                    origin: "CN", destination: "US", date: "2025-12-01", mineral: "gallium", announcedBy: day
                ).query()
                for answering in [registry.screen, index.explain] {
                    #expect(try answering(query).coverage == ["CN": newest], "\(day ?? "all")")
                }
            }
        }
    }
}
