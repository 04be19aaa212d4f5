import ArgumentParser
import Foundation
import Testing

@testable import registry

/// The examples of the help are a session: run in the order of the help in one folder, each does what it says.
@Suite struct ExamplesOfTheHelp {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Files that somebody brings along: tables of shipments, survey files.
    private static let files = [
        "lines.csv": "id,code,origin,destination,date\n1,8112929010,CN,US,2025-12-01\n",
        "sites.csv": """
        source_id,record_id,name,site_type,country,state_or_province,location,crs,latitude,longitude,commodities,deposit_types,aliases
        https://db,1,Alpha,,Canada,,,,50,-80,Gold,,

        """,
        "sites.geojson": """
        {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "Alpha", "commodities": "gold"},
          "geometry": {"type": "Point", "coordinates": [-80, 50]}}]}
        """,
        "mrds-tables/mrds.txt":
            "i\tdep_id\tname\tdev_stat\turl\tcode_list\tlongitude\tlatitude\n1\t99000001\t\"Alpha\"\t\"Producer\"\t\"u\"\t\" AU \"\t-120.5\t38.5\n",
        "minmod/sites.json": """
        [{"source_id": "https://db", "record_id": 7, "name": "Alexo",
          "location_info": {"country": [{"normalized_uri": "https://minmod.isi.edu/resource/Q1038", "confidence": 1, "source": "x"}]}}]
        """,
        "minmod/country.csv": "minmod_id,name,iso2\nQ1038,Canada,CA\n",
        "lithium/Site.csv": """
        OBJECTID *,Site_ID *,Site_Name,Other_Name,Commodity,Remarks,Approx_Lon,Approx_Lat
        1,NV00001,Clay,<Null>,lithium; boron,,-117.5,39.1

        """,
    ]

    private static func commands(_ command: any ParsableCommand.Type) -> [any ParsableCommand.Type] {
        [command] + command.configuration.subcommands.flatMap(commands)
    }

    private func withFixtures(_ body: (String) throws -> Void) throws {
        try withFolder { folder in
            let manager = FileManager.default
            for (name, text) in Self.files {
                let path = URL(fileURLWithPath: folder).appendingPathComponent(name)
                try manager.createDirectory(at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
                try text.write(to: path, atomically: true, encoding: .utf8)
            }
            for (from, to) in [
                ("Tests/Fixtures/mrds/twelve-records.csv", "mrds.csv"), ("Tests/Fixtures/usgs-mcs/mcs2025-excerpt.csv", "mcs2025.csv"),
                ("Sources/CRegistryFacts/Facts/export-controls", "controls-2027"),
            ] { try manager.copyItem(atPath: Self.root.appendingPathComponent(from).path, toPath: folder + "/" + to) }
            try body(folder)
        }
    }

    @Test func theyRunInOrder() throws {
        try withFixtures { folder in
            var ran: [String] = []
            for command in Self.commands(RegistryCommand.self) {
                for words in HelpForPeople.words(command.configuration.discussion)
                where words.first == "registry" && !words.contains("--generate-completion-script") {
                    let run = try registry(Array(words.dropFirst()), in: folder)
                    let line = words.joined(separator: " ")
                    #expect(run.status == 0, "\(line): \(run.errors)")
                    #expect(!run.output.isEmpty || !run.errors.isEmpty, "\(line)")
                    ran.append(line)
                }
            }
            #expect(ran.count > 50)
            // They left what they say.
            for file in ["receipt.json", "answers.csv", "gallium.html", "deposits.geojson", "releases/delta-r3-r4.rrdelta", "rejects.csv"] {
                #expect(FileManager.default.fileExists(atPath: folder + "/" + file), "\(file)")
            }
        }
    }

    @Test func smallThings() throws {
        try withFixtures { folder in
            let nowhere = ["REGISTRY_DATABASE": ""]
            #expect(try registry(["migrate", "up"], in: folder, with: nowhere).status == 0)
            #expect(FileManager.default.fileExists(atPath: folder + "/registry.sqlite"))
            try #require(try registry("import", "reference", in: folder).status == 0)
            // A table without rows is no row of headings.
            for (arguments, told) in [
                (["migrate", "plan"], "nothing to run: the schema is up to date\n"), (["migrate", "verify"], "sound\n"),
                (["deposits", "--near", "0,0,1"], "none\n"),
            ] {
                let run = try registry(arguments, in: folder)
                #expect(run.status == 0 && run.output.isEmpty && run.errors == told, "\(arguments): \(run.output)\(run.errors)")
            }
            #expect(try registry("deposits", "--near", "0,0,1", "--format", "json", in: folder).output == "[]\n")
            #expect(try registry("deposits", "--near", "0,0,1", "--format", "csv", in: folder).output.hasPrefix("id,name,"))
            // A day is its end: the facts were loaded in the course of it.
            let log = try #require(try json(registry("log", "--format", "json", in: folder).output) as? [[String: Any]])
            let day = String(try #require(log.first?["at"] as? String).prefix(10))
            let known = try registry("as-known", day, "--", "mineral", "gallium", in: folder)
            #expect(known.status == 0 && known.output.contains("Gallium"), "\(known.errors)")
            #expect(try registry("as-known", "2020-01-01", "--", "mineral", "gallium", in: folder).status == 1)
            #expect(try registry("as-known", "2020-02-30", "--", "mineral", "gallium", in: folder).status == 1)
            let report = try registry("report", "gallium", "--to", "page.html", in: folder)
            #expect(report.errors == "a report on gallium written to page.html\n")
        }
    }
}
