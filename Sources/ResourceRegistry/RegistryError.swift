/// What can go wrong with a registry besides what SQLite itself reports (`DatabaseError`) and values that cannot be
/// (`InvalidValue`).
public enum RegistryError: Error, Hashable, Sendable, CustomStringConvertible {
    /// No such thing is held. `kind` is what was asked for, in a person's words; `near` are names that are held and are alike.
    case unknown(kind: String, id: String, near: [String] = [])
    /// Something with that id is held already.
    case exists(kind: String, id: String)
    /// It cannot be deleted, because something else rests on it.
    case inUse(kind: String, id: String)
    /// A row points at a row that is not there: the file was changed by hand or is damaged.
    case orphan(table: String, key: Int64)
    /// A row holds a value that the library would never have written.
    case stored(what: String, text: String)
    /// A change was asked for outside `revise`, or of a registry opened for reading.
    case readOnly
    /// A revision needs a reason.
    case reasonMissing
    /// The reference facts must be loaded first.
    case factsMissing(String)
    /// Nothing is held of what was asked for; `held` is what is: the years, the stages.
    case nothingHeld(what: String, held: [String])
    /// A page cursor that this library did not give out.
    case badCursor(String)

    /// One line for a person: what was wrong and what to do.
    public var description: String {
        switch self {
        case .unknown(let kind, let id, let near):
            "no \(kind) is called '\(Self.shown(id))'"
                + (near.isEmpty ? Self.advice(kind) : NearNames.question(near))
        case .exists(let kind, let id): "there is already a \(kind) called '\(Self.shown(id))'; change it instead, or choose another id"
        case .inUse(let kind, let id): "the \(kind) '\(Self.shown(id))' cannot be deleted: other facts rest on it; delete those first"
        case .orphan(let table, let key): "row \(key) of table \(table) is pointed at but not there; run `registry check`"
        case .stored(let what, let text): "the registry holds '\(Self.shown(text))' where a \(what) should stand; run `registry check`"
        case .readOnly: "the registry is open for reading only; open it with mode readWrite and change it inside revise"
        case .reasonMissing: "a revision needs a reason and an author that are not empty"
        case .factsMissing(let what): "\(what); load the reference facts first: registry import reference"
        case .nothingHeld(let what, let held):
            "the registry holds no \(Self.shown(what)); "
                + (held.isEmpty ? "nothing else of it is held" : "held: " + held.joined(separator: ", "))
        case .badCursor(let text): "'\(Self.shown(text))' is not a page cursor; use the one given with the page before"
        }
    }

    private static func advice(_ kind: String) -> String {
        kind == Table.area.label
            ? "; give two letters of ISO 3166-1, such as CN" : "; list what is held and check the spelling"
    }

    private static func shown(_ text: String) -> String { Excerpt.of(text) }
}
