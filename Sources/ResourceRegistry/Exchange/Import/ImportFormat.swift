/// A source format: it reads records one after another and says what each of them means in this registry.
///
/// It reads in memory that does not grow with the files, writes nothing, and throws a `SourceFault` for what cannot be.
protocol ImportFormat: AnyObject {
    /// Under whose name citations are filed.
    static var dataset: String { get }
    /// Datasets of other imports that know the same records better: what those wrote is left as it is.
    static var yieldsTo: Set<String> { get }
    /// The next record, nil at the end.
    func next() throws -> ImportItem?
    /// Whether reading can go on behind the fault that was thrown last.
    var canGoOn: Bool { get }
    /// The record read last as the file has it, also when it was refused.
    var lastRecord: String { get }
    /// Bytes read so far of all files, and their size where it is known.
    var bytesRead: Int64 { get }
    var bytesTotal: Int64? { get }
    /// Leads what changed in the registry back to the columns of the file.
    func columns(of changes: [RowChange]) -> [String]
    /// Files and tables of the paths that the format does not use.
    var unused: [String] { get }
}

extension ImportFormat {
    static var yieldsTo: Set<String> { [] }
    var unused: [String] { [] }
    func columns(of changes: [RowChange]) -> [String] {
        changes.reduce(into: Set<String>()) { found, change in
            let isDeposit = change.table == DepositRepository.table.name
            found.formUnion(isDeposit ? change.columns : [change.table])
        }.sorted()
    }
}

/// One record of a source, as values of the domain.
struct ImportItem {
    /// The file it stands in.
    let file: String
    /// Makes the fault that something of the record cannot be written.
    let fault: (String) -> any SourceFault
    /// What the facts rest on, as far as it may not be held yet.
    var sources: [Source] = []
    /// The deposit that the record is, or that its facts are about.
    var deposit: Deposit?
    /// Whether the deposit only stands in for a record of which nothing but its number is known here.
    var isPlaceholder = false
    /// The shape, as a GeoJSON geometry, where it is more than a point.
    var shape: String?
    var models: [DepositModel] = []
    var estimates: [OreEstimate] = []
    /// Whether grades come in rows of their own: those that are held stay with the estimates.
    var keepsGrades = false
    var measures: [EstimateMeasure] = []
    var judgements: [SameAsJudgement] = []
    /// Parts that cannot be taken, with their text; the rest of the record can.
    var faultyParts: [(fault: any SourceFault, text: String)] = []
    var notes = RecordNotes()
}

/// What a row of its own says of one commodity of an estimate that an earlier record holds.
struct EstimateMeasure {
    let estimate: String
    /// The row's number among those of the estimate.
    let number: Int
    /// The commodity and its grade in the source's words.
    let words: String
    /// The measure; nil where the commodity fits no mineral, or the row holds no grade.
    let measure: CommodityMeasure?
}
