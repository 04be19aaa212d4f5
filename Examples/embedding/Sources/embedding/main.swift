import Foundation
import GRDB
import RegistryReferenceData
import ResourceRegistry

// A program that keeps its orders in a database of its own, by GRDB, and asks a registry about each: two files, one libsqlite3.

let folder = FileManager.default.temporaryDirectory.appendingPathComponent("embedding-\(UUID().uuidString)")
try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
defer { try? FileManager.default.removeItem(at: folder) }

let orders = try DatabaseQueue(path: folder.appendingPathComponent("orders.sqlite").path)
try orders.write { database in
    try database.execute(
        sql: """
            CREATE TABLE shipment (number INTEGER PRIMARY KEY, code TEXT NOT NULL, destination TEXT NOT NULL, verdict TEXT);
            INSERT INTO shipment (code, destination) VALUES ('8112929010', 'DE'), ('8112929010', 'US'), ('0101210000', 'DE');
            """)
}

let registry = try Registry.open(folder.appendingPathComponent("registry.sqlite").path, mode: .create)
try registry.load(ReferenceFacts(), author: "embedding")

let day = try CivilDay("2024-12-10")
try orders.write { database in
    for shipment in try GRDB.Row.fetchAll(database, sql: "SELECT number, code, destination FROM shipment ORDER BY number") {
        let query = try ScreeningQuery(
            origin: CountryCode("CN"), destination: CountryCode(shipment["destination"]), day: day, code: CustomsCode(shipment["code"]))
        let answer = try registry.screen(query)
        try database.execute(
            sql: "UPDATE shipment SET verdict = ? WHERE number = ?", arguments: [answer.verdict.rawValue, shipment["number"] as Int])
        print(
            "\(query.code?.digits ?? "") to \(query.destination): \(answer.verdict.rawValue), \(answer.requirement?.rawValue ?? "no requirement")"
        )
    }
}
let verdicts = try orders.read { try String.fetchAll($0, sql: "SELECT verdict FROM shipment ORDER BY number") }
print("kept: \(verdicts.joined(separator: ", "))")

// Both files are whole, and neither knows of the other.
let check = try Registry.check(registry.path)
let integrity = try orders.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") }
print("registry: \(check.findings.count) findings; orders: \(integrity ?? "unknown")")
print("Not legal advice: verify with the authority.")
registry.close()
