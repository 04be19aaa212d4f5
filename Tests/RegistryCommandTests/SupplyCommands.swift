import Foundation
import Testing

/// The commands on the supply picture, as a person or a program calls them.
@Suite(.serialized) struct SupplyCommands {
    /// The folder of the sample queries in this checkout.
    private static let queries = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Examples/queries").path

    @Test func theSupplyPictureByCommand() throws {
        try withLoadedRegistry { folder in
            let gallium = try registry("concentration", "gallium", "--year", "2025", "--on", "2025-12-01", "--format", "json", in: folder)
            let answer = try #require(try json(gallium.output) as? [String: Any])
            let hhi = try #require((answer["hhi"] as? [String: Any])?["value"] as? Double)
            #expect(abs(hhi - 9803.5) < 0.1)
            let shares = try #require(answer["shares"] as? [[String: Any]])
            #expect(shares.first?["country"] as? String == "CN")
            let controlled = try #require(answer["under_control"] as? [[String: Any]])
            #expect(controlled.first?["requirement"] as? String == "licence_required")

            let germanium = try registry("concentration", "germanium", "--year", "2023", "--format", "json", in: folder)
            let unknown = try #require(try json(germanium.output) as? [String: Any])
            #expect((unknown["hhi"] as? [String: Any])?["value"] is NSNull)
            #expect(unknown["reason"] as? String == "no published country figures")

            // One object for each stage, each on its line.
            let titanium = try registry("concentration", "titanium", "--year", "2024", "--format", "json", in: folder)
            let stages = try titanium.output.split(separator: "\n").map { try json(String($0)) as? [String: Any] }
            #expect(stages.count == 4 && stages.allSatisfy { $0?["mineral"] as? String == "titanium" })

            let reliance = try registry("reliance", "antimony", "--importer", "US", "--format", "json", in: folder)
            let dependence = try #require(try json(reliance.output) as? [String: Any])
            let statements = try #require(dependence["reliance"] as? [[String: Any]])
            #expect(statements.map { $0["percent"] as? Double } == [85, 81, 81, 86, 91])

            #expect(try registry("reliance", "antimony", "--importer", "FR", in: folder).errors == "none\n")

            let programmes = try registry("programmes", "--jurisdiction", "CN", "--format", "json", in: folder)
            #expect((try json(programmes.output) as? [Any])?.count == 7)
            let quota = try registry("programme", "cn-ree-quota", "--on", "2024-06-01", "--format", "json", in: folder)
            let goals = try #require((try json(quota.output) as? [String: Any])?["goals"] as? [[String: Any]])
            #expect(goals.count == 8 && goals.contains { $0["observed"] as? Double == 210_000 })

            let chain = try registry("mineral", "gallium", "--chain", "--format", "json", in: folder)
            let links = try #require(try json(chain.output) as? [String: Any])
            #expect((links["deposits"] as? [Any])?.count == 3 && (links["production"] as? [Any])?.count == 6)
        }
    }

    @Test func sampleQueriesByName() throws {
        try withLoadedRegistry { folder in
            let list = try registry("query", "--list", "--queries", Self.queries, "--format", "json", in: folder)
            let names = try #require(try json(list.output) as? [[String: Any]])
            #expect(names.contains { $0["name"] as? String == "stage-holders" && ($0["question"] as? String)?.hasSuffix("?") == true })
            let few = try registry(
                "query", "stage-holders", "--set", "percent=98", "--queries", Self.queries, "--format", "json", in: folder)
            let rows = try #require(try json(few.output) as? [[String: Any]])
            #expect(rows.map { $0["mineral"] as? String } == ["gallium"])
        }
    }

    /// What is asked, and what the one `error:` line must contain.
    static let mistakes: [([String], String)] = [
        (["concentration", "gallium", "--year", "2030"], "held: 2021, 2022, 2023, 2024, 2025"),
        (["concentration", "galium", "--year", "2024"], "'galium'"),
        (["concentration", "gallium", "--year", "2024", "--stage", "x"], "primary"),
        (["concentration", "gallium", "--year", "2024", "--on", "yesterday"], "yesterday"), (["reliance", "nothing"], "'nothing'"),
        (["programmes", "--jurisdiction", "ZZ"], "'ZZ'"), (["programme", "cn-p"], "cn-prospecting-2021"),
        (["query", "stage-holders", "--set", "percent=much", "--queries", queries], "a whole number"),
        (["query", "stage-holder", "--queries", queries], "stage-holders"), (["query", "x", "--queries", "/nowhere"], "/nowhere"),
    ]

    @Test func mistakesAreOneLine() throws {
        try withLoadedRegistry { folder in
            for (arguments, words) in Self.mistakes {
                let (process, output, errors) = try start(arguments, in: folder)
                let text = output.fileHandleForReading.readDataToEndOfFile()
                let notes = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
                process.waitUntilExit()
                #expect(process.terminationStatus == 1 && text.isEmpty, "\(arguments)")
                #expect(notes.hasPrefix("error: ") && notes.contains(words), "\(arguments): \(notes)")
            }
        }
    }
}
