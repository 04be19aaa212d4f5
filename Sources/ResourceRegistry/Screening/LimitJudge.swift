/// What measured attributes say of the limits of an item.
struct LimitJudgement {
    /// Why the item is ruled out; `nil` when it is not.
    var ruledOut: String?
    /// Limits that no attribute answers.
    var open: [Limit] = []
    /// Limits that fail for the only part of the entry that they speak of: is the good of that part?
    var ofAPart: [Limit] = []

    /// Compares exactly, with units converted.
    ///
    /// Limits of the groups `all` and `material` hold together. `any` means that one of its limits suffices, and every other
    /// group name is one of several alternative sets. A single alternative set speaks of a part of the entry only, so failing
    /// it rules nothing out: what is open then is the form of the good. Groups named by a year hold quota amounts, which are no
    /// property of a good.
    /// - Throws: `ScreeningError.unitDoesNotConvert`; `InvalidValue` where a conversion has no exact result.
    init(limits: [Limit], attributes: [MeasuredAttribute]) throws {
        var alternatives: [[Limit]] = []
        var order: [String: Int] = [:]
        for limit in limits where limit.isOfTheGood {
            switch limit.group {
            case "all", "material":
                switch try Self.outcome(of: limit, attributes) {
                case .fails(let reason): ruledOut = ruledOut ?? reason
                case .open: open.append(limit)
                case .holds: break
                }
            case "any": alternatives.append([limit])
            default:
                if let index = order[limit.group] {
                    alternatives[index].append(limit)
                } else {
                    order[limit.group] = alternatives.count
                    alternatives.append([limit])
                }
            }
        }
        try judge(alternatives, attributes)
        // The same limit may stand in several sets (the length of a cylinder and of a tube): it is asked once.
        var asked: Set<String> = []
        open = ruledOut == nil ? open.filter { asked.insert("\($0.parameter) \($0.wording)").inserted } : []
        if ruledOut != nil { ofAPart = [] }
    }

    private mutating func judge(_ alternatives: [[Limit]], _ attributes: [MeasuredAttribute]) throws {
        guard !alternatives.isEmpty else { return }
        var asked: [Limit] = []
        var reasons: [String] = []
        for alternative in alternatives {
            var missing: [Limit] = []
            var reason: String?
            for limit in alternative {
                switch try Self.outcome(of: limit, attributes) {
                case .fails(let why):
                    reason = reason ?? why
                    if alternatives.count == 1 { ofAPart.append(limit) }
                case .open: missing.append(limit)
                case .holds: break
                }
            }
            if let reason {
                reasons.append(reason)
            } else if missing.isEmpty {
                return
            } else {
                asked += missing
            }
        }
        if asked.isEmpty, alternatives.count > 1 {
            ruledOut = ruledOut ?? reasons.joined(separator: "; ")
        } else {
            open += asked
        }
    }

    private enum Outcome {
        case holds, open
        case fails(String)
    }

    private static func outcome(of limit: Limit, _ attributes: [MeasuredAttribute]) throws -> Outcome {
        let key = MeasuredAttribute.key(limit.parameter)
        guard let attribute = attributes.first(where: { MeasuredAttribute.key($0.name) == key }) else { return .open }
        let listed = try UnitOfMeasure.read(limit.unit)
        let measured = try attribute.unit.map { try UnitOfMeasure.read($0) } ?? listed
        let isOfAnotherBasis = measured.basis != nil && listed.basis != nil && measured.basis != listed.basis
        if isOfAnotherBasis || measured.unit.dimension != listed.unit.dimension {
            throw ScreeningError.unitDoesNotConvert(attribute.unit ?? limit.unit, attribute: limit.parameter, measuredIn: limit.unit)
        }
        let value = try Quantity(amount: attribute.value, unit: measured.unit).converted(to: listed.unit).amount
        let holds =
            switch limit.bound {
            case .below(let bound): value < bound
            case .atMost(let bound): value <= bound
            case .equal(let bound): value == bound
            case .atLeast(let bound): value >= bound
            case .above(let bound): value > bound
            case .between(let low, let high): low <= value && value <= high
            }
        if holds { return .holds }
        return .fails("\(limit.parameter) \(attribute.value) \(attribute.unit ?? limit.unit) is not \(limit.wording)")
    }
}

extension Limit {
    /// Whether it limits the good. Groups named by a year hold amounts of a quota.
    var isOfTheGood: Bool { Int(group) == nil }

    /// Whether a limit in that unit measures a share of a whole, which is never above 100 %.
    ///
    /// A unit that names what it counts (`% mass`, `% value`) does. A bare `%` does for purity, content, share and transmittance only:
    /// an elongation or a strain may well be more than the length it starts from.
    static func isShare(_ parameter: String, in unit: UnitOfMeasure, basis: Basis?) -> Bool {
        guard unit.dimension == .fraction else { return false }
        let words = parameter.split { !$0.isLetter }
        return basis != nil || ["purity", "content", "share", "transmittance"].contains { words.contains($0) }
    }
}

extension MeasuredAttribute {
    /// - Throws: `ScreeningError.shareAboveTheWhole` where a limit of this parameter in this unit measures a share of a whole.
    func requireNoMoreThanTheWhole(_ parameter: String, in unitText: String) throws {
        let listed = try UnitOfMeasure.read(unitText)
        guard Limit.isShare(parameter, in: listed.unit, basis: listed.basis) else { return }
        let measured = try unit.map { try UnitOfMeasure.read($0).unit } ?? listed.unit
        guard measured.dimension == .fraction else { return }
        if try value.multiplied(by: measured.factor) > .one {
            throw ScreeningError.shareAboveTheWhole(attribute: name, value: "\(value) \(unit ?? unitText)")
        }
    }
}
