import Foundation
import Testing

@testable import RegistrySQLite

/// A folder that vanishes with the test.
final class Scratch {
    let folder: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("registry-test-" + UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder)
        try? FileManager.default.removeItem(atPath: folder)
    }

    func path(_ name: String) -> String { folder + "/" + name }

    func database(_ name: String = "a.sqlite", journal: Database.Journal = .delete) throws -> Database {
        try Database(.init(path: path(name), mode: .create, journal: journal))
    }

    func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() }
}

/// The database error that `body` throws; a failed expectation if it throws none.
func databaseError(_ body: () throws -> Void, at location: SourceLocation = #_sourceLocation) -> DatabaseError? {
    let error = #expect(throws: DatabaseError.self, sourceLocation: location) { try body() }
    return error
}

extension Connection {
    func count(_ table: String) throws -> Int { try first("SELECT count(*) FROM \"\(table)\"") { try $0.int(0) } ?? -1 }
}

/// A query that never ends.
let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"

/// A query that ends after some minutes.
let minutesLong = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) SELECT count(*) FROM n"
