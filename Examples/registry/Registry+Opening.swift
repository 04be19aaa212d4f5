import ArgumentParser
import Dispatch
import Glibc
import RegistryTerminal
import ResourceRegistry
import Synchronization

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
    static var defaultPath: String { getenv("REGISTRY_DATABASE").map { String(cString: $0) } ?? "registry.sqlite" }

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

/// Ctrl-C and a polite kill stop what runs: it is rolled back, unfinished files are removed, and the program says so.
enum Interruption {
    /// What a shell reports for a program that Ctrl-C ended.
    static let exitCode: Int32 = 130
    // Set once, before the first signal can come.
    nonisolated(unsafe) private static var sources: [any DispatchSourceSignal] = []
    private static let isAsked = Atomic(false)

    /// For work that does not read the registry, which a signal would not reach.
    ///
    /// - Throws: `CancellationError` once a signal came.
    static func check() throws { if isAsked.load(ordering: .relaxed) { throw CancellationError() } }

    static func watch(_ registry: Registry) -> Registry {
        for number in [SIGINT, SIGTERM] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                isAsked.store(true, ordering: .relaxed)
                registry.interrupt()
            }
            source.resume()
            sources.append(source)
        }
        return registry
    }
}

/// Who makes a revision: the name of the user who runs the program.
func currentUser() -> String {
    for name in ["USER", "LOGNAME"] {
        if let value = getenv(name), value.pointee != 0 { return String(cString: value) }
    }
    return "uid \(getuid())"
}
