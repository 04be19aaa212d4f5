import Glibc

/// Progress on the standard error, only where a person looks at it.
enum Progress {
    private static let isTerminal = isatty(STDERR_FILENO) == 1

    /// Shows how many lines were read and how fast and, where the share of the whole is known, how many seconds are left.
    static func show(_ count: Int, since start: ContinuousClock.Instant, fraction: Double? = nil) {
        guard isTerminal else { return }
        let seconds = Double((ContinuousClock.now - start).components.seconds)
        var text = "\(count) lines" + (seconds > 0 ? ", \(Int(Double(count) / seconds)) a second" : "")
        if let fraction, fraction > 0.01, seconds > 0 { text += ", \(Int(seconds * (1 - fraction) / fraction)) s left" }
        Output.status(text)
    }

    static func clear() { if isTerminal { Output.status("") } }
}
