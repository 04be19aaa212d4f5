import RegistryReferenceData
import Testing

@testable import ResourceRegistry

/// Lines that ask by a code alone are decided by pieces that were cut when the index was built; single queries are judged. All codes that
/// are listed, their beginnings and neighbours, with the days around every change: both must say the same, and so must the form of the
/// pieces that is stored in the file.
@Suite struct LinesInBlocks {
    @Test func theyAreDecidedAsSingleQueriesAre() throws {
        try withLoadedRegistry { registry, _ in
            let index = try registry.screeningIndex()
            var random = SeededGenerator(seed: 3)
            let (codes, days) = try registry.read { reader in
                let dossiers = try reader.controls.dossiers(reader.controls.list().entries.map(\.id))
                return (Self.codes(of: dossiers), try Self.days(of: dossiers))
            }
            let origins = try ["CN", "CN", "CN", "US", "DE", "HR", "GB", "EU", "ID", "ZW", "BR"].map { try CountryCode($0) }
            let destinations = try ["US", "JP", "KR", "DE", "GB", "HR", "TW", "NL", "IN", "ZZ"].map { try CountryCode($0) }
            var queries: [ScreeningQuery] = []
            while queries.count < 40_000 {
                let (origin, destination) = (random.pick(origins), random.pick(destinations))
                if origin == destination { continue }
                queries.append(
                    try ScreeningQuery(
                        origin: origin, destination: destination, day: random.pick(days), code: random.pick(codes),
                        endUser: random.pick([nil, .civil, .military])))
            }
            var decided = DecidedLines()
            var verdicts: [Verdict: Int] = [:]
            var start = 0
            try registry.read { reader in
                let stored = try #require(try StoredScreening(reader.references.connection))
                // Blocks of all sizes, one result for all of them.
                while start < queries.count {
                    let block = queries[start..<min(start + random.pick([1, 7, 64, 1_500]), queries.count)]
                    start = block.endIndex
                    try index.decide(block.compactMap { CodedLine($0) }, into: &decided)
                    try #require(decided.count == block.count)
                    for (line, query) in block.enumerated() {
                        let single = try? index.decide(query)
                        try #require(decided.verdict(of: line) == single?.verdict, "\(query)")
                        try #require(decided.requirement(of: line) == single?.requirement, "\(query)")
                        try #require(Array(decided.items(of: line)) == single?.items ?? [], "\(query)")
                        try #require(decided.lines.contains(Int32(line)) == (single?.verdict != .notListed))
                        try #require(try stored.decide(try #require(CodedLine(query))) == single, "\(query)")
                        if let single { verdicts[single.verdict, default: 0] += 1 }
                    }
                }
            }
            for verdict in Verdict.allCases { #expect(verdicts[verdict, default: 0] > 1_000, "\(verdict)") }
        }
    }

    /// Rows of the plainest form are read straight from the bytes, all others by the value types: the lines are the same.
    @Test func aTableIsReadAsItsCellsAre() throws {
        let rows = [
            "8112929010,CN,US,2025-12-01", "8112.92.90.10,CN,US,2025-12-01", "811292,cn,us,2025-12-01", "\"2504\",CN,KR,2024-02-29",
            "28046190,CN,DE,1999-12-31", "0101210000,DE,CN,2025-01-01\r", "2931900032,CN,KR,2025-12-15",
        ]
        for header in ["code,origin,destination,date", "code,origin,destination,date,end_user", "id,code,origin,destination,date"] {
            var table = header + "\n"
            var expected: [CodedLine] = []
            for number in 0..<5_000 {
                let row = rows[number * 7 % 11 % rows.count]
                let (front, back) = header.hasPrefix("id") ? ("x\(number),", "") : ("", header.hasSuffix("user") ? ",civil" : "")
                table += front + row.replacing("\r", with: "") + back + (row.hasSuffix("\r") ? "\r\n" : "\n")
                let cells = row.replacing("\r", with: "").replacing("\"", with: "").split(separator: ",").map(String.init)
                expected.append(
                    try CodedLine(
                        code: CustomsCode(cells[0]), origin: CountryCode(cells[1]), destination: CountryCode(cells[2]),
                        day: CivilDay(cells[3]), endUser: back.isEmpty ? nil : .civil))
            }
            var reader = try CodedLineReader(CSVReader(bytes: Array(table.utf8), name: "lines.csv"))
            var lines: [CodedLine] = []
            while let block = try reader.next(300) {
                #expect(block.count <= 300)
                lines += block
            }
            #expect(lines == expected, "\(header)")
        }
    }

    @Test(arguments: ["8112A", "811292901", "0012345678", ""]) func aBadCellIsNamedWithItsPlace(code: String) throws {
        let table = "code,origin,destination,date\n8112929010,CN,US,2025-12-01\n\(code),CN,US,2025-12-01\n"
        var reader = try CodedLineReader(CSVReader(bytes: Array(table.utf8), name: "lines.csv"))
        let error = #expect(throws: CSVError.self) { while try reader.next(10) != nil {} }
        #expect(error?.line == 3)
        #expect(error?.header == "code")
    }

    private static func codes(of dossiers: [ControlDossier]) -> [CustomsCode] {
        var codes: Set<String> = []
        for listed in dossiers.flatMap(\.item.customsCodes).map(\.code.digits) {
            for length in [4, 6, 8, 10] {
                codes.insert(String(listed.prefix(length)))
                // Below the listed code, beside it, and far away from it.
                for digit in ["00", "10", "90", "99"] where listed.count + 2 <= length {
                    codes.insert(listed + String(repeating: digit, count: (length - listed.count) / 2))
                }
            }
            codes.insert(String(listed.dropLast(2)) + "77")
        }
        return (codes + ["0101210000", "271019", "99999999"]).sorted().compactMap { try? CustomsCode($0) }
    }

    private static func days(of dossiers: [ControlDossier]) throws -> [CivilDay] {
        var days: Set<CivilDay> = [try CivilDay("2020-01-31"), try CivilDay("2013-07-01")]
        for dossier in dossiers {
            for span in [dossier.item.period, dossier.act.period] + dossier.act.destinationRules.map(\.period)
                + dossier.relations.map(\.period)
            {
                for date in [span.start, span.lastDay].compactMap(\.self) {
                    for day in [date.firstDay, date.lastDay] { days.formUnion([-1, 0, 1].compactMap { try? day.adding(days: $0) }) }
                }
            }
        }
        return days.sorted()
    }
}
