internal import Glibc
internal import RegistrySQLite

/// What an import of the Mineral Commodity Summaries did.
public struct USGSImportReport: Hashable, Sendable {
    /// What the files held, and what was mended and reported.
    public internal(set) var reading = USGSReport()
    /// Facts that were not there.
    public internal(set) var added = 0
    /// Facts that stood there as this edition states them, but with another amount: the file's amount stands now.
    public internal(set) var corrected = 0
    /// Facts that stood there just so, from this edition or another one.
    public internal(set) var unchanged = 0
    /// Facts whose older value gave way to this edition's, and is kept beside it.
    public internal(set) var restated = 0
    /// Older values than the held ones, kept beside them.
    public internal(set) var keptBeside = 0
    /// The first 20 restatements and the first 20 corrections: id, older and newer amount.
    public internal(set) var changes: [String] = []

    static let mostShown = 20
}

extension Registry {
    /// Loads world tables of the Mineral Commodity Summaries as one revision.
    ///
    /// The newest edition that states a fact stands; values of older editions are kept beside it as restatements, whichever is loaded first.
    ///
    /// - Parameters:
    ///   - paths: files of any edition, and folders: of these all world tables are read, at any depth, and other tables named in the report.
    ///   - author: who loads them.
    ///   - reason: why, for the log.
    /// - Returns: what was read and changed, and the revision, nil where nothing changed.
    /// - Throws: `CSVError` with file, line and column, and nothing is kept then; `RegistryError.factsMissing` when the reference facts,
    ///   which hold the names of minerals and countries and the editions as sources, were not loaded before.
    @discardableResult
    public func importUSGS(
        _ paths: [String], author: String, reason: String
    ) throws -> (report: USGSImportReport, revision: Revision?) {
        let (report, revision) = try revise(reason: reason, author: author, dataset: "usgs-mcs") { editor in
            let references = editor.references
            var report = USGSImportReport()
            let supply = SupplyRepository(references: references)
            var sources: Set<String> = []
            var reading = USGSReport()
            try USGSImport.read(paths, connection: references.connection, report: &reading) { statement in
                if let source = statement.fact.citation.sources.first, sources.insert(source).inserted {
                    try USGSImport.requireSource(source, edition: statement.edition, references)
                }
                try report.take(statement.fact, into: supply)
            }
            report.reading = reading
            return report
        }
        return (report, revision)
    }
}

extension RegistryReader {
    /// Reads world tables of the Mineral Commodity Summaries with the names that the registry holds, and changes nothing.
    ///
    /// - Parameters:
    ///   - paths: files of any edition, and folders.
    ///   - body: takes each statement in the order of the files.
    /// - Returns: what the files held, and what was mended and reported.
    /// - Throws: `CSVError` with file, line and column; `RegistryError.factsMissing`; and what `body` throws.
    public func readUSGS(_ paths: [String], _ body: (USGSStatement) throws -> Void) throws -> USGSReport {
        var report = USGSReport()
        try USGSImport.read(paths, connection: references.connection, report: &report) { try body($0) }
        return report
    }
}

enum USGSImport {
    static func read(
        _ paths: [String], connection: Connection, report: inout USGSReport, _ body: (USGSStatement) throws -> Void
    ) throws {
        let words = try SourceVocabulary(connection: connection)
        var interpreter = USGSInterpreter(
            mineral: { words.mineral($0, mayBeCut: false)?.mineral }, country: { words.country($0)?.code })
        for path in paths {
            guard let files = tables(inFolder: path, depth: 0) else {
                try read(path, &interpreter, report: &report, body)
                continue
            }
            for file in files {
                do {
                    try read(file, &interpreter, report: &report, body)
                } catch let fault as CSVError {
                    // A release holds other tables beside those of the world.
                    guard fault.kind == .header, fault.line == 1 else { throw fault }
                    report.otherFiles.append(file)
                }
            }
        }
    }

    private static func read(
        _ path: String, _ interpreter: inout USGSInterpreter, report: inout USGSReport, _ body: (USGSStatement) throws -> Void
    ) throws {
        func hand(_ statement: USGSStatement) throws {
            do {
                try body(statement)
            } catch let fault as InvalidValue {
                throw CSVError(
                    .value, file: statement.file, line: statement.line, column: statement.column, text: fault.text,
                    message: "not a valid \(fault.kind), expected \(fault.expected)")
            }
        }
        try USGSReader.read(path, report: &report) { cell, report in
            for statement in try interpreter.take(cell, report: &report) { try hand(statement) }
        }
        for statement in interpreter.finishFile(report: &report) { try hand(statement) }
    }

    /// The CSV files of a folder and its folders by name; nil where the path is no folder.
    private static func tables(inFolder path: String, depth: Int) -> [String]? {
        guard depth < 8, let folder = opendir(path) else { return nil }
        defer { closedir(folder) }
        var found: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            if name.hasPrefix(".") { continue }
            let inner = "\(path)/\(name)"
            if let deeper = tables(inFolder: inner, depth: depth + 1) {
                found += deeper
            } else if name.lowercased().hasSuffix(".csv") {
                found.append(inner)
            }
        }
        return found.sorted()
    }

    /// Editions that the reference facts do not know become sources of their own. The summaries come out in January or February.
    static func requireSource(_ id: String, edition: Int, _ references: References) throws {
        let sources = SourceRepository(references: references)
        if try sources.find(id) != nil { return }
        _ = try sources.save(
            Source(
                id: id, title: "Mineral Commodity Summaries \(edition) data release (world tables)",
                publisher: "U.S. Geological Survey, National Minerals Information Center", published: try CivilDate("\(edition)"),
                url: "https://www.usgs.gov/centers/national-minerals-information-center/mineral-commodity-summaries",
                licence: "US public domain",
                howSeen: "opened: data file"))
    }
}

extension USGSImportReport {
    fileprivate mutating func take(_ fact: SupplyFact, into supply: SupplyRepository) throws {
        if let held = try supply.find(fact.id), held.citation.sources == fact.citation.sources {
            // The same edition was read before, perhaps with better remarks: only another amount is news.
            if held.figure == fact.figure && held.unit == fact.unit {
                unchanged += 1
                return
            }
            corrected += 1
            var mended = fact
            mended.otherValues = held.otherValues
            try supply.save(mended)
            note(corrected, fact, held.figure, held.unit)
            return
        }
        switch try supply.restate(fact) {
        case .added: added += 1
        case .unchanged: unchanged += 1
        case .keptBeside: keptBeside += 1
        case .restated(let older):
            restated += 1
            note(restated, fact, older.figure, older.unit)
        }
    }

    private mutating func note(_ count: Int, _ fact: SupplyFact, _ figure: SupplyFigure, _ unit: UnitOfMeasure) {
        guard count <= Self.mostShown else { return }
        changes.append("\(fact.id): \(figure.words) \(unit) became \(fact.figure.words) \(fact.unit)")
    }
}

extension SupplyFigure {
    /// The number with its limit, or the word: `< 100`, `withheld`.
    fileprivate var words: String {
        switch self {
        case .exactly(let amount): amount.description
        case .lessThan(let amount): "< \(amount)"
        case .moreThan(let amount): "> \(amount)"
        case .between(let low, let high): "\(low) to \(high)"
        case .small, .large, .withheld, .notAvailable, .notApplicable, .includedElsewhere: qualifier
        }
    }
}
