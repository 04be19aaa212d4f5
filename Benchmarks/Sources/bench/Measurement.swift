import Foundation

/// What a contestant prints.
struct Measurement: Codable {
    var work: String
    var cpu: Double
    var wall: Double
    var operations: Double
    var check: String
    var peak: Double
    var reads: Double?
    var writes: Double?

    private enum CodingKeys: String, CodingKey {
        case work, cpu, wall, operations, check, reads, writes
        case peak = "peak_kb"
    }

    /// Seconds for one operation.
    func seconds(_ measure: Measure) -> Double {
        switch measure {
        case .cpu: cpu / operations
        case .wall: wall / operations
        case .read: wall / (reads ?? .nan)
        case .write: wall / (writes ?? .nan)
        }
    }
}

/// A contestant failed, or decoded something else than the others.
struct Failure: Error, CustomStringConvertible {
    let description: String
}

/// All rounds of one work: the contestants ran in turn, so that each ratio compares neighbours in time.
struct Rounds: Codable {
    let work: String
    var measurements: [String: [Measurement]] = [:]

    func median(_ contestant: String, _ measure: Measure) -> Double {
        Self.median((measurements[contestant] ?? []).map { $0.seconds(measure) })
    }

    /// Ratios to the first contestant in the same round: smallest, median, largest.
    func ratios(_ contestant: String, to first: String, _ measure: Measure) -> (Double, Double, Double) {
        let ratios = zip(measurements[contestant] ?? [], measurements[first] ?? []).map { $0.seconds(measure) / $1.seconds(measure) }
        return (ratios.min() ?? .nan, Self.median(ratios), ratios.max() ?? .nan)
    }

    /// The contestants must have decoded the same.
    func requireEqualChecks(_ work: Work, among contestants: [Contestant]) throws(Failure) {
        let sums = contestants.filter { !$0.standsAlone }.map { contestant in
            (contestant.name, Set((measurements[contestant.name] ?? []).map(\.check)))
        }
        let distinct = sums.reduce(into: Set<String>()) { $0.formUnion($1.1) }
        guard distinct.count == 1 else { throw Failure(description: "\(work.id): the check sums differ: \(sums)") }
    }

    static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        if sorted.isEmpty { return .nan }
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
}
