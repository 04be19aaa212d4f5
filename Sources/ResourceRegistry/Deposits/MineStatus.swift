/// What kind of mineral occurrence something is. Codes of the CGI vocabulary mineral-occurrence-type.
public enum OccurrenceType: String, Sendable, CaseIterable {
    case occurrence, deposit, field, project, prospect, province
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
    case operating
    case operatingContinuously = "operating-continuously"
    case operatingIntermittently = "operating-intermittently"
    case notOperating = "not-operating"
    case abandoned
    case careAndMaintenance = "care-and-maintenance"
    case closed, historic, retention
    case underDevelopment = "under-development"
    case construction, feasibility
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
