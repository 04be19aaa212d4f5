import RegistrySQLite
import ResourceRegistry

// What a server does with its registry before it answers anybody: look, rehearse, migrate, open.

let path = CommandLine.arguments.dropFirst().first ?? "registry.sqlite"

// For show: a file that an older release left behind. A server has its own.
try Registry.migrate(path, to: 2)

let pending = try Registry.migrationStatus(path).filter { $0.state == .pending }
print("the first migration that waits: \(pending.first?.name ?? "none")")

// On a copy first, the file itself is only read: what would become of the rows?
for table in try Registry.rehearseMigrations(path).rowCounts {
    guard let before = table.before, let after = table.after, after < before else { continue }
    print("\(table.table) would lose \(before - after) rows")
}

// Whole or not at all, with a verified copy of the file beside it.
let report = try Registry.migrate(path)
print("all that waited were run: \(report.applied.map(\.version) == pending.map(\.version))")
print("a backup stands \(report.backupPath == nil ? "nowhere" : "beside the file")")

let registry = try Registry.open(path)
print("open; revisions: \(try registry.log().count)")
