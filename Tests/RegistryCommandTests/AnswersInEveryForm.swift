import Foundation
import ResourceRegistry
import Testing

@testable import RegistryTerminal

/// The same answer as a table, as JSON and as CSV.
@Suite struct AnswersInEveryForm {
    /// Fields and values of a document in CSV, each row read by the library.
    private func fields(_ text: String) throws -> [(String, String)] {
        var reader = try CSVReader(bytes: Array(text.utf8), name: "output.csv")
        #expect(reader.header == ["field", "value"])
        var fields: [(String, String)] = []
        while let row = try reader.next() {
            try #require(row.fields.count == 2)
            fields.append((row.fields[0], row.fields[1]))
        }
        return fields
    }

    @Test func singleResultsAreCSV() throws {
        try withLoadedRegistry { folder in
            let receipt = ["screen", "--from", "CN", "--to", "US", "--on", "2025-12-01", "--code", "8112929010", "--receipt", "r.json"]
            try #require(try registry(receipt, in: folder).status == 0)
            for (arguments, field, value) in [
                (["mineral", "gallium"], "name_zh", "镓"), (["mineral", "gallium"], "classes.1.class", "rare-scattered"),
                (["mineral", "gallium", "--chain"], "reserves.1.measure", "identified-resources"),
                (["concentration", "gallium", "--year", "2024"], "shares.1.country", "CN"),
                (["concentration", "gallium", "--year", "2024"], "shares.1.share", "0.9893867924528302"),
                (["concentration", "gallium", "--year", "2024"], "sources.1", "minerals:usgs-mcs-2026"),
                (["concentration", "titanium", "--year", "2024"], "sponge.mineral", "titanium"),
                (["deposit", "greenbushes"], "country", "AU"),
                (["control", "CN-2023-23-Ga-a"], "customs_codes.1.code", "8112929010"),
                (["programme", "cn-prospecting-2021"], "jurisdiction", "CN"),
                (["reliance", "antimony", "--importer", "US"], "reliance.1.importer", "US"),
                (["replay", "r.json"], "same", "yes"),
            ] {
                let run = try registry(arguments + ["--format", "csv"], in: folder)
                #expect(run.status == 0, "\(run.errors)")
                let found = try fields(run.output)
                #expect(found.contains { $0 == field && $1 == value }, "\(arguments): \(field) \(found.prefix(40))")
            }
        }
    }

    @Test func documentsInCSVAreDisarmed() {
        let document = Document(fields: [
            ("a", "=1+1"), ("b", .real(-1.5)), ("c", nil), ("d", .list([])),
            ("e", .list([.object([("f", "x, \"y\""), ("g", .figure(0.123456))])])),
        ])
        #expect(document.csvLines == ["field,value", "a,'=1+1", "b,-1.5", "c,", "d,", "e.1.f,\"x, \"\"y\"\"\"", "e.1.g,0.123456"])
    }

    @Test func theSouthernHemisphere() throws {
        try withLoadedRegistry { folder in
            for near in [["--near", "-33.86,116.07,50"], ["--near=-33.86,116.07,50"]] {
                let run = try registry(["deposits"] + near + ["--format", "json"], in: folder)
                #expect(run.errors.isEmpty)
                #expect((try json(run.output) as? [[String: Any]])?.map { $0["id"] as? String } == ["greenbushes"])
            }
            for box in [["--bbox", "-75,-56,-53,-17"], ["--bbox=-75,-56,-53,-17"]] {
                let run = try registry(["deposits"] + box + ["--format", "json"], in: folder)
                let found = try #require(try json(run.output) as? [[String: Any]])
                #expect(found.count > 2 && found.allSatisfy { ($0["latitude"] as? Double ?? 0) < -17 }, "\(run.errors)")
            }
            #expect(try registry("deposits", "--near", "--limit", "3", in: folder).status == 64)
        }
    }

    @Test func untilIsToldInWords() throws {
        try withLoadedRegistry { folder in
            func screened(_ day: String) throws -> String {
                try registry("screen", "--from", "CN", "--to", "US", "--on", day, "--code", "8112929010", in: folder).output
            }
            let before = try screened("2024-12-10")
            #expect(before.contains("note: CN-2024-46-c2-Ga: in force until 2025-11-08, then suspended until 2026-11-27\n"), "\(before)")
            // Suspended, and revived for good.
            #expect(!(try screened("2025-12-01")).contains("in force until"))
            #expect(!(try screened("2026-11-28")).contains("in force until"))
            let quota = try registry("screen", "--from", "CN", "--to", "KR", "--on", "2026-02-01", "--item", "CN-2025-68-W", in: folder)
            #expect(quota.output.contains("note: CN-2025-68-W: in force until 2027-12-31\n"), "\(quota.output)")
        }
    }

    @Test func queriesAreCarriedAlong() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Examples/queries")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".sql") }.sorted()
        #expect(SampleQueries.names.map { $0.name + ".sql" } == files)
        for (name, text) in SampleQueries.names {
            #expect(try String(contentsOf: folder.appendingPathComponent(name + ".sql"), encoding: .utf8) == text)
        }
        try withLoadedRegistry { folder in
            let run = try registry("query", "stage-holders", "--set", "percent=98", "--format", "json", in: folder)
            #expect((try json(run.output) as? [[String: Any]])?.map { $0["mineral"] as? String } == ["gallium"], "\(run.errors)")
            #expect((try json(registry("query", "--list", "--format", "json", in: folder).output) as? [Any])?.count == files.count)
            #expect(try registry("query", "suspend", in: folder).errors == "error: no query is called 'suspend'; did you mean suspended?\n")
            let missing = try registry("query", "x", "--queries", "nowhere", in: folder)
            #expect(missing.errors.hasPrefix("error: the folder 'nowhere' cannot be read: "), "\(missing.errors)")
        }
    }
}
