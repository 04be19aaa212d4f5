internal import Glibc

/// A file that is whole or not there: written under another name, synced, renamed, the folder synced.
///
/// What is not finished by `commit` is removed.
public final class OutputFile {
    private let path: String
    private let partial: String
    private var descriptor: Int32

    /// Begins a file. `-` is the standard output, which is neither synced nor renamed.
    ///
    /// - Throws: `OutputError` when the file cannot be made.
    public init(path: String) throws(OutputError) {
        guard !path.isEmpty, !path.utf8.contains(0) else {
            throw OutputError(path: path, problem: "the path is empty or holds a NUL character")
        }
        self.path = path
        partial = path + ".partial"
        if path == "-" {
            descriptor = STDOUT_FILENO
            return
        }
        descriptor = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o666)
        if descriptor < 0 { throw OutputError(path: path, problem: String(cString: strerror(errno))) }
    }

    private var isStandardOutput: Bool { path == "-" }

    /// Writes all of the bytes.
    ///
    /// - Throws: `OutputError`, for example when the disk is full.
    public func write(_ bytes: [UInt8]) throws(OutputError) {
        var position = 0
        while position < bytes.count {
            let written = bytes[position...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 && errno == EINTR { continue }
            guard written >= 0 else {
                throw OutputError(path: path, problem: String(cString: strerror(errno)), isClosedPipe: errno == EPIPE)
            }
            position += written
        }
    }

    /// Makes the file appear under its name.
    ///
    /// - Throws: `OutputError`; the file is not there then.
    public func commit() throws(OutputError) {
        if isStandardOutput { return }
        guard fsync(descriptor) == 0, rename(partial, path) == 0 else {
            throw OutputError(path: path, problem: String(cString: strerror(errno)))
        }
        close(descriptor)
        descriptor = -1
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let opened = open(folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard opened >= 0 else { return }
        fsync(opened)
        close(opened)
    }

    deinit {
        guard !isStandardOutput, descriptor >= 0 else { return }
        close(descriptor)
        unlink(partial)
    }
}

/// A file that could not be written.
public struct OutputError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file.
    public let path: String
    /// What the operating system said.
    public let problem: String
    /// Whether nobody reads any more.
    public let isClosedPipe: Bool

    init(path: String, problem: String, isClosedPipe: Bool = false) {
        self.path = path
        self.problem = problem
        self.isClosedPipe = isClosedPipe
    }

    /// One line for a person.
    public var description: String { "\(Excerpt.of(path, limit: 1000)) cannot be written: \(problem); free some space or write elsewhere" }
}
