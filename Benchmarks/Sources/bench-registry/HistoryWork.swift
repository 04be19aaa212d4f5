import BenchSupport
import Glibc
import RegistryReferenceData
import RegistrySQLite
import ResourceRegistry

/// What remembering costs: recording changes, looking back, bringing a copy up to date.
struct HistoryWork {
    let folder: String
    /// Deposits that are loaded.
    let rows: Int

    init(folder: String, count: Int?) {
        self.folder = folder
        rows = max(500, (count ?? 1_000_000) / 50)
    }

    /// A registry with the shipped facts in a new file.
    private func registry(_ name: String) throws -> Registry {
        let path = "\(folder)/history-\(name).sqlite"
        unlink(path)
        let registry = try Registry.open(path, mode: .create)
        _ = try registry.load(ReferenceFacts(), author: "bench")
        return registry
    }

    private func fill(_ registry: Registry, startsHistory: Bool = false) throws {
        let citation = try Citation(confidence: .recalled, sources: ["controls:S001"])
        _ = try registry.revise(reason: "load", author: "bench", startsHistory: startsHistory) { editor in
            for number in 0..<rows {
                try editor.deposits.save(
                    Deposit(
                        id: "d-\(number)", name: "Deposit \(number)", country: CountryCode("US"),
                        coordinate: Coordinate(latitude: Double(number % 120) - 60, longitude: Double(number % 300) - 150),
                        modelNote: "a note on the model of deposit \(number)", citation: citation))
            }
        }
    }

    /// A thousand changed rows in one durable transaction, with their changeset or without.
    func record(_ isRecorded: Bool) throws {
        let path = "\(folder)/history-rows-\(isRecorded).sqlite"
        unlink(path)
        let database = try Database(Database.Configuration(path: path, mode: .create))
        try database.write { connection in
            try connection.executeScript(
                """
                CREATE TABLE d (id INTEGER PRIMARY KEY, name TEXT NOT NULL, depth REAL NOT NULL, note TEXT NOT NULL) STRICT;
                CREATE TABLE part (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT
                """)
            let insertion = try connection.prepare("INSERT INTO d VALUES (?, ?, ?, 'a note')")
            for number in 0..<100_000 { try insertion.run([.integer(Int64(number)), .text("deposit \(number)"), .real(Double(number))]) }
        }
        var watch = Stopwatch()
        for round in 1...5 {
            func change(_ connection: Connection) throws {
                let update = try connection.prepare("UPDATE d SET note = ?2, depth = ?3 WHERE id = ?1")
                for number in 0..<1000 {
                    try update.run([.integer(Int64(number * 97)), .text("changed \(round)"), .real(Double(round))])
                }
            }
            watch.start()
            try database.write { connection in
                guard isRecorded else { return try change(connection) }
                _ = try connection.recordingChanges(
                    leavingOut: ["part"],
                    keep: { (changeset: Changeset) throws(DatabaseError) in
                        try connection.execute("INSERT INTO part (bytes) VALUES (?1)", [.blob(changeset.bytes)])
                    }, { try change(connection) })
            }
            watch.stop()
        }
        watch.report("record", operations: 1000, check: 1)
    }

    /// A bulk load, with its changeset or as a baseline.
    func load(startsHistory: Bool) throws {
        let registry = try registry(startsHistory ? "baseline" : "kept")
        var watch = Stopwatch()
        watch.start()
        try fill(registry, startsHistory: startsHistory)
        watch.stop()
        watch.report("load", operations: rows, check: UInt64(rows))
    }

    /// The control tables as known 100 revisions back, the best of five new registries on one file.
    func lookBack() throws {
        let registry = try registry("back")
        for number in 1...100 {
            _ = try registry.revise(reason: "change \(number)", author: "bench") { editor in
                guard var item = try editor.controls.item("CN-2023-23-Ga-a") else { return }
                item.notes = "change \(number)"
                try editor.controls.save(item)
            }
        }
        var watch = Stopwatch()
        for _ in 0..<5 {
            let fresh = try Registry.open(registry.path, mode: .readOnly)
            watch.start()
            _ = try fresh.asKnown(at: .revision(1), scope: .controls)
            watch.stop()
            fresh.close()
        }
        watch.report("look-back", operations: 1, check: 1)
    }

    /// Loading everything, or bringing a copy up to date in which a hundredth of the deposits differs.
    func apply(_ isDelta: Bool) throws {
        let publisher = try registry("publisher-\(isDelta)")
        var watch = Stopwatch()
        watch.start()
        try fill(publisher)
        watch.stop()
        guard isDelta else { return watch.report("apply", operations: 1, check: 1) }
        let releases = folder + "/history-releases"
        for file in ["registry-r2.sqlite", "registry-r3.sqlite", "delta-r2-r3.rrdelta", "manifest.json"] { unlink("\(releases)/\(file)") }
        _ = try publisher.publish(to: releases)
        _ = try publisher.revise(reason: "change", author: "bench") { editor in
            for number in stride(from: 0, to: rows, by: 100) {
                guard var deposit = try editor.deposits.find("d-\(number)") else { continue }
                deposit.modelNote = "another note"
                try editor.deposits.save(deposit)
            }
        }
        _ = try publisher.publish(to: releases)
        let copy = try Registry.open(releases + "/registry-r2.sqlite")
        var applying = Stopwatch()
        applying.start()
        _ = try copy.apply(releases + "/delta-r2-r3.rrdelta")
        applying.stop()
        applying.report("apply", operations: 1, check: 1)
    }
}
