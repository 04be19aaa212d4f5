/// A JSON value with its place in the file.
struct JSONNode: Sendable {
    indirect enum Value: Sendable {
        case null
        case bool(Bool)
        /// The text of the number: decimals stay exact.
        case number(String)
        case string(String)
        case array([JSONNode])
        case object([(name: String, value: JSONNode)])
    }

    let value: Value
    let line: Int
    let column: Int

    /// The member of that name; nil where it is missing or null.
    subscript(_ name: String) -> JSONNode? {
        guard case .object(let members) = value, let found = members.first(where: { $0.name == name })?.value else { return nil }
        if case .null = found.value { return nil }
        return found
    }

    var isNull: Bool {
        if case .null = value { return true }
        return false
    }

    /// A text that is not blank.
    var text: String? {
        guard case .string(let text) = value else { return nil }
        let words = text.trimmed
        return words.isEmpty ? nil : words
    }

    /// The text of a text, a number or a truth value.
    var plain: String? {
        switch value {
        case .string: text
        case .number(let text): text
        case .bool(let flag): flag ? "true" : "false"
        default: nil
        }
    }

    var elements: [JSONNode]? {
        guard case .array(let elements) = value else { return nil }
        return elements
    }

    var members: [(name: String, value: JSONNode)]? {
        guard case .object(let members) = value else { return nil }
        return members
    }

    /// The value written anew, without white space.
    var json: String {
        switch value {
        case .null: "null"
        case .bool(let flag): flag ? "true" : "false"
        case .number(let text): text
        case .string(let text): JSONText.string(text)
        case .array(let elements): JSONText.array(elements.map(\.json))
        case .object(let members): JSONText.object(members.map { ($0.name, $0.value.json) })
        }
    }

    /// What it is, in words.
    var kind: String {
        switch value {
        case .null: "null"
        case .bool: "a truth value"
        case .number: "a number"
        case .string: "a text"
        case .array: "an array"
        case .object: "an object"
        }
    }

    /// The fault that the value is not what it must be.
    func fault(_ file: String, _ field: String, _ message: String) -> JSONError {
        JSONError(.value, file: file, line: line, column: column, field: field, text: plain ?? kind, message: message)
    }
}

extension JSONScanner {
    /// Values nested more deeply are refused: each level takes stack.
    private static let mostDepth = 64

    /// Reads one value with all that it holds.
    mutating func value(depth: Int = 0) throws(JSONError) -> JSONNode {
        guard let byte = try peekToken() else { throw cutOff() }
        guard record.count <= mostBytes else { throw tooLarge() }
        guard depth < Self.mostDepth else { throw fault(.tooDeep, "values are nested more than \(Self.mostDepth) deep") }
        let place = (line, column)
        let value: JSONNode.Value
        switch byte {
        case UInt8(ascii: "{"): value = .object(try members(depth))
        case UInt8(ascii: "["): value = .array(try elements(depth))
        case UInt8(ascii: "\""): value = .string(try string())
        case UInt8(ascii: "t"):
            try word("true")
            value = .bool(true)
        case UInt8(ascii: "f"):
            try word("false")
            value = .bool(false)
        case UInt8(ascii: "n"):
            try word("null")
            value = .null
        default: value = .number(try number())
        }
        return JSONNode(value: value, line: place.0, column: place.1)
    }

    private mutating func elements(_ depth: Int) throws(JSONError) -> [JSONNode] {
        take(UInt8(ascii: "["))
        var elements: [JSONNode] = []
        guard try peekToken() != UInt8(ascii: "]") else {
            take(UInt8(ascii: "]"))
            return elements
        }
        while true {
            elements.append(try value(depth: depth + 1))
            if try !another(before: "]") { return elements }
        }
    }

    private mutating func members(_ depth: Int) throws(JSONError) -> [(name: String, value: JSONNode)] {
        take(UInt8(ascii: "{"))
        var members: [(name: String, value: JSONNode)] = []
        guard try peekToken() != UInt8(ascii: "}") else {
            take(UInt8(ascii: "}"))
            return members
        }
        var names: Set<String> = []
        while true {
            let name = try memberName()
            guard names.insert(name).inserted else { throw fault(.syntax, "the object names \"\(Excerpt.of(name))\" again") }
            members.append((name, try value(depth: depth + 1)))
            if try !another(before: "}") { return members }
        }
    }

    /// Reads the name of a member and the colon behind it.
    mutating func memberName() throws(JSONError) -> String {
        guard let byte = try peekToken() else { throw cutOff() }
        guard byte == UInt8(ascii: "\"") else { throw unexpected(byte, "the name of a member in quotes") }
        let name = try string()
        try expect(":", "a colon")
        return name
    }

    /// Takes a comma, or the end of an array or an object; false at that.
    mutating func another(before end: Unicode.Scalar) throws(JSONError) -> Bool {
        guard let byte = try peekToken() else { throw cutOff() }
        if byte == UInt8(ascii: ",") {
            take(byte)
            return true
        }
        guard byte == UInt8(ascii: end) else { throw unexpected(byte, "a comma or \(end)") }
        take(byte)
        return false
    }
}
