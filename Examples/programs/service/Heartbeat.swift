import ResourceRegistry

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
    var before = 0
    var after = 0
    var torn = 0

    /// How many reads there were.
    var read: Int { before + after + torn }

    mutating func add(_ requirement: Requirement?) {
        screened += 1
        if requirement == .prohibitedInPrinciple { stricter += 1 }
    }

    mutating func add(_ part: Survey.Part) {
        switch part {
        case .none: before += 1
        case .some: torn += 1
        case .all: after += 1
        }
    }
}
