import ArgumentParser
import RegistryTerminal
import ResourceRegistry

struct LogCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "log", abstract: "List the revisions, oldest first.")
    @OptionGroup var common: CommonOptions

    func run() throws {
        Listing(
            columns: ["revision", "at", "author", "reason", "dataset", "source_release", "baseline", "accepted", "rows", "hash"],
            rows: try common.reading().log().map { revision in
                [
                    .integer(revision.number), .text(revision.committedAt.description), .text(revision.author), .text(revision.reason),
                    Cell(revision.dataset), Cell(revision.sourceRelease), .flag(revision.isBaseline), Cell(revision.acceptedRules),
                    .integer(revision.totalRows),
                    Cell(common.format == .json ? revision.hash : revision.hash.map { String($0.prefix(12)) }),
                ]
            }
        ).write(common.format)
    }
}

struct DiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "What differs between the registry as known at two revisions.",
        discussion: """
            registry diff 3 4
            registry diff 1 4 --table act_relation --format json
            """)
    @Argument(help: "The revision that is compared with.") var from: Int
    @Argument(help: "The revision that is compared.") var to: Int
    @Option(help: "Only this table of facts. May be repeated.") var table: [String] = []
    @OptionGroup var common: CommonOptions

    func run() throws {
        let rows = try common.reading().difference(from: from, to: to, tables: Set(table)).rows
        if common.format == .json {
            return Listing(
                columns: ["table", "id", "change", "columns"],
                rows: rows.map { row in
                    let columns = row.columns.map { Cell.object([("name", .text($0.name)), ("old", Cell($0.old)), ("new", Cell($0.new))]) }
                    return [.text(row.table), .text(row.id), .text(row.change.rawValue), .list(columns)]
                }
            ).write(.json)
        }
        // One line for each row that differs: of rows that came or went what they are, of others what it was and what it is.
        Listing(
            columns: ["what", "id", "change", "old", "new"],
            rows: rows.map { row in
                let isPlain = row.change == .changed && row.columns.count == 1
                func told(_ value: (ChangedFact.Column) -> String?) -> Cell {
                    Cell(row.columns.compactMap { column in value(column).map { isPlain ? $0 : "\(column.name) \($0)" } })
                }
                let what = row.table.replacing("_", with: " ") + (isPlain ? ": \(row.columns[0].name.replacing("_", with: " "))" : "")
                return [.text(what), .text(row.id), .text(row.change.rawValue), told(\.old), told(\.new)]
            }
        ).write(common.format)
    }
}

struct RevertCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revert", abstract: "Undo one revision by a new one; refused where its rows were changed since.")
    @Argument(help: "The revision to undo.") var revision: Int
    @Option(help: "Why, for the log.") var reason: String?
    @OptionGroup var common: CommonOptions

    func run() throws {
        let made = try common.changing().revert(revision, author: currentUser(), reason: reason)
        Output.note(made.map { "revision \($0.number)" } ?? "nothing was left to undo: no revision was made")
    }
}

struct AsKnownCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "as-known", abstract: "Run a command on the registry as it was known at a revision, or at a moment.",
        discussion: """
            registry as-known 3 -- screen --from CN --to US --on 2025-12-01 --code 8112929010
            registry as-known 2026-11-24T08:00:00Z -- controls --mineral gallium
            """)
    @Argument(help: "The number of a revision, or a moment in UTC.") var moment: String
    @Argument(parsing: .postTerminator, help: "The command, as it is written without `as-known`.") var command: [String] = []
    @OptionGroup var common: CommonOptions

    func validate() throws {
        if command.isEmpty { throw ValidationError("say after -- which command to run: registry as-known 3 -- controls") }
    }

    func run() throws {
        CommonOptions.moment = try Int(moment).map { .revision($0) } ?? .instant(try Instant(moment))
        if let database = common.database { CommonOptions.outerDatabase = database }
        var inner = try RegistryCommand.parseAsRoot(command)
        try inner.run()
    }
}

struct PublishCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish", abstract: "Write a release: the full file, the delta since the release before, and a manifest.")
    @Option(help: "The folder of the releases.") var to: String
    @OptionGroup var common: CommonOptions

    func run() throws {
        let release = try common.changing().publish(to: to)
        if common.format == .json { return Output.line(release.manifest) }
        Listing(
            columns: ["file", "bytes", "sha256"], rows: release.files.map { [.text($0.name), .integer($0.size), .text($0.sha256)] }
        ).write(common.format, isWide: true)
        Output.note("revision \(release.revision.number), content \(release.contentHash)")
    }
}

struct ApplyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply", abstract: "Bring a copy to a newer release by a delta that `publish` wrote; whole or not at all.")
    @Argument(help: "The delta.") var delta: String
    @OptionGroup var common: CommonOptions

    func run() throws {
        let report = try common.changing().apply(delta)
        Listing(
            columns: ["revision", "at", "author", "reason", "rows"],
            rows: report.revisions.map {
                [.integer($0.number), .text($0.committedAt.description), .text($0.author), .text($0.reason), .integer($0.totalRows)]
            }
        ).write(common.format)
        Output.note(report.revisions.isEmpty ? "nothing to do: revision \(report.newest) is held" : "revision \(report.newest)")
    }
}
