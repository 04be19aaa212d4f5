package import ResourceRegistry

extension Listing {
    /// Deposits, one on a line.
    package static func deposits(_ entries: [DepositSummary]) -> Listing {
        Listing(
            columns: ["id", "name", "country", "latitude", "longitude", "minerals", "status", "distance_km", "confidence"],
            rows: entries.map { deposit in
                [
                    .text(deposit.id), .text(deposit.name), Cell(deposit.country), Cell(deposit.latitude), Cell(deposit.longitude),
                    Cell(deposit.minerals), Cell(deposit.status), Cell(deposit.distanceInKilometres.map { ($0 * 1000).rounded() / 1000 }),
                    .text(deposit.confidence.rawValue),
                ]
            },
            least: ["confidence", "status", "longitude", "latitude"])
    }

    /// Deposits that may be the same as another one.
    package static func candidates(_ found: [SameAsCandidate]) -> Listing {
        Listing(
            columns: ["id", "name", "score", "distance_km", "judged", "explanation"],
            rows: found.map {
                [
                    .text($0.id), .text($0.name), .real($0.score), Cell($0.distanceInKilometres), Cell($0.judged?.rawValue),
                    .text($0.explanation),
                ]
            })
    }
}

extension DepositDossier {
    /// The deposit as it is printed, with all that is held to be the same.
    package var document: Document {
        Document(
            fields: deposit.fields + [
                ("models", .objects(models) { [("as_given", .text($0.asGiven)), ("code", Cell($0.code)), ("origin", .text($0.origin))] }),
                ("estimates", .objects(estimates, \.fields)), ("same_as", .objects(same, \.fields)),
                ("same_as_not_held", Cell(cluster.notHeld)), ("judgements", .objects(cluster.judgements, \.fields)),
                ("contradictions", .objects(cluster.contradictions, \.fields)),
            ])
    }
}

extension SameAsJudgement {
    fileprivate var fields: [(String, Cell)] {
        [
            ("deposits", Cell(deposits)), ("verdict", .text(verdict.rawValue)), ("judge", .text(judge)), ("reason", .text(reason)),
        ]
    }
}

extension Deposit {
    fileprivate var fields: [(String, Cell)] {
        [
            ("id", .text(id)), ("name", .text(name)), ("country", Cell(country?.text)),
            ("admin1", Cell(admin1)),
            ("latitude", Cell(coordinate?.latitude)), ("longitude", Cell(coordinate?.longitude)),
            ("given_crs", Cell(givenCRS)), ("given_position", Cell(givenPosition)),
            ("occurrence_type", Cell(occurrenceType)), ("model", Cell(model)), ("model_note", Cell(modelNote)),
            ("status", Cell(status)), ("status_as_given", Cell(statusAsGiven)),
            ("discovery_year", Cell(discoveryYear)), ("recalled_fields", Cell(recalledFields)),
            ("names", Cell(names.map(\.name))),
            ("minerals", .objects(minerals, \.fields)), ("identifiers", .objects(identifiers, \.fields)),
            ("remarks", .object(remarks.sorted { $0.key < $1.key }.map { ($0.key, .text($0.value)) })),
            ("confidence", .text(citation.confidence.rawValue)), ("sources", Cell(citation.sources)),
        ]
    }
}

extension DepositMineral {
    fileprivate var fields: [(String, Cell)] {
        [("slug", Cell(mineral)), ("as_given", .text(asGiven)), ("importance", .text(importance.rawValue))]
    }
}

extension DepositIdentifier {
    fileprivate var fields: [(String, Cell)] {
        [("scheme", .text(scheme)), ("record", .text(record)), ("url", Cell(url))]
    }
}

extension OreEstimate {
    fileprivate var fields: [(String, Cell)] {
        func printed(_ quantity: PrintedQuantity?) -> Cell { Cell(quantity.map { "\($0.amount) \($0.unit)" }) }
        let measure = measures.first
        return [
            ("id", .text(id)), ("deposit", .text(deposit)), ("statement", .text(statement.rawValue)),
            ("category", Cell(category)),
            ("reporting_code", Cell(reportingCode)), ("as_of", Cell(asOf?.description)), ("ore", printed(ore)),
            ("mineral", Cell(measure?.mineral)), ("grade", printed(measure?.grade)), ("contained", printed(measure?.contained)),
            ("more_minerals", Cell(measures.dropFirst().map { "\($0.mineral) \(printed($0.grade).plain)" })),
            ("cutoff", printed(cutoff)), ("zone", Cell(zone)), ("page", Cell(page)),
            ("flags", Cell(flags.map { "\($0.kind.rawValue): \($0.detail)" })), ("sources", Cell(citation.sources)),
            ("includes_reserves", .text(includesReserves)), ("confidence", .text(citation.confidence.rawValue)),
        ]
    }
}
