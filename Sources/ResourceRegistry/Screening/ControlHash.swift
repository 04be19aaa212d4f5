internal import RegistrySQLite

/// The content hash of the tables that screening reads.
///
/// SHA-256 over, for each table in the order below, its name and its rows in the order of their primary key (`ContentHash` tells
/// the encoding).
struct ControlHash {
    let connection: Connection

    private static let tables = [
        "area", "area_member", "mineral", "mineral_group_member", "customs_code", "legal_act", "measure", "control_item",
        "control_item_control_code", "control_item_mineral", "control_item_customs_code", "control_item_limit", "control_item_condition",
        "destination_rule", "act_relation",
    ]

    /// The hash as 64 hexadecimal digits.
    func compute() throws -> String {
        var hash = ContentHash()
        for table in Self.tables {
            let columns = try connection.query("SELECT name, pk FROM pragma_table_info(?1) ORDER BY cid", [.text(table)]) {
                (try $0.string(0), try $0.int(1))
            }
            let key = columns.filter { $0.1 > 0 }.sorted { $0.1 < $1.1 }.map { Identifier.quoted($0.0) }
            hash.add(line: table)
            let names = columns.map { Identifier.quoted($0.0) }.joined(separator: ", ")
            try connection.forEachRow("SELECT \(names) FROM \(Identifier.quoted(table)) ORDER BY \(key.joined(separator: ", "))") { row in
                try hash.add(row, columns: columns.count)
            }
        }
        return hash.hexDigest()
    }
}
