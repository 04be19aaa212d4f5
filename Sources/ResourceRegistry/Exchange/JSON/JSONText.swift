/// JSON written piece by piece: keys stay in the order in which they are given, the same value gives the same bytes.
package enum JSONText {
    /// An object; the values are JSON already.
    package static func object(_ pairs: [(String, String)]) -> String {
        var json = ""
        json.reserveCapacity(pairs.reduce(2) { $0 + $1.0.utf8.count + $1.1.utf8.count + 4 })
        json += "{"
        for (key, value) in pairs {
            if json.utf8.count > 1 { json += "," }
            append(key, to: &json)
            json += ":"
            json += value
        }
        return json + "}"
    }

    /// An array; the values are JSON already.
    package static func array(_ values: [String]) -> String { "[" + values.joined(separator: ",") + "]" }

    /// A text, or null.
    package static func optional(_ text: String?) -> String { text.map(string) ?? "null" }

    /// A text in quotes; control characters and those that turn the direction of writing are escaped, so that a terminal shows them.
    package static func string(_ text: String) -> String {
        var json = ""
        // Shorter ones need no memory of their own.
        if text.utf8.count > 13 { json.reserveCapacity(text.utf8.count + 2) }
        append(text, to: &json)
        return json
    }

    private static func append(_ text: String, to json: inout String) {
        json += "\""
        // Most texts need no escape.
        if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
            json += text
        } else {
            appendEscaped(text, to: &json)
        }
        json += "\""
    }

    private static func appendEscaped(_ text: String, to json: inout String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": json += "\\\""
            case "\\": json += "\\\\"
            case "\n": json += "\\n"
            case "\r": json += "\\r"
            case "\t": json += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F || (scalar.value >= 0x80 && isHidden(scalar)):
                let digits = String(scalar.value, radix: 16)
                json += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: json.unicodeScalars.append(scalar)
            }
        }
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x80...0x9F, 0x061C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
