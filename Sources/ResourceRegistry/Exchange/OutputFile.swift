internal import Glibc

/// A file that is whole or not there: written under another name, synced, renamed, the folder synced.
///
/// What is not finished by `commit` is removed. A symbolic link is followed. A device or a pipe is written as it is: it can
/// neither be renamed nor half there.
public final class OutputFile {
    private let path: String
    /// Where the file shall stand; `nil` for the standard output, a device or a pipe.
    private var target: String?
    private var partial = ""
    private var descriptor: Int32 = -1

    /// Begins a file. `-` is the standard output.
    ///
    /// - Parameters:
    ///   - path: where it shall stand.
    ///   - others: files that must not be overwritten by it: a registry (with its journal), the input.
    /// - Throws: `OutputError` when the file cannot be made, or is one of the others.
    public init(path: String, sparing others: [String] = []) throws(OutputError) {
        self.path = path
        guard !path.isEmpty, !path.utf8.contains(0) else {
            throw OutputError(path: path, problem: "the path is empty or holds a NUL character")
        }
        if path == "-" {
            descriptor = STDOUT_FILENO
            return
        }
        var status = stat()
        let exists = stat(path, &status) == 0
        if exists, status.st_mode & S_IFMT != S_IFREG {
            descriptor = open(path, O_WRONLY | O_CLOEXEC)
            if descriptor < 0 { throw Self.failure(path) }
            return
        }
        for other in others.flatMap({ [$0, $0 + "-journal", $0 + "-wal"] }) where exists && Self.isSame(other, as: status) {
            throw OutputError(
                path: path, problem: "that is \(Excerpt.of(other, limit: 200)), which must not be overwritten; choose another name")
        }
        let final = try Self.resolved(path, exists: exists)
        // SQLite would take a file of such a name for a part of the database, whether it stands there now or not.
        for ending in ["-journal", "-wal", "-shm"] where final.hasSuffix(ending) {
            guard access(String(final.dropLast(ending.count)), F_OK) != 0 else {
                throw OutputError(path: path, problem: "SQLite keeps a part of a database under that name; choose another name")
            }
        }
        target = final
        partial = "\(final).partial-\(getpid())"
        descriptor = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o666)
        if descriptor < 0 { throw Self.failure(path) }
        if exists { fchmod(descriptor, status.st_mode & 0o777) }
    }

    private static func isSame(_ other: String, as status: stat) -> Bool {
        var found = stat()
        return stat(other, &found) == 0 && found.st_dev == status.st_dev && found.st_ino == status.st_ino
    }

    /// The path behind symbolic links. A link that leads nowhere is refused: the file would take its place.
    private static func resolved(_ path: String, exists: Bool) throws(OutputError) -> String {
        guard exists else {
            var status = stat()
            guard lstat(path, &status) != 0 else { throw OutputError(path: path, problem: "the symbolic link leads nowhere") }
            return path
        }
        guard let found = realpath(path, nil) else { throw failure(path) }
        defer { free(found) }
        return String(cString: found)
    }

    private static func failure(_ path: String) -> OutputError { OutputError(path: path, code: errno) }

    /// Writes all of the bytes.
    ///
    /// - Throws: `OutputError`, for example when the disk is full.
    public func write(_ bytes: [UInt8]) throws(OutputError) {
        var position = 0
        while position < bytes.count {
            let written = bytes[position...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 && errno == EINTR { continue }
            guard written >= 0 else { throw Self.failure(path) }
            position += written
        }
    }

    /// Where the file stands until it is whole: for a writer that opens it itself. `nil` for a device or a pipe.
    var partialPath: String? { target == nil ? nil : partial }

    /// Makes the file appear under its name.
    ///
    /// - Throws: `OutputError`; the file is not there then.
    public func commit() throws(OutputError) {
        guard let target else { return }
        guard fsync(descriptor) == 0, rename(partial, target) == 0 else { throw Self.failure(path) }
        let closed = close(descriptor)
        descriptor = -1
        guard closed == 0 else { throw Self.failure(path) }
        let folder = target.lastIndex(of: "/").map { $0 == target.startIndex ? "/" : String(target[..<$0]) } ?? "."
        let opened = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard opened >= 0 else { throw Self.failure(path) }
        defer { close(opened) }
        guard fsync(opened) == 0 else { throw Self.failure(path) }
    }

    deinit {
        guard descriptor >= 0, descriptor != STDOUT_FILENO else { return }
        close(descriptor)
        if target != nil { unlink(partial) }
    }
}

/// A file that could not be written.
public struct OutputError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The path of the file that could not be written.
    public let path: String
    /// What stands against it, and what to do.
    public let problem: String
    /// Whether nobody reads any more.
    public let isClosedPipe: Bool

    init(path: String, problem: String) {
        self.path = path
        self.problem = problem
        isClosedPipe = false
    }

    init(path: String, code: Int32) {
        self.path = path
        let advice =
            switch code {
            case ENOSPC, EDQUOT, EFBIG: "; free some space or write elsewhere"
            case ENOENT, ENOTDIR: "; make the folder first, or check the path"
            case EACCES, EPERM, EROFS: "; check the permissions, or write elsewhere"
            default: ""
            }
        problem = String(cString: strerror(code)) + advice
        isClosedPipe = code == EPIPE
    }

    /// One line for a person.
    public var description: String { "\(Excerpt.of(path, limit: 1000)) cannot be written: \(problem)" }
}
