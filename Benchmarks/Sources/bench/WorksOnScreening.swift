extension Work {
    static let onScreening: [Work] = [
        Work(
            id: "W9", title: "screening by SQL, one line a query", unit: "line",
            contestants: [
                .c("W9"), .tuned("W9"),
                .registry("W9", 0.2),
                // The whole answer with its reasons; fewer lines, because it is slower by orders of magnitude.
                Contestant(name: "with reasons", program: "bench-registry", work: "W9:reasons", count: 3_000, standsAlone: true),
            ]),
        Work(
            id: "W9m", title: "screening by the compiled index, parsed lines", unit: "line",
            contestants: [.c("W9m"), .registry("W9m", 1.5)]),
        Work(
            id: "W9c", title: "screening by the compiled index, from text to verdict", unit: "line",
            contestants: [.c("W9c"), .registry("W9c", 3)]),
        Work(
            id: "index-build", title: "building the index of the reference facts", unit: "index", contestants: [.registry("index-build")]),
        Work(
            id: "change", title: "one small change as a revision: of a mineral, and of a control whose stored form follows",
            unit: "revision", contestants: [.registry("change", named: "mineral"), .registry("change:control", named: "control")]),
        Work(
            id: "batch", title: "table to table over the reference facts, one core against two", unit: "line",
            contestants: [
                .registry("batch", named: "one"),
                Contestant(name: "two", program: "bench-registry", work: "batch:two", budgets: [.wall: 0.6], memory: 64),
            ], measures: [.wall], isThreaded: true),
    ]
}
