import Foundation
import RegistryReferenceData
import ResourceRegistry

/// A registry with the shipped facts, made once and copied for each snippet.
private let template: Result<String, any Error> = Result {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("snippets-\(UUID().uuidString).sqlite").path
    let registry = try Registry.open(path, mode: .create)
    try registry.load(ReferenceFacts(), author: "snippets")
    registry.close()
    return path
}

/// A folder for one snippet, gone afterwards.
func withFolder<T>(_ body: (String) async throws -> T) async throws -> T {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("snippet-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder.path)
}

/// A registry of its own for a snippet that waits.
func awaitingRegistry<T>(_ body: (Registry) async throws -> T) async throws -> T {
    try await withFolder { folder in
        let path = folder + "/registry.sqlite"
        try FileManager.default.copyItem(atPath: try template.get(), toPath: path)
        let registry = try Registry.open(path)
        defer { registry.close() }
        return try await body(registry)
    }
}

/// A registry of its own for one snippet.
func withRegistry<T>(_ body: (Registry) throws -> T) throws -> T {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("snippet-\(UUID().uuidString).sqlite").path
    try FileManager.default.copyItem(atPath: try template.get(), toPath: path)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let registry = try Registry.open(path)
    defer { registry.close() }
    return try body(registry)
}
