import Foundation
import Testing

/// History by the command line: an edited table, what it changed, what was known before, and the way back.
@Suite(.serialized) struct RevisionCommands {
    private let question = ["screen", "--from", "CN", "--to", "US", "--on", "2027-01-15", "--code", "8112929010", "--format", "json"]

    private func run(_ arguments: [String], in folder: String) throws -> Run {
        let (process, output, errors) = try start(arguments, in: folder)
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let notes = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return Run(status: process.terminationStatus, output: text, errors: notes)
    }

    @Test func anEditedTableFromFileToDelta() throws {
        try withFolder { folder in
            for command in [["migrate", "up"], ["import", "reference"]] {
                let done = try run(command, in: folder)
                try #require(done.status == 0, "\(done.errors)")
            }
            let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent()
            try FileManager.default.copyItem(
                at: repository.appendingPathComponent("Sources/CRegistryFacts/Facts/export-controls"),
                to: URL(fileURLWithPath: folder + "/controls"))
            let before = try run(question, in: folder).output
            let published = try run(["publish", "--to", "releases"], in: folder)
            #expect(published.status == 0, "\(published.errors)")

            let table = URL(fileURLWithPath: folder + "/controls/act_relations.csv")
            let text = try String(contentsOf: table, encoding: .utf8)
            let edited = text.replacing("2025-11-09,2025-11-09,2026-11-27", with: "2025-11-09,2025-11-09,2027-11-27")
            try #require(edited != text)
            try edited.write(to: table, atomically: true, encoding: .utf8)
            let loaded = try run(["import", "controls", "controls"], in: folder)
            #expect(loaded.status == 0 && loaded.errors.contains("changed: act_relation AR002: last_day"), "\(loaded.errors)")
            #expect(loaded.errors.hasSuffix("revision 2\n"), "\(loaded.errors)")

            let after = try run(question, in: folder).output
            #expect(after != before)
            let then = try run(["as-known", "1", "--"] + question, in: folder)
            #expect(then.output == before, "\(then.errors)")
            let difference = try run(["diff", "1", "2"], in: folder).output.split(separator: "\n")
            #expect(difference.count == 3 && difference[2].contains("2026-11-27  2027-11-27"), "\(difference)")

            let again = try run(["publish", "--to", "releases"], in: folder)
            #expect(again.status == 0, "\(again.errors)")
            let applied = try run(
                ["apply", "releases/delta-r1-r2.rrdelta", "--database", "releases/registry-r1.sqlite"], in: folder)
            #expect(applied.status == 0, "\(applied.errors)")
            let copied = try run(question + ["--database", "releases/registry-r1.sqlite"], in: folder).output
            #expect(copied == after)

            #expect(try run(["revert", "2"], in: folder).errors == "revision 3\n")
            let reverted = try run(question, in: folder).output
            #expect(reverted.replacing("\"revision\":3", with: "\"revision\":1") == before)
            let log = try #require(try json(try run(["log", "--format", "json"], in: folder).output) as? [[String: Any]])
            #expect(log.map { $0["baseline"] as? Bool } == [true, false, false])
            #expect(log.allSatisfy { ($0["hash"] as? String)?.count == 64 })
            #expect(try run(["check"], in: folder).status == 0)
        }
    }

    @Test(arguments: [
        (["as-known", "0", "--", "log"], "not recorded before revision 1"), (["as-known", "7", "--", "log"], "there is no revision 7"),
        (["as-known", "2100-01-01T00:00:00Z", "--", "log"], "lies in the future"), (["diff", "1", "9"], "there is no revision 9"),
        (["diff", "1", "1", "--table", "minerals"], "did you mean mineral"), (["revert", "1"], "it is a baseline"),
        (["apply", "registry.sqlite"], "this is no delta"), (["apply", "nowhere"], "No such file"),
        (["import", "controls", "nowhere"], "No such file"),
    ]) func aMistakeIsOneLine(arguments: [String], words: String) throws {
        try withFolder { folder in
            for command in [["migrate", "up"], ["import", "reference"]] { _ = try run(command, in: folder) }
            let failed = try run(arguments, in: folder)
            #expect(failed.status == 1)
            #expect(failed.errors.hasPrefix("error: ") && failed.errors.contains(words), "\(failed.errors)")
            #expect(failed.errors.split(separator: "\n").count == 1)
        }
    }
}
