import Foundation
import Testing

/// The example CLI stays thin: no rule, no SQL, and a bound on its size.
@Suite struct SizeOfTheCommand {
    private let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Examples/registry")

    private func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "swift" }.map { try String(contentsOf: $0, encoding: .utf8) }
    }

    @Test func itStaysBelowTwelveHundredLines() throws {
        let lines = try files().reduce(0) { $0 + $1.split(separator: "\n", omittingEmptySubsequences: false).count }
        #expect(lines > 100)
        #expect(lines < 1200)
    }

    @Test func itHoldsNoSQL() throws {
        for text in try files() {
            for word in ["SELECT ", "INSERT ", "UPDATE ", "DELETE FROM"] { #expect(!text.contains(word), "\(word)") }
        }
    }
}
