/// Three-valued truth (Kleene's strong logic): `unknown` stays unknown unless the other side decides.
public enum Truth: Hashable, Sendable {
    /// It is surely so, whatever is unknown.
    case yes
    /// It is surely not so, whatever is unknown.
    case no
    /// Not decided by what is known.
    case unknown

    /// Makes `yes` of true and `no` of false.
    public init(_ value: Bool) { self = value ? .yes : .no }

    /// Kleene's conjunction: one `no` decides.
    public func and(_ other: Truth) -> Truth {
        if self == .no || other == .no { return .no }
        return self == .yes && other == .yes ? .yes : .unknown
    }

    /// Kleene's disjunction: one `yes` decides.
    public func or(_ other: Truth) -> Truth {
        if self == .yes || other == .yes { return .yes }
        return self == .no && other == .no ? .no : .unknown
    }

    /// Kleene's negation: the negation of unknown is unknown.
    public var negated: Truth {
        switch self {
        case .yes: .no
        case .no: .yes
        case .unknown: .unknown
        }
    }
}
