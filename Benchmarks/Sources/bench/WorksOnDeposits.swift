extension Work {
    static let onDeposits: [Work] = [
        Work(
            id: "W1", title: "bulk load of one table, row by row and by the bulk call", unit: "row",
            contestants: [
                .c("W1"), .tuned("W1"), .grdb("W1"), .codable("W1"), .registry("W1", 1.08),
                .registry("W1:bulk", named: "registry-bulk", 0.6),
            ], growth: .ofAll),
        Work(
            id: "W2", title: "bulk load with links, indexes, R*Tree and FTS5, as a baseline and with its changeset", unit: "deposit",
            contestants: [
                .c("W2"), .tuned("W2"), .grdb("W2"), .registry("W2", 0.5), .registry("W2:kept", named: "registry-kept", 0.7),
            ], growth: .ofAll),
        Work(
            id: "W2i", title: "the same from an MRDS table, as `import` does it", unit: "deposit",
            contestants: [
                .c("W2i"), .registry("W2i", 0.5), .registry("W2i:kept", named: "registry-kept", 0.7),
            ], growth: .ofAll),
        Work(
            id: "W3", title: "all rows into values with texts of their own; lent rows", unit: "row",
            contestants: [
                .c("W3"), .tuned("W3"), .grdb("W3"), .codable("W3"), .registry("W3", 1.1),
                .registry("W3:lent", named: "registry-lent", 0.4, alone: true),
            ], growth: .ofAll),
        Work(
            id: "W3d", title: "the list of all deposits with their minerals, by name", unit: "deposit",
            contestants: [.c("W3d"), .registry("W3d", 1.1)], growth: .ofAll),
        Work(
            id: "W4", title: "a row by key, inside one read; a thousand keys at a time", unit: "row",
            contestants: [
                .c("W4"), .tuned("W4"), .grdb("W4"), .codable("W4"), .registry("W4", 1.1),
                .registry("W4:batch", named: "registry-batch", 0.85),
            ], growth: .ofOne),
        Work(
            id: "W5", title: "a row by its text id, inside one read", unit: "row",
            contestants: [.c("W5"), .grdb("W5"), .codable("W5"), .registry("W5", 1.1)], growth: .ofOne),
        Work(
            id: "W5d", title: "a whole deposit by its text id: row, names, identifiers, minerals, remarks, citation", unit: "deposit",
            contestants: [.c("W5d"), .registry("W5d", 1.1)], growth: .ofOne),
        Work(
            id: "W6", title: "a page of fifty: country and mineral, by name", unit: "page",
            contestants: [.c("W6"), .tuned("W6"), .grdb("W6"), .registry("W6", 0.25)], growth: .ofOne),
        Work(
            id: "W7", title: "all within 100 km, nearest first, with their minerals", unit: "circle",
            contestants: [.c("W7"), .registry("W7", 0.4)], growth: .ofOne),
        Work(
            id: "W8", title: "the twenty best of the index of words", unit: "question",
            contestants: [.c("W8"), .grdb("W8"), .registry("W8", 1.05)], growth: .ofOne),
        Work(
            id: "W10", title: "a writer and two readers side by side for ten seconds, write-ahead log", unit: "read",
            contestants: [
                .c("W10"), Contestant(name: "registry", program: "bench-registry", work: "W10", budgets: [.read: 1, .write: 1 / 0.95]),
            ], measures: [.read, .write], count: 10_000, isThreaded: true),
        Work(
            id: "W10r", title: "one reader and two: a row by key, each read an access of its own", unit: "read",
            contestants: [
                .registry("W10r", named: "one reader"),
                Contestant(name: "two readers", program: "bench-registry", work: "W10r:two", budgets: [.wall: 1 / 1.8]),
                .c("W10r"), Contestant(name: "c, two readers", program: "bench-c", work: "W10r:two"),
            ], measures: [.wall], count: 2_000, isThreaded: true),
        Work(
            id: "W10p", title: "one reader and two: a page of fifty, each an access of its own", unit: "page",
            contestants: [
                .registry("W10p", named: "one reader"),
                Contestant(name: "two readers", program: "bench-registry", work: "W10p:two", budgets: [.wall: 1 / 1.8]),
            ], measures: [.wall], count: 2_000, isThreaded: true),
        Work(
            id: "W10a", title: "a row by key from a task, each read an access of its own: called without await, and with it", unit: "read",
            contestants: [.registry("W10a", named: "synchronous"), .registry("W10a:async", named: "asynchronous")], measures: [.wall],
            isThreaded: true),
        Work(
            id: "W11", title: "open with all checks, ask once", unit: "opening",
            contestants: [
                .c("W11"), .grdb("W11"), .codable("W11"),
                Contestant(name: "registry, linked statically", program: "bench-open", work: "W11", budgets: [.cpu: 1.5], memory: 12),
            ], count: 1),
        Work(
            id: "W12", title: "one new row, durable; in the library as a revision", unit: "row",
            contestants: [
                .c("W12"), .grdb("W12"), .codable("W12"),
                Contestant(name: "registry", program: "bench-registry", work: "W12", budgets: [.cpu: 2, .wall: 1.2]),
            ], measures: [.cpu, .wall], count: 100),
        Work(
            id: "W12d", title: "one deposit changed with its words, durable; in the library as a revision", unit: "deposit",
            contestants: [
                .c("W12d"), Contestant(name: "registry", program: "bench-registry", work: "W12d", budgets: [.cpu: 2, .wall: 1.2]),
            ], measures: [.cpu, .wall], count: 100),
        Work(
            id: "csv", title: "rows of an MRDS table, every cell as a text", unit: "row",
            contestants: [
                Contestant(name: "SwiftCSV", program: "bench-csv", work: "csv"),
                Contestant(name: "SwiftCSV, row by row", program: "bench-csv", work: "csv:streamed"),
                Contestant(name: "python", program: "csv_rows.py", work: "csv"), .registry("csv"),
            ]),
    ]
}
