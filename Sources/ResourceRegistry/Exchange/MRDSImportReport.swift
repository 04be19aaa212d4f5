internal import RegistrySQLite

/// What an import of the flat MRDS file did. Columns are called as the file calls them.
public struct MRDSImportReport: Hashable, Sendable {
    /// A record that stood there otherwise.
    public struct Change: Hashable, Sendable {
        /// The deposit's id: `mrds-10000022`.
        public let record: String
        /// The columns that differed, in the file's order; fields that no column of the file gives by their name in the registry.
        public let columns: [String]
    }

    /// Rows of the file.
    public internal(set) var read = 0
    /// Records that were not there.
    public private(set) var added = 0
    /// Records that stood there otherwise.
    public private(set) var changed = 0
    /// Records that stood there just so.
    public private(set) var unchanged = 0
    /// In how many changed records each column differed.
    public private(set) var changedColumns: [String: Int] = [:]
    /// The first 20 changed records.
    public private(set) var changedRecords: [Change] = []
    /// Deposits of earlier imports that the file does not hold. They are not deleted.
    public private(set) var missingFromFile = 0
    /// The ids of the first 20 of them.
    public private(set) var missingRecords: [String] = []
    /// Commodities that correspond to no mineral of the registry; they are stored in the file's words.
    public private(set) var unmappedCommodities: [String: Int] = [:]
    /// Countries that the registry does not know; they are stored as remarks.
    public private(set) var unmappedCountries: [String: Int] = [:]
    /// Words of `dev_stat` outside of its domain; they are stored in the file's words.
    public private(set) var unmappedStatuses: [String: Int] = [:]
    /// Rows without a name.
    public internal(set) var unnamed = 0
    /// Rows without a place.
    public internal(set) var withoutPlace = 0
    /// Rows of plants, which are no deposits: their occurrence type stays empty.
    public internal(set) var plants = 0
    /// Columns whose cells are not stored, because they hold personal data, with the number of cells that held something.
    public internal(set) var notStored: [String: Int] = [:]

    /// How many records of one kind are named.
    private static let mostShown = 20

    mutating func note(_ write: DepositWrite, of id: String) {
        if write.isNew {
            added += 1
            return
        }
        guard !write.changes.isEmpty else {
            unchanged += 1
            return
        }
        changed += 1
        let columns = MRDSColumns.columns(of: write.changes)
        for column in columns { changedColumns[column, default: 0] += 1 }
        if changedRecords.count < Self.mostShown { changedRecords.append(Change(record: id, columns: columns)) }
    }

    mutating func noteMissing(_ id: String) {
        missingFromFile += 1
        if missingRecords.count < Self.mostShown { missingRecords.append(id) }
    }

    mutating func noteUnmapped(commodity word: String) { Self.count(word, in: &unmappedCommodities) }

    mutating func noteUnmapped(country word: String) { Self.count(word, in: &unmappedCountries) }

    mutating func noteUnmapped(status word: String) { Self.count(word, in: &unmappedStatuses) }

    /// A hostile file may hold any number of words: those beyond `mostWords` are counted together, so that memory stays bounded.
    private static func count(_ word: String, in counts: inout [String: Int]) {
        let key = counts[word] == nil && counts.count >= mostWords ? "(other words)" : word
        counts[key, default: 0] += 1
    }

    private static let mostWords = 10_000
}

/// Leads what changed in the registry back to the columns of the file.
enum MRDSColumns {
    private static let columnsOfField = [
        "slug": "dep_id", "name": "site_name", "occurrence_type": "dev_stat", "status": "dev_stat", "status_as_given": "dev_stat",
        "area_id": "country", "admin1": "state", "latitude": "latitude", "longitude": "longitude", "model_note": "model",
        "discovery_year": "disc_yr",
    ]
    private static let columnsOfImportance = ["primary": "commod1", "secondary": "commod2", "tertiary": "commod3"]

    /// The columns, in the file's order.
    static func columns(of changes: [RowChange]) -> [String] {
        let found = changes.reduce(into: Set<String>()) { $0.formUnion(columns(of: $1)) }
        let known = MRDSRowReader.columns.filter(found.contains)
        return known + found.subtracting(known).sorted()
    }

    private static func columns(of change: RowChange) -> Set<String> {
        switch change.table {
        case DepositRepository.table.name:
            return change.columns.reduce(into: Set<String>()) { found, field in
                if field == "given_position" {
                    found.formUnion(columnsOfPosition(change))
                } else {
                    found.insert(columnsOfField[field] ?? field)
                }
            }
        case DepositRepository.names.name: return ["names"]
        case DepositRepository.identifiers.name: return ["url"]
        case DepositRepository.remarks.name: return differing(change, group: 0)
        case DepositRepository.minerals.name: return Set(differing(change, group: 2).map { columnsOfImportance[$0] ?? $0 })
        default: return change.columns
        }
    }

    /// Latitude, longitude or both: the text of the place holds both cells as they were written.
    private static func columnsOfPosition(_ change: RowChange) -> Set<String> {
        guard let place = DepositRepository.table.columns.firstIndex(of: "given_position"), let before = change.before.first,
            let after = change.after.first, case .text(let old) = before[place], case .text(let new) = after[place]
        else { return ["latitude", "longitude"] }
        let (oldCells, newCells) = (old.split(separator: ","), new.split(separator: ","))
        return Set(zip(["latitude", "longitude"], zip(oldCells, newCells)).filter { $0.1.0 != $0.1.1 }.map(\.0))
    }

    /// The values of the column `group` whose rows differ; the first column, a number that only keeps the order, does not count
    /// where the rows are grouped by another.
    private static func differing(_ change: RowChange, group: Int) -> Set<String> {
        func grouped(_ rows: [[Value]]) -> [String: [[Value]]] {
            var groups: [String: [[Value]]] = [:]
            for row in rows {
                guard case .text(let name) = row[group] else { continue }
                groups[name, default: []].append(Array(row.dropFirst()))
            }
            return groups
        }
        let (before, after) = (grouped(change.before), grouped(change.after))
        return Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
    }
}
