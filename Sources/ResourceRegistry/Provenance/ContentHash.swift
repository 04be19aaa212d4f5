internal import RegistrySQLite

/// The hash of rows, in an encoding in which no two contents write alike: a value is a letter for its type (`n`, `i`, `r`, `t`,
/// `b`), its length in bytes as decimal text, a colon and its bytes; a row ends in a newline.
struct ContentHash {
    private var hash = SHA256()

    mutating func add(line: String) { hash.update(line + "\n") }

    /// Takes a row in, its first `count` columns.
    mutating func add(_ row: borrowing Row, columns count: Int) throws {
        for column in 0..<count {
            switch try row.value(column) {
            case .null: hash.update("n0:")
            case .integer(let number): add("i", String(number))
            case .real(let number): add("r", String(number.bitPattern, radix: 16))
            case .text(let text): add("t", text)
            case .blob(let bytes):
                hash.update("b\(bytes.count):")
                hash.update(bytes)
            }
        }
        hash.update("\n")
    }

    private mutating func add(_ type: String, _ text: String) {
        hash.update("\(type)\(text.utf8.count):")
        hash.update(text)
    }

    /// The hash as 64 hexadecimal digits.
    consuming func hexDigest() -> String { hash.hexDigest() }
}
