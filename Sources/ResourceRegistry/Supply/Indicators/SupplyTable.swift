/// A supply table that was checked: its parts, its world row, and how large the whole can be.
struct SupplyTable {
    /// Countries and others, in the order given.
    let parts: [SupplyPart]
    /// The smallest and the largest amount of each part that the rows allow.
    private(set) var limits: [Interval]
    /// The world row, nil where there is none.
    let world: KnownAmount?
    /// The smallest and the largest whole that the rows allow. The whole is the sum of the parts; the world row narrows it.
    let whole: (low: Double, high: Double)
    /// What deserves a look.
    let findings: [String]

    /// Throws `IndicatorError` for rows that cannot stand in one table.
    init(_ rows: [SupplyPart]) throws(IndicatorError) {
        var seen: Set<SupplyPart.Kind> = []
        for row in rows {
            guard row.amount.isValid else {
                throw .outOfRange(input: row.name, value: row.amount.words, expected: "finite numbers of zero or more, in order")
            }
            if row.measure != rows[0].measure {
                throw .mixedMeasures(rows[0].measure?.description ?? "no unit told", row.measure?.description ?? "no unit told")
            }
            // Several rows of others ("other Europe") are possible, each of them part of the whole.
            if row.kind != .other, !seen.insert(row.kind).inserted { throw .duplicate(row.name) }
        }
        let parts = rows.filter { $0.kind != .world }
        // A total that is not told ("XX", "W") bounds nothing.
        let total = rows.first { $0.kind == .world && ($0.amount.low > 0 || $0.amount.high.isFinite) && $0.amount != .notApplicable }
        self.parts = parts
        world = total?.amount
        var low = parts.reduce(0) { $0 + $1.amount.low }
        var high = parts.reduce(0) { $0 + $1.amount.high }
        var findings: [String] = []
        limits = parts.map { Interval($0.amount.low, $0.amount.high) }
        if let total {
            let isCounted = parts.map { part in
                if case .country(let code) = part.kind { return !total.leavesOut.contains(code) }
                return true
            }
            let counted = zip(parts, isCounted).filter(\.1).map(\.0)
            let least = counted.reduce(0) { $0 + $1.amount.low }
            let most = counted.reduce(0) { $0 + $1.amount.high }
            let given = Self.rounded(total.amount)
            // The slack of the comparisons covers the binary sum of decimal numbers.
            if given.high < least * (1 - 1e-12) { throw .worldBelowParts(world: total.amount.exactValue ?? given.high, parts: least) }
            if let exact = total.amount.exactValue, exact < least * (1 - 1e-12) {
                findings.append(
                    "the world row (\(exact.plain)) lies below the sum of its parts (\(least.plain)) by less than its rounding")
            }
            if given.low > most * (1 + 1e-12) {
                findings.append(
                    "the world row (\(total.amount.words)) lies above the sum of its parts (\(most.plain)): the rest is nobody's")
            } else {
                let leftOut = zip(parts, isCounted).filter { !$0.1 }.map(\.0.amount)
                low = max(low, given.low + leftOut.reduce(0) { $0 + $1.low })
                high = max(low, min(high, given.high + leftOut.reduce(0) { $0 + $1.high }))
                for index in parts.indices where isCounted[index] {
                    // A part can be no more than what the total leaves for it.
                    limits[index].high = max(limits[index].low, min(limits[index].high, given.high - (least - limits[index].low)))
                }
            }
        }
        whole = (low, high)
        self.findings = findings
    }

    /// The share of the whole that is told in plain numbers; nil where the whole has no bound.
    var coverage: Double? {
        let known = parts.reduce(0) { $0 + ($1.amount.exactValue ?? 0) }
        let all = max(whole.high, world?.exactValue ?? 0)
        return all.isFinite && all > 0 ? min(1, known / all) : nil
    }

    /// Whether every part is a plain number.
    var isExact: Bool { parts.allSatisfy { $0.amount.exactValue != nil || $0.amount == .notApplicable } }

    /// Why nothing can be computed from the parts, nil where it can.
    var reason: String? {
        let countries = parts.filter { $0.kind != .other }
        if countries.isEmpty { return "no country is listed" }
        if countries.allSatisfy({ $0.amount.exactValue == nil }) { return "no published country figures" }
        if whole.high == 0 { return "the sum of the parts is zero" }
        let unknown = parts.filter { $0.amount.exactValue == nil && $0.amount != .notApplicable }
        if unknown.isEmpty { return nil }
        return "not a plain number: " + unknown.map { "\($0.name) \($0.amount.words)" }.joined(separator: ", ")
    }

    /// All rows by name.
    var inputs: [IndicatorInput] {
        parts.map { IndicatorInput($0.name, $0.amount) } + (world.map { [IndicatorInput("world", $0)] } ?? [])
    }

    /// What a published total stands for: a total of 900,000 may be anything from 850,000 to 950,000.
    private static func rounded(_ world: KnownAmount) -> (low: Double, high: Double) {
        guard let value = world.exactValue, value > 0, let decimal = try? ExactDecimal(value) else { return (world.low, world.high) }
        // A normalised decimal ends in its last digit that is not zero: its exponent is the place of rounding.
        let half = (try? ExactDecimal("5e\(decimal.exponent - 1)"))?.doubleValue ?? 0
        return (value - half, value + half)
    }
}
