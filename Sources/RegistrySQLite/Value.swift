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

    /// Integers as the text of a JSON array: `FROM json_each(?1) j CROSS JOIN t ON t.id = j.value` asks for many keys with one statement.
    public static func list(_ integers: some Collection<Int64>) -> Value {
        // In memory side by side they are gone through without looking up for each how the collection does it.
        integers.withContiguousStorageIfAvailable(list) ?? Array(integers).withUnsafeBufferPointer(list)
    }

    private static func list(_ integers: UnsafeBufferPointer<Int64>) -> Value {
        // The longest has a sign and 19 digits, and a comma follows.
        let text = String(unsafeUninitializedCapacity: integers.count * 21 + 2) { buffer in
            var end = 0
            buffer[0] = UInt8(ascii: "[")
            for integer in integers {
                end += 1
                var magnitude = integer.magnitude
                if integer < 0 {
                    buffer[end] = UInt8(ascii: "-")
                    end += 1
                }
                let first = end
                repeat {
                    let (quotient, digit) = magnitude.quotientAndRemainder(dividingBy: 10)
                    buffer[end] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
                    end += 1
                    magnitude = quotient
                } while magnitude > 0
                buffer[first..<end].reverse()
                buffer[end] = UInt8(ascii: ",")
            }
            // Instead of the last comma.
            end = max(end, 1)
            buffer[end] = UInt8(ascii: "]")
            return end + 1
        }
        return .text(text)
    }

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
