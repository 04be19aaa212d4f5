import Foundation

/// What a contestant prints.
struct Measurement: Codable {
    var work: String
    var cpu: Double
    var wall: Double
    var operations: Double
    var check: String
    var peak: Double

    private enum CodingKeys: String, CodingKey {
        case work, cpu, wall, operations, check
        case peak = "peak_kb"
    }
}

/// A contestant failed, or decoded something else than the others.
struct Failure: Error, CustomStringConvertible {
    let description: String
}

/// Starts the programs that were built beside this one.
struct Runner {
    let programs: URL
    let folder: String

    func run(_ program: String, _ arguments: [String]) throws -> Data {
        let process = Process()
        let output = Pipe()
        process.executableURL = programs.appendingPathComponent(program)
        process.arguments = arguments + ["--data", folder]
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: "\(program) \(arguments.joined(separator: " ")) ended with \(process.terminationStatus)")
        }
        return data
    }

    func measure(_ contestant: Contestant, count: Int) throws -> Measurement {
        let count = min(count, contestant.count ?? count)
        return try JSONDecoder().decode(
            Measurement.self, from: run(contestant.program, [contestant.work, "--count", String(count)]))
    }
}

/// All rounds of one work: the contestants ran in turn, so that each ratio compares neighbours in time.
struct Rounds: Codable {
    let work: String
    let budget: Double?
    var measurements: [String: [Measurement]] = [:]

    func median(_ contestant: String, _ value: (Measurement) -> Double) -> Double {
        Self.median((measurements[contestant] ?? []).map { value($0) / $0.operations })
    }

    /// Ratios to the first contestant in the same round: smallest, median, largest.
    func ratios(_ contestant: String, to first: String, isWall: Bool) -> (Double, Double, Double) {
        func value(_ one: Measurement) -> Double { (isWall ? one.wall : one.cpu) / one.operations }
        let ratios = zip(measurements[contestant] ?? [], measurements[first] ?? []).map { value($0) / value($1) }
        return (ratios.min() ?? .nan, Self.median(ratios), ratios.max() ?? .nan)
    }

    static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        if sorted.isEmpty { return .nan }
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
}
