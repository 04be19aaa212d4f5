@testable import ResourceRegistry

/// A date of a table cell; empty: none.
func date(_ text: String?) throws -> CivilDate? { try text.map { try CivilDate($0) } }

func span(_ start: String?, _ last: String? = nil) throws -> DatedSpan { DatedSpan(start: try date(start), lastDay: try date(last)) }

func cited(_ confidence: Confidence = .confirmed) throws -> Citation { try Citation(confidence: confidence, sources: ["controls:S001"]) }

func limit(_ group: String, _ parameter: String, _ bound: Limit.Bound, _ unit: String) throws -> Limit {
    Limit(group: group, parameter: parameter, bound: bound, unit: unit, citation: try cited())
}

func rule(
    _ destination: DestinationRule.Destination, _ endUse: String = "any", _ rule: String = "licence_required", item: String? = nil,
    from start: String? = nil, to last: String? = nil
) throws -> DestinationRule {
    DestinationRule(
        ordinal: 1, itemID: item, destination: destination, destinationAsListed: "as listed", endUse: endUse, rule: rule,
        period: try span(start, last), notes: nil, citation: try cited())
}

func relation(
    _ kind: ActRelation.Kind, from start: String?, to last: String? = nil, announced: String
) throws -> ActRelation {
    ActRelation(
        id: "R-\(kind)-\(announced)", actingActID: "ACT-\(announced)", kind: kind, target: .act("A"), clauseAsGiven: nil,
        instrumentAsGiven: nil, announced: try date(announced), period: try span(start, last), notes: nil, citation: try cited())
}

/// One item `A-1` of an act `A`, with only what a test is about.
func dossier(
    from start: String? = "2024-01-01", to last: String? = nil, published: String? = "2023-12-01", limits: [Limit] = [],
    conditions: [String] = [], rules: [DestinationRule] = [], relations: [ActRelation] = [], minerals: [String] = ["gallium"]
) throws -> ControlDossier {
    let measure = Measure(id: "A", clause: nil)
    let item = ControlItem(
        id: "A-1", measureID: "A", controlCodes: ["3C001.a"], controlCodeBasis: nil, name: "Gallium", nameChinese: nil, category: "metal",
        forms: nil, thresholdText: nil, mineralsAsListed: "Ga", minerals: minerals, requirement: .licenceRequired,
        period: try span(start, last), customsCodes: [], limits: limits, conditions: conditions, notes: nil, citation: try cited())
    let act = LegalAct(
        id: "A", jurisdiction: try CountryCode("CN"), issuer: "Ministry", instrumentNumber: "No. 1", title: "Act", titleChinese: nil,
        kind: .licence, published: try date(published), period: try span(start, last), destinationScope: "all", isExtraterritorial: false,
        summary: "An act.", mentions: [], notes: nil, citation: try cited(), measures: [measure], destinationRules: rules)
    return ControlDossier(item: item, measure: measure, act: act, relations: relations, publishedByAct: [:])
}

/// What the judge says of a dossier whose item is named by its id.
func judge(
    _ dossier: ControlDossier, on day: String = "2024-06-01", to destination: String = "US", attributes: [String] = [],
    endUser: EndUser? = nil, announcedBy: String? = nil, mineral: String? = nil
) throws -> ItemJudgement? {
    let query = try ScreeningQuery(
        origin: CountryCode("CN"), destination: CountryCode(destination), day: CivilDay(day), mineral: mineral, item: "A-1",
        attributes: try attributes.map { try MeasuredAttribute($0) }, endUser: endUser,
        announcedBy: try announcedBy.map { try CivilDay($0) })
    var hit = ControlHit()
    hit.add(.item, decided: true)
    return try ItemJudgement(dossier: dossier, hit: hit, query: query, names: [destination])
}
