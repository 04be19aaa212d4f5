internal import CRegistrySQLite

/// The libsqlite3 that the program really runs with.
///
/// Another package of the program may bring a copy of its own, and the linker silently prefers one of them: what was
/// compiled against proves nothing, so the library is asked at run time.
public enum LinkedSQLite: Sendable {
    /// The version, such as `3.40.1`.
    public static var version: String { String(cString: sqlite3_libversion()) }

    /// Throws unless the linked library is 3.40 or newer, safe to use from several threads, and has full-text search,
    /// R*Trees, sessions, the pre-update hook and column metadata. Called by `Database.init`.
    public static func requireCapabilities() throws(DatabaseError) {
        let missing = missingCapabilities(
            version: sqlite3_libversion_number(), isThreadSafe: sqlite3_threadsafe() != 0,
            hasOption: { sqlite3_compileoption_used($0) != 0 })
        guard missing.isEmpty else {
            throw DatabaseError(
                code: .misuse,
                message: "the linked SQLite \(version) cannot be used, it lacks \(missing.joined(separator: ", ")); "
                    + "link the system's libsqlite3 3.40 or newer, and no second copy")
        }
    }

    /// What a library with these properties lacks, in words.
    static func missingCapabilities(version: Int32, isThreadSafe: Bool, hasOption: (String) -> Bool) -> [String] {
        var missing: [String] = []
        if version < 3_040_000 { missing.append("version 3.40") }
        if !isThreadSafe { missing.append("THREADSAFE") }
        let options = ["ENABLE_FTS5", "ENABLE_RTREE", "ENABLE_SESSION", "ENABLE_PREUPDATE_HOOK", "ENABLE_COLUMN_METADATA"]
        missing += options.filter { !hasOption($0) }
        return missing
    }
}
