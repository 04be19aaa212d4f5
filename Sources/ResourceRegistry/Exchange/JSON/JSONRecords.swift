/// The records of a JSON file, one after another, in memory that does not grow with the file.
///
/// Takes an array of records, an object whose member (`features`) is the array of records, and records that follow each other: JSON
/// Lines, newline-delimited GeoJSON, text sequences (RFC 8142).
final class JSONRecords {
    private enum State { case between, inArray, inMember, ended }

    private var scanner: JSONScanner
    private let listMember: String?
    private var state = State.between
    private var isFirst = true
    private var recordLine = 1
    /// Whether anything stood in the file.
    private var isEmpty = true

    let file: String
    /// Members of the object around the list that were read so far.
    private(set) var members: [(name: String, value: JSONNode)] = []
    /// How many records of the list came before the members that were read last.
    private(set) var hasListBegun = false
    private(set) var canGoOn = true

    /// Opens a file.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - listMember: the member of an outer object that holds the records.
    /// - Throws: `JSONError` where it cannot be read, or is no text in UTF-8.
    convenience init(path: String, listMember: String? = nil) throws(JSONError) {
        do { self.init(try JSONScanner(try ByteSource(path: path)), listMember) } catch let error as CSVError {
            throw JSONError(error)
        } catch let error as JSONError { throw error } catch { throw JSONError(.unreadable, file: path, message: "\(error)") }
    }

    /// Reads bytes that are in memory already; `name` stands for the file in errors.
    convenience init(bytes: [UInt8], name: String, listMember: String? = nil) throws(JSONError) {
        self.init(try JSONScanner(ByteSource(bytes: bytes, name: name)), listMember)
    }

    private init(_ scanner: consuming JSONScanner, _ listMember: String?) {
        file = scanner.file
        self.scanner = scanner
        self.listMember = listMember
    }

    var bytesRead: Int64 { scanner.bytesRead }

    /// The record read last as it stands in the file, also where it was refused.
    var lastRecord: String { String(decoding: scanner.record, as: UTF8.self).trimmed }

    /// The next record, nil at the end.
    ///
    /// - Throws: `JSONError`. Where a line holds a record of its own, the next call goes on behind that line; else it throws again.
    func next() throws(JSONError) -> JSONNode? {
        guard canGoOn else { throw scanner.fault(.syntax, "reading cannot go on behind the fault before") }
        do {
            return try read()
        } catch {
            let isOneLine = state == .between && scanner.line == recordLine && error.kind != .tooLarge
            canGoOn = false
            if isOneLine {
                if try !scanner.skipLine() { state = .ended }
                canGoOn = true
            }
            throw error
        }
    }

    private func read() throws(JSONError) -> JSONNode? {
        while true {
            switch state {
            case .ended: return nil
            case .between:
                guard let byte = try beginRecord() else {
                    state = .ended
                    guard !isEmpty else {
                        throw JSONError(.emptyFile, file: file, message: "the file is empty: there is no JSON value in it")
                    }
                    return nil
                }
                let begins = isEmpty
                isEmpty = false
                if byte == UInt8(ascii: "["), begins {
                    scanner.take(byte)
                    (state, isFirst) = (.inArray, true)
                } else if byte == UInt8(ascii: "{"), listMember != nil {
                    if let record = try outerObject() { return record }
                } else {
                    return try scanner.value()
                }
            case .inArray, .inMember:
                if let record = try element() { return record }
                if state == .inMember { try restOfOuterObject() }
                state = .between
            }
        }
    }

    /// Goes to the next record; white space and separators before it are not part of it.
    private func beginRecord() throws(JSONError) -> UInt8? {
        let byte = try scanner.peekToken(passing: [0x1E])
        scanner.beginRecord()
        recordLine = scanner.line
        return byte
    }

    /// The next record of the array; nil at its end.
    private func element() throws(JSONError) -> JSONNode? {
        let byte = try beginRecord()
        if isFirst {
            isFirst = false
            if byte == UInt8(ascii: "]") {
                scanner.take(UInt8(ascii: "]"))
                return nil
            }
        } else if try !scanner.another(before: "]") {
            return nil
        }
        _ = try beginRecord()
        return try scanner.value()
    }

    /// Reads an object up to its list. Where it has none, it is a record itself.
    private func outerObject() throws(JSONError) -> JSONNode? {
        let place = (scanner.line, scanner.column)
        scanner.take(UInt8(ascii: "{"))
        (members, hasListBegun) = ([], false)
        guard try scanner.peekToken() != UInt8(ascii: "}") else {
            scanner.take(UInt8(ascii: "}"))
            return JSONNode(value: .object([]), line: place.0, column: place.1)
        }
        repeat {
            if try readMember() { return nil }
        } while try scanner.another(before: "}")
        return JSONNode(value: .object(members), line: place.0, column: place.1)
    }

    /// Reads a member of the outer object; true where it is the list, which is entered.
    private func readMember() throws(JSONError) -> Bool {
        let name = try scanner.memberName()
        guard !members.contains(where: { $0.name == name }), name != listMember || !hasListBegun else {
            throw scanner.fault(.syntax, "the object names \"\(Excerpt.of(name))\" again")
        }
        if name == listMember, try scanner.peekToken() == UInt8(ascii: "[") {
            scanner.take(UInt8(ascii: "["))
            (state, isFirst, hasListBegun) = (.inMember, true, true)
            return true
        }
        members.append((name, try scanner.value(depth: 1)))
        return false
    }

    private func restOfOuterObject() throws(JSONError) {
        while try scanner.another(before: "}") {
            scanner.beginRecord()
            if try readMember() { throw scanner.fault(.syntax, "the object has a second list") }
        }
    }
}
