internal import Glibc
public import RegistrySQLite

/// Why a file cannot be used as a registry.
public struct RegistryFileError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What stands against using a file as a registry.
    public enum Reason: Equatable, Sendable {
        /// No file stands under that path.
        case missing
        /// Its schema is not this library's.
        case schema(MigrationError)
        /// A crashed program left a change half-written, and the file must not be written to roll it back.
        case crashed
    }

    /// The file as it was named.
    public let path: String
    /// What stands against using the file.
    public let reason: Reason

    /// One line for a person: what is wrong and what to do.
    public var description: String {
        let words =
            switch reason {
            case .missing: "there is no registry; make one with `registry migrate up`, or name it with --database or REGISTRY_DATABASE"
            case .crashed: "a change that crashed must be rolled back first; open the file once with the right to write it and its folder"
            case .schema(.notMigrated): "the file has not the schema of this program; run `registry migrate up`"
            case .schema(let error): error.description.split(separator: "\n").prefix(4).joined(separator: " | ")
            }
        return "\(Excerpt.of(path, limit: 1000)): \(words)"
    }
}

/// How the files of registries are opened.
enum RegistryFile {
    /// Opens a file, and rolls back first what a crashed program left half-written.
    static func open(_ configuration: Database.Configuration) throws -> Database {
        do {
            return try Database(configuration)
        } catch  where error.code.primary == ResultCode.readOnly.primary && configuration.mode == .readOnly {
            // Only a connection that may write can roll back a journal.
            do {
                var writing = configuration
                writing.mode = .readWrite
                let database = try Database(writing)
                defer { database.close() }
                try database.read { try $0.execute("SELECT count(*) FROM sqlite_schema") }
            } catch { throw RegistryFileError(path: configuration.path, reason: .crashed) }
            return try Database(configuration)
        } catch {
            guard configuration.mode != .create, isMissing(configuration.path) else { throw error }
            throw RegistryFileError(path: configuration.path, reason: .missing)
        }
    }

    /// Opens a file for looking at all of it. SQLite checks the rules of columns only on a connection that could write.
    static func openForChecking(_ path: String) throws -> Database {
        let mode: Database.Mode = access(path, W_OK) == 0 ? .readWrite : .readOnly
        return try open(Database.Configuration(path: path, mode: mode))
    }

    /// An error with the path it belongs to.
    static func named(_ error: any Error, path: String) -> any Error {
        guard let error = error as? MigrationError else { return error }
        return RegistryFileError(path: path, reason: .schema(error))
    }

    /// Runs `body` and names the file in its errors.
    static func naming<T>(_ path: String, _ body: () throws -> T) throws -> T {
        do { return try body() } catch { throw named(error, path: path) }
    }

    private static func isMissing(_ path: String) -> Bool {
        var status = stat()
        return !path.isEmpty && !path.utf8.contains(0) && lstat(path, &status) != 0 && errno == ENOENT
    }
}
