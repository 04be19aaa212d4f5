internal import Glibc

/// The bytes of a file or an array, one block of 64 KiB at a time. Owns the descriptor and the block, and frees both.
struct ByteSource: ~Copyable {
    static let blockSize = 64 * 1024

    let name: String
    /// The block: bytes from `position` up to `end` are still to be read.
    let block: UnsafeMutablePointer<UInt8>
    var position = 0
    var end = 0
    private var descriptor: Int32
    private var bytes: [UInt8]
    private var taken = 0
    private var exhausted = false
    /// The bytes of all blocks so far.
    private var total = 0
    /// The bytes that were taken so far, for progress.
    var bytesRead: Int64 { Int64(total - (end - position)) }

    init(bytes: [UInt8], name: String) {
        self.name = name
        self.bytes = bytes
        descriptor = -1
        block = UnsafeMutablePointer<UInt8>.allocate(capacity: Self.blockSize)
    }

    init(path: String) throws(CSVError) {
        // C would read the path up to the NUL and open another file.
        guard !path.isEmpty, !path.utf8.contains(0) else {
            throw CSVError(.missingFile, file: path, message: "the path is empty or holds a NUL character")
        }
        let opened = Self.retrying { open(path, O_RDONLY | O_CLOEXEC) }
        guard opened.result >= 0 else { throw Self.failure(opened.code, path) }
        var status = stat()
        if fstat(Int32(opened.result), &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
            close(Int32(opened.result))
            throw Self.failure(EISDIR, path)
        }
        name = path
        bytes = []
        descriptor = Int32(opened.result)
        block = UnsafeMutablePointer<UInt8>.allocate(capacity: Self.blockSize)
    }

    deinit {
        block.deallocate()
        if descriptor >= 0 { close(descriptor) }
    }

    /// Makes at least one byte available; false at the end of the input.
    mutating func refill() throws(CSVError) -> Bool {
        if position < end { return true }
        position = 0
        end = 0
        return try extend()
    }

    /// Fills the block as far as the input goes: the beginning of a file is looked at as a whole (magic numbers, delimiter).
    mutating func fillBlock() throws(CSVError) {
        while end < Self.blockSize, try extend() {}
    }

    private mutating func extend() throws(CSVError) -> Bool {
        if exhausted { return false }
        let room = Self.blockSize - end
        var count = 0
        if descriptor >= 0 {
            let (target, file) = (block + end, descriptor)
            let answer = Self.retrying { read(file, target, room) }
            guard answer.result >= 0 else { throw Self.failure(answer.code, name) }
            count = answer.result
        } else {
            count = min(room, bytes.count - taken)
            bytes.withUnsafeBufferPointer { source in
                if let start = source.baseAddress { (block + end).update(from: start + taken, count: count) }
            }
            taken += count
        }
        exhausted = count == 0
        end += count
        total += count
        return count > 0
    }

    /// Runs a system call again while a signal interrupts it; answers the result and the error code.
    private static func retrying<Result: BinaryInteger>(_ call: () -> Result) -> (result: Int, code: Int32) {
        while true {
            let result = call()
            if result >= 0 { return (Int(result), 0) }
            let code = errno
            if code != EINTR { return (-1, code) }
        }
    }

    private static func failure(_ code: Int32, _ path: String) -> CSVError {
        switch code {
        case ENOENT, ENOTDIR: CSVError(.missingFile, file: path, message: "there is no such file")
        case EISDIR: CSVError(.directory, file: path, message: "this is a directory, not a file")
        default: CSVError(.unreadable, file: path, message: "the file cannot be read: " + String(cString: strerror(code)))
        }
    }
}
