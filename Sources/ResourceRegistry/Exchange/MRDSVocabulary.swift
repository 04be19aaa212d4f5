internal import RegistrySQLite

/// What the words of MRDS mean in this registry: names of commodities and countries, and the development status.
struct MRDSVocabulary {
    /// What a commodity's name was found to mean.
    struct Meaning {
        let mineral: String
        let confidence: Confidence
    }

    /// A country as the registry knows it.
    struct Country {
        let code: CountryCode
        /// Its name there; any other word for it is kept beside it.
        let name: String
    }

    private var minerals: [String: Meaning] = [:]
    private var countries: [String: Country] = [:]

    /// Reads the names that the registry holds.
    ///
    /// - Throws: `RegistryError.factsMissing` when it holds none.
    init(connection: Connection) throws {
        try connection.forEachRow(
            "SELECT a.alias, m.slug, a.confidence FROM mineral_alias a JOIN mineral m ON m.id = a.mineral_id"
        ) { row in
            minerals[try row.string(0)] = Meaning(mineral: try row.string(1), confidence: try Confidence(stored: try row.string(2)))
        }
        guard !minerals.isEmpty else {
            throw RegistryError.factsMissing("the registry holds no names under which databases speak of minerals")
        }
        // A mineral that the user has added is found by its own names.
        try connection.forEachRow(
            """
            SELECT n.name, m.slug FROM mineral_name n JOIN mineral m ON m.id = n.mineral_id WHERE n.language = 'en'
            UNION ALL SELECT m.slug, m.slug FROM mineral m
            """
        ) { row in
            let word = try row.string(0).lowercased()
            if minerals[word] == nil { minerals[word] = Meaning(mineral: try row.string(1), confidence: .confirmed) }
        }
        // Names first: where a name and another country's alias are the same word, the name wins.
        try connection.forEachRow(
            """
            SELECT word, code, name FROM (
                SELECT 1 AS rank, name AS word, code, name FROM area WHERE kind = 'country'
                UNION ALL SELECT 2, x.alias, a.code, a.name FROM area_alias x JOIN area a ON a.id = x.area_id WHERE a.kind = 'country'
                UNION ALL SELECT 3, alpha3, code, name FROM area WHERE kind = 'country' AND alpha3 IS NOT NULL
                UNION ALL SELECT 4, code, code, name FROM area WHERE kind = 'country')
             ORDER BY rank, word
            """
        ) { row in
            let word = try row.string(0).lowercased()
            if countries[word] == nil { countries[word] = Country(code: try CountryCode(try row.string(1)), name: try row.string(2)) }
        }
        guard !countries.isEmpty else { throw RegistryError.factsMissing("the registry holds no countries") }
    }

    /// The mineral that a commodity's name stands for; a qualifier behind a hyphen or `>` may be left out (`Lead-Refiner`).
    ///
    /// - Parameter mayBeCut: the name may be the beginning of a longer one, so one or two letters are not taken for a symbol.
    func mineral(_ name: String, mayBeCut: Bool) -> Meaning? {
        let word = name.lowercased()
        if mayBeCut && word.utf8.count <= 2 { return nil }
        if let whole = minerals[word] { return whole }
        for mark in ["-", " >"] {
            guard let qualifier = word.firstRange(of: mark), let part = minerals[String(word[..<qualifier.lowerBound])] else { continue }
            return Meaning(mineral: part.mineral, confidence: min(part.confidence, .derived))
        }
        return nil
    }

    /// The country that a name or code stands for.
    func country(_ name: String) -> Country? { countries[name.lowercased()] }

    /// What a word of the column `dev_stat` says; `nil` for one that is none of its domain.
    static func development(_ word: String) -> (type: OccurrenceType?, status: MineStatus?)? {
        switch word.lowercased() {
        case "occurrence": (.occurrence, nil)
        case "prospect": (.prospect, nil)
        case "producer": (.deposit, .operating)
        case "past producer": (.deposit, .notOperating)
        case plant, "unknown": (nil, nil)
        default: nil
        }
    }

    /// A plant treats ore, it is no deposit.
    static let plant = "plant"
}
