import ArgumentParser
import RegistryTerminal
import ResourceRegistry

struct DepositsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "deposits", abstract: "List deposits by name.")
    @Option(help: "Only deposits of this mineral, or of a member of this group.") var mineral: String?
    @Option(help: "Only deposits in this country.") var country: String?
    @Option(help: "Only deposits in this box of degrees: W,S,E,N. A west beyond east crosses the 180th meridian.") var bbox: String?
    @Option(help: "Only deposits within a distance: LAT,LON,KM.") var near: String?
    @Option(help: "Only deposits of this mine status: operating, closed …") var status: String?
    @Option(help: "Instead, deposits that may be the same as this one, with a score and the reasons.") var candidates: String?
    @Option(help: "At most so many.") var limit: Int?
    @Option(help: "Go on behind the page that gave this cursor.") var after: String?
    @OptionGroup var common: CommonOptions

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit is a whole number from 1") }
        if let bbox, Self.numbers(bbox, count: 4) == nil { throw ValidationError("--bbox is four numbers of degrees: W,S,E,N") }
        if let near, Self.numbers(near, count: 3) == nil { throw ValidationError("--near is degrees and kilometres: LAT,LON,KM") }
    }

    private static func numbers(_ text: String, count: Int) -> [Double]? {
        let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }.compactMap(\.self)
        return numbers.count == count && numbers.allSatisfy(\.isFinite) ? numbers : nil
    }

    private func listCandidates(for id: String) throws {
        let found = try common.reading().read { try $0.sameAs.candidates(for: id, limit: limit ?? 20) }
        Listing(
            columns: ["id", "name", "score", "distance_km", "judged", "explanation"],
            rows: found.map {
                [
                    .text($0.id), .text($0.name), .real($0.score), Cell($0.distanceInKilometres), Cell($0.judged?.rawValue),
                    .text($0.explanation),
                ]
            }
        ).write(common.format, isWide: true)
    }

    func run() throws {
        if let candidates { return try listCandidates(for: candidates) }
        let box = bbox.flatMap { Self.numbers($0, count: 4) }.map {
            DepositFilter.Box(west: $0[0], south: $0[1], east: $0[2], north: $0[3])
        }
        let circle = try near.flatMap { Self.numbers($0, count: 3) }.map { numbers in
            DepositFilter.Circle(centre: try Coordinate(latitude: numbers[0], longitude: numbers[1]), kilometres: numbers[2])
        }
        let filter = DepositFilter(
            mineral: mineral, country: try country.map { try CountryCode($0) }, status: status, box: box, near: circle)
        let page = try common.reading().read { try $0.deposits.list(filter, page: Page(limit: limit, after: after)) }
        Listing(
            columns: ["id", "name", "country", "latitude", "longitude", "minerals", "status", "distance_km", "confidence"],
            rows: page.entries.map { deposit in
                [
                    .text(deposit.id), .text(deposit.name), Cell(deposit.country), Cell(deposit.latitude), Cell(deposit.longitude),
                    Cell(deposit.minerals), Cell(deposit.status), Cell(deposit.distanceInKilometres.map { ($0 * 1000).rounded() / 1000 }),
                    .text(deposit.confidence.rawValue),
                ]
            }
        ).write(common.format)
        if let next = page.next { Output.note("more: --after \(next)") }
    }
}

struct DepositCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "deposit", abstract: "Show one deposit with its estimates.")
    @Argument(help: "Its id: bayan-obo.") var id: String
    @OptionGroup var common: CommonOptions

    func run() throws {
        try common.reading().read { registry in
            guard let deposit = try registry.deposits.find(id) else { throw NotFound(kind: "deposit", id: id) }
            let same = try registry.sameAs.cluster(of: id)
            let others = try same.deposits.dropFirst().compactMap { try registry.deposits.find($0) }
            let estimates = try ([deposit] + others).flatMap { try registry.deposits.estimates(of: $0.id) }
            let models = try ([deposit] + others).flatMap { try registry.deposits.models(of: $0.id) }
            Document(
                fields: Self.fields(of: deposit) + [
                    (
                        "models",
                        .objects(models) { [("as_given", .text($0.asGiven)), ("code", Cell($0.code)), ("origin", .text($0.origin))] }
                    ),
                    ("estimates", .list(estimates.map(Self.cell))),
                    ("same_as", .objects(others, Self.fields(of:))),
                    ("same_as_not_held", Cell(same.notHeld)),
                    ("judgements", .list(same.judgements.map(Self.cell))), ("contradictions", .list(same.contradictions.map(Self.cell))),
                ]
            ).write(common.format)
        }
    }

    private static func cell(_ judgement: SameAsJudgement) -> Cell {
        .object([
            ("deposits", Cell(judgement.deposits)), ("verdict", .text(judgement.verdict.rawValue)), ("judge", .text(judgement.judge)),
            ("reason", .text(judgement.reason)),
        ])
    }

    private static func fields(of deposit: Deposit) -> [(String, Cell)] {
        [
            ("id", .text(deposit.id)), ("name", .text(deposit.name)), ("country", Cell(deposit.country?.text)),
            ("admin1", Cell(deposit.admin1)),
            ("latitude", Cell(deposit.coordinate?.latitude)), ("longitude", Cell(deposit.coordinate?.longitude)),
            ("given_crs", Cell(deposit.givenCRS)), ("given_position", Cell(deposit.givenPosition)),
            ("occurrence_type", Cell(deposit.occurrenceType)), ("model", Cell(deposit.model)), ("model_note", Cell(deposit.modelNote)),
            ("status", Cell(deposit.status)), ("status_as_given", Cell(deposit.statusAsGiven)),
            ("discovery_year", Cell(deposit.discoveryYear)), ("recalled_fields", Cell(deposit.recalledFields)),
            ("names", Cell(deposit.names.map(\.name))),
            ("minerals", .objects(deposit.minerals, fields(of:))), ("identifiers", .objects(deposit.identifiers, fields(of:))),
            ("remarks", .object(deposit.remarks.sorted { $0.key < $1.key }.map { ($0.key, .text($0.value)) })),
            ("confidence", .text(deposit.citation.confidence.rawValue)), ("sources", Cell(deposit.citation.sources)),
        ]
    }

    private static func fields(of entry: DepositMineral) -> [(String, Cell)] {
        [("slug", Cell(entry.mineral)), ("as_given", .text(entry.asGiven)), ("importance", .text(entry.importance.rawValue))]
    }

    private static func fields(of record: DepositIdentifier) -> [(String, Cell)] {
        [("scheme", .text(record.scheme)), ("record", .text(record.record)), ("url", Cell(record.url))]
    }

    private static func cell(_ estimate: OreEstimate) -> Cell {
        func printed(_ quantity: PrintedQuantity?) -> Cell { Cell(quantity.map { "\($0.amount) \($0.unit)" }) }
        let measure = estimate.measures.first
        return .object([
            ("id", .text(estimate.id)), ("deposit", .text(estimate.deposit)), ("statement", .text(estimate.statement.rawValue)),
            ("category", Cell(estimate.category)),
            ("reporting_code", Cell(estimate.reportingCode)), ("as_of", Cell(estimate.asOf?.description)), ("ore", printed(estimate.ore)),
            ("mineral", Cell(measure?.mineral)), ("grade", printed(measure?.grade)), ("contained", printed(measure?.contained)),
            ("more_minerals", Cell(estimate.measures.dropFirst().map { "\($0.mineral) \(printed($0.grade).plain)" })),
            ("cutoff", printed(estimate.cutoff)), ("zone", Cell(estimate.zone)), ("page", Cell(estimate.page)),
            ("flags", Cell(estimate.flags.map { "\($0.kind.rawValue): \($0.detail)" })), ("sources", Cell(estimate.citation.sources)),
            ("includes_reserves", .text(estimate.includesReserves)), ("confidence", .text(estimate.citation.confidence.rawValue)),
        ])
    }
}

struct JudgeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "judge",
        abstract: "Say that two deposits are one and the same or are not; nothing is merged, and it can be taken back.")
    @Argument(help: "A deposit's id.") var one: String
    @Argument(help: "The other deposit's id.") var other: String
    @Argument(help: "same, different, or withdrawn to take the own judgement back.") var verdict: Word
    @Option(help: "Why.") var reason: String
    @OptionGroup var common: CommonOptions

    enum Word: String, ExpressibleByArgument, CaseIterable { case same, different, withdrawn }

    func run() throws {
        let (_, revision) = try common.changing().revise(reason: reason, author: currentUser()) { editor in
            try editor.sameAs.judge(one, other, SameAsJudgement.Verdict(rawValue: verdict.rawValue), reason: reason)
        }
        Output.note(revision.map { "revision \($0.number)" } ?? "nothing changed: no revision was made")
    }
}
