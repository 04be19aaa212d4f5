import Foundation
import RegistryReferenceData
import ResourceRegistry
import Testing

/// Tests that draw their questions, or read whole survey files, take fewer where each step costs several times more: `scripts/sanitize.sh` says so.
let testsAreShort = ProcessInfo.processInfo.environment["REGISTRY_SHORT_TESTS"] == "1"

/// As many as were ever asked for: hours, by hand.
let testsAreLong = ProcessInfo.processInfo.environment["REGISTRY_LONG_TESTS"] == "1"

/// The folder of the shipped tables in this checkout.
let factsFolder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Sources/CRegistryFacts/Facts")

/// A new registry in a folder of its own, removed when the closure ends.
func withRegistry(_ body: (Registry, String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("registry-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("registry.sqlite").path
    let registry = try Registry.open(path, mode: .create)
    defer { registry.close() }
    try body(registry, path)
}

/// The bytes of a registry with the shipped facts, made once: loading them takes longer than most tests.
private let loadedFile = Result { () throws -> Data in
    var bytes = Data()
    try withRegistry { registry, path in
        try registry.load(ReferenceFacts(), author: "test")
        registry.close()
        bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    }
    return bytes
}

/// A copy of a registry with the shipped facts, in a folder of its own, removed when the closure ends.
func withLoadedRegistry(_ body: (Registry, String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("registry-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("registry.sqlite")
    try loadedFile.get().write(to: file)
    let registry = try Registry.open(file.path)
    defer { registry.close() }
    try body(registry, file.path)
}

/// The shipped facts with some tables replaced: a newer release.
struct EditedFacts: FactSource {
    var release = "test"
    var edits: [String: @Sendable (String) -> String]

    func table(_ path: String) throws -> [UInt8] {
        let bytes = try ReferenceFacts().table(path)
        guard let edit = edits[path] else { return bytes }
        return Array(edit(String(decoding: bytes, as: UTF8.self)).utf8)
    }
}

@Suite struct ShippedTables {
    @Test func everyFileOfTheFolderIsEmbeddedByteForByte() throws {
        let enumerator = try #require(FileManager.default.enumerator(at: factsFolder, includingPropertiesForKeys: nil))
        let files = enumerator.compactMap { $0 as? URL }.filter { $0.pathExtension == "csv" }
        let prefix = factsFolder.path + "/"
        #expect(Set(files.map { String($0.path.dropFirst(prefix.count)) }) == Set(ReferenceFacts().paths))
        for file in files {
            let path = String(file.path.dropFirst(prefix.count))
            let (onDisk, embedded) = (try Data(contentsOf: file), Data(try ReferenceFacts().table(path)))
            #expect(onDisk == embedded, "\(path)")
        }
    }

    @Test func aTableThatIsNotShippedIsNamed() {
        #expect(throws: MissingFactTable(path: "no/such.csv")) { try ReferenceFacts().table("no/such.csv") }
    }
}
