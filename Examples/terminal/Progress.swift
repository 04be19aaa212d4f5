import Glibc

/// Progress on the standard error, only where a person looks at it.
package struct Progress {
    private static let isTerminal = isatty(STDERR_FILENO) == 1
    private let started = ContinuousClock.now

    package init() {}

    /// The bytes of a file; `nil` of a pipe or a terminal, whose end is not known.
    package static func size(of path: String) -> Int? {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && status.st_size > 0 ? Int(status.st_size) : nil
    }

    /// Shows how many lines were done, how fast and, where the share of the whole is known, how much time is left.
    package func show(_ count: Int, fraction: Double?) {
        guard Self.isTerminal else { return }
        Output.status(Self.text(count, fraction: fraction, after: (ContinuousClock.now - started) / .seconds(1)))
    }

    static func text(_ count: Int, fraction: Double?, after seconds: Double) -> String {
        guard seconds > 0 else { return "\(count) lines" }
        var text = "\(count) lines, \(Int(Double(count) / seconds)) a second"
        if let fraction, fraction > 0 {
            let left = Int((seconds * max(0, 1 - fraction) / fraction).rounded(.up))
            text += ", \(Int(min(1, fraction) * 100)) %, " + (left >= 60 ? "\(left / 60) min \(left % 60) s left" : "\(left) s left")
        }
        return text
    }

    package static func clear() { if isTerminal { Output.status("") } }
}
