@preconcurrency import Glibc
import RegistryReferenceData
import ResourceRegistry

/// A service that answers while its registry is being changed. All that blocks runs on threads of the registry's own; the cooperative
/// pool, on which every task of the program runs, is never held up. The heartbeat below would show it.
@main struct Service {
    static func main() async throws {
        let path = CommandLine.arguments.dropFirst().first ?? "registry.sqlite"
        let registry = try Registry.open(path, mode: .create)
        try await registry.load(ReferenceFacts(), author: "service")
        let index = try await registry.screeningIndex()

        let heartbeat = Heartbeat()
        let beating = Task { await heartbeat.beat() }

        // A thousand requests and one change at once.
        let tally = try await withThrowingTaskGroup(of: Tally.self) { group in
            for number in 0..<1000 {
                group.addTask {
                    let day = try CivilDay("2024-12-01").adding(days: number % 700)
                    let query = try ScreeningQuery(
                        origin: CountryCode("CN"), destination: CountryCode("US"), day: day, code: CustomsCode("8112929010"))
                    // Half of the requests are screened in memory, the others read the file.
                    if number.isMultiple(of: 2) {
                        return Tally(screened: 1, isStricter: try index.decide(query).requirement == .prohibitedInPrinciple)
                    }
                    let (mineral, items) = try await registry.read { registry in
                        (try registry.minerals.find("gallium"), try registry.controls.list(ControlFilter(mineral: "gallium")).entries)
                    }
                    return Tally(read: mineral != nil && !items.isEmpty ? 1 : 0)
                }
            }
            group.addTask {
                let reason = "Mountain Pass is on care and maintenance"
                let (_, revision) = try await registry.revise(reason: reason, author: "service") { editor in
                    guard var deposit = try editor.deposits.find("mountain-pass") else { return }
                    deposit.status = MineStatus.careAndMaintenance.rawValue
                    try editor.deposits.update(deposit)
                }
                return Tally(revised: revision == nil ? 0 : 1)
            }
            var tally = Tally()
            for try await part in group { tally.add(part) }
            return tally
        }
        print("\(tally.screened) screenings, \(tally.read) reads, \(tally.revised) revision")
        print("under the ban: \(tally.stricter) of \(tally.screened)")

        // A read that nobody waits for any more ends at once.
        let long = Task {
            try await registry.read { registry in
                while true { _ = try registry.minerals.list() }
            }
        }
        try await Task.sleep(for: .milliseconds(100))
        let cancelled = ContinuousClock.now
        long.cancel()
        let outcome = await long.result
        let patience = ContinuousClock.now - cancelled
        beating.cancel()
        let delay = await beating.value

        switch outcome {
        case .failure(is CancellationError): print("the long read was cancelled")
        case .failure(let error): print("the long read failed: \(error)")
        case .success: print("the long read ended by itself")
        }
        // Bounds for the patience of people, with a factor of four for machines that are busy.
        print("it ended soon: \(patience < .milliseconds(4 * 50))")
        print("no thread of the cooperative pool was held up: \(delay < .milliseconds(4 * 50))")
        // Figures differ from run to run: they go beside the tested output.
        fputs("cancelled after \(patience), worst delay of the heart \(delay)\n", stderr)
    }
}
