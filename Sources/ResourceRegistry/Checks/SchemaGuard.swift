internal import RegistrySQLite

/// Compares the schema of a file with the one that this library's migrations make.
struct SchemaGuard {
    let migrator: Migrator

    /// Refuses a file whose schema is not this library's.
    ///
    /// Identity, version and objects are read in the caller's one transaction: a file that is just being made by another
    /// process is seen before or after, never in between.
    /// - Throws: `MigrationError` for a foreign, older or newer file; `SchemaMismatch` for changed objects.
    func requireExpected(in connection: Connection) throws {
        try migrator.requireCurrent(in: connection)
        let differences = try differences(in: connection).filter(\.isRefused)
        if !differences.isEmpty { throw SchemaMismatch(path: nil, differences: differences) }
    }

    /// What differs: changed, missing and unknown objects. Extra indexes, and tables and views named `local_…`, are only listed.
    func differences(in connection: Connection) throws -> [SchemaDifference] {
        let expected = Dictionary(try migrator.expectedSchema().map { ($0.name, $0) }) { first, _ in first }
        let held = try SchemaObject.all(in: connection)
        var differences: [SchemaDifference] = []
        var seen: Set<String> = []
        for object in held {
            seen.insert(object.name)
            if let wanted = expected[object.name] {
                if wanted != object { differences.append(SchemaDifference(kind: .changed, type: object.type, name: object.name)) }
            } else {
                differences.append(SchemaDifference(kind: .unknown, type: object.type, name: object.name))
            }
        }
        for (name, object) in expected.sorted(by: { $0.key < $1.key }) where !seen.contains(name) {
            differences.append(SchemaDifference(kind: .missing, type: object.type, name: name))
        }
        return differences
    }
}

/// One object of the schema that is not as the library made it.
public struct SchemaDifference: Hashable, Sendable, CustomStringConvertible {
    /// How it differs.
    public enum Kind: String, Sendable {
        case changed, missing, unknown
    }

    /// How it differs.
    public let kind: Kind
    /// `table`, `index`, `view` or `trigger`.
    public let type: String
    /// Its name.
    public let name: String

    /// Whether a registry with this difference is not opened. A file may have indexes, tables and views of its user's own.
    var isRefused: Bool {
        guard kind == .unknown else { return true }
        return switch type {
        case "index": false
        case "table", "view": !name.hasPrefix("local_")
        default: true
        }
    }

    public var description: String { "\(kind.rawValue) \(type) '\(Excerpt.of(name))'" }
}

/// A registry whose schema was changed by something else than this library's migrations.
public struct SchemaMismatch: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file, where it is known.
    public let path: String?
    /// What differs.
    public let differences: [SchemaDifference]

    public var description: String {
        let shown = differences.prefix(5).map(\.description).joined(separator: ", ")
        let more = differences.count > 5 ? " and \(differences.count - 5) more" : ""
        return "the schema was changed by something else than this library: \(shown)\(more); run `registry check`, or restore a backup"
    }
}
