internal import RegistrySQLite

/// Indexes of the deposits that a large load takes away, and makes again when its rows stand: to sort their entries once takes a part of
/// the time that it takes to put each into its place.
///
/// All of it happens inside the transaction of the load: one that is interrupted leaves them as they were.
struct DeferredIndexes {
    /// Those that no statement of a load asks, of a record that stands already neither. Uniqueness is watched over all the while.
    private static let names = ["deposit_area_name", "deposit_mineral_mineral"]

    private let connection: Connection
    /// The migrations' own text, as SQLite keeps it.
    private let definitions: [String]

    /// Takes the indexes away.
    init(of connection: Connection) throws {
        self.connection = connection
        definitions = try connection.query(
            "SELECT sql FROM sqlite_schema WHERE type = 'index' AND name IN (\(Self.names.map { "'\($0)'" }.joined(separator: ", "))) ORDER BY name"
        ) { try $0.string(0) }
        for name in Self.names { try connection.execute("DROP INDEX \(name)") }
    }

    /// Makes them again.
    func restore() throws {
        for definition in definitions { try connection.execute(definition) }
    }
}
