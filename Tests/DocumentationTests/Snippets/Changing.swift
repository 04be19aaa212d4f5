import Foundation
import RegistryReferenceData
import RegistrySQLite
import ResourceRegistry
import Testing

// What the documentation shows of changing a registry, and of what it remembers.

// What wants a path of the reader's is shown as a function: pasted, it compiles, and the tests below call it.

// snippet: import-with-progress
func importMRDS(_ file: String, rejects: String, into registry: Registry) async throws {
    let options = ImportOptions(
        rejects: rejects,
        progress: { done in print("\(done.records) records, \(Int((done.fraction ?? 0) * 100)) %") })
    let (report, revision) = try await registry.importDeposits(
        .mrds, from: [file], author: "me", reason: "MRDS, as of today", options: options)
    print("\(report.deposits.added) added, \(report.rejected.values.reduce(0, +)) set aside, revision \(revision?.number ?? 0)")
}
// end

// snippet: publish-and-apply
func publish(_ registry: Registry, to folder: String, andUpdate copy: Registry) async throws {
    let release = try await registry.publish(to: folder)
    for file in release.files where file.name.hasSuffix(".rrdelta") {
        let report = try await copy.apply(folder + "/" + file.name)
        print("revision \(report.newest) is held now")
    }
}
// end

// snippet: migrate
func migrate(_ path: String) throws -> MigrationReport {
    let pending = try Registry.migrationStatus(path).filter { $0.state == .pending }
    let rehearsal = try Registry.rehearseMigrations(path)  // on a copy: nothing is written to the file
    print("\(pending.count) wait, \(rehearsal.applied.count) ran on the copy")
    return try Registry.migrate(path)  // with a verified copy beside the file
}
// end

@Suite struct ChangingSnippets {
    @Test func revising() throws {
        try withRegistry { registry in
            // snippet: revise
            let notice = Source(id: "local:notice-2026", title: "Notice of the operator on the stop of the mine")
            let (_, revision) = try registry.revise(reason: "the mine is on care and maintenance", author: "me") { editor in
                guard var deposit = try editor.deposits.find("mountain-pass") else { return }
                try editor.sources.save(notice)
                deposit.status = MineStatus.careAndMaintenance.rawValue
                deposit.citation = try Citation(confidence: .confirmed, sources: deposit.citation.sources + [notice.id])
                try editor.deposits.update(deposit)
            }
            // end
            #expect(revision?.number == 2)
            // snippet: as-known
            let then = try registry.asKnown(at: .revision(1))
            let before = try then.read { try $0.deposits.find("mountain-pass")?.status }
            let now = try registry.read { try $0.deposits.find("mountain-pass")?.status }
            // end
            #expect(before == "operating" && now == "care-and-maintenance")
            // snippet: difference
            for sentence in try registry.difference(from: 1, to: 2).sentences { print(sentence) }
            try registry.revert(2, author: "me", reason: "the report was of another mine")
            // end
            #expect(try registry.log().map(\.number) == [1, 2, 3])
        }
    }

    @Test func announcedBy() throws {
        try withRegistry { registry in
            // snippet: announced-by
            var query = try ScreeningQuery(
                origin: CountryCode("CN"), destination: CountryCode("US"), day: CivilDay("2025-12-01"), code: CustomsCode("8112929010"))
            let asWeKnow = try registry.screen(query)
            query.announcedBy = try CivilDay("2025-10-31")
            let asWasExpected = try registry.screen(query)
            // end
            #expect(asWeKnow.requirement == .licenceRequired)
            #expect(asWasExpected.requirement == .prohibitedInPrinciple)
        }
    }

    @Test func releases() async throws {
        try await withFolder { folder in
            try await awaitingRegistry { registry in
                let copyPath = folder + "/copy.sqlite"
                let releases = folder + "/releases"
                try FileManager.default.copyItem(atPath: registry.path, toPath: copyPath)
                try await registry.publish(to: releases)
                let copy = try Registry.open(copyPath)
                try await registry.revise(reason: "a test", author: "me") { try $0.deposits.delete("mountain-pass") }
                try await publish(registry, to: releases, andUpdate: copy)
                #expect(try copy.log().map(\.hash) == registry.log().map(\.hash))
                copy.close()
            }
        }
    }

    @Test func depositsAndEstimates() throws {
        try withRegistry { registry in
            // snippet: model-a-deposit
            let source = Source(id: "local:report-2026", title: "Technical report on Example Hill", publisher: "Example Mining")
            let citation = try Citation(confidence: .confirmed, sources: [source.id])
            try registry.revise(reason: "Example Hill, from its technical report", author: "me") { editor in
                try editor.sources.save(source)
                try editor.deposits.insert(
                    Deposit(
                        id: "example-hill", name: "Example Hill", country: CountryCode("AU"),
                        coordinate: Coordinate(latitude: -28.86, longitude: 122.55), status: MineStatus.operating.rawValue,
                        minerals: [DepositMineral(mineral: "rare-earths", importance: .primary, asGiven: "REE", confidence: .confirmed)],
                        citation: citation))
                try editor.deposits.saveEstimate(
                    OreEstimate(
                        id: "example-hill/resource/2026", deposit: "example-hill", statement: .resource, category: "indicated",
                        reportingCode: "JORC 2012", asOf: CivilDate("2026-06"), includesReserves: "yes",
                        ore: PrintedQuantity(amount: ExactDecimal("106.6"), unit: "Mt"),
                        measures: [
                            CommodityMeasure(
                                mineral: "rare-earths", grade: PrintedQuantity(amount: ExactDecimal("4.12"), unit: "% TREO"))
                        ], citation: citation))
            }
            // end
            let estimates = try registry.read { try $0.deposits.estimates(of: "example-hill") }
            #expect(estimates.map(\.statement) == [.resource])
        }
    }

    @Test func importing() async throws {
        let mrds = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Fixtures/mrds").path
        let path = try #require(try FileManager.default.contentsOfDirectory(atPath: mrds).first { $0.hasSuffix(".csv") })
        try await withFolder { folder in
            try await awaitingRegistry { registry in
                let before = try await registry.read { try $0.deposits.list().entries.count }
                try await importMRDS(mrds + "/" + path, rejects: folder + "/rejects.csv", into: registry)
                #expect(try await registry.read { try $0.deposits.list().entries.count } > before)
                #expect(try registry.log().last?.reason == "MRDS, as of today")
            }
        }
    }

    @Test func ownControls() throws {
        try withRegistry { registry in
            // snippet: own-controls
            do {
                try registry.loadControls(
                    FolderFacts("controls-2027", release: "2027-01-15"), author: "me", reason: "our reading of Announcement 58")
            } catch {
                print(error)  // names the file, the line and the column, or the rules that hold the release back
            }
            // end
            // There is no such folder where tests run: the error was caught, and nothing came in.
            let revisions = try registry.log().count
            #expect(revisions == 1)
        }
    }

    @Test func migrating() async throws {
        try await withFolder { folder in
            let path = folder + "/registry.sqlite"
            try Registry.migrate(path, to: 3)
            let waiting = try Registry.migrationStatus(path).filter { $0.state == .pending }.map(\.version)
            #expect(waiting.first == 4)
            #expect(try migrate(path).applied.map(\.version) == waiting)
        }
    }

    @Test func cancelling() async throws {
        try await awaitingRegistry { registry in
            // snippet: async
            let search = Task { try await registry.read { try $0.search("rare earth") } }
            let known = try await registry.asKnown(at: .revision(1))
            // end
            #expect(try await !search.value.isEmpty)
            #expect(try known.log().count == 1)
        }
    }
}
