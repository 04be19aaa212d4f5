/// What was asked, what was answered, and on what: enough to tell later whether the answer would still be the same.
///
/// It is Codable; `json` writes it so that the same receipt gives the same bytes, and `hash` seals it.
public struct ScreeningReceipt: Hashable, Sendable, Codable {
    /// One item of the answer.
    public struct Reason: Hashable, Sendable, Codable {
        /// The id of the item that was matched.
        public let item: String
        /// Its state on the day.
        public let state: String
        /// What the item demanded when the receipt was made.
        public let requirement: String
        /// Whether nothing was left to ask about it.
        public let decided: Bool
        /// Why it did not apply, where it did not.
        public let ruledOut: String?

        private enum CodingKeys: String, CodingKey {
            case item, state, requirement, decided
            case ruledOut = "ruled_out"
        }
    }

    /// The version of this form: 1.
    public let schema: Int
    /// The version of the rules that answered.
    public let rules: Int
    /// The revision of the registry that answered.
    public let revision: Int
    /// The content hash of the tables that screening reads.
    public let controlsHash: String
    /// The question that the receipt is of.
    public let query: ScreeningLine
    /// The verdict that was given then.
    public let verdict: String
    /// The strictest requirement that was given then; `nil`: none.
    public let requirement: String?
    /// The items of the answer, in its order.
    public let reasons: [Reason]
    /// The open questions, each as `item: asks limit`.
    public let questions: [String]
    /// The hash of the whole answer's JSON.
    public let answerHash: String
    /// The hash of everything above: a receipt that was changed does not match it.
    public let hash: String

    private enum CodingKeys: String, CodingKey {
        case schema, rules, revision, query, verdict, requirement, reasons, questions, hash
        case controlsHash = "controls_hash"
        case answerHash = "answer_hash"
    }

    init(_ answer: ScreeningAnswer, controlsHash: String) {
        schema = 1
        rules = ScreeningAnswer.rules
        revision = answer.revision
        self.controlsHash = controlsHash
        query = ScreeningLine(answer.query)
        verdict = answer.verdict.rawValue
        requirement = answer.requirement?.rawValue
        reasons = answer.matches.map {
            Reason(
                item: $0.item.id, state: $0.state.rawValue, requirement: $0.requirement.rawValue, decided: $0.isDecided,
                ruledOut: $0.ruledOut)
        }
        questions = answer.questions.map { "\($0.item ?? "-"): \($0.asks)\($0.limit.map { " \($0)" } ?? "")" }
        answerHash = SHA256.hex(answer.json)
        hash = SHA256.hex(
            Self.body(
                rules: rules, revision: revision, controlsHash: controlsHash, query: query, verdict: verdict, requirement: requirement,
                reasons: reasons, questions: questions, answerHash: answerHash))
    }

    /// Whether the receipt is as it was written.
    public var isIntact: Bool { schema == 1 && SHA256.hex(body) == hash }

    /// The receipt as JSON on one line.
    public var json: String { String(body.dropLast()) + ",\"hash\":" + JSONText.string(hash) + "}" }

    private var body: String {
        Self.body(
            rules: rules, revision: revision, controlsHash: controlsHash, query: query, verdict: verdict, requirement: requirement,
            reasons: reasons, questions: questions, answerHash: answerHash)
    }

    private static func body(
        rules: Int, revision: Int, controlsHash: String, query: ScreeningLine, verdict: String, requirement: String?, reasons: [Reason],
        questions: [String], answerHash: String
    ) -> String {
        JSONText.object([
            ("schema", "1"), ("rules", String(rules)), ("revision", String(revision)), ("controls_hash", JSONText.string(controlsHash)),
            ("query", query.json), ("verdict", JSONText.string(verdict)), ("requirement", JSONText.optional(requirement)),
            (
                "reasons",
                JSONText.array(
                    reasons.map {
                        JSONText.object([
                            ("item", JSONText.string($0.item)), ("state", JSONText.string($0.state)),
                            ("requirement", JSONText.string($0.requirement)), ("decided", $0.decided ? "true" : "false"),
                            ("ruled_out", JSONText.optional($0.ruledOut)),
                        ])
                    })
            ), ("questions", JSONText.array(questions.map(JSONText.string))), ("answer_hash", JSONText.string(answerHash)),
        ])
    }
}
