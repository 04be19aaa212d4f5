import BenchSupport
import Glibc
import RegistrySQLite
import ResourceRegistry

/// W1 and W2: bulk loads.
struct LoadWork {
    let files: DepositFiles

    init(folder: String) { files = DepositFiles(folder: folder) }

    private static let flatTable = """
        CREATE TABLE d (id INTEGER PRIMARY KEY, slug TEXT NOT NULL, name TEXT NOT NULL, admin1 TEXT, latitude REAL NOT NULL,
            longitude REAL NOT NULL, given_position TEXT, status TEXT NOT NULL, status_as_given TEXT NOT NULL, model_note TEXT) STRICT
        """

    /// W1: one table without indexes, a kept statement bound row by row.
    func table() throws {
        let rows = try files.values()
        unlink(files.folder + "/registry-flat.sqlite")
        var watch = Stopwatch()
        watch.start()
        let database = try files.database("registry-flat.sqlite", mode: .create)
        try database.write { connection in
            try connection.execute(Self.flatTable)
            let insertion = try connection.prepare("INSERT INTO d VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
            for (number, row) in rows.enumerated() {
                try insertion.bind(number + 1, at: 1)
                try insertion.bind(row.id, at: 2)
                try insertion.bind(row.name, at: 3)
                try insertion.bind(row.admin1 ?? "", at: 4)
                try insertion.bind(row.coordinate?.latitude ?? 0, at: 5)
                try insertion.bind(row.coordinate?.longitude ?? 0, at: 6)
                try insertion.bind(row.givenPosition ?? "", at: 7)
                try insertion.bind(row.status ?? "", at: 8)
                try insertion.bind(row.statusAsGiven ?? "", at: 9)
                try insertion.bind(.optional(row.modelNote), at: 10)
                try insertion.run()
            }
        }
        watch.stop()
        try reportTable(database, watch, rows.count)
    }

    private func reportTable(_ database: Database, _ watch: Stopwatch, _ count: Int) throws {
        let check = try database.read { connection in
            try connection.first(
                """
                SELECT sum(length(slug) + length(name) + length(admin1) + length(given_position) + length(status) + length(status_as_given)
                       + coalesce(length(model_note), 0)) + count(*) FROM d
                """) { try $0.int(0) }
        }
        watch.report("W1", operations: count, check: UInt64(check ?? 0))
    }

    /// The same sum as in C: of the lengths of what was loaded, and of its indexes.
    private func check(_ sql: String) throws -> UInt64 {
        try UInt64(
            files.database("registry-load.sqlite", mode: .readOnly).read { try $0.first(sql) { row in try row.int(0) } } ?? 0)
    }

    /// W2: deposits into a registry that holds the reference facts, with all that hangs on them.
    func registry(startsHistory: Bool) throws {
        let deposits = try files.values()
        let registry = try files.copy(of: "reference.sqlite", as: "registry-load.sqlite")
        var watch = Stopwatch()
        watch.start()
        try files.load(deposits: deposits, into: registry, startsHistory: startsHistory)
        watch.stop()
        registry.close()
        let sum = try check(
            """
            SELECT (SELECT sum(length(slug) + length(name) + length(given_position) + length(status)) FROM deposit)
                + (SELECT count(*) FROM deposit_identifier) + (SELECT sum(length(as_given)) FROM deposit_mineral)
                + (SELECT sum(length(name) + length(alias) + length(place) + length(about)) FROM deposit_search)
                + (SELECT count(*) FROM deposit_place)
            """)
        watch.report("W2", operations: deposits.count, check: sum)
    }

    /// W2i: the same from an MRDS table, as `import` does it.
    func file(startsHistory: Bool) throws {
        let registry = try files.copy(of: "reference.sqlite", as: "registry-load.sqlite")
        var watch = Stopwatch()
        watch.start()
        let report = try registry.importDeposits(
            .mrds, from: [files.folder + "/mrds.csv"], author: "bench", reason: "load", options: ImportOptions(startsHistory: startsHistory)
        ).report
        watch.stop()
        registry.close()
        let sum = try check(
            """
            SELECT sum(length(slug) + length(name)) + (SELECT sum(length(as_given)) FROM deposit_mineral)
                + (SELECT sum(length(text)) FROM deposit_remark) FROM deposit
            """)
        watch.report("W2i", operations: report.read, check: sum)
    }
}
