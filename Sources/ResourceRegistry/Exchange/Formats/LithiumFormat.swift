/// The tables of the lithium deposits of the United States, USGS doi:10.5066/P9ZKRWQF: sites, their deposit models and resources.
///
/// The tables are windows-1252; header names end in ` *` where a column is a key; `<Null>` stands for nothing.
final class LithiumFormat: ImportFormat {
    static let dataset = DepositFormat.usgsLithium.rawValue
    static let source = Source(
        id: "usgs:p9zkrwqf", title: "Lithium deposits in the United States", publisher: "U.S. Geological Survey",
        url: "https://doi.org/10.5066/P9ZKRWQF", licence: "public domain", language: "en", kind: "database")

    /// The tables that are read, in their order, by columns that no other table has.
    enum Table: Int, CaseIterable {
        case sites, models, resources

        var columns: [String] {
            switch self {
            case .sites: ["Site_ID", "Site_Name", "Other_Name", "Commodity", "Remarks", "Approx_Lon", "Approx_Lat"]
            case .models: ["Site_ID", "Ftr_Name", "DpMd_NoNm", "OBJECTID"]
            case .resources:
                [
                    "OBJECTID", "Site_ID", "Ftr_Name", "Material", "Rsrc_Date", "Mat_Type", "Mat_Amnt", "Mat_Units", "Grade", "Grade_Unit",
                    "CutOffGrad", "CutOffUnit", "Contained", "Cont_Units", "CntSICom", "Rsrc_Class", "Rsrc_Descr", "Rsrc_Code",
                    "Ref_Detail",
                    "Ref_ID", "Remarks",
                ]
            }
        }
    }

    private let tables: SourceTables<(table: Table, places: [String: Int])>
    private let vocabulary: SourceVocabulary
    private let citation: Citation

    /// Opens files; those whose header is none of the tables' are named in the report.
    init(files: [String], vocabulary: SourceVocabulary, options: CSVOptions) throws {
        tables = try SourceTables(files, options: options) { reader in Self.plan(reader).map { ($0.table.rawValue, $0) } }
        self.vocabulary = vocabulary
        citation = try Citation(confidence: .confirmed, sources: [Self.source.id])
    }

    private static func plan(_ reader: borrowing CSVReader) -> (table: Table, places: [String: Int])? {
        for table in Table.allCases {
            let found = table.columns.map { reader.optionalColumn($0) ?? reader.optionalColumn($0 + " *") }
            guard !found.contains(nil) else { continue }
            return (table, Dictionary(zip(table.columns, found.compactMap(\.self))) { first, _ in first })
        }
        return nil
    }

    var canGoOn: Bool { tables.canGoOn }
    var lastRecord: String { tables.lastRecord }
    var bytesRead: Int64 { tables.bytesRead }
    var bytesTotal: Int64? { tables.bytesTotal }
    var unused: [String] { tables.unused }

    func next() throws -> ImportItem? {
        guard let (plan, record) = try tables.next() else { return nil }
        let row = TableRow(record: record, places: plan.places)
        var item = ImportItem(file: record.file, fault: { row.error("Site_ID", $0) })
        item.sources = [Self.source]
        let site = try row.required("Site_ID")
        guard let id = Slug.make(from: site)?.text else { throw row.error("Site_ID", "not an id of a site, expected such as NV00001") }
        var deposit = Deposit(
            id: "usgs-lithium-\(id)", name: "Unnamed (\(site))",
            identifiers: [DepositIdentifier(scheme: Self.dataset, record: site)], citation: citation)
        switch plan.table {
        case .sites: try readSite(row, site, &deposit, &item)
        case .models:
            item.isPlaceholder = true
            let words = try row.required("DpMd_NoNm")
            item.models = [
                try vocabulary.model(words, number: try row.integer("OBJECTID"), origin: Self.dataset, citation: citation, &item.notes)
            ]
        case .resources:
            item.isPlaceholder = true
            item.estimates = [
                try LithiumResourceRow(row: row, citation: citation, vocabulary: vocabulary).estimate(deposit.id, &item.notes)
            ]
            if row.optional("Ref_ID") != nil { item.notes.noteNotStored("Ref_ID") }
        }
        if item.deposit == nil { item.deposit = deposit }
        return item
    }

    private func readSite(_ row: TableRow, _ site: String, _ deposit: inout Deposit, _ item: inout ImportItem) throws {
        deposit.name = row.optional("Site_Name") ?? deposit.name
        item.notes.noteName(deposit.name)
        // The data set is of the United States alone, and ids begin with the state.
        vocabulary.readCountry("United States", into: &deposit, &item.notes)
        deposit.remarks["country"] = nil
        deposit.admin1 = String(site.prefix { $0.isLetter })
        deposit.names = Self.list(row.optional("Other_Name")).filter { $0 != deposit.name }.map { DepositName(name: $0) }.uniqued
        deposit.minerals = Self.list(row.optional("Commodity")).map { vocabulary.readCommodity($0, &item.notes) }
        deposit.remarks["Remarks"] = row.optional("Remarks")
        item.deposit = deposit
        let point = try row.point(latitude: "Approx_Lat", longitude: "Approx_Lon")
        let given = "\(row.text("Approx_Lat")), \(row.text("Approx_Lon"))"
        try row.at("Approx_Lat") { () throws(InvalidValue) in try SourcePlace.place(point, crs: "EPSG:4326", given: given, &item) }
    }

    private static func list(_ cell: String?) -> [String] {
        (cell ?? "").split(separator: ";").map { $0.trimmed }.filter { !$0.isEmpty }
    }
}

/// A row of the table of resources.
private struct LithiumResourceRow {
    let row: TableRow
    let citation: Citation
    let vocabulary: SourceVocabulary

    /// The estimate of the row.
    ///
    /// - Throws: `CSVError` for a number, a unit or a year that cannot be.
    func estimate(_ deposit: String, _ notes: inout RecordNotes) throws -> OreEstimate {
        let (classed, category) = EstimateWords.category(row.optional("Rsrc_Class").map { [$0] } ?? [])
        let words = row.optional("Rsrc_Descr")
        var estimate = OreEstimate(
            id: "\(deposit)/\(try row.integer("OBJECTID"))", deposit: deposit, statement: Self.statement(words) ?? classed ?? .notStated,
            category: category, reportingCode: row.optional("Rsrc_Code").map(EstimateWords.reportingCode),
            asOf: try row.optional("Rsrc_Date").map { text in try row.at("Rsrc_Date") { () throws(InvalidValue) in try CivilDate(text) } },
            includesReserves: Self.includesReserves(words), note: row.optional("Remarks"), zone: row.optional("Ftr_Name"),
            page: row.optional("Ref_Detail"), citation: citation)
        estimate.remarks["Rsrc_Descr"] = words
        let material = try row.required("Material")
        estimate.remarks["Material"] = material
        let formula = material.split(separator: "(").dropFirst().last.map { String($0.prefix { $0 != ")" }) }
        let meaning = [material.split(separator: "(").first?.trimmed, formula, row.optional("CntSICom")].compactMap(\.self)
            .compactMap { vocabulary.mineral($0) }.first
        if meaning == nil { notes.noteUnmapped("commodity", material) }

        let amount = try figure("Mat_Amnt", "Mat_Units", [.mass, .volume], into: &estimate, &notes)
        // Where the material is the commodity itself, its amount is what is contained.
        if row.text("Mat_Type") != "commodity" { estimate.ore = amount }
        var grade = try figure("Grade", "Grade_Unit", [.share, .concentration], into: &estimate, &notes)
        if let plain = grade, !plain.unit.contains(" "), let formula { grade?.unit = "\(plain.unit) \(formula)" }
        estimate.cutoff = try figure("CutOffGrad", "CutOffUnit", [.share, .concentration], into: &estimate, &notes)
        var contained = try figure("Contained", "Cont_Units", [.mass], into: &estimate, &notes)
        if let plain = contained, let formula { contained?.unit = "\(plain.unit) \(formula)" }
        if let meaning {
            estimate.measures = [CommodityMeasure(mineral: meaning.mineral, grade: grade, contained: contained)]
        } else {
            estimate.remarks["grade"] = grade.map { "\($0.amount) \($0.unit)" }
            estimate.remarks["contained"] = contained.map { "\($0.amount) \($0.unit)" }
        }
        estimate.flags = EstimateCheck.flags(ore: estimate.ore, measures: estimate.measures)
        return estimate
    }

    private static func statement(_ words: String?) -> OreEstimate.Statement? {
        switch words {
        case nil: nil
        // "Inclusive" and "Exclusive" tell whether a resource holds the reserve too.
        case "Reserve-Inclusive": .resource
        case let words? where words.contains("Resource"): .resource
        case let words? where words.contains("Reserve"): .reserve
        default: nil
        }
    }

    private static func includesReserves(_ words: String?) -> String {
        guard let words else { return "unknown" }
        return words.hasSuffix("-Inclusive") ? "yes" : words.hasSuffix("-Exclusive") ? "no" : "unknown"
    }

    private func figure(
        _ amount: String, _ unit: String, _ kinds: Set<SourceUnit.Kind>, into estimate: inout OreEstimate, _ notes: inout RecordNotes
    ) throws -> PrintedQuantity? {
        guard let text = row.optional(amount) else { return nil }
        let number = try Self.withoutSeparators(text, row, amount)
        let value = try row.at(amount) { () throws(InvalidValue) in try ExactDecimal(number) }
        guard !(value < .zero) else {
            throw row.error(amount, "an amount is not negative; the release says that its metadata explains negative values, look there")
        }
        guard let words = row.optional(unit) else {
            estimate.remarks[amount] = text
            notes.note(.figureWithoutUnit)
            return nil
        }
        return try row.at(unit) { () throws(InvalidValue) in try EstimateWords.figure(number, unit: words, of: kinds) }
    }

    /// `114,000` without its commas, which must stand where thousands end.
    private static func withoutSeparators(_ text: String, _ row: TableRow, _ column: String) throws -> String {
        guard text.contains(",") else { return text }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let groups = (parts.first ?? "").split(separator: ",", omittingEmptySubsequences: false)
        let isGrouped = (1...3).contains(groups.first?.utf8.count ?? 0) && groups.dropFirst().allSatisfy { $0.utf8.count == 3 }
        guard isGrouped, parts.count <= 2 else { throw row.error(column, "not a number: commas stand where no thousands end") }
        return text.replacing(",", with: "")
    }
}
