import RegistryReferenceData
import ResourceRegistry
import Testing

/// Lines that ask by a code alone are decided by pieces that were cut when the index was built; single queries are judged. All codes that
/// are listed, their beginnings and neighbours, with the days around every change: both must say the same.
@Suite struct LinesInBlocks {
    @Test func theyAreDecidedAsSingleQueriesAre() throws {
        try withRegistry { registry, _ in
            try registry.load(ReferenceFacts(), author: "test")
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
                    if let single { verdicts[single.verdict, default: 0] += 1 }
                }
            }
            for verdict in Verdict.allCases { #expect(verdicts[verdict, default: 0] > 1_000, "\(verdict)") }
        }
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
