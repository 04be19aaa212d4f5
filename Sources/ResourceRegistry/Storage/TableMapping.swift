internal import RegistrySQLite

/// One table as the repositories write it: which columns are the key within a parent, and which are the rest.
///
/// A repository turns an entity into rows of several tables; `RowWriter` compares them with what stands there and writes only
/// what differs. So an import of the same facts changes nothing, and a report can name the columns that changed.
struct TableMapping: Sendable {
    /// The table's name.
    let name: String
    /// Column that holds the parent's key; `nil` for a table of entities.
    let parent: String?
    /// Columns that tell rows of one parent apart (for an entity: its stable id).
    let key: [String]
    /// All other columns.
    let rest: [String]

    /// Key and rest, in the order in which rows are given.
    var columns: [String] { key + rest }

    private var allColumns: [String] { (parent.map { [$0] } ?? []) + columns }

    /// `INSERT` of one row: parent, key, rest.
    var insertion: String {
        let marks = (1...allColumns.count).map { "?\($0)" }.joined(separator: ", ")
        return "INSERT INTO \(name) (\(allColumns.joined(separator: ", "))) VALUES (\(marks))"
    }

    /// The rows of one parent, or the row of one entity.
    var selection: String {
        "SELECT \(columns.joined(separator: ", ")) FROM \(name) WHERE \(condition)"
    }

    /// `UPDATE` of the rest by parent and key: parent, key, rest.
    var update: String {
        let first = allColumns.count - rest.count + 1
        let assignments = rest.enumerated().map { "\($1) = ?\(first + $0)" }.joined(separator: ", ")
        return "UPDATE \(name) SET \(assignments) WHERE \(rowCondition)"
    }

    /// `DELETE` of one row by parent and key.
    var deletion: String { "DELETE FROM \(name) WHERE \(rowCondition)" }

    private var condition: String { parent.map { "\($0) = ?1" } ?? rowCondition }

    private var rowCondition: String {
        ((parent.map { [$0] } ?? []) + key).enumerated().map { "\($1) = ?\($0 + 1)" }.joined(separator: " AND ")
    }
}
