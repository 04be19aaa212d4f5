/// One program that does a work once and prints what it took.
struct Contestant {
    let name: String
    let program: String
    /// The work as the program knows it; a variant stands behind a colon.
    let work: String
    /// Fewer lines than the others take, for a contestant that is slower by orders of magnitude. Its check sum stands alone then.
    var count: Int?
}

/// A work with its contestants; the first is what the others are compared with.
struct Work {
    let id: String
    let title: String
    /// What one operation is.
    let unit: String
    let contestants: [Contestant]
    /// The largest ratio to the first contestant that the library may have; `nil`: only told.
    var budget: Double?
    /// The contestant that the budget is for.
    var judged = "registry"
    /// Whether the ratio is one of wall time.
    var isWall = false
    /// The most memory, in MB, that the judged contestant may take; `nil`: only told.
    var memory: Double?

    /// A row is added here, and its work to the programs that its contestants name.
    static let all: [Work] = [
        Work(
            id: "W9", title: "screening by SQL, one line a query", unit: "line",
            contestants: [
                Contestant(name: "c", program: "bench-c", work: "W9"),
                Contestant(name: "c-tuned", program: "bench-c", work: "W9:tuned"),
                Contestant(name: "registry", program: "bench-registry", work: "W9", count: 500),
            ], budget: 0.20),
        Work(
            id: "W9m", title: "screening by the compiled index, parsed lines", unit: "line",
            contestants: [
                Contestant(name: "c", program: "bench-c", work: "W9m"),
                Contestant(name: "registry", program: "bench-registry", work: "W9m"),
            ], budget: 1.5),
        Work(
            id: "W9c", title: "screening by the compiled index, from text to verdict", unit: "line",
            contestants: [
                Contestant(name: "c", program: "bench-c", work: "W9c"),
                Contestant(name: "registry", program: "bench-registry", work: "W9c"),
            ], budget: 3),
        Work(
            id: "index-build", title: "building the index of the reference facts", unit: "index",
            contestants: [Contestant(name: "registry", program: "bench-registry", work: "index-build")]),
        Work(
            id: "batch", title: "table to table over the reference facts, one core against two", unit: "line",
            contestants: [
                Contestant(name: "one", program: "bench-registry", work: "batch"),
                Contestant(name: "two", program: "bench-registry", work: "batch:two"),
            ], budget: 0.6, judged: "two", isWall: true, memory: 64),
        Work(
            id: "record", title: "1,000 changed rows in one transaction, recorded", unit: "row",
            contestants: [
                Contestant(name: "plain", program: "bench-registry", work: "record"),
                Contestant(name: "registry", program: "bench-registry", work: "record:kept"),
            ], budget: 2),
        Work(
            id: "load", title: "loading deposits with their changeset, against a baseline", unit: "deposit",
            contestants: [
                Contestant(name: "baseline", program: "bench-registry", work: "load"),
                Contestant(name: "registry", program: "bench-registry", work: "load:kept"),
            ], budget: 1.4),
        Work(
            id: "look-back", title: "the control tables as known 100 revisions back", unit: "look",
            contestants: [Contestant(name: "registry", program: "bench-registry", work: "look-back")]),
        Work(
            id: "apply", title: "a delta of a hundredth of the deposits, against loading all", unit: "registry",
            contestants: [
                Contestant(name: "load", program: "bench-registry", work: "apply"),
                Contestant(name: "registry", program: "bench-registry", work: "apply:delta"),
            ], budget: 0.1),
    ]
}
