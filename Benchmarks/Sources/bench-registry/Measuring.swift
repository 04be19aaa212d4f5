import Glibc

/// Process CPU and wall time between `start` and `stop`; the best of several runs over the same input counts.
struct Stopwatch {
    private(set) var cpu = Double.infinity
    private(set) var wall = Double.infinity
    private var startedCPU = 0.0
    private var startedWall = 0.0

    private static func seconds(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    mutating func start() {
        startedCPU = Self.seconds(CLOCK_PROCESS_CPUTIME_ID)
        startedWall = Self.seconds(CLOCK_MONOTONIC)
    }

    mutating func stop() {
        let (cpu, wall) = (Self.seconds(CLOCK_PROCESS_CPUTIME_ID) - startedCPU, Self.seconds(CLOCK_MONOTONIC) - startedWall)
        guard cpu < self.cpu else { return }
        (self.cpu, self.wall) = (cpu, wall)
    }

    /// Prints the one line that the harness reads.
    func report(_ work: String, operations: Int, check: UInt64) {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        print(
            "{\"work\":\"\(work)\",\"cpu\":\(cpu),\"wall\":\(wall),\"operations\":\(operations),\"check\":\"\(check)\","
                + "\"peak_kb\":\(usage.ru_maxrss)}")
    }
}

/// What was decided goes into one number, over the lines that are hit: the same as in C.
func mixed(_ sum: UInt64, line: Int, measures: UInt64) -> UInt64 {
    sum &+ (UInt64(line) &+ 1) &* (measures ^ (measures >> 31))
}

/// A file as bytes.
func bytes(of path: String) throws -> [UInt8] {
    guard let file = fopen(path, "r") else { throw MissingFile(path: path) }
    defer { fclose(file) }
    fseek(file, 0, SEEK_END)
    let size = ftell(file)
    rewind(file)
    return [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in filled = fread(buffer.baseAddress, 1, size, file) }
}

func write(_ text: String, to path: String) throws {
    guard let file = fopen(path, "w") else { throw MissingFile(path: path) }
    defer { fclose(file) }
    var text = text
    text.withUTF8 { _ = fwrite($0.baseAddress, 1, $0.count, file) }
}

struct MissingFile: Error, CustomStringConvertible {
    let path: String
    var description: String { "\(path) cannot be opened; run `bench-registry prepare` first" }
}

func complain(_ text: String) {
    var line = "bench-registry: \(text)\n"
    line.withUTF8 { _ = Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
}
