/// One cell of an amount in a world table, with what the row and the header say about it; nothing is interpreted yet.
struct USGSCell {
    /// The edition.
    var edition: Int
    /// The chapter or commodity, or the code in the file's name.
    var commodity: String
    /// The type of the series.
    var type: String
    /// The form in the name of the column: `sponge`, `k2o equiv`.
    var form: String
    /// The country.
    var country: String
    /// What is measured.
    var measure: SupplyFact.Measure
    /// The year.
    var year: Int
    /// The unit as told by the row or by the name of the column.
    var unit: String
    /// The amount.
    var text: String
    /// The remarks that belong to the amount.
    var remarks: String
    /// Whether the heading calls the column an estimate.
    var isHeadedEstimate: Bool
    /// Whether the remarks of this measure speak of this year: they speak of the first one.
    var isFirstYear: Bool
    var file: String
    var line: Int
    var column: Int

    var place: String { "\(file):\(line):\(column)" }

    /// Whether the heading, the type or the remarks call the amount an estimate.
    ///
    /// The last year of an edition always is one. Remarks speak of the first year, whichever year they name: some were carried over from the
    /// edition before.
    var isCalledEstimate: Bool {
        if measure == .production && year == edition - 1 { return true }
        guard isFirstYear, measure != .reserves else { return isHeadedEstimate }
        let words = remarks.lowercased()
        if words.hasPrefix("reported") { return false }
        return isHeadedEstimate || type.lowercased().hasSuffix("estimated") || Self.tellsEstimate(words)
    }

    /// "Estimated in 2021 also", "Production in 2021 is also estimated"; not "… is estimated to produce trona".
    private static func tellsEstimate(_ remarks: String) -> Bool {
        if remarks.contains("also estimated") { return true }
        return remarks.split(whereSeparator: { $0 == "." || $0 == "-" || $0 == ";" }).contains { sentence in
            let words = String(sentence).trimmed
            return words.hasPrefix("estimated") && !words.hasPrefix("estimated amount")
        }
    }
}

/// The columns of the wide tables: one column for a measure and a year (editions up to 2025).
///
/// Names such as `Prod_t_est_2022`, `PROD_EST_ 2024`, `Cap_Sponge_t_2021`, `Reserves_ore_K2O_equiv_kt` and `RESERVES_2024` hold the measure,
/// and in any order the year, the unit, the mark of an estimate and the form.
struct USGSColumns {
    struct Column {
        let index: Int
        let measure: SupplyFact.Measure
        let year: Int?
        let unit: String?
        let isEstimate: Bool
        let form: String
        var remarks: Int?
        var isFirst: Bool
    }

    private(set) var amounts: [Column] = []
    let source: Int
    let country: Int
    let type: Int?
    let commodity: Int?
    let unit: Int?

    /// Nil where the header is not that of a wide table.
    init?(_ header: [String]) {
        let names = header.map { $0.lowercased().trimmed }
        guard let source = names.firstIndex(of: "source"), let country = names.firstIndex(of: "country") else { return nil }
        self.source = source
        self.country = country
        commodity = names.firstIndex(of: "commodity")
        unit = names.firstIndex(of: "unit_meas")
        var open: [Int] = []
        for (index, name) in names.enumerated() {
            let words = name.split { $0 == "_" || $0 == " " }.map(String.init)
            guard let measure = Self.measure(words.first) else { continue }
            if words.contains(where: { $0.hasPrefix("note") }) {
                // The remarks stand behind the columns that they belong to.
                for column in open where amounts[column].measure == measure { amounts[column].remarks = index }
                continue
            }
            let year = words.compactMap { $0.utf8.count == 4 ? Int($0) : nil }.first
            let unit = words.first { Self.units.contains($0) }
            let form = words.dropFirst().filter { $0 != "est" && $0 != unit && Int($0) == nil }.joined(separator: " ")
            open.append(amounts.count)
            amounts.append(
                Column(
                    index: index, measure: measure, year: year, unit: unit, isEstimate: words.contains("est"), form: form,
                    isFirst: !amounts.contains { $0.measure == measure }))
        }
        guard !amounts.isEmpty else { return nil }
        // One file heads the column of types with the type itself.
        let third = names.indices.contains(2) && !names[2].isEmpty && !amounts.contains { $0.index == 2 } ? 2 : nil
        type = names.firstIndex(of: "type") ?? third
    }

    /// The last year that a column tells of.
    var lastYear: Int? { amounts.compactMap(\.year).max() }

    private static func measure(_ word: String?) -> SupplyFact.Measure? {
        switch word {
        case "prod": .production
        case "cap": .capacity
        case "reserves", "reserve": .reserves
        default: nil
        }
    }

    private static let units: Set<String> = ["t", "kt", "mt", "mmt", "kg", "mct", "kct", "mcm"]
}
