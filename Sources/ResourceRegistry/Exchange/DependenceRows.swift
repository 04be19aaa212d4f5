/// Import reliance and supplier shares, read from the fact tables.
struct DependenceRows {
    let places: PlaceWords
    let currentYear: Int

    private var space: String { SupplyFacts.space }

    func read(from source: some FactSource) throws -> ([StatedReliance], [SupplierShare]) {
        var reliance: [StatedReliance] = []
        var shares: [SupplierShare] = []
        var ids: [String: Int] = [:]
        for row in try FactTable(
            "minerals/import_reliance.csv", from: source,
            columns: [
                "jurisdiction_iso3", "commodity_slug", "form", "indicator", "denominator", "supplier", "year", "value", "qualifier", "unit",
                "estimated", "source_id", "confidence", "note",
            ]
        ).rows {
            guard try row.text("unit") == "percent" else { throw row.fault("unit", "expected percent") }
            let id: String
            if try row.text("indicator") == "supplier-share" {
                shares.append(try statedShare(row))
                id = shares[shares.count - 1].id
            } else {
                reliance.append(try statement(row))
                id = reliance[reliance.count - 1].id
            }
            if let first = ids.updateValue(row.line, forKey: id) {
                throw row.fault("commodity_slug", "the same statement stands in line \(first) already: \(id)")
            }
        }
        return (reliance, shares + (try tabledShares(from: source)))
    }

    private func statement(_ row: FactRow) throws -> StatedReliance {
        StatedReliance(
            importer: try places.country(row, "jurisdiction_iso3"), mineral: try row.text("commodity_slug"), form: row.optional("form"),
            indicator: try row.word("indicator"), denominator: try row.text("denominator"),
            year: try row.year("year", upTo: currentYear), figure: try percent(row), isEstimated: try row.flag("estimated"),
            note: row.optional("note"), citation: try row.citation(space, sources: "source_id"))
    }

    private func percent(_ row: FactRow) throws -> StatedReliance.Figure {
        let number = try row.optionalValue("value") { try ExactDecimal($0) }
        do { return try StatedReliance.Figure(qualifier: row.optional("qualifier") ?? "", percent: number) } catch {
            throw row.fault(error.kind == "percentage" ? "value" : "qualifier", "expected \(error.expected)")
        }
    }

    /// A single share that a text states, not a row of a table of shares.
    private func statedShare(_ row: FactRow) throws -> SupplierShare {
        let words = try row.text("supplier")
        let year = try row.year("year", upTo: currentYear)
        return SupplierShare(
            importer: try places.country(row, "jurisdiction_iso3"), mineral: try row.text("commodity_slug"), form: row.optional("form"),
            denominator: try row.text("denominator"), supplier: places.country(named: words).map { .country($0) } ?? .several(words),
            firstYear: year, lastYear: year, percent: try row.figure("value"), note: row.optional("note"),
            citation: try row.citation(space, sources: "source_id"))
    }

    private func tabledShares(from source: some FactSource) throws -> [SupplierShare] {
        var shares: [SupplierShare] = []
        var tables: [String: (lastRow: FactRow, shares: [SupplierShare])] = [:]
        for row in try FactTable(
            "minerals/us_import_sources.csv", from: source,
            columns: [
                "commodity_slug", "form", "iso3", "row_kind", "year_from", "year_to", "share_percent", "qualifier", "source_id", "note",
                "confidence",
            ]
        ).rows {
            let place = try places.place(row)
            let supplier: SupplierShare.Supplier = place.country.map { .country($0) } ?? .other
            guard place != .world else { throw row.fault("row_kind", "expected country or other: a table of shares has no total") }
            let share = SupplierShare(
                importer: try CountryCode("US"), mineral: try row.text("commodity_slug"), form: row.optional("form"),
                denominator: "imports",
                supplier: supplier, firstYear: try row.year("year_from", upTo: currentYear),
                lastYear: try row.year("year_to", upTo: currentYear), percent: try row.figure("share_percent"), note: row.optional("note"),
                citation: try row.citation(space, sources: "source_id"))
            let table = tables[share.tableID]?.shares ?? []
            guard !table.contains(where: { $0.supplier == supplier }) else {
                throw row.fault("iso3", "the same supplier stands in the table already: \(share.id)")
            }
            tables[share.tableID] = (row, table + [share])
            shares.append(share)
        }
        for (table, lastRow) in tables.values.map({ ($0.shares, $0.lastRow) }).sorted(by: { $0.1.line < $1.1.line }) {
            do { try table.requireNoMoreThanAll() } catch let error as InvalidValue {
                throw lastRow.fault("share_percent", "expected \(error.expected) (\(error.text))")
            }
        }
        return shares
    }
}
