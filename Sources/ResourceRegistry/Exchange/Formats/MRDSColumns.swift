internal import RegistrySQLite

/// Leads what changed in the registry back to the columns of the file.
enum MRDSColumns {
    private static let columnsOfField = [
        "slug": "dep_id", "name": "site_name", "occurrence_type": "dev_stat", "status": "dev_stat", "status_as_given": "dev_stat",
        "area_id": "country", "admin1": "state", "latitude": "latitude", "longitude": "longitude", "model": "model", "model_note": "model",
        "discovery_year": "disc_yr",
    ]
    private static let columnsOfImportance = ["primary": "commod1", "secondary": "commod2", "tertiary": "commod3"]

    /// The columns, in the file's order.
    static func columns(of changes: [RowChange]) -> [String] {
        let found = changes.reduce(into: Set<String>()) { $0.formUnion(columns(of: $1)) }
        let known = MRDSFlatFormat.columns.filter(found.contains)
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
