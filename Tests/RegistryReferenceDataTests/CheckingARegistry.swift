import Foundation
import RegistryReferenceData
import RegistrySQLite
import ResourceRegistry
import Testing

@Suite struct CheckingARegistry {
    /// What somebody may do to a file behind the library's back, and what `check` says of it.
    static let faults = [
        ("DELETE FROM citation_source; DELETE FROM source;", "source", "without a source"),
        ("DELETE FROM area WHERE code = 'CN';", "foreign_key", "orphan"),
        ("DELETE FROM mineral WHERE slug = 'gallium';", "foreign_key", "orphan"),
        ("UPDATE registry_migration SET sql = sql || '-- more';", "migration", "first_release"),
        ("CREATE TRIGGER spy AFTER INSERT ON mineral BEGIN DELETE FROM source; END;", "schema", "spy"),
        ("DROP INDEX mineral_slug;", "schema", "mineral_slug"),
        ("DROP VIEW mineral_overview;", "schema", "mineral_overview"),
        ("CREATE TABLE extra (id INTEGER);", "schema", "extra"),
        (
            "PRAGMA ignore_check_constraints = 1; UPDATE legal_act SET starts_on = '2023-02-30' WHERE slug = 'CN-2023-23';", "integrity",
            "legal_act"
        ),
        (
            "UPDATE registry_revision SET number = 2",
            "revision", "revision 1 is missing"
        ),
        ("UPDATE control_item SET name_en = 'Tampered' WHERE slug = 'CN-2023-23-Ga-a'", "revision", "control item CN-2023-23-Ga-a"),
        ("DELETE FROM mineral_use WHERE mineral_id = (SELECT id FROM mineral WHERE slug = 'gallium')", "revision", "mineral use gallium"),
        ("UPDATE registry_revision SET author = 'somebody else'", "revision", "revision 1 does not match its hash"),
        ("UPDATE registry_revision_part SET bytes = substr(bytes, 2)", "revision", "revision 1 does not match its hash"),
        (
            "INSERT INTO registry_revision_part SELECT (99 << 32) + (1 << 16) + 1, 99, 1, 1, x'00'", "revision",
            "1 piece of changesets without a revision"
        ),
        ("INSERT INTO mineral_name SELECT id, 'xx', 'planted', 'alias' FROM mineral WHERE slug = 'gallium'", "revision", "mineral_name"),
    ]

    @Test(arguments: faults) func aPlantedFaultIsNamed(sql: String, kind: String, words: String) throws {
        try withLoadedRegistry { registry, path in
            registry.close()
            try Self.shell(path, sql)
            let report = try Registry.check(path)
            #expect(report.findings.contains { $0.kind == kind && $0.text.contains(words) }, "\(report.findings)")
        }
    }

    @Test func whatAUserMayAddIsListedAndNoFault() throws {
        try withRegistry { registry, path in
            registry.close()
            try Self.shell(path, "CREATE TABLE local_notes (id INTEGER); CREATE INDEX local_symbols ON mineral(symbol, kind);")
            let report = try Registry.check(path)
            #expect(report.findings.isEmpty)
            #expect(report.additions.count == 2)
            try Registry.open(path, mode: .readOnly).close()
        }
    }

    @Test(arguments: ["CREATE TRIGGER t AFTER INSERT ON mineral BEGIN SELECT 1; END;", "DROP TABLE deposit_remark;"])
    func achangedSchemaIsNotOpened(sql: String) throws {
        try withRegistry { registry, path in
            registry.close()
            try Self.shell(path, sql)
            #expect(throws: SchemaMismatch.self) { try Registry.open(path) }
        }
    }

    /// The plain shell: no library of ours stands between it and the file.
    private static func shell(_ path: String, _ sql: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["sqlite3", "-batch", "-bail", path, sql]
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
    }
}
