internal import RegistrySQLite

/// Turns net changes of rows into words: keys become the ids that they stood for at the time.
struct DifferenceTeller {
    /// Before or after the changes.
    private enum Side { case earlier, later }

    private let connection: Connection
    private let changes: NetChanges
    /// What happened since the earlier and since the later of the two revisions, up to now: to know rows as they were then.
    private let sinceEarlier: NetChanges
    private let sinceLater: NetChanges
    private var catalogue: FactCatalogue
    private var defaults: [String: [Value]] = [:]

    init(connection: Connection, earlier: Int, later: Int) throws {
        self.connection = connection
        let parts = RevisionParts(connection: connection)
        let newest = try RevisionLog(connection: connection).newest()
        changes = try NetChanges(of: (earlier + 1)..<(later + 1), parts: parts)
        sinceEarlier = later == newest ? changes : try NetChanges(of: (earlier + 1)..<(newest + 1), parts: parts)
        sinceLater = try NetChanges(of: (later + 1)..<(newest + 1), parts: parts)
        catalogue = FactCatalogue(connection: connection)
    }

    mutating func rows(tables: Set<String>) throws -> [ChangedFact] {
        var facts: [ChangedFact] = []
        for (table, rows) in changes.tables.sorted(by: { $0.key < $1.key }) where tables.isEmpty || tables.contains(table) {
            facts += try self.facts(of: table, Array(rows.values))
        }
        return facts
    }

    /// One row in words, before its key columns are put together.
    private struct Told {
        var old: [String?]?
        var new: [String?]?
    }

    private mutating func facts(of table: String, _ rows: [NetChanges.Row]) throws -> [ChangedFact] {
        let columns = try catalogue.columns(of: table)
        let hidden = try catalogue.hidesKey(of: table)
        let keyNames = try catalogue.naturalKey(of: table)
        let keyPlaces = keyNames.compactMap { name in columns.firstIndex { $0.name == name } }
        let shown = columns.indices.filter { !(hidden && columns[$0].name == "id") && !keyPlaces.contains($0) }
        var (came, went): ([Told], [Told]) = ([], [])
        var facts: [ChangedFact] = []
        func fact(_ change: ChangedFact.Change, _ row: Told, key: [Int], _ places: [Int]) -> ChangedFact {
            ChangedFact(
                table: table, id: key.map { (row.new ?? row.old)?[$0] ?? "" }.joined(separator: " / "), change: change,
                columns: places.compactMap { place in
                    let (before, after) = (row.old?[place], row.new?[place])
                    guard before != after else { return nil }
                    return ChangedFact.Column(
                        name: columns[place].parent != nil && columns[place].name.hasSuffix("_id")
                            ? String(columns[place].name.dropLast(3)) : columns[place].name, old: before ?? nil, new: after ?? nil)
                })
        }
        for row in rows {
            if row.existedBefore, row.existsAfter {
                let changed = row.changedColumns
                guard !changed.isEmpty else { continue }
                let told = Told(
                    old: try words(of: row, in: table, columns, side: .earlier), new: try words(of: row, in: table, columns, side: .later))
                facts.append(fact(.changed, told, key: keyPlaces, shown + keyPlaces.filter(changed.contains)))
            } else if row.existsAfter {
                came.append(Told(old: nil, new: try words(of: row, in: table, columns, side: .later)))
            } else {
                went.append(Told(old: try words(of: row, in: table, columns, side: .earlier), new: nil))
            }
        }
        // A part whose key changed in one place went and came: for a person that is one change.
        if keyPlaces.count > 1 {
            for gone in went {
                guard let match = Self.match(for: gone, among: came, keyPlaces) else { continue }
                let told = Told(old: gone.old, new: came[match.index].new)
                facts.append(fact(.changed, told, key: keyPlaces.filter { $0 != match.place }, [match.place] + shown))
                came.remove(at: match.index)
                if let index = went.firstIndex(where: { $0.old == gone.old }) { went.remove(at: index) }
            }
        }
        facts += came.map { fact(.added, $0, key: keyPlaces, shown) }
        facts += went.map { fact(.removed, $0, key: keyPlaces, shown) }
        return facts.sorted { ($0.id, $0.change.rawValue) < ($1.id, $1.change.rawValue) }
    }

    /// The row that came in the place of one that went: its key differs in one column, and not in the first, which names the owner.
    private static func match(for gone: Told, among came: [Told], _ keyPlaces: [Int]) -> (index: Int, place: Int)? {
        guard let old = gone.old else { return nil }
        for (index, candidate) in came.enumerated() {
            guard let new = candidate.new else { continue }
            let differing = keyPlaces.filter { old[$0] != new[$0] }
            if differing.count == 1, differing[0] != keyPlaces[0] { return (index, differing[0]) }
        }
        return nil
    }

    /// All columns of a row in words. Of a row that changed, what did not change stands as it is now.
    private mutating func words(
        of row: NetChanges.Row, in table: String, _ columns: [FactCatalogue.Column], side: Side
    ) throws -> [String?] {
        let told = side == .earlier ? row.old : row.new
        let other = side == .earlier ? row.new : row.old
        let isPartial = row.existedBefore && row.existsAfter
        let naturalKey = try catalogue.naturalKey(of: table)
        return try columns.indices.map { place in
            var value = place < told.count ? told[place] : nil
            if value == nil, isPartial { value = place < other.count ? other[place] : nil }
            // What tells the row apart is needed also where it did not change.
            if value == nil, isPartial, let key = keyOfFile(row, columns), naturalKey.contains(columns[place].name) {
                value = try self.value(of: table, key: key, place: place, name: columns[place].name, side: side)
            }
            // A column that came with a later schema: rows of before have its default.
            if value == nil, !isPartial { value = try defaultValue(of: table, place) }
            return try word(value, columns[place], side: side)
        }
    }

    /// The row's integer key, where it has one.
    private func keyOfFile(_ row: NetChanges.Row, _ columns: [FactCatalogue.Column]) -> Value? {
        guard let place = columns.firstIndex(where: { $0.name == "id" && $0.keyPlace == 1 }), place < row.old.count else { return nil }
        return row.old[place]
    }

    private mutating func word(_ value: Value?, _ column: FactCatalogue.Column, side: Side) throws -> String? {
        guard let value, value != .null else { return nil }
        guard let parent = column.parent, try catalogue.hidesKey(of: parent) else { return value.words }
        let parts = try catalogue.naturalKey(of: parent)
        let parentColumns = try catalogue.columns(of: parent)
        var words: [String] = []
        for part in parts {
            guard let place = parentColumns.firstIndex(where: { $0.name == part }) else { continue }
            let held = try self.value(of: parent, key: value, place: place, name: part, side: side)
            words.append(try word(held, parentColumns[place], side: side) ?? "")
        }
        return words.joined(separator: " ")
    }

    /// One value of the row that a key pointed at, as it was then.
    private func value(of table: String, key: Value, place: Int, name: String, side: Side) throws -> Value? {
        let later = side == .earlier ? sinceEarlier : sinceLater
        if let row = later.tables[table]?[[key]], row.existedBefore, place < row.old.count, let value = row.old[place] { return value }
        return try connection.first(
            "SELECT \(Identifier.quoted(name)) FROM \(Identifier.quoted(table)) WHERE id = ?1", [key]
        ) { try $0.value(0) }
    }

    private mutating func defaultValue(of table: String, _ place: Int) throws -> Value? {
        if let known = defaults[table] { return place < known.count ? known[place] : nil }
        let texts = try connection.query("SELECT dflt_value FROM pragma_table_info(?1) ORDER BY cid", [.text(table)]) {
            try $0.optionalString(0)
        }
        // The texts come from the schema, which is compared with this library's own when the file is opened.
        let values = try texts.map { text in try connection.first("SELECT \(text ?? "NULL")") { try $0.value(0) } ?? .null }
        defaults[table] = values
        return place < values.count ? values[place] : nil
    }
}

extension Value {
    /// The value as a person reads it.
    var words: String {
        switch self {
        case .null: ""
        case .integer(let number): String(number)
        case .real(let number): "\(number)"
        case .text(let text): text
        case .blob(let bytes): Hexadecimal.text(bytes)
        }
    }
}
