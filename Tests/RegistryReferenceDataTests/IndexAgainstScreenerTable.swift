import RegistryReferenceData
import ResourceRegistry
import Testing

/// A table of queries with the answers that the rules demand, written by hand from the fact tables.
///
/// Columns: origin and destination; day (`@` announced-by day); what is asked; verdict; requirement; the items. An item is followed by its
/// state: F in force, S suspended, N not yet in force, E ended. In force: `+` decided, `?` open, `!` ruled out. `…`: more items may follow.
enum HandWritten {
    static let acceptance = """
        CN>US | 2023-08-01@2023-07-02 | civil code=8112929010 | not_listed | - |
        CN>US | 2023-07-20@2023-07-20 | civil code=8112929010 | not_listed | - | CN-2023-23-Ga-a N
        CN>US | 2023-08-01@2023-08-01 | civil code=8112929010 | controlled | licence_required | CN-2023-23-Ga-a F+
        CN>US | 2024-12-01@2024-12-01 | civil code=8112929010 | controlled | licence_required | CN-2023-23-Ga-a F+
        CN>US | 2025-11-08@2025-11-08 | civil code=8112929010 | controlled | prohibited_in_principle | CN-2023-23-Ga-a F+, CN-2024-46-c2-Ga F+
        CN>US | 2025-11-10@2025-11-10 | civil code=8112929010 | controlled | licence_required | CN-2023-23-Ga-a F+, CN-2024-46-c2-Ga S
        CN>US | 2025-11-10@2025-11-10 | military code=8112929010 | controlled | prohibited | CN-2023-23-Ga-a F+, CN-2024-46-c1 F+, CN-2024-46-c2-Ga S
        CN>US | 2025-11-10@2025-11-08 | civil code=8112929010 | controlled | prohibited_in_principle | CN-2023-23-Ga-a F+, CN-2024-46-c2-Ga F+
        CN>US | 2026-11-27@2025-11-10 | civil code=8112929010 | controlled | licence_required | CN-2023-23-Ga-a F+, CN-2024-46-c2-Ga S
        CN>US | 2026-11-28@2025-11-10 | civil code=8112929010 | controlled | prohibited_in_principle | CN-2023-23-Ga-a F+, CN-2024-46-c2-Ga F+
        CN>US | 2025-11-10@2025-11-10 | civil words=gallium nitride | depends | licence_required | CN-2023-23-Ga-b F?, CN-2024-46-c2-Ga S
        CN>US | 2024-12-10 | civil code=811292 | depends | prohibited_in_principle | CN-2023-23-Ga-a F?, CN-2023-23-Ge-a F?, CN-2024-46-c2-Ga F?, CN-2024-46-c2-Ge F?, …
        CN>US | 2024-12-10 | code=8112929010 | controlled | prohibited_in_principle | CN-2023-23-Ga-a F+, CN-2024-46-c1 F?, CN-2024-46-c2-Ga F+
        CN>KR | 2024-12-10 | code=8112929010 | controlled | licence_required | CN-2023-23-Ga-a F+
        CN>KR | 2024-01-10 | code=8110929010 | depends | licence_required | CN-2023-23-Ga-a F?
        """

    static let limits = """
        CN>KR | 2024-02-10 | control=1C108.b purity=99.9% flexural strength=35MPa density=1.80 g/cm3 | not_listed | - | CN-2023-39-1 F!
        CN>KR | 2024-02-10 | control=1C108.b purity=99.95% flexural strength=35MPa density=1.80 g/cm3 | controlled | licence_required | CN-2023-39-1 F+
        CN>KR | 2024-02-10 | control=1C108.b purity=999500 ppm flexural strength=0.035GPa density=1800 kg/m3 | controlled | licence_required | CN-2023-39-1 F+
        CN>KR | 2024-02-10 | control=1C108.b purity=99.95% flexural strength=35MPa density=1730 kg/m3 | not_listed | - | CN-2023-39-1 F!
        CN>KR | 2024-02-10 | control=1C108.b purity=99.95% | depends | licence_required | CN-2023-39-1 F?
        CN>KR | 2024-02-10 | control=1C108.b | depends | licence_required | CN-2023-39-1 F?
        CN>US | 2025-01-10 | civil control=1C108.b purity=99.95% flexural strength=35MPa density=1.80 g/cm3 | controlled | enhanced_review | CN-2023-39-1 F+, CN-2024-46-c2-C F+
        CN>US | 2025-12-01 | civil control=1C108.b purity=99.95% flexural strength=35MPa density=1.80 g/cm3 | controlled | licence_required | CN-2023-39-1 F+, CN-2024-46-c2-C S
        CN>KR | 2024-10-01 | code=2825800010 purity=99.99% | controlled | licence_required | CN-2024-33-Sb-c F+
        CN>KR | 2024-10-01 | code=2825800010 purity=99.98% | not_listed | - | CN-2024-33-Sb-c F!
        CN>KR | 2024-10-01 | code=2825800010 | depends | licence_required | CN-2024-33-Sb-c F?
        CN>US | 2025-01-10 | civil code=2825800010 purity=99.99% | controlled | prohibited_in_principle | CN-2024-33-Sb-c F+, CN-2024-46-c2-Sb F+
        CN>US | 2025-01-10 | civil code=2825800010 purity=99.9% | not_listed | - | CN-2024-33-Sb-c F!, CN-2024-46-c2-Sb F!
        CN>US | 2025-01-10 | civil code=2825800010 | depends | prohibited_in_principle | CN-2024-33-Sb-c F?, CN-2024-46-c2-Sb F?
        CN>KR | 2025-06-01 | code=8101940001 | depends | licence_required | CN-2025-10-W-004 F?, CN-2025-10-W-c1 F?, CN-2025-10-W-c2 F?
        CN>KR | 2025-06-01 | code=8101940001 tungsten content=97% diameter=12cm length=50mm | controlled | licence_required | CN-2025-10-W-004 F?, CN-2025-10-W-c1 F+, CN-2025-10-W-c2 F+
        CN>KR | 2025-06-01 | code=8101940001 tungsten content=96.999% diameter=120mm length=50mm | controlled | licence_required | CN-2025-10-W-004 F?, CN-2025-10-W-c1 F!, CN-2025-10-W-c2 F+
        CN>KR | 2025-06-01 | code=8101940001 tungsten content=98% diameter=119mm | depends | licence_required | CN-2025-10-W-004 F?, CN-2025-10-W-c1 F?, CN-2025-10-W-c2 F?
        CN>KR | 2025-06-01 | code=8101940001 diameter=119mm inner diameter=64mm edge a=1mm | depends | licence_required | CN-2025-10-W-004 F?, CN-2025-10-W-c1 F!, CN-2025-10-W-c2 F!
        CN>KR | 2027-01-01 | item=CN-2025-55-a mean particle size=50um | controlled | licence_required | CN-2025-55-a F+
        CN>KR | 2027-01-01 | item=CN-2025-55-a mean particle size=50.001um | not_listed | - | CN-2025-55-a F!
        CN>KR | 2027-01-01 | code=71051020 mean_particle_size=0.2mm | controlled | licence_required | CN-2025-55-a F!, CN-2025-55-b F+
        """

    static let ways = """
        CN>KR | 2025-12-15 | code=2931900032 | controlled | licence_required | CN-2024-33-Sb-d F?, CN-2025-10-Bi-c F+, CN-2025-10-Bi-d F+, CN-2025-10-In-b F+, CN-2025-10-In-c F+
        CN>KR | 2025-12-15 | code=2931900032 mineral=indium | controlled | licence_required | CN-2024-33-Sb-d F!, CN-2025-10-Bi-c F!, CN-2025-10-Bi-d F!, CN-2025-10-In-b F+, CN-2025-10-In-c F+
        CN>KR | 2025-12-15 | code=2931900032 mineral=antimony | depends | licence_required | CN-2024-33-Sb-d F?, CN-2025-10-Bi-c F!, CN-2025-10-Bi-d F!, CN-2025-10-In-b F!, CN-2025-10-In-c F!
        CN>KR | 2025-06-01 | mineral=gallium | depends | licence_required | CN-2023-23-Ga-a F?, CN-2023-23-Ga-h F?, CN-TECH-2025-28-3 N, …
        CN>KR | 2025-06-01 | control=3c001.A | controlled | licence_required | CN-2023-23-Ga-a F+
        CN>KR | 2025-06-01 | control=3C001.a.1 | depends | licence_required | CN-2023-23-Ga-a F?
        CN>KR | 2025-06-01 | control=3C002.e code=8112929010 | controlled | licence_required | CN-2023-23-Ga-a F+, CN-2023-23-Ge-e F+
        CN>KR | 2025-06-01 | control=3C0 | error | - |
        CN>KR | 2025-06-01 | words=no such thing | error | - |
        CN>KR | 2025-06-01 | words=氧化镓 | depends | licence_required | CN-2023-23-Ga-c F?
        CN>KR | 2025-06-01 | item=CN-2023-39-2 | depends | licence_required | CN-2023-39-2 F?
        CN>KR | 2025-06-01 | item=CN-2023-39-9 | error | - |
        CN>KR | 2025-06-01 | item=US-CCL-3C-3C002 | error | - |
        CN>KR | 2024-12-10 | nomenclature=US code=8112929010 | depends | licence_required | CN-2023-23-Ga-a F?, CN-2023-23-Ge-a F?, …
        CN>KR | 2024-12-10 | nomenclature=HS code=8112 | depends | licence_required | CN-2023-23-Ga-a F?, CN-2023-23-Ge-a F?, …
        """

    static let rulesAndTime = """
        CN>KR | 2025-11-06 | item=CN-2025-55-a mean particle size=40um | not_listed | - | CN-2025-55-a N
        CN>KR | 2025-11-07 | item=CN-2025-55-a mean particle size=40um | not_listed | - | CN-2025-55-a S
        CN>KR | 2025-11-08@2025-11-06 | item=CN-2025-55-a mean particle size=40um | controlled | licence_required | CN-2025-55-a F+
        CN>KR | 2026-11-10 | item=CN-2025-55-a mean particle size=40um | not_listed | - | CN-2025-55-a S
        CN>KR | 2026-11-11 | item=CN-2025-55-a mean particle size=40um | controlled | licence_required | CN-2025-55-a F+
        CN>KR | 2026-11-10 | item=CN-2025-56-x | not_listed | - | CN-2025-56-x S
        CN>KR | 2026-11-11 | item=CN-2025-56-x | depends | licence_required | CN-2025-56-x F?
        CN>US | 2027-01-10 | item=CN-2025-62-a | controlled | licence_required | CN-2024-46-c1 F?, CN-2025-62-a F+
        CN>KR | 2025-10-20 | civil item=CN-2025-61-iii | depends | licence_required | CN-2025-61-iii F?
        CN>KR | 2025-10-20 | military item=CN-2025-61-iii | depends | prohibited_in_principle | CN-2025-61-iii F?
        CN>CN | 2025-10-20 | item=CN-2025-61-iii | error | - |
        CN>JP | 2026-02-01 | military code=8112929010 | controlled | prohibited | CN-2023-23-Ga-a F+, CN-2026-1-1 F+
        CN>JP | 2026-02-01 | civil code=8112929010 | controlled | licence_required | CN-2023-23-Ga-a F+
        CN>JP | 2026-02-01 | code=8112929010 | controlled | licence_required | CN-2023-23-Ga-a F+, CN-2026-1-1 F?
        CN>JP | 2026-01-05 | military code=8112929010 | controlled | licence_required | CN-2023-23-Ga-a F+, CN-2026-1-1 N
        CN>US | 2025-01-01 | item=CN-2024-46-c1 | depends | - | CN-2024-46-c1 F?
        CN>KR | 2026-02-01 | item=CN-2025-68-W | controlled | qualified_exporter_only | CN-2025-68-W F+
        CN>KR | 2028-01-01 | item=CN-2025-68-W | not_listed | - | CN-2025-68-W E
        ID>KR | 2015-06-01 | item=ID-NI-2014-1 | controlled | prohibited | ID-NI-2014-1 F+
        ID>KR | 2018-01-01 | item=ID-NI-2014-1 | not_listed | - | ID-NI-2014-1 E
        ID>KR | 2020-02-01 | code=260400 | depends | prohibited | ID-NI-2014-1 E, ID-NI-2020-1 F?
        CD>CN | 2025-06-22@2025-05-01 | item=CD-CO-2025-1 | not_listed | - | CD-CO-2025-1 E
        CD>CN | 2025-06-22 | item=CD-CO-2025-1 | controlled | prohibited | CD-CO-2025-1 F+
        CD>CN | 2025-12-01 | item=CD-CO-2025-Q-1 | controlled | quota | CD-CO-2025-Q-1 F+
        ZW>CN | 2026-03-01 | item=ZW-2026-02-conc | controlled | prohibited | ZW-2026-02-conc F+
        ZW>CN | 2026-05-01 | item=ZW-2026-02-conc | controlled | quota | ZW-2026-02-conc F+
        ZW>CN | 2026-05-01@2026-04-07 | item=ZW-2026-02-conc | controlled | prohibited | ZW-2026-02-conc F+
        ZW>CN | 2026-03-01 | mineral=copper | depends | prohibited | ZW-2026-02-raw F?
        NA>CN | 2024-01-01 | item=NA-2023-Li | depends | prohibited | NA-2023-Li F?
        MY>CN | 2024-01-02@2023-10-15 | item=MY-REE-2024-1 | depends | prohibited | MY-REE-2024-1 F?
        MY>CN | 2024-01-02@2023-10-31 | item=MY-REE-2024-1 | controlled | prohibited | MY-REE-2024-1 F+
        MY>CN | 2024-01-02@2023-09-30 | item=MY-REE-2024-1 | not_listed | - |
        DE>US | 2024-01-01 | control=3C001 | depends | licence_required | EU-2021-821-3C001 F?
        DE>US | 2024-01-01 | control=3C002 | controlled | licence_required | EU-2021-821-3C002 F+
        DE>FR | 2024-01-01 | control=3C002 | not_listed | - |
        DE>GB | 2024-01-01 | control=3C002 | controlled | licence_required | EU-2021-821-3C002 F+
        EU>US | 2024-01-01 | control=3C002 | controlled | licence_required | EU-2021-821-3C002 F+
        GB>US | 2020-01-01 | control=3C002 | not_listed | - | EU-2021-821-3C002 N
        GB>US | 2024-01-01 | control=3C002 | depends | - |
        US>KR | 2024-01-01 | control=3C002 | depends | licence_per_country_chart | US-CCL-3C-3C002 F?
        US>KR | 2024-10-01 | control=3C907 | depends | licence_required | US-2024-09-06-3C907 F?
        DE>EU | 2024-01-01 | control=3C002 | error | - |
        """
}

@Suite struct HandWrittenScreenings {
    /// One row of the table.
    struct Row {
        let text: String
        let query: () throws -> ScreeningQuery
        let verdict: String
        let requirement: String
        let items: [String]
        /// What is asked, where the table tells.
        let asks: [String]?
        /// Words of a question, a warning or an error.
        let words: String

        private static let keys = ["code", "control", "mineral", "item", "words", "nomenclature"]
        private static let names =
            keys + [
                "purity", "flexural strength", "density", "tungsten content", "diameter", "inner diameter", "length", "edge a",
                "mean particle size", "mean_particle_size", "beryllium content", "purty",
            ]

        init(_ line: Substring) throws {
            let cells = line.split(separator: "|", omittingEmptySubsequences: false).map {
                $0.split(separator: " ").joined(separator: " ")
            }
            try #require(cells.count == 6 || cells.count == 8, "\(line)")
            text = String(line)
            verdict = cells[3]
            requirement = cells[4]
            items = cells[5].split(separator: ", ").map(String.init)
            asks = cells.count == 8 ? cells[6].split(separator: ", ").map(String.init) : nil
            words = cells.count == 8 ? cells[7] : ""
            query = { try Self.query(cells[0], cells[1], cells[2]) }
        }

        private static func query(_ way: String, _ time: String, _ asked: String) throws -> ScreeningQuery {
            let ends = way.split(separator: ">").map(String.init)
            let days = time.split(separator: "@").map(String.init)
            var keys: [String: String] = [:]
            var attributes: [MeasuredAttribute] = []
            // A name may have spaces (`flexural strength=35MPa`), and so may a value (`words=gallium nitride`): what stands between two
            // signs is the value of the first and the name of the second.
            let user = asked.split(separator: " ").first.flatMap { EndUser(rawValue: String($0)) }
            var rest = asked[...]
            if user != nil { rest = rest.drop { $0 != " " }.dropFirst() }
            while let sign = rest.firstIndex(of: "=") {
                let name = String(rest[..<sign])
                rest = rest[rest.index(after: sign)...]
                let next = Self.names.compactMap { rest.firstRange(of: " \($0)=") }.min { $0.lowerBound < $1.lowerBound }
                let value = String(next.map { rest[..<$0.lowerBound] } ?? rest)
                rest = next.map { rest[rest.index(after: $0.lowerBound)...] } ?? ""
                if Self.keys.contains(name) { keys[name] = value } else { attributes.append(try MeasuredAttribute("\(name)=\(value)")) }
            }
            return try ScreeningQuery(
                origin: CountryCode(ends[0]), destination: CountryCode(ends[1]), day: CivilDay(days[0]),
                code: keys["code"].map { try CustomsCode($0) }, nomenclature: keys["nomenclature"].map { try Nomenclature($0) },
                controlCode: keys["control"].map { try ControlCode($0) }, mineral: keys["mineral"], item: keys["item"],
                words: keys["words"],
                attributes: attributes, endUser: user, announcedBy: days.count > 1 ? CivilDay(days[1]) : nil)
        }
    }

    private static func states(_ answer: ScreeningAnswer) -> [String] {
        answer.matches.map { match in
            switch match.state {
            case .inForce: "\(match.item.id) F" + (match.ruledOut != nil ? "!" : match.isDecided ? "+" : "?")
            case .suspended: "\(match.item.id) S"
            case .notYetInForce: "\(match.item.id) N"
            case .ended: "\(match.item.id) E"
            }
        }
    }

    static let tables = [
        HandWritten.acceptance, HandWritten.limits, HandWritten.ways, HandWritten.rulesAndTime, HandWritten.questions, HandWritten.refusals,
    ]

    /// Whether what was found is what the table tells; `…` in it stands for more.
    private static func agree(_ told: [String], _ found: [String]) -> Bool {
        told.last == "…" ? Set(told.dropLast()).isSubset(of: found) : told == found
    }

    @Test func bothAnswerAsTheTableSays() throws {
        let rows = try Self.tables.flatMap { try $0.split(separator: "\n").map(Row.init) }
        #expect(rows.count >= 60)
        try withLoadedRegistry { registry, _ in
            let index = try registry.screeningIndex()
            for row in rows {
                for (judge, answering) in [("screener", registry.screen), ("index", index.explain)] {
                    try check(row, answering, judge)
                }
            }
        }
    }

    private func check(_ row: Row, _ answering: (ScreeningQuery) throws -> ScreeningAnswer, _ judge: String) throws {
        let comment = "\(judge): \(row.text)"
        let answer: ScreeningAnswer
        do { answer = try answering(row.query()) } catch {
            #expect(row.verdict == "error", "\(comment)\n\(error)")
            #expect(row.words.isEmpty || "\(error)".contains(row.words), "\(comment)\n\(error)")
            return
        }
        #expect(answer.verdict.rawValue == row.verdict, "\(comment)")
        if row.requirement != "…" { #expect((answer.requirement?.rawValue ?? "-") == row.requirement, "\(comment)") }
        let demands = row.items.contains { $0.contains("=") }
        let states = zip(Self.states(answer), answer.matches).map { demands ? "\($0)=\($1.requirement.rawValue)" : $0 }
        #expect(Self.agree(row.items, states), "\(comment)\n\(states)")
        if let asks = row.asks {
            let asked = answer.questions.map(\.asks)
            #expect(Self.agree(asks, asked), "\(comment)\n\(asked)")
            let texts = answer.questions.compactMap(\.limit) + answer.warnings.map(\.text)
            #expect(row.words.isEmpty || texts.contains { $0.contains(row.words) }, "\(comment)\n\(texts)")
        }
    }
}
