internal import RegistrySQLite

/// Turns stable text ids into the integer keys of one open transaction, and remembers them.
///
/// It lives as long as one `revise` or one `read`: keys of another transaction may be gone.
final class References {
    let connection: Connection
    /// Who writes: the dataset under which new citations are filed.
    let dataset: String
    /// Whether changes are allowed: inside a revision they are.
    let isWritable: Bool
    /// The year of the revision by the registry's clock: facts of a later one are refused.
    let currentYear: Int
    /// Whether whoever writes lets every error end the whole revision: then no change needs to be undone alone. Savepoints are not free: SQLite
    /// copies each page that changes inside of one.
    var errorsEndAll = false
    private static let mostKeys = 20_000
    private var keys: [String: [String: Int64]] = [:]
    private var citations: [String: Int64] = [:]
    private var texts: [String: [Int64: String]] = [:]
    private var citedSources: [Int64: [String]] = [:]
    var remembered = Remembered()
    /// Rows that changed and whose entries in the derived indexes are not up to date, by table.
    private var stale: [String: RecordSet] = [:]

    init(connection: Connection, dataset: String = "local", isWritable: Bool = true, currentYear: Int = 9999) {
        self.isWritable = isWritable
        self.currentYear = currentYear
        self.connection = connection
        self.dataset = dataset
    }

    /// The key of the row whose stable id is `id`.
    ///
    /// - Throws: `RegistryError.unknown` when there is none, with what may have been meant.
    func key(of id: String, in table: Table) throws -> Int64 {
        guard let found = try optionalKey(of: id, in: table) else {
            throw try unknown(id, in: table)
        }
        return found
    }

    private func optionalKey(of id: String, in table: Table) throws -> Int64? {
        if let known = keys[table.name]?[id] { return known }
        let found = try connection.first("SELECT id FROM \(table.name) WHERE \(table.column) = ?1", [.text(id)]) { try $0.int64(0) }
        // An import asks for as many deposits as the file has: their keys must not fill the memory.
        if keys[table.name, default: [:]].count >= Self.mostKeys { keys[table.name] = nil }
        if let found { keys[table.name, default: [:]][id] = found }
        return found
    }

    /// Runs a change of several rows so that an error leaves none of it: a caller may catch it and go on.
    ///
    /// - Throws: `RegistryError.readOnly` outside a revision; what `body` throws.
    func atomically<T>(_ body: () throws -> T) throws -> T {
        guard isWritable else { throw RegistryError.readOnly }
        if errorsEndAll { return try body() }
        do { return try connection.savepoint(body) } catch {
            // Keys of rows that were undone must not be used again.
            keys.removeAll()
            citations.removeAll()
            texts.removeAll()
            citedSources.removeAll()
            throw error
        }
    }

    /// Notes that a row came or changed, or that something did which the derived indexes show with it.
    func touch(_ table: Table, _ key: Int64) { stale[table.name, default: RecordSet()].insert(key) }

    /// Brings the derived indexes up to date with what was noted: before they are asked, and at the end of a revision.
    func refreshIndexes() throws {
        try Indexes.refresh(connection, stale: stale)
        stale.removeAll()
    }

    /// Whether a row with that stable id exists.
    func exists(_ id: String, in table: Table) throws -> Bool {
        try optionalKey(of: id, in: table) != nil
    }

    /// The stable id of the row with that key.
    func text(of key: Int64, in table: Table) throws -> String {
        if let known = texts[table.name]?[key] { return known }
        let found = try connection.first("SELECT \(table.column) FROM \(table.name) WHERE id = ?1", [.integer(key)]) { try $0.string(0) }
        guard let found else { throw RegistryError.orphan(table: table.name, key: key) }
        texts[table.name, default: [:]][key] = found
        return found
    }

    /// Forgets a key, after its row was deleted.
    func forget(_ id: String, in table: Table) {
        if let key = keys[table.name]?.removeValue(forKey: id) { texts[table.name]?[key] = nil }
    }

    /// The key of the citation with just these sources, made if it is not there.
    func citation(_ citation: Citation) throws -> Int64 {
        let label = citation.sources.joined(separator: ";")
        if let known = citations[label] { return known }
        let found = try connection.first(
            "SELECT id FROM citation WHERE dataset = ?1 AND label = ?2", [.text(dataset), .text(label)]
        ) { try $0.int64(0) }
        if let found {
            citations[label] = found
            return found
        }
        try connection.execute("INSERT INTO citation (dataset, label) VALUES (?1, ?2)", [.text(dataset), .text(label)])
        let made = connection.lastInsertedRowID
        for source in Set(citation.sources).sorted() {
            try connection.execute(
                "INSERT INTO citation_source (citation_id, source_id) VALUES (?1, ?2)",
                [.integer(made), .integer(try key(of: source, in: .source))])
        }
        citations[label] = made
        return made
    }

    /// The citation that stands in a row.
    func citation(confidence: String, key: Int64) throws -> Citation {
        let level = try Confidence(stored: confidence)
        if let known = citedSources[key] { return try Citation(confidence: level, sources: known) }
        let label = try connection.first("SELECT label FROM citation WHERE id = ?1", [.integer(key)]) { try $0.string(0) }
        guard let label else { throw RegistryError.orphan(table: "citation", key: key) }
        let sources = label.split(separator: ";").map(String.init)
        citedSources[key] = sources
        return try Citation(confidence: level, sources: sources)
    }
}

/// A table whose rows are known outside by a stable text id.
struct Table: Sendable {
    let name: String
    let column: String
    /// What a person calls a row of it.
    let label: String

    static let source = Table(name: "source", column: "slug", label: "source")
    static let area = Table(name: "area", column: "code", label: "country")
    static let mineral = Table(name: "mineral", column: "slug", label: "mineral")
    static let scheme = Table(name: "resource_class_scheme", column: "slug", label: "scheme of resource classes")
    static let list = Table(name: "criticality_list", column: "slug", label: "criticality list")
    static let deposit = Table(name: "deposit", column: "slug", label: "deposit")
    static let estimate = Table(name: "ore_estimate", column: "slug", label: "ore estimate")
    static let act = Table(name: "legal_act", column: "slug", label: "legal act")
    static let measure = Table(name: "measure", column: "slug", label: "measure")
    static let item = Table(name: "control_item", column: "slug", label: "control item")
    static let relation = Table(name: "act_relation", column: "slug", label: "act relation")
    static let event = Table(name: "policy_event", column: "slug", label: "policy event")
    static let supplyFact = Table(name: "supply_fact", column: "slug", label: "supply fact")
    static let reliance = Table(name: "import_reliance", column: "slug", label: "statement of import reliance")
    static let supplierShare = Table(name: "supplier_share", column: "slug", label: "supplier share")
    static let tradeFlow = Table(name: "trade_flow", column: "slug", label: "trade flow")
    static let programme = Table(name: "programme", column: "slug", label: "programme")
    static let project = Table(name: "project", column: "slug", label: "project")
}

extension References {
    /// The two columns that end every fact row: confidence and citation.
    func cited(_ citation: Citation) throws -> [Value] {
        [.text(citation.confidence.rawValue), .integer(try self.citation(citation))]
    }

    /// The key of a customs code.
    ///
    /// - Throws: `RegistryError.unknown` when the nomenclature held does not know it.
    func customsCode(_ code: CustomsCode, nomenclature: Nomenclature) throws -> Int64 {
        let found = try connection.first(
            "SELECT id FROM customs_code WHERE nomenclature = ?1 AND code = ?2", [.text(nomenclature.rawValue), .text(code.digits)]
        ) { try $0.int64(0) }
        guard let found else { throw RegistryError.unknown(kind: "customs code", id: "\(nomenclature.rawValue) \(code.digits)") }
        return found
    }

    /// Deletes the row with that stable id.
    ///
    /// - Throws: `RegistryError.unknown`; `RegistryError.inUse` when a foreign key holds it.
    func delete(_ id: String, from table: Table) throws {
        let key = try key(of: id, in: table)
        do {
            try atomically { try connection.execute("DELETE FROM \(table.name) WHERE id = ?1", [.integer(key)]) }
        } catch let error as DatabaseError where error.code.primary == ResultCode.constraint.primary {
            throw RegistryError.inUse(kind: table.label, id: id)
        }
        touch(table, key)
        forget(id, in: table)
    }
}
