import ArgumentParser
import Glibc
import ResourceRegistry

/// Options that every command has.
struct CommonOptions: ParsableArguments {
    @Option(help: "The registry file (default: $REGISTRY_DATABASE, else registry.sqlite).")
    var database: String?

    @Option(help: "table, json or csv.")
    var format: OutputFormat = .table

    /// The file to open.
    var path: String { database ?? Self.defaultPath }

    /// The file where none is named.
    static var defaultPath: String { getenv("REGISTRY_DATABASE").map { String(cString: $0) } ?? "registry.sqlite" }

    /// Opens the registry for reading.
    func reading() throws -> Registry { try Registry.open(path, mode: .readOnly) }

    /// Opens the registry for changes; it must be there and up to date.
    func changing() throws -> Registry { try Registry.open(path, mode: .readWrite) }
}

/// Who makes a revision: the name of the user who runs the program.
func currentUser() -> String {
    for name in ["USER", "LOGNAME"] {
        if let value = getenv(name), value.pointee != 0 { return String(cString: value) }
    }
    return "uid \(getuid())"
}
