import ArgumentParser
import RegistryTerminal
import ResourceRegistry

struct ProgrammesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "programmes", abstract: "List programmes of governments.", discussion: "registry programmes --jurisdiction CN")
    @Option(help: "Only programmes of this country, or EU.") var jurisdiction: String?
    @Option(help: "Only programmes with a line on this mineral.") var mineral: String?
    @OptionGroup var common: CommonOptions

    func run() throws {
        let registry = try common.reading()
        let jurisdiction = try registry.country(jurisdiction)
        Listing.programmes(try registry.read { try $0.programmes.list(jurisdiction: jurisdiction, mineral: mineral) }).write(common.format)
    }
}

struct ProgrammeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "programme", abstract: "Show one programme: goals with baseline, window and observed progress, funding, outcomes.",
        discussion: "registry programme cn-prospecting-2021 --on 2024-12-31")
    @Argument(help: "Its id: cn-prospecting-2021.") var id: String
    @Option(help: "Only what was known by this day (default: all that is held).") var on: String?
    @OptionGroup var common: CommonOptions

    func run() throws {
        let day = try on.map { try CivilDay($0) }
        let (programme, goals) = try common.reading().read { registry in
            let programme = try registry.programmes.require(id)
            return (programme, try registry.progress(of: programme, on: day))
        }
        programme.document(goals, on: day).write(common.format)
    }
}
