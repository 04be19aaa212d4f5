import Foundation
import RegistryReferenceData
import ResourceRegistry
import Testing

private let checkout = factsFolder.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
private let surveyFolder = checkout.appendingPathComponent("../shared/data/deposits").standardizedFileURL.path

/// Every file family of `../shared/data/deposits`, against counts that a script makes by its own means.
@Suite(
    .enabled(if: FileManager.default.fileExists(atPath: surveyFolder), "../shared/data/deposits is not there"),
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/python3"), "python3 is not there"))
struct ImportingSurveyFiles {
    private static let paths: [(format: DepositFormat, path: String)] = [
        (.mrds, "mrds-us-joined.csv"), (.mrdsTables, "mrds-relational"), (.minmod, "minmod"), (.sites, "minmod-sites-flat.csv"),
        (.usgsLithium, "usgs-lithium-us"), (.geojson, "natural-earth"),
    ]

    /// The files: whole, or of tables that stand alone the beginning (`testsAreShort`).
    private static let folder = Result { testsAreShort ? try beginnings() : surveyFolder }

    private static let formats = paths.map(\.format).filter { !testsAreShort || $0 != .mrdsTables && $0 != .minmod }

    private static func beginnings() throws -> String {
        let files = FileManager.default
        let folder = files.temporaryDirectory.appendingPathComponent("registry-survey-beginnings").path
        try? files.removeItem(atPath: folder)
        for (_, path) in paths {
            let (from, to) = (surveyFolder + "/" + path, folder + "/" + path)
            try files.createDirectory(atPath: (to as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try files.copyItem(atPath: from, toPath: to)
            guard path.hasSuffix(".csv") else { continue }
            let (url, newline) = (URL(fileURLWithPath: to), UInt8(ascii: "\n"))
            let lines = try Data(contentsOf: url).split(separator: newline, maxSplits: 500)
            try Data(lines.prefix(500).joined(separator: [newline])).write(to: url)
        }
        return folder
    }

    /// What the script counts, by format; it reads all files and runs once.
    private static let counts = Result { try counted() }

    private static func counted() throws -> [String: [String: Int]] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = [checkout.appendingPathComponent("Tests/count_survey_files.py").path, try folder.get()]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return try JSONDecoder().decode([String: [String: Int]].self, from: data)
    }

    /// A report in the script's words.
    private static func figures(_ report: ImportReport) -> [String: Int] {
        var figures = ["read": report.read, "added": report.deposits.added, "rejected": report.rejectedRecords]
        for (note, count) in report.notes { figures[note.rawValue] = count }
        for (table, name) in [("deposit_model", "models"), ("ore_estimate", "estimates"), ("same_as_judgement", "judgements")] {
            figures[name] = report.others[table]?.added
        }
        return figures
    }

    @Test(arguments: formats) func theReportAgreesWithTheCount(format: DepositFormat) throws {
        let expected = try #require(try Self.counts.get()[format.rawValue])
        let path = try #require(Self.paths.first { $0.format == format }?.path)
        try withLoadedRegistry { registry, file in
            let options = ImportOptions(rejects: file + ".rejects")
            let report = try registry.importDeposits(
                format, from: [try Self.folder.get() + "/" + path], author: "test", reason: "all", options: options
            ).report
            var found = Self.figures(report)
            if format == .sites {
                // The whole Earth as a box leaves out what is not placed; 145 deposits come with the facts.
                let earth = DepositFilter(box: DepositFilter.Box(west: -180, south: -90, east: 180, north: 90))
                found["placed"] = try registry.read { try $0.deposits.list(earth) }.entries.count - 145
            }
            if format == .mrdsTables { found["above_10_gt"] = try Self.rowsAboveTenGigatonnes(registry) }
            for (name, count) in expected { #expect(found[name] ?? 0 == count, "\(format.rawValue) \(name)") }
            let findings = try Registry.check(file).findings
            #expect(findings.isEmpty)
        }
    }

    /// Rows of the table of resources with an estimate that is flagged.
    private static func rowsAboveTenGigatonnes(_ registry: Registry) throws -> Int {
        try registry.read { reader in
            var rows: Set<String> = []
            for deposit in try reader.deposits.list().entries where deposit.id.hasPrefix("mrds-") {
                for estimate in try reader.deposits.estimates(of: deposit.id)
                where estimate.flags.contains(where: { $0.kind == .implausibleTonnage }) {
                    rows.insert(estimate.id.split(separator: "/").prefix(3).joined(separator: "/"))
                }
            }
            return rows.count
        }
    }
}
