import Foundation

/// How works grow with the number of deposits.
struct GrowthTable {
    let sizes: [Int]
    private(set) var text: String

    init(sizes: [Int]) {
        self.sizes = sizes
        text = "| work | contestant | " + sizes.map { "CPU at \($0)" }.joined(separator: " | ") + " | exponents |\n"
        text += "| --- | --- | " + sizes.map { _ in "---" }.joined(separator: " | ") + " | --- |"
    }

    /// Adds a contestant with the CPU time of one operation at each size.
    mutating func add(_ work: Work, _ contestant: Contestant, _ seconds: [Double]) {
        guard let growth = work.growth else { return }
        let exponents = sizes.indices.dropFirst().map { index in
            let ofOne = log(seconds[index] / seconds[index - 1]) / log(Double(sizes[index]) / Double(sizes[index - 1]))
            return String(format: "%.2f", growth == .ofAll ? 1 + ofOne : ofOne)
        }
        let times = seconds.map(Report.time)
        text +=
            "\n| \(work.id), \(growth == .ofAll ? "all rows" : "one \(work.unit)") | \(contestant.name) | "
            + "\(times.joined(separator: " | ")) | \(exponents.joined(separator: ", ")) |"
    }
}
