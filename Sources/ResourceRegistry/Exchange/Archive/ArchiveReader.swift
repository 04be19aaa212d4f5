internal import RegistrySQLite

/// Reads entities whole: every column of their row and of the rows that belong to them.
///
/// Keys of other tables become stable ids. What an id stands for (a source, a country, a mineral that only is pointed at) is told
/// with the entity that names it first, under `context`, so that the file can be read into an empty registry.
final class ArchiveReader {
    let kind: ExportKind
    let shapes: TableShapes
    private let tree: ExportNode
    private var told: [String: RecordSet] = [:]
    private var ids: [String: [Int64: String]] = [:]
    private var context: [JSONValue] = []
    private var connection: Connection { shapes.connection }

    init(kind: ExportKind, connection: Connection) {
        self.kind = kind
        tree = kind.tree
        shapes = TableShapes(connection: connection)
    }

    /// The names of the fields of an entity, in their order.
    func fieldNames() throws -> [String] {
        var names: [String] = []
        for column in try shapes[tree.table].columns { names += column.target == "citation" ? ["dataset", "sources"] : [column.label] }
        return names + tree.parts.map(\.name) + ["context"]
    }

    /// All entities in the order of their ids.
    func forEach(_ body: ([JSONValue.Field]) throws -> Void) throws {
        let shape = try shapes[tree.table]
        let columns = shape.columns.map(\.name).joined(separator: ", ")
        try connection.forEachRow("SELECT id, \(columns) FROM \(tree.table) ORDER BY slug") { row in
            let key = try row.int64(0)
            context = []
            told[tree.table, default: RecordSet()].insert(key)
            var fields = try self.fields(row, from: 1, columns: shape.columns)
            for part in tree.parts { fields.append(.init(name: part.name, value: try rows(of: part, parent: key))) }
            fields.append(.init(name: "context", value: context.isEmpty ? .null : .list(context)))
            try body(fields)
        }
    }

    private func rows(of node: ExportNode, parent: Int64) throws -> JSONValue {
        let columns = try shapes[node.table].columns(of: node)
        let hasKey = !node.parts.isEmpty
        let selected = ([hasKey ? "id" : "0"] + columns.map(\.name)).joined(separator: ", ")
        // Rows are put in order by what they say, not by integer keys, which differ from registry to registry.
        let found = try connection.query("SELECT \(selected) FROM \(node.table) WHERE \(node.parent ?? "id") = ?1", [.integer(parent)]) {
            row in
            var fields = try self.fields(row, from: 1, columns: columns)
            for part in node.parts { fields.append(.init(name: part.name, value: try rows(of: part, parent: try row.int64(0)))) }
            return (try order(row, columns, node), JSONValue.object(fields))
        }
        return .list(found.sorted { $0.0.lexicographicallyPrecedes($1.0) }.map(\.1))
    }

    private func order(_ row: borrowing Row, _ columns: [TableShape.Column], _ node: ExportNode) throws -> [String] {
        try node.key.map { name in
            guard let index = columns.firstIndex(where: { $0.name == name }) else { return "" }
            if let target = columns[index].target { return try id(of: try row.int64(index + 1), in: target) }
            guard columns[index].type == "INTEGER" else { return try row.string(index + 1) }
            let digits = String(try row.int64(index + 1))
            return String(repeating: "0", count: max(0, 20 - digits.count)) + digits
        }
    }

    private func fields(_ row: borrowing Row, from first: Int, columns: [TableShape.Column]) throws -> [JSONValue.Field] {
        var fields: [JSONValue.Field] = []
        for (index, column) in columns.enumerated() {
            switch (column.target, try row.value(first + index)) {
            case (_, .null): fields.append(.init(name: column.label, value: .null))
            case ("citation", .integer(let key)): fields += try citation(key)
            case (.some(let target), .integer(let key)):
                let id = try id(of: key, in: target)
                fields.append(.init(name: column.label, value: .text(id)))
            case (_, .integer(let number)): fields.append(.init(name: column.label, value: .integer(number)))
            case (_, .real(let number)):
                guard number.isFinite else { throw RegistryError.stored(what: "finite number in \(column.name)", text: "\(number)") }
                fields.append(.init(name: column.label, value: .real(number)))
            case (_, .text(let text)): fields.append(.init(name: column.label, value: .text(text)))
            case (_, .blob(let bytes)): fields.append(.init(name: column.label, value: .text(Hexadecimal.text(bytes))))
            }
        }
        return fields
    }

    private func citation(_ key: Int64) throws -> [JSONValue.Field] {
        let found = try connection.first("SELECT dataset, label FROM citation WHERE id = ?1", [.integer(key)]) {
            (try $0.string(0), try $0.string(1))
        }
        guard let (dataset, label) = found else { throw RegistryError.orphan(table: "citation", key: key) }
        if told["citation", default: RecordSet()].insert(key) {
            let sources = try connection.query(
                "SELECT x.source_id FROM citation_source x JOIN source s ON s.id = x.source_id WHERE x.citation_id = ?1 ORDER BY s.slug",
                [.integer(key)]
            ) { try $0.int64(0) }
            for source in sources { _ = try id(of: source, in: "source") }
        }
        let sources = label.split(separator: ";").map { JSONValue.text(String($0)) }
        return [.init(name: "dataset", value: .text(dataset)), .init(name: "sources", value: .list(sources))]
    }

    /// The stable id of a row. The first time, the row itself goes into the context, behind what it points at.
    private func id(of key: Int64, in table: String) throws -> String {
        if let known = ids[table]?[key] {
            if told[table]?.contains(key) ?? false { return known }
        }
        let stable = TableShape.stableKey(of: table).joined(separator: " || ' ' || ")
        let found = try connection.first("SELECT \(stable) FROM \(table) WHERE id = ?1", [.integer(key)]) { try $0.string(0) }
        guard let found else { throw RegistryError.orphan(table: table, key: key) }
        ids[table, default: [:]][key] = found
        guard told[table, default: RecordSet()].insert(key) else { return found }
        let columns = try shapes[table].columns
        let row = try connection.first("SELECT \(columns.map(\.name).joined(separator: ", ")) FROM \(table) WHERE id = ?1", [.integer(key)]) {
            try fields($0, from: 0, columns: columns)
        }
        if let row { context.append(.object([.init(name: "table", value: .text(table))] + row)) }
        return found
    }
}
