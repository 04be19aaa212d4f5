/// One table as the repositories write it: which columns are the key within a parent, and which are the rest.
///
/// A repository turns an entity into rows of several tables; `RowWriter` compares them with what stands there and writes only
/// what differs. So an import of the same facts changes nothing, and a report can name the columns that changed. The statements
/// are put together once: an import asks for them for every row of a file.
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
    let columns: [String]

    /// `INSERT` of one row: parent, key, rest.
    let insertion: String
    /// `INSERT` of two rows and more, up to `mostRows`, one after the other. Checks that hold a list (`importance IN (…)`) make SQLite
    /// build a table for it each time the statement runs, which costs more than the row.
    let insertions: [String]
    /// `INSERT` of `mostTogether` rows, for loads.
    let largeInsertion: String
    /// The rows of one parent, or the row of one entity.
    let selection: String
    /// Integer key and columns of one entity, by its stable id.
    let lookup: String
    /// One row of one parent, by its key.
    let part: String
    /// `UPDATE` of the rest by parent and key: parent, key, rest.
    let update: String
    /// `DELETE` of one row by parent and key.
    let deletion: String

    static let mostRows = 8
    static let mostTogether = 50

    init(name: String, parent: String?, key: [String], rest: [String]) {
        self.name = name
        self.parent = parent
        self.key = key
        self.rest = rest
        columns = key + rest
        let keyed = (parent.map { [$0] } ?? []) + key
        let all = keyed + rest
        let marks = all.indices.map { "?\($0 + 1)" }.joined(separator: ", ")
        let list = columns.joined(separator: ", ")
        let rowCondition = keyed.enumerated().map { "\($1) = ?\($0 + 1)" }.joined(separator: " AND ")
        let assignments = rest.enumerated().map { "\($1) = ?\(keyed.count + 1 + $0)" }.joined(separator: ", ")
        insertion = "INSERT INTO \(name) (\(all.joined(separator: ", "))) VALUES (\(marks))"
        let row = "(" + all.map { _ in "?" }.joined(separator: ", ") + ")"
        func several(_ count: Int) -> String {
            "INSERT INTO \(name) (\(all.joined(separator: ", "))) VALUES " + String(repeating: row + ", ", count: count - 1) + row
        }
        insertions = (2...Self.mostRows).map(several)
        largeInsertion = several(Self.mostTogether)
        selection = "SELECT \(list) FROM \(name) WHERE \(parent.map { "\($0) = ?1" } ?? rowCondition)"
        lookup = "SELECT id, \(list) FROM \(name) WHERE \(rowCondition)"
        part = "SELECT \(list) FROM \(name) WHERE \(rowCondition)"
        update = "UPDATE \(name) SET \(assignments) WHERE \(rowCondition)"
        deletion = "DELETE FROM \(name) WHERE \(rowCondition)"
    }
}
