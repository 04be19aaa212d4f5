@preconcurrency import Glibc
import RegistryReferenceData
import ResourceRegistry

/// A service that answers while its registry is being changed. All that blocks runs on threads of the registry's own; the cooperative
/// pool, on which every task of the program runs, is never held up. The heartbeat would show it.
@main struct Service {
    /// The bound for people's patience, and the factor by which a machine that does other work beside may miss it.
    private static let patience = Duration.milliseconds(50)
    private static let allowance = 4

    /// What a request came to.
    private enum Outcome: Sendable {
        case screened(Requirement?)
        case read(Survey.Part)
        case revised(Int?)
    }

    static func main() async throws {
        let path = CommandLine.arguments.dropFirst().first ?? "registry.sqlite"
        let registry = try Registry.open(path, mode: .create)
        try await registry.load(ReferenceFacts(), author: "service")

        let heartbeat = Heartbeat()
        let beating = Task { await heartbeat.beat() }
        let tally = try await serve(registry)
        print("\(tally.screened) screenings, \(tally.stricter) of them under the ban")
        print("\(tally.read) reads; some before the revision: \(tally.before > 0), some after it: \(tally.after > 0), torn: \(tally.torn)")

        let (outcome, delay) = try await abandonedRead(of: registry)
        beating.cancel()
        let worst = await beating.value
        switch outcome {
        case .failure(is CancellationError): print("the long read was cancelled")
        case .failure(let error): print("the long read failed: \(error)")
        case .success: print("the long read ended by itself")
        }
        print("it ended within \(patience), times \(allowance) on a busy machine: \(delay < patience * allowance)")
        print("no task waited longer for its thread: \(worst < patience * allowance)")
        // Figures differ from run to run: they go beside the tested output.
        fputs("\(tally.before) reads before, \(tally.after) after; cancelled after \(delay), worst delay of the heart \(worst)\n", stderr)
    }

    /// Starts a thousand screenings, a thousand reads and a revision, all at once, and waits for all of them.
    private static func serve(_ registry: Registry) async throws -> Tally {
        let survey = Survey()
        return try await withThrowingTaskGroup(of: Outcome.self) { group in
            group.addTask {
                let (_, revision) = try await registry.revise(reason: "the survey of 2026", author: "service") { try survey.write($0) }
                return .revised(revision?.number)
            }
            for number in 0..<1000 {
                group.addTask {
                    let day = try CivilDay("2024-12-01").adding(days: number % 700)
                    let query = try ScreeningQuery(
                        origin: CountryCode("CN"), destination: CountryCode("US"), day: day, code: CustomsCode("8112929010"))
                    return .screened(try await registry.screen(query).requirement)
                }
                group.addTask { .read(try await registry.read { try survey.part(seenBy: $0) }) }
            }
            var tally = Tally()
            for try await outcome in group {
                switch outcome {
                case .screened(let requirement): tally.add(requirement)
                case .read(let part): tally.add(part)
                case .revised(let number): print("revision \(number ?? 0) was written beside them")
                }
            }
            return tally
        }
    }

    /// Starts a statement that would run for a minute, and cancels it when nobody waits for it any more.
    ///
    /// - Returns: how it ended, and how long after.
    private static func abandonedRead(of registry: Registry) async throws -> (Result<QueryAnswer, any Error>, Duration) {
        let question = try SampleQuery(
            name: "pairs",
            text: """
                -- How many triples of deposits lie within one degree of latitude?
                SELECT count(*) FROM deposit a, deposit b, deposit c
                 WHERE abs(a.latitude - b.latitude) < 1 AND abs(b.latitude - c.latitude) < 1;
                """)
        let long = Task { try await registry.answer(question) }
        try await Task.sleep(for: .milliseconds(200))
        let cancelled = ContinuousClock.now
        long.cancel()
        let outcome = await long.result
        return (outcome, ContinuousClock.now - cancelled)
    }
}
