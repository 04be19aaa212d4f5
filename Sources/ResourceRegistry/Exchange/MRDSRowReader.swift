/// Turns rows of the flat MRDS file into deposits.
struct MRDSRowReader {
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
    private static let typed: Set<String> = [
        "dep_id", "url", "site_name", "latitude", "longitude", "country", "state", "commod1", "commod2", "commod3", "dev_stat", "model",
        "names", "disc_yr",
    ]
    private static let importances: [(column: String, importance: DepositMineral.Importance)] = [
        ("commod1", .primary), ("commod2", .secondary), ("commod3", .tertiary),
    ]
    /// MRDS cuts its lists of commodities and of names at these widths.
    private static let widthOfCommodities = 128
    private static let widthOfNames = 255

    /// Where `dep_id` stands.
    let recordColumn: Int
    private let positions: [String: Int]
    private let remarkColumns: [(name: String, position: Int)]
    private let personalColumns: [(name: String, position: Int)]
    private let vocabulary: MRDSVocabulary
    private let citation: Citation

    /// Checks the header.
    ///
    /// - Throws: `CSVError` that names the columns which are missing, or those which the format does not have.
    init(reader: borrowing CSVReader, vocabulary: MRDSVocabulary) throws {
        let places = try reader.columns(Self.columns)
        let known = Set(Self.columns)
        let extra = reader.header.filter { !known.contains($0) }
        guard extra.isEmpty else {
            let shown = extra.prefix(10).map { "\"\(Excerpt.of($0))\"" }.joined(separator: ", ")
            throw CSVError(
                .header, file: reader.file, line: 1,
                message: "the flat MRDS file has 46 columns and none of these: \(shown); take them out, or use the importer of their format"
            )
        }
        let found = Dictionary(zip(Self.columns, places)) { first, _ in first }
        positions = found
        recordColumn = found["dep_id"] ?? 0
        remarkColumns = zip(Self.columns, places).filter { !Self.typed.contains($0.0) && !Self.personal.contains($0.0) }
            .map { (name: $0.0, position: $0.1) }
        personalColumns = zip(Self.columns, places).filter { Self.personal.contains($0.0) }.map { (name: $0.0, position: $0.1) }
        self.vocabulary = vocabulary
        citation = try Citation(confidence: .confirmed, sources: [MRDSImport.source.id])
    }

    /// The number of a record.
    ///
    /// - Throws: `CSVError` when the cell holds anything else than a number written plainly.
    func recordNumber(_ record: CSVRecord) throws -> Int64 {
        let text = record[recordColumn]
        guard text.utf8.allSatisfy(ASCII.isDigit), text.utf8.first != UInt8(ascii: "0"), let number = Int64(text) else {
            throw record.error(column: recordColumn, "not a record number of MRDS, expected digits such as 10000022")
        }
        return number
    }

    /// The deposit of a row.
    ///
    /// - Throws: `CSVError` for a place that cannot be.
    func deposit(_ record: CSVRecord, number: Int64, report: inout MRDSImportReport) throws -> Deposit {
        report.read += 1
        var name = text(record, "site_name")
        if name.isEmpty {
            name = "Unnamed (\(number))"
            report.unnamed += 1
        }
        var deposit = Deposit(
            id: "mrds-\(number)", name: name,
            identifiers: [DepositIdentifier(scheme: MRDSImport.scheme, record: "\(number)", url: optional(record, "url"))],
            citation: citation)
        for (column, position) in remarkColumns where !record.isEmpty(position) { deposit.remarks[column] = record[position] }
        for (column, position) in personalColumns where !record.isEmpty(position) { report.notStored[column, default: 0] += 1 }
        deposit.admin1 = optional(record, "state")
        deposit.modelNote = optional(record, "model")
        try readPlace(record, into: &deposit, report: &report)
        readCountry(record, into: &deposit, report: &report)
        readDevelopment(record, into: &deposit, report: &report)
        readNames(record, into: &deposit)
        readDiscovery(record, into: &deposit)
        for (column, importance) in Self.importances {
            readCommodities(record, column, importance, into: &deposit, report: &report)
        }
        return deposit
    }

    private func readPlace(_ record: CSVRecord, into deposit: inout Deposit, report: inout MRDSImportReport) throws {
        let (latitude, longitude) = (text(record, "latitude"), text(record, "longitude"))
        if latitude.isEmpty && longitude.isEmpty {
            report.withoutPlace += 1
            return
        }
        let degrees = (
            latitude: try number(record, "latitude", within: 90), longitude: try number(record, "longitude", within: 180)
        )
        deposit.coordinate = try Coordinate(latitude: degrees.latitude, longitude: degrees.longitude)
        deposit.givenCRS = "EPSG:4326"
        deposit.givenPosition = "\(latitude), \(longitude)"
    }

    /// Degrees, in plain decimals.
    private func number(_ record: CSVRecord, _ column: String, within limit: Double) throws -> Double {
        let cell = text(record, column)
        guard DecimalText.parse(cell) != nil, let value = Double(cell), abs(value) <= limit else {
            throw record.error(column: positions[column] ?? 0, "not a \(column), expected degrees from -\(Int(limit)) to \(Int(limit))")
        }
        return value
    }

    private func readCountry(_ record: CSVRecord, into deposit: inout Deposit, report: inout MRDSImportReport) {
        guard let given = optional(record, "country") else { return }
        let country = vocabulary.country(given)
        deposit.country = country?.code
        if country == nil { report.noteUnmapped(country: given) }
        if country?.name != given { deposit.remarks["country"] = given }
    }

    private func readDevelopment(_ record: CSVRecord, into deposit: inout Deposit, report: inout MRDSImportReport) {
        guard let given = optional(record, "dev_stat") else { return }
        deposit.statusAsGiven = given
        guard let known = MRDSVocabulary.development(given) else {
            report.noteUnmapped(status: given)
            return
        }
        deposit.occurrenceType = known.type?.rawValue
        deposit.status = known.status?.rawValue
        if given.lowercased() == MRDSVocabulary.plant { report.plants += 1 }
    }

    /// Names hold commas themselves (`Four Aces Nos,1-3 Claims`), so only a cell without one is surely a name.
    private func readNames(_ record: CSVRecord, into deposit: inout Deposit) {
        guard let given = optional(record, "names") else { return }
        if given.utf8.contains(UInt8(ascii: ",")) || given.utf8.count >= Self.widthOfNames {
            deposit.remarks["names"] = given
        } else {
            deposit.names = [DepositName(name: given)]
        }
    }

    private func readDiscovery(_ record: CSVRecord, into deposit: inout Deposit) {
        guard let given = optional(record, "disc_yr") else { return }
        if let year = Int(given), (1...9999).contains(year), "\(year)" == given {
            deposit.discoveryYear = year
        } else {
            deposit.remarks["disc_yr"] = given
        }
    }

    private func readCommodities(
        _ record: CSVRecord, _ column: String, _ importance: DepositMineral.Importance, into deposit: inout Deposit,
        report: inout MRDSImportReport
    ) {
        guard let given = optional(record, column) else { return }
        let names = given.split(separator: ",").map(Self.trimmed).filter { !$0.isEmpty }
        // Words that the list of names does not give back are kept as they stand.
        if names.joined(separator: ", ") != given { deposit.remarks[column] = given }
        let isFull = given.utf8.count >= Self.widthOfCommodities && given.utf8.last != UInt8(ascii: ",")
        for (index, name) in names.enumerated() {
            let meaning = vocabulary.mineral(name, mayBeCut: isFull && index == names.count - 1)
            if meaning == nil { report.noteUnmapped(commodity: name) }
            deposit.minerals.append(
                DepositMineral(
                    mineral: meaning?.mineral, importance: importance, asGiven: name, confidence: meaning?.confidence ?? .confirmed))
        }
    }

    private func text(_ record: CSVRecord, _ column: String) -> String { record[positions[column] ?? -1] }

    private func optional(_ record: CSVRecord, _ column: String) -> String? {
        let cell = text(record, column)
        return cell.isEmpty ? nil : cell
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
