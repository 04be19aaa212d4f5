internal import RegistrySQLite

/// The form of a delta: the revisions after one up to another, with their changesets, in one file.
///
/// The file begins with the line `RRDELTA 1`. All else is fields: the number of bytes as decimal text, a colon, the bytes, a
/// newline. First come registry, revision and hash that it starts from, revision and hash that it leads to, and the newest schema
/// that it was recorded on; then, for each revision, `revision`, its number, time, author, reason, dataset, source release, `1`
/// for a baseline, schema, accepted rules, hash, the number of its changesets, and these; at the end `end` and the SHA-256 of all bytes
/// before that hash. An absent text is an empty field.
enum DeltaFile {
    static let signature = "RRDELTA 1\n"

    /// What a delta is about.
    struct Head: Hashable {
        let registry: String
        let fromRevision: Int
        let fromHash: String
        let toRevision: Int
        let toHash: String
        let schema: Int
    }

    /// Writes the revisions after `from` up to the newest.
    static func write(from: Int, of connection: Connection, to file: OutputFile) throws {
        let log = RevisionLog(connection: connection)
        let parts = RevisionParts(connection: connection)
        let revisions = try log.revisions(from...Int.max)
        guard let first = revisions.first, let last = revisions.last, let registry = try log.identity(), let fromHash = first.hash,
            let toHash = last.hash
        else { throw RevisionError.empty }
        var writer = DeltaWriter(file: file)
        try writer.put(signature)
        try writer.field(registry)
        try writer.field("\(from)")
        try writer.field(fromHash)
        try writer.field("\(last.number)")
        try writer.field(toHash)
        try writer.field("\(revisions.dropFirst().map(\.schemaVersion).max() ?? last.schemaVersion)")
        for revision in revisions.dropFirst() {
            for text in [
                "revision", "\(revision.number)", "\(revision.committedAt)", revision.author, revision.reason,
                revision.dataset ?? "", revision.sourceRelease ?? "", revision.isBaseline ? "1" : "0", "\(revision.schemaVersion)",
                revision.acceptedRules.joined(separator: ";"), revision.hash ?? "", "\(try parts.count(of: revision.number))",
            ] { try writer.field(text) }
            try parts.forEach(of: revision.number) { try writer.field($0.bytes) }
        }
        try writer.field("end")
        try writer.seal()
    }
}

private struct DeltaWriter {
    let file: OutputFile
    private var hash = SHA256()

    init(file: OutputFile) { self.file = file }

    mutating func put(_ text: String) throws { try put(Array(text.utf8)) }

    mutating func put(_ bytes: [UInt8]) throws {
        hash.update(bytes)
        try file.write(bytes)
    }

    mutating func field(_ text: String) throws { try field(Array(text.utf8)) }

    mutating func field(_ bytes: [UInt8]) throws {
        try put("\(bytes.count):")
        try put(bytes)
        try put("\n")
    }

    mutating func seal() throws { try field(hash.hexDigest()) }
}

/// Reads a delta from its beginning to its end; each field is bounded by what is left of the file.
final class DeltaReader {
    let head: DeltaFile.Head
    private let file: FileReader
    private var hash = SHA256()

    /// Opens a delta and reads its head.
    ///
    /// - Throws: `DeltaError`, `InputError`.
    init(path: String) throws {
        file = try FileReader(path: path)
        let signature = try file.read(min(DeltaFile.signature.utf8.count, file.remaining))
        guard signature == Array(DeltaFile.signature.utf8) else {
            let isNewer = String(decoding: signature.prefix(8), as: UTF8.self) == "RRDELTA "
            throw DeltaError(path: path, problem: isNewer ? .newerForm : .noDelta)
        }
        hash.update(signature)
        let reader = FieldReader(file: file)
        let registry = try reader.text(&hash)
        let (from, fromHash) = (try reader.integer(&hash), try reader.text(&hash))
        let (to, toHash) = (try reader.integer(&hash), try reader.text(&hash))
        head = DeltaFile.Head(
            registry: registry, fromRevision: from, fromHash: fromHash, toRevision: to, toHash: toHash, schema: try reader.integer(&hash))
    }

    /// The next revision, its counts not yet known, and how many changesets follow it; `nil` at the end, where the hash is compared.
    func nextRevision() throws -> (revision: Revision, changesets: Int)? {
        let reader = FieldReader(file: file)
        switch try reader.text(&hash) {
        case "revision": break
        case "end":
            let seal = hash.hexDigest()
            var ignored = SHA256()
            guard try reader.text(&ignored) == seal, file.remaining == 0 else {
                throw file.damaged("its content is not what its hash says")
            }
            return nil
        default: throw file.damaged("neither a revision nor the end stands here")
        }
        let number = try reader.integer(&hash)
        let time = try reader.text(&hash)
        let (author, reason) = (try reader.text(&hash), try reader.text(&hash))
        let (dataset, release) = (try reader.text(&hash), try reader.text(&hash))
        let isBaseline = try reader.text(&hash) == "1"
        let (schema, accepted) = (try reader.integer(&hash), try reader.text(&hash))
        let (chained, count) = (try reader.text(&hash), try reader.integer(&hash))
        let instant: Instant
        do { instant = try Instant(time) } catch { throw file.damaged("the time of a revision cannot be read") }
        let revision = Revision(
            number: number, committedAt: instant, author: author, reason: reason,
            dataset: dataset.isEmpty ? nil : dataset, sourceRelease: release.isEmpty ? nil : release,
            isBaseline: isBaseline, schemaVersion: schema, acceptedRules: accepted.split(separator: ";").map(String.init), hash: chained,
            rows: [:])
        return (revision, count)
    }

    /// The next changeset of the present revision.
    func nextChangeset() throws -> Changeset {
        let bytes = try FieldReader(file: file).bytes(&hash)
        do { return try Changeset(bytes: bytes) } catch { throw file.damaged(error.description) }
    }
}

private struct FieldReader {
    let file: FileReader

    func bytes(_ hash: inout SHA256) throws -> [UInt8] {
        var length = 0
        var digits: [UInt8] = []
        while true {
            let byte = try file.read(1)[0]
            digits.append(byte)
            if byte == UInt8(ascii: ":"), digits.count > 1 { break }
            guard (48...57).contains(byte), digits.count < 11 else { throw file.damaged("the length of a field cannot be read") }
            length = length * 10 + Int(byte - 48)
        }
        guard length < file.remaining else { throw file.damaged("it ends in the middle of a field") }
        let bytes = try file.read(length)
        guard try file.read(1) == [UInt8(ascii: "\n")] else { throw file.damaged("a field does not end where it should") }
        hash.update(digits)
        hash.update(bytes)
        hash.update("\n")
        return bytes
    }

    func text(_ hash: inout SHA256) throws -> String {
        guard let text = String(validating: try bytes(&hash), as: UTF8.self), text.utf8.count <= 1 << 20 else {
            throw file.damaged("a text is not UTF-8, or far too long")
        }
        return text
    }

    func integer(_ hash: inout SHA256) throws -> Int {
        guard let number = Int32(try text(&hash)), number >= 0 else { throw file.damaged("a number cannot be read") }
        return Int(number)
    }
}

extension FileReader {
    func damaged(_ problem: String) -> DeltaError { DeltaError(path: path, problem: .damaged(at: offset, problem)) }
}

/// Why a delta is not applied. Nothing is changed then.
public struct DeltaError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What stands against applying a delta.
    public enum Problem: Hashable, Sendable {
        /// It is a file of another kind.
        case noDelta
        /// It was written in a form that this program does not know.
        case newerForm
        /// It is cut off, or was changed; the byte at which it shows.
        case damaged(at: Int, String)
        /// It belongs to another registry.
        case otherRegistry
        /// It was recorded on a newer schema than this program has.
        case newerSchema(Int, known: Int)
        /// It starts from a later revision than the newest held.
        case gap(from: Int, newest: Int)
        /// The registry went another way: it has revisions that the publisher does not have.
        case otherHistory(since: Int)
        /// A revision in it is not what its hash says.
        case broken(revision: Int)
        /// It changes a table that holds no facts.
        case noFacts(String)
        /// Rows stand otherwise than the delta knows them.
        case conflicts(revision: Int, ChangesetSummary)
        /// It would leave rows that point at nothing.
        case orphans(revision: Int, [String])
    }

    /// The path of the delta that was to be applied.
    public let path: String
    /// What stands against applying the delta.
    public let problem: Problem

    /// One line for a person: what is wrong and what to do.
    public var description: String {
        let words =
            switch problem {
            case .noDelta: "this is no delta; give a file that `registry publish` wrote (delta-….rrdelta)"
            case .newerForm: "this delta has a newer form; use the newest version of this program"
            case .damaged(let offset, let problem): "the delta is damaged at byte \(offset): \(problem); fetch it again"
            case .otherRegistry: "the delta belongs to another registry"
            case .newerSchema(let schema, let known):
                "the delta was recorded on schema \(schema), this program knows \(known); use the newest version of this program"
            case .gap(let from, let newest):
                "the delta starts from revision \(from), the registry is at \(newest); apply the deltas between first, or take the full file"
            case .otherHistory(let since):
                "the registry has another history since revision \(since): it was changed here; take the full file, or revert the changes"
            case .broken(let revision): "revision \(revision) of the delta is not what its hash says; fetch it again"
            case .noFacts(let table): "the delta changes \(Excerpt.of(table)), which is no table of facts; do not use it"
            case .conflicts(let revision, let summary): "revision \(revision) does not fit: \(summary)"
            case .orphans(let revision, let rows):
                "revision \(revision) would leave rows that point at nothing: \(rows.prefix(5).joined(separator: "; "))"
            }
        return "\(Excerpt.of(path, limit: 1000)): \(words)"
    }
}
