/// SQL cut into words, for the linter: enough to know what a statement names, not a parser.
struct SQLToken: Equatable {
    enum Kind { case word, quotedName, string, number, symbol }

    let kind: Kind
    /// As written; of a quoted name what is inside the quotes.
    let text: String

    /// Upper case for comparison with keywords; a quoted name is never one.
    var keyword: String? { kind == .word ? text.uppercased() : nil }

    /// Lower case for comparison with names.
    var name: String? { kind == .word || kind == .quotedName ? text.lowercased() : nil }

    func isSymbol(_ symbol: String) -> Bool { kind == .symbol && text == symbol }
}

enum SQLTokens {
    /// The tokens of each statement, without comments and without the semicolons between.
    static func statements(of sql: String) -> [[SQLToken]] {
        var statements: [[SQLToken]] = []
        var current: [SQLToken] = []
        var scanner = Scanner(bytes: Array(sql.utf8))
        while let token = scanner.next() {
            if token.isSymbol(";") {
                if !current.isEmpty { statements.append(current) }
                current = []
            } else {
                current.append(token)
            }
        }
        if !current.isEmpty { statements.append(current) }
        return statements
    }

    /// All names and words that occur, in lower case.
    static func names(in sql: String) -> Set<String> {
        var scanner = Scanner(bytes: Array(sql.utf8))
        var names: Set<String> = []
        while let token = scanner.next() {
            if let name = token.name { names.insert(name) }
        }
        return names
    }

    private struct Scanner {
        let bytes: [UInt8]
        private var position = 0

        init(bytes: [UInt8]) { self.bytes = bytes }

        mutating func next() -> SQLToken? {
            skipSpaceAndComments()
            guard position < bytes.count else { return nil }
            let start = position
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "'"): return SQLToken(kind: .string, text: quotedText(until: byte))
            case UInt8(ascii: "\""), UInt8(ascii: "`"): return SQLToken(kind: .quotedName, text: quotedText(until: byte))
            case UInt8(ascii: "["): return SQLToken(kind: .quotedName, text: quotedText(until: UInt8(ascii: "]")))
            case _ where Scanner.isDigit(byte):
                advance { Scanner.isWordPart($0) || $0 == UInt8(ascii: ".") }
                return SQLToken(kind: .number, text: text(from: start))
            case _ where Scanner.isWordPart(byte):
                advance(while: Scanner.isWordPart)
                return SQLToken(kind: .word, text: text(from: start))
            default:
                position += 1
                return SQLToken(kind: .symbol, text: text(from: start))
            }
        }

        private mutating func skipSpaceAndComments() {
            while position < bytes.count {
                if bytes[position] <= 0x20 {
                    position += 1
                } else if starts(with: "--") {
                    advance { $0 != UInt8(ascii: "\n") }
                } else if starts(with: "/*") {
                    position += 2
                    while position < bytes.count, !starts(with: "*/") { position += 1 }
                    position = min(position + 2, bytes.count)
                } else {
                    return
                }
            }
        }

        /// The text inside quotes; a doubled quote stands for one. An open quote runs to the end.
        private mutating func quotedText(until quote: UInt8) -> String {
            position += 1
            var content: [UInt8] = []
            while position < bytes.count {
                let byte = bytes[position]
                position += 1
                if byte == quote {
                    guard position < bytes.count, bytes[position] == quote, quote != UInt8(ascii: "]") else { break }
                    position += 1
                }
                content.append(byte)
            }
            return String(decoding: content, as: UTF8.self)
        }

        private func starts(with prefix: StaticString) -> Bool {
            position + 1 < bytes.count && bytes[position] == prefix.utf8Start[0] && bytes[position + 1] == prefix.utf8Start[1]
        }

        private mutating func advance(while condition: (UInt8) -> Bool) {
            while position < bytes.count, condition(bytes[position]) { position += 1 }
        }

        private func text(from start: Int) -> String { String(decoding: bytes[start..<position], as: UTF8.self) }

        private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

        private static func isWordPart(_ byte: UInt8) -> Bool {
            isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$") || byte >= 0x80
        }
    }
}
