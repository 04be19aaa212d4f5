/// Splits bytes into the fields of one row at a time. Knows quotes, delimiters and line ends; knows no header.
///
/// The row is kept in two arrays that are filled anew: their storage is reused unless somebody still holds the record made of them.
struct CSVScanner: ~Copyable {
    static let mostColumns = 10_000

    private var source: ByteSource
    private let options: CSVOptions
    let delimiter: CSVDelimiter
    let file: String
    /// Marks the bytes at which an unquoted field stops.
    private let stops: [Bool]

    /// The fields of the row without quotes, one after the other.
    private(set) var bytes: [UInt8] = []
    /// Where each kept field ends in `bytes`.
    private(set) var ends: [Int] = []
    /// The fields of the row, those included that were not kept.
    private(set) var fieldCount = 0
    /// The line on which the row begins, from 1.
    private(set) var recordLine = 1
    /// The bytes that were read of the input so far.
    var bytesRead: Int64 { source.bytesRead }
    /// Whether the row has bytes beyond ASCII.
    var hasHighBytes: Bool { seen & 0x80 != 0 }
    /// How many fields of a row are kept.
    var mostFields = CSVScanner.mostColumns

    private var line = 1
    private var seen: UInt8 = 0
    private var fieldStart = 0

    private enum Ending { case delimiter, line, file }

    private init(_ source: consuming ByteSource, _ options: CSVOptions, _ delimiter: CSVDelimiter) {
        file = source.name
        self.delimiter = delimiter
        self.options = options
        var stops = [Bool](repeating: false, count: 256)
        for byte in [delimiter.byte, 0x0A, 0x0D, 0] { stops[Int(byte)] = true }
        self.stops = stops
        self.source = source
    }

    /// A scanner that stands at the header, the beginning of the input having been looked at.
    static func started(_ source: consuming ByteSource, _ options: CSVOptions) throws(CSVError) -> CSVScanner {
        let delimiter = try examine(&source, options)
        return CSVScanner(source, options, delimiter)
    }

    private static func examine(_ source: inout ByteSource, _ options: CSVOptions) throws(CSVError) -> CSVDelimiter {
        try source.fillBlock()
        let head = UnsafeRawBufferPointer(start: source.block, count: source.end)
        if let reason = CSVText.foreignMagic(head) { throw CSVError(.encoding, file: source.name, message: reason) }
        if head.starts(with: [0xEF, 0xBB, 0xBF]) {
            guard options.encoding == .utf8 else {
                let message = "the file says by its byte order mark that it is UTF-8, not windows-1252"
                throw CSVError(.encoding, file: source.name, message: message)
            }
            source.position = 3
        }
        return options.delimiter ?? CSVDelimiter.detected(in: UnsafeRawBufferPointer(rebasing: head[source.position...]))
    }

    /// Reads the next row that is not blank; false at the end of the input.
    mutating func scan() throws(CSVError) -> Bool {
        while try source.refill() {
            bytes.removeAll(keepingCapacity: true)
            ends.removeAll(keepingCapacity: true)
            fieldCount = 0
            seen = 0
            recordLine = line
            let first = source.block[source.position]
            if first == 0x0A || first == 0x0D {
                source.position += 1
                try endLine(first)
                continue
            }
            while try readField() == .delimiter {}
            return true
        }
        return false
    }

    /// Hands whole rows of the block to somebody else, who tells how many bytes and rows were taken.
    mutating func takeRows(_ body: (UnsafeBufferPointer<UInt8>) -> (bytes: Int, rows: Int)) {
        let taken = body(UnsafeBufferPointer(start: source.block + source.position, count: source.end - source.position))
        source.position += min(taken.bytes, source.end - source.position)
        line += taken.rows
    }

    private mutating func readField() throws(CSVError) -> Ending {
        fieldStart = bytes.count
        var ending = Ending.file
        if try source.refill() {
            if source.block[source.position] == UInt8(ascii: "\"") {
                source.position += 1
                ending = try readQuoted()
            } else {
                ending = try readPlain()
            }
        }
        fieldCount += 1
        if ends.count < mostFields { ends.append(bytes.count) } else { bytes.removeLast(bytes.count - fieldStart) }
        return ending
    }

    private mutating func readPlain() throws(CSVError) -> Ending {
        while true {
            let block = source.block
            let (start, end) = (source.position, source.end)
            var index = start
            var mask: UInt8 = 0
            stops.withUnsafeBufferPointer { stops in
                while index < end, !stops[Int(block[index])] {
                    mask |= block[index]
                    index += 1
                }
            }
            seen |= mask
            if index > start { try keep(from: start, to: index) }
            source.position = index
            if index < end { return try endField(quoted: false) }
            guard try source.refill() else { return .file }
        }
    }

    private mutating func readQuoted() throws(CSVError) -> Ending {
        let opened = line
        var previous: UInt8 = 0
        while true {
            guard try source.refill() else {
                let message = "the quote that opens on line \(opened) never closes"
                throw fault(.quoting, message, line: opened, text: String(decoding: bytes[fieldStart...].prefix(240), as: UTF8.self))
            }
            let (block, start, end) = (source.block, source.position, source.end)
            var index = start
            while index < end, block[index] != UInt8(ascii: "\""), block[index] != 0 {
                let byte = block[index]
                seen |= byte
                if byte == 0x0D || (byte == 0x0A && previous != 0x0D) { line += 1 }
                previous = byte
                index += 1
            }
            if index > start { try keep(from: start, to: index) }
            source.position = index
            if index == end { continue }
            if block[index] == 0 { throw nulFault() }
            source.position += 1
            previous = 0
            guard try source.refill() else { return .file }
            if source.block[source.position] != UInt8(ascii: "\"") { return try endField(quoted: true) }
            // A doubled quote is one quote of the text.
            try keep(from: source.position, to: source.position + 1)
            source.position += 1
        }
    }

    /// Takes what stands behind a field: a delimiter, a line end, or something that must not stand there.
    private mutating func endField(quoted: Bool) throws(CSVError) -> Ending {
        let byte = source.block[source.position]
        switch byte {
        case delimiter.byte:
            source.position += 1
            return .delimiter
        case 0x0A, 0x0D:
            source.position += 1
            try endLine(byte)
            return .line
        case 0: throw nulFault()
        default:
            let text = String(decoding: bytes[fieldStart...].prefix(240), as: UTF8.self)
            throw fault(.quoting, "text follows the closing quote of a field (a quote inside is written twice)", line: line, text: text)
        }
    }

    private mutating func endLine(_ byte: UInt8) throws(CSVError) {
        line += 1
        if byte == 0x0D, try source.refill(), source.block[source.position] == 0x0A { source.position += 1 }
    }

    private mutating func keep(from start: Int, to end: Int) throws(CSVError) {
        guard bytes.count - fieldStart + (end - start) <= options.maximumFieldBytes else {
            let text = String(decoding: bytes[fieldStart...].prefix(240), as: UTF8.self)
            throw fault(.tooLarge, "the field is larger than \(options.maximumFieldBytes) bytes", line: recordLine, text: text)
        }
        bytes.append(contentsOf: UnsafeBufferPointer(start: source.block + start, count: end - start))
    }

    private func nulFault() -> CSVError {
        fault(.encoding, "the file holds a NUL byte: it is no text, or it is UTF-16 (convert it to UTF-8 first)", line: line, text: nil)
    }

    private func fault(_ kind: CSVError.Kind, _ message: String, line: Int, text: String?) -> CSVError {
        CSVError(kind, file: file, line: line, column: fieldCount + 1, text: text, message: message)
    }

    /// Brings the row into UTF-8, or tells which field is not in the encoding. Only rows with bytes beyond ASCII come here.
    mutating func encodingFault(_ header: CSVHeader?) -> CSVError? {
        guard hasHighBytes else { return nil }
        var decoded: [UInt8] = []
        var decodedEnds: [Int] = []
        var start = 0
        for (column, end) in ends.enumerated() {
            let field = bytes[start..<end]
            if options.encoding == .utf8 {
                if let offset = CSVText.firstInvalid(field) { return fault(field, at: offset, column, header) }
            } else {
                guard let text = CSVText.utf8(fromWindows1252: field) else {
                    return fault(field, at: field.firstIndex { CSVText.isUndefined($0) }.map { $0 - start } ?? 0, column, header)
                }
                decoded.append(contentsOf: text)
                decodedEnds.append(decoded.count)
            }
            start = end
        }
        if options.encoding == .windows1252 { (bytes, ends) = (decoded, decodedEnds) }
        return nil
    }

    private func fault(_ field: ArraySlice<UInt8>, at offset: Int, _ column: Int, _ header: CSVHeader?) -> CSVError {
        // The lines before the fault, those of earlier fields included: quoted fields may hold line breaks.
        var breaks = 0
        var previous: UInt8 = 0
        for byte in bytes[..<(field.startIndex + offset)] {
            if byte == 0x0D || (byte == 0x0A && previous != 0x0D) { breaks += 1 }
            previous = byte
        }
        let value = String(field[field.startIndex + offset], radix: 16, uppercase: true)
        let message = "byte \(offset + 1) of the field (0x\(value)) is not \(options.encoding.rawValue); is the file in another encoding?"
        let name = header.flatMap { $0.names.indices.contains(column) ? $0.names[column] : nil }
        return CSVError(
            .encoding, file: file, line: recordLine + breaks, column: column + 1, header: name,
            text: String(decoding: field.prefix(240), as: UTF8.self), message: message)
    }
}
