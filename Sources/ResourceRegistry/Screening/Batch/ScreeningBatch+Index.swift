internal import Dispatch
internal import RegistrySQLite

// A batch answered by an index, on several threads: reading and writing stay with the caller.
extension ScreeningBatch {
    /// Answers all lines that are left from an index.
    ///
    /// The caller's thread reads the table and writes the answers, and answers chunks of lines itself when it would have to wait for them. The
    /// lines stay in order, and memory does not grow with the table. It blocks: call it from a thread that may wait.
    ///
    /// - Parameters:
    ///   - reader: the table.
    ///   - index: what answers.
    ///   - jobs: how many threads answer, the caller's among them; with 1, no other thread is used.
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
        let queues = (1..<jobs).map { DispatchQueue(label: "registry.screening.\($0)") }
        // Each memory belongs to one thread, so that one chunk at a time uses it.
        let shared = jobs == 1 ? nil : SharedAnswers()
        let memories = (0..<jobs).map { _ in Memory(index, shared) }
        let open = OpenChunks()
        var waiting: [Chunk] = []
        var report = Report()
        var number = 0
        // Whatever ends the run, nothing goes on behind its back.
        defer {
            open.abandon()
            for chunk in waiting { chunk.done.wait() }
        }
        func finishFirst() throws {
            let chunk = waiting[0]
            while chunk.done.wait(timeout: .now()) == .timedOut {
                guard let next = open.take() else {
                    chunk.done.wait()
                    break
                }
                next.answer(with: self, memories[0], isStrict: isStrict)
            }
            waiting.removeFirst()
            if let failure = chunk.failure { throw failure }
            report.add(chunk.report)
            try write(chunk.output)
            try progress?(report.lines, chunk.bytesRead)
        }
        let header = headerLine
        if !header.isEmpty { try write(header) }
        while let chunk = try nextChunk(&reader) {
            waiting.append(chunk)
            open.add(chunk)
            if jobs > 1 {
                let turn = number % (jobs - 1)
                let memory = memories[turn + 1]
                number += 1
                queues[turn].async { open.take()?.answer(with: self, memory, isStrict: isStrict) }
            }
            // More than the threads answer at once: none of them need wait until the next one was read.
            if waiting.count >= 4 * jobs { try finishFirst() }
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
    // Sendable: used by one thread only.
    private let index: ScreeningIndex
    // Its own: threads that count the uses of the same lists with every line get into each other's way.
    private let likeness: LineLikeness
    private var answers: RememberedAnswers

    init(_ index: ScreeningIndex, _ shared: SharedAnswers?) {
        self.index = index
        likeness = LineLikeness(index.tables)
        answers = RememberedAnswers(shared: shared)
    }

    /// Lends what answers lines, once for many of them.
    func lend(_ body: (ScreeningIndex, LineLikeness, inout RememberedAnswers) throws -> Void) rethrows {
        try body(index, likeness, &answers)
    }
}

/// The chunks that nobody answers yet, in order.
private final class OpenChunks: @unchecked Sendable {
    // Sendable: the chunks are added and taken under the lock only.
    private let lock = Lock()
    private var chunks: [Chunk] = []

    func add(_ chunk: Chunk) { lock.withLock { chunks.append(chunk) } }

    func take() -> Chunk? { lock.withLock { chunks.isEmpty ? nil : chunks.removeFirst() } }

    /// Nobody will answer those that are left.
    func abandon() {
        lock.withLock {
            for chunk in chunks { chunk.done.signal() }
            chunks.removeAll()
        }
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
            let cells = batch.format == .csv ? batch.codedCells : nil
            try memory.lend { index, likeness, answers in
                for number in 0..<rows.count {
                    report.lines += 1
                    switch try answer(number, batch, cells, index, likeness, &answers) {
                    case .success(let verdict): report.verdicts[verdict, default: 0] += 1
                    case .failure(let error):
                        if isStrict { throw error }
                        report.errors += 1
                    }
                }
            }
        } catch { failure = error }
        rows.removeAll()
    }

    private func answer(
        _ number: Int, _ batch: ScreeningBatch, _ cells: LineCells?, _ index: ScreeningIndex, _ likeness: LineLikeness,
        _ answers: inout RememberedAnswers
    ) throws -> Result<Verdict, any Error> {
        if let cells {
            let verdict = try rows.withFields(of: number) { fields -> Verdict? in
                guard let line = cells.line(of: fields), index.lines.tables.knowsCountries(of: line) else { return nil }
                let answer = try answers.answer(likeness.key(of: line, in: index.lines.tables)) {
                    let answer = try index.explain(line.query())
                    return RememberedAnswers.Answer(cells: batch.cells(of: answer), verdict: answer.verdict)
                }
                batch.append(fields, answer.cells, to: &output)
                return answer.verdict
            }
            if case .some(.some(let verdict)) = verdict { return .success(verdict) }
        }
        return try batch.append(rows.row(number), to: &output, index.explain)
    }
}
