import Glibc

/// Progress on the standard error, only where a person looks at it.
struct Progress {
    private static let isTerminal = isatty(STDERR_FILENO) == 1

    private let started = ContinuousClock.now
    /// The bytes of the input; `nil` where its end is not known.
    private let size: Int?

    /// For work that reads a file; of a pipe or a terminal the end is not known.
    init(reading path: String) {
        var status = stat()
        size = stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && status.st_size > 0 ? Int(status.st_size) : nil
    }

    func show(_ count: Int, bytes: Int) {
        guard Self.isTerminal else { return }
        Output.status(text(count, bytes: bytes, after: (ContinuousClock.now - started) / .seconds(1)))
    }

    /// What is shown when so many lines and bytes were done in so many seconds.
    func text(_ count: Int, bytes: Int, after seconds: Double) -> String {
        guard seconds > 0 else { return "\(count) lines" }
        var text = "\(count) lines, \(Int(Double(count) / seconds)) a second"
        if let size, bytes > 0 {
            let left = Int((seconds * Double(max(0, size - bytes)) / Double(bytes)).rounded(.up))
            text += ", \(bytes * 100 / max(size, bytes)) %, " + (left >= 60 ? "\(left / 60) min \(left % 60) s left" : "\(left) s left")
        }
        return text
    }

    static func clear() { if isTerminal { Output.status("") } }
}
