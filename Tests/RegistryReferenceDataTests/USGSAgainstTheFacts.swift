import Foundation
import RegistryReferenceData
import ResourceRegistry
import Testing

private enum Editions {
    static let folder = factsFolder.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("../shared/data/raw/usgs-mcs").standardizedFileURL.path

    static func files() throws -> [String] {
        let worlds = try ["2023-world", "2024-world"].flatMap { year in
            try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(year)").filter { $0.hasSuffix(".csv") }.sorted()
                .map { "\(folder)/\(year)/\($0)" }
        }
        return worlds + ["\(folder)/2025/MCS2025_World_Data.csv", "\(folder)/2026/usgs_mcs2026_commodities_data.csv"]
    }
}

/// The real files of four editions against the fact tables that were made of them by other hands.
@Suite(.enabled(if: FileManager.default.fileExists(atPath: Editions.folder), "the files stand in ../shared/data/raw/usgs-mcs"))
struct USGSAgainstTheFacts {

    /// Why a fact of the tables is not what the file says; nil where nobody knows.
    private func explanation(_ fact: SupplyFact, _ read: SupplyFact?) -> String? {
        guard let read else {
            if fact.figure == .notAvailable { return "an empty cell states nothing; the tables write not-available" }
            let wordings = ["boron", "mica"]
            if fact.measure == .reserves, wordings.contains(fact.mineral) { return "the basis is worded otherwise" }
            return fact.figure == .small ? "the word 'Small' is no amount below half a unit" : nil
        }
        if read.figure == .withheld || read.figure == .notApplicable, fact.figure == .notAvailable {
            return "the remarks of an empty cell tell W or XX"
        }
        if fact.mineral == "vanadium", fact.measure == .reserves, read.unit.symbol == "kt" { return "reserves of vanadium are in kt" }
        return nil
    }

    @Test func whatTheTablesSayIsWhatTheFilesSay() throws {
        try withLoadedRegistry { registry, _ in
            try registry.read { reader in
                var read: [String: SupplyFact] = [:]
                let report = try reader.readUSGS(try Editions.files()) { statement in
                    read["\(statement.fact.citation.sources[0]) \(statement.fact.id)"] = statement.fact
                }
                #expect(report.files == 156 && report.mapped == read.count)
                #expect(report.unmappedCountries.isEmpty && report.unmappedUnits.isEmpty)
                var agree = 0
                var estimatesDiffer = 0
                var explained: [String: Int] = [:]
                for fact in try reader.supply.facts() where fact.citation.sources[0].hasPrefix("minerals:usgs-mcs-20") {
                    let found = read["\(fact.citation.sources[0]) \(fact.id)"]
                    if fact.citation.sources[0].hasSuffix("-rev") { continue }
                    if let found, found.figure == fact.figure, found.unit == fact.unit {
                        agree += 1
                        if found.isEstimated != fact.isEstimated, fact.measure == .production { estimatesDiffer += 1 }
                    } else if let reason = explanation(fact, found) {
                        explained[reason, default: 0] += 1
                    } else {
                        Issue.record("\(fact.id): \(fact.figure) \(fact.unit), the file says \(String(describing: found?.figure))")
                    }
                }
                #expect(agree >= 5170)
                // Neon, krypton and xenon ("Estimated .--") and arsenic of Morocco ("Production was reported in 2021.").
                #expect(estimatesDiffer <= 10)
                #expect(explained.values.reduce(0, +) <= 110, "\(explained)")
            }
        }
    }

    /// All editions, loaded into a registry without supply facts: the restatements of production are those of `restatements.csv`.
    @Test func restatementsAreThoseOfTheTable() throws {
        try withLoadedRegistry { tables, _ in
            let expected = try restatements(tables)
            try withRegistry { registry, path in
                try registry.load(FactsWithoutSupply(), author: "test")
                let (report, _) = try registry.importUSGS(try Editions.files(), author: "test", reason: "all editions")
                let found = try restatements(registry)
                #expect(expected.count >= 1775 && report.restated >= expected.count)
                for (id, values) in expected { #expect(found[id] == values, "\(id)") }
                // The table leaves out boron and helium, and what turned from a number into a word or back.
                for (id, values) in found where expected[id] == nil && id.hasPrefix("production/") {
                    let isLeftOut = id.contains("/boron/") || id.contains("/helium/")
                    #expect(isLeftOut || values.contains("notAvailable") || values.contains("lessThan"), "\(id): \(values)")
                }
                let check = try Registry.check(path)
                #expect(check.findings.isEmpty)
            }
        }
    }

    /// `first value (edition) -> standing value (edition)` by fact.
    private func restatements(_ registry: Registry) throws -> [String: String] {
        var result: [String: String] = [:]
        for fact in try registry.read({ try $0.supply.facts() }) {
            for other in fact.otherValues where other.kind == .restated {
                result[fact.id] = "\(other.figure) \(other.citation.sources[0]) -> \(fact.figure) \(fact.citation.sources[0]) \(fact.unit)"
            }
        }
        return result
    }
}
