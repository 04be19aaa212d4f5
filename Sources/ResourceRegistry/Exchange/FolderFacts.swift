/// Fact tables of export controls in a folder of the user, in the form of those that are shipped (`items.csv`, `act_relations.csv` …).
///
/// ```swift
/// try registry.loadControls(FolderFacts("controls-2027", release: "2027-01-15"), author: "me")
/// ```
public struct FolderFacts: FactSource {
    /// The path of the folder with the tables.
    public let folder: String
    /// The release of the facts, for the revision that loads them: a day, so that an older one is told from a newer one.
    public let release: String

    /// Makes a source of the tables in a folder.
    ///
    /// - Parameters:
    ///   - folder: the folder that holds the tables.
    ///   - release: the release of the facts; empty where none is known.
    public init(_ folder: String, release: String = "") {
        self.folder = folder
        self.release = release
    }

    /// The bytes of a table: `export-controls/items.csv` is `items.csv` in the folder.
    ///
    /// - Throws: `InputError` when it is missing or cannot be read.
    public func table(_ path: String) throws -> [UInt8] {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let reader = try FileReader(path: folder + "/" + name)
        guard reader.remaining <= 64 << 20 else { throw InputError(path: reader.path, problem: "a fact table of more than 64 MB") }
        return try reader.read(reader.remaining)
    }
}
