internal import RegistrySQLite

/// Reads the flat file of the USGS Mineral Resources Data System: 46 columns, one deposit a row.
struct MRDSImport {
    static let dataset = "mrds"
    static let sourceID = "mrds:flat"

    /// The columns of the file, in its order.
    static let columns = [
        "dep_id", "url", "mrds_id", "mas_id", "site_name", "latitude", "longitude", "region", "country", "state", "county", "com_type",
        "commod1", "commod2", "commod3", "oper_type", "dep_type", "prod_size", "dev_stat", "ore", "gangue", "other_matl", "orebody_fm",
        "work_type", "model", "alteration", "conc_proc", "names", "ore_ctrl", "reporter", "hrock_unit", "hrock_type", "arock_unit",
        "arock_type", "structure", "tectonic", "ref", "yfp_ba", "yr_fst_prd", "ylp_ba", "yr_lst_prd", "dy_ba", "disc_yr", "prod_yrs",
        "discr", "score",
    ]
    /// Columns that have a typed place; all others are kept as remarks under their own name.
    private static let typed: Set<String> = [
        "dep_id", "url", "site_name", "latitude", "longitude", "country", "state", "commod1", "commod2", "commod3", "dev_stat",
    ]
    /// Columns that may name persons: not stored.
    private static let personal: Set<String> = ["reporter", "ref"]

    let editor: RegistryEditor
    private var references: References { editor.references }

    func run(_ reader: inout CSVReader, progress: ((Int) -> Void)?) throws -> MRDSImportReport {
        let words = try MineralWords(connection: references.connection)
        guard !words.isEmpty else { throw RegistryError.factsMissing("the registry holds no names of minerals to map commodities with") }
        var positions: [Int] = []
        for column in Self.columns { positions.append(try reader.column(column)) }
        _ = try editor.sources.save(
            Source(
                id: Self.sourceID, title: "Mineral Resources Data System, flat file", publisher: "U.S. Geological Survey",
                url: "https://mrdata.usgs.gov/mrds/", licence: "US public domain", kind: "data release"))
        let citation = try Citation(confidence: .confirmed, sources: [Self.sourceID])
        let areas = try AreaWords(connection: references.connection)
        var report = MRDSImportReport()
        var seen: Set<String> = []
        while let record = try reader.next() {
            report.read += 1
            let cells = Dictionary(uniqueKeysWithValues: zip(Self.columns, positions.map { record[$0] }))
            let deposit = try deposit(
                from: cells, record: record, positions: positions, words: words, areas: areas, citation, into: &report)
            guard seen.insert(deposit.identifiers.first?.record ?? deposit.id).inserted else {
                throw record.error(column: positions[0], "the record stands in the file twice")
            }
            switch try editor.deposits.save(deposit) {
            case .added: report.added += 1
            case .unchanged: report.unchanged += 1
            case .changed(let columns): report.noteChange(record: deposit.id, columns: Self.fileColumns(columns))
            }
            if report.read.isMultiple(of: 1000) { progress?(report.read) }
        }
        report.missingFromFile = try references.connection.query(
            """
            SELECT i.record FROM deposit_identifier i JOIN deposit d ON d.id = i.deposit_id JOIN citation c ON c.id = d.citation_id
             WHERE c.dataset = ?1 AND i.scheme = 'mrds'
            """, [.text(references.dataset)]
        ) { try $0.string(0) }.filter { !seen.contains($0) }.count
        return report
    }

    private func deposit(
        from cells: [String: String], record: CSVRecord, positions: [Int], words: MineralWords, areas: AreaWords, _ citation: Citation,
        into report: inout MRDSImportReport
    ) throws -> Deposit {
        func cell(_ name: String) -> String? { cells[name].flatMap { $0.isEmpty ? nil : $0 } }
        func position(of name: String) -> Int { Self.columns.firstIndex(of: name).map { positions[$0] } ?? 0 }
        func fail(_ name: String, _ problem: String) -> CSVError { record.error(column: position(of: name), problem) }
        guard let id = cell("dep_id"), id.utf8.allSatisfy({ (48...57).contains($0) }), id.utf8.count <= 12 else {
            throw fail("dep_id", "a record number of digits is expected")
        }
        let name = cell("site_name")
        if name == nil { report.unnamed += 1 }
        var deposit = Deposit(id: "mrds-\(id)", name: name ?? "Unnamed (\(id))", citation: citation)
        deposit.identifiers = [DepositIdentifier(scheme: "mrds", record: id, url: cell("url"))]
        deposit.admin1 = cell("state")
        if let country = cell("country") {
            deposit.country = areas.code(of: country)
            if deposit.country == nil {
                report.unmappedCountries[country, default: 0] += 1
                deposit.remarks["country"] = country
            }
        }
        if let latitude = cell("latitude"), let longitude = cell("longitude") {
            var numbers: [Double] = []
            for (column, text) in [("latitude", latitude), ("longitude", longitude)] {
                guard let number = Double(text), number.isFinite, abs(number) <= (column == "latitude" ? 90 : 180) else {
                    throw fail(column, "degrees are expected, latitude from -90 to 90, longitude from -180 to 180")
                }
                numbers.append(number)
            }
            deposit.coordinate = try Coordinate(latitude: numbers[0], longitude: numbers[1])
            deposit.givenCRS = "EPSG:4326"
            deposit.givenPosition = "\(latitude) \(longitude)"
        } else {
            report.withoutPlace += 1
            let given = [cell("latitude") ?? "", cell("longitude") ?? ""].joined(separator: " ")
            deposit.givenPosition = given == " " ? nil : given
        }
        if let status = cell("dev_stat") {
            deposit.statusAsGiven = status
            switch status {
            case "Occurrence": deposit.occurrenceType = "occurrence"
            case "Prospect": deposit.occurrenceType = "prospect"
            case "Producer": deposit.status = "operating"
            case "Past Producer": deposit.status = "not-operating"
            case "Plant": report.plants += 1
            case "Unknown": break
            default: report.unmappedStatuses[status, default: 0] += 1
            }
        }
        for (column, importance) in [("commod1", DepositMineral.Importance.primary), ("commod2", .secondary), ("commod3", .tertiary)] {
            for word in (cell(column) ?? "").split(separator: ",").map({ Self.trimmed($0) }) where !word.isEmpty {
                let mineral = words.mineral(for: word)
                if mineral == nil { report.unmappedCommodities[word, default: 0] += 1 }
                deposit.minerals.append(
                    DepositMineral(
                        mineral: mineral, importance: importance, asGiven: word, confidence: mineral == nil ? .recalled : .derived))
            }
        }
        for column in Self.columns where !Self.typed.contains(column) {
            guard let text = cell(column) else { continue }
            if Self.personal.contains(column) { report.notStored[column, default: 0] += 1 } else { deposit.remarks[column] = text }
        }
        return deposit
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }

    /// Columns of our tables by the file's own names.
    private static func fileColumns(_ columns: [String]) -> [String] {
        let names = [
            "name": "site_name", "area_id": "country", "admin1": "state", "given_position": "latitude, longitude", "latitude": "latitude",
            "longitude": "longitude", "status": "dev_stat", "status_as_given": "dev_stat", "occurrence_type": "dev_stat",
            "deposit_identifier": "url", "deposit_identifier.url": "url", "deposit_mineral": "commod1, commod2, commod3",
        ]
        var found: [String] = []
        for column in columns {
            let name = names[column] ?? (column.hasPrefix("deposit_mineral.") ? "commod1, commod2, commod3" : column)
            if !found.contains(name) { found.append(name) }
        }
        // The place as given repeats what changed in its two columns.
        if found.contains("latitude") || found.contains("longitude") { found.removeAll { $0 == "latitude, longitude" } }
        return found
    }
}

/// The words under which minerals are known, lower-case.
struct MineralWords {
    private var slugs: [String: String] = [:]

    var isEmpty: Bool { slugs.isEmpty }

    init(connection: Connection) throws {
        try connection.forEachRow(
            """
            SELECT lower(n.name), m.slug FROM mineral_name n JOIN mineral m ON m.id = n.mineral_id WHERE n.language = 'en'
            UNION ALL SELECT m.slug, m.slug FROM mineral m
            UNION ALL SELECT a.alias, m.slug FROM mineral_alias a JOIN mineral m ON m.id = a.mineral_id
            """
        ) { row in slugs[try row.string(0)] = try row.string(1) }
    }

    /// The mineral of a commodity word; a qualifier behind a hyphen or `>` may be left out (`Stone-Crushed`).
    func mineral(for word: String) -> String? {
        let whole = word.lowercased()
        if let slug = slugs[whole] { return slug }
        for mark in ["-", " >"] {
            if let end = whole.firstRange(of: mark), let slug = slugs[String(whole[..<end.lowerBound])] { return slug }
        }
        return nil
    }
}

/// The words under which countries are known.
struct AreaWords {
    private var codes: [String: CountryCode] = [:]

    init(connection: Connection) throws {
        try connection.forEachRow(
            """
            SELECT lower(name), code FROM area WHERE kind = 'country' UNION ALL SELECT lower(code), code FROM area WHERE kind = 'country'
            UNION ALL SELECT lower(alpha3), code FROM area WHERE alpha3 IS NOT NULL
            UNION ALL SELECT lower(x.alias), a.code FROM area_alias x JOIN area a ON a.id = x.area_id WHERE a.kind = 'country'
            """
        ) { row in codes[try row.string(0)] = try CountryCode(try row.string(1)) }
    }

    func code(of name: String) -> CountryCode? { codes[name.lowercased()] }
}

/// What an import of MRDS records did.
public struct MRDSImportReport: Hashable, Sendable {
    /// A record that changed.
    public struct Change: Hashable, Sendable {
        /// The deposit's id.
        public let record: String
        /// Columns of the file whose cells differ from what was held.
        public let columns: [String]
    }

    /// Records of the file.
    public internal(set) var read = 0
    /// Records that were not held.
    public internal(set) var added = 0
    /// Records that were held otherwise.
    public private(set) var changed = 0
    /// Records that were held just so.
    public internal(set) var unchanged = 0
    /// Records held that the file does not have; they are not deleted.
    public internal(set) var missingFromFile = 0
    /// How many records changed, by column of the file.
    public private(set) var changedColumns: [String: Int] = [:]
    /// The first twenty records that changed.
    public private(set) var changedRecords: [Change] = []
    /// Commodities that none of the registry's minerals fits, with how often they occur. They are kept in the source's words.
    public internal(set) var unmappedCommodities: [String: Int] = [:]
    /// Countries that are not known, likewise.
    public internal(set) var unmappedCountries: [String: Int] = [:]
    /// Statuses that are not known, likewise.
    public internal(set) var unmappedStatuses: [String: Int] = [:]
    /// Records without a name.
    public internal(set) var unnamed = 0
    /// Records without a place.
    public internal(set) var withoutPlace = 0
    /// Records that are plants, not deposits.
    public internal(set) var plants = 0
    /// Cells that were not stored because they may name persons, by column.
    public internal(set) var notStored: [String: Int] = [:]

    mutating func noteChange(record: String, columns: [String]) {
        changed += 1
        for column in columns { changedColumns[column, default: 0] += 1 }
        if changedRecords.count < 20 { changedRecords.append(Change(record: record, columns: columns)) }
    }
}

extension Registry {
    /// Loads the flat file of MRDS as one revision.
    ///
    /// - Parameters:
    ///   - path: the CSV file.
    ///   - author: who loads it.
    ///   - reason: why, for the log.
    ///   - progress: told how many records were read, now and then.
    /// - Throws: `CSVError` with file, line and column; nothing is kept then. `RegistryError.factsMissing` when the reference
    ///   facts were not loaded before.
    @discardableResult
    public func importMRDS(
        _ path: String, author: String, reason: String, progress: ((Int) -> Void)? = nil
    ) throws -> (report: MRDSImportReport, revision: Revision?) {
        let (report, revision) = try revise(reason: reason, author: author, dataset: MRDSImport.dataset) { editor in
            var reader = try CSVReader(path: path)
            return try MRDSImport(editor: editor).run(&reader, progress: progress)
        }
        return (report, revision)
    }
}
