import ArgumentParser
import ResourceRegistry

struct DepositsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "deposits", abstract: "List deposits by name.")
    @Option(help: "Only deposits of this mineral, or of a member of this group.") var mineral: String?
    @Option(help: "Only deposits in this country.") var country: String?
    @Option(help: "Only deposits in this box of degrees: W,S,E,N. A west beyond east crosses the 180th meridian.") var bbox: String?
    @Option(help: "Only deposits within a distance: LAT,LON,KM.") var near: String?
    @Option(help: "Only deposits of this mine status: operating, closed …") var status: String?
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

    func run() throws {
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
            let estimates = try registry.deposits.estimates(of: id)
            Document(fields: Self.fields(of: deposit) + [("estimates", .list(estimates.map(Self.cell)))]).write(common.format)
        }
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
            (
                "minerals",
                .list(
                    deposit.minerals.map {
                        .object([
                            ("slug", Cell($0.mineral)), ("as_given", .text($0.asGiven)), ("importance", .text($0.importance.rawValue)),
                        ])
                    })
            ),
            (
                "identifiers",
                .list(
                    deposit.identifiers.map {
                        .object([("scheme", .text($0.scheme)), ("record", .text($0.record)), ("url", Cell($0.url))])
                    })
            ),
            ("remarks", .object(deposit.remarks.sorted { $0.key < $1.key }.map { ($0.key, .text($0.value)) })),
            ("confidence", .text(deposit.citation.confidence.rawValue)), ("sources", Cell(deposit.citation.sources)),
        ]
    }

    private static func cell(_ estimate: OreEstimate) -> Cell {
        func printed(_ quantity: PrintedQuantity?) -> Cell { Cell(quantity.map { "\($0.amount) \($0.unit)" }) }
        let measure = estimate.measures.first
        return .object([
            ("id", .text(estimate.id)), ("statement", .text(estimate.statement.rawValue)), ("category", Cell(estimate.category)),
            ("reporting_code", Cell(estimate.reportingCode)), ("as_of", Cell(estimate.asOf?.description)), ("ore", printed(estimate.ore)),
            ("mineral", Cell(measure?.mineral)), ("grade", printed(measure?.grade)), ("contained", printed(measure?.contained)),
            ("includes_reserves", .text(estimate.includesReserves)), ("confidence", .text(estimate.citation.confidence.rawValue)),
        ])
    }
}
