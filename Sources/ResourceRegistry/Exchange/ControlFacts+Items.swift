extension ControlFacts {
    /// The items, each put together from the seven tables that speak of it.
    static func items(from source: some FactSource) throws -> [ControlItem] {
        let parts = try ItemParts(from: source)
        return try FactTable(
            "export-controls/items.csv", from: source,
            columns: [
                "item_id", "control_code", "control_code_basis", "name_en", "name_zh", "minerals", "category", "threshold_text", "forms",
                "licence_type", "start_date", "end_date", "confidence", "source_ids", "notes",
            ]
        ).rows.map { row in
            let id = try row.text("item_id")
            guard let measure = parts.measures[id] else {
                throw FactError(
                    path: row.path, line: row.line, column: "item_id", text: id, problem: "no row of item_clauses.csv names its measure")
            }
            return ControlItem(
                id: id, measureID: measure, controlCodes: row.optional("control_code").map(ControlItem.codes(listed:)) ?? [],
                controlCodeBasis: row.optional("control_code_basis"), name: try row.text("name_en"), nameChinese: row.optional("name_zh"),
                category: try row.text("category"), forms: row.optional("forms"), thresholdText: row.optional("threshold_text"),
                mineralsAsListed: row.optional("minerals"), minerals: parts.minerals[id] ?? [], requirement: try row.word("licence_type"),
                period: DatedSpan(start: try row.date("start_date"), lastDay: try row.date("end_date")),
                customsCodes: parts.listings[id] ?? [],
                limits: parts.limits[id] ?? [], conditions: parts.conditions[id] ?? [], notes: row.optional("notes"),
                citation: try row.citation("controls", sources: "source_ids"))
        }
    }

    private struct ItemParts {
        var measures: [String: String] = [:]
        var minerals: [String: [String]] = [:]
        var listings: [String: [CustomsListing]] = [:]
        var limits: [String: [Limit]] = [:]
        var conditions: [String: [String]] = [:]

        init(from source: some FactSource) throws {
            for row in try FactTable("export-controls/item_clauses.csv", from: source, columns: ["item_id", "measure_id"]).rows {
                measures[try row.text("item_id")] = try row.text("measure_id")
            }
            for row in try FactTable("export-controls/item_minerals.csv", from: source, columns: ["item_id", "commodity_slug"]).rows {
                minerals[try row.text("item_id"), default: []].append(try row.text("commodity_slug"))
            }
            for row in try FactTable(
                "export-controls/item_hs_codes.csv", from: source,
                columns: ["item_id", "hs_code", "nomenclature", "edition", "role", "confidence", "source_ids", "notes"]
            ).rows {
                let nomenclature = try row.value("nomenclature") { try Nomenclature($0) }
                listings[try row.text("item_id"), default: []].append(
                    CustomsListing(
                        code: try row.value("hs_code") { try CustomsCode($0, nomenclature: nomenclature) }, nomenclature: nomenclature,
                        edition: try row.text("edition"), role: try row.word("role"), notes: row.optional("notes"),
                        citation: try row.citation("controls", sources: "source_ids")))
            }
            for row in try FactTable(
                "export-controls/item_thresholds.csv", from: source,
                columns: ["item_id", "logic_group", "parameter", "operator", "value", "unit", "confidence", "source_ids"]
            ).rows {
                limits[try row.text("item_id"), default: []].append(
                    Limit(
                        group: try row.text("logic_group"), parameter: try row.text("parameter"),
                        bound: try row.value("value") { try Limit.Bound(operator: try row.text("operator"), listed: $0) },
                        unit: try row.text("unit"), citation: try row.citation("controls", sources: "source_ids")))
            }
            for row in try FactTable("export-controls/item_conditions.csv", from: source, columns: ["item_id", "condition"]).rows {
                conditions[try row.text("item_id"), default: []].append(try row.text("condition"))
            }
        }
    }
}

extension Limit.Bound {
    /// Reads a limit as the tables write it; a range has its two ends in one cell, `100-300`.
    init(operator symbol: String, listed text: String) throws {
        guard symbol == "between" else {
            try self.init(operator: symbol, value: text, upper: nil)
            return
        }
        let ends = text.split(separator: "-").map(String.init)
        guard ends.count == 2 else { throw InvalidValue(kind: "range", text: text, expected: "two numbers joined by a hyphen") }
        try self.init(operator: symbol, value: ends[0], upper: ends[1])
    }
}
