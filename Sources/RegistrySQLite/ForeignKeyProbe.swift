/// Looks for orphans among the rows that a changeset touched: what `foreign_key_check` finds by reading all tables.
struct ForeignKeyProbe {
    /// One foreign key: the child's columns by position, and statements that ask for the other side.
    private struct Reference {
        let child: String
        let parent: String
        let columns: [Int]
        let parentColumns: [Int]
        let parentExists: String
        let childExists: String
    }

    let connection: Connection
    private(set) var violations: Set<ForeignKeyViolation> = []
    private var columns: [String: [String]] = [:]
    private var outgoing: [String: [Reference]] = [:]
    private var incoming: [String: [Reference]]?

    init(connection: Connection) { self.connection = connection }

    mutating func look(at row: ChangedRow) throws {
        let table = row.table.name
        if row.operation == .delete {
            for reference in try references(to: table) {
                let key = reference.parentColumns.map { $0 < row.old.count ? row.old[$0] : nil }
                guard let values = Self.complete(key) else { continue }
                // A later change may have brought the parent back.
                guard try !exists(reference.parentExists, values), try exists(reference.childExists, values) else { continue }
                violations.insert(ForeignKeyViolation(table: reference.child, rowID: nil, parent: table))
            }
            return
        }
        for reference in try references(of: table) {
            guard reference.columns.contains(where: { $0 < row.new.count && row.new[$0] != nil }) else { continue }
            let key = reference.columns.map { $0 < row.new.count ? row.new[$0] ?? row.old[$0] : nil }
            guard let values = Self.complete(key) else { continue }
            // A later change may have taken the child away again.
            guard try !exists(reference.parentExists, values), try exists(reference.childExists, values) else { continue }
            violations.insert(ForeignKeyViolation(table: table, rowID: nil, parent: reference.parent))
        }
    }

    /// A key none of whose values is NULL or left out: only such a key must be found on the other side.
    private static func complete(_ values: [Value?]) -> [Value]? {
        let known = values.compactMap { $0 }
        return known.count == values.count && !known.contains(.null) ? known : nil
    }

    private func exists(_ sql: String, _ key: [Value]) throws -> Bool { try connection.first(sql, key) { _ in true } ?? false }

    private mutating func references(of child: String) throws -> [Reference] {
        if let known = outgoing[child] { return known }
        let rows = try connection.query(
            "SELECT id, \"table\", \"from\", \"to\" FROM pragma_foreign_key_list(?1) ORDER BY id, seq", [.text(child)]
        ) { (id: try $0.int(0), parent: try $0.string(1), from: try $0.string(2), to: try $0.optionalString(3)) }
        var references: [Reference] = []
        for id in Set(rows.map(\.id)).sorted() {
            let parts = rows.filter { $0.id == id }
            let parent = parts[0].parent
            let parentNames = try names(of: parent)
            let to = try parts.allSatisfy { $0.to != nil } ? parts.compactMap(\.to) : keyNames(of: parent)
            let childNames = try names(of: child)
            func condition(_ columns: [String]) -> String {
                columns.enumerated().map { "\(quoted($1)) = ?\($0 + 1)" }.joined(separator: " AND ")
            }
            references.append(
                Reference(
                    child: child, parent: parent, columns: parts.compactMap { childNames.firstIndex(of: $0.from) },
                    parentColumns: to.compactMap { parentNames.firstIndex(of: $0) },
                    parentExists: "SELECT 1 FROM \(quoted(parent)) WHERE \(condition(to)) LIMIT 1",
                    childExists: "SELECT 1 FROM \(quoted(child)) WHERE \(condition(parts.map(\.from))) LIMIT 1"))
        }
        outgoing[child] = references
        return references
    }

    private mutating func references(to parent: String) throws -> [Reference] {
        if let incoming { return incoming[parent] ?? [] }
        let tables = try connection.query("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'") {
            try $0.string(0)
        }
        var found: [String: [Reference]] = [:]
        for table in tables { for reference in try references(of: table) { found[reference.parent, default: []].append(reference) } }
        incoming = found
        return found[parent] ?? []
    }

    private mutating func names(of table: String) throws -> [String] {
        if let known = columns[table] { return known }
        let names = try connection.query("SELECT name FROM pragma_table_info(?1) ORDER BY cid", [.text(table)]) { try $0.string(0) }
        columns[table] = names
        return names
    }

    private func keyNames(of table: String) throws -> [String] {
        try connection.query("SELECT name FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk", [.text(table)]) { try $0.string(0) }
    }
}
