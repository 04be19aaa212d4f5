/// Features of GeoJSON (RFC 7946): a collection, read feature by feature, or features that follow each other.
///
/// Members with names that are common for it give the id, the name, the country, the commodities and so on; all others are kept as
/// remarks. A feature without id is known by a hash of its name and its geometry.
final class GeoJSONFormat: ImportFormat {
    static let dataset = DepositFormat.geojson.rawValue

    private var waiting: [String]
    private var reader: JSONRecords?
    private var finished: Int64 = 0
    private var placedIn: SourcePlace.System?
    private let vocabulary: SourceVocabulary
    let bytesTotal: Int64?

    /// Takes the files; each is opened when the one before is read.
    init(files: [String], vocabulary: SourceVocabulary) {
        waiting = files
        self.vocabulary = vocabulary
        bytesTotal = SourceFiles.size(of: files)
    }

    /// Reads bytes that are in memory already.
    init(bytes: [UInt8], name: String, vocabulary: SourceVocabulary) throws {
        waiting = []
        self.vocabulary = vocabulary
        bytesTotal = Int64(bytes.count)
        reader = try JSONRecords(bytes: bytes, name: name, listMember: "features")
    }

    var canGoOn: Bool { reader?.canGoOn ?? false }
    var lastRecord: String { reader?.lastRecord ?? "" }
    var bytesRead: Int64 { finished + (reader?.bytesRead ?? 0) }

    func next() throws -> ImportItem? {
        while true {
            if let reader, let node = try reader.next() {
                try Self.refuseOwnExport(reader)
                let crs = try Self.crs(of: reader)
                placedIn = SourcePlace.System(crs)
                return try GeoJSONFeature(node: node, file: reader.file, crs: crs, vocabulary: vocabulary).item()
            }
            try finish()
            guard !waiting.isEmpty else { return nil }
            reader = try JSONRecords(path: waiting.removeFirst(), listMember: "features")
        }
    }

    /// What stands behind the features must not turn out to concern them.
    private func finish() throws {
        guard let reader else { return }
        try Self.refuseOwnExport(reader)
        if let placedIn, try SourcePlace.System(Self.crs(of: reader)) != placedIn {
            throw JSONError(
                .value, file: reader.file, field: "crs",
                message: "the coordinate system stands behind the features; move the member crs before them")
        }
        finished += reader.bytesRead
        self.reader = nil
        placedIn = nil
    }

    /// Our own export would come in as other deposits: under ids of another file, and with the confidence of that file.
    private static func refuseOwnExport(_ reader: JSONRecords) throws(JSONError) {
        guard ExportMark.stands(in: reader.members) else { return }
        throw JSONError(
            .ownExport, file: reader.file, field: ExportMark.member,
            message: "this file was written by registry export; read a .jsonl back with registry import registry-jsonl")
    }

    /// The coordinate system of the file: WGS 84, unless a member `crs` of the format of 2008 names another.
    private static func crs(of reader: JSONRecords) throws -> String {
        if let type = reader.members.first(where: { $0.name == "type" })?.value, reader.hasListBegun, type.text != "FeatureCollection" {
            throw type.fault(reader.file, "type", "an object with features has the type FeatureCollection")
        }
        guard let member = reader.members.first(where: { $0.name == "crs" })?.value, !member.isNull, reader.hasListBegun else {
            return "EPSG:4326"
        }
        return member["properties"]?["name"]?.text ?? member.json
    }
}

/// One feature.
private struct GeoJSONFeature {
    /// Names of members, in lower case, that say the same in many files.
    private static let ids = ["id", "record_id", "site_id", "dep_id", "gid", "fid", "objectid"]
    private static let names = ["name", "site_name", "deposit_name", "deposit", "ftr_name", "title"]
    private static let countries = ["country", "country_code", "iso_a2", "admin", "sovereignt"]
    private static let states = ["admin1", "state", "province", "state_or_province"]
    private static let commodities = ["commodities", "commodity", "minerals", "commod1", "commod2", "commod3"]
    private static let statuses = ["status", "dev_stat", "site_type", "ftr_type"]
    private static let models = ["deposit_type", "model", "deposit_model"]

    let node: JSONNode
    let file: String
    let crs: String
    let vocabulary: SourceVocabulary

    /// The deposit of the feature.
    ///
    /// - Throws: `JSONError` for what is no feature, and for a place that cannot be.
    func item() throws -> ImportItem {
        guard node["type"]?.text == "Feature" else {
            throw (node["type"] ?? node).fault(file, "type", "not a feature: an object with the type Feature was expected")
        }
        let properties = (node["properties"]?.members ?? []).filter { !$0.value.isNull }
        let byName = Dictionary(properties.map { ($0.name.lowercased(), $0.value) }) { first, _ in first }
        func first(_ keys: [String]) -> String? { keys.lazy.compactMap { byName[$0]?.plain }.first }
        let geometryNode = node["geometry"]
        let geometry = try geometryNode.map { try Geometry(geoJSON: $0, file: file) }
        let record = node["id"]?.plain ?? first(Self.ids)
        let name = first(Self.names)
        let key = record ?? String(SHA256.hex((name ?? "") + (geometry?.geoJSON ?? "")).prefix(16))

        var item = ImportItem(file: file, fault: { [node, file] in (node["id"] ?? node).fault(file, "id", $0) })
        let stem = Self.stem(of: file)
        let collection = try at(node, "id") { () throws(InvalidValue) in try SiteIdentity(database: "geojson:\(stem)", record: key) }
        item.sources = [
            Source(id: "geojson:\(stem)", title: file.split(separator: "/").last.map(String.init) ?? file, kind: "file")
        ]
        let citation = try Citation(confidence: .confirmed, sources: ["geojson:\(stem)"])
        var deposit = Deposit(id: collection.id, name: name ?? "Unnamed (\(key))", identifiers: [collection.identifier], citation: citation)
        item.notes.noteName(deposit.name)
        deposit.admin1 = first(Self.states)
        let country = Self.countries.first { byName[$0]?.plain != nil }
        if let country, let words = byName[country]?.plain { vocabulary.readCountry(words, into: &deposit, &item.notes) }
        if let status = first(Self.statuses), !vocabulary.readDevelopment(status, into: &deposit) {
            item.notes.noteUnmapped("status", status)
        }
        deposit.minerals = Self.commodities.flatMap { byName[$0].map(Self.list) ?? [] }.uniqued.map {
            vocabulary.readCommodity($0, &item.notes)
        }
        if let model = first(Self.models) {
            try vocabulary.readModel(model, number: 1, origin: GeoJSONFormat.dataset, citation: citation, &item, &deposit)
        }
        let read = Set([country].compactMap(\.self) + Self.names + Self.states + Self.commodities + Self.statuses + Self.models)
        for (name, value) in properties where !read.contains(name.lowercased()) {
            let text = value.plain ?? (value.text == nil && value.elements == nil && value.members == nil ? nil : value.json)
            if let text, !text.isEmpty, !name.isEmpty, deposit.remarks[name] == nil { deposit.remarks[name] = text }
        }
        item.deposit = deposit
        try at(geometryNode?["coordinates"] ?? geometryNode ?? node, "geometry.coordinates") { () throws(InvalidValue) in
            try SourcePlace.place(geometry, crs: crs, given: nil, &item)
        }
        return item
    }

    /// The entries of a list: an array, or a text with semicolons or commas.
    private static func list(_ node: JSONNode) -> [String] {
        if let elements = node.elements { return elements.compactMap { $0.plain ?? $0["name"]?.text ?? $0["slug"]?.text } }
        guard let text = node.plain else { return [] }
        let separator: Character = text.contains(";") ? ";" : ","
        return text.split(separator: separator).map { $0.trimmed }.filter { !$0.isEmpty }
    }

    /// The file's name without folder and ending: it names the collection whose features are numbered.
    private static func stem(of file: String) -> String {
        let name = file.split(separator: "/").last ?? "geojson"
        return Slug.make(from: String(name.prefix { $0 != "." }))?.text ?? "collection"
    }

    private func at<T>(_ place: JSONNode, _ field: String, _ read: () throws(InvalidValue) -> T) throws(JSONError) -> T {
        do { return try read() } catch {
            throw place.fault(file, field, "\(error.text) is not a valid \(error.kind), expected \(error.expected)")
        }
    }
}
