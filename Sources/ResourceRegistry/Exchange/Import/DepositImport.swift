internal import RegistrySQLite

/// Brings the registry's deposits to what the records of a source say.
///
/// One import is one revision: a faulty record refuses all of it, or is set aside with its reason. What is remembered of the
/// records is one bit for each.
struct DepositImport {
    private static let progressStep = 1000

    private let options: ImportOptions
    private var writer: ImportWriter
    private var rejects: RejectsFile?
    private var report = ImportReport()

    /// Prepares an import.
    ///
    /// - Parameters:
    ///   - references: those of the revision, with the dataset of the format.
    ///   - options: how to import.
    ///   - sparing: files that the file of rejects must not overwrite.
    init(references: References, options: ImportOptions, sparing: [String] = []) throws {
        self.options = options
        writer = ImportWriter(references: references)
        rejects = try options.rejects.map { try RejectsFile(path: $0, sparing: sparing) }
    }

    /// Reads all records.
    ///
    /// Deposits of an earlier import that the files do not hold are counted and left alone.
    ///
    /// - Throws: a `SourceFault` for what cannot be; what was written until then must be rolled back.
    mutating func run<Format: ImportFormat>(_ format: Format) throws -> ImportReport {
        report.isDryRun = options.isDryRun
        while try take(from: format) {
            if report.read.isMultiple(of: Self.progressStep) { tell(format) }
        }
        guard report.read > 0 else { throw ImportError.nothingToRead(unused: format.unused) }
        tell(format)
        for file in format.unused { report.notStored[file, default: 0] += 1 }
        try writer.missing(dataset: Format.dataset) { report.noteMissing($0) }
        try rejects?.commit()
        return report
    }

    private func tell(_ format: some ImportFormat) {
        options.progress?(ImportProgress(records: report.read, bytesRead: format.bytesRead, bytesTotal: format.bytesTotal))
    }

    /// Reads and writes one record, or sets it aside; false at the end.
    private mutating func take<Format: ImportFormat>(from format: Format) throws -> Bool {
        var item: ImportItem?
        do {
            item = try format.next()
            guard let item else { return false }
            if rejects == nil, let part = item.faultyParts.first { throw part.fault }
            // Only where the import goes on after a fault must the record's rows be undone alone.
            let written = try writer.write(item, yieldingTo: Format.yieldsTo, alone: rejects != nil)
            note(written, of: item, format)
            for part in item.faultyParts {
                report.rejectedParts[part.fault.reason, default: 0] += 1
                try rejects?.add(part.fault, record: part.text)
            }
        } catch let fault as any SourceFault {
            guard rejects != nil, fault.concernsOneRecord, format.canGoOn else { throw fault }
            report.rejected[fault.reason, default: 0] += 1
            count(item?.file ?? fault.file)
            try rejects?.add(fault, record: format.lastRecord)
        }
        return true
    }

    private mutating func count(_ file: String) {
        report.read += 1
        report.files[file, default: 0] += 1
    }

    private mutating func note(_ written: ImportWriter.Written, of item: ImportItem, _ format: some ImportFormat) {
        count(item.file)
        if let deposit = written.deposit, let id = item.deposit?.id {
            report.note(deposit, of: id, columns: format.columns(of: deposit.changes))
        }
        for (table, outcome) in written.others { report.note(outcome, in: table) }
        report.take(item.notes)
        for note in written.notes { report.notes[note, default: 0] += 1 }
    }
}

/// An import that cannot begin.
public enum ImportError: Error, Hashable, Sendable, CustomStringConvertible {
    /// No path of a file or folder was named.
    case noPath
    /// The files hold no record; files that the format does not use are named.
    case nothingToRead(unused: [String])
    /// A folder holds no file of the format.
    case emptyFolder(path: String, extensions: [String])
    /// A folder cannot be read.
    case unreadableFolder(path: String, reason: String)

    /// One line for a person.
    public var description: String {
        switch self {
        case .noPath: return "no file is named: name the files or folders to import"
        case .nothingToRead(let unused):
            let named = unused.isEmpty ? "" : "; not of this format: " + unused.prefix(10).map { Excerpt.of($0) }.joined(separator: ", ")
            return "there is no record to import; nothing was changed\(named)"
        case .emptyFolder(let path, let extensions):
            return "\(Excerpt.of(path, limit: 1000)): the folder holds no file that ends in \(extensions.joined(separator: " or "))"
        case .unreadableFolder(let path, let reason): return "\(Excerpt.of(path, limit: 1000)): the folder cannot be read: \(reason)"
        }
    }
}
