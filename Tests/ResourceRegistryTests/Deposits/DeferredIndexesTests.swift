import RegistrySQLite
import Testing

@testable import ResourceRegistry

/// What a load takes away must not be missed before it comes back.
@Suite struct DeferredIndexesTests {
    @Test func noStatementOfALoadReadsAWholeTable() throws {
        try withFacts { registry in
            try registry.database.write { connection in
                let before = try connection.schemaObjects()
                let deferred = try DeferredIndexes(of: connection)
                #expect(try connection.schemaObjects().count < before.count)
                for mapping in [
                    DepositRepository.table, DepositRepository.names, DepositRepository.identifiers, DepositRepository.minerals,
                    DepositRepository.remarks, DepositRepository.shapes, DepositRepository.models,
                ] {
                    // Only entities are looked up by an id, and only what has more than a key is updated.
                    let statements =
                        [mapping.selection, mapping.part, mapping.deletion] + (mapping.parent == nil ? [mapping.lookup] : [])
                        + (mapping.rest.isEmpty ? [] : [mapping.update])
                    for sql in statements {
                        let values = try connection.prepare(sql).parameterNames.map { _ in Value.null }
                        let plan = try connection.query("EXPLAIN QUERY PLAN " + sql, values) { try $0.string(3) }
                        #expect(!plan.contains { $0.hasPrefix("SCAN") }, "\(sql): \(plan)")
                    }
                }
                try deferred.restore()
                #expect(try connection.schemaObjects() == before)
            }
        }
    }
}
