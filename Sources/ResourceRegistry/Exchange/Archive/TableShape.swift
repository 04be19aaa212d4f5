internal import RegistrySQLite

/// The columns of a table, as the schema has them.
struct TableShape {
    struct Column {
        let name: String
        /// `TEXT`, `INTEGER` or `REAL`: all tables are STRICT.
        let type: String
        /// The table that it points at.
        let target: String?

        /// The column's key in an export: a key column goes by what it points at, and stable ids are `id`.
        var label: String {
            if name == "slug" { return "id" }
            if target == "area", name == "area_id" { return "country" }
            return target != nil && name.hasSuffix("_id") ? String(name.dropLast(3)) : name
        }
    }

    let table: String
    /// All columns but the integer key.
    let columns: [Column]

    /// - Throws: `DatabaseError`.
    init(_ table: String, in connection: Connection) throws {
        let targets = try connection.query("SELECT \"from\", \"table\" FROM pragma_foreign_key_list(?1)", [.text(table)]) {
            (try $0.string(0), try $0.string(1))
        }
        let targetByColumn = Dictionary(targets) { first, _ in first }
        self.table = table
        columns = try connection.query("SELECT name, type FROM pragma_table_info(?1) WHERE name <> 'id' ORDER BY cid", [.text(table)]) {
            let name = try $0.string(0)
            return Column(name: name, type: try $0.string(1), target: targetByColumn[name])
        }
    }

    /// The columns of a node, without that which points at its parent.
    func columns(of node: ExportNode) -> [Column] { columns.filter { $0.name != node.parent } }

    /// The columns by which rows of a table are known outside.
    static func stableKey(of table: String) -> [String] {
        switch table {
        case "area": ["code"]
        case "customs_code": ["nomenclature", "code"]
        case "citation": ["dataset", "label"]
        default: ["slug"]
        }
    }
}

/// The shapes of tables, read once.
final class TableShapes {
    let connection: Connection
    private var shapes: [String: TableShape] = [:]

    init(connection: Connection) { self.connection = connection }

    subscript(_ table: String) -> TableShape {
        get throws {
            if let known = shapes[table] { return known }
            let shape = try TableShape(table, in: connection)
            shapes[table] = shape
            return shape
        }
    }
}
