import Foundation
import RegistryReferenceData
import ResourceRegistry
import Testing

/// Files that earlier releases really wrote: they are migrated, answer as before, and remember from there on.
@Suite struct FilesOfEarlierSchemas {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Fixtures/schemas")
    static let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".sqlite") }) ?? []

    @Test func thereIsOneForEachReleasedSchema() { #expect(Self.files.contains("schema-1.sqlite")) }

    @Test(arguments: files) func itIsMigratedAndGoesOn(name: String) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("schemas-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent(name).path
        try FileManager.default.copyItem(at: Self.folder.appendingPathComponent(name), to: URL(fileURLWithPath: path))
        #expect(throws: RegistryFileError.self) { try Registry.open(path) }
        let registry = try Registry.open(path, mode: .create)
        defer { registry.close() }
        let query = try ScreeningLine(origin: "CN", destination: "US", date: "2025-12-01", code: "8112929010").query()
        let answer = try registry.screen(query)
        #expect(answer.requirement == .licenceRequired)
        let before = try #require(try registry.log().last)
        // What came before kept no changesets: history starts with the last revision of then.
        try registry.revise(reason: "go on", author: "test") { editor in
            var deposit = try #require(try editor.deposits.find("bayan-obo"))
            deposit.modelNote = "after the migration"
            try editor.deposits.save(deposit)
        }
        let known = try registry.asKnown(at: .revision(before.number)).read { try $0.deposits.find("bayan-obo")?.modelNote }
        #expect(known != "after the migration")
        #expect(throws: RevisionError.self) { try registry.asKnown(at: .revision(before.number - 1)) }
        let findings = try Registry.check(path).findings
        #expect(findings.isEmpty, "\(findings)")
        // The shipped facts of today over those of then.
        try registry.load(ReferenceFacts(), author: "test")
        let again = try Registry.check(path).findings
        #expect(again.isEmpty, "\(again)")
    }
}
