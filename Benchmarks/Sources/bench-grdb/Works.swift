import BenchSupport
import Dispatch
import Foundation
import GRDB

/// GRDB on the files of the contestants in C, with this library's settings.
struct Works {
    let folder: String
    let count: Int?
    /// By position and with kept statements, or as documented.
    let isFast: Bool

    private var configuration: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase {
            try $0.execute(sql: "PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA; PRAGMA cell_size_check = ON")
        }
        return configuration
    }

    private func queue(_ name: String) throws -> DatabaseQueue {
        try DatabaseQueue(path: "\(folder)/\(name)", configuration: configuration)
    }

    private func file(_ name: String) throws -> [String] { try lines(of: "\(folder)/\(name)") }

    private func measure<Question>(
        _ work: String, _ questions: [Question], _ ask: (Database, [Question]) throws -> UInt64
    ) throws {
        let queue = try queue("c-deposits.sqlite")
        var watch = Stopwatch()
        watch.start()
        let check = try queue.read { try ask($0, questions) }
        watch.stop()
        watch.report(work, operations: questions.count, check: check)
    }

    private var table: [[Substring]] {
        get throws { try file("deposits.tsv").map { $0.split(separator: "\t", omittingEmptySubsequences: false) } }
    }

    private static func place(_ cells: [Substring]) -> (Double, Double) {
        let parts = cells[4].split(separator: ",")
        return (Double(parts[0]) ?? 0, Double(parts[1].dropFirst()) ?? 0)
    }

    /// W1.
    func loadTable() throws {
        let rows = try table.enumerated().map { number, cells in
            let (latitude, longitude) = Self.place(cells)
            return FlatDeposit(
                id: Int64(number + 1), slug: String(cells[1]), name: String(cells[2]), admin1: String(cells[7]), latitude: latitude,
                longitude: longitude, position: String(cells[4]), status: String(cells[5]), statusAsGiven: String(cells[6]),
                note: cells[8].isEmpty ? nil : String(cells[8]))
        }
        unlink(folder + "/grdb-flat.sqlite")
        var watch = Stopwatch()
        watch.start()
        let queue = try queue("grdb-flat.sqlite")
        try queue.write { db in
            try db.execute(
                sql: """
                    CREATE TABLE d (id INTEGER PRIMARY KEY, slug TEXT NOT NULL, name TEXT NOT NULL, admin1 TEXT, latitude REAL NOT NULL,
                        longitude REAL NOT NULL, given_position TEXT, status TEXT NOT NULL, status_as_given TEXT NOT NULL,
                        model_note TEXT) STRICT
                    """)
            if isFast {
                let statement = try db.makeStatement(sql: "INSERT INTO d VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                for row in rows {
                    let arguments: [(any DatabaseValueConvertible)?] = [
                        row.id, row.slug, row.name, row.admin1, row.latitude, row.longitude, row.position, row.status, row.statusAsGiven,
                        row.note,
                    ]
                    try statement.execute(arguments: StatementArguments(arguments))
                }
            } else {
                for row in rows { try row.insert(db) }
            }
        }
        watch.stop()
        let check = try queue.read { db in
            try Int.fetchOne(
                db,
                sql: """
                    SELECT sum(length(slug) + length(name) + length(admin1) + length(given_position) + length(status)
                           + length(status_as_given) + coalesce(length(model_note), 0)) + count(*) FROM d
                    """) ?? 0
        }
        watch.report("W1", operations: rows.count, check: UInt64(check))
    }

    /// W2, row by row by the fast path.
    func loadRegistry() throws {
        let rows = try table
        try duplicate("\(folder)/reference.sqlite", as: "\(folder)/grdb-load.sqlite")
        let queue = try queue("grdb-load.sqlite")
        var areas: [String: (id: Int64, name: String)] = [:]
        var minerals: [String: Int64] = [:]
        try queue.read { db in
            for row in try Row.fetchAll(db, sql: "SELECT code, id, name FROM area WHERE kind = 'country'") {
                areas[row[0] as String] = (row[1], row[2])
            }
            for row in try Row.fetchAll(db, sql: "SELECT slug, id FROM mineral") { minerals[row[0] as String] = row[1] }
        }
        var watch = Stopwatch()
        watch.start()
        try queue.write { db in
            try db.execute(sql: "INSERT INTO citation (dataset, label) VALUES ('local', 'controls:S001')")
            let citation = db.lastInsertedRowID
            let deposit = try db.makeStatement(
                sql: """
                    INSERT INTO deposit (slug, name, area_id, admin1, latitude, longitude, given_crs, given_position, model_note, status,
                        status_as_given, confidence, citation_id) VALUES (?, ?, ?, ?, ?, ?, 'EPSG:4326', ?, ?, ?, ?, 'confirmed', ?)
                    """)
            let identifier = try db.makeStatement(
                sql: "INSERT INTO deposit_identifier (deposit_id, scheme, record) VALUES (?, 'mrds', ?)")
            let mineral = try db.makeStatement(
                sql: """
                    INSERT INTO deposit_mineral (deposit_id, ordinal, mineral_id, importance, as_given, confidence)
                    VALUES (?, ?, ?, 'primary', ?, 'confirmed')
                    """)
            let place = try db.makeStatement(sql: "INSERT INTO deposit_place VALUES (?, ?, ?, ?, ?)")
            let words = try db.makeStatement(
                sql: "INSERT INTO deposit_search (rowid, name, alias, place, about) VALUES (?, ?, '', ?, ?)")
            for cells in rows {
                let (latitude, longitude) = Self.place(cells)
                let country = String(cells[3])
                let area = areas[country] ?? (id: 0, name: "")
                let note = cells[8].isEmpty ? nil : String(cells[8])
                let row: [(any DatabaseValueConvertible)?] = [
                    String(cells[1]), String(cells[2]), area.id, String(cells[7]), latitude, longitude, String(cells[4]), note,
                    String(cells[5]), String(cells[6]), citation,
                ]
                try deposit.execute(arguments: StatementArguments(row))
                let id = db.lastInsertedRowID
                try identifier.execute(arguments: [id, String(cells[0])])
                for (ordinal, slug) in cells[9].split(separator: ",").map(String.init).enumerated() {
                    try mineral.execute(arguments: [id, ordinal + 1, minerals[slug], slug])
                }
                try place.execute(arguments: [id, latitude, latitude, longitude, longitude])
                let about = (cells[9].split(separator: ",").map(String.init) + [note].compactMap { $0 }).joined(separator: "; ")
                try words.execute(arguments: [id, String(cells[2]), "\(cells[7]); \(area.name); \(country)", about])
            }
        }
        watch.stop()
        let check = try queue.read { db in
            try Int.fetchOne(
                db,
                sql: """
                    SELECT (SELECT sum(length(slug) + length(name) + length(given_position) + length(status)) FROM deposit)
                        + (SELECT count(*) FROM deposit_identifier) + (SELECT sum(length(as_given)) FROM deposit_mineral)
                        + (SELECT sum(length(name) + length(alias) + length(place) + length(about)) FROM deposit_search)
                        + (SELECT count(*) FROM deposit_place)
                    """) ?? 0
        }
        watch.report("W2", operations: rows.count, check: UInt64(check))
    }

    /// W3.
    func readAll() throws {
        let queue = try queue("c-deposits.sqlite")
        var watch = Stopwatch()
        if isFast {
            watch.start()
            let all = try queue.read { try FastDeposit.fetchAll($0, sql: "SELECT \(FastDeposit.columns) FROM deposit d") }
            watch.stop()
            watch.report("W3", operations: all.count, check: all.reduce(0) { $0 &+ $1.check })
        } else {
            watch.start()
            let all = try queue.read { try Deposit.fetchAll($0) }
            watch.stop()
            watch.report("W3", operations: all.count, check: all.reduce(0) { $0 &+ $1.check })
        }
    }

    /// W4.
    func lookUpKeys() throws {
        try measure("W4", file("keys.txt").compactMap { Int64($0) }) { db, keys in
            guard isFast else { return try keys.reduce(0) { $0 &+ (try Deposit.fetchOne(db, key: $1)?.check ?? 0) } }
            let statement = try db.cachedStatement(sql: "SELECT \(FastDeposit.columns) FROM deposit d WHERE d.id = ?")
            return try keys.reduce(0) { $0 &+ (try FastDeposit.fetchOne(statement, arguments: [$1])?.check ?? 0) }
        }
    }

    /// W5.
    func lookUpSlugs() throws {
        try measure("W5", file("slugs.txt")) { db, slugs in
            guard isFast else {
                return try slugs.reduce(0) { $0 &+ (try Deposit.filter(Deposit.Columns.slug == $1).fetchOne(db)?.check ?? 0) }
            }
            let statement = try db.cachedStatement(sql: "SELECT \(FastDeposit.columns) FROM deposit d WHERE d.slug = ?")
            return try slugs.reduce(0) { $0 &+ (try FastDeposit.fetchOne(statement, arguments: [$1])?.check ?? 0) }
        }
    }

    /// W6.
    func readPages() throws {
        try measure("W6", file("pages.tsv")) { db, pages in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT \(Summary.columns) FROM deposit d LEFT JOIN area a ON a.id = d.area_id
                     WHERE d.area_id = (SELECT id FROM area WHERE code = ?1)
                       AND EXISTS (SELECT 1 FROM deposit_mineral x
                                    WHERE x.mineral_id = (SELECT id FROM mineral WHERE slug = ?2) AND x.deposit_id = d.id)
                     ORDER BY d.name, d.slug LIMIT 50
                    """)
            let minerals = try db.cachedStatement(sql: Summary.minerals)
            return try pages.reduce(0) { sum, page in
                let cells = page.split(separator: "\t").map(String.init)
                return try Summary.fetchAll(statement, arguments: [cells[0], cells[1]]).reduce(sum) { sum, summary in
                    var summary = summary
                    summary.minerals = try String.fetchAll(minerals, arguments: [summary.id])
                    return sum &+ summary.check
                }
            }
        }
    }

    /// W8.
    func search() throws {
        try measure("W8", file("words.txt")) { db, words in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT d.slug, d.name, i.rank FROM deposit_search i JOIN deposit d ON d.id = i.rowid
                     WHERE deposit_search MATCH ? AND i.rank MATCH 'bm25(10, 5, 2, 1)' ORDER BY i.rank LIMIT 20
                    """)
            return try words.reduce(0) { sum, word in
                let rows = try Row.fetchCursor(statement, arguments: [word])
                var hits: UInt64 = 0
                while let row = try rows.next() {
                    let (_, _, rank): (String, String, Double) = (row[0], row[1], row[2])
                    hits += rank < 0 ? 1 : 0
                }
                return sum + hits
            }
        }
    }

    /// W11.
    func openAndAsk() throws {
        let slug = try file("slug.txt")[0]
        var watch = Stopwatch()
        watch.start()
        let queue = try queue("registry-deposits.sqlite")
        let name = try queue.read { db in
            _ = try Int.fetchOne(db, sql: "PRAGMA user_version")
            guard isFast else { return try Deposit.filter(Deposit.Columns.slug == slug).fetchOne(db)?.name }
            return try FastDeposit.fetchOne(
                db, sql: "SELECT \(FastDeposit.columns) FROM deposit d WHERE d.slug = ?", arguments: [slug])?.name
        }
        try queue.close()
        watch.stop()
        watch.report("W11", operations: 1, check: UInt64(name?.utf8.count ?? 0))
    }

    /// W12.
    func change() throws {
        try duplicate("\(folder)/reference.sqlite", as: "\(folder)/grdb-changes.sqlite")
        let queue = try queue("grdb-changes.sqlite")
        let count = count ?? 500
        var watch = Stopwatch()
        watch.start()
        for number in 0..<count {
            try queue.write { db in
                if isFast {
                    try db.cachedStatement(sql: "INSERT INTO source (slug, title, publisher, kind) VALUES (?, ?, ?, ?)")
                        .execute(arguments: ["bench:\(number)", "A source", "bench", "press"])
                } else {
                    try SourceRow(slug: "bench:\(number)", title: "A source", publisher: "bench", kind: "press").insert(db)
                }
            }
        }
        watch.stop()
        let kept = try queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM source WHERE slug LIKE 'bench:%'") ?? 0 }
        watch.report("W12", operations: count, check: UInt64(kept))
    }
}
