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

    /// Reads one value that stands alone (RFC 8259), with the reader of JSON files.
    ///
    /// - Throws: `JSONError` with the place at which the text is not JSON, nests too deeply, names a key twice, or holds a number that no
    ///   double can hold.
    package init(parsing text: some Collection<UInt8>) throws(JSONError) {
        var scanner = try JSONScanner(ByteSource(bytes: Array(text), name: "JSON"), mostBytes: LineReader.longest)
        self = try JSONValue(try scanner.value(), scanner)
        if let byte = try scanner.peekToken() { throw scanner.unexpected(byte, "nothing behind the value") }
    }

    private init(_ node: JSONNode, _ scanner: borrowing JSONScanner) throws(JSONError) {
        switch node.value {
        case .null: self = .null
        case .bool(let flag): self = .flag(flag)
        case .string(let text): self = .text(text)
        case .number(let text):
            if let integer = Int64(text) {
                self = .integer(integer)
            } else if let number = Double(text), number.isFinite {
                self = .real(number)
            } else {
                throw scanner.fault(.value, "this is no number that can be held", at: (node.line, node.column))
            }
        case .array(let elements):
            var values: [JSONValue] = []
            for element in elements { values.append(try JSONValue(element, scanner)) }
            self = .list(values)
        case .object(let members):
            var fields: [Field] = []
            for member in members { fields.append(Field(name: member.name, value: try JSONValue(member.value, scanner))) }
            self = .object(fields)
        }
    }
}
