import Foundation
import RegistryReferenceData
import ResourceRegistry
import Testing

@Suite struct ImportingMRDS {
    private static let root = factsFolder.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    /// The first records of the joined file (USGS, public domain).
    private static let excerpt = root.appendingPathComponent("Tests/Fixtures/mrds/twelve-records.csv").path
    private static let whole = root.appendingPathComponent("../shared/data/deposits/mrds-us-joined.csv").standardizedFileURL.path

    private func edited(beside registry: String, _ edit: (inout [String]) -> Void) throws -> String {
        var lines = try String(contentsOfFile: Self.excerpt, encoding: .utf8).split(separator: "\n").map(String.init)
        edit(&lines)
        let path = registry + "-\(UUID().uuidString).csv"
        try (lines.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    @Test func asecondImportChangesNothingAndAnEditNamesItsColumn() throws {
        try withLoadedRegistry { registry, path in
            let first = try registry.importDeposits(.mrds, from: [Self.excerpt], author: "test", reason: "first")
            #expect(first.report.deposits.added == 11)
            #expect(first.revision != nil)
            let second = try registry.importDeposits(.mrds, from: [Self.excerpt], author: "test", reason: "again")
            #expect(second.report.deposits.unchanged == 11)
            #expect(second.revision == nil)
            let file = try edited(beside: path) { lines in
                lines[1] = lines[1].replacing("Brown and Metzdorf Prospect", with: "Brown Prospect")
                lines.removeLast()
            }
            let third = try registry.importDeposits(.mrds, from: [file], author: "test", reason: "edited").report
            #expect(third.changedColumns == ["site_name": 1])
            #expect(third.changedRecords.map(\.record) == ["mrds-10000022"])
            #expect(third.missingFromFile == 1)
            let check = try Registry.check(path)
            #expect(check.findings.isEmpty)
            #expect(check.rows["deposit"] == 145 + 11)
        }
    }

    @Test func aPlaceThatCannotBeRefusesTheFileAndIsNamed() throws {
        try withLoadedRegistry { registry, path in
            let file = try edited(beside: path) { lines in lines[2] = lines[2].replacing("55.19973", with: "95") }
            let error = #expect(throws: CSVError.self) { try registry.importDeposits(.mrds, from: [file], author: "test", reason: "bad") }
            #expect(error?.line == 3)
            #expect(error?.description.contains("latitude") == true)
            let log = try registry.log()
            #expect(log.count == 1)
        }
    }

    @Test func aBaselineKeepsNoChangeset() throws {
        try withLoadedRegistry { registry, _ in
            let revision = try registry.importDeposits(
                .mrds, from: [Self.excerpt], author: "test", reason: "bulk", options: ImportOptions(startsHistory: true)
            ).revision
            #expect(revision?.isBaseline == true)
            #expect(throws: RevisionError.self) { try registry.asKnown(at: .revision(1)) }
        }
    }

    @Test func withoutTheFactsItSaysWhatToDo() throws {
        try withRegistry { registry, _ in
            #expect(throws: RegistryError.self) {
                try registry.importDeposits(.mrds, from: [Self.excerpt], author: "test", reason: "too early")
            }
        }
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: whole), "the whole file stands in ../shared/data/deposits"))
    func theWholeFileLoads() throws {
        try withLoadedRegistry { registry, _ in
            let report = try registry.importDeposits(.mrds, from: [Self.whole], author: "test", reason: "whole").report
            #expect(report.read == 17_972)
            #expect(report.deposits.added == 17_972)
            #expect(report.unmapped["commodity"]?["Sand and Gravel"] == 124)
            let page = try registry.read {
                try $0.deposits.list(DepositFilter(mineral: "rare-earths", country: CountryCode("US")), page: Page(limit: 50))
            }
            #expect(page.entries.count == 50)
            #expect(page.next != nil)
        }
    }
}
