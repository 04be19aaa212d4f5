import ArgumentParser
import RegistrySQLite
import RegistryTerminal
import ResourceRegistry

struct MigrateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Bring a registry file to the schema of this program.",
        subcommands: [Up.self, Status.self, Plan.self, Rehearse.self, Verify.self])

    struct Up: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Run the pending migrations; makes the file if it is missing.",
            discussion: "registry migrate up --database registry.sqlite")
        @OptionGroup var common: CommonOptions
        @Flag(help: "Make no backup of the file first.") var noBackup = false
        @Option(help: "Stop after this migration.") var to: Int?

        func run() throws {
            let report = try Registry.migrate(try common.plainPath(), to: to, backup: !noBackup)
            Listing.applied(report.applied).write(common.format, empty: "nothing to do: the schema is up to date")
            if let backup = report.backupPath { Output.note("backup: \(backup)") }
        }
    }

    struct Status: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show which migrations were applied. Writes nothing.", discussion: "registry migrate status")
        @OptionGroup var common: CommonOptions

        func run() throws {
            Listing(
                columns: ["version", "migration", "state", "applied_at"],
                rows: try Registry.migrationStatus(try common.plainPath()).map {
                    [.integer($0.version), .text($0.name)] + Self.cells(of: $0.state)
                }
            ).write(common.format)
        }

        private static func cells(of state: MigrationStatus.State) -> [Cell] {
            switch state {
            case .applied(let at, _): ["applied", .text(at)]
            case .pending: ["pending", nil]
            case .changed(let diff): [.text("changed: \(diff)"), nil]
            case .missing: ["not known to this program", nil]
            }
        }
    }

    struct Plan: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show which migrations would run. Writes nothing.", discussion: "registry migrate plan")
        @OptionGroup var common: CommonOptions

        func run() throws {
            let pending = try Registry.migrationStatus(try common.plainPath()).filter { $0.state == .pending }
            Listing(columns: ["version", "migration"], rows: pending.map { [.integer($0.version), .text($0.name)] }).write(
                common.format, empty: "nothing to run: the schema is up to date")
        }
    }

    struct Rehearse: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Run the pending migrations on a copy and show what they change.", discussion: "registry migrate rehearse")
        @OptionGroup var common: CommonOptions

        func run() throws {
            let report = try Registry.rehearseMigrations(try common.plainPath())
            Listing.applied(report.applied).write(common.format, empty: "nothing to run: the schema is up to date")
            for line in report.schemaDifference { Output.line(line) }
            Listing(
                columns: ["table", "rows_before", "rows_after"],
                rows: report.rowCounts.map { [.text($0.table), Cell($0.before.map { Int($0) }), Cell($0.after.map { Int($0) })] }
            ).write(common.format)
        }
    }

    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compare the file's schema and the text of its migrations with this program's. Writes nothing.",
            discussion: "registry migrate verify")
        @OptionGroup var common: CommonOptions

        func run() throws {
            let report = try Registry.check(try common.plainPath())
            let findings = report.findings.filter { ["integrity", "foreign_key", "migration", "schema"].contains($0.kind) }
            Listing(columns: ["kind", "finding"], rows: findings.map { [.text($0.kind), .text($0.text)] }).write(
                common.format, isWide: true, empty: "sound")
            if !findings.isEmpty { throw ExitCode(1) }
        }
    }
}

extension Listing {
    /// Migrations that were run.
    fileprivate static func applied(_ migrations: [MigrationReport.Applied]) -> Listing {
        Listing(
            columns: ["version", "migration", "milliseconds"],
            rows: migrations.map { [.integer($0.version), .text($0.name), .integer(Int($0.durationNanoseconds / 1_000_000))] })
    }
}
