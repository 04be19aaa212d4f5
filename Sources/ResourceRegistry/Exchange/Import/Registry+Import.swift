internal import RegistrySQLite

extension Registry {
    /// Loads survey files as one revision, whole or not at all.
    ///
    /// - Parameters:
    ///   - format: what the files hold.
    ///   - paths: the files; a folder stands for all files of the format below it.
    ///   - author: who loads them.
    ///   - reason: why, for the log.
    ///   - options: how; with a dry run everything is checked and nothing kept.
    /// - Returns: what was done (or would be), and the revision, nil where nothing changed.
    /// - Throws: a `SourceFault` with file, line and column, unless faulty records are set aside; `ImportError` where there is
    ///   nothing to import; `OutputError` for the file of rejects; `RegistryError.factsMissing` when the reference facts were not
    ///   loaded before. Nothing is kept then.
    @discardableResult
    public func importDeposits(
        _ format: DepositFormat, from paths: [String], author: String, reason: String, options: ImportOptions = ImportOptions()
    ) throws -> (report: ImportReport, revision: Revision?) {
        do {
            let (report, revision) = try revise(
                reason: reason, author: author, dataset: format.rawValue, startsHistory: options.startsHistory
            ) { editor in
                let references = editor.references
                try references.connection.useLargeCache()
                let report = try format.load(paths, references: references, options: options, sparing: [path])
                if options.isDryRun { throw DryRun(report: report) }
                return report
            }
            return (report, revision)
        } catch let dry as DryRun {
            return (dry.report, nil)
        }
    }

    /// Rolls everything back and carries the report out.
    private struct DryRun: Error { let report: ImportReport }
}

extension DepositFormat {
    /// Reads the files and brings the registry to what they say, inside a revision.
    fileprivate func load(
        _ paths: [String], references: References, options: ImportOptions, sparing: [String]
    ) throws -> ImportReport {
        let files = try SourceFiles.list(paths, extensions: extensions)
        let vocabulary = try SourceVocabulary(connection: references.connection)
        let table = CSVOptions(encoding: options.encoding ?? .utf8)
        var work = try DepositImport(references: references, options: options, sparing: sparing + files)
        switch self {
        case .mrds: return try work.run(MRDSFlatFormat(files: files, vocabulary: vocabulary, options: table))
        case .mrdsTables: return try work.run(MRDSTablesFormat(files: files, vocabulary: vocabulary, options: table))
        case .sites: return try work.run(SitesFormat(files: files, vocabulary: vocabulary, options: table))
        case .minmod: return try work.run(MinModFormat(files: files, vocabulary: vocabulary, options: table))
        case .usgsLithium:
            // The release is in this code page; a newer one may be told otherwise.
            let western = CSVOptions(encoding: options.encoding ?? .windows1252)
            return try work.run(LithiumFormat(files: files, vocabulary: vocabulary, options: western))
        case .geojson: return try work.run(GeoJSONFormat(files: files, vocabulary: vocabulary))
        }
    }

    /// Endings of the files that a folder stands for.
    private var extensions: [String] {
        switch self {
        case .mrds, .sites, .usgsLithium: [".csv"]
        case .mrdsTables: [".txt"]
        case .minmod: [".json", ".jsonl", ".csv"]
        case .geojson: [".geojson", ".json", ".geojsonl", ".ndjson"]
        }
    }
}
