internal import CRegistryFacts
public import ResourceRegistry

/// The facts shipped with the library.
///
/// ```swift
/// let registry = try Registry.open("registry.sqlite", mode: .create)
/// try registry.load(ReferenceFacts(), author: "me")
/// ```
public struct ReferenceFacts: FactSource {
    /// The release of the facts: the day on which the tables were handed over.
    public let release = "2026-11-24"

    /// Makes the source; the bytes stand in the program itself.
    public init() {}

    /// The bytes of a table.
    ///
    /// - Throws: `MissingFactTable` when no such table is shipped.
    public func table(_ path: String) throws -> [UInt8] {
        for index in 0..<registry_fact_table_count() {
            let table = registry_fact_table_at(index)
            guard String(cString: table.path) == path else { continue }
            return Array(UnsafeBufferPointer(start: table.bytes, count: table.count))
        }
        throw MissingFactTable(path: path)
    }

    /// The paths of all tables that are shipped.
    public var paths: [String] {
        (0..<registry_fact_table_count()).map { String(cString: registry_fact_table_at($0).path) }
    }
}

/// A fact table was asked for that is not shipped.
public struct MissingFactTable: Error, Hashable, Sendable, CustomStringConvertible {
    /// The path of the table that was asked for.
    public let path: String

    /// Makes the error for a table that is not shipped.
    public init(path: String) { self.path = path }

    /// One line for a person.
    public var description: String { "the shipped facts hold no table '\(path)'" }
}
