/// What kind of mineral occurrence something is. Codes of the CGI vocabulary mineral-occurrence-type.
public enum OccurrenceType: String, Sendable, CaseIterable {
    /// Minerals were found in some amount, of whatever worth.
    case occurrence
    /// A body of minerals that may be worth mining.
    case deposit
    /// Several deposits of one kind, close together.
    case field
    /// An area in which somebody explores or plans a mine.
    case project
    /// An occurrence that was looked at and may become a deposit.
    case prospect
    /// A large region whose deposits came about alike.
    case province
    /// A part of the rock that holds minerals throughout.
    case mineralizedZone = "mineralized-zone"

    /// Reads a code of the vocabulary; throws `InvalidValue` for any other text.
    public init(_ text: String) throws(InvalidValue) {
        guard let known = Self(rawValue: text) else {
            throw InvalidValue(
                kind: "occurrence type", text: text, expected: "one of " + Self.allCases.map(\.rawValue).joined(separator: ", "))
        }
        self = known
    }
}

/// What is going on at a mine. Codes of the CGI vocabulary mine-status.
public enum MineStatus: String, Sendable, CaseIterable {
    /// Ore is won, with or without pauses.
    case operating
    /// Ore is won all the year round.
    case operatingContinuously = "operating-continuously"
    /// Ore is won at times, with pauses between.
    case operatingIntermittently = "operating-intermittently"
    /// No ore is won, for whatever reason.
    case notOperating = "not-operating"
    /// It was left, and nobody answers for it any more.
    case abandoned
    /// It stands still and is kept so that it can go on.
    case careAndMaintenance = "care-and-maintenance"
    /// Mining has ended and is not meant to go on.
    case closed
    /// It was worked long ago, and not since.
    case historic
    /// The right to mine is kept without mining now.
    case retention
    /// It is being made ready, from study to construction.
    case underDevelopment = "under-development"
    /// The mine or its plant is being built.
    case construction
    /// A study asks whether a mine would pay.
    case feasibility
    /// An authority has not allowed it yet.
    case pendingApproval = "pending-approval"

    /// Reads a code of the vocabulary; throws `InvalidValue` for any other text.
    public init(_ text: String) throws(InvalidValue) {
        guard let known = Self(rawValue: text) else {
            throw InvalidValue(
                kind: "mine status", text: text, expected: "one of " + Self.allCases.map(\.rawValue).joined(separator: ", "))
        }
        self = known
    }

    /// The status itself and those that the vocabulary puts below it: a closed mine is not operating.
    public var withNarrower: [MineStatus] {
        switch self {
        case .operating: [self, .operatingContinuously, .operatingIntermittently]
        case .notOperating: [self, .abandoned, .careAndMaintenance, .closed, .historic, .retention]
        case .underDevelopment: [self, .construction, .feasibility, .pendingApproval]
        default: [self]
        }
    }
}
