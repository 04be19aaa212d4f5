import ArgumentParser
import RegistryReferenceData
import ResourceRegistry

struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Load facts: one import is one revision, whole or not at all.",
        subcommands: [Reference.self])

    struct Reference: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Load the facts shipped with this program.")
        @OptionGroup var common: CommonOptions
        @Option(help: "Why, for the log.") var reason = "load the reference facts"

        func run() throws {
            let (report, revision) = try common.changing().load(ReferenceFacts(), author: currentUser(), reason: reason)
            Listing(
                columns: ["table", "added", "changed", "removed", "unchanged"],
                rows: report.counts.sorted { $0.key < $1.key }.map { kind, count in
                    [.text(kind), .integer(count.added), .integer(count.changed), .integer(count.removed), .integer(count.unchanged)]
                }
            ).write(common.format)
            for change in report.changes.prefix(20) {
                Output.note("changed: \(change.kind) \(change.id): \(change.columns.joined(separator: ", "))")
            }
            for removal in report.removals.prefix(20) { Output.note("removed: \(removal.kind) \(removal.id)") }
            Output.note(revision.map { "revision \($0.number)" } ?? "nothing changed: no revision was made")
        }
    }
}
