internal import CRegistryQueries
package import ResourceRegistry

/// The sample queries that this program carries with it, and those of a folder.
package enum SampleQueries {
    /// All queries in the order of their names.
    ///
    /// - Parameter folder: where they stand; `nil` for those that the program carries.
    /// - Throws: `SampleQueryError`, `CSVError` for a folder or a file that cannot be read.
    package static func all(in folder: String?) throws -> [SampleQuery] {
        if let folder = folder.map(SampleQueryFolder.init(path:)) { return try folder.names().map { try folder.query($0) } }
        return try names.map { try SampleQuery(name: $0.name, text: $0.text) }
    }

    /// The query of that name.
    ///
    /// - Throws: `RegistryError.unknown` when there is none; as `all(in:)`.
    package static func query(_ name: String, in folder: String?) throws -> SampleQuery {
        if let folder { return try SampleQueryFolder(path: folder).query(name) }
        guard let query = names.first(where: { $0.name == name }) else {
            throw RegistryError.unknown(kind: "query", id: name, near: NearNames(names.map(\.name)).near(name))
        }
        return try SampleQuery(name: name, text: query.text)
    }

    /// Names and texts, as the files have them.
    static let names: [(name: String, text: String)] = (0..<registry_query_count()).map { index in
        let query = registry_query_at(index)
        return (
            String(cString: query.name), String(decoding: UnsafeBufferPointer(start: query.bytes, count: query.count), as: UTF8.self)
        )
    }
}
