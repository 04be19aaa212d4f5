import Foundation

/// The table for a person, in Markdown.
struct Report {
    private(set) var text = """
        | work | contestant | CPU an operation | wall an operation | ratio (smallest to largest) | budget | peak memory |
        | --- | --- | --- | --- | --- | --- | --- |
        """

    /// Adds the rows of a work.
    ///
    /// - Throws: `Failure` where contestants that had the same lines decoded different things.
    mutating func add(_ work: Work, _ rounds: Rounds) throws {
        guard let first = work.contestants.first else { return }
        let sums = work.contestants.filter { $0.count == nil }.map { contestant in
            (contestant.name, Set((rounds.measurements[contestant.name] ?? []).map(\.check)))
        }
        let distinct = sums.reduce(into: Set<String>()) { $0.formUnion($1.1) }
        guard distinct.count == 1 else { throw Failure(description: "\(work.id): the check sums differ: \(sums)") }
        for contestant in work.contestants {
            let (low, middle, high) = rounds.ratios(contestant.name, to: first.name, isWall: work.isWall)
            let isJudged = contestant.name == work.judged
            let peak = (rounds.measurements[contestant.name] ?? []).map(\.peak).max() ?? 0
            let cells = [
                "\(work.id): \(work.title)", contestant.name, Self.time(rounds.median(contestant.name, \.cpu)) + " a \(work.unit)",
                Self.time(rounds.median(contestant.name, \.wall)),
                contestant.name == first.name ? "1" : String(format: "%.3g (%.3g to %.3g)", middle, low, high),
                isJudged ? work.budget.map { "≤ \($0): " + (middle <= $0 ? "kept" : "missed") } ?? "" : "",
                String(format: "%.1f MB", peak / 1024)
                    + (isJudged ? work.memory.map { " (≤ \(Int($0)): " + (peak / 1024 <= $0 ? "kept)" : "missed)") } ?? "" : ""),
            ]
            text += "\n| " + cells.joined(separator: " | ") + " |"
        }
    }

    private static func time(_ seconds: Double) -> String {
        switch seconds {
        case ..<1e-6: String(format: "%.1f ns", seconds * 1e9)
        case ..<1e-3: String(format: "%.2f µs", seconds * 1e6)
        default: String(format: "%.2f ms", seconds * 1e3)
        }
    }
}
