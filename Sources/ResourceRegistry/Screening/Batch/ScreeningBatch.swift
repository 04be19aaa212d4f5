/// Answers a table of shipment lines one after another: lines stay in order, memory does not grow with the table.
public struct ScreeningBatch: Sendable {
    /// How the answers are written.
    public enum Format: Sendable {
        /// The input columns, then `verdict,requirement,items,suspended,questions,warnings,error`.
        case csv
        /// One JSON object a line, with the keys of a single answer, or `{"line":…,"error":…}`.
        case jsonLines
    }

    /// What answering a table came to.
    public struct Report: Hashable, Sendable {
        /// Lines read, the header not counted.
        public internal(set) var lines = 0
        /// Lines that could not be answered.
        public internal(set) var errors = 0
        /// How many lines got each verdict.
        public internal(set) var verdicts: [Verdict: Int] = [:]
    }

    /// The columns that may stand in the input besides `attribute:NAME`.
    private static let known = [
        "id", "code", "origin", "destination", "date", "nomenclature", "mineral", "control", "item", "words", "end_user", "announced_by",
    ]
    private static let results: [String] = ["verdict", "requirement", "items", "suspended", "questions", "warnings", "error"]

    let format: Format
    /// Where a line that asks by a code alone has its cells; `nil` for a table without codes.
    let codedCells: LineCells?
    private let positions: [String: Int]
    private let attributes: [(name: String, column: Int)]
    private let header: [String]
    private let writer: CSVWriter

    /// Prepares for a table.
    ///
    /// - Throws: `CSVError` when `origin`, `destination` or `date` is missing, or a column is not known (all known ones are listed).
    public init(header reader: borrowing CSVReader, format: Format, raw: Bool = false) throws {
        header = reader.header
        self.format = format
        writer = CSVWriter(raw: raw)
        var positions: [String: Int] = [:]
        var attributes: [(String, Int)] = []
        for (index, name) in reader.header.enumerated() {
            if name.hasPrefix("attribute:") {
                attributes.append((String(name.dropFirst(10)), index))
            } else if Self.known.contains(name) {
                positions[name] = index
            } else {
                let file = reader.file
                throw CSVError(
                    .header, file: file, line: 1, column: index + 1, header: name,
                    message: "the column is not known; known are \(Self.known.joined(separator: ", ")) and attribute:NAME")
            }
        }
        let needed = try reader.columns(["origin", "destination", "date"])
        codedCells = positions["code"].map { code in
            let plain = ["id", "code", "origin", "destination", "date", "end_user"]
            return LineCells(
                code: code, origin: needed[0], destination: needed[1], date: needed[2], endUser: positions["end_user"],
                others: positions.filter { !plain.contains($0.key) }.map(\.value) + attributes.map(\.1))
        }
        self.positions = positions
        self.attributes = attributes
    }

    /// Answers all lines that are left.
    ///
    /// - Parameters:
    ///   - reader: the table.
    ///   - isStrict: stops at the first line that cannot be answered, and throws what is wrong with it.
    ///   - answer: answers one query.
    ///   - progress: told how many lines are done, every thousand.
    ///   - write: takes the output, some 64 KiB at a time.
    public func run(
        _ reader: inout CSVReader, isStrict: Bool = false, answer: (ScreeningQuery) throws -> ScreeningAnswer,
        progress: ((Int) -> Void)? = nil, write: ([UInt8]) throws -> Void
    ) throws -> Report {
        var report = Report()
        var output = headerLine
        while let row = try next(&reader) {
            report.lines += 1
            switch try append(row, to: &output, answer) {
            case .success(let verdict): report.verdicts[verdict, default: 0] += 1
            case .failure(let error):
                if isStrict { throw error }
                report.errors += 1
            }
            if output.count > 1 << 16 {
                try write(output)
                output.removeAll(keepingCapacity: true)
            }
            if report.lines.isMultiple(of: 1000) { progress?(report.lines) }
        }
        if !output.isEmpty { try write(output) }
        return report
    }

    /// A row as it was read: a row of the wrong length is answered by its error like any other.
    enum Row: Sendable {
        case record(CSVRecord)
        case fault(CSVError, fields: [String])
    }

    /// What came first in the output.
    var headerLine: [UInt8] {
        var bytes: [UInt8] = []
        if format == .csv { writer.append((header + Self.results).map { .text($0) }, to: &bytes) }
        return bytes
    }

    /// The next row; `nil` at the end. A table that cannot be read on throws.
    func next(_ reader: inout CSVReader) throws -> Row? {
        do throws(CSVError) { return try reader.next().map { .record($0) } } catch {
            if reader.isStopped { throw error }
            return .fault(error, fields: reader.lastFields)
        }
    }

    /// Answers a row and writes it down.
    func append(
        _ row: Row, to output: inout [UInt8], _ answer: (ScreeningQuery) throws -> ScreeningAnswer
    ) throws -> Result<Verdict, any Error> {
        switch row {
        case .record(let record):
            let outcome = try self.answer(record, answer)
            append(outcome, fields: record.fields, line: record.line, to: &output)
            return outcome.map(\.verdict)
        case .fault(let error, let fields):
            append(.failure(error), fields: fields, line: error.line ?? 0, to: &output)
            return .failure(error)
        }
    }

    /// Answers one line. What is wrong with the line is its own answer; what is wrong with the registry ends the run.
    func answer(
        _ record: CSVRecord, _ answer: (ScreeningQuery) throws -> ScreeningAnswer
    ) throws -> Result<ScreeningAnswer, any Error> {
        func place(_ names: String...) -> Int { names.compactMap { positions[$0] }.first ?? 0 }
        do {
            return .success(try answer(try query(of: record)))
        } catch let error as CSVError {
            return .failure(error)
        } catch let error as ScreeningError {
            return .failure(record.error(column: column(of: error), error.description))
        } catch let error as InvalidValue {
            return .failure(record.error(column: attributes.first?.column ?? place("code"), error))
        } catch let error as RegistryError {
            guard case .unknown(let kind, let id, _) = error else { throw error }
            let column =
                switch kind {
                case Table.area.label: record[place("origin")].uppercased() == id ? place("origin") : place("destination")
                case Table.mineral.label: place("mineral", "origin")
                default: place("item", "origin")
                }
            return .failure(record.error(column: column, error.description))
        }
    }

    /// The column that an error of the whole query belongs to.
    private func column(of error: ScreeningError) -> Int {
        func place(_ names: String...) -> Int { names.compactMap { positions[$0] }.first ?? 0 }
        switch error {
        case .nothingToLookFor: return place("code", "origin")
        case .destinationIsAGroup, .destinationIsTheOrigin: return place("destination")
        case .wordsMatchNothing: return place("words", "origin")
        case .unknownItem, .itemOfAnotherJurisdiction: return place("item", "origin")
        case .attributeGivenTwice(let name), .unknownAttribute(let name, _), .shareAboveTheWhole(let name, _),
            .unitDoesNotConvert(_, let name, _):
            let key = MeasuredAttribute.key(name)
            return attributes.first { MeasuredAttribute.key($0.name) == key }?.column ?? attributes.first?.column ?? place("origin")
        }
    }

    private func query(of record: CSVRecord) throws -> ScreeningQuery {
        func cell(_ name: String) -> String? {
            positions[name].flatMap { record.isEmpty($0) ? nil : record[$0] }
        }
        /// What is wrong with a cell is told with the cell's place.
        func placed<T>(_ name: String, _ make: (String) throws -> T) throws -> T? {
            guard let column = positions[name], let text = cell(name) else { return nil }
            do { return try make(text) } catch let error as InvalidValue { throw record.error(column: column, error) }
        }
        func required<T>(_ name: String, _ make: (String) throws -> T) throws -> T {
            guard let value = try placed(name, make) else {
                throw record.error(column: positions[name] ?? 0, "the cell is empty but must hold the \(name)")
            }
            return value
        }
        var measured: [MeasuredAttribute] = []
        for (name, column) in attributes where !record.isEmpty(column) {
            do { measured.append(try MeasuredAttribute("\(name)=\(record[column])")) } catch {
                throw record.error(column: column, error)
            }
        }
        return try ScreeningQuery(
            origin: try required("origin") { try CountryCode($0) }, destination: try required("destination") { try CountryCode($0) },
            day: try required("date") { try CivilDay($0) }, code: try placed("code") { try CustomsCode($0) },
            nomenclature: try placed("nomenclature") { try Nomenclature($0) }, controlCode: try placed("control") { try ControlCode($0) },
            mineral: cell("mineral"), item: cell("item"), words: cell("words"), attributes: measured,
            endUser: try placed("end_user") { try EndUser(text: $0) }, announcedBy: try placed("announced_by") { try CivilDay($0) })
    }

    private func append(_ outcome: Result<ScreeningAnswer, any Error>, fields: [String], line: Int, to output: inout [UInt8]) {
        switch (format, outcome) {
        case (.csv, .success(let answer)):
            writer.append(padded(fields).map { .text($0) } + Self.results(of: answer), to: &output)
        case (.csv, .failure(let error)):
            let empty = [CSVCell](repeating: .empty, count: Self.results.count - 1)
            writer.append(padded(fields).map { .text($0) } + empty + [.text("\(error)")], to: &output)
        case (.jsonLines, .success(let answer)):
            var text = answer.json
            if let column = positions["id"], column < fields.count {
                text = "{\"id\":\(JSONText.string(fields[column]))," + text.dropFirst()
            }
            output += Array((text + "\n").utf8)
        case (.jsonLines, .failure(let error)):
            var pairs = [("schema", "1"), ("line", String(line)), ("error", JSONText.string("\(error)"))]
            if let column = positions["id"], column < fields.count { pairs.insert(("id", JSONText.string(fields[column])), at: 0) }
            output += Array((JSONText.object(pairs) + "\n").utf8)
        }
    }

    /// The cells of an answer, as they stand behind those of the line.
    func cells(of answer: ScreeningAnswer) -> [UInt8] {
        var bytes: [UInt8] = []
        writer.append(Self.results(of: answer), to: &bytes)
        return bytes
    }

    /// The cells of the line and those of the answer to it.
    func append(_ row: RowFields, _ cells: [UInt8], to output: inout [UInt8]) {
        for column in 0..<row.count {
            writer.append(row[column], escaping: !writer.raw, to: &output)
            output.append(writer.delimiter.byte)
        }
        output += cells
    }

    private static func results(of answer: ScreeningAnswer) -> [CSVCell] {
        let matches = answer.matches
        return [
            .text(answer.verdict.rawValue), .text(answer.requirement?.rawValue ?? ""),
            .text(matches.filter(\.counts).map(\.item.id).joined(separator: ";")),
            .text(matches.filter { $0.state == .suspended && $0.ruledOut == nil }.map(\.item.id).joined(separator: ";")),
            .plain(String(answer.questions.count)), .text(codes(answer.warnings)), .empty,
        ]
    }

    /// The cells of a line, as many as the header has.
    private func padded(_ fields: [String]) -> [String] {
        Array((fields + [String](repeating: "", count: max(0, header.count - fields.count))).prefix(header.count))
    }

    private static func codes(_ warnings: [ScreeningWarning]) -> String {
        var seen: [String] = []
        for code in warnings.map(\.code.rawValue) where !seen.contains(code) { seen.append(code) }
        return seen.joined(separator: ";")
    }
}
