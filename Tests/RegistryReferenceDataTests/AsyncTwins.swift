import Foundation
import RegistryReferenceData
import ResourceRegistry
import Testing

/// What takes long, asked by tasks: the same answers as from threads, and nothing kept of what was cancelled.
@Suite struct AsyncTwins {
    private func withRegistry(_ body: (Registry, String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("async-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let registry = try Registry.open(folder.path + "/registry.sqlite", mode: .create)
        defer { registry.close() }
        try await body(registry, folder.path)
    }

    private func query() throws -> ScreeningQuery {
        try ScreeningQuery(
            origin: CountryCode("CN"), destination: CountryCode("US"), day: CivilDay("2025-12-01"), code: CustomsCode("8112929010"))
    }

    @Test func theSameAnswers() async throws {
        try await withRegistry { registry, folder in
            try await registry.load(ReferenceFacts(), author: "test")
            let (_, revision) = try await registry.revise(reason: "test", author: "test") { try $0.deposits.delete("mountain-pass") }
            #expect(revision?.number == 2)
            let query = try query()
            let synchronous = try { try registry.screen(query) }().json
            #expect(try await registry.screen(query).json == synchronous)
            #expect(try await registry.screeningIndex().explain(query).json == synchronous)
            let question = try SampleQuery(name: "minerals", text: "-- How many minerals are there?\nSELECT count(*) FROM mineral;\n")
            let rows = try { try registry.answer(question).rows }()
            #expect(try await registry.answer(question).rows == rows && rows.count == 1)
            let then = try await registry.asKnown(at: .revision(1))
            #expect(try await then.read { try $0.deposits.find("mountain-pass") } != nil)
            #expect(try await registry.read { try $0.deposits.find("mountain-pass") } == nil)
            #expect(try await registry.revert(2, author: "test")?.number == 3)
            #expect(try await registry.publish(to: folder + "/releases").revision.number == 3)
            #expect(try await registry.read { try $0.deposits.find("mountain-pass") } != nil)
        }
    }

    @Test func nothingIsKeptOfWhatWasCancelled() async throws {
        try await withRegistry { registry, _ in
            let facts = HeldFacts()
            let task = Task { try await registry.load(facts, author: "test") }
            for await _ in facts.reached {}
            task.cancel()
            facts.mayGoOn.signal()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(try registry.log().isEmpty)
            #expect(try await registry.read { try $0.minerals.list().entries.isEmpty })
            // The next one is not concerned.
            try await registry.load(ReferenceFacts(), author: "test")
            #expect(try registry.log().count == 1)
        }
    }
}

/// The shipped facts, one table of which waits until the test has cancelled who reads it.
private struct HeldFacts: FactSource {
    let facts = ReferenceFacts()
    let mayGoOn = DispatchSemaphore(value: 0)
    let reached: AsyncStream<Void>
    private let reaching: AsyncStream<Void>.Continuation

    init() { (reached, reaching) = AsyncStream.makeStream() }

    var release: String { facts.release }

    func table(_ path: String) throws -> [UInt8] {
        if path == "export-controls/items.csv" {
            reaching.finish()
            mayGoOn.wait()
            mayGoOn.signal()
        }
        return try facts.table(path)
    }
}
