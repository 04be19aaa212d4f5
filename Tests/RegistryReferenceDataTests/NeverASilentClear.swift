import RegistryReferenceData
import Testing

@testable import ResourceRegistry

/// What names no good is an error, and a misprint is a question: neither may look like a good that is not listed.
@Suite struct NeverASilentClear {
    private static let table = """
        id,code,words,mineral,origin,destination,date
        1,,galium,,CN,US,2025-12-01
        2,,steel beams,,CN,US,2025-12-01
        3,8112929010,qwertz,,CN,KR,2025-12-01
        4,,qwertz,gallium,CN,KR,2025-12-01
        5,8110929010,,,CN,KR,2025-12-01
        6,0101210000,,,CN,KR,2025-12-01

        """

    @Test(arguments: [1, 2]) func tables(jobs: Int) throws {
        try withLoadedRegistry { registry, _ in
            let index = try registry.screeningIndex()
            var (byIndex, bySQL): ([UInt8], [UInt8]) = ([], [])
            var reader = try CSVReader(bytes: Array(Self.table.utf8), name: "lines.csv")
            let batch = try ScreeningBatch(header: reader, format: .csv)
            let report = try batch.run(&reader, index: index, jobs: jobs) { byIndex += $0 }
            #expect(report.lines == 6 && report.errors == 2)
            #expect(report.verdicts == [.controlled: 1, .depends: 2, .notListed: 1])
            var again = try CSVReader(bytes: Array(Self.table.utf8), name: "lines.csv")
            _ = try batch.run(&again, answer: registry.screen) { bySQL += $0 }
            #expect(byIndex == bySQL)
            let lines = String(decoding: byIndex, as: UTF8.self).split(separator: "\n")
            let told = "lines.csv:2:3 (words): no controlled item's name holds 'galium'; did you mean gallium?"
            #expect(lines[1].contains(told), "\(lines[1])")
            #expect(lines[2].contains("by words alone nothing can be said of this good"))
            #expect(lines[3].contains(",controlled,licence_required,CN-2023-23-Ga-a,") && lines[3].contains("words_match_nothing"))
            #expect(lines[4].contains(",depends,licence_required,") && lines[4].contains("words_match_nothing"))
            #expect(lines[5].contains(",depends,licence_required,CN-2023-23-Ga-a,,1,misprinted_code;items_without_code,"))
        }
    }

    @Test func linesByCodeAlone() throws {
        try withLoadedRegistry { registry, _ in
            try registry.read { reader in
                let index = try ScreeningIndex(reading: reader)
                var decided = DecidedLines()
                for (code, verdict) in [("8110929010", Verdict.depends), ("811092", .depends), ("8110929011", .notListed)] {
                    let line = try CodedLine(
                        code: CustomsCode(code), origin: CountryCode("CN"), destination: CountryCode("KR"), day: CivilDay("2025-12-01"))
                    try index.decide([line], into: &decided)
                    #expect(decided.verdict(of: 0) == verdict)
                    let stored = try reader.decide(line)
                    #expect(stored.verdict == verdict)
                    #expect(try index.decide(line.query()) == stored)
                    #expect(try reader.screen(line.query()).verdict == verdict)
                }
            }
        }
    }

    @Test func whatTheTablesRemark() {
        let known = [
            (digits: "811092", remark: "kept only so that the misprint can be recognised"),
            (digits: "8110929010", remark: "CONFLICT: use 8112929010; subheading 8110.92 does not exist"),
        ]
        #expect(MisprintedCode("8110929010", among: known)?.meant?.digits == "8112929010")
        #expect(MisprintedCode("811092", among: known)?.meant?.digits == "811292")
        #expect(MisprintedCode("81109290", among: known) == nil)
        let unknown = MisprintedCode("811092", among: [known[0]])
        #expect(unknown?.meant == nil && unknown?.question == nil)
        #expect(unknown?.warning.text == "811092 stands in no nomenclature: it is known as a misprint; declare the code that holds")
        #expect(MisprintedCode("811092", among: [(digits: "811092", remark: "use 81")])?.meant == nil)
    }
}
