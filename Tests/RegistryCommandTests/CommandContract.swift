import Foundation
import Testing

@Suite(.serialized) struct CommandContract {
    @Test func theGalliumQuestionInJSON() throws {
        try withLoadedRegistry { folder in
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
        try withLoadedRegistry { folder in
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
        (["controls", "--mineral", "gallum"], "did you mean gallium?"),
        (["deposits", "--mineral", "gallum"], "did you mean gallium?"),
        (["screen", "--from", "CN", "--to", "US", "--on", "2024-01-01", "--mineral", "gallum"], "did you mean gallium?"),
        (["deposit", "nowhere"], "no deposit is called 'nowhere'"),
        (["control", "CN-0000"], "no control item, measure or act is called"),
        (["minerals", "--class", "rare"], "rare-scattered"),
        (["minerals", "--list", "none"], "no criticality list is called 'none'"),
        (["deposits", "--country", "ZZ"], "no country is called 'ZZ'"),
        (["screen", "--from", "CN", "--to", "US", "--on", "2023-02-30", "--code", "81129290"], "2023-02-30"),
        (["screen", "--from", "CN", "--to", "US", "--on", "2024-01-01", "--code", "8112A"], "8112A"),
        (["screen", "--from", "CN", "--to", "EU", "--on", "2024-01-01", "--code", "811292"], "name the member state"),
        (["screen", "--from", "CN", "--to", "US", "--on", "2024-01-01"], "nothing to look for"),
        (
            ["screen", "--from", "CN", "--to", "US", "--on", "2024-01-01", "--words", "galium"],
            "no controlled item's name holds 'galium'; did you mean gallium?"
        ),
        (["screen", "--from", "CN", "--to", "US", "--on", "2024-01-01", "--words", "steel beams"], "name it by its customs code"),
        (["import", "mrds", "missing.csv"], "missing.csv"),
        (["minerals", "--database", "missing.sqlite"], "there is no registry"),
        (["minerals", "--database", "."], "folder"),
    ]

    @Test func aMistakeIsOneLineAndChangesNothing() throws {
        try withLoadedRegistry { folder in
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
                #expect(notes.hasPrefix("error: ") && notes.contains("Usage:"), "\(notes)")
                if arguments == ["screen"] { #expect(notes.contains("Usage: registry screen <options>\n"), "\(notes)") }
            }
        }
    }

    @Test func anOutputSparesWhatItMustNotOverwrite() throws {
        try withLoadedRegistry { folder in
            let lines = folder + "/lines.csv"
            let table = "code,origin,destination,date\n8112929010,CN,US,2025-12-01\n"
            try table.write(toFile: lines, atomically: true, encoding: .utf8)
            let before = try Data(contentsOf: URL(fileURLWithPath: folder + "/registry.sqlite"))
            try FileManager.default.createSymbolicLink(atPath: folder + "/link.csv", withDestinationPath: "registry.sqlite")
            try FileManager.default.createSymbolicLink(atPath: folder + "/out.csv", withDestinationPath: "real.csv")
            try Data().write(to: URL(fileURLWithPath: folder + "/real.csv"))
            for (output, status) in [("lines.csv", Int32(1)), ("link.csv", 1), ("nowhere/x.csv", 1), ("out.csv", 0), ("new.csv", 0)] {
                let run = try registry("screen", "--input", "lines.csv", "--output", output, in: folder)
                #expect(run.status == status, "\(output): \(run.errors)")
            }
            let receipt = try registry(
                "screen", "--from", "CN", "--to", "US", "--on", "2025-12-01", "--code", "811292", "--receipt", "registry.sqlite", in: folder
            )
            #expect(receipt.status == 1)
            #expect(try Data(contentsOf: URL(fileURLWithPath: folder + "/registry.sqlite")) == before)
            #expect(try String(contentsOfFile: lines, encoding: .utf8) == table)
            #expect(try String(contentsOfFile: folder + "/real.csv", encoding: .utf8).contains("licence_required"))
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder + "/out.csv") == "real.csv")
            let left = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.contains(".partial") }
            #expect(left.isEmpty)
        }
    }

    @Test func aFullDeviceIsAnErrorAndStaysADevice() throws {
        try withLoadedRegistry { folder in
            try "code,origin,destination,date\n8112929010,CN,US,2025-12-01\n".write(
                toFile: folder + "/lines.csv", atomically: true, encoding: .utf8)
            // A name of the table's kind that leads to the device: the program looks at the ending only.
            try FileManager.default.createSymbolicLink(atPath: folder + "/full.csv", withDestinationPath: "/dev/full")
            let run = try registry("screen", "--input", "lines.csv", "--output", "full.csv", in: folder)
            #expect(run.status == 1)
            #expect(run.errors.contains("No space left"), "\(run.errors)")
            var status = stat()
            #expect(stat("/dev/full", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
        }
    }

    @Test func aCrashedImportIsRolledBackByTheNextReader() throws {
        try withLoadedRegistry { folder in
            // A writer that dies while its pages stand in the file already: the journal is hot.
            let shell = Process()
            let commands = Pipe()
            let answers = Pipe()
            shell.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            shell.arguments = ["sqlite3", folder + "/registry.sqlite"]
            shell.standardInput = commands
            shell.standardOutput = answers
            try shell.run()
            commands.fileHandleForWriting.write(
                Data("PRAGMA cache_size = 1; BEGIN IMMEDIATE; UPDATE control_item SET notes = hex(randomblob(900)); SELECT 'done';\n".utf8))
            while String(decoding: answers.fileHandleForReading.availableData, as: UTF8.self).contains("done") == false {}
            kill(shell.processIdentifier, SIGKILL)
            shell.waitUntilExit()
            try #require(FileManager.default.fileExists(atPath: folder + "/registry.sqlite-journal"))
            let run = try registry("check", in: folder)
            #expect(run.status == 0, "\(run.output) \(run.errors)")
            let minerals = try registry("minerals", "--format", "json", in: folder)
            #expect(minerals.status == 0, "\(minerals.errors)")
        }
    }

    @Test func ctrlCStopsARunAndLeavesNothing() throws {
        try withLoadedRegistry { folder in
            let lines = "code,origin,destination,date\n" + String(repeating: "8112929010,CN,US,2025-12-01\n", count: 500_000)
            try lines.write(toFile: folder + "/lines.csv", atomically: true, encoding: .utf8)
            let (process, output, errors) = try start(["screen", "--input", "lines.csv", "--output", "out.csv"], in: folder)
            let partial = folder + "/out.csv.partial-\(process.processIdentifier)"
            while process.isRunning, !FileManager.default.fileExists(atPath: partial) { Thread.sleep(forTimeInterval: 0.01) }
            process.interrupt()
            let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            let notes = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            #expect(process.terminationReason == .exit)
            #expect(process.terminationStatus == 130)
            #expect(notes == "error: interrupted; nothing was kept\n")
            #expect(text.isEmpty)
            let left = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            #expect(left == ["lines.csv", "registry.sqlite"])
        }
    }

    @Test func helpAndVersionAreNoErrors() throws {
        try withFolder { folder in
            for arguments in [["--help"], ["minerals", "--help"], ["help", "screen"], ["--version"], []] {
                let (process, output, errors) = try start(arguments, in: folder)
                let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
                let notes = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
                process.waitUntilExit()
                #expect(process.terminationStatus == 0, "\(arguments)")
                #expect(!text.isEmpty && notes.isEmpty, "\(arguments): \(notes)")
            }
        }
    }

    @Test func aLockedFileIsWaitedForAndThenRefused() throws {
        try withLoadedRegistry { folder in
            let shell = Process()
            let commands = Pipe()
            shell.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            shell.arguments = ["sqlite3", folder + "/registry.sqlite"]
            shell.standardInput = commands
            let answers = Pipe()
            shell.standardOutput = answers
            try shell.run()
            commands.fileHandleForWriting.write(Data("BEGIN EXCLUSIVE; SELECT 'held';\n".utf8))
            while !String(decoding: answers.fileHandleForReading.availableData, as: UTF8.self).contains("held") {}
            let run = try registry("import", "reference", in: folder)
            try commands.fileHandleForWriting.close()
            shell.waitUntilExit()
            #expect(run.status == 1)
            #expect(run.errors.hasPrefix("error: "), "\(run.errors)")
            #expect(run.errors.contains("try again"), "\(run.errors)")
        }
    }

    /// An option given twice, or without its value, would leave out what was asked, and a good look as if no act named it.
    @Test(arguments: [
        (["--code", "8112929010", "--code", "0101"], "--code is given twice"),
        (["--code=8112929010", "--code", "0101"], "--code is given twice"),
        (["--code", "8112929010", "--mineral", ""], "--mineral is given without a value"),
        (["--mineral", "gallium", "--code="], "Missing value"),
        (["--mineral", "gallium", "--announced-by", ""], "given without a value"),
        (["--mineral", "gallium", "--attribute", ""], "--attribute is given without a value"),
    ]) func noPartOfAQuestionIsDropped(options: [String], told: String) throws {
        try withLoadedRegistry { folder in
            let question = ["screen", "--from", "CN", "--to", "US", "--on", "2025-12-01"] + options
            for words in [question, ["as-known", "1", "--"] + question] {
                let run = try registry(words, in: folder)
                #expect(run.status == 64 && run.output.isEmpty, "\(words): \(run.status)")
                #expect(run.errors.contains(told), "\(run.errors)")
            }
            let several = ["--mineral", "gallium", "--attribute", "purity=99.99%", "--attribute", "form=metal"]
            #expect(
                try registry(["screen", "--from", "CN", "--to", "US", "--on", "2025-12-01"] + several, in: folder).errors.contains("twice")
                    == false)
        }
    }

    @Test func namesOfAQueryReachNoTerminalRaw() throws {
        try withLoadedRegistry { folder in
            try "-- Q\nSELECT 'x' AS \"\u{1B}[31mcol\u{202E}\", char(155) || char(8238) AS y;\n"
                .write(toFile: folder + "/raw.sql", atomically: true, encoding: .utf8)
            for format in ["table", "json", "csv"] {
                let run = try registry("query", "raw", "--queries", ".", "--format", format, in: folder)
                #expect(run.status == 0, "\(run.errors)")
                #expect(!run.output.contains("\u{1B}"), "\(format)")
                if format != "csv" { #expect(!run.output.unicodeScalars.contains { $0 == "\u{202E}" || $0 == "\u{9B}" }, "\(format)") }
            }
            #expect(try registry("query", "suspended", "--set", "day=2025-12-01", "--set", "day=x", in: folder).status == 64)
            #expect(try registry("query", "suspended", "--set", "day=garbage", in: folder).errors.contains("expected a day"))
        }
    }

    /// Who waits for the other end of a pipe hears no signal: the second one ends the program.
    @Test func theSecondSignalEndsAProgramThatWaitsForAPipe() throws {
        try withLoadedRegistry { folder in
            try #require(mkfifo(folder + "/pipe.csv", 0o600) == 0)
            let (process, output, errors) = try start(["export", "controls", "--to", "pipe.csv"], in: folder)
            Thread.sleep(forTimeInterval: 0.5)
            let begin = Date()
            while process.isRunning, Date().timeIntervalSince(begin) < 9 {
                kill(process.processIdentifier, SIGTERM)
                Thread.sleep(forTimeInterval: 0.2)
            }
            #expect(!process.isRunning)
            if process.isRunning { kill(process.processIdentifier, SIGKILL) }
            process.waitUntilExit()
            _ = (output, errors)
        }
    }

    @Test func aFileOfANewerProgramIsRefused() throws {
        try withLoadedRegistry { folder in
            let shell = Process()
            shell.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            shell.arguments = [
                "sqlite3", folder + "/registry.sqlite",
                "INSERT INTO registry_migration VALUES (999, 'later', 'SELECT 1', '2027-01-01T00:00:00Z', '9'); PRAGMA user_version = 999;",
            ]
            try shell.run()
            shell.waitUntilExit()
            for command in [["minerals"], ["migrate", "up"], ["import", "reference"]] {
                let (process, _, errors) = try start(command, in: folder)
                let notes = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
                process.waitUntilExit()
                #expect(process.terminationStatus == 1)
                #expect(notes.hasPrefix("error: ") && notes.contains("newer"), "\(notes)")
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
        try withLoadedRegistry { folder in
            let run = try registry("controls", "--mineral", "gallium", "--on", "2025-12-01", "--format", "csv", in: folder)
            #expect(run.status == 0)
            for line in run.output.split(separator: "\n").dropFirst() {
                #expect(!line.split(separator: ",").contains { "=+-@".contains($0.first ?? " ") }, "\(line)")
            }
        }
    }
}
