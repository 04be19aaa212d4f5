import Foundation
import RegistrySQLite
import Testing

@testable import ResourceRegistry

enum Checkout {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    /// Records of the joined MRDS file (USGS, public domain) that show its dirt.
    static let dirtyRecords = root.appendingPathComponent("Tests/Fixtures/mrds/dirty-records.csv")
    /// All MRDS records that were handed over; not part of the package.
    static let wholeFile = root.appendingPathComponent("../shared/data/deposits/mrds-us-joined.csv").standardizedFileURL
}

/// The shipped facts, read from the folder of this checkout.
struct FolderFacts: FactSource {
    let release = "test"

    func table(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: Checkout.root.appendingPathComponent("Sources/CRegistryFacts/Facts").appendingPathComponent(path)))
    }
}

/// A folder of its own, removed when the closure ends.
private func withFolder<T>(_ body: (String) throws -> T) throws -> T {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("deposits-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder.appendingPathComponent("registry.sqlite").path)
}

/// The bytes of a registry with the reference facts, made once: loading them takes longer than most tests.
private let loadedFile = Result {
    try withFolder { path in
        let registry = try Registry.open(path, mode: .create)
        try registry.load(FolderFacts(), author: "test")
        registry.close()
        return try Data(contentsOf: URL(fileURLWithPath: path))
    }
}

/// A registry with the reference facts, in a folder of its own that is removed afterwards.
func withFacts<T>(_ body: (Registry) throws -> T) throws -> T {
    try withFolder { path in
        try loadedFile.get().write(to: URL(fileURLWithPath: path))
        let registry = try Registry.open(path)
        defer { registry.close() }
        return try body(registry)
    }
}

extension Registry {
    /// Runs one change and gives back its result.
    @discardableResult
    func change<T>(_ body: (RegistryEditor) throws -> T) throws -> T { try revise(reason: "test", author: "test", body).result }
}

/// A small table that tests edit cell by cell.
struct Sheet {
    var header: [String]
    var rows: [[String]]

    init(_ file: URL) throws {
        var reader = try CSVReader(path: file.path)
        header = reader.header
        rows = []
        while let record = try reader.next() { rows.append(record.fields) }
    }

    subscript(_ row: Int, _ column: String) -> String {
        get { header.firstIndex(of: column).map { rows[row][$0] } ?? "" }
        set { if let place = header.firstIndex(of: column) { rows[row][place] = newValue } }
    }

    var bytes: [UInt8] {
        let lines = ([header] + rows).map { row in
            row.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",")
        }
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }

    /// Imports the table as a flat MRDS file.
    @discardableResult
    func importMRDS(into registry: Registry, options: ImportOptions = ImportOptions()) throws -> ImportReport {
        try registry.revise(reason: "import", author: "test", dataset: MRDSFlatFormat.dataset) { editor in
            let references = editor.references
            let tables = try SourceTables(bytes: bytes, name: "mrds.csv", options: CSVOptions(delimiter: .comma)) { reader in
                try MRDSFlatFormat.Places(reader)
            }
            let format = try MRDSFlatFormat(tables, vocabulary: try SourceVocabulary(connection: references.connection))
            var work = try DepositImport(references: references, options: options)
            return try work.run(format)
        }.result
    }
}
