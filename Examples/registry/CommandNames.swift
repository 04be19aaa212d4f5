import ArgumentParser
import RegistryTerminal
import ResourceRegistry

/// The names of the commands: what somebody may have meant who wrote one that is not there.
enum CommandNames {
    /// One line for a person; `nil` where all commands in the arguments are there.
    static func problem(in arguments: [String]) -> String? {
        var command: any ParsableCommand.Type = RegistryCommand.self
        var path = "registry"
        for word in arguments {
            let commands = command.configuration.subcommands
            guard !commands.isEmpty, !word.hasPrefix("-"), word != "help" else { return nil }
            let names = commands.filter { $0.configuration.shouldDisplay }.map(name)
            guard let next = commands.first(where: { name($0) == word || $0.configuration.aliases.contains(word) }) else {
                let near = NearNames(names).near(word)
                return "'\(path)' has no command '\(word.printable)'"
                    + (near.isEmpty ? "; see: \(path) --help" : NearNames.question(near.map { "\(path) \($0)" }))
            }
            command = next
            path += " " + word
        }
        return nil
    }

    /// The command that the arguments name, as it is written.
    static func path(in arguments: [String]) -> String {
        var command: any ParsableCommand.Type = RegistryCommand.self
        var path = "registry"
        for word in arguments {
            guard let next = command.configuration.subcommands.first(where: { name($0) == word }) else { break }
            command = next
            path += " " + word
        }
        return path
    }

    static func name(_ command: any ParsableCommand.Type) -> String {
        command.configuration.commandName ?? String(describing: command).lowercased()
    }
}
