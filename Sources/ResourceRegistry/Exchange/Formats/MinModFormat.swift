/// Sites of MinMod in JSON: arrays of sites, each with its place, its deposit types, its commodities and estimates.
final class MinModFormat: ImportFormat {
    static let dataset = DepositFormat.minmod.rawValue

    private var waiting: [String]
    private var reader: JSONRecords?
    private var finished: Int64 = 0
    private let entities: MinModEntities
    private let vocabulary: SourceVocabulary

    let bytesTotal: Int64?
    let unused: [String]

    /// Reads the tables of entities among the files; the sites are read one by one.
    ///
    /// - Throws: `CSVError` for a faulty table.
    init(files: [String], vocabulary: SourceVocabulary, options: CSVOptions) throws {
        var entities = MinModEntities()
        var others: [String] = []
        for file in files where file.lowercased().hasSuffix(".csv") {
            if try !entities.read(file, options: options) { others.append(file) }
        }
        self.entities = entities
        self.vocabulary = vocabulary
        unused = others
        waiting = files.filter { !$0.lowercased().hasSuffix(".csv") }
        bytesTotal = SourceFiles.size(of: waiting)
    }

    var canGoOn: Bool { reader?.canGoOn ?? false }
    var lastRecord: String { reader?.lastRecord ?? "" }
    var bytesRead: Int64 { finished + (reader?.bytesRead ?? 0) }

    func next() throws -> ImportItem? {
        while true {
            if let reader, let node = try reader.next() {
                return try MinModSite(node: node, file: reader.file, entities: entities, vocabulary: vocabulary).item()
            }
            finished += reader?.bytesRead ?? 0
            reader = nil
            guard !waiting.isEmpty else { return nil }
            reader = try JSONRecords(path: waiting.removeFirst())
        }
    }
}

/// One site.
private struct MinModSite {
    let node: JSONNode
    let file: String
    let entities: MinModEntities
    let vocabulary: SourceVocabulary

    /// The deposit of the site, with its estimates.
    ///
    /// - Throws: `JSONError` for a site without ids, and for a place that cannot be.
    func item() throws -> ImportItem {
        guard node.members != nil else { throw node.fault(file, "site", "not a site: an object was expected") }
        let (database, record) = (try required("source_id"), try required("record_id"))
        var item = ImportItem(
            file: file, fault: { [node, file] in node["record_id"]?.fault(file, "record_id", $0) ?? node.fault(file, "site", $0) })
        let identity = try at(node["record_id"], "record_id") { () throws(InvalidValue) in
            try SiteIdentity(database: database, record: record)
        }
        item.sources = [identity.source]
        let place = node["location_info"]
        let isMachineRead = (place?["country"]?.elements?.first).flatMap { MinModValue($0, entities) }?.isMachineRead ?? false
        if isMachineRead { item.notes.note(.machineRead) }
        let citation = try Citation(confidence: isMachineRead ? .derived : .confirmed, sources: [identity.source.id])
        let name = node["name"]?.plain ?? "Unnamed (\(record))"
        item.notes.noteName(name)
        var deposit = Deposit(id: identity.id, name: name, identifiers: [identity.identifier], citation: citation)
        deposit.names = (node["aliases"]?.elements ?? []).compactMap(\.text).filter { $0 != name }.map { DepositName(name: $0) }.uniqued
        readArea(place, into: &deposit, &item.notes)
        if let type = node["site_type"]?.text, !vocabulary.readDevelopment(type, into: &deposit) { item.notes.noteUnmapped("status", type) }
        for (index, candidate) in (node["deposit_type_candidate"]?.elements ?? []).enumerated() {
            guard let value = MinModValue(candidate, entities) else { continue }
            if value.isDoubted { item.notes.note(.doubtedMatch) }
            let known = vocabulary.model(value.words) == nil ? value.taken ?? value.words : value.words
            var model = try vocabulary.model(known, number: index + 1, origin: MinModFormat.dataset, citation: citation, &item.notes)
            model.asGiven = value.words
            item.models.append(model)
            if deposit.model == nil { deposit.model = model.code }
        }
        let inventory = MinModInventory(file: file, identity: identity, entities: entities, vocabulary: vocabulary)
        try inventory.read(node["mineral_inventory"], into: &deposit, &item)
        item.deposit = deposit
        try readPlace(place, &item)
        return item
    }

    private func required(_ member: String) throws(JSONError) -> String {
        guard let text = node[member]?.plain else { throw node.fault(file, member, "the site has no \(member)") }
        return text
    }

    private func readArea(_ place: JSONNode?, into deposit: inout Deposit, _ notes: inout RecordNotes) {
        let countries = (place?["country"]?.elements ?? []).compactMap { MinModValue($0, entities) }
        if let first = countries.first {
            if first.isDoubted { notes.note(.doubtedMatch) }
            let word = vocabulary.country(first.words) == nil ? first.taken ?? first.words : first.words
            vocabulary.readCountry(word, into: &deposit, &notes)
            if word != first.words { deposit.remarks["country"] = first.words }
        }
        if countries.count > 1 { deposit.remarks["countries"] = countries.map(\.words).joined(separator: "; ") }
        let states = (place?["state_or_province"]?.elements ?? []).compactMap { MinModValue($0, entities)?.words }.uniqued
        if !states.isEmpty { deposit.admin1 = states.joined(separator: "; ") }
    }

    private func readPlace(_ place: JSONNode?, _ item: inout ImportItem) throws {
        let location = place?["location"]
        var geometry: Geometry?
        if let location {
            guard let text = location.text else {
                throw location.fault(file, "location_info.location", "a place is a text such as POINT (-120.5 38.2)")
            }
            geometry = try at(location, "location_info.location") { () throws(InvalidValue) in try Geometry(wkt: text) }
        }
        let crs = MinModValue(place?["crs"], entities)?.words
        let given = geometry?.isOnePoint == false ? location?.text : nil
        try at(location, "location_info.location") { () throws(InvalidValue) in
            try SourcePlace.place(geometry, crs: crs, given: given, &item)
        }
    }

    private func at<T>(_ place: JSONNode?, _ field: String, _ read: () throws(InvalidValue) -> T) throws(JSONError) -> T {
        do { return try read() } catch { throw (place ?? node).fault(file, field, "not a valid \(error.kind), expected \(error.expected)") }
    }
}
