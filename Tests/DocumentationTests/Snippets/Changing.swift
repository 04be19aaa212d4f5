import Foundation
import RegistryReferenceData
import RegistrySQLite
import ResourceRegistry
import Testing

// What the documentation shows of changing a registry, and of what it remembers.

@Suite struct ChangingSnippets {
    @Test func revising() throws {
        try withRegistry { registry in
            // snippet: revise
            let (_, revision) = try registry.revise(reason: "the mine is on care and maintenance", author: "me") { editor in
                guard var deposit = try editor.deposits.find("mountain-pass") else { return }
                deposit.status = MineStatus.careAndMaintenance.rawValue
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
            for change in try registry.difference(from: 1, to: 2).rows { print(change.sentence) }
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
                // snippet: publish-and-apply
                let release = try await registry.publish(to: releases)
                for file in release.files where file.name.hasSuffix(".rrdelta") {
                    let report = try await copy.apply(releases + "/" + file.name)
                    print("revision \(report.newest) is held now")
                }
                // end
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
                let (file, rejects) = (mrds + "/" + path, folder + "/rejects.csv")
                // snippet: import-with-progress
                let options = ImportOptions(
                    rejects: rejects,
                    progress: { done in print("\(done.records) records, \(Int((done.fraction ?? 0) * 100)) %") })
                let (report, revision) = try await registry.importDeposits(
                    .mrds, from: [file], author: "me", reason: "MRDS, as of today", options: options)
                print("\(report.deposits.added) added, \(report.rejected.values.reduce(0, +)) set aside, revision \(revision?.number ?? 0)")
                // end
                #expect(report.deposits.added > 0 && revision != nil)
            }
        }
    }

    @Test func ownControls() throws {
        let folder = "/nowhere"
        try withRegistry { registry in
            var problem = ""
            // snippet: own-controls
            do {
                try registry.loadControls(
                    FolderFacts(folder, release: "2026-11-24"), author: "me", reason: "our reading of Announcement 58")
            } catch {
                print(error)  // names the file, the line and the column, or the rules that hold the release back
                problem = "\(error)"
            }
            // end
            #expect(problem.contains("/nowhere"))
        }
    }

    @Test func migrating() async throws {
        try await withFolder { folder in
            let path = folder + "/registry.sqlite"
            try Registry.migrate(path, to: 3)
            // snippet: migrate
            let pending = try Registry.migrationStatus(path).filter { $0.state == .pending }
            let rehearsal = try Registry.rehearseMigrations(path)  // on a copy: nothing is written to the file
            let report = try Registry.migrate(path)  // with a verified copy beside the file
            // end
            #expect(pending.map(\.version) == report.applied.map(\.version))
            #expect(rehearsal.applied.map(\.version) == report.applied.map(\.version))
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
