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
    func forEachEntity(_ body: ([JSONValue.Field]) throws -> Void) throws {
        let shape = try shapes[tree.table]
        let columns = shape.columns.map(\.name).joined(separator: ", ")
        context = []
        // An entity tells itself; a companion may point at entities before their turn.
        for companion in kind.companions { try tell(companion) }
        try connection.forEachRow("SELECT id, \(columns) FROM \(tree.table) ORDER BY slug") { row in
            let key = try row.int64(0)
            defer { context = [] }
            told[tree.table, default: RecordSet()].insert(key)
            var fields = try self.fields(try (1...shape.columns.count).map { try row.value($0) }, columns: shape.columns)
            for part in tree.parts { fields.append(.init(name: part.name, value: try rows(of: part, parent: key))) }
            if kind == .deposits, let id = fields.first?.value.text { try tell(Self.ownJudgements, [.text(id)]) }
            fields.append(.init(name: "context", value: context.isEmpty ? .null : .list(context)))
            try body(fields)
        }
    }

    private static let ownJudgements = ExportNode("same_as_judgement", key: ExportKind.judgements.key, condition: "deposit_a = ?1")

    /// Puts the rows of a table into the context.
    private func tell(_ node: ExportNode, _ arguments: [Value] = []) throws {
        if node.key == TableShape.stableKey(of: node.table) {
            let order = node.key.joined(separator: ", ")
            let keys = try connection.query("SELECT id FROM \(node.table) ORDER BY \(order)") { try $0.int64(0) }
            for key in keys { _ = try id(of: key, in: node.table) }
        } else if case .list(let rows) = try rows(of: node, where: node.condition, arguments) {
            for case .object(let fields) in rows { context.append(.object([.init(name: "table", value: .text(node.table))] + fields)) }
        }
    }

    /// The rows that belong to a parent.
    private func rows(of node: ExportNode, parent: Int64) throws -> JSONValue {
        try rows(of: node, where: "\(node.parent ?? "id") = ?1", [.integer(parent)])
    }

    private func rows(of node: ExportNode, where condition: String?, _ arguments: [Value]) throws -> JSONValue {
        let columns = try shapes[node.table].columns(of: node)
        let selected = ([node.parts.isEmpty ? "0" : "id"] + columns.map(\.name)).joined(separator: ", ")
        let condition = condition.map { " WHERE \($0)" } ?? ""
        let found = try connection.query("SELECT \(selected) FROM \(node.table)\(condition)", arguments) { row in
            let values = try (1...columns.count).map { try row.value($0) }
            return (order: try order(values, columns, node), key: try row.int64(0), values: values)
        }
        // Rows are put in order by what they say, not by integer keys, which differ from registry to registry.
        let sorted = found.sorted { $0.order.lexicographicallyPrecedes($1.order) }
        return .list(
            try sorted.map { _, key, values in
                let fields = try self.fields(values, columns: columns)
                return .object(fields + (try node.parts.map { .init(name: $0.name, value: try rows(of: $0, parent: key)) }))
            })
    }

    private func order(_ values: [Value], _ columns: [TableShape.Column], _ node: ExportNode) throws -> [String] {
        try node.key.map { name in
            guard let index = columns.firstIndex(where: { $0.name == name }) else { return "" }
            switch (columns[index].target, values[index]) {
            case (.some(let target), .integer(let key)): return try stableID(of: key, in: target)
            case (_, .integer(let number)):
                let digits = String(number)
                return String(repeating: "0", count: max(0, 20 - digits.count)) + digits
            case (_, .text(let text)): return text
            default: return ""
            }
        }
    }

    private func fields(_ values: [Value], columns: [TableShape.Column]) throws -> [JSONValue.Field] {
        var fields: [JSONValue.Field] = []
        for (column, value) in zip(columns, values) {
            switch (column.target, value) {
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

    private func stableID(of key: Int64, in table: String) throws -> String {
        if let known = ids[table]?[key] { return known }
        let stable = TableShape.stableKey(of: table).joined(separator: " || ' ' || ")
        let found = try connection.first("SELECT \(stable) FROM \(table) WHERE id = ?1", [.integer(key)]) { try $0.string(0) }
        guard let found else { throw RegistryError.orphan(table: table, key: key) }
        ids[table, default: [:]][key] = found
        return found
    }

    /// The stable id of a row. The first time, the row itself goes into the context, behind what it points at.
    private func id(of key: Int64, in table: String) throws -> String {
        let id = try stableID(of: key, in: table)
        guard told[table, default: RecordSet()].insert(key) else { return id }
        let columns = try shapes[table].columns
        let values = try connection.first(
            "SELECT \(columns.map(\.name).joined(separator: ", ")) FROM \(table) WHERE id = ?1", [.integer(key)]
        ) {
            row in try columns.indices.map { try row.value($0) }
        }
        if let values {
            let fields = try self.fields(values, columns: columns)
            context.append(.object([.init(name: "table", value: .text(table))] + fields))
        }
        return id
    }
}
