/// A task that wants to be woken every few milliseconds, and remembers how late that was at worst.
struct Heartbeat: Sendable {
    private let interval = Duration.milliseconds(5)

    /// Beats until its task is cancelled.
    ///
    /// - Returns: the worst delay.
    func beat() async -> Duration {
        var worst = Duration.zero
        while !Task.isCancelled {
            let start = ContinuousClock.now
            do { try await Task.sleep(for: interval) } catch { break }
            worst = max(worst, ContinuousClock.now - start - interval)
        }
        return worst
    }
}

/// What the requests came to.
struct Tally: Sendable {
    var screened = 0
    var stricter = 0
    var read = 0
    var revised = 0

    init(screened: Int = 0, isStricter: Bool = false, read: Int = 0, revised: Int = 0) {
        self.screened = screened
        stricter = isStricter ? 1 : 0
        self.read = read
        self.revised = revised
    }

    mutating func add(_ other: Tally) {
        screened += other.screened
        stricter += other.stricter
        read += other.read
        revised += other.revised
    }
}
