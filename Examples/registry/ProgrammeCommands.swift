import ArgumentParser
import RegistryTerminal
import ResourceRegistry

struct ProgrammesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "programmes", abstract: "List programmes of governments.")
    @Option(help: "Only programmes of this country, or EU.") var jurisdiction: String?
    @Option(help: "Only programmes with a line on this mineral.") var mineral: String?
    @OptionGroup var common: CommonOptions

    func run() throws {
        let programmes = try common.reading().read {
            try $0.programmes.list(jurisdiction: try jurisdiction.map { try CountryCode($0) }, mineral: mineral)
        }
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
            }
        ).write(common.format)
    }
}

struct ProgrammeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "programme", abstract: "Show one programme: goals with baseline, window and observed progress, funding, outcomes.")
    @Argument(help: "Its id: cn-prospecting-2021.") var id: String
    @Option(help: "Only what was known by this day (default: all that is held).") var on: String?
    @OptionGroup var common: CommonOptions

    func run() throws {
        let day = try on.map { try CivilDay($0) }
        let (programme, goals) = try common.reading().read { registry in
            guard let programme = try registry.programmes.find(id) else {
                let held = try registry.programmes.list().map(\.id)
                throw NotFound(kind: "programme", id: id, near: held.filter { $0.hasPrefix(id.prefix(4)) })
            }
            return (programme, try registry.progress(of: programme, on: day))
        }
        let others = programme.entries.filter { !$0.kind.isGoal && (day.map($0.asOf.isOnOrBefore) ?? .yes) == .yes }
        Document(fields: [
            ("id", .text(programme.id)), ("title", .text(programme.title)), ("jurisdiction", Cell(programme.jurisdiction?.text)),
            ("from", Cell(programme.period.start?.description)), ("until", Cell(programme.period.lastDay?.description)),
            ("on", Cell(day?.description)), ("tasks", Cell(programme.tasks.map(\.rawValue))),
            ("goals", .list(goals.map { .object(Self.fields($0.goal) + Self.fields($0)) })),
            ("entries", .list(others.map { .object(Self.fields($0)) })), ("note", Cell(programme.note)),
            ("confidence", .text(programme.citation.confidence.rawValue)), ("sources", Cell(programme.citation.sources)),
        ]).write(common.format)
    }

    private static func fields(_ entry: ProgrammeEntry) -> [(String, Cell)] {
        [
            ("kind", .text(entry.kind.rawValue)), ("indicator", .text(entry.indicator)), ("mineral", Cell(entry.mineral)),
            ("bound", Cell(entry.bound?.rawValue)), ("amount", .real(entry.amount.doubleValue)), ("unit", .text(entry.unit)),
            ("baseline", Cell(entry.baseline?.doubleValue)), ("task", Cell(entry.task?.rawValue)),
            ("from", Cell(entry.period.start?.description)), ("until", Cell(entry.period.lastDay?.description)),
            ("as_of", .text(entry.asOf.description)), ("note", Cell(entry.note)), ("confidence", .text(entry.citation.confidence.rawValue)),
            ("sources", Cell(entry.citation.sources)),
        ]
    }

    private static func fields(_ progress: ProgrammeProgress) -> [(String, Cell)] {
        var origin: String?
        switch progress.observed?.origin {
        case .outcome: origin = "outcome of the programme"
        case .production(let stage, let year): origin = "production, \(stage), \(year)"
        case nil: break
        }
        return [
            ("elapsed", Cell(progress.elapsed)), ("observed", Cell(progress.observed?.amount.doubleValue)), ("observed_as", Cell(origin)),
            ("observed_as_of", Cell(progress.observed?.asOf?.description)), ("attained", Cell(progress.attained)),
            ("reason", Cell(progress.reason)), ("observed_sources", Cell(progress.observed?.citation.sources ?? [])),
        ]
    }
}
