import ArgumentParser
import RegistryTerminal
import ResourceRegistry

struct ConcentrationCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "concentration", abstract: "How a mineral's production in a year is spread over countries, stage by stage.",
        discussion: """
            registry concentration gallium --year 2024
            registry concentration gallium --year 2024 --stage primary --on 2025-12-01
            JSON is one object for each stage, one on a line; in CSV, of several stages each goes before its fields. Shares are fractions, the HHI is on the 0-10,000 scale.
            """)
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
        if common.format == .csv, tables.count > 1 {
            // One table of fields: each stage goes before the names of its own.
            return Document(fields: tables.map { ($0.stage.name, .object($0.document(controlled: controlled).fields)) }).write(.csv)
        }
        for (index, table) in tables.enumerated() {
            if index > 0, common.format != .json { Output.line("") }
            table.document(controlled: controlled).write(common.format)
        }
    }
}

struct RelianceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reliance", abstract: "How far economies live on imports of a mineral, and who supplies them. In percent.",
        discussion: "registry reliance antimony --importer US")
    @Argument(help: "The mineral's id: antimony.") var mineral: String
    @Option(help: "Only this importer: US, EU.") var importer: String?
    @OptionGroup var common: CommonOptions

    func run() throws {
        let registry = try common.reading()
        let importer = try registry.country(importer)
        let (statements, shares) = try registry.read { registry in
            (
                try registry.dependence.reliance(mineral: mineral, importer: importer),
                try registry.dependence.shares(mineral: mineral, importer: importer)
            )
        }
        Document.reliance(on: mineral, statements, shares).write(common.format)
        if common.format == .table, statements.isEmpty, shares.isEmpty { Output.note("none") }
    }
}
