/// The text form of decimals: a strict grammar in ASCII, because `Double(_:)` also takes hexadecimal, `nan` and `infinity`.
enum DecimalText {
    /// Sign, significant digits without zeros at either end, and the power of ten; nil where the text is no decimal.
    static func parse(_ text: String) -> (negative: Bool, digits: [UInt8], exponent: Int)? {
        var bytes = text.utf8[...]
        guard bytes.count <= 1000 else { return nil }
        let negative = bytes.first == UInt8(ascii: "-")
        if negative || bytes.first == UInt8(ascii: "+") { bytes = bytes.dropFirst() }
        let whole = bytes.prefix(while: ASCII.isDigit)
        guard !whole.isEmpty else { return nil }
        bytes = bytes[whole.endIndex...]
        var fraction = bytes.prefix(0)
        if bytes.first == UInt8(ascii: ".") {
            fraction = bytes.dropFirst().prefix(while: ASCII.isDigit)
            guard !fraction.isEmpty else { return nil }
            bytes = bytes[fraction.endIndex...]
        }
        guard let power = exponent(bytes) else { return nil }
        var digits = (Array(whole) + Array(fraction)).map { $0 - 0x30 }
        var exponent = power - fraction.count
        while digits.last == 0 {
            digits.removeLast()
            exponent += 1
        }
        return (negative, Array(digits.drop(while: { $0 == 0 })), exponent)
    }

    /// The power of `e-06`, 0 for nothing, nil where something else stands there.
    private static func exponent(_ bytes: Substring.UTF8View) -> Int? {
        guard let first = bytes.first else { return 0 }
        guard first | 0x20 == UInt8(ascii: "e") else { return nil }
        var digits = bytes.dropFirst()
        let negative = digits.first == UInt8(ascii: "-")
        if negative || digits.first == UInt8(ascii: "+") { digits = digits.dropFirst() }
        guard !digits.isEmpty, digits.count <= 6, digits.allSatisfy(ASCII.isDigit) else { return nil }
        let value = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        return negative ? -value : value
    }

    static func print(_ coefficient: Int64, _ exponent: Int) -> String {
        let sign = coefficient < 0 ? "-" : ""
        let digits = String(coefficient.magnitude)
        let top = digits.utf8.count + exponent
        if exponent >= 0, top <= 21 { return sign + digits + String(repeating: "0", count: exponent) }
        if exponent < 0, top > 0 { return sign + digits.prefix(top) + "." + digits.dropFirst(top) }
        if exponent < 0, top > -12 { return sign + "0." + String(repeating: "0", count: -top) + digits }
        return sign + digits + "e\(exponent)"
    }
}
