import Foundation
import Testing

/// What the commands for survey files promise.
@Suite struct ImportContract {
    private static let header =
        "source_id,record_id,name,site_type,country,state_or_province,location,crs,latitude,longitude,commodities,deposit_types,aliases\n"
    private static let good = "https://db,1,Alpha,,Canada,,,,50,-80,Gold,,\nhttps://db,2,Alpha Mine,,Canada,,,,50.001,-80,Gold,,\n"

    /// A registry with the facts and a file of sites.
    private func withSites(_ rows: String, _ body: (String) throws -> Void) throws {
        try withLoadedRegistry { folder in
            try (Self.header + rows).write(toFile: folder + "/sites.csv", atomically: true, encoding: .utf8)
            try body(folder)
        }
    }

    @Test func aFaultyFileIsRefusedWithLineAndColumnAndLeavesNothing() throws {
        try withSites(Self.good + "https://db,3,Bad,,,,,,95,0,,,\n") { folder in
            let refused = try registry("import", "sites", "sites.csv", in: folder)
            #expect(refused.status == 1 && refused.output.isEmpty)
            #expect(refused.errors.hasPrefix("error: sites.csv:4:9 (latitude):"))
            let log = try registry("log", "--format", "json", in: folder)
            #expect((try json(log.output) as? [Any])?.count == 1)
        }
    }

    @Test func faultyRecordsAreSetAsideAndTheRestIsReported() throws {
        try withSites(Self.good + "https://db,3,Bad,,,,,,95,0,,,\n") { folder in
            let dry = try registry(
                "import", "sites", "sites.csv", "--skip-invalid", "--rejects", "dry.csv", "--dry-run", "--format", "json", in: folder)
            #expect((try json(dry.output) as? [String: Any])?["dry_run"] as? Bool == true)
            #expect(dry.errors.contains("nothing was kept"))
            let run = try registry("import", "sites", "sites.csv", "--skip-invalid", "--rejects", "bad.csv", "--format", "json", in: folder)
            #expect(run.status == 0, "\(run.errors)")
            let report = try #require(try json(run.output) as? [String: Any])
            #expect((report["read"] as? Int, report["added"] as? Int) == (3, 2))
            #expect((report["rejected"] as? [[String: Any]])?.first?["reason"] as? String == "value (latitude)")
            let rejects = try String(contentsOfFile: folder + "/bad.csv", encoding: .utf8)
            #expect(rejects.split(separator: "\n").count == 2)
            #expect(try registry("import", "sites", "sites.csv", "--skip-invalid", in: folder).status == 64)
            #expect(
                try registry("import", "sites", "sites.csv", "--skip-invalid", "--rejects", "registry.sqlite", in: folder).status == 1)
            #expect(try registry("import", "sites", "sites.csv", "--skip-invalid", "--rejects", "sites.csv", in: folder).status == 1)
        }
    }

    @Test func twoDepositsAreJudgedTheSameAndShownTogether() throws {
        try withSites(Self.good) { folder in
            try #require(try registry("import", "sites", "sites.csv", in: folder).status == 0)
            let found = try registry("deposits", "--candidates", "db-1", "--format", "json", in: folder)
            let candidate = try #require((try json(found.output) as? [[String: Any]])?.first)
            #expect(candidate["id"] as? String == "db-2")
            #expect((candidate["explanation"] as? String)?.contains("names alike 1.0") == true)
            #expect(try registry("judge", "db-1", "db-2", "same", "--reason", "one shaft", in: folder).status == 0)
            let shown = try registry("deposit", "db-1", "--format", "json", in: folder)
            let others = try #require((try json(shown.output) as? [String: Any])?["same_as"] as? [[String: Any]])
            #expect(others.map { $0["id"] as? String } == ["db-2"])
            #expect(try registry("judge", "db-1", "db-2", "withdrawn", "--reason", "two after all", in: folder).status == 0)
            let alone = try registry("deposit", "db-1", "--format", "json", in: folder)
            #expect(((try json(alone.output) as? [String: Any])?["same_as"] as? [Any])?.isEmpty == true)
            #expect(try registry("judge", "db-1", "nowhere", "same", "--reason", "x", in: folder).status == 1)
            #expect(try registry("judge", "db-1", "db-2", "perhaps", "--reason", "x", in: folder).status == 64)
        }
    }

    @Test(
        arguments: [
            ("gzip.csv", [0x1F, 0x8B, 8, 0], "gzip"), ("utf16.csv", [0xFF, 0xFE, 0x61, 0], "UTF-16"), ("empty.csv", [], "empty"),
            ("nul.csv", [0x61, 0, 0x62], "NUL"),
        ] as [(String, [UInt8], String)])
    func foreignFilesAreNamed(name: String, bytes: [UInt8], word: String) throws {
        try withSites(Self.good) { folder in
            try Data(bytes).write(to: URL(fileURLWithPath: folder + "/" + name))
            for format in ["sites", "mrds", "geojson", "usgs-lithium", "mrds-tables"] {
                let run = try registry("import", format, name, "--skip-invalid", "--rejects", "r.csv", in: folder)
                #expect(run.status == 1, "\(format)")
                #expect(run.errors.contains(word), "\(format): \(run.errors)")
            }
        }
    }

    @Test func aFieldOfHundredMegabytesIsRefused() throws {
        try withSites(Self.good) { folder in
            let large = String(repeating: "x", count: 100 << 20)
            try (Self.header + "https://db,1,\"" + large).write(toFile: folder + "/large.csv", atomically: true, encoding: .utf8)
            try ("{\"type\":\"Feature\",\"properties\":{\"name\":\"" + large).write(
                toFile: folder + "/large.geojson", atomically: true, encoding: .utf8)
            for (format, file) in [("sites", "large.csv"), ("geojson", "large.geojson")] {
                let run = try registry("import", format, file, in: folder)
                #expect(run.status == 1)
                #expect(run.errors.contains("larger than"), "\(run.errors)")
            }
        }
    }
}
