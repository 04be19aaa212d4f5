internal import Glibc

/// A folder of sample queries: files whose names end in `.sql`.
public struct SampleQueryFolder: Sendable {
    /// The path of the folder with the queries.
    public let path: String

    /// Names a folder; it is looked at when a query is asked for.
    public init(path: String) { self.path = path }

    /// The names of the queries, in order.
    ///
    /// - Throws: `SampleQueryError` for a folder that cannot be read.
    public func names() throws(SampleQueryError) -> [String] {
        guard !path.isEmpty, !path.utf8.contains(0), let folder = opendir(path) else {
            throw SampleQueryError(
                query: "", problem: "the folder '\(Excerpt.of(path, limit: 500))' cannot be read: \(String(cString: strerror(errno)))")
        }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            if name.hasSuffix(".sql") { names.append(String(name.dropLast(4))) }
        }
        return names.sorted()
    }

    /// The query of that name.
    ///
    /// - Throws: `RegistryError.unknown` when there is no such file; `CSVError` for a file that cannot be read; `SampleQueryError`.
    public func query(_ name: String) throws -> SampleQuery {
        let all = try names()
        // A name is compared with those that are there and never becomes a path by itself.
        guard all.contains(name) else {
            throw RegistryError.unknown(kind: "query in \(path)", id: name, near: NearNames(all).near(name))
        }
        var source = try ByteSource(path: "\(path)/\(name).sql")
        var bytes: [UInt8] = []
        while try source.refill() {
            bytes += UnsafeBufferPointer(start: source.block + source.position, count: source.end - source.position)
            source.position = source.end
            guard bytes.count <= 1 << 20 else { throw SampleQueryError(query: name, problem: "the file is larger than 1 MB") }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw SampleQueryError(query: name, problem: "the file is not UTF-8 text")
        }
        return try SampleQuery(name: name, text: text)
    }
}
