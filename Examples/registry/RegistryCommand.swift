import ArgumentParser
import Glibc
import RegistryReferenceData
import ResourceRegistry

@main
struct RegistryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "registry",
        abstract: "Critical minerals, their deposits, and the export controls laid upon them.",
        version: VersionText.line,
        subcommands: [
            MigrateCommand.self, ImportCommand.self, MineralsCommand.self, MineralCommand.self, DepositsCommand.self, DepositCommand.self,
            ControlsCommand.self, ControlCommand.self, ScreenCommand.self, CheckCommand.self, LogCommand.self,
        ])

    /// Errors of the library are one line for a person and exit 1; wrong usage is exit 64, as argument-parser has it.
    static func main() {
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try parseAsRoot()
            do { try command.run() } catch let error where !(error is ExitCode) && !(error is CleanExit) && !(error is ValidationError) {
                Output.finish()
                Output.note("error: \(error)")
                Glibc.exit(1)
            }
            Output.finish()
        } catch {
            Output.finish()
            exit(withError: error)
        }
    }
}

/// What `--version` prints.
enum VersionText {
    static var line: String {
        "registry \(Registry.version), SQLite \(Registry.linkedSQLiteVersion), schema \(Registry.schemaVersion), "
            + "facts \(ReferenceFacts().release)"
    }
}
