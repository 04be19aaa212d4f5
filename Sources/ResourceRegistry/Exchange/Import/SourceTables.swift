/// The tables of an import, read one after another as if they were one.
///
/// A table is known by its header, not by its name. What a format needs of it (its kind, the places of its columns) is a `Plan`.
final class SourceTables<Plan> {
    private let open: (borrowing CSVReader) throws -> (order: Int, plan: Plan)?
    private let options: CSVOptions
    private var waiting: [String]
    private var reader: CSVReader?
    private var plan: Plan?
    private var finished: Int64 = 0

    /// Files whose header is none of the format's.
    let unused: [String]
    let bytesTotal: Int64?

    /// Looks at the headers of all files.
    ///
    /// - Parameters:
    ///   - files: their paths.
    ///   - options: how they are read.
    ///   - plan: what the format needs of a table, and its place in the order of reading; nil for a table that it does not use.
    /// - Throws: `CSVError` for a file that cannot be opened; what `plan` throws.
    init(
        _ files: [String], options: CSVOptions, plan: @escaping (borrowing CSVReader) throws -> (order: Int, plan: Plan)?
    ) throws {
        open = plan
        self.options = options
        bytesTotal = SourceFiles.size(of: files)
        // A pipe can be opened only once; alone it needs no order.
        if bytesTotal == nil, files.count == 1 {
            (waiting, unused) = (files, [])
            return
        }
        var known: [(order: Int, file: String)] = []
        var others: [String] = []
        for file in files {
            let reader = try CSVReader(path: file, options: options)
            if let found = try plan(reader) { known.append((found.order, file)) } else { others.append(file) }
        }
        waiting = known.enumerated().sorted { ($0.element.order, $0.offset) < ($1.element.order, $1.offset) }.map(\.element.file)
        unused = others
    }

    /// A table that is in memory already.
    init(bytes: [UInt8], name: String, options: CSVOptions, plan: (borrowing CSVReader) throws -> Plan) throws {
        open = { _ in nil }
        self.options = options
        (waiting, unused, bytesTotal) = ([], [], Int64(bytes.count))
        let reader = try CSVReader(bytes: bytes, name: name, options: options)
        self.plan = try plan(reader)
        self.reader = consume reader
    }

    /// The next record with the plan of its table; nil behind the last table.
    ///
    /// - Throws: `CSVError` for a faulty row.
    func next() throws -> (plan: Plan, record: CSVRecord)? {
        while true {
            if let plan, let record = try reader?.next() { return (plan, record) }
            finished += reader?.bytesRead ?? 0
            reader = nil
            guard !waiting.isEmpty else { return nil }
            let next = try CSVReader(path: waiting.removeFirst(), options: options)
            plan = try open(next)?.plan
            reader = consume next
        }
    }

    var canGoOn: Bool { !(reader?.isStopped ?? true) }
    var bytesRead: Int64 { finished + (reader?.bytesRead ?? 0) }

    /// The row read last, written anew.
    var lastRecord: String {
        guard let fields = reader?.lastFields else { return "" }
        let delimiter = reader?.delimiter ?? .comma
        return String(CSVWriter(delimiter: delimiter, raw: true).row(fields.map { .text($0) }).dropLast())
    }
}
