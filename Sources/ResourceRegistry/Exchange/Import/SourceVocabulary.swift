internal import RegistrySQLite

/// What the words of sources mean in this registry: names of commodities and countries, and terms of the CGI vocabularies.
struct SourceVocabulary {
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

    /// What a word was found to mean in a vocabulary; the code is nil for a word that is known and says nothing.
    struct Term {
        let code: String?
        let confidence: Confidence
    }

    /// The vocabularies whose terms sources name in their own words.
    enum Vocabulary: String {
        case mineStatus = "mine-status"
        case occurrenceType = "occurrence-type"
        case depositModel = "deposit-model"
    }

    private var terms: [String: [String: Term]] = [:]
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
        try connection.forEachRow("SELECT vocabulary, alias, term, confidence FROM term_alias") { row in
            terms[try row.string(0), default: [:]][try row.string(1)] = Term(
                code: try row.optionalString(2), confidence: try Confidence(stored: try row.string(3)))
        }
    }

    /// The mineral that a commodity's name stands for; a qualifier behind a hyphen or `>` may be left out (`Lead-Refiner`).
    ///
    /// - Parameter mayBeCut: the name may be the beginning of a longer one, so one or two letters are not taken for a symbol.
    func mineral(_ name: String, mayBeCut: Bool = false) -> Meaning? {
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

    /// The term that a word stands for; nil for a word that is not known.
    func term(_ word: String, in vocabulary: Vocabulary) -> Term? { terms[vocabulary.rawValue]?[word.lowercased()] }

    /// The deposit model that words stand for. MRDS joins several by commas and has commas inside of them too, so the longest
    /// beginning that is known counts.
    func model(_ words: String) -> Term? {
        var beginning = words[...]
        while true {
            if let known = term(beginning.trimmed, in: .depositModel) { return known }
            guard let comma = beginning.lastIndex(of: ",") else { return nil }
            beginning = beginning[..<comma]
        }
    }

    /// Writes what a word says of a deposit's status and type into it, and keeps the word.
    ///
    /// - Returns: whether the word is known.
    func readDevelopment(_ word: String, into deposit: inout Deposit) -> Bool {
        deposit.statusAsGiven = word
        let type = term(word, in: .occurrenceType)
        let status = term(word, in: .mineStatus)
        deposit.occurrenceType = type?.code
        deposit.status = status?.code
        return type != nil || status != nil
    }
}
