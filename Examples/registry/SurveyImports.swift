import ArgumentParser
import RegistryTerminal
import ResourceRegistry

/// An import of a survey file: the formats differ in their names and in nothing else that a person tells.
protocol SurveyImport: ParsableCommand {
    static var source: DepositFormat { get }
    static var about: String { get }
    static var example: String { get }
    var survey: SurveyFiles { get }
}

extension SurveyImport {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: source.rawValue, abstract: "Load deposits from \(about).",
            discussion: "registry import \(source.rawValue) \(example)")
    }

    func run() throws { try survey.load(Self.source) }
}

/// What every import of a survey file is told.
struct SurveyFiles: ParsableArguments {
    @Argument(help: "The files; a folder stands for the files of the format in it.") var paths: [String]
    @Flag(help: "Report what would change and keep nothing.") var dryRun = false
    @Flag(help: "Set faulty records aside instead of refusing the import.") var skipInvalid = false
    @Option(help: "The CSV file for records that are set aside.") var rejects: String?
    @Option(help: "The encoding of tables: utf-8 or windows-1252.") var encoding: CSVEncoding?
    @Option(help: "Why, for the log.") var reason: String?
    @Flag(help: "Keep no changeset: history starts after this revision.") var baseline = false
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard skipInvalid == (rejects != nil) else { throw ValidationError("--skip-invalid and --rejects FILE go together") }
    }

    func load(_ source: DepositFormat) throws {
        let progress = Progress()
        let options = ImportOptions(
            encoding: encoding, rejects: rejects, isDryRun: dryRun, startsHistory: baseline,
            progress: { progress.show($0.records, fraction: $0.fraction) })
        let (report, revision) = try common.changing().importDeposits(
            source, from: paths, author: currentUser(), reason: reason ?? "import \(source.rawValue) from \(paths[0])", options: options)
        Progress.clear()
        Document(fields: report.fields).write(common.format)
        let nothing = dryRun ? "dry run: nothing was kept" : "nothing changed: no revision was made"
        Output.note(revision.map { "revision \($0.number)" } ?? nothing)
    }
}

struct ImportMRDS: SurveyImport {
    static let (source, about) = (DepositFormat.mrds, "the flat file of the Mineral Resources Data System (USGS)")
    static let example = "mrds.csv --skip-invalid --rejects rejects.csv"
    @OptionGroup var survey: SurveyFiles
}

struct ImportMRDSTables: SurveyImport {
    static let (source, about) = (DepositFormat.mrdsTables, "the tab-delimited tables of the Mineral Resources Data System (USGS)")
    static let example = "mrds-tables"
    @OptionGroup var survey: SurveyFiles
}

struct ImportSites: SurveyImport {
    static let (source, about) = (DepositFormat.sites, "a flat table of mineral sites of several databases")
    static let example = "sites.csv --dry-run"
    @OptionGroup var survey: SurveyFiles
}

struct ImportMinMod: SurveyImport {
    static let (source, about) = (DepositFormat.minmod, "MinMod JSON: sites with estimates, and the tables that their URIs name")
    static let example = "minmod"
    @OptionGroup var survey: SurveyFiles
}

struct ImportLithium: SurveyImport {
    static let (source, about) = (DepositFormat.usgsLithium, "tables of the lithium deposits of the United States (USGS)")
    static let example = "lithium"
    @OptionGroup var survey: SurveyFiles
}

struct ImportGeoJSON: SurveyImport {
    static let (source, about) = (DepositFormat.geojson, "GeoJSON: a collection, or one feature a line")
    static let example = "sites.geojson --dry-run"
    @OptionGroup var survey: SurveyFiles
}
