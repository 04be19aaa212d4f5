/// Splits bytes into JSON tokens (RFC 8259), one at a time, in memory that grows only with the record that is recorded.
///
/// Columns count bytes of a line from 1. What is read since `beginRecord` is kept, for a file of rejects, and bounded.
struct JSONScanner: ~Copyable {
    /// The largest record that is read, in bytes.
    let mostBytes: Int

    private static let nul = "the file holds a NUL byte: it is no text, or it is UTF-16 (convert it to UTF-8 first)"

    private var source: ByteSource
    let file: String
    private(set) var line = 1
    private var lineStart = 0
    private var offset = 0
    /// The bytes of the record so far.
    private(set) var record: [UInt8] = []

    init(_ source: consuming ByteSource, mostBytes: Int = 8 << 20) throws(JSONError) {
        file = source.name
        self.mostBytes = mostBytes
        do { try source.fillBlock() } catch { throw JSONError(error) }
        let head = UnsafeRawBufferPointer(start: source.block, count: source.end)
        if let reason = CSVText.foreignMagic(head) { throw JSONError(.encoding, file: source.name, message: reason) }
        if head.contains(0) { throw JSONError(.encoding, file: source.name, message: Self.nul) }
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { source.position = 3 }
        self.source = source
    }

    var bytesRead: Int64 { source.bytesRead }
    var column: Int { offset - lineStart + 1 }

    /// Forgets the bytes of the record before.
    mutating func beginRecord() { record.removeAll(keepingCapacity: record.count < 1 << 20) }

    /// The next byte, not taken; nil at the end of the input.
    mutating func peek() throws(JSONError) -> UInt8? {
        do { return try source.refill() ? source.block[source.position] : nil } catch { throw JSONError(error) }
    }

    /// Takes the byte that was looked at.
    mutating func take(_ byte: UInt8) {
        source.position += 1
        offset += 1
        record.append(byte)
        if byte == 0x0A {
            line += 1
            lineStart = offset
        }
    }

    /// The next byte that is no white space, not taken.
    ///
    /// - Parameter separators: further bytes to pass over (the record separator of RFC 8142).
    mutating func peekToken(passing separators: [UInt8] = []) throws(JSONError) -> UInt8? {
        while let byte = try peek() {
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 || separators.contains(byte) else { return byte }
            take(byte)
        }
        return nil
    }

    /// Takes one certain byte, after white space.
    mutating func expect(_ wanted: Unicode.Scalar, _ what: String) throws(JSONError) {
        guard let byte = try peekToken() else { throw cutOff() }
        guard byte == UInt8(ascii: wanted) else { throw unexpected(byte, what) }
        take(byte)
    }

    /// Reads `true`, `false` or `null`.
    mutating func word(_ wanted: StaticString) throws(JSONError) {
        for wanted in String(describing: wanted).utf8 {
            guard let byte = try peek() else { throw cutOff() }
            guard byte == wanted else { throw unexpected(byte, "a value (text stands in quotes; NaN and Infinity are no JSON)") }
            take(byte)
        }
    }

    /// Reads a number and gives back its text.
    mutating func number() throws(JSONError) -> String {
        let start = record.count
        if try peek() == UInt8(ascii: "-") { take(UInt8(ascii: "-")) }
        let leading = try peek()
        let whole = try digits()
        if leading == UInt8(ascii: "0"), whole > 1 { throw fault(.syntax, "a number does not begin with 0 before another digit") }
        if try peek() == UInt8(ascii: ".") {
            take(UInt8(ascii: "."))
            _ = try digits()
        }
        if let byte = try peek(), byte | 0x20 == UInt8(ascii: "e") {
            take(byte)
            if let sign = try peek(), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { take(sign) }
            _ = try digits()
        }
        return String(decoding: record[start...], as: UTF8.self)
    }

    private mutating func digits() throws(JSONError) -> Int {
        var count = 0
        while let byte = try peek(), ASCII.isDigit(byte) {
            take(byte)
            count += 1
            if count > 1000 { throw fault(.tooLarge, "a number has more than 1,000 digits") }
        }
        guard count > 0 else {
            guard let byte = try peek() else { throw cutOff() }
            throw unexpected(byte, "a digit (NaN and Infinity are no JSON)")
        }
        return count
    }

    /// Reads a text in quotes, whose opening quote was looked at.
    mutating func string() throws(JSONError) -> String {
        take(UInt8(ascii: "\""))
        let opened = (line, column - 1)
        var text: [UInt8] = []
        while true {
            guard try peek() != nil else { throw fault(.cutOff, "the file ends inside of a text in quotes", at: opened) }
            plainRun(into: &text)
            guard record.count <= mostBytes else { throw tooLarge() }
            guard let byte = try peek() else { continue }
            switch byte {
            case UInt8(ascii: "\""):
                take(byte)
                if let invalid = CSVText.firstInvalid(text[...]) {
                    let value = String(text[invalid], radix: 16, uppercase: true)
                    throw fault(
                        .encoding, "byte \(invalid + 1) of the text (0x\(value)) is not UTF-8; is the file in another encoding?", at: opened
                    )
                }
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                take(byte)
                try escape(into: &text)
            case 0..<0x20:
                throw fault(
                    .syntax,
                    "a control character (0x\(String(byte, radix: 16))) stands in a text: write it as \\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))"
                )
            default: continue
            }
        }
    }

    /// Takes the bytes of the block up to a quote, a backslash or a control character.
    private mutating func plainRun(into text: inout [UInt8]) {
        let (block, start, end) = (source.block, source.position, source.end)
        var index = start
        while index < end, block[index] != UInt8(ascii: "\""), block[index] != UInt8(ascii: "\\"), block[index] >= 0x20 { index += 1 }
        guard index > start else { return }
        let run = UnsafeBufferPointer(start: block + start, count: index - start)
        text.append(contentsOf: run)
        record.append(contentsOf: run)
        source.position = index
        offset += index - start
    }

    private static let escapes: [UInt8: UInt8] = [
        UInt8(ascii: "\""): 0x22, UInt8(ascii: "\\"): 0x5C, UInt8(ascii: "/"): 0x2F, UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C,
        UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09,
    ]

    private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
        guard let byte = try peek() else { throw cutOff() }
        take(byte)
        if let plain = Self.escapes[byte] {
            text.append(plain)
            return
        }
        guard byte == UInt8(ascii: "u") else { throw fault(.syntax, "\\ is followed by one of \" \\ / b f n r t u") }
        var unit = try hexadecimal()
        if 0xD800..<0xDC00 ~= unit {
            for wanted in [UInt8(ascii: "\\"), UInt8(ascii: "u")] {
                guard try peek() == wanted else { throw fault(.syntax, "half of a surrogate pair stands alone") }
                take(wanted)
            }
            let low = try hexadecimal()
            guard 0xDC00..<0xE000 ~= low else { throw fault(.syntax, "half of a surrogate pair stands alone") }
            unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
        }
        guard unit != 0, let scalar = Unicode.Scalar(unit), let bytes = UTF8.encode(scalar) else {
            throw fault(.syntax, unit == 0 ? "a text holds the NUL character" : "half of a surrogate pair stands alone")
        }
        text.append(contentsOf: bytes)
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = try peek() else { throw cutOff() }
            guard let digit = UInt32(String(UnicodeScalar(byte)), radix: 16) else { throw unexpected(byte, "a hexadecimal digit") }
            take(byte)
            value = value << 4 | digit
        }
        return value
    }

    /// Passes over the rest of the line; false at the end of the input.
    ///
    /// - Throws: `JSONError` for a NUL byte: behind it there is no text.
    mutating func skipLine() throws(JSONError) -> Bool {
        while let byte = try peek() {
            if byte == 0 { throw fault(.encoding, Self.nul) }
            if record.count < mostBytes { take(byte) } else { takeUnrecorded(byte) }
            if byte == 0x0A { return true }
        }
        return false
    }

    private mutating func takeUnrecorded(_ byte: UInt8) {
        take(byte)
        record.removeLast()
    }

    // MARK: Faults

    func fault(_ kind: JSONError.Kind, _ message: String, at place: (line: Int, column: Int)? = nil) -> JSONError {
        JSONError(kind, file: file, line: place?.line ?? line, column: place?.column ?? column, message: message)
    }

    func cutOff() -> JSONError { fault(.cutOff, "the file ends inside of a value: it is cut off") }

    func tooLarge() -> JSONError { fault(.tooLarge, "the record is larger than \(mostBytes >> 20) MiB") }

    func unexpected(_ byte: UInt8, _ what: String) -> JSONError {
        if byte == 0 { return fault(.encoding, Self.nul) }
        let shown = byte < 0x80 ? Excerpt.of(String(UnicodeScalar(byte))) : "byte 0x" + String(byte, radix: 16, uppercase: true)
        return fault(.syntax, "\(shown) stands where \(what) was expected")
    }
}
