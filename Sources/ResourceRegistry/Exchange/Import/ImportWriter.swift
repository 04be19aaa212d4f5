internal import RegistrySQLite

/// Writes the records of an import, and remembers which were seen.
struct ImportWriter {
    /// What writing one record did.
    struct Written {
        /// The deposit; nil where the record holds none, or it was left as it is.
        var deposit: DepositWrite?
        var others: [(table: String, outcome: SaveOutcome)] = []
        var notes: [ImportNote] = []
    }

    /// Sources that are known to be saved; a file may name any number of documents.
    private static let mostSources = 1000

    private let references: References
    private let deposits: DepositRepository
    private var seen = RecordSet()
    private var seenEstimates = RecordSet()
    private var savedSources: Set<String> = []
    /// The citations of the imported deposits: those of other sources are not missed.
    private var citations = RecordSet()

    init(references: References) {
        self.references = references
        deposits = DepositRepository(references: references)
    }

    /// Writes a record and all that belongs to it.
    ///
    /// - Parameters:
    ///   - item: the record.
    ///   - better: datasets whose deposits are left as they are.
    ///   - alone: whether a failure must leave nothing of the record behind.
    /// - Throws: a `SourceFault` where the registry cannot hold it, or the files held it before.
    mutating func write(_ item: ImportItem, yieldingTo better: Set<String>, alone: Bool) throws -> Written {
        do {
            guard alone else { return try write(item, better) }
            let before = savedSources
            do { return try references.atomically { try write(item, better) } } catch {
                savedSources = before
                throw error
            }
        } catch let fault as RegistryError { throw item.fault(fault.description) } catch let fault as InvalidValue {
            throw item.fault(fault.description)
        }
    }

    /// Whether a record can be written together with others: a deposit that is most likely new, with little besides.
    func canWait(_ item: ImportItem, yieldingTo better: Set<String>) throws -> Bool {
        guard let deposit = item.deposit, !item.isPlaceholder, item.estimates.isEmpty, item.measures.isEmpty, item.judgements.isEmpty,
            item.sources.allSatisfy({ savedSources.contains($0.id) })
        else { return false }
        return try better.isEmpty || heldElsewhere(deposit, better) == nil
    }

    /// Writes records that could wait, all or none.
    ///
    /// - Throws: whatever is wrong with one of them, without telling with which.
    mutating func writeNew(_ items: [ImportItem]) throws -> [Written] {
        let rows = try references.atomically {
            let parts = items.compactMap { item in item.deposit.map { (deposit: $0, shape: item.shape) } }
            return try zip(try deposits.insertNew(parts), zip(items, parts)).map { key, entry in
                var written = Written(deposit: DepositWrite(mapping: DepositRepository.table, key: key, isNew: true, changes: []))
                for model in entry.0.models {
                    written.others.append((DepositRepository.models.name, try deposits.writeModel(model, of: entry.1.deposit.id)))
                }
                return (written: written, citation: try references.citation(entry.1.deposit.citation), key: key)
            }
        }
        for row in rows {
            _ = seen.insert(row.key)
            _ = citations.insert(row.citation)
        }
        return rows.map(\.written)
    }

    private mutating func write(_ item: ImportItem, _ better: Set<String>) throws -> Written {
        var written = Written()
        try save(item.sources)
        var estimateKeys: [Int64] = []
        var depositKeys: (row: Int64, citation: Int64)?
        var holder: String?
        if let deposit = item.deposit {
            holder = try better.isEmpty ? nil : heldElsewhere(deposit, better)
            if holder != nil {
                if !item.isPlaceholder { written.notes.append(.heldByAnotherImport) }
            } else if item.isPlaceholder, try references.exists(deposit.id, in: .deposit) {
                depositKeys = (try references.key(of: deposit.id, in: .deposit), try references.citation(deposit.citation))
            } else {
                let saved = try deposits.write(deposit, shape: item.shape)
                guard !seen.contains(saved.key) else { throw item.fault("the files hold this record twice; keep one of them") }
                depositKeys = (saved.key, try references.citation(deposit.citation))
                written.deposit = saved
                if item.isPlaceholder { written.notes.append(.recordNotHeld) }
            }
            try writeFacts(item, of: holder ?? deposit.id, into: &written, keys: &estimateKeys)
        }
        for part in item.measures {
            written.others.append((DepositRepository.measures.name, try deposits.writeMeasure(part)))
        }
        for judgement in item.judgements {
            let outcome = try SameAsRepository(references: references).save(judgement)
            written.others.append((SameAsRepository.table.name, outcome))
        }
        if let depositKeys {
            _ = seen.insert(depositKeys.row)
            _ = citations.insert(depositKeys.citation)
        }
        for key in estimateKeys { _ = seenEstimates.insert(key) }
        return written
    }

    private func writeFacts(_ item: ImportItem, of deposit: String, into written: inout Written, keys: inout [Int64]) throws {
        for model in item.models {
            written.others.append((DepositRepository.models.name, try deposits.writeModel(model, of: deposit)))
        }
        for estimate in item.estimates {
            var estimate = estimate
            estimate.deposit = deposit
            if item.keepsGrades { try deposits.addHeldGrades(to: &estimate) }
            let saved = try deposits.writeEstimate(estimate)
            guard !seenEstimates.contains(saved.key) else { throw item.fault("the files hold this estimate twice; keep one of them") }
            keys.append(saved.key)
            written.others.append((DepositRepository.estimates.name, saved.outcome))
            if !estimate.flags.isEmpty, !written.notes.contains(.flaggedEstimate) { written.notes.append(.flaggedEstimate) }
        }
    }

    private mutating func save(_ sources: [Source]) throws {
        for source in sources where !savedSources.contains(source.id) {
            _ = try SourceRepository(references: references).save(source)
            if savedSources.count >= Self.mostSources { savedSources.removeAll() }
            savedSources.insert(source.id)
        }
    }

    /// The deposit that holds a record, where an import that knows more of it wrote it.
    private func heldElsewhere(_ deposit: Deposit, _ better: Set<String>) throws -> String? {
        for identifier in deposit.identifiers {
            let found = try references.connection.first(
                """
                SELECT d.slug, c.dataset FROM deposit_identifier i JOIN deposit d ON d.id = i.deposit_id
                  JOIN citation c ON c.id = d.citation_id WHERE i.scheme = ?1 AND i.record = ?2
                """, [.text(identifier.scheme), .text(identifier.record)]
            ) { (try $0.string(0), try $0.string(1)) }
            if let found, better.contains(found.1) { return found.0 }
        }
        return nil
    }

    /// Tells the ids of deposits that an earlier import took from the same sources and this one did not see.
    func missing(dataset: String, _ tell: (String) -> Void) throws {
        try references.connection.forEachRow(
            """
            SELECT d.id, d.slug, d.citation_id FROM deposit d JOIN citation c ON c.id = d.citation_id
             WHERE c.dataset = ?1 ORDER BY d.slug
            """, [.text(dataset)]
        ) { row in
            guard citations.contains(try row.int64(2)), !seen.contains(try row.int64(0)) else { return }
            tell(try row.string(1))
        }
    }
}
