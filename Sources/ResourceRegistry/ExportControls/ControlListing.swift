/// Which controlled items to list, and at which time to look at them.
public struct ControlListQuery: Sendable {
    /// Which items.
    public var filter: ControlFilter
    /// The day on which their state is told; `nil`: it is not told.
    public var day: CivilDay?
    /// Acts published after this day are left out.
    public var announcedBy: CivilDay?
    /// Only items that a rule of their act lays upon this destination.
    public var destination: CountryCode?

    /// Makes a query.
    public init(filter: ControlFilter = ControlFilter(), day: CivilDay? = nil, announcedBy: CivilDay? = nil, destination: CountryCode? = nil) {
        self.filter = filter
        self.day = day
        self.announcedBy = announcedBy
        self.destination = destination
    }
}
