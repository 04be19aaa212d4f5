internal import RegistrySQLite

/// The flat table of mineral sites of several databases: one row a site, named by database and record.
final class SitesFormat: ImportFormat {
    static let dataset = DepositFormat.sites.rawValue
    /// The JSON sites hold the same records with more to them.
    static let yieldsTo: Set<String> = [DepositFormat.minmod.rawValue]
    static let columns = [
        "source_id", "record_id", "name", "site_type", "country", "state_or_province", "location", "crs", "latitude", "longitude",
        "commodities", "deposit_types", "aliases",
    ]

    private let tables: SourceTables<[String: Int]>
    private let vocabulary: SourceVocabulary

    /// Opens files.
    ///
    /// - Throws: `CSVError` for a file that cannot be opened or lacks a column.
    init(files: [String], vocabulary: SourceVocabulary, options: CSVOptions) throws {
        tables = try SourceTables(files, options: options) { reader in
            let places = try reader.columns(Self.columns)
            return (0, Dictionary(zip(Self.columns, places)) { first, _ in first })
        }
        self.vocabulary = vocabulary
    }

    var canGoOn: Bool { tables.canGoOn }
    var lastRecord: String { tables.lastRecord }
    var bytesRead: Int64 { tables.bytesRead }
    var bytesTotal: Int64? { tables.bytesTotal }

    func next() throws -> ImportItem? {
        guard let (places, record) = try tables.next() else { return nil }
        return try SiteRow(row: TableRow(record: record, places: places), vocabulary: vocabulary).item()
    }
}

private struct SiteRow {
    let row: TableRow
    let vocabulary: SourceVocabulary

    /// The deposit of the row.
    ///
    /// - Throws: `CSVError` for a record without number, and for a place that cannot be.
    func item() throws -> ImportItem {
        var item = ImportItem(file: row.record.file, fault: { [row] in row.error("record_id", $0) })
        let identity = try row.at("record_id") { () throws(InvalidValue) in
            try SiteIdentity(database: row.text("source_id"), record: row.text("record_id"))
        }
        item.sources = [identity.source]
        let citation = try Citation(confidence: .confirmed, sources: [identity.source.id])
        let name = row.optional("name") ?? "Unnamed (\(row.text("record_id")))"
        item.notes.noteName(name)
        var deposit = Deposit(id: identity.id, name: name, identifiers: [identity.identifier], citation: citation)
        deposit.admin1 = row.optional("state_or_province")
        deposit.names = list("aliases").filter { $0 != name }.map { DepositName(name: $0) }.uniqued
        for alias in deposit.names { item.notes.noteDamage(alias.name) }
        if let given = row.optional("country") { vocabulary.readCountry(given, into: &deposit, &item.notes) }
        if let given = row.optional("site_type") {
            // `Mine?` and `Prospect(?)` are doubts of the source; the words are kept as they stand.
            let word = given.filter { !"?()".contains($0) }.trimmed
            if !vocabulary.readDevelopment(word, into: &deposit) { item.notes.noteUnmapped("status", given) }
            deposit.statusAsGiven = given
        }
        deposit.minerals = list("commodities").map { vocabulary.readCommodity($0, &item.notes) }
        for (index, words) in list("deposit_types").enumerated() {
            try vocabulary.readModel(words, number: index + 1, origin: SitesFormat.dataset, citation: citation, &item, &deposit)
        }
        item.deposit = deposit
        try readPlace(&item)
        return item
    }

    private func readPlace(_ item: inout ImportItem) throws {
        var geometry: Geometry?
        var given: String?
        let point = try row.point(latitude: "latitude", longitude: "longitude")
        if let location = row.optional("location") {
            geometry = try row.at("location") { () throws(InvalidValue) in try Geometry(wkt: location) }
            if geometry?.isOnePoint == false { given = location }
        }
        if point != nil { given = given ?? "\(row.text("latitude")), \(row.text("longitude"))" }
        geometry = geometry ?? point
        try row.at(row.optional("location") == nil ? "latitude" : "location") { () throws(InvalidValue) in
            try SourcePlace.place(geometry, crs: row.optional("crs"), given: given, &item)
        }
    }

    /// The entries of a cell; they are joined by `; ` because names hold commas.
    private func list(_ column: String) -> [String] { row.text(column).split(separator: ";").map { $0.trimmed }.filter { !$0.isEmpty } }
}

extension Array where Element: Hashable {
    /// The elements without repetitions, the first of each kept.
    var uniqued: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
