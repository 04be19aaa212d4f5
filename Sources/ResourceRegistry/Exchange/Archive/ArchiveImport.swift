internal import RegistrySQLite

/// What reading an export back did.
public struct ArchiveImportReport: Hashable, Sendable {
    /// Entities that the file holds.
    public private(set) var read = 0
    /// Entities that were not there.
    public private(set) var added = 0
    /// Entities that stood there otherwise.
    public private(set) var changed = 0
    /// Entities that stood there just so.
    public private(set) var unchanged = 0

    mutating func note(_ outcome: SaveOutcome) {
        read += 1
        switch outcome {
        case .added: added += 1
        case .changed: changed += 1
        case .unchanged: unchanged += 1
        }
    }
}

extension Registry {
    /// Reads back what `export` wrote as `.jsonl` or as raw `.csv`: every entity of the file becomes what the file says.
    ///
    /// What the entities rest on (sources, countries, minerals that are pointed at) comes with them where it is missing, and is left
    /// alone where it is there. Facts keep the dataset under which they were filed.
    /// - Parameters:
    ///   - path: the file; its extension tells the form.
    ///   - author: who reads it.
    ///   - reason: why, for the log.
    ///   - progress: told how many entities were read, now and then.
    /// - Returns: what was done, and the revision, `nil` when nothing changed.
    /// - Throws: `CSVError` with file, line and field; nothing is kept then.
    @discardableResult
    public func importArchive(
        _ path: String, author: String, reason: String, progress: ((Int) -> Void)? = nil
    ) throws -> (report: ArchiveImportReport, revision: Revision?) {
        let format = try ExportFormat(path: path)
        let (report, revision) = try revise(reason: reason, author: author) { editor in
            var report = ArchiveImportReport()
            var archive: ArchiveImport?
            func take(_ entity: [JSONValue.Field], line: Int) throws {
                let importing = try archive ?? ArchiveImport(holding: entity.map(\.name), file: path, editor: editor)
                archive = importing
                report.note(try importing.save(entity, line: line))
                if report.read.isMultiple(of: 1000) { progress?(report.read) }
            }
            switch format {
            case .jsonLines: try ArchiveFile.forEachLine(of: path, take)
            case .csv: try ArchiveFile.forEachRow(of: path, shapes: TableShapes(connection: editor.references.connection), take)
            case .geoJSON, .geoPackage:
                throw InvalidValue(kind: "export to read back", text: path, expected: "a file that ends in .jsonl, or in .csv and is raw")
            }
            progress?(report.read)
            return report
        }
        return (report, revision)
    }
}

/// Brings entities to what an export says of them.
final class ArchiveImport {
    private let kind: ExportKind
    private let file: String
    private let editor: RegistryEditor
    private let shapes: TableShapes
    private let writer: RowWriter
    private var keys: [String: [String: Int64]] = [:]
    private var citations: [String: Int64] = [:]
    private var mappings: [String: TableMapping] = [:]
    private var seen = RecordSet()
    private var connection: Connection { editor.references.connection }

    /// - Throws: `CSVError` when no kind of entity has fields of these names.
    init(holding names: [String], file: String, editor: RegistryEditor) throws {
        let connection = editor.references.connection
        let found = try ExportKind.allCases.first { kind in
            let known = try ArchiveReader(kind: kind, connection: connection).fieldNames()
            return Set(names).isSubset(of: known) && names.contains { name in kind.tree.parts.contains { $0.name == name } }
        }
        guard let found else {
            throw CSVError(
                .header, file: file, text: names.joined(separator: ", "),
                message: "these are not the fields of an export of minerals, deposits or controls; a table must be exported with --raw")
        }
        kind = found
        self.file = file
        self.editor = editor
        shapes = TableShapes(connection: connection)
        writer = RowWriter(connection: connection)
    }

    /// - Throws: `CSVError` with the line and the field.
    func save(_ entity: [JSONValue.Field], line: Int) throws -> SaveOutcome {
        do {
            let object = JSONValue.object(entity)
            for row in try list(object["context"], "context") { try saveContext(row) }
            let saved = try writer.save(try values(of: object, node: kind.tree), in: try mapping(kind.tree))
            guard seen.insert(saved.id) else {
                throw ArchiveFault(field: "id", value: object["id"], message: "the file holds this id twice")
            }
            var changed: Set<String> = []
            for part in kind.tree.parts { changed.formUnion(try save(part, of: object, parent: saved.id)) }
            let outcome = saved.outcome.merging(parts: changed)
            if outcome != .unchanged {
                editor.references.touch(kind.root, saved.id)
                try requireValid(object["id"]?.text ?? "")
            }
            return outcome
        } catch let fault as ArchiveFault {
            throw CSVError(
                .value, file: file, line: line, header: fault.field, text: fault.value?.text ?? fault.value?.json, message: fault.message)
        } catch let error as DatabaseError {
            guard error.code.primary == ResultCode.constraint.primary || error.code.primary == ResultCode.misuse.primary else {
                throw error
            }
            throw CSVError(.value, file: file, line: line, message: error.message)
        } catch let error as InvalidValue {
            throw CSVError(
                .value, file: file, line: line, text: error.text, message: "not a valid \(error.kind), expected \(error.expected)")
        } catch let error as RegistryError {
            throw CSVError(.value, file: file, line: line, message: error.description)
        }
    }

    /// Rows pass the schema's checks; reading them as the library does finds what these cannot see.
    private func requireValid(_ id: String) throws {
        switch kind {
        case .minerals: _ = try editor.minerals.find(id)
        case .controls: _ = try editor.controls.item(id)
        case .deposits:
            guard let deposit = try editor.deposits.find(id) else { return }
            _ = try Slug(deposit.id)
            _ = try deposit.status.map { try MineStatus($0) }
            _ = try deposit.occurrenceType.map { try OccurrenceType($0) }
            _ = try editor.deposits.estimates(of: id)
        }
    }

    private func save(_ node: ExportNode, of object: JSONValue, parent: Int64) throws -> Set<String> {
        let entries = try list(object[node.name], node.name)
        let rows = try entries.map { try values(of: $0, node: node) }
        let mapping = try mapping(node)
        var changed = try writer.replace(rows, in: mapping, parent: parent)
        guard !node.parts.isEmpty else { return changed }
        for (entry, row) in zip(entries, rows) {
            let condition = (["\(node.parent ?? "id") = ?1"] + node.key.enumerated().map { "\($1) = ?\($0 + 2)" }).joined(
                separator: " AND ")
            let key = try connection.first(
                "SELECT id FROM \(node.table) WHERE \(condition)", [.integer(parent)] + row.prefix(node.key.count)
            ) { try $0.int64(0) }
            guard let key else { continue }
            for part in node.parts { changed.formUnion(try save(part, of: entry, parent: key)) }
        }
        return changed
    }

    /// A row that something else points at: it is added where it is missing.
    private func saveContext(_ row: JSONValue) throws {
        // No name of a table is taken from a file.
        guard let node = ExportKind.contextTables.first(where: { $0.table == row["table"]?.text }) else {
            throw ArchiveFault(field: "context", value: row["table"], message: "no such table stands in a context")
        }
        let values = try values(of: row, node: node)
        let condition = node.key.enumerated().map { "\($1) = ?\($0 + 1)" }.joined(separator: " AND ")
        let isHeld = try connection.first(
            "SELECT 1 FROM \(node.table) WHERE \(condition)", Array(values.prefix(node.key.count)), { _ in true })
        if isHeld == nil {
            try connection.execute(try mapping(node).insertion, values)
            if let indexed = Table.indexed(node.table) { editor.references.touch(indexed, connection.lastInsertedRowID) }
        }
    }

    private func list(_ value: JSONValue?, _ field: String) throws -> [JSONValue] {
        switch value {
        case nil, .null: return []
        case .list(let entries): return entries
        default: throw ArchiveFault(field: field, value: value, message: "a list is expected")
        }
    }
}

/// What is wrong in which field.
struct ArchiveFault: Error {
    let field: String
    let value: JSONValue?
    let message: String
}

// MARK: Values of rows

extension ArchiveImport {
    private func mapping(_ node: ExportNode) throws -> TableMapping {
        let name = "\(node.table) \(node.parent ?? "")"
        if let known = mappings[name] { return known }
        let rest = try shapes[node.table].columns(of: node).map(\.name).filter { !node.key.contains($0) }
        let made = TableMapping(name: node.table, parent: node.parent, key: node.key, rest: rest)
        mappings[name] = made
        return made
    }

    /// The values of a row in the order of the mapping's columns.
    private func values(of object: JSONValue, node: ExportNode) throws -> [Value] {
        guard case .object(let fields) = object else {
            throw ArchiveFault(field: node.name, value: object, message: "an object is expected")
        }
        let columns = try shapes[node.table].columns(of: node)
        let known = Set(columns.map(\.label) + node.parts.map(\.name) + ["dataset", "sources", "context", "table"])
        if let stranger = fields.first(where: { !known.contains($0.name) }) {
            throw ArchiveFault(field: stranger.name, value: nil, message: "there is no such field in \(node.table)")
        }
        return try mapping(node).columns.map { name in
            guard let column = columns.first(where: { $0.name == name }) else { return .null }
            if column.target == "citation" { return .integer(try citation(of: object)) }
            return try value(object[column.label] ?? .null, column)
        }
    }

    private func value(_ value: JSONValue, _ column: TableShape.Column) throws -> Value {
        switch (value, column.target, column.type) {
        case (.null, _, _): return .null
        case (.text(let id), .some(let target), _): return .integer(try key(of: id, in: target, field: column.label))
        case (.integer(let number), nil, "INTEGER"): return .integer(number)
        case (.integer(let number), nil, "REAL"): return .real(Double(number))
        case (.real(let number), nil, "REAL"): return .real(number)
        case (.text(let text), nil, "TEXT"): return .text(text)
        case (.text(let digits), nil, "BLOB"):
            guard let bytes = Hexadecimal.bytes(digits) else { fallthrough }
            return .blob(bytes)
        default: throw ArchiveFault(field: column.label, value: value, message: "this is not what the column holds (\(column.type))")
        }
    }

    private func key(of id: String, in table: String, field: String) throws -> Int64 {
        if let known = keys[table]?[id] { return known }
        let stable = TableShape.stableKey(of: table)
        let parts = stable.count == 1 ? [id] : id.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let condition = stable.enumerated().map { "\($1) = ?\($0 + 1)" }.joined(separator: " AND ")
        let found =
            parts.count == stable.count
            ? try connection.first("SELECT id FROM \(table) WHERE \(condition)", parts.map { .text($0) }) { try $0.int64(0) } : nil
        guard let found else {
            throw ArchiveFault(field: field, value: .text(id), message: "no \(table) of this id is held, nor told before")
        }
        keys[table, default: [:]][id] = found
        return found
    }

    private func citation(of object: JSONValue) throws -> Int64 {
        let sources = try list(object["sources"], "sources").map { source in
            guard let id = source.text, !id.isEmpty, !id.contains(";") else {
                throw ArchiveFault(field: "sources", value: source, message: "the id of a source is expected")
            }
            return id
        }
        guard let dataset = object["dataset"]?.text, !dataset.isEmpty, !sources.isEmpty else {
            throw ArchiveFault(field: "sources", value: nil, message: "a fact needs its dataset and at least one source")
        }
        let label = sources.joined(separator: ";")
        let name = "\(dataset) \(label)"
        if let known = citations[name] { return known }
        let held = try connection.first("SELECT id FROM citation WHERE dataset = ?1 AND label = ?2", [.text(dataset), .text(label)]) {
            try $0.int64(0)
        }
        if let held {
            citations[name] = held
            return held
        }
        try connection.execute("INSERT INTO citation (dataset, label) VALUES (?1, ?2)", [.text(dataset), .text(label)])
        let made = connection.lastInsertedRowID
        for source in Set(sources).sorted() {
            try connection.execute(
                "INSERT INTO citation_source (citation_id, source_id) VALUES (?1, ?2)",
                [.integer(made), .integer(try key(of: source, in: "source", field: "sources"))])
        }
        citations[name] = made
        return made
    }
}

extension ExportKind {
    /// The table of the entities.
    fileprivate var root: Table {
        switch self {
        case .minerals: .mineral
        case .deposits: .deposit
        case .controls: .item
        }
    }
}

extension Table {
    /// The table of that name, if the derived indexes show its rows.
    fileprivate static func indexed(_ name: String) -> Table? { [mineral, item, area, act].first { $0.name == name } }
}
