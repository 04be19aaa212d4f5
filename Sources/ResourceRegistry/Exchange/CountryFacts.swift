/// Countries and groups of countries, read from the fact tables.
struct CountryFacts {
    let sources: [Source]
    let areas: [Area]

    init(from source: some FactSource) throws {
        let iso = Source(
            id: "countries:iso-3166-1", title: "ISO 3166-1 country codes", publisher: "ISO; short English names as in Debian's iso-codes",
            licence: "codes and names are facts; iso-codes is LGPL-2.1+", kind: "code list")
        let union = Source(
            id: "countries:eu-members", title: "Accession and withdrawal of members of the European Union and its predecessors",
            publisher: "compiled for this project", kind: "compilation")
        let aliases = Source(
            id: "aliases:compiler", title: "Names under which outside databases speak of countries and minerals",
            publisher: "compiled for this project", kind: "compilation")
        sources = [iso, union, aliases]
        let isoCitation = try Citation(confidence: .confirmed, sources: [iso.id])
        let unionCitation = try Citation(confidence: .confirmed, sources: [union.id])

        var aliasesByArea: [String: Set<String>] = [:]
        for row in try FactTable("export-controls/countries.csv", from: source, columns: ["alpha2", "short_name"]).rows {
            aliasesByArea[try row.text("alpha2"), default: []].insert(try row.text("short_name"))
        }
        for row in try FactTable("aliases/country_aliases.csv", from: source, columns: ["alias", "alpha2"]).rows {
            aliasesByArea[try row.text("alpha2"), default: []].insert(try row.text("alias"))
        }
        var areas: [Area] = try FactTable("countries/countries.csv", from: source, columns: ["alpha2", "alpha3", "numeric", "name_en"]).rows
            .map { row in
                let code = try row.value("alpha2") { try CountryCode($0).text }
                let name = try row.text("name_en")
                return Area(
                    code: code, kind: .country, alpha3: row.optional("alpha3"), numericCode: row.optional("numeric"), name: name,
                    members: [],
                    aliases: (aliasesByArea[code] ?? []).subtracting([name]).sorted(), citation: isoCitation)
            }
        var members: [String: [AreaMembership]] = [:]
        for row in try FactTable("countries/group_members.csv", from: source, columns: ["group", "alpha2", "from_date", "last_day"]).rows {
            members[try row.text("group"), default: []].append(
                AreaMembership(
                    member: try row.value("alpha2") { try CountryCode($0).text }, from: try row.value("from_date") { try CivilDay($0) },
                    lastDay: try row.optionalValue("last_day") { try CivilDay($0) }))
        }
        for (group, memberships) in members.sorted(by: { $0.key < $1.key }) {
            areas.append(
                Area(
                    code: group, kind: .group, alpha3: nil, numericCode: nil, name: Self.groupNames[group] ?? group, members: memberships,
                    aliases: (aliasesByArea[group] ?? []).sorted(), citation: unionCitation))
        }
        areas += Self.labels.map { code, name in
            Area(
                code: code, kind: .label, alpha3: nil, numericCode: nil, name: name, members: [], aliases: [], citation: unionCitation)
        }
        self.areas = areas
    }

    private static let groupNames = ["EU": "European Union"]
    /// Jurisdictions that the tables name and that are no territory.
    private static let labels = [
        ("CN-US", "China and the United States"), ("NATO", "North Atlantic Treaty Organization"), ("WTO", "World Trade Organization"),
    ]
}
