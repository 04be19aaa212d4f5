/// A value of JSON, its keys in their order.
package enum JSONValue: Sendable, Equatable {
    case null
    case flag(Bool)
    case integer(Int64)
    case real(Double)
    case text(String)
    case list([JSONValue])
    case object([Field])

    /// A key and its value.
    package struct Field: Sendable, Equatable {
        package let name: String
        package let value: JSONValue
    }

    /// The value of a key of an object.
    package subscript(_ name: String) -> JSONValue? {
        guard case .object(let fields) = self else { return nil }
        return fields.first { $0.name == name }?.value
    }

    /// The value as JSON, without spaces; the same value gives the same text.
    package var json: String {
        switch self {
        case .null: "null"
        case .flag(let flag): flag ? "true" : "false"
        case .integer(let number): String(number)
        case .real(let number): "\(number)"
        case .text(let text): JSONText.string(text)
        case .list(let values): JSONText.array(values.map(\.json))
        case .object(let fields): JSONText.object(fields.map { ($0.name, $0.value.json) })
        }
    }

    /// Reads one value that stands alone in a line (RFC 8259).
    ///
    /// - Throws: `JSONFault` with the byte at which the text is not JSON, nests deeper than 32, or names a key twice.
    package init(parsing text: some Collection<UInt8>) throws(JSONFault) {
        var parser = JSONParser(bytes: Array(text))
        self = try parser.document()
    }
}

/// Where a text is not JSON.
package struct JSONFault: Error, Equatable, Sendable {
    /// The byte, counted from 0.
    package let offset: Int
    /// What is wrong there.
    package let message: String
}

private struct JSONParser {
    private static let deepest = 32

    let bytes: [UInt8]
    private var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func fault(_ message: String) -> JSONFault { JSONFault(offset: position, message: message) }

    mutating func document() throws(JSONFault) -> JSONValue {
        let value = try value(depth: 0)
        skipSpace()
        guard next == nil else { throw fault("something follows the value") }
        return value
    }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        skipSpace()
        guard next == byte else { return false }
        position += 1
        return true
    }

    private mutating func value(depth: Int) throws(JSONFault) -> JSONValue {
        guard depth <= Self.deepest else { throw fault("values nest deeper than \(Self.deepest)") }
        skipSpace()
        switch next {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try list(depth: depth)
        case UInt8(ascii: "\""): return .text(try string())
        case UInt8(ascii: "t"): return try word("true", .flag(true))
        case UInt8(ascii: "f"): return try word("false", .flag(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case .some(UInt8(ascii: "-")), .some(UInt8(ascii: "0")...UInt8(ascii: "9")): return try number()
        case nil: throw fault("the text ends where a value is expected")
        default: throw fault("no value begins with this character")
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONFault) -> JSONValue {
        let length = word.utf8CodeUnitCount
        guard position + length <= bytes.count,
            (0..<length).allSatisfy({ bytes[position + $0] == word.utf8Start[$0] })
        else { throw fault("expected true, false or null") }
        position += length
        return value
    }

    private mutating func object(depth: Int) throws(JSONFault) -> JSONValue {
        position += 1
        var fields: [JSONValue.Field] = []
        var names: Set<String> = []
        if take(UInt8(ascii: "}")) { return .object([]) }
        repeat {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw fault("expected a key in quotes") }
            let name = try string()
            guard names.insert(name).inserted else { throw fault("the key \"\(Excerpt.of(name))\" stands twice") }
            guard take(UInt8(ascii: ":")) else { throw fault("expected a colon behind the key") }
            fields.append(JSONValue.Field(name: name, value: try value(depth: depth + 1)))
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw fault("expected a comma or the end of the object") }
        return .object(fields)
    }

    private mutating func list(depth: Int) throws(JSONFault) -> JSONValue {
        position += 1
        var values: [JSONValue] = []
        if take(UInt8(ascii: "]")) { return .list([]) }
        repeat { values.append(try value(depth: depth + 1)) } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw fault("expected a comma or the end of the list") }
        return .list(values)
    }

    private mutating func number() throws(JSONFault) -> JSONValue {
        let start = position
        while let byte = next, "+-.eE0123456789".utf8.contains(byte) { position += 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        let digits = text.drop { $0 == "-" }
        let hasLeadingZero = digits.first == "0" && digits.dropFirst().first?.isNumber == true
        let isWellFormed = digits.first?.isNumber == true && text.last?.isNumber == true && !hasLeadingZero
        if isWellFormed, let integer = Int64(text) { return .integer(integer) }
        guard isWellFormed, let number = Double(text), number.isFinite else {
            position = start
            throw fault("this is no number that can be held")
        }
        return .real(number)
    }

    private mutating func string() throws(JSONFault) -> String {
        position += 1
        var text: [UInt8] = []
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let valid = String(validating: text, as: UTF8.self) else { throw fault("the text before this is not UTF-8") }
                return valid
            case UInt8(ascii: "\\"): text += try escaped()
            case 0..<0x20: throw fault("a control character stands in a text without being escaped")
            default: text.append(byte)
            }
        }
        throw fault("the text has no closing quote")
    }

    private mutating func escaped() throws(JSONFault) -> [UInt8] {
        guard let byte = next else { throw fault("the text has no closing quote") }
        position += 1
        switch byte {
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "u"):
            var code = try fourDigits()
            if (0xD800..<0xDC00).contains(code), bytes.dropFirst(position).starts(with: Array("\\u".utf8)) {
                position += 2
                let low = try fourDigits()
                guard (0xDC00..<0xE000).contains(low) else { throw fault("half of a surrogate pair") }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw fault("half of a surrogate pair") }
            return Array(String(Character(scalar)).utf8)
        default: throw fault("no such escape")
        }
    }

    private mutating func fourDigits() throws(JSONFault) -> UInt32 {
        guard position + 4 <= bytes.count, let code = UInt32(String(decoding: bytes[position..<(position + 4)], as: UTF8.self), radix: 16)
        else { throw fault("expected four hexadecimal digits") }
        position += 4
        return code
    }
}
