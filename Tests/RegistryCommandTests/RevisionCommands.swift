import Foundation
import Testing

/// History by the command line: an edited table, what it changed, what was known before, and the way back.
@Suite(.serialized) struct RevisionCommands {
    private let question = ["screen", "--from", "CN", "--to", "US", "--on", "2027-01-15", "--code", "8112929010", "--format", "json"]

    @Test func anEditedTableFromFileToDelta() throws {
        try withLoadedRegistry { folder in
            let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent()
            try FileManager.default.copyItem(
                at: repository.appendingPathComponent("Sources/CRegistryFacts/Facts/export-controls"),
                to: URL(fileURLWithPath: folder + "/controls"))
            let before = try registry(question, in: folder).output
            let published = try registry(["publish", "--to", "releases"], in: folder)
            #expect(published.status == 0, "\(published.errors)")

            let table = URL(fileURLWithPath: folder + "/controls/act_relations.csv")
            let text = try String(contentsOf: table, encoding: .utf8)
            let edited = text.replacing("2025-11-09,2025-11-09,2026-11-27", with: "2025-11-09,2025-11-09,2027-11-27")
            try #require(edited != text)
            try edited.write(to: table, atomically: true, encoding: .utf8)
            let loaded = try registry(["import", "controls", "controls"], in: folder)
            #expect(loaded.status == 0 && loaded.errors.contains("changed: act_relation AR002: last_day"), "\(loaded.errors)")
            #expect(loaded.errors.hasSuffix("revision 2\n"), "\(loaded.errors)")

            let after = try registry(question, in: folder).output
            #expect(after != before)
            let then = try registry(["as-known", "1", "--"] + question, in: folder)
            #expect(then.output == before, "\(then.errors)")
            let difference = try registry(["diff", "1", "2"], in: folder).output.split(separator: "\n")
            #expect(difference.count == 3 && difference[2].contains("2026-11-27  2027-11-27"), "\(difference)")

            let again = try registry(["publish", "--to", "releases"], in: folder)
            #expect(again.status == 0, "\(again.errors)")
            let applied = try registry(
                ["apply", "releases/delta-r1-r2.rrdelta", "--database", "releases/registry-r1.sqlite"], in: folder)
            #expect(applied.status == 0, "\(applied.errors)")
            let copied = try registry(question + ["--database", "releases/registry-r1.sqlite"], in: folder).output
            #expect(copied == after)

            #expect(try registry(["revert", "2"], in: folder).errors == "revision 3\n")
            let reverted = try registry(question, in: folder).output
            #expect(reverted.replacing("\"revision\":3", with: "\"revision\":1") == before)
            let log = try #require(try json(try registry(["log", "--format", "json"], in: folder).output) as? [[String: Any]])
            #expect(log.map { $0["baseline"] as? Bool } == [true, false, false])
            #expect(log.allSatisfy { ($0["hash"] as? String)?.count == 64 })
            #expect(try registry(["check"], in: folder).status == 0)
        }
    }

    @Test(arguments: [
        (["as-known", "0", "--", "log"], "not recorded before revision 1"), (["as-known", "7", "--", "log"], "there is no revision 7"),
        (["as-known", "2100-01-01T00:00:00Z", "--", "log"], "lies in the future"), (["diff", "1", "9"], "there is no revision 9"),
        (["diff", "1", "1", "--table", "minerals"], "did you mean mineral"), (["revert", "1"], "it is a baseline"),
        (["apply", "registry.sqlite"], "this is no delta"), (["apply", "nowhere"], "No such file"),
        (["import", "controls", "nowhere"], "No such file"),
    ]) func aMistakeIsOneLine(arguments: [String], words: String) throws {
        try withLoadedRegistry { folder in
            let failed = try registry(arguments, in: folder)
            #expect(failed.status == 1)
            #expect(failed.errors.hasPrefix("error: ") && failed.errors.contains(words), "\(failed.errors)")
            #expect(failed.errors.split(separator: "\n").count == 1)
        }
    }
}
