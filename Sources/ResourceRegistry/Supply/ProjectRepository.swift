internal import RegistrySQLite

/// The mines and plants on their way that a registry holds.
public struct ProjectRepository {
    let references: References
    private var connection: Connection { references.connection }

    init(references: References) { self.references = references }

    static let table = TableMapping(
        name: "project", parent: nil, key: ["slug"],
        rest: ["name", "area_id", "deposit_id", "programme_id", "operator", "phase", "note", "confidence", "citation_id"])
    static let outputTable = TableMapping(
        name: "project_output", parent: "project_id", key: ["ordinal"],
        rest: [
            "mineral_id", "stage", "stage_group", "basis_as_given", "basis", "qualifier", "amount", "upper_amount", "unit", "expected_on",
            "confidence", "citation_id",
        ])
    static let milestoneTable = TableMapping(
        name: "project_milestone", parent: "project_id", key: ["phase"], rest: ["expected_on", "actual_on", "confidence", "citation_id"])
    static let investmentTable = TableMapping(
        name: "project_investment", parent: "project_id", key: ["ordinal"],
        rest: ["investor", "kind", "amount", "currency", "as_of", "confidence", "citation_id"])

    /// Adds or changes a project with its outputs, milestones and investments.
    ///
    /// - Throws: `InvalidValue` for an id that is no slug, a negative output and a phase with two milestones; `RegistryError.unknown`
    ///   for a country, a deposit, a programme or a mineral that is not held.
    @discardableResult
    public func save(_ project: Project) throws -> SaveOutcome {
        let phases = project.milestones.map(\.phase)
        guard Set(phases).count == phases.count else {
            throw InvalidValue(kind: "project", text: project.id, expected: "at most one milestone for a phase")
        }
        return try references.atomically {
            let writer = RowWriter(connection: connection)
            let saved = try writer.save(
                [
                    .text(try Slug(project.id).text), .text(project.name), try references.area(project.country),
                    .optional(try project.deposit.map { try references.key(of: $0, in: .deposit) }),
                    .optional(try project.programme.map { try references.key(of: $0, in: .programme) }), .optional(project.operatorName),
                    .integer(Int64(project.phase.rawValue)), .optional(project.note),
                ] + (try references.cited(project.citation)), in: Self.table)
            var parts = try writer.replace(
                project.outputs.enumerated().map { try row(of: $1, ordinal: $0 + 1) }, in: Self.outputTable, parent: saved.id)
            parts.formUnion(
                try writer.replace(
                    project.milestones.map {
                        [
                            .integer(Int64($0.phase.rawValue)), .optional($0.expectedOn?.description), .optional($0.actualOn?.description),
                        ] + (try references.cited($0.citation))
                    }, in: Self.milestoneTable, parent: saved.id))
            parts.formUnion(
                try writer.replace(
                    project.investments.enumerated().map { index, investment in
                        [
                            .integer(Int64(index + 1)), .optional(investment.investor), .text(investment.kind),
                            .text(investment.money.amount.description), .text(investment.money.currency),
                            .text(investment.asOf.description),
                        ] + (try references.cited(investment.citation))
                    }, in: Self.investmentTable, parent: saved.id))
            return saved.outcome.merging(parts: parts)
        }
    }

    private func row(of output: Project.Output, ordinal: Int) throws -> [Value] {
        try output.figure.requireNotNegative("output")
        let head: [Value] = [
            .integer(Int64(ordinal)), try references.mineral(output.mineral), .text(output.stage.name), .text(output.stage.group.rawValue),
        ]
        return head + SupplyColumns.values(of: output.basis) + SupplyColumns.values(of: output.figure)
            + [.text(output.unit.symbol), .optional(output.expectedOn?.description)] + (try references.cited(output.citation))
    }

    /// The project with that id; `nil` when it is not held.
    public func find(_ id: String) throws -> Project? { try projects("p.slug = ?1", [.text(id)]).first }

    /// Lists projects in the order of their ids.
    ///
    /// - Parameters:
    ///   - mineral: only those that are to make this mineral, or whose deposit has it; `nil`: all.
    ///   - country: only those of this country; `nil`: all.
    /// - Throws: `RegistryError.unknown` for a mineral or a country that is not held.
    public func list(mineral: String? = nil, country: CountryCode? = nil) throws -> [Project] {
        try projects(
            """
            (?1 IS NULL OR EXISTS (SELECT 1 FROM project_output o WHERE o.project_id = p.id AND o.mineral_id = ?1)
                OR EXISTS (SELECT 1 FROM deposit_mineral x WHERE x.deposit_id = p.deposit_id AND x.mineral_id = ?1))
               AND (?2 IS NULL OR p.area_id = ?2)
            """, [try references.mineral(mineral), try references.area(country)])
    }

    private func projects(_ condition: String, _ arguments: [Value]) throws -> [Project] {
        try connection.query(
            """
            SELECT p.id, p.slug, p.name, p.area_id, d.slug, g.slug, p.operator, p.phase, p.note, p.confidence, p.citation_id
              FROM project p LEFT JOIN deposit d ON d.id = p.deposit_id LEFT JOIN programme g ON g.id = p.programme_id
             WHERE \(condition) ORDER BY p.slug
            """, arguments
        ) { row in
            let key = Value.integer(try row.int64(0))
            return Project(
                id: try row.string(1), name: try row.string(2), country: try references.country(try row.optionalInt64(3)),
                deposit: try row.optionalString(4), programme: try row.optionalString(5), operatorName: try row.optionalString(6),
                phase: try phase(try row.int(7)), outputs: try outputs(of: key), milestones: try milestones(of: key),
                investments: try investments(of: key), note: try row.optionalString(8),
                citation: try references.citation(confidence: try row.string(9), key: try row.int64(10)))
        }
    }

    private func phase(_ ordinal: Int) throws -> Project.Phase {
        guard let phase = Project.Phase(rawValue: ordinal) else { throw RegistryError.stored(what: "phase", text: "\(ordinal)") }
        return phase
    }

    private func outputs(of key: Value) throws -> [Project.Output] {
        try connection.query(
            """
            SELECT m.slug, o.stage, o.stage_group, o.basis_as_given, o.basis, o.qualifier, o.amount, o.upper_amount, o.unit, o.expected_on,
                   o.confidence, o.citation_id
              FROM project_output o JOIN mineral m ON m.id = o.mineral_id WHERE o.project_id = ?1 ORDER BY o.ordinal
            """, [key]
        ) { row in
            Project.Output(
                mineral: try row.string(0),
                stage: try SupplyStage(name: try row.string(1), group: try SupplyColumns.word(try row.string(2), "stage group")),
                basis: try SupplyColumns.basis(row, at: 3), figure: try SupplyColumns.figure(row, at: 5),
                unit: try UnitOfMeasure(try row.string(8)), expectedOn: try SupplyColumns.date(row, at: 9),
                citation: try references.citation(confidence: try row.string(10), key: try row.int64(11)))
        }
    }

    private func milestones(of key: Value) throws -> [Project.Milestone] {
        try connection.query(
            "SELECT phase, expected_on, actual_on, confidence, citation_id FROM project_milestone WHERE project_id = ?1 ORDER BY phase",
            [key]
        ) { row in
            try Project.Milestone(
                phase: try phase(try row.int(0)), expectedOn: try SupplyColumns.date(row, at: 1),
                actualOn: try SupplyColumns.date(row, at: 2),
                citation: try references.citation(confidence: try row.string(3), key: try row.int64(4)))
        }
    }

    private func investments(of key: Value) throws -> [Project.Investment] {
        try connection.query(
            """
            SELECT investor, kind, amount, currency, as_of, confidence, citation_id
              FROM project_investment WHERE project_id = ?1 ORDER BY ordinal
            """, [key]
        ) { row in
            Project.Investment(
                investor: try row.optionalString(0), kind: try row.string(1),
                money: try TradeFlow.Money(amount: try ExactDecimal(try row.string(2)), currency: try row.string(3)),
                asOf: try CivilDate(try row.string(4)),
                citation: try references.citation(confidence: try row.string(5), key: try row.int64(6)))
        }
    }

    /// Takes a project out.
    ///
    /// - Throws: `RegistryError.unknown`.
    public func delete(_ id: String) throws { try references.delete(id, from: .project) }
}
