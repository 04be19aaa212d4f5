import CBenchCounting
import Glibc

/// Process CPU and wall time between `start` and `stop`; the best of several runs over the same input counts.
public struct Stopwatch {
    public private(set) var cpu = Double.infinity
    public private(set) var wall = Double.infinity
    private var startedCPU = 0.0
    private var startedWall = 0.0

    public init() {}

    private static func seconds(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    public mutating func start() {
        startedCPU = Self.seconds(CLOCK_PROCESS_CPUTIME_ID)
        startedWall = Self.seconds(CLOCK_MONOTONIC)
        counting_toggle()
    }

    public mutating func stop() {
        counting_toggle()
        let (cpu, wall) = (Self.seconds(CLOCK_PROCESS_CPUTIME_ID) - startedCPU, Self.seconds(CLOCK_MONOTONIC) - startedWall)
        guard cpu < self.cpu else { return }
        (self.cpu, self.wall) = (cpu, wall)
    }

    /// The most memory that the process had. (`getrusage` would tell that of the process it was forked from, where it is more.)
    private static var peakKilobytes: Int {
        guard let file = fopen("/proc/self/status", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        while fgets(&line, 256, file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            if text.hasPrefix("VmHWM:") { return Int(text.filter(\.isNumber)) ?? 0 }
        }
        return 0
    }

    /// Prints the one line that the harness reads.
    ///
    /// - Parameter more: further figures, members of the JSON object, each after a comma.
    public func report(_ work: String, operations: Int, check: UInt64, more: String = "") {
        print(
            "{\"work\":\"\(work)\",\"cpu\":\(cpu),\"wall\":\(wall),\"operations\":\(operations),\"check\":\"\(check)\","
                + "\"peak_kb\":\(Self.peakKilobytes)\(more)}")
    }
}

/// What was decided goes into one number, over the lines that are hit: the same as in C.
public func mixed(_ sum: UInt64, line: Int, measures: UInt64) -> UInt64 {
    sum &+ (UInt64(line) &+ 1) &* (measures ^ (measures >> 31))
}

/// A file as bytes.
public func bytes(of path: String) throws -> [UInt8] {
    guard let file = fopen(path, "r") else { throw MissingFile(path: path) }
    defer { fclose(file) }
    fseek(file, 0, SEEK_END)
    let size = ftell(file)
    rewind(file)
    return [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in filled = fread(buffer.baseAddress, 1, size, file) }
}

public func write(_ text: String, to path: String) throws {
    guard let file = fopen(path, "w") else { throw MissingFile(path: path) }
    defer { fclose(file) }
    var text = text
    text.withUTF8 { _ = fwrite($0.baseAddress, 1, $0.count, file) }
}

public struct MissingFile: Error, CustomStringConvertible {
    public let path: String
    public init(path: String) { self.path = path }
    public var description: String { "\(path) cannot be opened; run `bench-registry prepare` first" }
}

public func complain(_ text: String) {
    var line = "\(CommandLine.arguments[0]): \(text)\n"
    line.withUTF8 { _ = Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
}

/// The lines of a text file.
public func lines(of path: String) throws -> [String] {
    String(decoding: try bytes(of: path), as: UTF8.self).split(separator: "\n").map(String.init)
}

/// Copies a file to the disk, without what was there under the other name and its journals: what was left to be written would be waited
/// for by the first commit.
public func duplicate(_ path: String, as other: String) throws {
    for ending in ["", "-journal", "-wal", "-shm"] { unlink(other + ending) }
    guard let file = fopen(other, "w") else { throw MissingFile(path: other) }
    defer { fclose(file) }
    let isWritten = try bytes(of: path).withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) == $0.count }
    guard isWritten, fflush(file) == 0, fsync(fileno(file)) == 0 else { throw MissingFile(path: other) }
}

/// A place as part of a check sum: the same as in C.
public func placeCheck(_ latitude: Double, _ longitude: Double) -> UInt64 {
    UInt64(bitPattern: Int64((latitude * 1e5).rounded())) &+ UInt64(bitPattern: Int64((longitude * 1e5).rounded()))
}
