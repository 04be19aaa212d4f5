extension ControlFacts {
    /// Looks through the tables that speak of rows of other tables. Put together, a row of an item or act that is not there would
    /// not show at all: a condition with a misspelt item would be lost, and the answer be surer than the facts.
    ///
    /// - Parameters:
    ///   - source: the tables.
    ///   - minerals: the slugs of the minerals that will be there.
    /// - Throws: `FactError` with file, line and column of the first row that points at nothing.
    func requireReferences(in source: some FactSource, minerals: Set<String>) throws {
        let items = Set(items.map(\.id))
        let acts = Set(acts.map(\.id))
        func check(_ name: String, _ references: [(column: String, known: Set<String>, place: String)]) throws {
            let table = try FactTable("export-controls/\(name)", from: source, columns: references.map(\.column))
            for reference in references { try table.require(reference.column, in: reference.known, of: reference.place) }
        }
        let item = (column: "item_id", known: items, place: "items.csv")
        let mineral = (column: "commodity_slug", known: minerals, place: "the list of minerals")
        let clauses = Set(self.acts.flatMap { $0.measures.map(\.id) })
        try check("clauses.csv", [("act_id", acts, "measures.csv")])
        for name in ["items.csv", "suspensions.csv"] { try check(name, [("measure_id", acts, "measures.csv")]) }
        try check("item_clauses.csv", [item, ("measure_id", clauses, "clauses.csv")])
        try check("item_minerals.csv", [item, mineral])
        for name in ["item_hs_codes.csv", "item_thresholds.csv", "item_conditions.csv"] { try check(name, [item]) }
        try check("item_destinations.csv", [("measure_id", acts, "measures.csv"), item])
        try check("event_minerals.csv", [("event_id", Set(events.map(\.id)), "events.csv"), mineral])
        try check("events.csv", [("measure_id", acts, "measures.csv")])
        try check("act_relations.csv", [("acting_act_id", acts, "measures.csv")])
    }
}
