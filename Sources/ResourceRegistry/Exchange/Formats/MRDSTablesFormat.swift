/// The relational tables of MRDS, tab-delimited: deposits, models, resources with their grades, declared duplicates.
///
/// A table is known by its header. Each row is a record: deposits come first, then what is said of them, so that nothing of a table
/// has to be remembered. A deposit that the flat file brought stays as that has it.
final class MRDSTablesFormat: ImportFormat {
    static let dataset = DepositFormat.mrdsTables.rawValue
    static let yieldsTo: Set<String> = [MRDSFlatFormat.dataset]
    static let source = Source(
        id: "mrds:tables", title: "Mineral Resources Data System (MRDS), relational tables", publisher: "U.S. Geological Survey",
        url: "https://mrdata.usgs.gov/mrds/", licence: "public domain", language: "en", kind: "database")

    /// The tables that are read, in their order, by columns that no other table has.
    enum Table: Int, CaseIterable {
        case deposits, models, resources, grades, duplicates

        var columns: [String] {
            switch self {
            case .deposits: ["dep_id", "name", "dev_stat", "url", "code_list", "longitude", "latitude"]
            case .models: ["dep_id", "rec", "model_name", "usgs_num"]
            case .resources:
                ["dep_id", "yr", "line", "res_nm", "res_tp", "units", "best_rec", "remrk"] + MRDSResourceRow.figures.map(\.column)
            case .grades: ["dep_id", "yr", "line", "rec", "code", "commod", "item", "grd", "grd_units"]
            case .duplicates: ["dep_id", "dep_id_dup", "rel_type", "notes"]
            }
        }
    }

    /// Columns that hold names of staff: they are counted and not stored.
    private static let personal = ["inserted_by", "updated_by"]

    struct Plan {
        let table: Table
        let places: [String: Int]
        let personal: [(name: String, position: Int)]
    }

    private let tables: SourceTables<Plan>
    private let vocabulary: SourceVocabulary
    private let citation: Citation

    /// Opens files; those whose header is none of the tables' are named in the report.
    init(files: [String], vocabulary: SourceVocabulary, options: CSVOptions) throws {
        tables = try SourceTables(files, options: options) { reader in Self.plan(reader).map { ($0.table.rawValue, $0) } }
        self.vocabulary = vocabulary
        citation = try Citation(confidence: .confirmed, sources: [Self.source.id])
    }

    private static func plan(_ reader: borrowing CSVReader) -> Plan? {
        for table in Table.allCases {
            let found = table.columns.map { reader.optionalColumn($0) }
            guard !found.contains(nil) else { continue }
            let places = Dictionary(zip(table.columns, found.compactMap(\.self))) { first, _ in first }
            let personal = personal.compactMap { name in reader.optionalColumn(name).map { (name: name, position: $0) } }
            return Plan(table: table, places: places, personal: personal)
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
        let column = plan.places["dep_id"] ?? 0
        let number = try MRDSFlatFormat.recordNumber(record, column)
        var item = ImportItem(file: record.file, fault: { record.error(column: column, $0) })
        item.sources = [Self.source]
        for (name, position) in plan.personal where !record.isEmpty(position) { item.notes.noteNotStored(name) }
        switch plan.table {
        case .deposits: try readDeposit(row, number, &item)
        case .models:
            let words = try row.required("model_name")
            placeholder(number, &item)
            item.models = [
                try vocabulary.model(words, number: try row.integer("rec"), origin: Self.dataset, citation: citation, &item.notes)
            ]
        case .resources:
            placeholder(number, &item)
            try MRDSResourceRow(row: row, number: number, citation: citation).read(into: &item)
        case .grades: item.measures = [try MRDSResourceRow(row: row, number: number, citation: citation).measure(vocabulary, &item.notes)]
        case .duplicates: try readDuplicate(row, number, &item)
        }
        return item
    }

    private func deposit(_ number: String, name: String, url: String? = nil) -> Deposit {
        Deposit(
            id: "mrds-\(number)", name: name,
            identifiers: [DepositIdentifier(scheme: MRDSFlatFormat.scheme, record: number, url: url)], citation: citation)
    }

    /// A record of which this table tells only the number.
    private func placeholder(_ number: String, _ item: inout ImportItem) {
        item.deposit = deposit(number, name: "Unnamed (\(number))")
        item.isPlaceholder = true
    }

    private func readDeposit(_ row: TableRow, _ number: String, _ item: inout ImportItem) throws {
        let name = row.optional("name") ?? "Unnamed (\(number))"
        item.notes.noteName(name)
        var deposit = deposit(number, name: name, url: row.optional("url"))
        if let given = row.optional("dev_stat"), !vocabulary.readDevelopment(given, into: &deposit) {
            item.notes.noteUnmapped("status", given)
        }
        deposit.minerals = row.text("code_list").split(separator: " ").map { vocabulary.readCommodity(String($0), &item.notes) }
        item.deposit = deposit
        // The tables say so themselves: WGS 84.
        let point = try row.point(latitude: "latitude", longitude: "longitude")
        let given = "\(row.text("latitude")), \(row.text("longitude"))"
        try row.at("latitude") { () throws(InvalidValue) in
            try SourcePlace.place(point, crs: "EPSG:4326", given: given, &item)
        }
    }

    private func readDuplicate(_ row: TableRow, _ number: String, _ item: inout ImportItem) throws {
        let other = try MRDSFlatFormat.recordNumber(row.record, row.places["dep_id_dup"] ?? 0)
        let words = [row.optional("rel_type"), row.optional("notes")].compactMap(\.self).joined(separator: "; ")
        let reason = "MRDS declares the records duplicates" + (words.isEmpty ? "" : ": \(words)")
        item.judgements = [
            try row.at("dep_id_dup") { () throws(InvalidValue) in
                try SameAsJudgement(
                    "mrds-\(number)", "mrds-\(other)", judge: Self.dataset, verdict: .same, reason: reason, citation: citation)
            }
        ]
    }
}
