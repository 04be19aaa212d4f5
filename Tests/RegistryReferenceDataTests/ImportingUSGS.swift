import Foundation
import RegistryReferenceData
import ResourceRegistry
import Testing

/// Excerpts of the three layouts of the Mineral Commodity Summaries (USGS, public domain), byte for byte.
@Suite struct ImportingUSGS {
    private static let root = factsFolder.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private func fixture(_ name: String) -> String { Self.root.appendingPathComponent("Tests/Fixtures/usgs-mcs/\(name)").path }

    /// The statements of a file, as `id: amount unit`, with the report.
    private func read(_ name: String, in registry: Registry) throws -> (lines: [String], report: USGSReport, estimated: Set<String>) {
        var lines: [String] = []
        var estimated: Set<String> = []
        let report = try registry.read { reader in
            try reader.readUSGS([fixture(name)]) { statement in
                let fact = statement.fact
                let amount = fact.figure.amount.map { "\($0)" + (fact.figure.upper.map { " to \($0)" } ?? "") } ?? fact.figure.qualifier
                lines.append("\(fact.id): \(amount) \(fact.unit)")
                if fact.isEstimated { estimated.insert(fact.id) }
            }
        }
        return (lines, report, estimated)
    }

    /// 2024: one file a commodity, units in the names of columns, footnote letters stuck to countries, empty rows at the end.
    @Test func filesByCommodity() throws {
        try withLoadedRegistry { registry, _ in
            let (lines, report, estimated) = try read("mcs2024-galli_world.csv", in: registry)
            let korea = lines.filter { $0.contains("/KR/") }
            #expect(
                korea == [
                    "production/gallium/primary/KR/2022/low-purity primary Ga: 2000 kg",
                    "production/gallium/primary/KR/2023/low-purity primary Ga: 2000 kg",
                    "capacity/gallium/primary low-purity/KR/2023/-: 16000 kg",
                ])
            #expect(lines.count == 21 && report.read == 21 && report.mapped == 21)
            // "Japane", "Korea, Republic ofe", "Russiae" and "Other countries4", three cells each; nine rows of commas.
            #expect(report.corrected == [.footnoteMark: 12, .emptyRow: 9])
            #expect(estimated.contains("production/gallium/primary/CN/2022/low-purity primary Ga"))
            #expect(!estimated.contains("production/gallium/primary/world/2022/low-purity primary Ga"))
        }
    }

    /// 2025: one wide table. Empty cells say nothing; the remarks may say what the cell does not; three units are wrong.
    @Test func theWideTable() throws {
        try withLoadedRegistry { registry, _ in
            let (lines, report, _) = try read("mcs2025-excerpt.csv", in: registry)
            #expect(!lines.contains { $0.contains("germanium") || $0.contains("gallium/primary/US") })
            #expect(lines.contains("production/gallium/primary/CN/2023/low-purity primary Ga: 621000 kg"))
            #expect(lines.contains("production/iodine/mine/US/2023/I content: withheld t"))
            #expect(lines.contains("reserves/iron/-/BR/2024/crude ore: 34000 Mt"))
            #expect(lines.contains("reserves/vanadium/-/AU/2024/V content: 8500 kt"))
            #expect(lines.contains("production/titanium/mine-ilmenite/CA/2023/ilmenite, TiO2 content: 350 kt"))
            #expect(lines.contains("production/titanium/mine-ilmenite/world/2023/ilmenite, TiO2 content: 8840 kt"))
            #expect(lines.contains("production/titanium/mine-ilmenite-and-rutile/world/2023/TiO2 content: 9430 kt"))
            #expect(lines.contains("production/helium/plant/US/2023/contained helium gas: 82 Mm3"))
            #expect(report.corrected[.partsAdded] == 2 && report.corrected[.unit] == 17 && report.corrected[.amountInRemarks] == 2)
            // Reserves are not added: the second row is a store.
            #expect(report.reported == [.contradiction: 1])
            #expect(report.unmappedCommodities == ["Cement": 4])
            #expect(
                report.notes.contains { $0.kind == "unit" && $0.text.contains("Iron Ore, reserves: 'thousand metric tons' stands for Mt") })
        }
    }

    /// 2026: the long table in Windows-1252; an em dash is zero, one row is shifted, two amounts were corrected by the publisher later.
    @Test func theLongTable() throws {
        try withLoadedRegistry { registry, _ in
            let (lines, report, estimated) = try read("mcs2026-excerpt.csv", in: registry)
            #expect(lines.contains("production/gallium/primary/US/2025/low-purity primary Ga: 0 kg"))
            #expect(lines.contains("production/gallium/primary/CN/2024/low-purity primary Ga: 839000 kg"))
            #expect(lines.contains("production/yttrium/mine/world/2025/Y2O3 equivalent: 10000 to 15000 t"))
            #expect(lines.contains("reserves/rare-earths/-/BR/2025/REO equivalent: 21000000 t"))
            #expect(report.corrected == [.encoding: 1, .shiftedRow: 1])
            #expect(report.reported == [.correctedLater: 2])
            #expect(report.otherSections == ["Salient Statistics—United States": 7, "Import Sources": 5])
            #expect(estimated.contains("production/gallium/primary/US/2025/low-purity primary Ga"))
            #expect(!estimated.contains("production/gallium/primary/CN/2024/low-purity primary Ga"))
        }
    }

    @Test func whatIsNoEditionIsRefused() throws {
        try withRegistry { registry, path in
            #expect(throws: RegistryError.self) {
                try registry.importUSGS([fixture("mcs2026-excerpt.csv")], author: "test", reason: "early")
            }
            try registry.load(ReferenceFacts(), author: "test")
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
            func file(_ name: String, _ text: String) throws -> String {
                let file = folder.appendingPathComponent(name).path
                try text.write(toFile: file, atomically: true, encoding: .utf8)
                return file
            }
            let header = "Source,Country,Type,Prod_t_2022,Prod_t_est_2023,Prod_notes\n"
            let other = try file("other.csv", "name,value\nx,1\n")
            let nameless = try file("world.csv", header + "MCS2024,China,Mine production,1,2,\n")
            let sourceless = try file("mcs2024-tungs_world.csv", header + "ABC,China,Mine production,1,2,\n")
            for (path, line) in [(other, 1), (nameless, nil), (sourceless, 2)] {
                let error = #expect(throws: CSVError.self) { try registry.importUSGS([path], author: "test", reason: "bad") }
                #expect(error?.line == line)
            }
            let future = try file("mcs2031-tungs_world.csv", "Source,Country,Type,Prod_t_2030\nMCS2031,China,Mine production,1\n")
            let error = #expect(throws: CSVError.self) { try registry.importUSGS([future], author: "test", reason: "future") }
            #expect(error?.line == 2 && error?.column == 4 && error?.message.contains("year") == true)
            // Words and malformed numbers are no amounts: they are reported, and nothing is made of them.
            let words = try file(
                "mcs2024-tungs_world.csv",
                header + "MCS2024,Chinaa,Mine production,\"1,23\",-5,\nMCS2024,Atlantis,Mine production,7,1e400,\n")
            let (report, revision) = try registry.importUSGS([words], author: "test", reason: "words")
            #expect(revision == nil && report.reading.mapped == 0)
            #expect(report.reading.reported == [.words: 3] && report.reading.unmappedCountries == ["Atlantis": 1])
        }
    }

    /// A folder gives its world tables, at any depth; its other tables are named.
    @Test func aFolderGivesItsWorldTables() throws {
        try withLoadedRegistry { registry, path in
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent().appendingPathComponent("release")
            let inner = folder.appendingPathComponent("world")
            try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
            let name = "mcs2024-galli_world.csv"
            try FileManager.default.copyItem(atPath: fixture(name), toPath: inner.appendingPathComponent(name).path)
            try "figure,value\n2,1\n".write(to: folder.appendingPathComponent("figure.csv"), atomically: true, encoding: .utf8)
            let report = try registry.read { try $0.readUSGS([folder.path]) { _ in } }
            #expect(report.files == 1 && report.mapped == 21)
            #expect(report.otherFiles.map { URL(fileURLWithPath: $0).lastPathComponent } == ["figure.csv"])
        }
    }

    /// The 2026 edition restates what 2025 said of 2024; the order of loading does not matter.
    @Test(arguments: [false, true])
    func aNewerEditionRestatesAnOlderOne(newerFirst: Bool) throws {
        try withRegistry { registry, path in
            try registry.load(FactsWithoutSupply(), author: "test")
            let files = ["mcs2025-excerpt.csv", "mcs2026-excerpt.csv"]
            for name in newerFirst ? files.reversed() : files {
                try registry.importUSGS([fixture(name)], author: "test", reason: name)
            }
            let id = "production/gallium/primary/CN/2024/low-purity primary Ga"
            let fact = try #require(try registry.read { try $0.supply.find(id) })
            #expect(fact.figure == .exactly(try ExactDecimal(839_000)) && fact.citation.sources == ["minerals:usgs-mcs-2026"])
            #expect(fact.otherValues.map(\.figure) == [.exactly(try ExactDecimal(750_000))])
            #expect(fact.otherValues.map(\.kind) == [.restated] && fact.otherValues[0].citation.sources == ["minerals:usgs-mcs-2025"])
            let again = try registry.importUSGS(files.map(fixture), author: "test", reason: "again")
            #expect(again.revision == nil)
            let check = try Registry.check(path)
            #expect(check.findings.isEmpty)
        }
    }
}

/// The reference facts with empty tables of supply: a registry that knows minerals, countries and sources alone.
struct FactsWithoutSupply: FactSource {
    let release = "test"
    private let facts = ReferenceFacts()

    func table(_ path: String) throws -> [UInt8] {
        let bytes = try facts.table(path)
        let emptied = ["production", "reserves", "refining_capacity", "restatements", "source_conflicts"].map { "minerals/\($0).csv" }
        guard emptied.contains(path), let end = bytes.firstIndex(of: 0x0A) else { return bytes }
        return Array(bytes[...end])
    }
}
