internal import RegistrySQLite

/// Brings the registry's deposits to what the records of a source say.
///
/// One import is one revision: a faulty record refuses all of it, or is set aside with its reason. What is remembered of the
/// records is one bit for each.
struct DepositImport {
    private static let progressStep = 1000

    private let options: ImportOptions
    private let references: References
    private var writer: ImportWriter
    private var batch: DepositBatch
    private var deferred: DeferredIndexes?
    private var nextTold = progressStep
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
        self.references = references
        batch = DepositBatch(held: try references.connection.first("SELECT count(*) FROM deposit") { try $0.int(0) } ?? 0)
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
            if report.read >= nextTold { tell(format) }
        }
        try writeWaiting(format)
        guard report.read > 0 else { throw ImportError.nothingToRead(unused: format.unused) }
        tell(format)
        for file in format.unused { report.notStored[file, default: 0] += 1 }
        try deferred?.restore()
        try writer.missing(dataset: Format.dataset) { report.noteMissing($0) }
        try rejects?.commit()
        return report
    }

    private mutating func tell(_ format: some ImportFormat) {
        nextTold = report.read / Self.progressStep * Self.progressStep + Self.progressStep
        options.progress?(ImportProgress(records: report.read, bytesRead: format.bytesRead, bytesTotal: format.bytesTotal))
    }

    /// Reads one record and writes it, sets it aside, or lets it wait for others; false at the end.
    private mutating func take<Format: ImportFormat>(from format: Format) throws -> Bool {
        let item: ImportItem
        do {
            guard let next = try format.next() else { return false }
            item = next
        } catch let fault as any SourceFault {
            try writeWaiting(format)
            try setAside(fault, of: nil, text: format.lastRecord, format)
            return true
        }
        let entry = (item: item, text: rejects == nil ? "" : format.lastRecord)
        let isSound = rejects != nil || item.faultyParts.isEmpty
        if isSound, batch.isWorthwhile, try writer.canWait(item, yieldingTo: Format.yieldsTo) {
            if deferred == nil { deferred = try DeferredIndexes(of: references.connection) }
            batch.add(entry)
            if batch.isFull { try writeWaiting(format) }
        } else {
            try writeWaiting(format)
            try write(entry, format)
        }
        return true
    }

    /// Writes the records that wait: together, or one by one where something is wrong with one of them.
    private mutating func writeWaiting<Format: ImportFormat>(_ format: Format) throws {
        let entries = batch.take()
        guard !entries.isEmpty else { return }
        let written: [ImportWriter.Written]
        do { written = try writer.writeNew(entries.map(\.item)) } catch  where isRefusal(error) {
            batch.noteRefused(entries.count)
            for entry in entries { try write(entry, format) }
            return
        }
        for (entry, written) in zip(entries, written) { try note(written, of: entry, format) }
    }

    /// Whether an error is about a record: anything else (a full disk, Ctrl-C) ends the import.
    private func isRefusal(_ error: any Error) -> Bool {
        if let error = error as? DatabaseError {
            return error.code.primary == ResultCode.constraint.primary || error.code.primary == ResultCode.mismatch.primary
        }
        return error is RegistryError || error is InvalidValue || error is any SourceFault
    }

    /// Writes one record, or sets it aside.
    private mutating func write<Format: ImportFormat>(_ entry: DepositBatch.Entry, _ format: Format) throws {
        do {
            if rejects == nil, let part = entry.item.faultyParts.first { throw part.fault }
            // Only where the import goes on after a fault must the record's rows be undone alone.
            let written = try writer.write(entry.item, yieldingTo: Format.yieldsTo, alone: rejects != nil)
            batch.note(isNew: written.deposit?.isNew ?? false)
            try note(written, of: entry, format)
        } catch let fault as any SourceFault {
            try setAside(fault, of: entry.item, text: entry.text, format)
        }
    }

    private mutating func setAside(_ fault: any SourceFault, of item: ImportItem?, text: String, _ format: some ImportFormat) throws {
        // What was read can be set aside; behind what could not be read, reading must be able to go on.
        guard rejects != nil, fault.concernsOneRecord, item != nil || format.canGoOn else { throw fault }
        report.rejected[fault.reason, default: 0] += 1
        count(item?.file ?? fault.file)
        try rejects?.add(fault, record: text)
    }

    private mutating func count(_ file: String) {
        report.read += 1
        report.files[file, default: 0] += 1
    }

    private mutating func note(_ written: ImportWriter.Written, of entry: DepositBatch.Entry, _ format: some ImportFormat) throws {
        let item = entry.item
        count(item.file)
        if let deposit = written.deposit, let id = item.deposit?.id {
            report.note(deposit, of: id, columns: format.columns(of: deposit.changes))
        }
        for (table, outcome) in written.others { report.note(outcome, in: table) }
        report.take(item.notes)
        for note in written.notes { report.notes[note, default: 0] += 1 }
        for part in item.faultyParts {
            report.rejectedParts[part.fault.reason, default: 0] += 1
            try rejects?.add(part.fault, record: part.text)
        }
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
