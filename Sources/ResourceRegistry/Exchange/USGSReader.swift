/// Reads the world tables of the Mineral Commodity Summaries in the three layouts of their data releases.
///
/// * By commodity (2023, 2024): one wide file each, the commodity in the file's name, units in the names of the columns.
/// * Wide (2025): one file, a row for each commodity, country and type, with a column of units.
/// * Long (2026): one file, a row for each amount, in Windows-1252.
///
/// The layout is told by the header, not by the name of the file, and the years by the header or the rows: later editions in a known
/// layout are read as well.
struct USGSReader {
    /// The columns of the long layout.
    private static let long = [
        "MCS chapter", "Section", "Commodity", "Country", "Statistics", "Statistics_detail", "Unit", "Year", "Value", "Notes",
        "Is critical mineral 2025", "Other notes",
    ]
    /// Rows beyond these columns' heads are not needed to know the layout; the flag of critical minerals changes its name.
    private static let longKey = Array(long.prefix(10))

    /// Reads a file cell by cell.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - report: counts corrections of the form, and rows of other tables.
    ///   - body: takes each cell of an amount that holds something or has remarks.
    /// - Throws: `CSVError` with file, line and column for a file that is no table of these layouts, and what `body` throws.
    static func read(_ path: String, report: inout USGSReport, _ body: (USGSCell, inout USGSReport) throws -> Void) throws {
        var options = CSVOptions(delimiter: .comma, allowsUnnamedColumns: true)
        var edition = 0
        do {
            edition = try lastYear(path, options) + 1
        } catch let fault as CSVError where fault.kind == .encoding {
            options.encoding = .windows1252
            edition = try lastYear(path, options) + 1
            report.correct(.encoding, path, "")
        }
        var reader = try CSVReader(path: path, options: options)
        if isLong(reader.header) {
            try readLong(&reader, edition: edition, report: &report, body)
        } else if let columns = USGSColumns(reader.header) {
            try readWide(&reader, columns, report: &report, body)
        } else {
            throw CSVError(
                .header, file: path, line: 1,
                message: "no world table of the Mineral Commodity Summaries: expected Source, Country and columns such as "
                    + "Prod_t_2021, or the columns \(longKey.joined(separator: ", "))")
        }
        report.files += 1
    }

    private static func isLong(_ header: [String]) -> Bool { longKey.allSatisfy(header.contains) }

    /// The last year that a long table tells of; 0 for other layouts, whose rows name their edition. Reads the whole file, and so finds
    /// bytes that are no UTF-8 before anything was taken.
    private static func lastYear(_ path: String, _ options: CSVOptions) throws -> Int {
        var reader = try CSVReader(path: path, options: options)
        guard isLong(reader.header) else { return 0 }
        let year = try reader.column("Year")
        var last = 0
        while let record = try reader.next() { last = max(last, Int(record[year]) ?? 0) }
        guard (1990...2200).contains(last) else {
            throw CSVError(.value, file: path, message: "no row tells a year in the column Year; the edition is not known")
        }
        return last
    }

    private static func readLong(
        _ reader: inout CSVReader, edition: Int, report: inout USGSReport, _ body: (USGSCell, inout USGSReport) throws -> Void
    ) throws {
        let columns = try reader.columns(longKey)
        let file = reader.file
        let flag = columns[9] + 1
        var reliance: Set<String> = []
        while let record = try reader.next() {
            func cell(_ position: Int) -> String { record[columns[position]].trimmed }
            let place = "\(file):\(record.line)"
            guard cell(1).hasPrefix("World") else {
                USGSReport.count(cell(1), in: &report.otherSections)
                let label = [cell(2), cell(5), cell(7)].joined(separator: ", ")
                if cell(4) == "Net import reliance", reliance.count < mostRelianceRows, !reliance.insert(label).inserted {
                    report.report(.ambiguousLabel, place, label)
                }
                continue
            }
            let measures: [String: SupplyFact.Measure] = ["Production": .production, "Capacity": .capacity, "Reserves": .reserves]
            guard let measure = measures[cell(4)], let year = Int(cell(7)) else {
                USGSReport.count("\(cell(1)): \(cell(4)) \(cell(7))", in: &report.otherSections)
                continue
            }
            var remarks = cell(9)
            // The yttrium row of 2026 lacks a cell of remarks, so that the flag of critical minerals stands in it.
            if ["Yes", "No"].contains(remarks), !["Yes", "No", ""].contains(record[flag].trimmed) {
                report.correct(.shiftedRow, place, record.fields.suffix(4).joined(separator: ", "))
                remarks = ""
            }
            try body(
                USGSCell(
                    edition: edition, commodity: cell(2), type: cell(5), form: "", country: cell(3), measure: measure, year: year,
                    unit: cell(6), text: record[columns[8]], remarks: remarks, isHeadedEstimate: false, isFirstYear: true, file: file,
                    line: record.line, column: columns[8] + 1), &report)
        }
    }

    private static let mostRelianceRows = 10_000

    private static func readWide(
        _ reader: inout CSVReader, _ columns: USGSColumns, report: inout USGSReport,
        _ body: (USGSCell, inout USGSReport) throws -> Void
    ) throws {
        let file = reader.file
        let code = columns.commodity == nil ? try commodityCode(file) : ""
        while let record = try reader.next() {
            if record.fields.allSatisfy({ $0.trimmed.isEmpty }) {
                report.correct(.emptyRow, "\(file):\(record.line)", "")
                continue
            }
            // One file leaves the column empty; its edition follows from the years of its columns.
            let source = record[columns.source].trimmed
            guard let edition = source.isEmpty ? columns.lastYear.map({ $0 + 1 }) : edition(source) else {
                throw record.error(column: columns.source, "expected the edition, such as MCS2024")
            }
            let type = columns.type.map { record[$0].trimmed } ?? ""
            for column in columns.amounts {
                let remarks = column.remarks.map { record[$0].trimmed } ?? ""
                if record[column.index].trimmed.isEmpty && remarks.isEmpty { continue }
                try body(
                    USGSCell(
                        edition: edition, commodity: columns.commodity.map { record[$0].trimmed } ?? code, type: type, form: column.form,
                        country: record[columns.country].trimmed, measure: column.measure, year: column.year ?? edition - 1,
                        unit: column.unit ?? columns.unit.map { record[$0].trimmed } ?? "", text: record[column.index], remarks: remarks,
                        isHeadedEstimate: column.isEstimate, isFirstYear: column.isFirst, file: file, line: record.line,
                        column: column.index + 1), &report)
            }
        }
    }

    /// `MCS2024` and `MCS 2024` name the edition of 2024.
    private static func edition(_ text: String) -> Int? {
        guard text.uppercased().hasPrefix("MCS"), let year = Int(String(text.dropFirst(3)).trimmed), (1990...2200).contains(year) else {
            return nil
        }
        return year
    }

    /// The code of a file by commodity: `galli` of `mcs2024-galli_world.csv`.
    private static func commodityCode(_ path: String) throws(CSVError) -> String {
        let name = path.split(separator: "/").last ?? ""
        guard let hyphen = name.firstIndex(of: "-"), let end = name.lastIndex(of: "_"), hyphen < end else {
            throw CSVError(
                .header, file: path,
                message: "the table has no column of commodities, and the file's name tells none: expected mcs2024-galli_world.csv")
        }
        return name[name.index(after: hyphen)..<end].lowercased()
    }
}
