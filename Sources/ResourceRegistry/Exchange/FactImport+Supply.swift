internal import RegistrySQLite

// The supply picture: production, reserves, capacity, dependence, programmes.
extension FactImport {
    func load(_ facts: SupplyFacts, into report: inout FactImportReport) throws {
        let foreign = try factsOfOthers()
        for fact in facts.facts {
            // What another data set wrote is a newer edition or a correction: this one stands beside it, or takes its place by its day.
            guard foreign.contains(fact.id) else {
                report.note(try editor.supply.save(fact), kind: "supply_fact", id: fact.id)
                continue
            }
            let isUnchanged = try editor.supply.restate(fact) == .unchanged
            report.note(isUnchanged ? .unchanged : .changed(columns: ["supply_other_value"]), kind: "supply_fact", id: fact.id)
        }
        for statement in facts.reliance {
            report.note(try editor.dependence.save(statement), kind: "import_reliance", id: statement.id)
        }
        for (id, outcome) in try editor.dependence.save(facts.shares) { report.note(outcome, kind: "supplier_share", id: id) }
    }

    func load(_ facts: ProgrammeFacts, into report: inout FactImportReport) throws {
        for programme in facts.programmes {
            report.note(try editor.programmes.save(programme), kind: "programme", id: programme.id)
        }
    }

    func remove(_ facts: SupplyFacts, _ programmes: ProgrammeFacts, into report: inout FactImportReport) throws {
        try remove(.programme, "programme", keeping: programmes.programmes.map(\.id), into: &report)
        try remove(.supplierShare, "supplier_share", keeping: facts.shares.map(\.id), into: &report)
        try remove(.reliance, "import_reliance", keeping: facts.reliance.map(\.id), into: &report)
        try remove(.supplyFact, "supply_fact", keeping: facts.facts.map(\.id), into: &report)
    }

    private func factsOfOthers() throws -> Set<String> {
        Set(
            try editor.references.connection.query(
                "SELECT f.slug FROM supply_fact f JOIN citation c ON c.id = f.citation_id WHERE c.dataset <> ?1",
                [.text(editor.references.dataset)]
            ) { try $0.string(0) })
    }
}
