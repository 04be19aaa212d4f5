internal import Glibc

/// One step of the schema: plain SQL with a number and a name.
public struct Migration: Sendable, Equatable {
    /// Its place in the order, from 1.
    public let version: Int
    /// What it does, in words joined by underscores.
    public let name: String
    /// The SQL with line ends LF: a checkout with CRLF is no change.
    public let sql: String

    /// A migration from its file. Throws `.invalidFileName` unless the name is like `0001_words.sql`.
    public init(fileName: String, sql: String) throws(MigrationError) {
        let parts = fileName.split(separator: "_", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].count == 4, parts[0].utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let version = Int(parts[0]), version > 0, parts[1].hasSuffix(".sql"), parts[1].count > 4
        else { throw .invalidFileName(fileName) }
        self.init(version: version, name: String(parts[1].dropLast(4)), sql: sql)
    }

    /// A migration from its parts.
    public init(version: Int, name: String, sql: String) {
        self.version = version
        self.name = name
        self.sql = Migration.normalized(sql)
    }

    /// The text with CRLF and lone CR turned into LF.
    static func normalized(_ sql: String) -> String {
        let hasReturn = sql.utf8.withContiguousStorageIfAvailable { bytes in
            bytes.baseAddress.map { memchr($0, Int32(UInt8(ascii: "\r")), bytes.count) != nil } ?? false
        }
        guard hasReturn ?? true else { return sql }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(sql.utf8.count)
        var afterReturn = false
        for byte in sql.utf8 {
            if byte == UInt8(ascii: "\r") {
                bytes.append(UInt8(ascii: "\n"))
            } else if !(afterReturn && byte == UInt8(ascii: "\n")) {
                bytes.append(byte)
            }
            afterReturn = byte == UInt8(ascii: "\r")
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Where one migration stands in one file.
public struct MigrationStatus: Sendable, Equatable {
    /// Where a migration can stand.
    public enum State: Sendable, Equatable {
        /// Done, at this UTC time (ISO 8601), by this version of the program.
        case applied(at: String, toolVersion: String)
        /// The migration was not run on this file yet.
        case pending
        /// Done, but with another text or name than the program has; the lines that differ.
        case changed(diff: String)
        /// Done, but the program does not have it.
        case missing
    }

    /// The number of the migration.
    public let version: Int
    /// The words of its file name.
    public let name: String
    /// Whether it was run, waits, was changed since or is unknown.
    public let state: State

    /// Makes a status of one migration on one file.
    public init(version: Int, name: String, state: State) {
        self.version = version
        self.name = name
        self.state = state
    }
}

/// Whether `up` copies the file first. A file that holds no migration yet is never copied.
public enum BackupPolicy: Sendable, Equatable {
    /// As `FILE.before-vN.backup.sqlite` beside the file, opened again and checked; N is the first migration to be applied.
    case verified
    /// No copy is made before the migrations are run.
    case none
}

/// What `up` did to a file: the migrations that ran, and the backup.
public struct MigrationReport: Sendable, Equatable {
    /// One migration that was applied.
    public struct Applied: Sendable, Equatable {
        /// The number of the migration.
        public let version: Int
        /// The words of its file name.
        public let name: String
        /// How long it took from BEGIN to COMMIT, in nanoseconds.
        public let durationNanoseconds: Int64
    }

    /// The migrations that this run applied, in order; empty when there was nothing to do, or another process did it.
    public var applied: [Applied] = []
    /// The copy of the file as it was before.
    public var backupPath: String?
}

/// What a rehearsal on a copy showed.
public struct RehearsalReport: Sendable, Equatable {
    /// How many rows one table holds before and after.
    public struct RowCount: Sendable, Equatable {
        /// The name of the table.
        public let table: String
        /// Nil where there was no such table before.
        public let before: Int64?
        /// Nil where there is no such table afterwards.
        public let after: Int64?
    }

    /// The migrations that ran on the copy, in order.
    public let applied: [MigrationReport.Applied]
    /// Lines of the schema dump that go (`-`) and come (`+`).
    public let schemaDifference: [String]
    /// How many rows every table holds before and after, by name.
    public let rowCounts: [RowCount]
}

/// One thing that `verify` found.
public struct MigrationFinding: Sendable, Equatable, CustomStringConvertible {
    /// What can be wrong with a file, seen from the migrations.
    public enum Kind: String, Sendable {
        /// The pages of the file are damaged.
        case integrity
        /// A row points at nothing.
        case foreignKey
        /// The ledger disagrees with the program's migrations.
        case ledger
        /// A schema object that should be there is not.
        case missingObject
        /// A schema object has another text than expected.
        case changedObject
        /// A schema object that should not be there: above all a trigger.
        case unexpectedObject
        /// An extra index, or a table or view whose name starts with `local_`: allowed, and told.
        case localObject
    }

    /// Which kind of difference or damage was found.
    public let kind: Kind
    /// What it is about: an object, a table, a migration.
    public let subject: String
    /// The particulars; of an object its text, or the lines that differ.
    public let detail: String

    /// Makes a finding about one object of the schema.
    public init(kind: Kind, subject: String, detail: String) {
        self.kind = kind
        self.subject = subject
        self.detail = detail
    }

    /// Whether the file should not be used like this.
    public var isProblem: Bool { kind != .localObject }

    /// One line for a person, longer where the detail is.
    public var description: String { "\(kind.rawValue): \(subject): \(detail)" }
}
