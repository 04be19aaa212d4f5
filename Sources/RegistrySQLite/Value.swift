/// One SQLite value: what is bound to a parameter, and what a column holds.
public enum Value: Sendable, Equatable, Hashable {
    /// Nothing: the NULL of SQL.
    case null
    /// A 64-bit signed integer.
    case integer(Int64)
    /// A double. Binding one that is not finite is refused: SQLite would store NaN as NULL.
    case real(Double)
    /// Text. Binding text that holds a NUL character is refused: half of SQLite's functions stop there.
    case text(String)
    /// A run of bytes without further meaning.
    case blob([UInt8])

    /// The text, or NULL for nil.
    public static func optional(_ text: String?) -> Value { text.map(Value.text) ?? .null }

    /// The integer, or NULL for nil.
    public static func optional(_ integer: Int64?) -> Value { integer.map(Value.integer) ?? .null }

    /// The integer, or NULL for nil.
    public static func optional(_ integer: Int?) -> Value { integer.map { .integer(Int64($0)) } ?? .null }

    /// The number, or NULL for nil.
    public static func optional(_ number: Double?) -> Value { number.map(Value.real) ?? .null }

    /// The bytes, or NULL for nil.
    public static func optional(_ bytes: [UInt8]?) -> Value { bytes.map(Value.blob) ?? .null }

    /// 1 or 0: SQLite has no type of its own for truth.
    public static func bool(_ flag: Bool) -> Value { .integer(flag ? 1 : 0) }
}

extension Value: ExpressibleByNilLiteral {
    /// Lets `nil` stand for the NULL of SQL.
    public init(nilLiteral: ()) { self = .null }
}

extension Value: ExpressibleByIntegerLiteral {
    /// A whole number stands for an integer.
    public init(integerLiteral value: Int64) { self = .integer(value) }
}

extension Value: ExpressibleByFloatLiteral {
    /// A number with a fraction stands for a real.
    public init(floatLiteral value: Double) { self = .real(value) }
}

extension Value: ExpressibleByStringLiteral {
    /// A text in quotes stands for a text.
    public init(stringLiteral value: String) { self = .text(value) }
}
