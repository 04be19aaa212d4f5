package import ResourceRegistry

extension Listing {
    /// Revisions, oldest first.
    ///
    /// - Parameter isWhole: whether hashes are printed with all their digits.
    package static func log(_ revisions: [Revision], isWhole: Bool) -> Listing {
        Listing(
            columns: ["revision", "at", "author", "reason", "dataset", "source_release", "baseline", "accepted", "rows", "hash"],
            rows: revisions.map { revision in
                [
                    .integer(revision.number), .text(revision.committedAt.description), .text(revision.author), .text(revision.reason),
                    Cell(revision.dataset), Cell(revision.sourceRelease), .flag(revision.isBaseline), Cell(revision.acceptedRules),
                    .integer(revision.totalRows), Cell(revision.hash.map { isWhole ? $0 : String($0.prefix(12)) }),
                ]
            },
            least: ["hash", "accepted", "baseline", "source_release", "dataset", "rows"])
    }

    /// The revisions that a delta brought.
    package static func applied(_ revisions: [Revision]) -> Listing {
        Listing(
            columns: ["revision", "at", "author", "reason", "rows"],
            rows: revisions.map {
                [.integer($0.number), .text($0.committedAt.description), .text($0.author), .text($0.reason), .integer($0.totalRows)]
            })
    }

    /// What differs between two revisions, for programs: every column with its old and its new value.
    package static func columns(of rows: [ChangedFact]) -> Listing {
        Listing(
            columns: ["table", "id", "change", "columns"],
            rows: rows.map { row in
                let columns = row.columns.map { Cell.object([("name", .text($0.name)), ("old", Cell($0.old)), ("new", Cell($0.new))]) }
                return [.text(row.table), .text(row.id), .text(row.change.rawValue), .list(columns)]
            })
    }

    /// The same for people, a line for each row that differs: of rows that came or went what they are, of others what was and what is.
    package static func difference(_ rows: [ChangedFact]) -> Listing {
        Listing(
            columns: ["what", "id", "change", "old", "new"],
            rows: rows.map { row in
                let isPlain = row.change == .changed && row.columns.count == 1
                func told(_ value: (ChangedFact.Column) -> String?) -> Cell {
                    Cell(row.columns.compactMap { column in value(column).map { isPlain ? $0 : "\(column.name) \($0)" } })
                }
                let what = row.table.replacing("_", with: " ") + (isPlain ? ": \(row.columns[0].name.replacing("_", with: " "))" : "")
                return [.text(what), .text(row.id), .text(row.change.rawValue), told(\.old), told(\.new)]
            })
    }
}
