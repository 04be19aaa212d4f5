import ArgumentParser
import RegistryTerminal
import ResourceRegistry

struct MineralsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "minerals", abstract: "List minerals.",
        discussion: """
            registry minerals --class rare-scattered
            registry minerals --list us-cm-2025
            Classes: rare-earth, rare-metal, rare-scattered (in a scheme; the default scheme is named with the answer).
            """)
    @Option(name: .customLong("class"), help: "Only members of this resource class.") var resourceClass: String?
    @Option(help: "The scheme in which the class is looked up.") var scheme: String?
    @Option(help: "Only minerals that this official list names, directly or through a group.") var list: String?
    @OptionGroup var common: CommonOptions

    func run() throws {
        let filter = MineralFilter(resourceClass: try resourceClass.map { try ResourceClass($0) }, scheme: scheme, list: list)
        let (minerals, usedScheme) = try common.reading().read { registry in
            (try registry.minerals.list(filter).entries, try scheme ?? registry.classifications.schemes().first)
        }
        Listing.minerals(minerals, inClass: resourceClass, scheme: usedScheme).write(common.format)
    }
}

struct MineralCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mineral", abstract: "Show one mineral.",
        discussion: """
            registry mineral gallium
            registry mineral rare-earths --chain
            """)
    @Argument(help: "Its id: gallium.") var slug: String
    @Flag(help: "Show its way from deposits over estimates, projects and capacity to production instead.") var chain = false
    @OptionGroup var common: CommonOptions

    func run() throws {
        let registry = try common.reading()
        let document =
            chain ? try registry.read { try $0.chain(of: slug) }.document : try registry.read { try $0.dossier(ofMineral: slug) }.document
        document.write(common.format)
    }
}
