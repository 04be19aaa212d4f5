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

    /// What a row of that table is made of, as its owner holds it.
    private struct FlatRow {
        let key: Int
        let slug: String
        let name: String
        let admin1: String?
        let latitude: Double
        let longitude: Double
        let position: String?
        let status: String?
        let statusAsGiven: String?
        let note: String?

        func append(to arguments: inout Arguments) throws {
            try arguments.append(key)
            try arguments.append(slug)
            try arguments.append(name)
            try arguments.append(admin1)
            try arguments.append(latitude)
            try arguments.append(longitude)
            try arguments.append(position)
            try arguments.append(status)
            try arguments.append(statusAsGiven)
            try arguments.append(note)
        }
    }

    /// Nothing but the rows is made, one after another, so that their texts lie in their order: as in C.
    private func flatRows() throws -> [FlatRow] {
        try bytes(of: files.folder + "/deposits.tsv").split(separator: UInt8(ascii: "\n")).enumerated().map { index, line in
            let cells = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
            func text(_ cell: Int) -> String { String(decoding: cells[cell], as: UTF8.self) }
            let place = text(4).split(separator: ",")
            return FlatRow(
                key: index + 1, slug: text(1), name: text(2), admin1: text(7), latitude: Double(place[0]) ?? 0,
                longitude: Double(place[1].dropFirst()) ?? 0, position: text(4), status: text(5), statusAsGiven: text(6),
                note: cells[8].isEmpty ? nil : text(8))
        }
    }

    /// W1: one table without indexes, by a kept statement row by row, or by the bulk call.
    func table(isBulk: Bool) throws {
        let rows = try flatRows()
        unlink(files.folder + "/registry-flat.sqlite")
        var watch = Stopwatch()
        watch.start()
        let database = try files.database("registry-flat.sqlite", mode: .create)
        try database.write { connection in
            try connection.execute(Self.flatTable)
            if isBulk {
                let columns = [
                    "id", "slug", "name", "admin1", "latitude", "longitude", "given_position", "status", "status_as_given", "model_note",
                ]
                try connection.insert(into: "d", columns: columns, count: rows.count) { try rows[$0].append(to: &$1) }
            } else {
                let insertion = try connection.prepare("INSERT INTO d VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                for index in rows.indices { try insertion.run { try rows[index].append(to: &$0) } }
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
                """
            ) { try $0.int(0) }
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
