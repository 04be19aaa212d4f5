internal import Dispatch

// A batch answered by an index, on several threads: reading and writing stay with the caller.
extension ScreeningBatch {
    /// Answers all lines that are left from an index.
    ///
    /// The caller's thread reads the table and writes the answers; in between, chunks of lines are answered by others, at most `jobs` at a
    /// time. The lines stay in order, and memory does not grow with the table. It blocks: call it from a thread that may wait.
    ///
    /// - Parameters:
    ///   - reader: the table.
    ///   - index: what answers.
    ///   - jobs: how many chunks are answered at once; with 1, no other thread is used.
    ///   - isStrict: stops at the first line that cannot be answered, and throws what is wrong with it.
    ///   - progress: told how many lines are done and how many bytes of the table they were, after each chunk; what it throws ends the run.
    ///   - write: takes the output, a chunk at a time.
    /// - Throws: `CSVError` for a table that cannot be read on; what `progress` and `write` throw.
    public func run(
        _ reader: inout CSVReader, index: ScreeningIndex, jobs: Int = 1, isStrict: Bool = false,
        progress: ((_ lines: Int, _ bytes: Int) throws -> Void)? = nil, write: ([UInt8]) throws -> Void
    ) throws -> Report {
        let jobs = max(1, jobs)
        // Serial queues have threads of their own. A concurrent one takes them from those of Swift's tasks, and waits for itself when the
        // caller is one of these.
        let queues = (0..<(jobs == 1 ? 0 : jobs)).map { DispatchQueue(label: "registry.screening.\($0)") }
        // Each memory belongs to one queue, so that one chunk at a time uses it.
        let shared = jobs == 1 ? nil : SharedAnswers()
        let memories = (0..<jobs).map { _ in Memory(index, shared) }
        var waiting: [Chunk] = []
        var report = Report()
        var number = 0
        // Whatever ends the run, nothing goes on behind its back.
        defer { for chunk in waiting { chunk.done.wait() } }
        func finishFirst() throws {
            let chunk = waiting.removeFirst()
            chunk.done.wait()
            if let failure = chunk.failure { throw failure }
            report.add(chunk.report)
            try write(chunk.output)
            try progress?(report.lines, chunk.bytesRead)
        }
        let header = headerLine
        if !header.isEmpty { try write(header) }
        while let chunk = try nextChunk(&reader) {
            let turn = number % jobs
            let memory = memories[turn]
            number += 1
            if jobs == 1 {
                chunk.answer(with: self, memory, isStrict: isStrict)
                waiting.append(chunk)
                try finishFirst()
                continue
            }
            // One more for each thread than it can answer at once: it need not wait until the next one was read.
            if waiting.count == 2 * jobs { try finishFirst() }
            waiting.append(chunk)
            queues[turn].async { chunk.answer(with: self, memory, isStrict: isStrict) }
        }
        while !waiting.isEmpty { try finishFirst() }
        return report
    }

    private func nextChunk(_ reader: inout CSVReader) throws -> Chunk? {
        var rows = RowBlock(of: reader.table)
        while rows.count < Chunk.size, let row = try next(&reader) { rows.append(row) }
        return rows.count == 0 ? nil : Chunk(rows, bytesRead: Int(reader.bytesRead))
    }
}

extension ScreeningBatch.Report {
    fileprivate mutating func add(_ other: Self) {
        lines += other.lines
        errors += other.errors
        verdicts.merge(other.verdicts) { $0 + $1 }
    }
}

/// The remembered answers of whoever answers a chunk.
private final class Memory: @unchecked Sendable {
    // Sendable: used by one chunk at a time, and the next one begins after the caller waited for it.
    let index: ScreeningIndex
    let lines: ScreeningIndex.Lines
    var answers: RememberedAnswers

    init(_ index: ScreeningIndex, _ shared: SharedAnswers?) {
        self.index = index
        lines = index.lines
        answers = RememberedAnswers(index, shared: shared)
    }
}

/// Some rows on their way from the table to the output.
private final class Chunk: @unchecked Sendable {
    // Sendable: filled by the caller, then by one thread, then read by the caller who waited for `done`.
    static let size = 1_000

    let done = DispatchSemaphore(value: 0)
    let bytesRead: Int
    private(set) var output: [UInt8] = []
    private(set) var report = ScreeningBatch.Report()
    /// What ends the run at this chunk.
    private(set) var failure: (any Error)?
    private var rows: RowBlock

    init(_ rows: RowBlock, bytesRead: Int) {
        self.rows = rows
        self.bytesRead = bytesRead
    }

    func answer(with batch: ScreeningBatch, _ memory: Memory, isStrict: Bool) {
        defer { done.signal() }
        do {
            output.reserveCapacity(1 << 17)
            for number in 0..<rows.count {
                report.lines += 1
                switch try answer(number, batch, memory) {
                case .success(let verdict): report.verdicts[verdict, default: 0] += 1
                case .failure(let error):
                    if isStrict { throw error }
                    report.errors += 1
                }
            }
        } catch { failure = error }
        rows.removeAll()
    }

    private func answer(_ number: Int, _ batch: ScreeningBatch, _ memory: Memory) throws -> Result<Verdict, any Error> {
        if batch.format == .csv, let cells = batch.codedCells {
            let verdict = try rows.withFields(of: number) { fields -> Verdict? in
                guard let line = cells.line(of: fields), memory.lines.tables.knowsCountries(of: line) else { return nil }
                let answer = try memory.answers.answer(line) { query in
                    let answer = try memory.index.explain(query)
                    return RememberedAnswers.Answer(cells: batch.cells(of: answer), verdict: answer.verdict)
                }
                batch.append(fields, answer.cells, to: &output)
                return answer.verdict
            }
            if case .some(.some(let verdict)) = verdict { return .success(verdict) }
        }
        return try batch.append(rows.row(number), to: &output, memory.index.explain)
    }
}
