/// What a fact rests on: how sure it is, and the sources it was taken from (at least one).
public struct Citation: Hashable, Sendable {
    /// How far the fact was checked.
    public let confidence: Confidence
    /// Ids of the sources, in the order the fact names them; never empty.
    public let sources: [String]

    /// Makes a citation.
    ///
    /// - Throws: `InvalidValue` when no source is named: a fact without a source is refused.
    public init(confidence: Confidence, sources: [String]) throws(InvalidValue) {
        guard !sources.isEmpty, !sources.contains("") else {
            throw InvalidValue(kind: "citation", text: sources.joined(separator: ";"), expected: "at least one source id")
        }
        self.confidence = confidence
        self.sources = sources
    }
}
