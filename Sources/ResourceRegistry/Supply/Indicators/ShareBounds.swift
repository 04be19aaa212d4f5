/// The smallest and the largest value of `Σ w·x² / (Σ x)²` over every way to fill in what is not known.
///
/// `x` are the amounts, each within its own limits, `w` their weights (1 for a plain HHI); the sum of all may be bounded as well.
/// The root of the expression is a norm over a linear form, so its sublevel sets are convex: the minimum is found by one
/// multiplier, the maximum lies in corners.
struct ShareBounds {
    /// One amount with its limits. The weight may be unknown too: the lower one serves the lower bound, the upper one the upper.
    struct Part {
        var low: Double
        var high: Double
        var weight: ClosedRange<Double>
    }

    let parts: [Part]
    /// The limits of the sum.
    let whole: (low: Double, high: Double)

    /// The greatest lower bound, exact but for rounding.
    ///
    /// At the minimum every free amount has `w·x = λ`, as far as its limits allow; weight 0 stands for "spread so thin that its square is nothing".
    var low: Double {
        // As a function of the sum, the minimum falls to one point and rises after it: that point, moved into the limits of the sum.
        let multiplier = stationaryMultiplier
        let sum = multiplier.map { sums(at: $0).whole } ?? .infinity
        let target = min(max(sum, whole.low), whole.high)
        guard target.isFinite else { return 0 }
        guard target > 0 else { return parts.map(\.weight.lowerBound).min() ?? 0 }
        let level = multiplier.flatMap { target == sum ? $0 : nil } ?? self.multiplier(forWhole: target)
        return sums(at: level).squares / (target * target)
    }

    /// The least upper bound where at most ten amounts are open; an upper bound close above it otherwise.
    var high: Double {
        let most = parts.filter { $0.high > 0 }.map(\.weight.upperBound).max() ?? 0
        guard whole.high.isFinite else { return most }
        let least = parts.reduce(0) { $0 + $1.low }
        // An unbounded amount can be no more than what the sum leaves for it.
        let parts = parts.map { part in
            Part(low: part.low, high: max(part.low, min(part.high, whole.high - (least - part.low))), weight: part.weight)
        }
        let open = parts.filter { $0.high > $0.low }
        let fixed = parts.filter { $0.high <= $0.low }
        let sum = fixed.reduce(0) { $0 + $1.low }
        let squares = fixed.reduce(0) { $0 + $1.weight.upperBound * $1.low * $1.low }
        return min(most, open.count <= 10 ? cornerMaximum(open, sum, squares) : chordMaximum(open, sum, squares))
    }

    /// The maximum over the corners: every open amount at a limit, save one where the limit of the sum cuts its edge.
    private func cornerMaximum(_ open: [Part], _ fixedSum: Double, _ fixedSquares: Double) -> Double {
        var best = 0.0
        for corner in 0..<(1 << open.count) {
            let amounts = open.indices.map { corner >> $0 & 1 == 1 ? open[$0].high : open[$0].low }
            let sum = amounts.reduce(fixedSum, +)
            let squares = zip(open, amounts).reduce(fixedSquares) { $0 + $1.0.weight.upperBound * $1.1 * $1.1 }
            // The slack is for sums that were rounded in another order.
            if sum > 0, sum >= whole.low * (1 - 1e-12), sum <= whole.high * (1 + 1e-12) { best = max(best, squares / (sum * sum)) }
            for (part, amount) in zip(open, amounts) {
                for limit in [whole.low, whole.high] where limit > 0 {
                    let cut = limit - (sum - amount)
                    guard cut >= part.low, cut <= part.high else { continue }
                    best = max(best, (squares + part.weight.upperBound * (cut * cut - amount * amount)) / (limit * limit))
                }
            }
        }
        return best
    }

    /// A bound by chords, for tables with so many open amounts that their corners cannot be visited.
    ///
    /// A square lies below the chord between its limits. The chords make the maximum for a given sum a matter of filling the steepest first.
    private func chordMaximum(_ open: [Part], _ fixedSum: Double, _ fixedSquares: Double) -> Double {
        let chords = open.map { (slope: $0.weight.upperBound * ($0.low + $0.high), length: $0.high - $0.low) }.sorted {
            $0.slope > $1.slope
        }
        var sum = open.reduce(fixedSum) { $0 + $1.low }
        var squares = open.reduce(fixedSquares) { $0 + $1.weight.upperBound * $1.low * $1.low }
        var best = 0.0
        for chord in chords where sum < whole.high {
            let end = min(sum + chord.length, whole.high)
            // On a chord the bound is (a + b·t)/t², with its only turning point at t = −2a/b.
            let constant = squares - chord.slope * sum
            for point in [sum, chord.slope > 0 ? -2 * constant / chord.slope : sum, end] {
                let point = max(point, whole.low)
                if point > 0, point >= sum, point <= end { best = max(best, (constant + chord.slope * point) / (point * point)) }
            }
            squares += chord.slope * (end - sum)
            sum = end
        }
        return best
    }

    /// The amounts at a multiplier: their sum and the weighted sum of their squares.
    private func sums(at level: Double) -> (whole: Double, squares: Double) {
        var whole = 0.0
        var squares = 0.0
        for part in parts {
            let weight = part.weight.lowerBound
            let amount = weight > 0 ? min(max(level / weight, part.low), part.high) : part.high
            whole += amount
            if weight > 0 { squares += weight * amount * amount }
        }
        return (whole, squares)
    }

    /// The multiplier at the minimum, where no bound of the sum matters: `λ = squares / whole`. Nil where a weightless amount is unbounded.
    private var stationaryMultiplier: Double? {
        if parts.contains(where: { $0.weight.lowerBound == 0 && $0.high == .infinity }) { return nil }
        // squares − λ·whole falls steadily in λ, and is not negative at the smallest amounts. Where these are all zero there are no shares
        // yet: then the search starts as soon as there are some, before the first limit is reached.
        let first = parts.filter { $0.high > 0 }.map { min(1, $0.weight.lowerBound * $0.high) }.min() ?? 0
        return Self.crossing(from: sums(at: 0).whole > 0 ? 0 : first) { level in
            let sums = sums(at: level)
            return sums.squares - level * sums.whole <= 0
        }
    }

    /// The multiplier whose amounts sum up to `target`.
    ///
    /// Weightless amounts stand at their upper limit already at multiplier 0; a smaller sum only lowers them, which costs no square.
    private func multiplier(forWhole target: Double) -> Double {
        Self.crossing(from: 0) { sums(at: $0).whole >= target }
    }

    /// The smallest number for which `isReached` holds, where it stays true from there on.
    private static func crossing(from start: Double, _ isReached: (Double) -> Bool) -> Double {
        if isReached(start) { return start }
        var low = start
        var high = 1.0
        while !isReached(high), high < 1e300 {
            low = high
            high *= 2
        }
        while true {
            let middle = low + (high - low) / 2
            if middle <= low || middle >= high { return high }
            if isReached(middle) { high = middle } else { low = middle }
        }
    }
}
