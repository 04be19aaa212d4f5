internal import RegistrySQLite

/// The forms in which facts are exported, told by the extension of the file.
public enum ExportFormat: String, Sendable, CaseIterable {
    /// A table. Raw, it holds every column of every row, lists as JSON; else lists are a few words, and no cell is a formula.
    case csv
    /// One JSON object a line, with every column of every row.
    case jsonLines = "jsonl"
    /// RFC 7946; unplaced deposits have no geometry. It is for maps and is not read back: the collection says so in a member `registry`.
    case geoJSON = "geojson"
    /// An OGC GeoPackage 1.3, for deposits alone.
    case geoPackage = "gpkg"

    /// - Throws: `InvalidValue` for an extension that none of them has.
    public init(path: String) throws(InvalidValue) {
        let name = path.split(separator: "/").last ?? ""
        let end = name.lastIndex(of: ".").map { String(name[name.index(after: $0)...]).lowercased() } ?? ""
        guard let known = ExportFormat(rawValue: end) else {
            throw InvalidValue(kind: "file to export to", text: path, expected: "a name that ends in .csv, .jsonl, .geojson or .gpkg")
        }
        self = known
    }
}

extension Registry {
    /// Writes all minerals, deposits or controlled items to a file, in the order of their ids.
    ///
    /// The file is whole or not there. Two exports of one revision are the same bytes. Memory does not grow with the number of rows.
    /// - Parameters:
    ///   - kind: what to write.
    ///   - path: the file; its extension tells the form (`ExportFormat`). `.jsonl`, and `.csv` when raw, can be read back.
    ///   - raw: for CSV, whether cells are written as they are and every row of a list is kept.
    ///   - progress: told how many were written, now and then.
    /// - Returns: how many were written.
    /// - Throws: `InvalidValue` for another extension; `OutputError` when the file cannot be written.
    @discardableResult
    public func export(_ kind: ExportKind, to path: String, raw: Bool = false, progress: ((Int) -> Void)? = nil) throws -> Int {
        let format = try ExportFormat(path: path)
        let output = try OutputFile(path: path, sparing: [self.path])
        let written = try database.read { connection in
            let reader = ArchiveReader(kind: kind, connection: connection)
            if format == .geoPackage {
                let revision = try RevisionLog(connection: connection).revisions().last
                return try GeoPackageWriter(kind: kind, changed: revision?.committedAt).write(reader, to: output, progress: progress)
            }
            return try TextExport(kind: kind, format: format, raw: raw, output: output).write(reader, progress: progress)
        }
        try output.commit()
        return written
    }
}

/// What our GeoJSON says of itself, in a foreign member of the collection (RFC 7946, section 6.1).
///
/// The file is for maps: it tells less than the registry holds. Read back it would give every deposit a second time, under another id
/// and with another confidence, so the import of GeoJSON looks for this mark and refuses.
enum ExportMark {
    static let member = "registry"
    private static let writer = "ResourceRegistry"

    /// The value of the member.
    static func json(_ kind: ExportKind) -> String {
        JSONText.object([("written_by", JSONText.string(writer)), ("kind", JSONText.string(kind.rawValue))])
    }

    /// Whether members of a collection hold the mark. A member of the same name that others write is not ours.
    static func stands(in members: [(name: String, value: JSONNode)]) -> Bool {
        members.contains { $0.name == member && $0.value["written_by"]?.text == writer }
    }
}

/// Writes entities as text, one after the other.
struct TextExport {
    private static let block = 1 << 16

    let kind: ExportKind
    let format: ExportFormat
    let raw: Bool
    let output: OutputFile

    func write(_ reader: ArchiveReader, progress: ((Int) -> Void)?) throws -> Int {
        var bytes: [UInt8] = []
        var count = 0
        let names = try raw && format == .csv ? reader.fieldNames() : FlatRow.columns(of: kind, shapes: reader.shapes).map(\.name)
        let table = CSVWriter(raw: raw)
        switch format {
        case .csv: table.append((names + (raw ? [Self.emptyTexts] : [])).map { .plain($0) }, to: &bytes)
        case .geoJSON:
            bytes += Array(#"{"type":"FeatureCollection","\#(ExportMark.member)":\#(ExportMark.json(kind)),"features":["#.utf8)
        case .jsonLines, .geoPackage: break
        }
        try reader.forEachEntity { entity in
            switch format {
            case .csv: table.append(raw ? Self.cells(entity) : FlatRow.values(of: entity, kind: kind).map { $0.cell() }, to: &bytes)
            case .geoJSON: bytes += Array(((count == 0 ? "\n" : ",\n") + feature(entity, names)).utf8)
            case .jsonLines, .geoPackage: bytes += Array((JSONValue.object(entity).json + "\n").utf8)
            }
            count += 1
            if bytes.count >= Self.block {
                try output.write(bytes)
                bytes.removeAll(keepingCapacity: true)
            }
            if count.isMultiple(of: 1000) { progress?(count) }
        }
        if format == .geoJSON { bytes += Array("\n]}\n".utf8) }
        try output.write(bytes)
        progress?(count)
        return count
    }

    /// A cell without text cannot tell no value from an empty one: this column names the fields that hold an empty text.
    static let emptyTexts = "empty_text"

    private static func cells(_ entity: [JSONValue.Field]) -> [CSVCell] {
        let empty = entity.filter { $0.value == .text("") }.map(\.name).joined(separator: ";")
        return entity.map { $0.value.cell() } + [empty.isEmpty ? .empty : .plain(empty)]
    }

    private func feature(_ entity: [JSONValue.Field], _ names: [String]) -> String {
        let geometry = EntityPlace(entity).map { place in
            JSONText.object([("type", JSONText.string("Point")), ("coordinates", "[\(place.longitude),\(place.latitude)]")])
        }
        let properties = zip(names, FlatRow.values(of: entity, kind: kind)).map { ($0.0, $0.1.json) }
        return JSONText.object([
            ("type", JSONText.string("Feature")), ("id", entity.first { $0.name == "id" }?.value.json ?? "null"),
            ("geometry", geometry ?? "null"), ("properties", JSONText.object(properties)),
        ])
    }
}
