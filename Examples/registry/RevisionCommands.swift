import ArgumentParser
import RegistryTerminal
import ResourceRegistry

struct LogCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log", abstract: "List the revisions, oldest first.", discussion: "registry log --format json")
    @OptionGroup var common: CommonOptions

    func run() throws {
        Listing.log(try common.reading().log(), isWhole: common.format == .json).write(common.format)
    }
}

struct DiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "What differs between the registry as known at two revisions.",
        discussion: """
            registry diff 1 2
            registry diff 1 2 --table same_as_judgement --format json
            """)
    @Argument(help: "The revision that is compared with.") var from: Int
    @Argument(help: "The revision that is compared.") var to: Int
    @Option(help: "Only this table of facts. May be repeated.") var table: [String] = []
    @OptionGroup var common: CommonOptions

    func run() throws {
        let rows = try common.reading().difference(from: from, to: to, tables: Set(table)).rows
        (common.format == .json ? Listing.columns(of: rows) : Listing.difference(rows)).write(common.format)
    }
}

struct RevertCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revert", abstract: "Undo one revision by a new one; refused where its rows were changed since.",
        discussion: "registry revert 2 --reason \"two deposits after all\"")
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
        commandName: "as-known", abstract: "Run a command on the registry as it was known at a revision, on a day or at a moment.",
        discussion: """
            registry as-known 1 -- screen --from CN --to US --on 2025-12-01 --code 8112929010
            registry as-known 2 -- deposit bayan-obo
            """)
    @Argument(help: "The number of a revision, a day (its end, UTC), or a moment: 2026-11-24T08:00:00Z.") var moment: String
    @Argument(parsing: .postTerminator, help: "The command, as it is written without `as-known`.") var command: [String] = []
    @OptionGroup var common: CommonOptions

    func validate() throws {
        if command.isEmpty { throw ValidationError("say after -- which command to run: registry as-known 1 -- controls") }
    }

    func run() throws {
        CommonOptions.moment = try Self.moment(moment)
        if let database = common.database { CommonOptions.outerDatabase = database }
        var inner = try RegistryCommand.parseAsRoot(command)
        try inner.run()
    }

    private static func moment(_ text: String) throws -> Registry.Moment {
        if let number = Int(text) { return .revision(number) }
        guard let day = try? CivilDay(text) else { return .instant(try Instant(text)) }
        // The end of a day; today has not ended.
        let now = Instant.now()
        return .instant(now.day == day ? now : try Instant("\(day)T23:59:59.999Z"))
    }
}

struct PublishCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish", abstract: "Write a release: the full file, the delta since the release before, and a manifest.",
        discussion: """
            registry publish --to releases
            registry judge bayan-obo maoniuping different --reason \"far apart\"
            registry publish --to releases
            The second release comes with the delta from the first.
            """)
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
        commandName: "apply", abstract: "Bring a copy to a newer release by a delta that `publish` wrote; whole or not at all.",
        discussion: "registry apply releases/delta-r3-r4.rrdelta")
    @Argument(help: "The delta.") var delta: String
    @OptionGroup var common: CommonOptions

    func run() throws {
        let report = try common.changing().apply(delta)
        Listing.applied(report.revisions).write(common.format, empty: nil)
        Output.note(report.revisions.isEmpty ? "nothing to do: revision \(report.newest) is held" : "revision \(report.newest)")
    }
}
