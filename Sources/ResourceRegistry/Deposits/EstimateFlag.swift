/// Why an ore estimate cannot be right as it stands. It is kept as the source has it, and shown with the flag.
public struct EstimateFlag: Hashable, Sendable {
    /// What is wrong with an estimate as its source prints it.
    public enum Kind: String, Sendable, CaseIterable {
        /// More ore than all but a few deposits of the world hold: above 10 Gt, most likely a factor of 1,000 or more.
        case implausibleTonnage = "implausible-tonnage"
        /// More of a commodity than there is ore.
        case containedExceedsOre = "contained-exceeds-ore"
        /// A grade of 100 %: contained metal was stated as ore.
        case containedStatedAsOre = "contained-stated-as-ore"
        /// A grade of more than 100 % of the ore.
        case gradeAbove100Percent = "grade-above-100-percent"
        /// The parts add up to more than the total.
        case partsExceedTotal = "parts-exceed-total"
    }

    /// What is wrong with the estimate as printed.
    public var kind: Kind
    /// The figures, for a person.
    public var detail: String

    /// Makes a flag with the figures that show the fault.
    public init(kind: Kind, detail: String) {
        self.kind = kind
        self.detail = detail
    }
}

/// Looks for figures of an estimate that cannot be right.
enum EstimateCheck {
    /// Grams of 10 Gt: Olympic Dam and Pebble, among the largest resources stated, hold 11 Gt.
    private static let mostOre = (try? ExactDecimal("1e16")) ?? .one
    private static let whole = ExactDecimal.one

    /// The flags of an estimate, from its figures alone; figures in units that are not masses or shares are passed over.
    static func flags(ore: PrintedQuantity?, measures: [CommodityMeasure]) -> [EstimateFlag] {
        var flags: [EstimateFlag] = []
        let mass = ore.flatMap { base($0, .mass) }
        if let ore, let mass, mostOre < mass {
            flags.append(EstimateFlag(kind: .implausibleTonnage, detail: "\(ore.amount) \(ore.unit) of ore is more than 10 Gt"))
        }
        for measure in measures {
            if let grade = measure.grade, let share = base(grade, .fraction) {
                if whole < share {
                    add(EstimateFlag(kind: .gradeAbove100Percent, detail: "\(measure.mineral): \(grade.amount) \(grade.unit)"), to: &flags)
                } else if share == whole, ore != nil {
                    add(
                        EstimateFlag(kind: .containedStatedAsOre, detail: "\(measure.mineral): \(grade.amount) \(grade.unit) of the ore"),
                        to: &flags)
                }
            }
            if let mass, let contained = measure.contained, let held = base(contained, .mass), mass < held {
                add(
                    EstimateFlag(
                        kind: .containedExceedsOre,
                        detail:
                            "\(measure.mineral): \(contained.amount) \(contained.unit) in \(ore?.amount.description ?? "") \(ore?.unit ?? "")"
                    ),
                    to: &flags)
            }
        }
        return flags
    }

    private static func add(_ flag: EstimateFlag, to flags: inout [EstimateFlag]) {
        if !flags.contains(where: { $0.kind == flag.kind }) { flags.append(flag) }
    }

    /// The amount in the base unit of a dimension; a word behind the unit (`% Li2O`) tells what is counted.
    static func base(_ quantity: PrintedQuantity, _ dimension: UnitOfMeasure.Dimension) -> ExactDecimal? {
        guard let unit = UnitOfMeasure.leading(quantity.unit), unit.dimension == dimension else { return nil }
        return try? quantity.amount.multiplied(by: unit.factor)
    }
}

extension UnitOfMeasure {
    /// The unit with which a text begins: `%` of `% Li2O`, `short tons` of `short tons ore`.
    static func leading(_ text: String) -> UnitOfMeasure? {
        if let whole = try? UnitOfMeasure(text) { return whole }
        let words = text.split(separator: " ")
        for count in stride(from: min(3, words.count - 1), to: 0, by: -1) {
            if let unit = try? UnitOfMeasure(words.prefix(count).joined(separator: " ")) { return unit }
        }
        return nil
    }
}
