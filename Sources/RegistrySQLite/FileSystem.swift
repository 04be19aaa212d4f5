internal import Glibc

/// What a name in a folder stands for; links are not followed.
enum FileKind: Equatable {
    case missing, regular, folder, link, other

    /// A failure of the operating system, in its own words.
    struct Failure: Error { let message: String }

    static func of(_ path: String) -> Result<FileKind, Failure> {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            return errno == ENOENT ? .success(.missing) : .failure(Failure(message: lastSystemMessage()))
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .success(.regular)
        case S_IFDIR: return .success(.folder)
        case S_IFLNK: return .success(.link)
        default: return .success(.other)
        }
    }
}

/// What the operating system said last, in words.
func lastSystemMessage() -> String { String(cString: strerror(errno)) }

/// The absolute path without links, or nil when the path leads nowhere.
func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
}

/// The few file operations that SQLite does not do for us.
enum FileSystem {
    /// Waits until the file or folder is on the disk. Throws what the operating system says.
    static func synchronize(_ path: String) throws(DatabaseError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("fsync", path) }
    }

    /// Gives `source` the name `target`. An existing target is replaced only when told so.
    static func move(_ source: String, to target: String, replacing: Bool) throws(DatabaseError) {
        if !replacing {
            // link, unlike rename, never replaces: two writers of one target cannot both win.
            if link(source, target) == 0 {
                unlink(source)
                return
            }
            guard errno != EEXIST else { throw exists(target) }
            // Some file systems know no hard links.
            guard case .success(.missing) = FileKind.of(target) else { throw exists(target) }
        }
        guard rename(source, target) == 0 else { throw failure("rename", source) }
    }

    /// Removes a file; one that does not exist is fine.
    static func remove(_ path: String) { unlink(path) }

    /// Makes an empty file that only its owner can read, unless the file exists.
    ///
    /// Closing any descriptor of a file drops all locks that this process holds on it, those of SQLite too. The lock keeps
    /// another thread from opening the new file between its making and the closing of our descriptor.
    static func makePrivateFile(_ path: String) throws(DatabaseError) {
        try privateFileLock.withLock { () throws(DatabaseError) in
            let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            if descriptor >= 0 {
                close(descriptor)
            } else if errno != EEXIST {
                throw failure("create", path)
            }
        }
    }

    private static let privateFileLock = Lock()

    /// A new folder for temporary files, which only this user can enter.
    static func makeTemporaryFolder() throws(DatabaseError) -> String {
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array((parent + "/registry-XXXXXX").utf8CString)
        guard let made = template.withUnsafeMutableBufferPointer({ $0.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) } })
        else { throw failure("mkdtemp", parent) }
        return made
    }

    /// Removes a folder that is already empty.
    static func removeFolder(_ path: String) { rmdir(path) }

    private static func exists(_ path: String) -> DatabaseError {
        DatabaseError(code: .cannotOpen, message: "the file exists already and is not replaced", path: path)
    }

    private static func failure(_ operation: String, _ path: String) -> DatabaseError {
        DatabaseError(code: .io, message: operation + ": " + lastSystemMessage(), path: path)
    }
}
