/// A numeric limit of an item, ready to be compared.
struct LimitRow: Sendable {
    var parameter: Int32
    /// The alternative set it belongs to, numbered within the item from 0 in order of appearance; -1 where it holds in every case.
    var set: Int32
    var bound: Limit.Bound
    var unit: UnitOfMeasure
    var basis: Basis?
    /// Position among the limits of the item, for what an answer quotes.
    var source: Int32

    /// Whether a measured amount keeps the limit, compared exactly in the limit's own unit.
    func holds(for amount: ExactDecimal) -> Bool {
        switch bound {
        case .below(let limit): amount < limit
        case .atMost(let limit): !(limit < amount)
        case .equal(let limit): amount == limit
        case .atLeast(let limit): !(amount < limit)
        case .above(let limit): limit < amount
        case .between(let low, let high): !(amount < low) && !(high < amount)
        }
    }

    /// The rows of an item's limits.
    ///
    /// Groups `all` and `material` hold in every case; each limit of the group `any` is an alternative of its own; every other name is
    /// an alternative set. A group named by a year holds the amounts of a quota: no property of a good.
    /// - Throws: `InvalidValue` for an unknown unit.
    static func rows(of limits: [Limit], parameters: [String: Int32]) throws -> [LimitRow] {
        var sets: [String: Int32] = [:]
        var count: Int32 = 0
        var rows: [LimitRow] = []
        for (position, limit) in limits.enumerated() where Int(limit.group) == nil {
            var set: Int32 = -1
            if limit.group != "all", limit.group != "material" {
                set = sets[limit.group] ?? count
                if set == count { count += 1 }
                if limit.group != "any" { sets[limit.group] = set }
            }
            let (unit, basis) = try UnitOfMeasure.read(limit.unit)
            rows.append(
                LimitRow(
                    parameter: parameters[MeasuredAttribute.key(limit.parameter)] ?? -1, set: set, bound: limit.bound, unit: unit,
                    basis: basis, source: Int32(position)))
        }
        return rows
    }
}

/// A measured attribute, ready to be compared.
struct Measurement {
    /// The parameter by number.
    let parameter: Int32
    let value: ExactDecimal
    /// `nil`: that of the limit.
    let unit: UnitOfMeasure?
    let basis: Basis?
    /// The unit as the asker wrote it.
    let unitText: String?

    init(_ attribute: MeasuredAttribute, parameter: Int32) throws(InvalidValue) {
        let read = try attribute.unit.map { text throws(InvalidValue) in try UnitOfMeasure.read(text) }
        self.parameter = parameter
        value = attribute.value
        unit = read?.unit
        basis = read?.basis
        unitText = attribute.unit
    }
}

/// What the measurements say of the limits of one item, by row numbers.
struct LimitFinding {
    /// The limits that rule the item out: one that holds in every case, or one of each alternative set.
    var failing: [Int32] = []
    /// The limits that nothing answers.
    var open: [Int32] = []
    /// The limits that fail in the only alternative set: it speaks of a part of the entry, and the good may be another part.
    var ofAPart: [Int32] = []
}

extension IndexTables {
    /// Compares the limits of an item with what was measured.
    ///
    /// - Throws: `ScreeningError.unitDoesNotConvert`; `InvalidValue` where a conversion has no exact result.
    func compareLimits(of item: Int32, with measurements: [Measurement]) throws -> LimitFinding {
        let range = items[Int(item)].limits
        var finding = LimitFinding()
        for row in range where limits[Int(row)].set < 0 {
            switch try outcome(of: row, item, measurements) {
            case .yes: break
            case .no: if finding.failing.isEmpty { finding.failing.append(row) }
            case .unknown: finding.open.append(row)
            }
        }
        let count = range.reduce(0) { max($0, limits[Int($1)].set + 1) }
        var asked: [Int32] = []
        var missed: [Int32] = []
        var isAnswered = count == 0
        // The first complete set answers for all of them; what stands behind it is not looked at.
        for set in 0..<count where !isAnswered {
            var missing: [Int32] = []
            var failures: [Int32] = []
            for row in range where limits[Int(row)].set == set {
                switch try outcome(of: row, item, measurements) {
                case .yes: break
                case .no: failures.append(row)
                case .unknown: missing.append(row)
                }
            }
            if count == 1 { finding.ofAPart = failures }
            if let failure = failures.first {
                missed.append(failure)
            } else if missing.isEmpty {
                isAnswered = true
            } else {
                asked += missing
            }
        }
        if !isAnswered {
            finding.open += asked
            if asked.isEmpty, count > 1, finding.failing.isEmpty { finding.failing = missed }
        }
        if !finding.failing.isEmpty {
            finding.open = []
            finding.ofAPart = []
        }
        return finding
    }

    private func outcome(of row: Int32, _ item: Int32, _ measurements: [Measurement]) throws -> Truth {
        let limit = limits[Int(row)]
        guard let measured = measurements.first(where: { $0.parameter == limit.parameter }) else { return .unknown }
        guard let unit = measured.unit else { return Truth(limit.holds(for: measured.value)) }
        var isComparable = unit.dimension == limit.unit.dimension
        if let basis = measured.basis, let wanted = limit.basis, basis != wanted { isComparable = false }
        guard isComparable else {
            let listed = dossiers[Int(item)].value.item.limits[Int(limit.source)]
            throw ScreeningError.unitDoesNotConvert(
                measured.unitText ?? listed.unit, attribute: listed.parameter, measuredIn: listed.unit)
        }
        let amount = try Quantity(amount: measured.value, unit: unit).converted(to: limit.unit).amount
        return Truth(limit.holds(for: amount))
    }
}
