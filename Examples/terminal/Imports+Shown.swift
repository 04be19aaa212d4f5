package import ResourceRegistry

/// Counts by word, the largest first.
private func countsByWord(_ values: [String: Int], _ name: String, _ unit: String) -> Cell {
    .list(
        values.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { .object([(name, .text($0.key)), (unit, .integer($0.value))]) })
}

extension USGSImportReport {
    /// The report as it is printed.
    package var fields: [(String, Cell)] {
        func kinds<Kind: RawRepresentable<String>>(_ values: [Kind: Int]) -> Cell {
            countsByWord(Dictionary(uniqueKeysWithValues: values.map { ($0.key.rawValue, $0.value) }), "kind", "cells")
        }
        return [
            ("files", .integer(reading.files)), ("other_files", Cell(reading.otherFiles)), ("read", .integer(reading.read)),
            ("mapped", .integer(reading.mapped)),
            ("added", .integer(added)), ("unchanged", .integer(unchanged)), ("restated", .integer(restated)),
            ("kept_beside", .integer(keptBeside)), ("same_edition_changed", .integer(corrected)), ("changes", Cell(changes)),
            ("corrected", kinds(reading.corrected)), ("reported", kinds(reading.reported)),
            (
                "notes",
                .list(reading.notes.map { .object([("kind", .text($0.kind)), ("place", .text($0.place)), ("text", .text($0.text))]) })
            ),
            ("unmapped_commodities", countsByWord(reading.unmappedCommodities, "commodity", "cells")),
            ("unmapped_countries", countsByWord(reading.unmappedCountries, "country", "cells")),
            ("unmapped_series", countsByWord(reading.unmappedSeries, "series", "cells")),
            ("unmapped_units", countsByWord(reading.unmappedUnits, "unit", "cells")),
            ("other_sections", countsByWord(reading.otherSections, "section", "rows")),
        ]
    }
}

extension FactImportReport {
    /// Prints the report, and which revision was made.
    package func write(_ format: OutputFormat, _ revision: Revision?) {
        Listing(
            columns: ["table", "added", "changed", "removed", "unchanged"],
            rows: counts.sorted { $0.key < $1.key }.map { kind, count in
                [.text(kind), .integer(count.added), .integer(count.changed), .integer(count.removed), .integer(count.unchanged)]
            }
        ).write(format)
        for change in changes.prefix(20) { Output.note("changed: \(change.kind) \(change.id): \(change.columns.joined(separator: ", "))") }
        for removal in removals.prefix(20) { Output.note("removed: \(removal.kind) \(removal.id)") }
        for note in notes { Output.note("note: \(note)") }
        Output.note(revision.map { "revision \($0.number)" } ?? "nothing changed: no revision was made")
    }
}

extension ImportReport {
    /// The report as it is printed.
    package var fields: [(String, Cell)] {
        func list(_ values: [String: Int], _ name: String) -> Cell { countsByWord(values, name, "records") }
        func counts(_ counts: Counts) -> [(String, Cell)] {
            [("added", .integer(counts.added)), ("changed", .integer(counts.changed)), ("unchanged", .integer(counts.unchanged))]
        }
        let words = unmapped.flatMap { kind, words in words.map { (kind, $0.key, $0.value) } }
            .sorted { ($0.0, $1.2, $0.1) < ($1.0, $0.2, $1.1) }
        let peculiar = notes.keys.sorted { $0.rawValue < $1.rawValue }
        return [("dry_run", .flag(isDryRun)), ("read", .integer(read))] + counts(deposits) + [
            ("rejected", list(rejected, "reason")), ("rejected_parts", list(rejectedParts, "reason")),
            ("missing_from_file", .integer(missingFromFile)), ("missing_records", Cell(missingRecords)),
            ("others", .list(others.sorted { $0.key < $1.key }.map { .object([("table", .text($0.key))] + counts($0.value)) })),
            ("changed_columns", list(changedColumns, "column")),
            ("changed_records", .list(changedRecords.map { .object([("record", .text($0.record)), ("columns", Cell($0.columns))]) })),
            ("notes", .objects(peculiar) { [("note", .text($0.rawValue)), ("records", Cell(notes[$0])), ("text", .text($0.text))] }),
            ("unmapped", .objects(words) { [("kind", .text($0.0)), ("word", .text($0.1)), ("records", .integer($0.2))] }),
            ("not_stored", list(notStored, "what")), ("files", list(files, "file")),
        ]
    }
}
