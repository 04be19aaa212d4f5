internal import Glibc

/// Reads a regular file from its beginning, block by block.
final class FileReader {
    let path: String
    /// How many bytes were read.
    private(set) var offset = 0
    private let size: Int
    private let descriptor: Int32
    private var block: [UInt8] = []
    private var next = 0

    /// Opens a file.
    ///
    /// - Throws: `InputError` when it is not there, may not be read, or is no regular file.
    init(path: String) throws(InputError) {
        self.path = path
        guard !path.isEmpty, !path.utf8.contains(0) else {
            throw InputError(path: path, problem: "the path is empty or holds a NUL character")
        }
        // Without waiting: a pipe would block for ever.
        let opened = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard opened >= 0 else { throw InputError(path: path, problem: String(cString: strerror(errno))) }
        var status = stat()
        guard fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            Glibc.close(opened)
            throw InputError(path: path, problem: "this is not a regular file")
        }
        descriptor = opened
        size = Int(status.st_size)
    }

    deinit { Glibc.close(descriptor) }

    /// How many bytes are left.
    var remaining: Int { max(0, size - offset) }

    /// The next bytes, just so many.
    ///
    /// - Throws: `InputError` when the file ends before.
    func read(_ count: Int) throws(InputError) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(count)
        while result.count < count {
            if next == block.count { try fill() }
            let taken = min(count - result.count, block.count - next)
            result += block[next..<(next + taken)]
            next += taken
        }
        offset += count
        return result
    }

    private func fill() throws(InputError) {
        block = [UInt8](repeating: 0, count: 1 << 16)
        next = 0
        while true {
            let count = block.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw InputError(path: path, problem: String(cString: strerror(errno))) }
            guard count > 0 else { throw InputError(path: path, problem: "the file ends too early; fetch it again") }
            block.removeLast(block.count - count)
            return
        }
    }
}

/// A file that cannot be read.
public struct InputError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file as it was named.
    public let path: String
    /// What is wrong with the file, in words.
    public let problem: String

    /// One line for a person.
    public var description: String { "\(Excerpt.of(path, limit: 1000)): \(problem)" }
}
