/// A judgement that two deposits are one and the same, or are not. It joins nothing: each deposit keeps what its sources say.
public struct SameAsJudgement: Hashable, Sendable {
    /// What somebody judged of two deposits.
    public enum Verdict: String, Sendable, CaseIterable {
        /// The two records speak of one deposit.
        case same
        /// The two records speak of two deposits.
        case different
    }

    /// The judge whose word outweighs that of sources: the user of the registry.
    public static let user = "local"

    /// The two deposits' ids, in alphabetical order. They need not be held yet.
    public let deposits: [String]
    /// Who judged: `SameAsJudgement.user`, or the dataset of a source.
    public let judge: String
    /// Whether the two are one and the same deposit.
    public let verdict: Verdict
    /// Why it was judged so, in the judge's words.
    public let reason: String
    /// How sure it is, and the sources it was taken from.
    public let citation: Citation

    /// Makes a judgement of two deposits, in whichever order they are named.
    ///
    /// - Throws: `InvalidValue` for a deposit and itself, for an id that is no slug, and for an empty reason.
    public init(
        _ one: String, _ other: String, judge: String = SameAsJudgement.user, verdict: Verdict, reason: String, citation: Citation
    ) throws(InvalidValue) {
        guard one != other else {
            throw InvalidValue(kind: "pair of deposits", text: one, expected: "two different deposits")
        }
        guard !reason.allSatisfy(\.isWhitespace) else {
            throw InvalidValue(kind: "reason", text: reason, expected: "a text that is not empty")
        }
        deposits = [try Slug(one).text, try Slug(other).text].sorted()
        self.judge = judge
        self.verdict = verdict
        self.reason = reason
        self.citation = citation
    }
}

/// All deposits that judgements hold to be one, with what contradicts them.
public struct SameAsCluster: Hashable, Sendable {
    /// Ids of the deposits, the one that was asked for first, those reached through fewer judgements before others.
    public let deposits: [String]
    /// Those of them that the registry does not hold (yet).
    public let notHeld: [String]
    /// The judgements among them, those that say `different` too.
    public let judgements: [SameAsJudgement]
    /// Pairs that follow as one from the chain of judgements and that a judgement holds to be different.
    public let contradictions: [SameAsJudgement]
}
