internal import RegistrySQLite

// What takes long, for tasks: each is its synchronous twin on a thread that may block. Cancelling the task stops it, and nothing is kept.
// Everything else is asked inside `read`, which has a twin of its own.
extension Registry {
    /// Answers whether a good may go from one country to another on a day, and why, off the cooperative pool.
    ///
    /// - Throws: as the synchronous form; `CancellationError`.
    public func screen(_ query: ScreeningQuery) async throws -> ScreeningAnswer { try await read { try $0.screen(query) } }

    /// Compiles the export controls for screening many lines, off the cooperative pool.
    ///
    /// - Throws: as the synchronous form; `CancellationError`.
    public func screeningIndex() async throws -> ScreeningIndex { try await read { try ScreeningIndex(reading: $0) } }

    /// The registry as it was known after an earlier revision, made off the cooperative pool.
    ///
    /// - Parameters:
    ///   - moment: the revision, or a moment in UTC.
    ///   - scope: `controls` copies only what screening reads, and is quicker.
    /// - Throws: as the synchronous form; `CancellationError`.
    public func asKnown(at moment: Moment, scope: Scope = .everything) async throws -> Registry {
        try await database.work(isWriting: false) { [self] in try asKnown(at: moment, scope: scope) }
    }

    /// Answers a sample query, off the cooperative pool. It can read and nothing else, for at most a minute.
    ///
    /// - Parameters:
    ///   - query: the query.
    ///   - given: values of parameters by name; the others keep their defaults.
    /// - Throws: as the synchronous form; `CancellationError`.
    public func answer(_ query: SampleQuery, setting given: [String: String] = [:]) async throws -> QueryAnswer {
        try await database.work(isWriting: false) { [self] in try answer(query, setting: given) }
    }

    /// Loads fact tables as one revision, off the cooperative pool.
    ///
    /// - Parameters:
    ///   - facts: the tables.
    ///   - author: who loads them.
    ///   - reason: why, for the log.
    ///   - limits: how much may change before the release is held back.
    ///   - accepting: rules that are overridden; the revision tells which.
    ///   - startsHistory: keep no changeset: history starts after this revision.
    /// - Returns: what was added, changed and taken out, and the revision, `nil` when nothing changed.
    /// - Throws: as the synchronous form; `CancellationError`.
    @discardableResult
    public func load(
        _ facts: some FactSource, author: String, reason: String = "load the reference facts",
        limits: ImportLimits = ImportLimits(), accepting: Set<ImportRule> = [], startsHistory: Bool = false
    ) async throws -> (report: FactImportReport, revision: Revision?) {
        try await database.work(isWriting: true) { [self] in
            try load(facts, author: author, reason: reason, limits: limits, accepting: accepting, startsHistory: startsHistory)
        }
    }

    /// Loads survey files as one revision, whole or not at all, off the cooperative pool.
    ///
    /// - Parameters:
    ///   - format: what the files hold.
    ///   - paths: the files; a folder stands for all files of the format below it.
    ///   - author: who loads them.
    ///   - reason: why, for the log.
    ///   - options: how; with a dry run everything is checked and nothing kept.
    /// - Returns: what was done (or would be), and the revision, nil where nothing changed.
    /// - Throws: as the synchronous form; `CancellationError`.
    @discardableResult
    public func importDeposits(
        _ format: DepositFormat, from paths: [String], author: String, reason: String, options: ImportOptions = ImportOptions()
    ) async throws -> (report: ImportReport, revision: Revision?) {
        try await database.work(isWriting: true) { [self] in
            try importDeposits(format, from: paths, author: author, reason: reason, options: options)
        }
    }

    /// Undoes one revision by a new one, off the cooperative pool.
    ///
    /// - Parameters:
    ///   - number: the revision to undo.
    ///   - author: who undoes it.
    ///   - reason: why; `nil`: "revert revision N".
    /// - Returns: the new revision; `nil` when nothing was left to undo.
    /// - Throws: as the synchronous form; `CancellationError`.
    @discardableResult
    public func revert(_ number: Int, author: String, reason: String? = nil) async throws -> Revision? {
        try await database.work(isWriting: true) { [self] in try revert(number, author: author, reason: reason) }
    }

    /// Writes a release into a folder, off the cooperative pool.
    ///
    /// - Parameter folder: the folder; it is made if it is missing.
    /// - Throws: as the synchronous form; `CancellationError`.
    @discardableResult
    public func publish(to folder: String) async throws -> Release {
        try await database.work(isWriting: false) { [self] in try publish(to: folder) }
    }

    /// Brings the registry to the state of a newer release, in one transaction, off the cooperative pool.
    ///
    /// - Parameter path: the delta that `publish` wrote.
    /// - Returns: the revisions that came.
    /// - Throws: as the synchronous form; `CancellationError`.
    @discardableResult
    public func apply(_ path: String) async throws -> DeltaReport {
        try await database.work(isWriting: true) { [self] in try apply(path) }
    }
}
