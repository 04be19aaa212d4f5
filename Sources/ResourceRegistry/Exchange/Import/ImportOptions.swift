/// How a survey file is imported.
public struct ImportOptions: Sendable {
    /// The encoding of tables; nil is that of the format.
    public var encoding: CSVEncoding?
    /// Where faulty records are set aside with reasons; nil: one faulty record refuses the whole import.
    public var rejects: String?
    /// Whether only a report is made and nothing is kept.
    public var isDryRun: Bool
    /// Whether no changeset is kept: history starts after this import, and nothing before it can be seen again.
    public var startsHistory: Bool
    /// Told now and then how far the import is.
    public var progress: (@Sendable (ImportProgress) -> Void)?

    /// Options; by default a faulty record refuses the import, what is read is kept, and so is its changeset.
    public init(
        encoding: CSVEncoding? = nil, rejects: String? = nil, isDryRun: Bool = false, startsHistory: Bool = false,
        progress: (@Sendable (ImportProgress) -> Void)? = nil
    ) {
        self.encoding = encoding
        self.rejects = rejects
        self.isDryRun = isDryRun
        self.startsHistory = startsHistory
        self.progress = progress
    }
}

/// How far an import is.
public struct ImportProgress: Hashable, Sendable {
    /// How many records have been read so far.
    public let records: Int
    /// The share of the files' bytes that was read, 0…1; nil where their size is not known (a pipe).
    public let fraction: Double?

    init(records: Int, bytesRead: Int64, bytesTotal: Int64?) {
        self.records = records
        fraction = bytesTotal.flatMap { $0 > 0 ? min(1, Double(bytesRead) / Double($0)) : nil }
    }
}

/// The source formats of deposits.
public enum DepositFormat: String, Sendable, CaseIterable {
    /// The flat file of the Mineral Resources Data System of the USGS, 46 columns.
    case mrds
    /// The relational tables of the same, tab-delimited: a folder, or its files.
    case mrdsTables = "mrds-tables"
    /// A flat table of mineral sites of several databases.
    case sites
    /// MinMod JSON: arrays of sites with estimates, and the tables of entities that their URIs name.
    case minmod
    /// Tables of the lithium deposits of the United States, USGS doi:10.5066/P9ZKRWQF.
    case usgsLithium = "usgs-lithium"
    /// GeoJSON (RFC 7946), a collection or one feature a line.
    case geojson
}
