/// An entity as one row for people and their tools: its own columns, and a few words for each list.
struct FlatRow {
    /// The columns and what SQLite calls their types.
    static func columns(of kind: ExportKind, shapes: TableShapes) throws -> [(name: String, type: String)] {
        let tree = kind.tree
        var columns: [(name: String, type: String)] = []
        for column in try shapes[tree.table].columns {
            switch column.target {
            case nil: columns.append((column.label, column.type))
            case "citation": columns += [("dataset", "TEXT"), ("sources", "TEXT")]
            default: columns.append((column.label, "TEXT"))
            }
        }
        return columns + tree.parts.filter { !$0.label.isEmpty }.map { ($0.name, "TEXT") }
    }

    /// The values of these columns, in their order.
    static func values(of entity: [JSONValue.Field], kind: ExportKind) -> [JSONValue] {
        let parts = Dictionary(kind.tree.parts.map { ($0.name, $0) }) { first, _ in first }
        return entity.compactMap { field in
            guard field.name != "context" else { return nil }
            guard case .list(let entries) = field.value else { return field.value }
            guard let part = parts[field.name] else { return words(entries.compactMap(\.text)) }
            return part.label.isEmpty ? nil : words(entries.compactMap { entry in part.label.lazy.compactMap { entry[$0]?.text }.first })
        }
    }

    private static func words(_ words: [String]) -> JSONValue { words.isEmpty ? .null : .text(words.joined(separator: "; ")) }
}

extension JSONValue {
    /// The text, if it is one.
    var text: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }

    /// The number, if it is one.
    var number: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .real(let number): number
        default: nil
        }
    }

    /// The value as a cell of a table.
    func cell() -> CSVCell {
        switch self {
        case .null: .empty
        case .text(let text): .text(text)
        case .integer, .real, .flag, .list, .object: .plain(json)
        }
    }
}

/// Where an entity lies, if it is placed.
struct EntityPlace {
    let longitude, latitude: Double

    init?(_ entity: [JSONValue.Field]) {
        guard let latitude = entity.first(where: { $0.name == "latitude" })?.value.number,
            let longitude = entity.first(where: { $0.name == "longitude" })?.value.number
        else { return nil }
        self.latitude = latitude
        self.longitude = longitude
    }
}
