import ArgumentParser
import Glibc
import RegistryReferenceData
import RegistryTerminal
import ResourceRegistry

@main
struct RegistryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "registry",
        abstract: "Critical minerals, their deposits, and the export controls laid upon them.",
        discussion: """
            registry migrate up
            registry import reference
            registry screen --from CN --to US --on 2024-12-10 --code 8112929010
            Completions: registry --generate-completion-script bash|zsh|fish
            """,
        groupedSubcommands: [
            CommandGroup(
                name: "Export controls:",
                subcommands: [
                    ScreenCommand.self, ReplayCommand.self, ControlsCommand.self, ControlCommand.self, CalendarCommand.self,
                ]),
            CommandGroup(
                name: "Minerals and deposits:",
                subcommands: [
                    MineralsCommand.self, MineralCommand.self, DepositsCommand.self, DepositCommand.self, JudgeCommand.self,
                    SearchCommand.self,
                ]),
            CommandGroup(
                name: "Supply:",
                subcommands: [
                    ConcentrationCommand.self, RelianceCommand.self, ProgrammesCommand.self, ProgrammeCommand.self, ReportCommand.self,
                    QueryCommand.self,
                ]),
            CommandGroup(
                name: "What was known:",
                subcommands: [
                    LogCommand.self, DiffCommand.self, AsKnownCommand.self, RevertCommand.self, PublishCommand.self, ApplyCommand.self,
                ]),
            CommandGroup(
                name: "The file:", subcommands: [MigrateCommand.self, ExportCommand.self, ImportCommand.self, CheckCommand.self]),
        ])

    @Flag(help: "Show the versions of the program, of SQLite, of the schema and the facts, and the revision of the registry.")
    var version = false

    func run() throws {
        guard version else { throw CleanExit.helpRequest(self) }
        Output.line(VersionText.line(of: CommonOptions.defaultPath))
    }

    /// Errors of the library are one line for a person and exit 1; wrong usage is exit 64, as argument-parser has it.
    static func main() {
        // A reader that goes away is told by EPIPE, not by a signal.
        signal(SIGPIPE, SIG_IGN)
        // A file that may grow no more is told by EFBIG likewise.
        signal(SIGXFSZ, SIG_IGN)
        let arguments = Array(CommandLine.arguments.dropFirst())
        if let option = Options.repeated(in: arguments) { exit(wrongUsage: "\(option) is given twice") }
        if arguments.first == "help", let problem = CommandNames.problem(in: Array(arguments.dropFirst())) { exit(wrongUsage: problem) }
        do {
            var command = try parseAsRoot()
            try command.run()
            Output.finish()
        } catch {
            Output.finish()
            if let error = error as? OutputError, error.isClosedPipe { Glibc.exit(0) }
            if error is CancellationError {
                Progress.clear()
                Output.fail("interrupted; nothing was kept")
                Glibc.exit(Interruption.exitCode)
            }
            if exitCode(for: error) == .validationFailure {
                if let problem = CommandNames.problem(in: arguments) { exit(wrongUsage: problem) }
                // Thrown by a command that runs, and not by the parser: it does not know whose usage to tell.
                if let told = error as? ValidationError { exit(wrongUsage: told.message, of: CommandNames.path(in: arguments)) }
                // What argument-parser says begins with its own `Error:`.
                let text = fullMessage(for: error)
                Output.fail(text.hasPrefix("Error: ") ? String(text.dropFirst(7)) : text)
                Glibc.exit(ExitCode.validationFailure.rawValue)
            }
            guard exitCode(for: error) == .failure, !(error is ExitCode) else { exit(withError: error) }
            Output.fail("\(error)")
            Glibc.exit(ExitCode.failure.rawValue)
        }
    }

    private static func exit(wrongUsage problem: String, of path: String? = nil) -> Never {
        Output.fail(problem)
        Output.note("Usage: " + (path.map { "\($0) <options>\n  See '\($0) --help' for more information." } ?? usageString()))
        Glibc.exit(ExitCode.validationFailure.rawValue)
    }
}

/// What `--version` prints: of the program, and of the registry at a path, if one stands there.
enum VersionText {
    private static func revision(of path: String) -> String {
        guard let log = try? Registry.open(path, mode: .readOnly).log() else { return "no registry at \(path)" }
        return "revision \(log.last?.number ?? 0)"
    }

    static func line(of path: String) -> String {
        "registry \(Registry.version), SQLite \(Registry.linkedSQLiteVersion), schema \(Registry.schemaVersion), "
            + "facts \(ReferenceFacts().release), \(revision(of: path))"
    }
}
