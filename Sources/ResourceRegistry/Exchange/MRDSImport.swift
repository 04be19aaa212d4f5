internal import RegistrySQLite

/// Imports the flat file of the Mineral Resources Data System (MRDS) of the U.S. Geological Survey, `mrds.csv`.
///
/// One row is one deposit, `mrds-<dep_id>`. What a typed field gives back word for word is stored there; every other cell is kept
/// under its column's name as a remark, so that an edit of any cell is noticed by the next import. A cell that cannot be what its
/// column holds refuses the whole file. The file is read row by row; what is remembered of it is one bit for each record.
struct MRDSImport {
    /// Under whose name the importer files its citations.
    static let dataset = "mrds"
    /// The scheme of the identifiers it gives.
    static let scheme = "mrds"
    /// What its facts rest on.
    static let source = Source(
        id: "mrds:flat", title: "Mineral Resources Data System (MRDS), flat file", publisher: "U.S. Geological Survey",
        url: "https://mrdata.usgs.gov/mrds/", licence: "public domain", language: "en", kind: "database")

    private static let progressStep = 1000

    /// Reads the rows of `reader` and brings the registry's deposits to what they say.
    ///
    /// Deposits of an earlier file that this one does not hold are counted and left alone.
    ///
    /// - Parameters:
    ///   - reader: the file, its header read.
    ///   - connection: a connection in a revision.
    ///   - references: those of the revision, with the dataset `mrds`.
    ///   - progress: called now and again with the number of rows read.
    /// - Throws: `CSVError` with file, line and column for a faulty header, row or cell; `RegistryError.factsMissing` when the
    ///   registry knows no countries or no names of minerals. What was written until then must be rolled back.
    static func run(
        reader: inout CSVReader, into connection: Connection, references: References, progress: ((Int) -> Void)?
    ) throws -> MRDSImportReport {
        let rows = try MRDSRowReader(reader: reader, vocabulary: try MRDSVocabulary(connection: connection))
        let deposits = DepositRepository(references: references)
        var report = MRDSImportReport()
        var seen = RecordSet()
        while let record = try reader.next() {
            // A file without records is no news about the source either.
            if seen.isEmpty { _ = try SourceRepository(references: references).save(source) }
            let number = try rows.recordNumber(record)
            guard seen.insert(number) else {
                throw record.error(column: rows.recordColumn, "the file holds this record twice; keep one of the rows")
            }
            let deposit = try rows.deposit(record, number: number, report: &report)
            do {
                report.note(try deposits.write(deposit), of: deposit.id)
            } catch let fault as RegistryError {
                throw record.error(column: rows.recordColumn, fault.description)
            } catch let fault as InvalidValue {
                throw record.error(column: rows.recordColumn, fault.description)
            }
            if report.read.isMultiple(of: progressStep) { progress?(report.read) }
        }
        guard !seen.isEmpty else {
            throw CSVError(.emptyFile, file: reader.file, message: "the file has a header and no record; nothing was changed")
        }
        progress?(report.read)
        try countMissing(from: seen, in: connection, report: &report)
        return report
    }

    private static func countMissing(from seen: RecordSet, in connection: Connection, report: inout MRDSImportReport) throws {
        try connection.forEachRow(
            """
            SELECT i.record, d.slug FROM deposit_identifier i JOIN deposit d ON d.id = i.deposit_id JOIN citation c ON c.id = d.citation_id
             WHERE i.scheme = ?1 AND c.dataset = ?2 ORDER BY i.record
            """, [.text(scheme), .text(dataset)]
        ) { row in
            if let number = Int64(try row.string(0)), seen.contains(number) { return }
            report.noteMissing(try row.string(1))
        }
    }
}

extension Registry {
    /// Loads the flat file of MRDS as one revision.
    ///
    /// - Parameters:
    ///   - path: the CSV file.
    ///   - author: who loads it.
    ///   - reason: why, for the log.
    ///   - progress: told how many records were read, now and then.
    /// - Throws: `CSVError` with file, line and column; nothing is kept then. `RegistryError.factsMissing` when the reference
    ///   facts were not loaded before.
    @discardableResult
    public func importMRDS(
        _ path: String, author: String, reason: String, progress: ((Int) -> Void)? = nil
    ) throws -> (report: MRDSImportReport, revision: Revision?) {
        let (report, revision) = try revise(reason: reason, author: author, dataset: MRDSImport.dataset) { editor in
            var reader = try CSVReader(path: path)
            let references = editor.references
            return try MRDSImport.run(reader: &reader, into: references.connection, references: references, progress: progress)
        }
        return (report, revision)
    }
}
