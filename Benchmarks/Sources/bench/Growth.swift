import Foundation

/// How works grow with the number of deposits.
struct GrowthTable {
    let sizes: [Int]

    var head: String {
        "| work | contestant | " + sizes.map { "CPU at \($0)" }.joined(separator: " | ") + " | exponents |\n"
            + "| --- | --- | " + sizes.map { _ in "---" }.joined(separator: " | ") + " | --- |"
    }

    /// A contestant with the CPU time of one operation at each size; `nil` if nobody asks how the work grows.
    func row(_ work: Work, _ contestant: Contestant, _ seconds: [Double]) -> String? {
        guard let growth = work.growth else { return nil }
        let exponents = sizes.indices.dropFirst().map { index in
            let ofOne = log(seconds[index] / seconds[index - 1]) / log(Double(sizes[index]) / Double(sizes[index - 1]))
            return String(format: "%.2f", growth == .ofAll ? 1 + ofOne : ofOne)
        }
        let times = seconds.map(Report.time)
        return "| \(work.id), \(growth == .ofAll ? "all rows" : "one \(work.unit)") | \(contestant.name) | "
            + "\(times.joined(separator: " | ")) | \(exponents.joined(separator: ", ")) |"
    }
}
