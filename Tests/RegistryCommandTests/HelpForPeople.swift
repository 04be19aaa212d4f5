import ArgumentParser
import Foundation
import Testing

@testable import registry

/// Every command explains itself by examples, and the examples are commands.
@Suite struct HelpForPeople {
    private static func all(_ command: any ParsableCommand.Type) -> [any ParsableCommand.Type] {
        [command] + command.configuration.subcommands.flatMap(all)
    }

    static let examples: [[String]] = all(RegistryCommand.self).flatMap { command in
        words(command.configuration.discussion).filter { $0.first == "registry" }.map { Array($0.dropFirst()) }
    }

    /// The lines of a text as a shell reads them: quoted words are one, a backslash at the end joins lines.
    static func words(_ text: String) -> [[String]] {
        text.replacing("\\\n", with: " ").split(separator: "\n").map { line in
            var words: [String] = []
            for (index, part) in line.split(separator: "\"", omittingEmptySubsequences: false).enumerated() {
                words += index.isMultiple(of: 2) ? part.split(separator: " ").map(String.init) : [String(part)]
            }
            return words
        }
    }

    @Test func everyCommandHasAnExample() {
        for command in Self.all(RegistryCommand.self) where command.configuration.shouldDisplay {
            // `migrate` is nothing without one of its own.
            guard command.configuration.subcommands.isEmpty || command == RegistryCommand.self else { continue }
            #expect(Self.words(command.configuration.discussion).contains { $0.first == "registry" }, "\(command)")
            #expect(!command.configuration.abstract.isEmpty, "\(command)")
        }
        #expect(Self.examples.count > 35)
    }

    @Test func theREADMENamesEveryCommand() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let readme = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
        for command in RegistryCommand.configuration.subcommands {
            #expect(
                readme.contains("registry \(CommandNames.name(command)) ") || readme.contains("registry \(CommandNames.name(command))\n"))
        }
    }

    @Test(arguments: ["bash", "zsh", "fish"]) func completionsAreMade(shell: String) throws {
        try withFolder { folder in
            let run = try registry("--generate-completion-script", shell, in: folder)
            #expect(run.status == 0 && run.output.contains("registry") && run.output.contains("concentration"))
            #expect(run.output.contains("usgs-lithium") && run.output.contains("mrds-tables"))
        }
    }

    @Test(arguments: [
        (["minrals"], "error: 'registry' has no command 'minrals'; did you mean registry minerals?"),
        (["import", "refrence"], "error: 'registry import' has no command 'refrence'; did you mean registry import reference?"),
        (["import", "mrdss", "x.csv"], "error: 'registry import' has no command 'mrdss'; did you mean registry import mrds?"),
        (["migrate", "upp"], "error: 'registry migrate' has no command 'upp'; did you mean registry migrate up?"),
        (["help", "nope"], "error: 'registry' has no command 'nope'; see: registry --help"),
        (["help", "import", "mrsd"], "error: 'registry import' has no command 'mrsd'; did you mean registry import mrds?"),
        (["help", "sceen"], "error: 'registry' has no command 'sceen'; did you mean registry screen?"),
        (["screen", "--form", "CN"], "error: Unknown option '--form'. Did you mean '--from'?"),
        (["deposits", "--limit", "x"], "error: The value 'x' is invalid for '--limit <limit>'"),
        (["frobnicate"], "error: 'registry' has no command 'frobnicate'; see: registry --help"),
    ]) func misspelledCommands(words: [String], told: String) throws {
        try withFolder { folder in
            let run = try registry(words, in: folder)
            #expect(run.status == 64)
            #expect(run.errors.split(separator: "\n").first.map(String.init) == told)
        }
    }

    @Test func misspelledNames() throws {
        try withLoadedRegistry { folder in
            for (words, told) in [
                (["mineral", "gallum"], "did you mean gallium?"), (["deposit", "bayan-oboo"], "did you mean bayan-obo?"),
                (["deposit", "arcadai"], "did you mean arcadia?"),
                (["deposits", "--country", "CHN"], "did you mean CN (China)?"),
                (["deposits", "--country", "aus"], "did you mean AU (Australia)?"),
                (["deposits", "--country", "XX"], "no country is called 'XX'; give two letters of ISO 3166-1, such as CN"),
                (["minerals", "--class", "rare-scatered"], "did you mean rare-scattered?"),
                (["minerals", "--database", "no.sqlite"], "or name it with --database or REGISTRY_DATABASE"),
                (["control", "CN-2023-23-Ga-aa"], "did you mean CN-2023-23-Ga-a"), (["control", "CN-2024-64"], "CN-2024-46"),
                (["programme", "cn-prospectng-2021"], "did you mean cn-prospecting-2021?"),
                (["deposits", "--country", "China"], "did you mean CN (China)?"),
                (["controls", "--issuer", "Germny"], "did you mean DE (Germany)"),
                (["deposits", "--country", "UK"], "did you mean GB (United Kingdom)"),
                (["reliance", "antimoni"], "did you mean antimony?"), (["report", "gallum", "--to", "x.html"], "did you mean gallium?"),
                (["concentration", "galium", "--year", "2024"], "did you mean gallium?"),
                (["minerals", "--list", "us-cm-2052"], "did you mean us-cm-2022 or us-cm-2025?"),
                (["minerals", "--scheme", "this-dataset"], "did you mean this-data-set?"),
                (["screen", "--from", "China", "--to", "US", "--on", "2025-01-01", "--mineral", "gallium"], "did you mean CN (China)?"),
            ] {
                let run = try registry(words, in: folder)
                #expect(run.status == 1)
                #expect(run.errors.contains(told), "\(words): \(run.errors)")
                #expect(run.output.isEmpty)
            }
        }
    }
}
