package import ResourceRegistry

extension Listing {
    /// Programmes, one on a line.
    package static func programmes(_ programmes: [Programme]) -> Listing {
        Listing(
            columns: ["id", "jurisdiction", "title", "from", "until", "tasks", "goals", "funding", "outcomes", "confidence"],
            rows: programmes.map { programme in
                [
                    .text(programme.id), Cell(programme.jurisdiction?.text), .text(programme.title),
                    Cell(programme.period.start?.description), Cell(programme.period.lastDay?.description),
                    Cell(programme.tasks.map(\.rawValue)), .integer(programme.entries.filter { $0.kind.isGoal }.count),
                    .integer(programme.entries.filter { $0.kind == .funding }.count),
                    .integer(programme.entries.filter { $0.kind == .outcome }.count), .text(programme.citation.confidence.rawValue),
                ]
            },
            least: ["confidence", "outcomes", "funding", "goals", "tasks"])
    }
}

extension Programme {
    /// The programme as it is printed: its goals with what was observed, and the lines that were known on a day.
    package func document(_ goals: [ProgrammeProgress], on day: CivilDay?) -> Document {
        let others = entries.filter { !$0.kind.isGoal && (day.map($0.asOf.isOnOrBefore) ?? .yes) == .yes }
        return Document(fields: [
            ("id", .text(id)), ("title", .text(title)), ("jurisdiction", Cell(jurisdiction?.text)),
            ("from", Cell(period.start?.description)), ("until", Cell(period.lastDay?.description)),
            ("on", Cell(day?.description)), ("tasks", Cell(tasks.map(\.rawValue))),
            ("goals", .list(goals.map { .object($0.goal.fields + $0.fields) })),
            ("entries", .objects(others, \.fields)), ("note", Cell(note)),
            ("confidence", .text(citation.confidence.rawValue)), ("sources", Cell(citation.sources)),
        ])
    }
}

extension ProgrammeEntry {
    fileprivate var fields: [(String, Cell)] {
        [
            ("kind", .text(kind.rawValue)), ("indicator", .text(indicator)), ("mineral", Cell(mineral)),
            ("bound", Cell(bound?.rawValue)), ("amount", .real(amount.doubleValue)), ("unit", .text(unit)),
            ("baseline", Cell(baseline?.doubleValue)), ("task", Cell(task?.rawValue)),
            ("from", Cell(period.start?.description)), ("until", Cell(period.lastDay?.description)),
            ("as_of", .text(asOf.description)), ("note", Cell(note)), ("confidence", .text(citation.confidence.rawValue)),
            ("sources", Cell(citation.sources)),
        ]
    }
}

extension ProgrammeProgress {
    fileprivate var fields: [(String, Cell)] {
        var origin: String?
        switch observed?.origin {
        case .outcome: origin = "outcome of the programme"
        case .production(let stage, let year): origin = "production, \(stage), \(year)"
        case nil: break
        }
        return [
            ("elapsed", Cell(elapsed)), ("observed", Cell(observed?.amount.doubleValue)), ("observed_as", Cell(origin)),
            ("observed_as_of", Cell(observed?.asOf?.description)), ("attained", Cell(attained)),
            ("reason", Cell(reason)), ("observed_sources", Cell(observed?.citation.sources ?? [])),
        ]
    }
}
