/// The lines of a file, one at a time, without their ends (LF or CRLF).
struct LineReader: ~Copyable {
    /// The longest line that is taken; a file without line ends would else be taken into memory whole. The first line of an export
    /// tells all countries and sources, and each judgement on deposits that are not held.
    static let longest = 64 << 20

    private var source: ByteSource
    /// The number of the last line, counted from 1.
    private(set) var number = 0

    /// - Throws: `CSVError` when the file cannot be opened.
    init(path: String) throws(CSVError) { source = try ByteSource(path: path) }

    /// The next line; `nil` at the end.
    ///
    /// - Throws: `CSVError` when the file cannot be read, is no text, or a line is too long.
    mutating func next() throws(CSVError) -> [UInt8]? {
        guard try source.refill() else { return nil }
        number += 1
        var line: [UInt8] = []
        while try source.refill() {
            let block = UnsafeBufferPointer(start: source.block + source.position, count: source.end - source.position)
            let end = block.firstIndex(of: 0x0A)
            line.append(contentsOf: block[..<(end ?? block.count)])
            source.position += end.map { $0 + 1 } ?? block.count
            guard line.count <= Self.longest else {
                throw CSVError(.tooLarge, file: source.name, line: number, message: "the line is longer than \(Self.longest >> 20) MiB")
            }
            if end != nil { break }
        }
        if number == 1, let reason = line.withUnsafeBytes(CSVText.foreignMagic) {
            throw CSVError(.encoding, file: source.name, message: reason)
        }
        if line.last == 0x0D { line.removeLast() }
        return line
    }
}
