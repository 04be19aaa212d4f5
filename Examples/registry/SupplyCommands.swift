import ArgumentParser
import RegistryTerminal
import ResourceRegistry

struct ConcentrationCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "concentration", abstract: "How a mineral's production in a year is spread over countries, stage by stage.",
        discussion: "JSON is one object for each stage, one on a line. Shares are fractions, the HHI is on the 0-10,000 scale.")
    @Argument(help: "The mineral's id: gallium.") var mineral: String
    @Option(help: "The year.") var year: Int
    @Option(help: "Only this stage (mine, refinery …), or this group of stages (mine, refining, product).") var stage: String?
    @Option(help: "Also show which share stood under an export control on this day.") var on: String?
    @OptionGroup var common: CommonOptions

    func run() throws {
        let day = try on.map { try CivilDay($0) }
        let (tables, controlled) = try common.reading().read { registry in
            (
                try registry.supply.concentration(of: mineral, year: year, stage: stage),
                try day.map { try registry.controlledSupply(of: mineral, on: $0, year: year, stage: stage) }
            )
        }
        for (index, table) in tables.enumerated() {
            if index > 0, common.format != .json { Output.line("") }
            var fields: [(String, Cell)] = [
                ("mineral", .text(table.mineral)), ("stage", .text(table.stage.name)), ("stage_group", .text(table.stage.group.rawValue)),
                ("year", .integer(table.year)), ("basis", Cell(table.basis?.asGiven)), ("unit", Cell(table.unit?.symbol)),
                ("hhi", .bounds(table.hhi.value, table.hhi.low, table.hhi.high)), ("coverage", Cell(table.hhi.coverage)),
                ("reason", Cell(table.hhi.reason)),
                (
                    "shares",
                    .list(
                        table.shares.map { share in
                            var country: String?
                            if case .country(let code) = share.kind { country = code.text }
                            return .object([
                                ("country", Cell(country)), ("place", country == nil ? "other" : "country"), ("share", Cell(share.value)),
                                ("low", .real(share.low)), ("high", .real(share.high)),
                            ])
                        })
                ),
                ("estimated", .flag(table.isEstimated)), ("findings", Cell(table.findings)), ("method", .text(table.hhi.method)),
                ("version", .integer(table.hhi.version)), ("confidence", .text(table.citation.confidence.rawValue)),
                ("sources", Cell(table.citation.sources)),
            ]
            if let parts = controlled?.first(where: { $0.table.stage == table.stage })?.parts {
                fields.append(("under_control", .list(parts.map(Self.cell))))
            }
            Document(fields: fields).write(common.format)
        }
    }

    private static func cell(_ part: ControlledSupply.Part) -> Cell {
        .object([
            ("requirement", .text(part.requirement.rawValue)), ("share", Cell(part.share)), ("low", .real(part.low)),
            ("high", .real(part.high)),
            ("general", .flag(part.isGeneral)), ("uncertain", .flag(part.isUncertain)), ("countries", Cell(part.countries.map(\.text))),
            ("items", Cell(part.items)),
        ])
    }
}

struct RelianceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reliance", abstract: "How far economies live on imports of a mineral, and who supplies them. In percent.")
    @Argument(help: "The mineral's id: antimony.") var mineral: String
    @Option(help: "Only this importer: US, EU.") var importer: String?
    @OptionGroup var common: CommonOptions

    func run() throws {
        let importer = try importer.map { try CountryCode($0) }
        let (statements, shares) = try common.reading().read { registry in
            (
                try registry.dependence.reliance(mineral: mineral, importer: importer),
                try registry.dependence.shares(mineral: mineral, importer: importer)
            )
        }
        let reliance = statements.map { line in
            Cell.object([
                ("importer", .text(line.importer.text)), ("year", .integer(line.year)), ("form", Cell(line.form)),
                ("percent", Cell(line.figure.figure?.amount?.doubleValue)), ("qualifier", .text(line.figure.qualifier)),
                ("indicator", .text(line.indicator.rawValue)), ("denominator", .text(line.denominator)),
                ("estimated", .flag(line.isEstimated)),
                ("note", Cell(line.note)), ("confidence", .text(line.citation.confidence.rawValue)),
                ("sources", Cell(line.citation.sources)),
            ])
        }
        let suppliers = shares.map { share in
            Cell.object([
                ("importer", .text(share.importer.text)), ("supplier", .text(share.supplierText)), ("form", Cell(share.form)),
                ("percent", Cell(share.percent.amount?.doubleValue)), ("qualifier", .text(share.percent.qualifier)),
                ("from", .integer(share.firstYear)), ("to", .integer(share.lastYear)), ("denominator", .text(share.denominator)),
                ("note", Cell(share.note)), ("confidence", .text(share.citation.confidence.rawValue)),
                ("sources", Cell(share.citation.sources)),
            ])
        }
        Document(fields: [("mineral", .text(mineral)), ("reliance", .list(reliance)), ("suppliers", .list(suppliers))]).write(common.format)
    }
}
