/// Programmes and their ledgers, read from `minerals/capacity_and_programmes.csv`.
///
/// The table says some things in words: the side of a limit at the end of the indicator, the baseline at the beginning of the note.
/// They are read into columns here. The task of a line is concluded from its words too.
struct ProgrammeFacts {
    let programmes: [Programme]

    init(from source: some FactSource) throws {
        var order: [String] = []
        var rows: [String: [FactRow]] = [:]
        for row in try FactTable(
            "minerals/capacity_and_programmes.csv", from: source,
            columns: [
                "programme_id", "programme", "jurisdiction", "period_start", "period_end", "indicator_kind", "indicator", "commodity_slug",
                "value", "unit", "as_of", "source_id", "confidence", "note",
            ]
        ).rows {
            let id = try row.value("programme_id") { try Slug($0).text }
            if rows[id] == nil { order.append(id) }
            rows[id, default: []].append(row)
        }
        programmes = try order.map { try Self.programme($0, rows[$0] ?? []) }
    }

    private static func programme(_ id: String, _ rows: [FactRow]) throws -> Programme {
        guard let first = rows.first else { throw RegistryError.unknown(kind: "programme", id: id) }
        let title = try first.text("programme")
        let entries = try rows.map { try entry($0, title: title) }
        let citations = entries.map(\.citation)
        var sources: [String] = []
        for id in citations.flatMap(\.sources) where !sources.contains(id) { sources.append(id) }
        let starts = entries.compactMap(\.period.start)
        let ends = entries.compactMap(\.period.lastDay)
        for row in rows where row.optional("jurisdiction") != first.optional("jurisdiction") {
            throw row.fault("jurisdiction", "the programme \(id) belongs to \(try first.text("jurisdiction")) in line \(first.line)")
        }
        return Programme(
            id: id, title: title,
            jurisdiction: try first.text("jurisdiction") == "World" ? nil : try first.value("jurisdiction") { try CountryCode($0) },
            period: DatedSpan(
                start: starts.min { $0.firstDay < $1.firstDay }, lastDay: ends.max { $0.lastDay < $1.lastDay }),
            entries: entries, citation: try Citation(confidence: citations.map(\.confidence).min() ?? .recalled, sources: sources))
    }

    private static func entry(_ row: FactRow, title: String) throws -> ProgrammeEntry {
        let kind: ProgrammeEntry.Kind = try row.word("indicator_kind")
        let (indicator, bound) = bound(of: try row.text("indicator"))
        let ownTitle = try row.text("programme")
        let unit = try row.text("unit")
        return ProgrammeEntry(
            kind: kind, task: task(of: kind, indicator: indicator, title: ownTitle), indicator: indicator,
            titleAsGiven: ownTitle == title ? nil : ownTitle, mineral: row.optional("commodity_slug"), bound: bound,
            amount: try row.value("value") { try ExactDecimal($0) }, unit: unit,
            baseline: baseline(of: row.optional("note") ?? "", unit: unit),
            period: DatedSpan(start: try row.date("period_start"), lastDay: try row.date("period_end")),
            asOf: try row.value("as_of") { try CivilDate($0) }, note: row.optional("note"),
            citation: try row.citation(SupplyFacts.space, sources: "source_id"))
    }

    private static let bounds: [(words: String, bound: ProgrammeEntry.Bound)] = [
        (", at least", .atLeast), (", at most", .atMost), (", upper bound", .atMost), (", up to", .atMost), (", more than", .moreThan),
        (", about", .about),
    ]

    /// The indicator without the words that tell the side of a limit, and that side: `export quota, up to`.
    static func bound(of text: String) -> (indicator: String, bound: ProgrammeEntry.Bound?) {
        for (words, bound) in bounds where text.contains(words) { return (text.replacing(words, with: ""), bound) }
        return (text, nil)
    }

    /// The baseline in a note that begins `up from 2 percent` or `down from 80 percent`, if it is in the entry's unit.
    static func baseline(of note: String, unit: String) -> ExactDecimal? {
        let words = note.split(separator: " ")
        guard words.count >= 4, words[0] == "up" || words[0] == "down", words[1] == "from", words[3...].joined(separator: " ") == unit
        else {
            return nil
        }
        return try? ExactDecimal(String(words[2]))
    }

    /// The task that the words speak of, those of the line before those of the title.
    static func task(of kind: ProgrammeEntry.Kind, indicator: String, title: String) -> Programme.Task? {
        let line = Set(SupplyWords.of(indicator))
        let heading = Set(SupplyWords.of(title))
        if !line.union(heading).isDisjoint(with: ["research"]) { return .research }
        if kind == .funding { return .investment }
        if line.contains("export") { return nil }
        for (task, words) in taskWords where !line.isDisjoint(with: words) { return task }
        for (task, words) in taskWords where !heading.isDisjoint(with: words) { return task }
        return nil
    }

    private static let taskWords: [(task: Programme.Task, words: Set<String>)] = [
        (.exploration, ["exploration", "prospecting", "deposits", "fields", "newly"]), (.survey, ["survey", "mapping"]),
        (.reserves, ["stock", "stockpile", "stockpiles", "reserve", "reserves", "proved"]),
        (.capacity, ["production", "output", "quota", "capacity", "extraction", "processing", "recycling", "bases"]),
        (.investment, ["investment", "financing"]),
    ]
}
