internal import RegistrySQLite

/// The judgements on which deposits are the same.
///
/// The user's word on a pair outweighs that of sources; among sources, one that holds the two for different outweighs those that
/// hold them for the same. Nothing is merged: taking a judgement back undoes all that followed from it.
public struct SameAsRepository {
    let references: References
    var connection: Connection { references.connection }

    static let table = TableMapping(
        name: "same_as_judgement", parent: nil, key: ["deposit_a", "deposit_b", "judge"],
        rest: ["verdict", "reason", "confidence", "citation_id"])
    private static let columns = "deposit_a, deposit_b, judge, verdict, reason, confidence, citation_id"
    /// A chain of judgements may run through the whole registry; this is more than a person can look at.
    private static let largestCluster = 10_000

    /// What the user's judgements rest on.
    static let userSource = Source(id: "local:judgement", title: "Judgement of the user of this registry", kind: "judgement")

    init(references: References) { self.references = references }

    // MARK: Reading

    /// The judgements that name a deposit.
    public func judgements(of deposit: String) throws -> [SameAsJudgement] {
        try connection.query(
            """
            SELECT \(Self.columns) FROM same_as_judgement WHERE deposit_a = ?1
            UNION ALL SELECT \(Self.columns) FROM same_as_judgement WHERE deposit_b = ?1 ORDER BY 1, 2, 3
            """, [.text(deposit)], decode)
    }

    /// All deposits that are the same as one, through any number of judgements.
    ///
    /// - Throws: `RegistryError.stored` for a row that cannot be.
    public func cluster(of deposit: String) throws -> SameAsCluster {
        var found = [deposit]
        var known: Set<String> = [deposit]
        var judgements: [SameAsJudgement] = []
        var next = 0
        while next < found.count, found.count < Self.largestCluster {
            let own = try self.judgements(of: found[next])
            judgements += own
            for (other, verdict) in Self.verdicts(own, of: found[next]) where verdict == .same && known.insert(other).inserted {
                found.append(other)
            }
            next += 1
        }
        let inside = judgements.filter { known.isSuperset(of: $0.deposits) }
        let unique = inside.reduce(into: [SameAsJudgement]()) { kept, one in if !kept.contains(one) { kept.append(one) } }
        let pairs = Dictionary(grouping: unique, by: \.deposits)
        let contradictions = pairs.values.filter { Self.verdict($0) == .different }.flatMap { $0.filter { $0.verdict == .different } }
        return SameAsCluster(
            deposits: found, notHeld: try found.filter { try !references.exists($0, in: .deposit) }, judgements: unique,
            contradictions: contradictions.sorted { $0.deposits.lexicographicallyPrecedes($1.deposits) })
    }

    /// What holds of each deposit that is judged together with one.
    private static func verdicts(_ judgements: [SameAsJudgement], of deposit: String) -> [(String, SameAsJudgement.Verdict)] {
        let pairs = Dictionary(grouping: judgements) { $0.deposits[0] == deposit ? $0.deposits[1] : $0.deposits[0] }
        return pairs.sorted { $0.key < $1.key }.map { ($0.key, verdict($0.value)) }
    }

    /// What holds of one pair.
    static func verdict(_ judgements: [SameAsJudgement]) -> SameAsJudgement.Verdict {
        if let own = judgements.first(where: { $0.judge == SameAsJudgement.user }) { return own.verdict }
        return judgements.contains { $0.verdict == .different } ? .different : .same
    }

    // MARK: Writing

    /// Adds a judgement, or changes the one of the same judge on the same pair.
    ///
    /// - Throws: `RegistryError.unknown` for a source that is not held.
    @discardableResult
    public func save(_ judgement: SameAsJudgement) throws -> SaveOutcome {
        let row: [Value] =
            judgement.deposits.map { .text($0) } + [
                .text(judgement.judge), .text(judgement.verdict.rawValue), .text(judgement.reason),
            ] + (try references.cited(judgement.citation))
        guard references.isWritable else { throw RegistryError.readOnly }
        return try RowWriter(connection: connection).saveKeyed(row, in: Self.table)
    }

    /// Judges two deposits that are held, in the name of the user. A later judgement takes the place of an earlier one.
    ///
    /// - Parameters:
    ///   - one: a deposit's id.
    ///   - other: the other deposit's id.
    ///   - verdict: what is judged; nil takes the user's judgement back.
    ///   - reason: why.
    /// - Returns: whether anything changed.
    /// - Throws: `RegistryError.unknown` for a deposit that is not held; `InvalidValue` for a deposit and itself.
    @discardableResult
    public func judge(_ one: String, _ other: String, _ verdict: SameAsJudgement.Verdict?, reason: String) throws -> Bool {
        for deposit in [one, other] { _ = try references.key(of: deposit, in: .deposit) }
        return try references.atomically {
            _ = try SourceRepository(references: references).save(Self.userSource)
            let judgement = try SameAsJudgement(
                one, other, verdict: verdict ?? .same, reason: reason,
                citation: try Citation(confidence: .confirmed, sources: [Self.userSource.id]))
            guard verdict == nil else { return try save(judgement) != .unchanged }
            try connection.execute(Self.table.deletion, judgement.deposits.map { .text($0) } + [.text(judgement.judge)])
            return connection.changeCount > 0
        }
    }

    private func decode(_ row: borrowing Row) throws -> SameAsJudgement {
        let word = try row.string(3)
        guard let verdict = SameAsJudgement.Verdict(rawValue: word) else { throw RegistryError.stored(what: "verdict", text: word) }
        return try SameAsJudgement(
            try row.string(0), try row.string(1), judge: try row.string(2), verdict: verdict, reason: try row.string(4),
            citation: try references.citation(confidence: try row.string(5), key: try row.int64(6)))
    }
}

extension RegistryReader {
    /// The judgements on which deposits are the same.
    public var sameAs: SameAsRepository { SameAsRepository(references: references) }
}
