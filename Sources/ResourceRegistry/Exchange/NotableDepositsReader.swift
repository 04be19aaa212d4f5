/// The curated tables of well-known deposits, `deposits/notable_deposits.csv` and `deposits/notable_estimates.csv`.
///
/// The columns `estimate_…` of the first table repeat the headline of the second and are not read. Sources stand there as free
/// text; each becomes a source of its own.
struct NotableDepositsReader {
    static let depositsPath = "deposits/notable_deposits.csv"
    static let estimatesPath = "deposits/notable_estimates.csv"
    static let aliasesPath = "aliases/mineral_aliases.csv"

    /// The sources that the deposits and estimates cite.
    let sources: [Source]
    /// The deposits, in the order of the table.
    let deposits: [Deposit]
    /// The estimates, in the order of the table.
    let estimates: [OreEstimate]

    private static let space = "deposits"
    private static let memory = Source(
        id: "\(space):recall", title: "Memory of the compiler of the tables of notable deposits", kind: "recall", howSeen: "not seen")

    /// Reads the tables.
    ///
    /// - Throws: `CSVError` or `FactError` with file, line and column.
    init(from source: some FactSource) throws {
        var minerals: [String: (slug: String, confidence: Confidence)] = [:]
        for row in try FactTable(Self.aliasesPath, from: source, columns: ["alias", "commodity_slug", "confidence"]).rows {
            minerals[try row.text("alias").lowercased()] = (try row.text("commodity_slug"), try row.word("confidence"))
        }
        var cited: [String: Source] = [Self.memory.id: Self.memory]
        deposits = try FactTable(
            Self.depositsPath, from: source,
            columns: [
                "slug", "name", "name_zh", "other_names", "country", "admin1", "latitude", "longitude", "commodities", "deposit_type",
                "deposit_type_note", "development_status", "discovery_year", "source", "confidence", "recalled_fields",
            ]
        ).rows.map { try Self.deposit($0, minerals: minerals, sources: &cited) }
        var taken: [String: Int] = [:]
        estimates = try FactTable(
            Self.estimatesPath, from: source,
            columns: [
                "slug", "statement", "category", "ore_quantity", "ore_unit", "commodity", "grade", "grade_unit", "contained_quantity",
                "contained_unit", "reporting_standard", "as_of", "headline", "note", "source", "confidence",
            ]
        ).rows.map { try Self.estimate($0, minerals: minerals, sources: &cited, taken: &taken) }
        sources = cited.values.sorted { $0.id < $1.id }
    }

    private static func deposit(
        _ row: FactRow, minerals: [String: (slug: String, confidence: Confidence)], sources: inout [String: Source]
    ) throws -> Deposit {
        let citation = try citation(row, sources: &sources)
        let entries = try row.list("commodities").enumerated().map { index, word in
            let known = try mineral(word, row, "commodities", minerals)
            return DepositMineral(
                mineral: known.slug, importance: index == 0 ? .primary : .unspecified, asGiven: word,
                confidence: min(known.confidence, citation.confidence))
        }
        let latitude = try row.optionalValue("latitude", degrees)
        let longitude = try row.optionalValue("longitude", degrees)
        var coordinate: Coordinate?
        if let latitude, let longitude {
            coordinate = try row.value("latitude") { _ in try Coordinate(latitude: latitude, longitude: longitude) }
        } else if latitude != nil || longitude != nil {
            throw FactError(
                path: row.path, line: row.line, column: latitude == nil ? "latitude" : "longitude", text: "",
                problem: "a place needs both latitude and longitude")
        }
        let chinese = row.optional("name_zh").map { [DepositName(language: "zh", name: $0)] } ?? []
        return Deposit(
            id: try row.value("slug") { try Slug($0).text }, name: try row.text("name"), occurrenceType: "deposit",
            country: try row.optionalValue("country") { try CountryCode($0) }, admin1: row.optional("admin1"), coordinate: coordinate,
            givenCRS: coordinate.map { _ in "EPSG:4326" },
            givenPosition: coordinate.map { _ in "\(row.optional("latitude") ?? ""), \(row.optional("longitude") ?? "")" },
            model: row.optional("deposit_type"), modelNote: row.optional("deposit_type_note"),
            status: try row.optionalValue("development_status") { try MineStatus($0).rawValue },
            discoveryYear: try row.integer("discovery_year"), recalledFields: row.list("recalled_fields"),
            names: chinese + row.list("other_names").map { DepositName(name: $0) }, minerals: entries, citation: citation)
    }

    private static func estimate(
        _ row: FactRow, minerals: [String: (slug: String, confidence: Confidence)], sources: inout [String: Source],
        taken: inout [String: Int]
    ) throws -> OreEstimate {
        let deposit = try row.text("slug")
        let mineral = try row.value("commodity") { try Self.mineral($0, row, "commodity", minerals).slug }
        let statement: OreEstimate.Statement = row.optional("statement") == nil ? .notStated : try row.word("statement")
        let category = row.optional("category")
        let asOf = try row.date("as_of")
        let parts = [deposit, statement.rawValue, category ?? "-", mineral, asOf?.description ?? "-"]
        let id = parts.joined(separator: "/")
        taken[id, default: 0] += 1
        let number = taken[id] ?? 1
        let measure = CommodityMeasure(
            mineral: mineral, grade: try figure(row, "grade", "grade_unit"),
            contained: try figure(row, "contained_quantity", "contained_unit"))
        return OreEstimate(
            id: number == 1 ? id : "\(id)/\(number)", deposit: deposit, statement: statement, category: category,
            reportingCode: row.optional("reporting_standard"), asOf: asOf,
            ore: try figure(row, "ore_quantity", "ore_unit"), isHeadline: try row.flag("headline"), measures: [measure],
            note: row.optional("note"), citation: try citation(row, sources: &sources))
    }

    private static func mineral(
        _ word: String, _ row: FactRow, _ column: String, _ minerals: [String: (slug: String, confidence: Confidence)]
    ) throws(FactError) -> (slug: String, confidence: Confidence) {
        if let known = minerals[word.lowercased()] { return known }
        throw FactError(
            path: row.path, line: row.line, column: column, text: word, problem: "no mineral has this name; add it to \(aliasesPath)")
    }

    private static func degrees(_ text: String) throws(InvalidValue) -> Double { try ExactDecimal(text).doubleValue }

    private static func figure(_ row: FactRow, _ amount: String, _ unit: String) throws -> PrintedQuantity? {
        if row.optional(amount) == nil && row.optional(unit) == nil { return nil }
        return PrintedQuantity(amount: try row.value(amount) { try ExactDecimal($0) }, unit: try row.text(unit))
    }

    private static func citation(_ row: FactRow, sources: inout [String: Source]) throws -> Citation {
        let confidence: Confidence = try row.word("confidence")
        guard let text = row.optional("source") else { return try Citation(confidence: confidence, sources: [memory.id]) }
        let id = try row.value("source") { try sourceID($0) }
        if let known = sources[id], known.title != text {
            throw FactError(path: row.path, line: row.line, column: "source", text: text, problem: "another source has the same id \(id)")
        }
        sources[id] = Source(id: id, title: text)
        return try Citation(confidence: confidence, sources: [id])
    }

    private static let longestSourceSlug = 60

    /// A stable id for a source that is told in words; where they are cut, a hash of all of them keeps ids apart.
    static func sourceID(_ text: String) throws(InvalidValue) -> String {
        guard let slug = Slug.make(from: text)?.text else {
            throw InvalidValue(kind: "source", text: text, expected: "words in Latin letters")
        }
        if slug.utf8.count <= longestSourceSlug { return "\(space):\(slug)" }
        var cut = slug.prefix(longestSourceSlug)
        while cut.last == "-" { cut.removeLast() }
        return "\(space):\(cut)-\(ShortHash.of(text))"
    }
}
