import ArgumentParser
import Glibc
import RegistryTerminal
import ResourceRegistry

/// Options that every command has.
struct CommonOptions: ParsableArguments {
    @Option(help: "The registry file (default: $REGISTRY_DATABASE, else registry.sqlite).")
    var database: String?

    @Option(help: "table, json or csv.")
    var format: OutputFormat = .table

    /// The file to open.
    var path: String { database ?? Self.outerDatabase ?? Self.defaultPath }

    // `as-known` sets both once, before the command that it runs.
    nonisolated(unsafe) static var moment: Registry.Moment?
    nonisolated(unsafe) static var outerDatabase: String?

    /// The file where none is named.
    static var defaultPath: String {
        let told = getenv("REGISTRY_DATABASE").map { String(cString: $0) } ?? ""
        return told.isEmpty ? "registry.sqlite" : told
    }

    /// Opens the registry for reading.
    func reading() throws -> Registry {
        let registry = Interruption.watch(try Registry.open(path, mode: .readOnly))
        return try Self.moment.map { Interruption.watch(try registry.asKnown(at: $0)) } ?? registry
    }

    /// The path, for commands that are about the file and not about what was known.
    func plainPath() throws -> String {
        guard Self.moment == nil else { throw ValidationError("as-known shows facts: this command is about the file as it is now") }
        return path
    }

    /// Opens the registry for changes; it must be there and up to date.
    func changing() throws -> Registry { Interruption.watch(try Registry.open(try plainPath(), mode: .readWrite)) }
}

extension Registry {
    /// The country of an option; a name instead of a code is an error that tells the code.
    func country(_ text: String?) throws -> CountryCode? { try text.map { text in try read { try $0.areas.code(text) } } }
}
