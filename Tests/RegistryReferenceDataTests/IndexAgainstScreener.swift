import Foundation
import RegistryReferenceData
import ResourceRegistry
import Testing

/// The compiled index and the SQL screener were written apart from each other after the same rules. Whatever is asked, they must
/// give the same answer, to the byte of its JSON, or refuse for the same reason.
///
/// Where DESIGN section 5 can be read in two ways both now hold to one reading, and this test could not tell a common error:
/// * "listed in another nomenclature": the Harmonized System is part of every nomenclature, and codes of up to six digits compare as it.
/// * `no_acts` is also said of a jurisdiction whose acts list no items (JP and NL hold context only), never `not_listed`.
/// * A single alternative set of limits (`alloy` of 1C230, `control system` of the press parts) speaks of one part of its entry: a good that
///   misses it stays open instead of being ruled out, and its form is asked.
/// * An act that may have been published by the announced-by day leaves its items open; as a suspension it counts only when it surely was.
///
/// Names that are alike (`NearNames`) and which limits measure a share (`Limit.isShare`) are one code for both.
@Suite struct IndexAgainstScreener {
    /// How many queries: all of them when `REGISTRY_LONG_TESTS` is 1.
    static let count = testsAreLong ? 100_000 : testsAreShort ? 300 : 3_000

    /// What came out of one query, written down.
    private static func text(_ body: () throws -> String) -> String {
        do { return try body() } catch { return "error: \(error)" }
    }

    /// Verdict, requirement and the items that the verdict rests on.
    private static func text(_ answer: ScreeningAnswer) -> String {
        let items = answer.matches.filter { $0.state == .inForce && $0.ruledOut == nil }.map(\.item.id)
        return "\(answer.verdict) \(answer.requirement?.rawValue ?? "-") \(items)"
    }

    private static func text(of decided: DecidedLines, line: Int, in index: ScreeningIndex) -> String {
        guard let verdict = decided.verdict(of: line) else { return "refused" }
        let items = decided.items(of: line).map { index.items[Int($0)] }
        return "\(verdict) \(decided.requirement(of: line)?.rawValue ?? "-") \(items)"
    }

    @Test func theyAnswerAlike() throws {
        try withLoadedRegistry { registry, _ in
            var verdicts: [Verdict: Int] = [:]
            var coded: [Verdict?: Int] = [:]
            var errors = 0
            var differences = 0
            var decided = DecidedLines()
            try registry.read { reader in
                let index = try ScreeningIndex(reading: reader)
                var generator = try QueryGenerator(seed: 2026, reading: reader)
                for number in 1...Self.count {
                    let query = try generator.next()
                    var answered: ScreeningAnswer?
                    let slow = Self.text {
                        answered = try reader.screen(query)
                        return answered?.json ?? ""
                    }
                    let fast = Self.text { try index.explain(query).json }
                    if let answered { verdicts[answered.verdict, default: 0] += 1 } else { errors += 1 }
                    var isAlike = slow == fast
                    let decision = Self.text {
                        let decision = try index.decide(query)
                        let items = decision.items.map { index.items[Int($0)] }
                        return "\(decision.verdict) \(decision.requirement?.rawValue ?? "-") \(items)"
                    }
                    let expected = answered.map(Self.text) ?? slow
                    isAlike = isAlike && decision == expected
                    // The same asked by a code alone, as lines of a batch are.
                    var byCode: String?
                    if let line = CodedLine(query) {
                        coded[answered?.verdict, default: 0] += 1
                        try index.decide([line, line], into: &decided)
                        byCode = Self.text(of: decided, line: 1, in: index)
                        let byFile = Self.text {
                            let decision = try reader.decide(line)
                            return "\(decision.verdict) \(decision.requirement?.rawValue ?? "-") \(try reader.itemIDs(of: decision))"
                        }
                        isAlike = isAlike && byCode == (answered.map(Self.text) ?? "refused") && byFile == expected
                    }
                    if !isAlike {
                        differences += 1
                        let same = zip(slow, fast).prefix { $0 == $1 }.count
                        Issue.record(
                            """
                            query \(number): \(query)
                            alike for \(same) characters, then
                            screener: \(slow.dropFirst(max(0, same - 200)).prefix(600))
                            index:    \(fast.dropFirst(max(0, same - 200)).prefix(600))
                            decide:   \(decision), expected \(expected.prefix(300))
                            by code:  \(byCode ?? "-")
                            """)
                    }
                    if differences == 5 { return }
                }
            }
            print("index against screener: \(Self.count) queries, \(verdicts), \(errors) refused; by code alone \(coded)")
            #expect(differences == 0)
            // A test of queries that hit nothing would prove nothing.
            #expect(verdicts[.controlled, default: 0] * 3 >= Self.count)
            #expect(verdicts[.depends, default: 0] * 3 >= Self.count)
            #expect(verdicts[.notListed, default: 0] > 0)
            for verdict in Verdict.allCases { #expect(coded[verdict, default: 0] * 100 >= Self.count) }
            #expect(errors > 0)
        }
    }

    /// Bounds for people's patience; the ratios to the C index are measured in `Benchmarks/`.
    @Test(.enabled(if: testsAreLong)) func timesAreTold() throws {
        try withLoadedRegistry { registry, _ in
            try registry.read { reader in
                let clock = ContinuousClock()
                var built: ScreeningIndex?
                let building = try (0..<5).map { _ in try clock.measure { built = try ScreeningIndex(reading: reader) } }.min()
                let index = try #require(built)
                var generator = try QueryGenerator(seed: 7, reading: reader)
                let queries = try (0..<2_000).map { _ in try generator.next() }
                let listed = queries.filter { $0.code != nil && $0.controlCode == nil && $0.words == nil && $0.attributes.isEmpty }
                let lines = queries.compactMap { CodedLine($0) }
                var kept = 0
                let deciding = clock.measure {
                    for _ in 0..<20 { for query in queries { kept += (try? index.decide(query).items.count) ?? 0 } }
                }
                let decidingCodes = clock.measure {
                    for _ in 0..<200 { for query in listed { kept += (try? index.decide(query).items.count) ?? 0 } }
                }
                var decided = DecidedLines()
                let decidingLines = try clock.measure {
                    for _ in 0..<1_000 {
                        try index.decide(lines, into: &decided)
                        kept += decided.items(of: 0).count
                    }
                }
                let explaining = clock.measure { for query in queries { kept += (try? index.explain(query).matches.count) ?? 0 } }
                let screening = clock.measure {
                    for query in queries.prefix(500) { kept += (try? reader.screen(query).matches.count) ?? 0 }
                }
                print(
                    """
                    index: built in \(building ?? .zero); a query: decide \(deciding / (20 * queries.count)), decide by code alone \
                    \(decidingCodes / (200 * max(1, listed.count))), in blocks \(decidingLines / (1_000 * max(1, lines.count))), explain \(explaining / queries.count), SQL \(screening / 500); \(kept) hits
                    """)
            }
        }
    }
}
