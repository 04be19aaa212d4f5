/// A row of the MRDS table of resources, or of the grades that belong to it.
///
/// A row of resources holds up to nine figures. The main one is the estimate `mrds-<dep_id>/<yr>/<line>`, to which the grades belong;
/// the others are estimates of their own.
struct MRDSResourceRow {
    /// The figures, the one that stands for the whole first.
    static let figures: [(column: String, statement: OreEstimate.Statement, category: String?)] = [
        ("tot_resources", .resource, nil), ("tot_endowment", .endowment, nil), ("reserves", .reserve, nil),
        // Demonstrated is measured and indicated together (USGS Circular 831).
        ("demo", .resource, "measured-and-indicated-mineral-resource"), ("meas", .resource, "measured-mineral-resource"),
        ("indic", .resource, "indicated-mineral-resource"), ("infer", .resource, "inferred-mineral-resource"),
        ("proved", .reserve, "proved-ore-reserves"), ("probable", .reserve, "probable-ore-reserves"),
    ]

    let row: TableRow
    let number: String
    let citation: Citation

    private var main: String { "mrds-\(number)/\(row.text("yr"))/\(row.text("line"))" }

    /// Reads the estimates of a row of resources.
    ///
    /// - Throws: `CSVError` for a figure below 0 and for a unit that is not known.
    func read(into item: inout ImportItem) throws {
        _ = try row.integer("line")
        let year = row.text("yr")
        // 0 and blanks stand for a year that is not known.
        let isKnown = year.utf8.count == 4 && (Int(year) ?? 0) > 0
        let date = isKnown ? try row.at("yr") { () throws(InvalidValue) in try CivilDate(year) } : nil
        var remarks: [String: String] = [:]
        for column in ["res_nm", "res_tp", "remrk"] { remarks[column] = row.optional(column) }
        if !isKnown, !year.isEmpty, year != "0" { remarks["yr"] = year }
        var estimates: [OreEstimate] = []
        for figure in Self.figures where row.optional(figure.column) != nil {
            var estimate = OreEstimate(
                id: estimates.isEmpty ? main : "\(main)/\(figure.column)", deposit: "mrds-\(number)", statement: figure.statement,
                category: figure.category, asOf: date, citation: citation)
            try readFigure(figure.column, into: &estimate, &item.notes)
            estimates.append(estimate)
        }
        if estimates.isEmpty {
            item.notes.note(.withoutTonnage)
            estimates = [OreEstimate(id: main, deposit: "mrds-\(number)", statement: .notStated, asOf: date, citation: citation)]
        }
        estimates[0].isHeadline = row.text("best_rec") == "Y"
        estimates[0].zone = row.optional("res_nm")
        for (field, text) in remarks where field != "res_nm" { estimates[0].remarks[field] = text }
        if let flag = partsFlag() { estimates[0].flags.append(flag) }
        item.estimates = estimates
        item.keepsGrades = true
    }

    private func readFigure(_ column: String, into estimate: inout OreEstimate, _ notes: inout RecordNotes) throws {
        let text = row.text(column)
        guard let unit = row.optional("units") else {
            _ = try amount(column)
            estimate.remarks[column] = text
            notes.note(.figureWithoutUnit)
            return
        }
        _ = try amount(column)
        estimate.ore = try row.at("units") { () throws(InvalidValue) in
            try EstimateWords.figure(text, unit: unit, of: [.mass, .volume])
        }
        estimate.flags = EstimateCheck.flags(ore: estimate.ore, measures: [])
    }

    private func amount(_ column: String) throws -> ExactDecimal {
        let amount = try row.at(column) { () throws(InvalidValue) in try ExactDecimal(row.text(column)) }
        guard !(amount < .zero) else { throw row.error(column, "a tonnage is not negative") }
        return amount
    }

    /// Measured, indicated and inferred cannot be more than their total; a hundredth is left for rounding.
    private func partsFlag() -> EstimateFlag? {
        func value(_ column: String) -> Double? { row.optional(column).flatMap { Double($0) } }
        let parts = ["meas", "indic", "infer"].compactMap(value)
        guard let total = value("tot_resources"), !parts.isEmpty, parts.reduce(0, +) > total * 1.01 else { return nil }
        return EstimateFlag(
            kind: .partsExceedTotal,
            detail: "measured, indicated and inferred are \(parts.reduce(0, +).shortest), the total is \(total.shortest)"
        )
    }

    /// Reads a row of grades.
    ///
    /// - Throws: `CSVError` for a grade below 0 and for a unit that is not known.
    func measure(_ vocabulary: SourceVocabulary, _ notes: inout RecordNotes) throws -> EstimateMeasure {
        let rank = try row.integer("rec")
        let commodity = try row.required("commod")
        let item = row.optional("item")
        var grade: PrintedQuantity?
        if let text = row.optional("grd") {
            _ = try amount("grd")
            grade = try row.at("grd_units") { () throws(InvalidValue) in
                try EstimateWords.figure(text, unit: row.text("grd_units"), of: [.share, .concentration])
            }
            if let item, let plain = grade { grade?.unit = "\(plain.unit) \(item)" }
        }
        let meaning = vocabulary.mineral(commodity) ?? vocabulary.mineral(row.text("code"))
        if meaning == nil { notes.noteUnmapped("commodity", commodity) }
        let words = [commodity, item.map { "(\($0))" }, row.optional("grd"), row.optional("grd_units")].compactMap(\.self)
        return EstimateMeasure(
            estimate: main, number: rank, words: words.joined(separator: " "),
            measure: meaning.flatMap { meaning in grade.map { CommodityMeasure(mineral: meaning.mineral, grade: $0) } })
    }
}
