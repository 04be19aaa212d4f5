internal import RegistrySQLite

/// The deposits of a registry and their ore estimates: find and list them, and change them inside a revision.
public struct DepositRepository {
    let references: References
    private var connection: Connection { references.connection }

    init(references: References) { self.references = references }

    // MARK: Reading

    /// The deposit with that id.
    ///
    /// - Returns: `nil` when the registry holds no such deposit.
    /// - Throws: `DatabaseError`, `RegistryError` when a stored row is damaged.
    public func find(_ id: String) throws -> Deposit? {
        try connection.first(Self.byID, [.text(id)]) { row in
            var deposit = try decode(row)
            try complete(&deposit, key: try row.int64(0))
            return deposit
        }
    }

    /// The deposit that a record of an outside database speaks of: record `10000022` of scheme `mrds`.
    ///
    /// - Returns: `nil` when no deposit has that identifier.
    public func find(identifier record: String, scheme: String) throws -> Deposit? {
        let id = try holder(of: record, scheme: scheme)
        return try id.flatMap { try find($0) }
    }

    /// The id of the deposit that has an identifier.
    func holder(of record: String, scheme: String) throws -> String? {
        try connection.first(
            """
            SELECT d.slug FROM deposit_identifier i JOIN deposit d ON d.id = i.deposit_id WHERE i.scheme = ?1 AND i.record = ?2
            """, [.text(scheme), .text(record)]
        ) { try $0.string(0) }
    }

    // MARK: Writing

    /// Adds a deposit. Its country and its minerals must be held already.
    ///
    /// - Throws: `RegistryError.exists` when one of that id, or one with one of its identifiers, is held; `RegistryError.unknown`
    ///   for a country, mineral or source that is not; `InvalidValue` for an id, a name or a year that cannot be.
    public func insert(_ deposit: Deposit) throws {
        guard try !references.exists(deposit.id, in: .deposit) else { throw RegistryError.exists(kind: "deposit", id: deposit.id) }
        try save(deposit)
    }

    /// Changes a deposit.
    ///
    /// - Returns: what changed.
    /// - Throws: `RegistryError.unknown` when none of that id is held; else as `insert`.
    @discardableResult
    public func update(_ deposit: Deposit) throws -> SaveOutcome {
        _ = try references.key(of: deposit.id, in: .deposit)
        return try save(deposit)
    }

    /// Adds or changes a deposit, whichever it takes. A deposit that stands there just so is not written.
    @discardableResult
    public func save(_ deposit: Deposit) throws -> SaveOutcome {
        try references.atomically { try write(deposit, shape: try shape(of: deposit.id)).outcome }
    }

    /// Takes a deposit out, with its names, minerals and ore estimates.
    ///
    /// - Throws: `RegistryError.unknown`; `RegistryError.inUse` when another fact rests on it.
    public func delete(_ id: String) throws { try references.delete(id, from: .deposit) }

    /// As `save`, and tells the rows before and after.
    ///
    /// - Parameter shape: the shape as a GeoJSON geometry; the one that is held goes where none is told.
    func write(_ deposit: Deposit, shape: String?) throws -> DepositWrite {
        let writer = RowWriter(connection: connection)
        let saved = try writer.saveRow(try row(of: deposit), in: Self.table)
        var changes = [saved.change]
        for (rows, mapping) in [
            (names(of: deposit), Self.names), (identifiers(of: deposit), Self.identifiers), (try minerals(of: deposit), Self.minerals),
            (remarks(of: deposit), Self.remarks), (shape.map { [[.text($0)]] } ?? [], Self.shapes),
        ] {
            do {
                changes.append(try writer.replaceRows(rows, in: mapping, parent: saved.id, isNew: saved.isNew))
            } catch let error as DatabaseError {
                throw try explained(error, of: deposit)
            }
        }
        let written = DepositWrite(mapping: Self.table, key: saved.id, isNew: saved.isNew, changes: changes.compactMap { $0 })
        if written.outcome != .unchanged { references.touch(.deposit, saved.id) }
        return written
    }

    /// What a refused part row means to a person: most likely another deposit has the identifier.
    private func explained(_ error: DatabaseError, of deposit: Deposit) throws -> any Error {
        guard error.code.primary == ResultCode.constraint.primary else { return error }
        for identifier in deposit.identifiers {
            guard let holder = try holder(of: identifier.record, scheme: identifier.scheme), holder != deposit.id else { continue }
            return RegistryError.exists(kind: "deposit with the identifier \(identifier.scheme) \(identifier.record)", id: holder)
        }
        return error
    }
}

/// What writing an entity and its parts did.
struct DepositWrite {
    let mapping: TableMapping
    /// The key of the entity's own row.
    let key: Int64
    let isNew: Bool
    /// What differed, table by table; empty for a new entity's own row.
    let changes: [RowChange]

    var outcome: SaveOutcome {
        if isNew { return .added }
        let own = changes.first { $0.table == mapping.name }
        let parts = changes.filter { $0.table != mapping.name }.reduce(into: Set<String>()) { $0.formUnion($1.columns) }
        guard let own else { return SaveOutcome.unchanged.merging(parts: parts) }
        return SaveOutcome.changed(columns: mapping.columns.filter(own.columns.contains)).merging(parts: parts)
    }
}
