import ArgumentParser
import RegistryTerminal
import ResourceRegistry

struct ControlsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "controls", abstract: "List controlled items.",
        discussion: """
            registry controls --issuer CN --mineral gallium
            registry controls --on 2025-12-01 --destination US
            """)
    @Option(help: "Only items of this country's (or the EU's) acts.") var issuer: String?
    @Option(help: "Only items that contain this mineral.") var mineral: String?
    @Option(help: "The day on which the state is told; without it, only the listed dates are.") var on: String?
    @Option(help: "As announced by this day: acts published later are left out.") var announcedBy: String?
    @Option(help: "Only items that a rule lays upon this destination.") var destination: String?
    @OptionGroup var common: CommonOptions

    func run() throws {
        let registry = try common.reading()
        let query = try ControlListQuery(
            filter: ControlFilter(issuer: registry.country(issuer), mineral: mineral), day: on.map { try CivilDay($0) },
            announcedBy: announcedBy.map { try CivilDay($0) }, destination: registry.country(destination))
        Listing.controls(try registry.controls(query)).write(common.format)
    }
}

struct ControlCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "control", abstract: "Show one item, measure or act.",
        discussion: """
            registry control CN-2023-23-Ga-a
            registry control CN-2024-46
            """)
    @Argument(help: "Its id: CN-2023-23-Ga-a, CN-2024-46-c2, CN-2024-46.") var id: String
    @OptionGroup var common: CommonOptions

    func run() throws { try common.reading().read { try $0.controls.require(id) }.document.write(common.format) }
}
