/// A value that answers quote: copies of an answer copy a pointer to it.
///
/// A listed item has some twenty strings and lists. Copying it counts one more user of each, and where threads answer at once they get into
/// each other's way while they count at the same places.
final class Quoted<Value: Hashable & Sendable>: Hashable, Sendable {
    let value: Value

    init(_ value: Value) { self.value = value }

    static func == (left: Quoted, right: Quoted) -> Bool { left === right || left.value == right.value }

    func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
