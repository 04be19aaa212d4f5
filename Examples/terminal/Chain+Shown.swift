package import ResourceRegistry

extension MineralChain {
    /// The way of a mineral as it is printed.
    package var document: Document {
        Document(fields: [
            ("slug", .text(mineral)),
            (
                "deposits",
                .list(
                    deposits.map { link in
                        .object([
                            ("id", .text(link.deposit.id)), ("name", .text(link.deposit.name)), ("country", Cell(link.deposit.country)),
                            ("status", Cell(link.deposit.status)), ("estimates", .list(link.estimates.map(Self.estimate))),
                            ("projects", .list(link.projects.map(Self.project))),
                        ])
                    })
            ),
            ("projects", .list(otherProjects.map(Self.project))),
            (
                "programmes",
                .list(
                    programmes.map {
                        .object([("id", .text($0.id)), ("jurisdiction", Cell($0.jurisdiction?.text)), ("title", .text($0.title))])
                    })
            ),
            ("reserves", .list(reserves.map(Self.fact))), ("capacity", .list(capacity.map(Self.fact))),
            ("production", .list(production.map(Self.fact))),
        ])
    }

    private static func estimate(_ estimate: OreEstimate) -> Cell {
        .object([
            ("id", .text(estimate.id)), ("statement", .text(estimate.statement.rawValue)), ("category", Cell(estimate.category)),
            ("as_of", Cell(estimate.asOf?.description)), ("ore", Cell(estimate.ore.map { "\($0.amount) \($0.unit)" })),
            ("grades", Cell(estimate.measures.compactMap { $0.grade.map { "\($0.amount) \($0.unit)" } })),
            ("sources", Cell(estimate.citation.sources)),
        ])
    }

    private static func project(_ project: Project) -> Cell {
        .object([
            ("id", .text(project.id)), ("name", .text(project.name)), ("country", Cell(project.country?.text)),
            ("phase", .text(project.phase.description)), ("operator", Cell(project.operatorName)),
            (
                "outputs",
                Cell(
                    project.outputs.map { "\($0.mineral) \($0.figure.amount?.description ?? $0.figure.qualifier) \($0.unit) \($0.stage)" })
            ), ("sources", Cell(project.citation.sources)),
        ])
    }

    private static func fact(_ fact: SupplyFact) -> Cell {
        .object([
            ("measure", .text(fact.measure.rawValue)), ("stage", Cell(fact.stage?.name)), ("year", .integer(fact.year)),
            ("place", .text(fact.place.description)), ("amount", Cell(fact.figure.amount?.doubleValue)), ("unit", .text(fact.unit.symbol)),
            ("basis", Cell(fact.basis?.asGiven)), ("qualifier", .text(fact.figure.qualifier)), ("estimated", .flag(fact.isEstimated)),
            ("restated_from", Cell(fact.otherValues.filter { $0.kind == .restated }.compactMap { $0.figure.amount?.doubleValue }.first)),
            ("confidence", .text(fact.citation.confidence.rawValue)), ("sources", Cell(fact.citation.sources)),
        ])
    }
}
