internal import RegistrySQLite

/// The programmes of governments that a registry holds, with their ledgers.
public struct ProgrammeRepository {
    let references: References
    private var connection: Connection { references.connection }

    init(references: References) { self.references = references }

    static let table = TableMapping(
        name: "programme", parent: nil, key: ["slug"],
        rest: ["title", "area_id", "starts_on", "last_day", "note", "confidence", "citation_id"])
    static let entryTable = TableMapping(
        name: "programme_entry", parent: "programme_id", key: ["ordinal"],
        rest: [
            "kind", "task", "indicator", "title_as_given", "mineral_id", "bound", "amount", "unit", "baseline", "starts_on", "last_day",
            "as_of", "note", "confidence", "citation_id",
        ])

    /// Adds or changes a programme with its ledger.
    ///
    /// - Throws: `InvalidValue` for an id that is no slug, a text that is empty, and an outcome stated before its window began;
    ///   `RegistryError.unknown` for a country or a mineral that is not held.
    @discardableResult
    public func save(_ programme: Programme) throws -> SaveOutcome {
        try references.atomically {
            let writer = RowWriter(connection: connection)
            let saved = try writer.save(
                [.text(try Slug(programme.id).text), .text(programme.title), try references.area(programme.jurisdiction)]
                    + SupplyColumns.values(of: programme.period) + [.optional(programme.note)]
                    + (try references.cited(programme.citation)), in: Self.table)
            let entries = try programme.entries.enumerated().map { try row(of: $1, ordinal: $0 + 1) }
            return saved.outcome.merging(parts: try writer.replace(entries, in: Self.entryTable, parent: saved.id))
        }
    }

    private func row(of entry: ProgrammeEntry, ordinal: Int) throws -> [Value] {
        guard !entry.indicator.isEmpty, !entry.unit.isEmpty else {
            throw InvalidValue(kind: "programme entry", text: entry.indicator, expected: "an indicator and a unit that are not empty")
        }
        if entry.kind == .outcome, let start = entry.period.start, entry.asOf.lastDay < start.firstDay {
            throw InvalidValue(
                kind: "day of an outcome", text: "\(entry.asOf)", expected: "a day that is not before its window, which begins \(start)")
        }
        return [
            .integer(Int64(ordinal)), .text(entry.kind.rawValue), .optional(entry.task?.rawValue), .text(entry.indicator),
            .optional(entry.titleAsGiven), try references.mineral(entry.mineral), .optional(entry.bound?.rawValue),
            .text(entry.amount.description), .text(entry.unit), .optional(entry.baseline?.description),
        ] + SupplyColumns.values(of: entry.period) + [.text(entry.asOf.description), .optional(entry.note)]
            + (try references.cited(entry.citation))
    }

    /// The programme with that id; `nil` when it is not held.
    public func find(_ id: String) throws -> Programme? { try programmes("p.slug = ?1", [.text(id)]).first }

    /// Programmes by jurisdiction and id.
    ///
    /// - Parameters:
    ///   - jurisdiction: only its programmes; `nil`: all.
    ///   - mineral: only programmes with a line on this mineral; `nil`: all.
    /// - Throws: `RegistryError.unknown` for a country or a mineral that is not held.
    public func list(jurisdiction: CountryCode? = nil, mineral: String? = nil) throws -> [Programme] {
        try programmes(
            """
            (?1 IS NULL OR p.area_id = ?1)
               AND (?2 IS NULL OR EXISTS (SELECT 1 FROM programme_entry e WHERE e.programme_id = p.id AND e.mineral_id = ?2))
            """, [try references.area(jurisdiction), try references.mineral(mineral)])
    }

    private func programmes(_ condition: String, _ arguments: [Value]) throws -> [Programme] {
        try connection.query(
            """
            SELECT p.id, p.slug, p.title, a.code, p.starts_on, p.last_day, p.note, p.confidence, p.citation_id
              FROM programme p LEFT JOIN area a ON a.id = p.area_id WHERE \(condition) ORDER BY a.code IS NULL, a.code, p.slug
            """, arguments
        ) { row in
            Programme(
                id: try row.string(1), title: try row.string(2), jurisdiction: try row.optionalString(3).map { try CountryCode($0) },
                period: DatedSpan(start: try SupplyColumns.date(row, at: 4), lastDay: try SupplyColumns.date(row, at: 5)),
                note: try row.optionalString(6), entries: try entries(of: try row.int64(0)),
                citation: try references.citation(confidence: try row.string(7), key: try row.int64(8)))
        }
    }

    private func entries(of key: Int64) throws -> [ProgrammeEntry] {
        try connection.query(
            """
            SELECT e.kind, e.task, e.indicator, e.title_as_given, m.slug, e.bound, e.amount, e.unit, e.baseline, e.starts_on, e.last_day,
                   e.as_of, e.note, e.confidence, e.citation_id
              FROM programme_entry e LEFT JOIN mineral m ON m.id = e.mineral_id WHERE e.programme_id = ?1 ORDER BY e.ordinal
            """, [.integer(key)]
        ) { row in
            ProgrammeEntry(
                kind: try SupplyColumns.word(try row.string(0), "kind of entry"),
                task: try row.optionalString(1).map { try SupplyColumns.word($0, "task") }, indicator: try row.string(2),
                titleAsGiven: try row.optionalString(3), mineral: try row.optionalString(4),
                bound: try row.optionalString(5).map { try SupplyColumns.word($0, "bound") }, amount: try ExactDecimal(try row.string(6)),
                unit: try row.string(7), baseline: try row.optionalString(8).map { try ExactDecimal($0) },
                period: DatedSpan(start: try SupplyColumns.date(row, at: 9), lastDay: try SupplyColumns.date(row, at: 10)),
                asOf: try CivilDate(try row.string(11)), note: try row.optionalString(12),
                citation: try references.citation(confidence: try row.string(13), key: try row.int64(14)))
        }
    }

    /// Takes a programme out with its ledger.
    ///
    /// - Throws: `RegistryError.unknown`; `RegistryError.inUse` while a project belongs to it.
    public func delete(_ id: String) throws { try references.delete(id, from: .programme) }
}
