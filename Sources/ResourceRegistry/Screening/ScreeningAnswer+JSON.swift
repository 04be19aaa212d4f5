extension ScreeningAnswer {
    /// The answer as one JSON object on one line. The keys and their order are stable; `schema` tells their version.
    public var json: String {
        JSONText.object([
            ("schema", "1"), ("rules", String(Self.rules)), ("verdict", JSONText.string(verdict.rawValue)),
            ("requirement", JSONText.optional(requirement?.rawValue)), ("origin", JSONText.string(query.origin.text)),
            ("destination", JSONText.string(query.destination.text)), ("date", JSONText.string(query.day.description)),
            ("code", JSONText.optional(query.code?.digits)), ("matches", JSONText.array(matches.map(\.json))),
            ("questions", JSONText.array(questions.map(\.json))), ("warnings", JSONText.array(warnings.map(\.json))),
            ("coverage", JSONText.object(coverage.sorted { $0.key < $1.key }.map { ($0.key, JSONText.optional($0.value)) })),
            ("revision", String(revision)),
        ])
    }
}

extension ControlMatch {
    fileprivate var json: String {
        JSONText.object([
            ("item", JSONText.string(item.id)), ("name", JSONText.string(item.name)),
            ("minerals", JSONText.array(item.minerals.map(JSONText.string))), ("measure", JSONText.string(item.measureID)),
            ("act", JSONText.string(act)), ("requirement", JSONText.string(requirement.rawValue)),
            ("state", JSONText.string(state.rawValue)),
            ("decided", isDecided ? "true" : "false"), ("matched_by", JSONText.array(matchedBy.map { JSONText.string($0.rawValue) })),
            ("listed_code", JSONText.optional(listedCode)), ("from", JSONText.optional(from?.description)),
            ("until", JSONText.optional(until?.description)), ("suspended_until", JSONText.optional(suspendedUntil?.description)),
            ("open_limits", JSONText.array(openLimits.map(JSONText.string))), ("ruled_out", JSONText.optional(ruledOut)),
            ("confidence", JSONText.string(item.citation.confidence.rawValue)),
            ("sources", JSONText.array(item.citation.sources.map(JSONText.string))),
        ])
    }
}

extension OpenQuestion {
    fileprivate var json: String {
        JSONText.object([("item", JSONText.optional(item)), ("asks", JSONText.string(asks)), ("limit", JSONText.optional(limit))])
    }
}

extension ScreeningWarning {
    fileprivate var json: String {
        JSONText.object([("code", JSONText.string(code.rawValue)), ("item", JSONText.optional(item)), ("text", JSONText.string(text))])
    }
}
