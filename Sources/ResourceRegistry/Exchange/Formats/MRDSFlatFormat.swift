/// The flat file of the Mineral Resources Data System (MRDS) of the U.S. Geological Survey, `mrds.csv`.
///
/// One row is one deposit, `mrds-<dep_id>`. What a typed field gives back word for word is stored there; every other cell is kept
/// under its column's name as a remark, so that an edit of any cell is noticed by the next import.
final class MRDSFlatFormat: ImportFormat {
    static let dataset = "mrds"
    /// The scheme of the identifiers it gives.
    static let scheme = "mrds"
    static let source = Source(
        id: "mrds:flat", title: "Mineral Resources Data System (MRDS), flat file", publisher: "U.S. Geological Survey",
        url: "https://mrdata.usgs.gov/mrds/", licence: "public domain", language: "en", kind: "database")

    /// The columns of the file, in its order.
    static let columns = [
        "dep_id", "url", "mrds_id", "mas_id", "site_name", "latitude", "longitude", "region", "country", "state", "county", "com_type",
        "commod1", "commod2", "commod3", "oper_type", "dep_type", "prod_size", "dev_stat", "ore", "gangue", "other_matl", "orebody_fm",
        "work_type", "model", "alteration", "conc_proc", "names", "ore_ctrl", "reporter", "hrock_unit", "hrock_type", "arock_unit",
        "arock_type", "structure", "tectonic", "ref", "yfp_ba", "yr_fst_prd", "ylp_ba", "yr_lst_prd", "dy_ba", "disc_yr", "prod_yrs",
        "discr", "score",
    ]
    /// Names of staff and authors: personal data is not stored.
    static let personal: Set<String> = ["reporter", "ref"]
    /// Columns that fields of a deposit hold. The others become remarks.
    fileprivate static let typed: Set<String> = [
        "dep_id", "url", "site_name", "latitude", "longitude", "country", "state", "commod1", "commod2", "commod3", "dev_stat", "model",
        "names", "disc_yr",
    ]
    /// The number of a record, as digits.
    ///
    /// - Throws: `CSVError` when the cell holds anything else than a number written plainly.
    static func recordNumber(_ record: CSVRecord, _ column: Int) throws -> String {
        let text = record[column]
        guard text.utf8.allSatisfy(ASCII.isDigit), text.utf8.first != UInt8(ascii: "0"), Int64(text) != nil else {
            throw record.error(column: column, "not a record number of MRDS, expected digits such as 10000022")
        }
        return text
    }

    private let tables: SourceTables<Places>
    private let vocabulary: SourceVocabulary
    private let citation: Citation

    /// Where the columns of the format stand in a file.
    struct Places {
        let column: [String: Int]
        let remarks: [(name: String, position: Int)]
        let personal: [(name: String, position: Int)]

        /// - Throws: `CSVError` that names the columns which are missing, or those which the format does not have.
        init(_ reader: borrowing CSVReader) throws {
            let places = try reader.columns(MRDSFlatFormat.columns)
            let known = Set(MRDSFlatFormat.columns)
            let extra = reader.header.filter { !known.contains($0) }
            guard extra.isEmpty else {
                let shown = extra.prefix(10).map { "\"\(Excerpt.of($0))\"" }.joined(separator: ", ")
                throw CSVError(
                    .header, file: reader.file, line: 1,
                    message:
                        "the flat MRDS file has 46 columns and none of these: \(shown); take them out, or use the importer of their format"
                )
            }
            column = Dictionary(zip(MRDSFlatFormat.columns, places)) { first, _ in first }
            let others = zip(MRDSFlatFormat.columns, places).filter { !MRDSFlatFormat.typed.contains($0.0) }
            remarks = others.filter { !MRDSFlatFormat.personal.contains($0.0) }.map { (name: $0.0, position: $0.1) }
            personal = others.filter { MRDSFlatFormat.personal.contains($0.0) }.map { (name: $0.0, position: $0.1) }
        }
    }

    /// Opens files.
    ///
    /// - Throws: `CSVError` for a file that cannot be opened or has another header.
    convenience init(files: [String], vocabulary: SourceVocabulary, options: CSVOptions) throws {
        try self.init(SourceTables(files, options: options) { (0, try Places($0)) }, vocabulary: vocabulary)
    }

    /// Reads tables that were opened already.
    init(_ tables: SourceTables<Places>, vocabulary: SourceVocabulary) throws {
        self.tables = tables
        self.vocabulary = vocabulary
        citation = try Citation(confidence: .confirmed, sources: [Self.source.id])
    }

    var canGoOn: Bool { tables.canGoOn }
    var lastRecord: String { tables.lastRecord }
    var bytesRead: Int64 { tables.bytesRead }
    var bytesTotal: Int64? { tables.bytesTotal }

    func columns(of changes: [RowChange]) -> [String] { MRDSColumns.columns(of: changes) }

    func next() throws -> ImportItem? {
        guard let (places, record) = try tables.next() else { return nil }
        return try MRDSRow(record: record, places: places, vocabulary: vocabulary, citation: citation).item()
    }
}

/// One row of the flat MRDS file.
private struct MRDSRow {
    private static let importances: [(column: String, importance: DepositMineral.Importance)] = [
        ("commod1", .primary), ("commod2", .secondary), ("commod3", .tertiary),
    ]
    /// MRDS cuts its lists of commodities and of names at these widths.
    private static let widthOfCommodities = 128
    private static let widthOfNames = 255
    /// A plant treats ore, it is no deposit.
    private static let plant = "plant"

    let record: CSVRecord
    let places: MRDSFlatFormat.Places
    let vocabulary: SourceVocabulary
    let citation: Citation

    /// The deposit of the row.
    ///
    /// - Throws: `CSVError` for a number or a place that cannot be.
    func item() throws -> ImportItem {
        let column = places.column["dep_id"] ?? 0
        let number = try MRDSFlatFormat.recordNumber(record, column)
        var item = ImportItem(file: record.file, fault: { record.error(column: column, $0) })
        item.sources = [MRDSFlatFormat.source]
        var name = text("site_name")
        if name.isEmpty { name = "Unnamed (\(number))" }
        item.notes.noteName(name)
        var deposit = Deposit(
            id: "mrds-\(number)", name: name,
            identifiers: [DepositIdentifier(scheme: MRDSFlatFormat.scheme, record: number, url: optional("url"))], citation: citation)
        for (column, position) in places.remarks where !record.isEmpty(position) { deposit.remarks[column] = record[position] }
        for (column, position) in places.personal where !record.isEmpty(position) { item.notes.noteNotStored(column) }
        deposit.admin1 = optional("state")
        readModel(into: &deposit, &item.notes)
        try readPlace(into: &deposit, &item.notes)
        if let given = optional("country") { vocabulary.readCountry(given, into: &deposit, &item.notes) }
        readDevelopment(into: &deposit, &item.notes)
        readNames(into: &deposit)
        readDiscovery(into: &deposit)
        for (column, importance) in Self.importances { readCommodities(column, importance, into: &deposit, &item.notes) }
        item.deposit = deposit
        return item
    }

    private func readModel(into deposit: inout Deposit, _ notes: inout RecordNotes) {
        guard let given = optional("model") else { return }
        deposit.modelNote = given
        let model = vocabulary.model(given)
        deposit.model = model?.code
        if model == nil { notes.noteUnmapped("deposit_model", given) }
    }

    private func readPlace(into deposit: inout Deposit, _ notes: inout RecordNotes) throws {
        let (latitude, longitude) = (text("latitude"), text("longitude"))
        if latitude.isEmpty && longitude.isEmpty {
            notes.note(.withoutPlace)
            return
        }
        let degrees = (
            latitude: try number("latitude", within: 90), longitude: try number("longitude", within: 180)
        )
        deposit.coordinate = try Coordinate(latitude: degrees.latitude, longitude: degrees.longitude)
        deposit.givenCRS = "EPSG:4326"
        deposit.givenPosition = "\(latitude), \(longitude)"
    }

    /// Degrees, in plain decimals.
    private func number(_ column: String, within limit: Double) throws -> Double {
        let cell = text(column)
        guard DecimalText.parse(cell) != nil, let value = Double(cell), abs(value) <= limit else {
            throw record.error(column: places.column[column] ?? 0, "not a \(column), expected degrees from -\(Int(limit)) to \(Int(limit))")
        }
        return value
    }

    private func readDevelopment(into deposit: inout Deposit, _ notes: inout RecordNotes) {
        guard let given = optional("dev_stat") else { return }
        if !vocabulary.readDevelopment(given, into: &deposit) { notes.noteUnmapped("status", given) }
        if given.lowercased() == Self.plant { notes.note(.plant) }
    }

    /// Names hold commas themselves (`Four Aces Nos,1-3 Claims`), so only a cell without one is surely a name.
    private func readNames(into deposit: inout Deposit) {
        guard let given = optional("names") else { return }
        if given.utf8.contains(UInt8(ascii: ",")) || given.utf8.count >= Self.widthOfNames {
            deposit.remarks["names"] = given
        } else {
            deposit.names = [DepositName(name: given)]
        }
    }

    private func readDiscovery(into deposit: inout Deposit) {
        guard let given = optional("disc_yr") else { return }
        if let year = Int(given), (1...9999).contains(year), "\(year)" == given {
            deposit.discoveryYear = year
        } else {
            deposit.remarks["disc_yr"] = given
        }
    }

    private func readCommodities(
        _ column: String, _ importance: DepositMineral.Importance, into deposit: inout Deposit, _ notes: inout RecordNotes
    ) {
        guard let given = optional(column) else { return }
        let names = given.split(separator: ",").map { $0.trimmed }.filter { !$0.isEmpty }
        // Words that the list of names does not give back are kept as they stand.
        if names.joined(separator: ", ") != given { deposit.remarks[column] = given }
        let isFull = given.utf8.count >= Self.widthOfCommodities && given.utf8.last != UInt8(ascii: ",")
        for (index, name) in names.enumerated() {
            let meaning = vocabulary.mineral(name, mayBeCut: isFull && index == names.count - 1)
            if meaning == nil { notes.noteUnmapped("commodity", name) }
            deposit.minerals.append(
                DepositMineral(
                    mineral: meaning?.mineral, importance: importance, asGiven: name, confidence: meaning?.confidence ?? .confirmed))
        }
    }

    private func text(_ column: String) -> String { record[places.column[column] ?? -1] }

    private func optional(_ column: String) -> String? {
        let cell = text(column)
        return cell.isEmpty ? nil : cell
    }
}
