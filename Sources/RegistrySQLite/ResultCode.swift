/// A result code of SQLite, extended where SQLite gives more than the primary one.
///
/// Compare `code.primary` with the constants below: `code` itself may be finer (`SQLITE_BUSY_SNAPSHOT` is a `.busy`).
public struct ResultCode: RawRepresentable, Sendable, Hashable {
    /// The number that SQLite itself gives, extended.
    public let rawValue: Int32

    /// The code that SQLite returned, extended or primary.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// The code without its extension: the lowest eight bits.
    public var primary: ResultCode { ResultCode(rawValue: rawValue & 0xFF) }

    /// SQL that does not compile, and everything without a code of its own.
    public static let error = ResultCode(rawValue: 1)
    /// The file or folder forbids the access.
    public static let permission = ResultCode(rawValue: 3)
    /// SQLite ended the transaction while a statement was running.
    public static let abort = ResultCode(rawValue: 4)
    /// Another connection holds the lock, and the busy timeout ran out.
    public static let busy = ResultCode(rawValue: 5)
    /// A table is locked inside this very connection.
    public static let locked = ResultCode(rawValue: 6)
    /// An allocation inside of SQLite failed.
    public static let outOfMemory = ResultCode(rawValue: 7)
    /// A write through a connection, file or folder that can only be read.
    public static let readOnly = ResultCode(rawValue: 8)
    /// Stopped: by a deadline, or by `sqlite3_interrupt`.
    public static let interrupted = ResultCode(rawValue: 9)
    /// The operating system failed to read or write.
    public static let io = ResultCode(rawValue: 10)
    /// The pages of the file are damaged.
    public static let corrupt = ResultCode(rawValue: 11)
    /// The disk, or the file's allowance, is full.
    public static let full = ResultCode(rawValue: 13)
    /// The file cannot be opened.
    public static let cannotOpen = ResultCode(rawValue: 14)
    /// What is asked for does not fit the schema.
    public static let schema = ResultCode(rawValue: 17)
    /// A value or text is longer than the limits of the connection allow.
    public static let tooBig = ResultCode(rawValue: 18)
    /// A constraint of the schema refuses the row.
    public static let constraint = ResultCode(rawValue: 19)
    /// A value has another type than was asked for.
    public static let mismatch = ResultCode(rawValue: 20)
    /// The library is used in a way that it forbids.
    public static let misuse = ResultCode(rawValue: 21)
    /// A guard (read-only, migration) forbids this statement.
    public static let unauthorized = ResultCode(rawValue: 23)
    /// A position outside the columns or parameters of a statement.
    public static let range = ResultCode(rawValue: 25)
    /// The file is not an SQLite database.
    public static let notADatabase = ResultCode(rawValue: 26)

    /// Extended: a row breaks a CHECK.
    public static let constraintCheck = ResultCode(rawValue: 275)
    /// Extended: a row points at nothing, or something still points at it.
    public static let constraintForeignKey = ResultCode(rawValue: 787)
    /// Extended: NULL where NOT NULL is demanded.
    public static let constraintNotNull = ResultCode(rawValue: 1299)
    /// Extended: the primary key exists already.
    public static let constraintPrimaryKey = ResultCode(rawValue: 1555)
    /// Extended: a UNIQUE index holds the value already.
    public static let constraintUnique = ResultCode(rawValue: 2067)
    /// Extended: a STRICT table refuses the type of a value.
    public static let constraintDataType = ResultCode(rawValue: 3091)
}
