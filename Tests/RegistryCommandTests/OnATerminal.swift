import Foundation
import Glibc
import Testing

@testable import RegistryTerminal

/// What a person sees: tables that fit, wide characters measured rightly, colour only where it is wanted.
@Suite struct OnATerminal {
    /// Runs the program with its output on a terminal of so many columns.
    private func onTerminal(
        _ arguments: [String], columns: UInt16, in folder: String, with variables: [String: String] = [:]
    ) throws -> String {
        // What posix_openpt, unlockpt and ptsname do, which Glibc's module does not show: TIOCSPTLCK, TIOCGPTN.
        let master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        var (number, lock) = (Int32(0), Int32(0))
        try #require(master >= 0 && ioctl(master, 0x4004_5431, &lock) == 0 && ioctl(master, 0x8004_5430, &number) == 0)
        let slave = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
        try #require(slave >= 0)
        var size = winsize(ws_row: 50, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        try #require(ioctl(slave, UInt(TIOCSWINSZ), &size) == 0)
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = childVariables.merging(["TERM": "xterm"].merging(variables) { $1 }) { $1 }
        process.standardOutput = FileHandle(fileDescriptor: slave, closeOnDealloc: false)
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        close(slave)
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 4096)
        // At the end of the program a terminal gives an error, not an end of file.
        while case let count = read(master, &block, block.count), count > 0 { bytes += block.prefix(count) }
        close(master)
        process.waitUntilExit()
        return String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
    }

    private func plain(_ text: String) -> String { text.replacing(/\u{1B}\[[0-9]*m/, with: "") }

    @Test func tablesFitAndColourRepeatsWords() throws {
        try withLoadedRegistry { folder in
            for columns in [100, 160] as [UInt16] {
                let text = try onTerminal(["controls", "--mineral", "gallium"], columns: columns, in: folder)
                let lines = plain(text).split(separator: "\n").map(String.init)
                #expect(lines.count > 5)
                for line in lines { #expect(Output.width(line) <= Int(columns), "\(line)") }
                // The columns stand one under the other, measured in columns of the terminal.
                let rule = try #require(lines.first { $0.hasPrefix("--") })
                for line in lines { #expect(Output.width(line) <= Output.width(rule)) }
                #expect(text.contains("\u{1B}[1m"))
            }
            let screened = ["screen", "--from", "CN", "--to", "US", "--on", "2024-12-10", "--code", "8112929010"]
            let coloured = try onTerminal(screened, columns: 120, in: folder)
            #expect(coloured.contains("verdict: \u{1B}[31mcontrolled\u{1B}[0m, prohibited_in_principle"))
            for line in plain(coloured).split(separator: "\n") { #expect(Output.width(String(line)) <= 120) }
            // Without colour the same words stand there.
            for variables in [["NO_COLOR": "1"], ["TERM": "dumb"]] {
                let uncoloured = try onTerminal(screened, columns: 120, in: folder, with: variables)
                #expect(!uncoloured.contains("\u{1B}"))
                #expect(uncoloured == plain(coloured))
            }
            let document = try onTerminal(["control", "CN-2024-46"], columns: 90, in: folder)
            for line in plain(document).split(separator: "\n") where !line.contains("http") {
                #expect(Output.width(String(line)) <= 90, "\(line)")
            }
            // A pipe gets everything, uncut and without colours.
            #expect(!(try registry(screened, in: folder)).output.contains("\u{1B}"))
        }
    }

    /// The picture in the README is what the program prints.
    @Test func pictureInTheREADME() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let readme = try String(contentsOf: file.appendingPathComponent("README.md"), encoding: .utf8)
        let command = "screen --from CN --to US --on 2025-12-01 --code 8112929010"
        try withLoadedRegistry { folder in
            let text = try onTerminal(
                command.split(separator: " ").map(String.init), columns: 118, in: folder, with: ["NO_COLOR": "1"])
            #expect(readme.contains("```\n$ registry \(command)\n\(text)```\n"))
        }
    }

    @Test(arguments: [
        ("gallium", 7), ("镓", 2), ("稀土（重）", 10), ("、。「」", 8), ("ｶﾞ", 2), ("Ｇａ", 4), ("希少金属", 8), ("е́", 1), ("é", 1), ("➜ 3 µm", 6), ("⛏", 1),
        ("🪨", 2),
        ("한국", 4), ("", 0),
    ]) func widths(text: String, columns: Int) { #expect(Output.width(text) == columns) }

    @Test func longTexts() {
        #expect(Output.shortened("镓镓镓镓", to: 5) == "镓镓…")
        #expect(Output.shortened("gallium", to: 7) == "gallium")
        #expect(Output.wrapped("one two three", to: 8) == ["one two", "three"])
        #expect(Output.wrapped("", to: 8) == [""])
        #expect(Terminal.fitted([10, 40, 20], least: [8, 8, 8], to: 50) == [10, 18, 18])
        #expect(Terminal.fitted([10, 40, 20], least: [8, 8, 8], to: 10) == [8, 8, 8])
    }
}
