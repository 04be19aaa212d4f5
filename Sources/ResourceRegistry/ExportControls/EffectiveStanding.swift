/// Where a measure stands on a day. Raw values are the words of the JSON contract.
public enum EffectiveState: String, Sendable, Hashable, CaseIterable {
    /// In force, or not surely out of force.
    case inForce = "in_force"
    /// Covered by a suspension, also where the measure had not started.
    case suspended
    /// Out of force now, and a day in force may follow.
    case notYetInForce = "not_yet_in_force"
    /// Out of force, and no day in force follows.
    case ended
}

/// The state on a day, with what is not certain about it.
public struct EffectiveStanding: Sendable, Hashable {
    /// The state; where the dates do not decide, the one that is nearer to being in force.
    public let state: EffectiveState
    /// The state hangs on the unknown part of a partial date ("exact day not known").
    public let exactDayUnknown: Bool
    /// The measure counts as begun only because its start is unknown.
    public let startUnknown: Bool

    /// Makes a standing of a measure on a day.
    public init(state: EffectiveState, exactDayUnknown: Bool = false, startUnknown: Bool = false) {
        self.state = state
        self.exactDayUnknown = exactDayUnknown
        self.startUnknown = startUnknown
    }
}
