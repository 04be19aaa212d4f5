internal import RegistrySQLite

/// The tables of revisions.
struct RevisionLog {
    let connection: Connection

    /// What is known of a revision before its rows are counted and its changesets kept.
    struct Draft {
        let number: Int
        let committedAt: Instant
        let author: String
        let reason: String
        let dataset: String?
        let sourceRelease: String?
        let isBaseline: Bool
        let schemaVersion: Int
        var acceptedRules: [String] = []
    }

    /// Higher numbers were not counted up to: work that goes from one to the next would never end.
    static let mostRevisions = Int(Int32.max)

    /// The head of the next revision. A clock that stands still or was set back does not put it before the one it follows.
    func draft(
        at now: Instant, author: String, reason: String, dataset: String, sourceRelease: String?, startsHistory: Bool
    ) throws -> Draft {
        let last = try connection.first("SELECT number, committed_at FROM registry_revision ORDER BY number DESC LIMIT 1") { row in
            (try row.int(0), try Instant(try row.string(1)))
        }
        if let last, last.0 >= Self.mostRevisions { throw RevisionError.broken(last.0, "no revision has so high a number") }
        return Draft(
            number: (last?.0 ?? 0) + 1, committedAt: last.map { max(now, $0.1.adding(milliseconds: 1)) } ?? now, author: author,
            reason: reason, dataset: dataset, sourceRelease: sourceRelease, isBaseline: startsHistory || last == nil,
            schemaVersion: Registry.schemaVersion)
    }

    /// Writes a revision whose changesets have been kept, and chains it to the one before.
    func append(_ draft: Draft, changesDigest: String, rows: [String: RowCounts]) throws -> Revision {
        let hash = RevisionChain.hash(of: draft, changesDigest: changesDigest, parent: try parentHash(of: draft.number))
        let revision = Revision(
            number: draft.number, committedAt: draft.committedAt, author: draft.author, reason: draft.reason,
            dataset: draft.dataset, sourceRelease: draft.sourceRelease, isBaseline: draft.isBaseline, schemaVersion: draft.schemaVersion,
            acceptedRules: draft.acceptedRules, hash: hash, rows: rows)
        try write(revision)
        return revision
    }

    /// Writes the rows of a revision as it is.
    func write(_ revision: Revision) throws {
        let accepted = revision.acceptedRules.joined(separator: ";")
        try connection.execute(
            """
            INSERT INTO registry_revision
              (number, committed_at, author, reason, source_release, is_baseline, schema_version, dataset, accepted, hash, changed_rows)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
            """,
            [
                .integer(Int64(revision.number)), .text(revision.committedAt.description), .text(revision.author), .text(revision.reason),
                .optional(revision.sourceRelease), .bool(revision.isBaseline), .integer(Int64(revision.schemaVersion)),
                .optional(revision.dataset), .optional(accepted.isEmpty ? nil : accepted), .optional(revision.hash),
                .text(RowCounts.text(of: revision.rows)),
            ])
    }

    /// The hash that the next revision follows: that of the revision before, or the registry's identity where none has one.
    func parentHash(of number: Int) throws -> String {
        let hash = try connection.first("SELECT hash FROM registry_revision WHERE number = ?1", [.integer(Int64(number - 1))]) {
            try $0.optionalString(0)
        }
        if let hash = hash ?? nil { return hash }
        return try identity(orMake: true) ?? ""
    }

    /// Which registry this is: 32 hexadecimal digits, drawn when the first revision is made; `nil` before.
    func identity(orMake makes: Bool = false) throws -> String? {
        if let known = try connection.first("SELECT id FROM registry_identity", [], { try $0.string(0) }) { return known }
        guard makes else { return nil }
        let made = Hexadecimal.text((0..<16).map { _ in UInt8.random(in: 0...255) })
        try connection.execute("INSERT INTO registry_identity (id) VALUES (?1)", [.text(made)])
        return made
    }

    /// All revisions, oldest first; or those in a range.
    func revisions(_ range: ClosedRange<Int> = 1...Int.max) throws -> [Revision] {
        try connection.query(
            """
            SELECT number, committed_at, author, reason, source_release, is_baseline, schema_version, accepted, hash, dataset, changed_rows
              FROM registry_revision WHERE number BETWEEN ?1 AND ?2 ORDER BY number
            """, [.integer(Int64(range.lowerBound)), .integer(Int64(range.upperBound))]
        ) { row in
            let number = try row.int(0)
            return Revision(
                number: number, committedAt: try Instant(try row.string(1)), author: try row.string(2), reason: try row.string(3),
                dataset: try row.optionalString(9), sourceRelease: try row.optionalString(4), isBaseline: try row.bool(5),
                schemaVersion: try row.int(6),
                acceptedRules: (try row.optionalString(7) ?? "").split(separator: ";").map(String.init), hash: try row.optionalString(8),
                rows: try RowCounts.read(try row.string(10), of: number))
        }
    }

    /// The number of the newest revision, 0 before the first.
    func newest() throws -> Int {
        try connection.first("SELECT coalesce(max(number), 0) FROM registry_revision") { try $0.int(0) } ?? 0
    }

    /// The oldest revision whose state can be seen again, and when it was made; `nil` before the first revision.
    func oldestKnown() throws -> (number: Int, at: Instant)? {
        try connection.first(
            """
            SELECT number, committed_at FROM registry_revision WHERE is_baseline ORDER BY number DESC LIMIT 1
            """
        ) { (try $0.int(0), try Instant(try $0.string(1))) }
    }

    /// Checks that the state at a revision can be seen.
    ///
    /// - Throws: `RevisionError`.
    func requireKnown(_ number: Int) throws {
        let newest = try newest()
        guard let oldest = try oldestKnown() else { throw RevisionError.empty }
        guard number <= newest else { throw RevisionError.unknown(number, newest: newest) }
        guard number >= oldest.number else { throw RevisionError.notRecorded(before: oldest.number, at: oldest.at) }
        try requireNoGap(from: oldest.number, to: newest)
    }

    /// Checks that every revision in a range stands in the log.
    ///
    /// - Throws: `RevisionError.broken`.
    func requireNoGap(from oldest: Int, to newest: Int, schema: String = "main") throws {
        let held =
            try connection.first(
                "SELECT count(*) FROM \(schema).registry_revision WHERE number BETWEEN ?1 AND ?2",
                [.integer(Int64(oldest)), .integer(Int64(newest))]
            ) { try $0.int(0) } ?? 0
        guard newest < Self.mostRevisions, held == newest - oldest + 1 else {
            throw RevisionError.broken(newest, "revisions between \(oldest) and it are missing")
        }
    }
}

extension RowCounts {
    /// What the log tells of a revision's rows: a line for each table, in the order of their names. A line end in a name becomes a space.
    static func text(of rows: [String: RowCounts]) -> String {
        rows.sorted { $0.key < $1.key }.map { table, counts in
            let name = String(decoding: table.utf8.map { $0 == newline ? space : $0 }, as: UTF8.self)
            return "\(counts.inserted) \(counts.updated) \(counts.deleted) \(name)"
        }.joined(separator: "\n")
    }

    /// Reads that again.
    ///
    /// - Throws: `RevisionError.broken` for what this library did not write, and for more rows than can have been counted: sums of what it
    ///   gives do not overflow.
    static func read(_ text: String, of revision: Int) throws(RevisionError) -> [String: RowCounts] {
        var rows: [String: RowCounts] = [:]
        var total = 0
        // By bytes: a mark at the beginning of a name would make one character of itself and the space before it.
        for line in text.utf8.split(separator: newline, omittingEmptySubsequences: text.isEmpty) {
            let words = line.split(separator: space, maxSplits: 3, omittingEmptySubsequences: false).map { String(Substring($0)) }
            let counts = words.prefix(3).compactMap { word in Int(word).flatMap { String($0) == word ? $0 : nil } }
            guard words.count == 4, counts.count == 3, rows[words[3]] == nil else {
                throw .broken(revision, "what it says of its changed rows cannot be read: \(Excerpt.of(String(Substring(line))))")
            }
            for count in counts {
                let sum = total.addingReportingOverflow(count)
                guard count >= 0, !sum.overflow, sum.partialValue <= 1 << 48 else {
                    throw .broken(revision, "it says that it changed \(count) rows of a table")
                }
                total = sum.partialValue
            }
            rows[words[3]] = RowCounts(inserted: counts[0], updated: counts[1], deleted: counts[2])
        }
        return rows
    }

    private static let newline = UInt8(ascii: "\n"), space = UInt8(ascii: " ")
}
