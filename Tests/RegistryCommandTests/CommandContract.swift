import Foundation
import Testing

@Suite(.serialized) struct CommandContract {
    private func withFacts(_ body: (String) throws -> Void) throws {
        try withFolder { folder in
            let migrated = try registry("migrate", "up", in: folder)
            try #require(migrated.status == 0, "\(migrated.errors)")
            let loaded = try registry("import", "reference", in: folder)
            try #require(loaded.status == 0, "\(loaded.errors)")
            try body(folder)
        }
    }

    @Test func theGalliumQuestionInJSON() throws {
        try withFacts { folder in
            let run = try registry(
                "screen", "--from", "CN", "--to", "US", "--on", "2025-12-01", "--code", "8112929010", "--format", "json", in: folder)
            #expect(run.status == 0)
            let answer = try #require(try json(run.output) as? [String: Any])
            #expect(answer["schema"] as? Int == 1)
            #expect(answer["rules"] as? Int == 1)
            #expect(answer["verdict"] as? String == "controlled")
            #expect(answer["requirement"] as? String == "licence_required")
            #expect(answer["revision"] as? Int == 1)
            #expect((answer["coverage"] as? [String: Any])?["CN"] as? String == "2026-06-29")
            let matches = try #require(answer["matches"] as? [[String: Any]])
            let ban = try #require(matches.first { $0["item"] as? String == "CN-2024-46-c2-Ga" })
            #expect(ban["state"] as? String == "suspended")
            #expect(ban["suspended_until"] as? String == "2026-11-27")
            let keys = [
                "item", "name", "minerals", "measure", "act", "requirement", "state", "decided", "matched_by", "listed_code", "from",
                "until",
                "suspended_until", "open_limits", "ruled_out", "confidence", "sources",
            ]
            #expect(Set(ban.keys) == Set(keys))
        }
    }

    @Test func classesCountTheirMembers() throws {
        try withFacts { folder in
            for (name, count) in [("rare-scattered", 8), ("rare-earth", 17), ("rare-metal", 9)] {
                let run = try registry("minerals", "--class", name, "--format", "json", in: folder)
                let list = try #require(try json(run.output) as? [[String: Any]])
                #expect(list.count == count, "\(name)")
                #expect(list.allSatisfy { $0["scheme"] as? String == "this-data-set" })
            }
        }
    }

    /// What is asked, and what the one `error:` line must contain.
    static let mistakes: [([String], String)] = [
        (["mineral", "galium"], "did you mean gallium"),
        (["deposit", "nowhere"], "no deposit is called 'nowhere'"),
        (["control", "CN-0000"], "no control item, measure or act is called"),
        (["minerals", "--class", "rare"], "rare-scattered"),
        (["minerals", "--list", "none"], "no criticality list is called 'none'"),
        (["deposits", "--country", "ZZ"], "no country is called 'ZZ'"),
        (["screen", "--from", "CN", "--to", "US", "--on", "2023-02-30", "--code", "81129290"], "2023-02-30"),
        (["screen", "--from", "CN", "--to", "US", "--on", "2024-01-01", "--code", "8112A"], "8112A"),
        (["screen", "--from", "CN", "--to", "EU", "--on", "2024-01-01", "--code", "811292"], "name the member state"),
        (["screen", "--from", "CN", "--to", "US", "--on", "2024-01-01"], "nothing to look for"),
        (["import", "mrds", "missing.csv"], "missing.csv"),
        (["minerals", "--database", "missing.sqlite"], "no such file"),
        (["minerals", "--database", "."], "folder"),
    ]

    @Test func aMistakeIsOneLineAndChangesNothing() throws {
        try withFacts { folder in
            let before = try Data(contentsOf: URL(fileURLWithPath: folder + "/registry.sqlite"))
            for (arguments, words) in Self.mistakes {
                let (process, output, errors) = try start(arguments, in: folder)
                let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
                let notes = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
                process.waitUntilExit()
                #expect(process.terminationStatus == 1, "\(arguments)")
                #expect(notes.hasPrefix("error: "), "\(arguments): \(notes)")
                #expect(notes.split(separator: "\n").count == 1, "\(notes)")
                #expect(notes.contains(words), "\(arguments): \(notes)")
                #expect(text.isEmpty, "\(arguments)")
            }
            let after = try Data(contentsOf: URL(fileURLWithPath: folder + "/registry.sqlite"))
            #expect(before == after)
        }
    }

    @Test func wrongUsageIsSixtyFourWithTheUsage() throws {
        try withFolder { folder in
            for arguments in [["minerals", "--no-such-option"], ["screen"], ["deposits", "--limit", "x"], ["no-such-command"]] {
                let (process, _, errors) = try start(arguments, in: folder)
                let notes = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
                process.waitUntilExit()
                #expect(process.terminationStatus == 64, "\(arguments)")
                #expect(notes.contains("Usage:"), "\(notes)")
            }
        }
    }

    @Test func aFileThatIsNoRegistryIsRefusedAndLeftAlone() throws {
        try withFolder { folder in
            let text = folder + "/text.sqlite"
            try String(repeating: "not a database ", count: 100).write(toFile: text, atomically: true, encoding: .utf8)
            let foreign = folder + "/foreign.sqlite"
            let shell = Process()
            shell.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            shell.arguments = ["sqlite3", foreign, "CREATE TABLE notes (text TEXT); INSERT INTO notes VALUES ('mine');"]
            try shell.run()
            shell.waitUntilExit()
            for path in [text, foreign] {
                let before = try Data(contentsOf: URL(fileURLWithPath: path))
                for command in [["minerals"], ["check"], ["migrate", "up"], ["import", "reference"]] {
                    let (process, _, errors) = try start(command + ["--database", path], in: folder)
                    let notes = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
                    process.waitUntilExit()
                    #expect(process.terminationStatus == 1, "\(command) \(path)")
                    #expect(notes.hasPrefix("error: "), "\(command): \(notes)")
                }
                #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
            }
        }
    }

    @Test func eightProcessesRaceTheFirstOpen() throws {
        for _ in 0..<5 {
            try withFolder { folder in
                let runs = try (0..<8).map { _ in try start(["migrate", "up", "--format", "json"], in: folder) }
                var applied = 0
                for (process, output, errors) in runs {
                    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
                    let notes = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
                    process.waitUntilExit()
                    #expect(process.terminationStatus == 0, "\(notes)")
                    if text.contains("first_release") { applied += 1 }
                }
                #expect(applied == 1)
                let check = try registry("check", in: folder)
                #expect(check.status == 0, "\(check.output)")
            }
        }
    }

    @Test func cellsThatCouldRunAsFormulasAreDisarmed() throws {
        try withFacts { folder in
            let run = try registry("controls", "--mineral", "gallium", "--on", "2025-12-01", "--format", "csv", in: folder)
            #expect(run.status == 0)
            for line in run.output.split(separator: "\n").dropFirst() {
                #expect(!line.split(separator: ",").contains { "=+-@".contains($0.first ?? " ") }, "\(line)")
            }
        }
    }
}
