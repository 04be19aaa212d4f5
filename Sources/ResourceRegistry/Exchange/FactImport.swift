internal import RegistrySQLite

/// Loads the fact tables into a registry: what is new is added, what differs is changed, what the facts no longer hold is taken
/// out again; and what others wrote (`dataset` other than `reference`) is left alone.
struct FactImport {
    static let dataset = "reference"

    let editor: RegistryEditor
    private var references: References { editor.references }
    private var connection: Connection { editor.references.connection }

    /// Loads all tables of a source.
    ///

    func run(from source: some FactSource) throws -> FactImportReport {
        let countries = try CountryFacts(from: source)
        let minerals = try MineralFacts(from: source)
        let controls = try ControlFacts(from: source)
        let deposits = try NotableDepositsReader(from: source)
        let supply = try SupplyFacts(from: source, countries: countries.areas, currentYear: references.currentYear)
        let programmes = try ProgrammeFacts(from: source)
        let terms = try TermFacts(from: source)
        try controls.requireReferences(in: source, minerals: Set(minerals.minerals.map(\.id)))
        // Rows of several tables point at each other; what counts is that all of them are there at the end.
        try connection.execute("PRAGMA defer_foreign_keys = ON")
        var report = FactImportReport()

        report.notes = controls.disagreements
        for entry in countries.sources + minerals.sources + controls.sources + deposits.sources {
            report.note(try editor.sources.save(entry), kind: "source", id: entry.id)
        }
        try load(countries, into: &report)
        try load(minerals, codes: controls.customsCodes, into: &report)
        try load(controls, into: &report)
        try load(deposits, into: &report)
        try load(supply, into: &report)
        try load(programmes, into: &report)
        try remove(supply, programmes, into: &report)
        try terms.write(references: references) {
            report.note($0, kind: "term_alias", id: $1)
        } removed: {
            report.noteRemoval(kind: "term_alias", id: $0)
        }
        try remove(countries: countries, minerals: minerals, controls: controls, deposits: deposits, into: &report)
        return report
    }

    /// Loads the tables of export controls alone: what they point at (minerals, countries) must be held.
    func runControls(from source: some FactSource) throws -> FactImportReport {
        let controls = try ControlFacts(from: source)
        let held = Set(try connection.query("SELECT slug FROM mineral") { try $0.string(0) })
        try controls.requireReferences(in: source, minerals: held)
        try connection.execute("PRAGMA defer_foreign_keys = ON")
        var report = FactImportReport()
        report.notes = controls.disagreements
        for entry in controls.sources { report.note(try editor.sources.save(entry), kind: "source", id: entry.id) }
        let codes = CustomsCodeRepository(references: references)
        for entry in controls.customsCodes {
            report.note(try codes.save(entry), kind: "customs_code", id: "\(entry.nomenclature.rawValue) \(entry.code.digits)")
        }
        try load(controls, into: &report)
        try remove(controls, into: &report)
        try removeUnusedCitations()
        // The table in words alone was edited: what it says now would be lost without a word.
        if report.totalChanges == 0, let disagreement = report.notes.first { throw disagreement }
        return report
    }

    private func load(_ facts: CountryFacts, into report: inout FactImportReport) throws {
        var outcomes: [String: SaveOutcome] = [:]
        for area in facts.areas { outcomes[area.code] = try editor.areas.saveIdentity(area) }
        for area in facts.areas {
            let parts = try editor.areas.saveMembers(of: area)
            report.note((outcomes[area.code] ?? .unchanged).merging(parts: parts), kind: "area", id: area.code)
        }
    }

    private func load(_ facts: MineralFacts, codes: [CustomsCodeEntry], into report: inout FactImportReport) throws {
        let repository = CustomsCodeRepository(references: references)
        let described = Set(codes.map { "\($0.nomenclature.rawValue) \($0.code.digits)" })
        let plain = facts.customsCodes.filter { !described.contains("\($0.nomenclature.rawValue) \($0.code.digits)") }
        for entry in (plain + codes).sorted(by: { $0.code.digits.count < $1.code.digits.count }) {
            report.note(try repository.save(entry), kind: "customs_code", id: "\(entry.nomenclature.rawValue) \(entry.code.digits)")
        }
        var outcomes: [String: SaveOutcome] = [:]
        for mineral in facts.minerals { outcomes[mineral.id] = try editor.minerals.saveIdentity(mineral) }
        for mineral in facts.minerals {
            let parts = try editor.minerals.saveParts(mineral)
            report.note((outcomes[mineral.id] ?? .unchanged).merging(parts: parts), kind: "mineral", id: mineral.id)
        }
        for scheme in facts.schemes {
            report.note(try editor.classifications.save(scheme), kind: "resource_class_scheme", id: scheme.id)
        }
        for list in try successorsFirst(facts.lists) {
            report.note(try editor.classifications.save(list), kind: "criticality_list", id: list.id)
        }
    }

    /// Lists in an order in which the one that took another's place comes before it.
    private func successorsFirst(_ lists: [CriticalityList]) throws -> [CriticalityList] {
        var done: Set<String> = []
        var ordered: [CriticalityList] = []
        var waiting = lists
        while !waiting.isEmpty {
            let ready = waiting.filter { list in list.supersededBy.map { done.contains($0) } ?? true }
            guard !ready.isEmpty else {
                throw RegistryError.unknown(kind: "criticality list", id: waiting.compactMap(\.supersededBy).joined(separator: ", "))
            }
            ordered += ready
            done.formUnion(ready.map(\.id))
            waiting.removeAll { done.contains($0.id) }
        }
        return ordered
    }

    private func load(_ facts: ControlFacts, into report: inout FactImportReport) throws {
        var outcomes: [String: SaveOutcome] = [:]
        for act in facts.acts { outcomes[act.id] = try editor.controls.saveIdentity(of: act) }
        for item in facts.items { report.note(try editor.controls.save(item), kind: "control_item", id: item.id) }
        for act in facts.acts {
            let parts = try editor.controls.saveParts(of: act)
            report.note((outcomes[act.id] ?? .unchanged).merging(parts: parts), kind: "legal_act", id: act.id)
        }
        for relation in facts.relations { report.note(try editor.controls.save(relation), kind: "act_relation", id: relation.id) }
        for event in facts.events { report.note(try editor.controls.save(event), kind: "policy_event", id: event.id) }
    }

    private func load(_ facts: NotableDepositsReader, into report: inout FactImportReport) throws {
        for deposit in facts.deposits { report.note(try editor.deposits.save(deposit), kind: "deposit", id: deposit.id) }
        for estimate in facts.estimates {
            report.note(try editor.deposits.saveEstimate(estimate), kind: "ore_estimate", id: estimate.id)
        }
    }

    /// Takes out what an earlier release held and this one does not, dependants first.
    private func remove(
        countries: CountryFacts, minerals: MineralFacts, controls: ControlFacts, deposits: NotableDepositsReader,
        into report: inout FactImportReport
    ) throws {
        try remove(controls, into: &report)
        try remove(.estimate, "ore_estimate", keeping: deposits.estimates.map(\.id), into: &report)
        try remove(.deposit, "deposit", keeping: deposits.deposits.map(\.id), into: &report)
        try remove(.list, "criticality_list", keeping: minerals.lists.map(\.id), into: &report)
        try remove(.scheme, "resource_class_scheme", keeping: minerals.schemes.map(\.id), into: &report)
        try remove(.mineral, "mineral", keeping: minerals.minerals.map(\.id), into: &report)
        try remove(.area, "area", keeping: countries.areas.map(\.code), into: &report)
        try removeUnusedCitations()
    }

    private func remove(_ controls: ControlFacts, into report: inout FactImportReport) throws {
        try remove(.event, "policy_event", keeping: controls.events.map(\.id), into: &report)
        try remove(.relation, "act_relation", keeping: controls.relations.map(\.id), into: &report)
        try remove(.item, "control_item", keeping: controls.items.map(\.id), into: &report)
        try remove(.act, "legal_act", keeping: controls.acts.map(\.id), into: &report)
    }

    func remove(_ table: Table, _ kind: String, keeping wanted: [String], into report: inout FactImportReport) throws {
        let kept = Set(wanted)
        let held = try connection.query(
            "SELECT t.\(table.column) FROM \(table.name) t JOIN citation c ON c.id = t.citation_id WHERE c.dataset = ?1",
            [.text(references.dataset)]
        ) { try $0.string(0) }
        for id in held where !kept.contains(id) {
            try references.delete(id, from: table)
            report.noteRemoval(kind: kind, id: id)
        }
    }

    /// Citations that no row points at any more would keep their sources from ever being taken out.
    private func removeUnusedCitations() throws {
        let used = try connection.query(
            """
            SELECT m.name FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'citation_id'
               AND m.name <> 'citation_source' ORDER BY m.name
            """
        ) { try $0.string(0) }
        let conditions = used.map { "NOT EXISTS (SELECT 1 FROM \($0) t WHERE t.citation_id = citation.id)" }
        try connection.execute(
            "DELETE FROM citation WHERE dataset = ?1 AND " + conditions.joined(separator: " AND "), [.text(references.dataset)])
    }
}

/// What loading facts did, by kind of entity.
public struct FactImportReport: Hashable, Sendable {
    /// Counts of one kind of entity.
    public struct Counts: Hashable, Sendable {
        /// Entities that were not there.
        public var added = 0
        /// Entities that stood there otherwise.
        public var changed = 0
        /// Entities that the facts no longer hold.
        public var removed = 0
        /// Entities that stood there just so.
        public var unchanged = 0
    }

    /// One entity that changed or went.
    public struct Change: Hashable, Sendable {
        /// The table of the entity.
        public let kind: String
        /// The stable id of the fact that changed.
        public let id: String
        /// What changed: column names; empty for an entity that was taken out.
        public let columns: [String]
    }

    /// How many facts came, changed, went and stayed, by table.
    public private(set) var counts: [String: Counts] = [:]
    /// Entities that changed, in the order of loading.
    public private(set) var changes: [Change] = []
    /// Entities that were taken out.
    public private(set) var removals: [Change] = []
    /// Places where two tables say different things; the one that counts was taken.
    public internal(set) var notes: [FactError] = []

    /// How many entities were added, changed or removed.
    public var totalChanges: Int { counts.values.reduce(0) { $0 + $1.added + $1.changed + $1.removed } }

    mutating func note(_ outcome: SaveOutcome, kind: String, id: String) {
        switch outcome {
        case .added: counts[kind, default: Counts()].added += 1
        case .unchanged: counts[kind, default: Counts()].unchanged += 1
        case .changed(let columns):
            counts[kind, default: Counts()].changed += 1
            changes.append(Change(kind: kind, id: id, columns: columns))
        }
    }

    mutating func noteRemoval(kind: String, id: String) {
        counts[kind, default: Counts()].removed += 1
        removals.append(Change(kind: kind, id: id, columns: []))
    }
}

extension Registry {
    /// Loads fact tables as one revision. Loading the same facts twice changes nothing.
    ///
    /// - Parameters:
    ///   - facts: the tables.
    ///   - author: who loads them.
    ///   - reason: why, for the log.
    ///   - limits: how much may change before the release is held back.
    ///   - accepting: rules that are overridden; the revision tells which.
    ///   - startsHistory: keep no changeset: history starts after this revision.
    /// - Returns: what was added, changed and taken out, and the revision, `nil` when nothing changed.
    /// - Throws: `CSVError` or `FactError` with file, line and column; `ImportHeldBack`; nothing is kept then.
    @discardableResult
    public func load(
        _ facts: some FactSource, author: String, reason: String = "load the reference facts", limits: ImportLimits = ImportLimits(),
        accepting: Set<ImportRule> = [], startsHistory: Bool = false
    ) throws -> (report: FactImportReport, revision: Revision?) {
        try load(facts, author, reason, limits, accepting, startsHistory) { try $0.run(from: facts) }
    }

    /// Loads the tables of export controls alone, as one revision; minerals and countries must be held.
    ///
    /// - Parameters:
    ///   - facts: the tables.
    ///   - author: who loads them.
    ///   - reason: why, for the log.
    ///   - limits: how much may change before the release is held back.
    ///   - accepting: rules that are overridden; the revision tells which.
    /// - Returns: what was added, changed and taken out, and the revision, `nil` when nothing changed.
    /// - Throws: as `load`.
    @discardableResult
    public func loadControls(
        _ facts: some FactSource, author: String, reason: String = "load the tables of export controls",
        limits: ImportLimits = ImportLimits(), accepting: Set<ImportRule> = []
    ) throws -> (report: FactImportReport, revision: Revision?) {
        try load(facts, author, reason, limits, accepting, false) { try $0.runControls(from: facts) }
    }

    private func load(
        _ facts: some FactSource, _ author: String, _ reason: String, _ limits: ImportLimits, _ accepting: Set<ImportRule>,
        _ startsHistory: Bool, _ run: (FactImport) throws -> FactImportReport
    ) throws -> (report: FactImportReport, revision: Revision?) {
        let revising = try Revising(
            reason: reason, author: author, dataset: FactImport.dataset, sourceRelease: facts.release.isEmpty ? nil : facts.release,
            startsHistory: startsHistory, clock: clock)
        let (report, revision) = try database.write { connection in
            try revising.run(on: connection, limits: limits, accepting: accepting) { editor in
                editor.references.errorsEndAll = true
                return try run(FactImport(editor: editor))
            }
        }
        return (report, revision)
    }
}
