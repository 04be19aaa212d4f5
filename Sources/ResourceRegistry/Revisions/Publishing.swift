internal import Glibc
internal import RegistrySQLite

/// A release of a registry, as `publish` writes it.
public struct Release: Hashable, Sendable {
    /// A file that was written, with what proves that it arrived whole.
    public struct File: Hashable, Sendable {
        /// Its name in the folder.
        public let name: String
        /// The length of the file in bytes.
        public let size: Int
        /// The SHA-256 of its bytes, as 64 hexadecimal digits.
        public let sha256: String
    }

    /// Which registry it is of.
    public let registry: String
    /// The newest revision in it.
    public let revision: Revision
    /// The digest of its facts.
    public let contentHash: String
    /// The number of the newest migration in the full file.
    public let schemaVersion: Int
    /// How many rows each table of facts holds.
    public let counts: [String: Int]
    /// The full file first, then the delta since the release before, where there was one.
    public let files: [File]
    /// The revision of the release before, from which the delta leads here.
    public let previous: Int?

    /// The manifest: JSON, the same release gives the same bytes.
    public var manifest: String {
        JSONText.object([
            ("manifest", "1"), ("version", JSONText.string(Registry.version)), ("registry", JSONText.string(registry)),
            ("revision", String(revision.number)), ("at", JSONText.string(revision.committedAt.description)),
            ("revision_hash", JSONText.optional(revision.hash)), ("content_hash", JSONText.string(contentHash)),
            ("schema_version", String(schemaVersion)), ("previous_revision", previous.map(String.init) ?? "null"),
            ("counts", JSONText.object(counts.sorted { $0.key < $1.key }.map { ($0.key, String($0.value)) })),
            (
                "files",
                JSONText.array(
                    files.map {
                        JSONText.object([
                            ("name", JSONText.string($0.name)), ("bytes", String($0.size)), ("sha256", JSONText.string($0.sha256)),
                        ])
                    })
            ),
        ])
    }
}

/// Why a release is not published.
public enum PublishError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The registry is not sound.
    case unsound([String])
    /// The folder cannot be used.
    case folder(String, String)
    /// The folder holds a release of a later revision, or of another registry.
    case otherRelease(String)

    /// One line for a person: what is wrong and what to do.
    public var description: String {
        switch self {
        case .unsound(let findings): "the registry is not sound: \(findings.prefix(3).joined(separator: "; ")); run `registry check`"
        case .folder(let path, let problem): "\(Excerpt.of(path, limit: 1000)): \(problem)"
        case .otherRelease(let problem): "\(problem); publish to another folder"
        }
    }
}

extension Registry {
    /// Writes a release into a folder: the full file `registry-rN.sqlite` (checked, compact), the delta since the release before
    /// that stands there (`delta-rM-rN.rrdelta`), and `manifest.json`, which is written last.
    ///
    /// What fails leaves the release before as it was, and no full file to which no delta leads: the next release goes on from it.
    ///
    /// - Parameter folder: the folder; it is made if it is missing.
    /// - Throws: `PublishError`; `RevisionError.empty`; `OutputError`; `DatabaseError`.
    @discardableResult
    public func publish(to folder: String) throws -> Release {
        let findings = try Registry.check(path).findings.map(\.text)
        guard findings.isEmpty else { throw PublishError.unsound(findings) }
        try Self.makeFolder(folder)
        let draft = folder + "/registry.publishing.sqlite"
        try database.vacuum(into: draft, replacing: true)
        defer { unlink(draft) }
        let copy = try Registry.open(draft, mode: .readOnly)
        defer { copy.close() }
        return try copy.database.read { connection in
            let log = RevisionLog(connection: connection)
            guard let revision = try log.revisions().last, let identity = try log.identity() else { throw RevisionError.empty }
            let published = try Self.publishedRevisions(in: folder)
            if let newest = published.max() {
                guard newest <= revision.number else {
                    throw PublishError.otherRelease("\(folder) holds a release of revision \(newest), this one is of \(revision.number)")
                }
                try Self.requireRelease(of: identity, at: "\(folder)/registry-r\(newest).sqlite")
            }
            let previous = published.filter { $0 < revision.number }.max()
            let name = "registry-r\(revision.number).sqlite"
            let digest = try StateDigest(connection: connection).compute()
            let counts = try FactCatalogue(connection: connection).tables().reduce(into: [String: Int]()) { counts, table in
                counts[table] = try connection.first("SELECT count(*) FROM \(Identifier.quoted(table))") { try $0.int(0) }
            }
            // The delta comes first: a full file without one would be a release that nobody can be brought to.
            var delta: String?
            if let previous, try Self.leads(from: previous, in: log) {
                let name = "delta-r\(previous)-r\(revision.number).rrdelta"
                let output = try OutputFile(path: folder + "/" + name, sparing: [path])
                try DeltaFile.write(from: previous, of: connection, to: output)
                try output.commit()
                delta = name
            }
            guard rename(draft, folder + "/" + name) == 0 else { throw PublishError.folder(folder, String(cString: strerror(errno))) }
            let files = try [name, delta].compactMap { try $0.map { try Self.file($0, in: folder) } }
            let release = Release(
                registry: identity, revision: revision, contentHash: digest, schemaVersion: Registry.schemaVersion, counts: counts,
                files: files, previous: delta == nil ? nil : previous)
            let manifest = try OutputFile(path: folder + "/manifest.json", sparing: [path])
            try manifest.write(Array((release.manifest + "\n").utf8))
            try manifest.commit()
            return release
        }
    }

    /// Makes the folder; that it was made is on the disk before anything is put into it.
    private static func makeFolder(_ folder: String) throws {
        guard mkdir(folder, 0o777) == 0 else {
            guard errno == EEXIST else { throw PublishError.folder(folder, String(cString: strerror(errno))) }
            return
        }
        let descriptor = Glibc.open(folder + "/..", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { if descriptor >= 0 { Glibc.close(descriptor) } }
        guard descriptor >= 0, fsync(descriptor) == 0 else { throw PublishError.folder(folder, String(cString: strerror(errno))) }
    }

    /// Whether a delta can lead from a revision: it is chained, and no later one dropped its changesets.
    private static func leads(from previous: Int, in log: RevisionLog) throws -> Bool {
        guard try log.hash(of: previous) != nil, let oldest = try log.oldestKnown() else { return false }
        return previous >= oldest.number
    }

    /// A delta from another registry's release would lead nowhere.
    private static func requireRelease(of identity: String, at path: String) throws {
        let release = try Database(Database.Configuration(path: path, mode: .readOnly))
        defer { release.close() }
        guard try release.read({ try RevisionLog(connection: $0).identity() }) == identity else {
            throw PublishError.otherRelease("\(path) is a release of another registry")
        }
    }

    /// The revisions of the full files in a folder.
    private static func publishedRevisions(in folder: String) throws -> [Int] {
        guard let directory = opendir(folder) else { throw PublishError.folder(folder, String(cString: strerror(errno))) }
        defer { closedir(directory) }
        var revisions: [Int] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name.hasPrefix("registry-r"), name.hasSuffix(".sqlite"), let number = Int(name.dropFirst(10).dropLast(7)) else {
                continue
            }
            revisions.append(number)
        }
        return revisions
    }

    private static func file(_ name: String, in folder: String) throws -> Release.File {
        let reader = try FileReader(path: folder + "/" + name)
        let size = reader.remaining
        var hash = SHA256()
        while reader.remaining > 0 { hash.update(try reader.read(min(1 << 20, reader.remaining))) }
        return Release.File(name: name, size: size, sha256: hash.hexDigest())
    }
}
