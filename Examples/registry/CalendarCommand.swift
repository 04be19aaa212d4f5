import ArgumentParser
import RegistryTerminal
import ResourceRegistry

struct CalendarCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calendar", abstract: "What starts, ends, is suspended and revives; both days included, also in the future.",
        discussion: "registry calendar --from-day 2025-11-01 --to-day 2026-12-31 --issuer CN")
    @Option(help: "The first day.") var fromDay: String
    @Option(help: "The last day.") var toDay: String
    @Option(help: "Only acts of this country, or of the EU.") var issuer: String?
    @Option(help: "Only items that contain this mineral.") var mineral: String?
    @Option(help: "As announced by this day: acts published later are left out.") var announcedBy: String?
    @OptionGroup var common: CommonOptions

    func run() throws {
        let registry = try common.reading()
        let query = try CalendarQuery(
            from: CivilDay(fromDay), to: CivilDay(toDay), filter: ControlFilter(issuer: registry.country(issuer), mineral: mineral),
            announcedBy: announcedBy.map { try CivilDay($0) })
        Listing.calendar(try registry.calendar(query)).write(common.format)
    }
}
