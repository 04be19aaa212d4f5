import Foundation

/// The table for a person, in Markdown.
struct Report {
    private(set) var text = """
        | work | contestant | median | wall | ratio (smallest to largest) | budget | peak memory |
        | --- | --- | --- | --- | --- | --- | --- |
        """

    /// Adds the rows of a work.
    mutating func add(_ work: Work, _ rounds: Rounds) {
        guard let first = work.contestants.first else { return }
        for measure in work.measures {
            let unit = measure == .read || measure == .write ? measure.rawValue : work.unit
            for contestant in work.contestants where rounds.measurements[contestant.name] != nil {
                let (low, middle, high) = rounds.ratios(contestant.name, to: first.name, measure)
                let peak = (rounds.measurements[contestant.name] ?? []).map(\.peak).max() ?? 0
                let cells = [
                    "\(work.id): \(work.title)", contestant.name,
                    Self.time(rounds.median(contestant.name, measure)) + (measure == .cpu ? " CPU" : "") + " a \(unit)",
                    Self.time(rounds.median(contestant.name, .wall)),
                    contestant.name == first.name ? "1" : String(format: "%.3g (%.3g to %.3g)", middle, low, high),
                    contestant.budgets[measure].map { String(format: "≤ %.3g: ", $0) + (middle <= $0 ? "kept" : "missed") } ?? "",
                    String(format: "%.1f MB", peak / 1024)
                        + (contestant.memory.map { " (≤ \(Int($0)): " + (peak / 1024 <= $0 ? "kept)" : "missed)") } ?? ""),
                ]
                text += "\n| " + cells.joined(separator: " | ") + " |"
            }
        }
    }

    static func time(_ seconds: Double) -> String {
        switch seconds {
        case ..<1e-6: String(format: "%.1f ns", seconds * 1e9)
        case ..<1e-3: String(format: "%.2f µs", seconds * 1e6)
        default: String(format: "%.2f ms", seconds * 1e3)
        }
    }
}
