internal import Glibc

/// A path that SQLite may be given: absolute, without symbolic links, regular files only.
///
/// Three traps are closed here, before SQLite sees anything. Debian's SQLite reads `file:x` as a URI, so a bare relative
/// name is never passed on. An empty name would be a temporary database that vanishes. And SQLite blocks for ever when it
/// opens a pipe, also one that is only called like the journal of the file.
struct DatabaseLocation: Sendable {
    /// What SQLite is given.
    let path: String

    /// No file at all: a database that lives in a connection.
    static let none = DatabaseLocation(resolved: "")

    private init(resolved: String) { path = resolved }

    /// Resolves `path`. Throws unless it can be a database file: it must exist when `mustExist` is set.
    init(_ path: String, mustExist: Bool) throws(DatabaseError) {
        guard !path.isEmpty else { throw DatabaseLocation.refusal("the path of the database is empty", path: nil) }
        guard !path.utf8.contains(0) else {
            throw DatabaseLocation.refusal("the path of the database holds a NUL character", path: nil)
        }
        switch FileKind.of(path) {
        case .failure(let failure):
            throw DatabaseLocation.refusal(failure.message, path: path)
        case .success(.missing):
            guard !mustExist else { throw DatabaseLocation.refusal("no such file", path: path) }
            self.path = try DatabaseLocation.resolvedInFolder(path)
        case .success(.link):
            guard let target = realPath(path) else {
                throw DatabaseLocation.refusal("the symbolic link points at nothing that can be reached", path: path)
            }
            try DatabaseLocation.requireRegular(target, shown: path)
            self.path = target
        case .success:
            try DatabaseLocation.requireRegular(path, shown: path)
            self.path = try DatabaseLocation.resolvedInFolder(path)
        }
        for suffix in ["-journal", "-wal", "-shm"] {
            let sibling = self.path + suffix
            guard case .success(let kind) = FileKind.of(sibling), kind == .missing || kind == .regular else {
                throw DatabaseLocation.refusal("not a regular file, SQLite would take it for its own", path: sibling)
            }
        }
    }

    private static func requireRegular(_ path: String, shown: String) throws(DatabaseError) {
        switch FileKind.of(path) {
        case .success(.regular): return
        case .success(.folder): throw refusal("this is a folder, not a database file", path: shown)
        case .success: throw refusal("this is not a regular file", path: shown)
        case .failure(let failure): throw refusal(failure.message, path: shown)
        }
    }

    /// Absolute, so that readers which are opened later find the same file after a change of the working folder.
    private static func resolvedInFolder(_ path: String) throws(DatabaseError) -> String {
        let (folder, name) = split(path)
        guard !name.isEmpty, name != ".", name != ".." else { throw refusal("this is a folder, not a database file", path: path) }
        guard let resolved = realPath(folder) else {
            throw refusal("the folder of the database: " + lastSystemMessage(), path: path)
        }
        return resolved == "/" ? "/" + name : resolved + "/" + name
    }

    /// The folder (never empty) and the last component of a path.
    static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
        let folder = String(path[..<slash])
        return (folder.isEmpty ? "/" : folder, String(path[path.utf8.index(after: slash)...]))
    }

    private static func refusal(_ message: String, path: String?) -> DatabaseError {
        DatabaseError(code: .cannotOpen, message: message, path: path)
    }
}
