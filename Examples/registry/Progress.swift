import Glibc

/// Progress on the standard error, only where a person looks at it.
enum Progress {
    private static let isTerminal = isatty(STDERR_FILENO) == 1

    static func show(_ count: Int, since start: ContinuousClock.Instant) {
        guard isTerminal else { return }
        let seconds = Double((ContinuousClock.now - start).components.seconds)
        let rate = seconds > 0 ? ", \(Int(Double(count) / seconds)) a second" : ""
        Output.status("\(count) lines\(rate)")
    }

    static func clear() { if isTerminal { Output.status("") } }
}
