/// The units of the Mineral Commodity Summaries, and where the told one is wrong.
enum USGSUnits {
    /// The unit of a cell, mended where the told one is certainly wrong; nil where the registry does not know it.
    static func unit(_ cell: USGSCell, mineral: String, report: inout USGSReport) -> UnitOfMeasure? {
        let told = symbols[cell.unit.lowercased()]
        let meant = meant(cell, mineral: mineral, told: told ?? "")
        if let meant, meant != told {
            report.correct(.unit, cell.place, "\(cell.commodity), \(cell.measure.rawValue): '\(cell.unit)' stands for \(meant)")
        }
        return (meant ?? told).flatMap { try? UnitOfMeasure($0) }
    }

    /// The unit that is meant where another one is told, nil where the told one holds.
    private static func meant(_ cell: USGSCell, mineral: String, told: String) -> String? {
        let remarks = cell.remarks.lowercased()
        for words in ["units are thousand metric tons", "data is thousand metric tons"] where remarks.contains(words) && told == "t" {
            return "kt"
        }
        return faults.first {
            $0.edition == cell.edition && $0.mineral == mineral && $0.measure == cell.measure && $0.told == told
                && cell.type.lowercased().contains($0.type)
        }?.meant
    }

    private static let symbols = [
        "metric tons": "t", "t": "t", "tons": "t", "thousand metric tons": "kt", "thousand metric dry tons": "kt", "kt": "kt",
        "million metric tons": "Mt", "mt": "Mt", "mmt": "Mt", "kilograms": "kg", "kg": "kg", "million carats": "Mct", "mct": "Mct",
        "million cubic meters": "Mm3", "mcm": "Mm3", "million liters": "ML",
    ]

    private struct Fault {
        let edition: Int
        let mineral: String
        let measure: SupplyFact.Measure
        let type: String
        let told: String
        let meant: String
    }

    /// Faults of the released files. What is meant is certain: the printed chapters and the editions beside them agree.
    private static let faults: [Fault] =
        [
            Fault(edition: 2023, mineral: "chromium", measure: .production, type: "", told: "t", meant: "kt"),
            Fault(edition: 2023, mineral: "rhenium", measure: .reserves, type: "", told: "kt", meant: "kg"),
            Fault(edition: 2023, mineral: "vanadium", measure: .reserves, type: "", told: "t", meant: "kt"),
            Fault(edition: 2025, mineral: "vanadium", measure: .reserves, type: "", told: "t", meant: "kt"),
            Fault(edition: 2026, mineral: "vanadium", measure: .reserves, type: "", told: "t", meant: "kt"),
            Fault(edition: 2024, mineral: "selenium", measure: .reserves, type: "", told: "kt", meant: "t"),
            Fault(edition: 2025, mineral: "molybdenum", measure: .reserves, type: "", told: "t", meant: "kt"),
            Fault(edition: 2025, mineral: "iron", measure: .reserves, type: "", told: "kt", meant: "Mt"),
        ]
        + ["ilmen", "rutile"].flatMap { type in
            [SupplyFact.Measure.production, .reserves].flatMap { measure in
                ["t", ""].map { Fault(edition: 2025, mineral: "titanium", measure: measure, type: type, told: $0, meant: "kt") }
            }
        }
}
