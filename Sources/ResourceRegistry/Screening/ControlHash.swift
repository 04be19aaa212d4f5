internal import RegistrySQLite

/// The content hash of the tables that screening reads.
///
/// SHA-256 over, for each table in the order below, its name and its rows in the order of their primary key. A value is a letter
/// for its type (`n`, `i`, `r`, `t`, `b`), its length in bytes as decimal text, a colon and its bytes: no two contents write alike.
struct ControlHash {
    let connection: Connection

    private static let tables = [
        "area", "area_member", "mineral", "mineral_group_member", "customs_code", "legal_act", "measure", "control_item",
        "control_item_control_code", "control_item_mineral", "control_item_customs_code", "control_item_limit", "control_item_condition",
        "destination_rule", "act_relation",
    ]

    /// The hash as 64 hexadecimal digits.
    func compute() throws -> String {
        var hash = SHA256()
        for table in Self.tables {
            let columns = try connection.query("SELECT name, pk FROM pragma_table_info(?1) ORDER BY cid", [.text(table)]) {
                (try $0.string(0), try $0.int(1))
            }
            let key = columns.filter { $0.1 > 0 }.sorted { $0.1 < $1.1 }.map { Identifier.quoted($0.0) }
            hash.update("\(table)\n".utf8)
            let names = columns.map { Identifier.quoted($0.0) }.joined(separator: ", ")
            try connection.forEachRow("SELECT \(names) FROM \(Identifier.quoted(table)) ORDER BY \(key.joined(separator: ", "))") { row in
                for column in columns.indices {
                    switch try row.value(column) {
                    case .null: hash.update("n0:".utf8)
                    case .integer(let number): Self.add("i", Array(String(number).utf8), to: &hash)
                    case .real(let number): Self.add("r", Array(String(number.bitPattern, radix: 16).utf8), to: &hash)
                    case .text(let text): Self.add("t", Array(text.utf8), to: &hash)
                    case .blob(let bytes): Self.add("b", bytes, to: &hash)
                    }
                }
                hash.update("\n".utf8)
            }
        }
        return hash.hexDigest()
    }

    private static func add(_ type: String, _ bytes: [UInt8], to hash: inout SHA256) {
        hash.update("\(type)\(bytes.count):".utf8)
        hash.update(bytes)
    }
}
