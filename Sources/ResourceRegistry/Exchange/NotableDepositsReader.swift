/// The curated deposits and their estimates, read from the fact tables.
///
/// The estimate columns of the deposit table repeat the headline row of the estimate table, so they are not stored twice.
struct NotableDepositsReader {
    private static let space = "deposits"

    private(set) var sources: [Source] = []
    private(set) var deposits: [Deposit] = []
    private(set) var estimates: [OreEstimate] = []
    private var knownSources: Set<String> = []

    init(from source: some FactSource) throws {
        let slugs = try Self.slugsByWord(from: source)
        for row in try FactTable(
            "deposits/notable_deposits.csv", from: source,
            columns: [
                "slug", "name", "name_zh", "other_names", "country", "admin1", "latitude", "longitude", "commodities", "deposit_type",
                "deposit_type_note", "development_status", "discovery_year", "source", "confidence", "recalled_fields",
            ]
        ).rows { deposits.append(try deposit(row, slugs: slugs)) }
        var numbers: [String: Int] = [:]
        for row in try FactTable(
            "deposits/notable_estimates.csv", from: source,
            columns: [
                "slug", "statement", "category", "ore_quantity", "ore_unit", "commodity", "grade", "grade_unit", "contained_quantity",
                "contained_unit", "reporting_standard", "as_of", "headline", "note", "source", "confidence",
            ]
        ).rows { estimates.append(try estimate(row, slugs: slugs, numbers: &numbers)) }
    }

    /// The commodity words of the two tables: slugs of the registry, and those aliases that are written like slugs.
    private static func slugsByWord(from source: some FactSource) throws -> [String: String] {
        var slugs: [String: String] = [:]
        for row in try FactTable("aliases/mineral_aliases.csv", from: source, columns: ["alias", "commodity_slug"]).rows {
            slugs[try row.text("alias")] = try row.text("commodity_slug")
        }
        for row in try FactTable("minerals/commodities.csv", from: source, columns: ["slug"]).rows {
            slugs[try row.text("slug")] = try row.text("slug")
        }
        return slugs
    }

    private mutating func deposit(_ row: FactRow, slugs: [String: String]) throws -> Deposit {
        let recalled = row.list("recalled_fields")
        var deposit = Deposit(
            id: try row.value("slug") { try Slug($0).text }, name: try row.text("name"), citation: try citation(row, column: "source"))
        deposit.occurrenceType = "deposit"
        deposit.country = try row.value("country") { try CountryCode($0) }
        deposit.admin1 = row.optional("admin1")
        let latitude = try row.optionalValue("latitude") { try Self.degrees($0) }
        let longitude = try row.optionalValue("longitude") { try Self.degrees($0) }
        if let latitude, let longitude {
            deposit.coordinate = try row.value("latitude") { _ in try Coordinate(latitude: latitude, longitude: longitude) }
            deposit.givenCRS = "EPSG:4326"
            deposit.givenPosition = "\(try row.text("latitude")) \(try row.text("longitude"))"
        }
        deposit.model = row.optional("deposit_type")
        deposit.modelNote = row.optional("deposit_type_note")
        deposit.status = row.optional("development_status")
        deposit.discoveryYear = try row.integer("discovery_year")
        deposit.recalledFields = recalled
        deposit.names = [DepositName(language: "und", name: deposit.name)]
        if let chinese = row.optional("name_zh") { deposit.names.append(DepositName(language: "zh", name: chinese)) }
        for other in row.list("other_names") where !deposit.names.contains(where: { $0.name == other }) {
            deposit.names.append(DepositName(language: "und", name: other))
        }
        deposit.minerals = try row.list("commodities").enumerated().map { index, word in
            DepositMineral(
                mineral: try Self.slug(word, slugs, row: row, column: "commodities"), importance: index == 0 ? .primary : .secondary,
                asGiven: word, confidence: deposit.citation.confidence)
        }
        return deposit
    }

    private mutating func estimate(_ row: FactRow, slugs: [String: String], numbers: inout [String: Int]) throws -> OreEstimate {
        let deposit = try row.text("slug")
        let parts = ["statement", "category", "commodity", "as_of"].map { row.optional($0) ?? "-" }
        let base = ([deposit] + parts).joined(separator: "/")
        numbers[base, default: 0] += 1
        let number = numbers[base, default: 1]
        return OreEstimate(
            id: number == 1 ? base : "\(base)/\(number)", deposit: deposit,
            statement: row.optional("statement") == nil ? .notStated : try row.word("statement"), category: row.optional("category"),
            reportingCode: row.optional("reporting_standard"), asOf: try row.date("as_of"),
            ore: try Self.printed(row, "ore_quantity", "ore_unit"),
            isHeadline: try row.flag("headline"),
            measures: [
                CommodityMeasure(
                    mineral: try Self.slug(try row.text("commodity"), slugs, row: row, column: "commodity"),
                    grade: try Self.printed(row, "grade", "grade_unit"),
                    contained: try Self.printed(row, "contained_quantity", "contained_unit"))
            ], note: row.optional("note"), citation: try citation(row, column: "source"))
    }

    private static func slug(_ word: String, _ slugs: [String: String], row: FactRow, column: String) throws -> String {
        guard let slug = slugs[word] else {
            throw FactError(path: row.path, line: row.line, column: column, text: word, problem: "no commodity is called so")
        }
        return slug
    }

    private static func printed(_ row: FactRow, _ amount: String, _ unit: String) throws -> PrintedQuantity? {
        guard row.optional(amount) != nil else { return nil }
        return PrintedQuantity(amount: try row.value(amount) { try ExactDecimal($0) }, unit: try row.text(unit))
    }

    static func degrees(_ text: String) throws(InvalidValue) -> Double {
        guard let number = Double(text), number.isFinite else { throw InvalidValue(kind: "coordinate", text: text, expected: "degrees") }
        return number
    }

    /// Sources of these tables are free text: each becomes a source of its own, its id made from the text.
    private mutating func citation(_ row: FactRow, column: String) throws -> Citation {
        // A recalled row names no source: its source is the compiler's memory, and it says so.
        let level: Confidence = try row.word("confidence")
        let text = try row.optional(column) ?? (level == .recalled ? "Memory of the compiler" : row.text(column))
        let id = "\(Self.space):\(Self.key(of: text))"
        if knownSources.insert(id).inserted { sources.append(Source(id: id, title: text, kind: "compilation")) }
        return try Citation(confidence: level, sources: [id])
    }

    private static func key(of text: String) -> String {
        let words = text.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.joined(separator: "-")
        // FNV-1a over the whole text: two sources that begin alike stay two.
        let hash = text.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return "\(words.prefix(48))-\(String(hash & 0xFFFF_FFFF, radix: 16))"
    }
}
