internal import RegistrySQLite

/// A rule that holds a release of facts back, so that a broken file does not look like a world without controls.
public enum ImportRule: String, Hashable, Sendable, CaseIterable {
    /// A table would lose more than a share of its rows.
    case rowsLost = "rows-lost"
    /// More than a share of the ids that are held would be gone, whatever comes in their place.
    case idsLost = "ids-lost"
    /// The release is older than the one that is held.
    case olderRelease = "older-release"
    /// A table would hold fewer or more rows than it may.
    case countLimit = "count-limit"
}

/// How much a release of facts may change.
public struct ImportLimits: Hashable, Sendable {
    /// The share of a table's rows that may go: 0.1 is a tenth. Tables of fewer than ten rows are not looked at.
    public var rowsLost = 0.1
    /// The share of a table's ids that may go.
    public var idsLost = 0.1
    /// How many rows tables must and may hold afterwards, by table; a table that is not named may grow tenfold at most.
    public var counts: [String: ClosedRange<Int>] = [:]

    /// Makes the usual limits, as the properties tell them.
    public init() {}
}

/// A release that was held back: the facts held before go on serving.
public struct ImportHeldBack: Error, Hashable, Sendable, CustomStringConvertible {
    /// One rule that stands against it, and why.
    public struct Reason: Hashable, Sendable {
        /// The rule that stands against the release.
        public let rule: ImportRule
        /// What was seen, in a sentence.
        public let text: String
    }

    /// Why it was held back.
    public let reasons: [Reason]

    /// One line for a person: what was seen and how to override it.
    public var description: String {
        let rules = Set(reasons.map(\.rule.rawValue)).sorted()
        let options = rules.map { "--accept \($0)" }.joined(separator: " ")
        return
            "the release is held back, the facts held before stay: \(reasons.prefix(4).map { "\($0.rule.rawValue): \($0.text)" }.joined(separator: "; "))"
            + "; look at the files, or override with \(options)"
    }
}

/// Compares what a dataset holds before and after a load.
struct ImportGuard {
    let limits: ImportLimits
    private let connection: Connection
    private let dataset: String
    private let before: [String: Set<String>]

    /// Remembers what is held of the dataset.
    init(connection: Connection, dataset: String, limits: ImportLimits) throws {
        self.connection = connection
        self.dataset = dataset
        self.limits = limits
        before = try Self.ids(of: dataset, connection)
    }

    /// The rules that stand against what is held now.
    func reasons(release: String?) throws -> [ImportHeldBack.Reason] {
        var reasons: [ImportHeldBack.Reason] = []
        if let release, let newest = try newestRelease(), release < newest {
            reasons.append(.init(rule: .olderRelease, text: "the release \(release) is older than \(newest), which is held"))
        }
        let after = try Self.ids(of: dataset, connection)
        for (table, held) in before.sorted(by: { $0.key < $1.key }) where held.count >= 10 {
            let now = after[table] ?? []
            let lost = held.count - now.count
            if Double(lost) > limits.rowsLost * Double(held.count) {
                reasons.append(.init(rule: .rowsLost, text: "\(table) would lose \(lost) of \(held.count) rows"))
            }
            let gone = held.subtracting(now).count
            if Double(gone) > limits.idsLost * Double(held.count) {
                reasons.append(.init(rule: .idsLost, text: "\(gone) of the \(held.count) ids of \(table) would be gone"))
            }
            if limits.counts[table] == nil, now.count > 10 * held.count {
                reasons.append(.init(rule: .countLimit, text: "\(table) would grow from \(held.count) to \(now.count) rows"))
            }
        }
        for (table, range) in limits.counts.sorted(by: { $0.key < $1.key }) {
            let count = after[table]?.count ?? 0
            guard !range.contains(count) else { continue }
            reasons.append(
                .init(
                    rule: .countLimit, text: "\(table) would hold \(count) rows, allowed are \(range.lowerBound) to \(range.upperBound)"))
        }
        return reasons
    }

    private func newestRelease() throws -> String? {
        try connection.first(
            "SELECT max(source_release) FROM registry_revision WHERE dataset = ?1", [.text(dataset)]
        ) { try $0.optionalString(0) } ?? nil
    }

    /// The ids of all rows that a dataset holds, by table: of tables whose rows are known by an id and cite a source.
    private static func ids(of dataset: String, _ connection: Connection) throws -> [String: Set<String>] {
        var catalogue = FactCatalogue(connection: connection)
        var ids: [String: Set<String>] = [:]
        for table in try catalogue.tables() {
            let columns = try catalogue.columns(of: table).map(\.name)
            let key = try catalogue.naturalKey(of: table)
            guard columns.contains("citation_id"), key.count == 1, let id = key.first, try catalogue.hidesKey(of: table) else { continue }
            let found = try connection.query(
                """
                SELECT t.\(Identifier.quoted(id)) FROM \(Identifier.quoted(table)) t JOIN citation c ON c.id = t.citation_id WHERE c.dataset = ?1
                """, [.text(dataset)]
            ) { try $0.string(0) }
            if !found.isEmpty { ids[table] = Set(found) }
        }
        return ids
    }
}
