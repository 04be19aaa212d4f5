import ResourceRegistry
import Testing

@Suite struct CSVReaderTests {
    /// All rows, the header first.
    private func rows(_ text: String, _ options: CSVOptions = CSVOptions()) throws -> [[String]] { try rows(Array(text.utf8), options) }

    private func rows(_ bytes: [UInt8], _ options: CSVOptions = CSVOptions()) throws -> [[String]] {
        var reader = try CSVReader(bytes: bytes, name: "t.csv", options: options)
        var result = [reader.header]
        while let record = try reader.next() { result.append(record.fields) }
        return result
    }

    private func fault(_ bytes: [UInt8], _ options: CSVOptions = CSVOptions()) -> CSVError? {
        do {
            _ = try rows(bytes, options)
            return nil
        } catch { return error as? CSVError }
    }

    private func fault(_ text: String, _ options: CSVOptions = CSVOptions()) -> CSVError? { fault(Array(text.utf8), options) }

    @Test(arguments: ["\n", "\r\n", "\r"]) func takesEveryLineEnd(end: String) throws {
        let text = ["a,b", "1,\"x\(end)y\"", "", "\"q\"\"q\",", "3,4"].joined(separator: end)
        let expected = [["a", "b"], ["1", "x\(end)y"], ["q\"q", ""], ["3", "4"]]
        #expect(try rows(text) == expected)
        #expect(try rows(text + end) == expected)
    }

    @Test(arguments: [",", ";", "\t"]) func detectsTheDelimiter(delimiter: String) throws {
        #expect(
            try rows(["a", "\"b,;\t,;\t\"", "c"].joined(separator: delimiter) + "\n1\(delimiter)2\(delimiter)3")[1] == ["1", "2", "3"])
    }

    @Test func readsByteOrderMarkAndWindows1252() throws {
        #expect(try rows([0xEF, 0xBB, 0xBF] + Array("é,b\n€,𝄞".utf8)) == [["é", "b"], ["€", "𝄞"]])
        let old = CSVOptions(encoding: .windows1252)
        #expect(try rows([0xE9, 0x2C, 0x62, 0x0A, 0x80, 0x2C, 0x31], old) == [["é", "b"], ["€", "1"]])
        #expect(fault([0x61, 0x0A, 0x81], old)?.kind == .encoding)
        #expect(fault([0xEF, 0xBB, 0xBF, 0x61], old)?.kind == .encoding)
    }

    @Test func linesCountBreaksInsideQuotes() throws {
        var reader = try CSVReader(bytes: Array("a,b\n\"x\ny\",1\n\n2,3\n".utf8), name: "t.csv")
        #expect(try reader.next()?.line == 2)
        #expect(try reader.next()?.line == 5)
        #expect(try reader.next() == nil)
        #expect(try reader.next() == nil)
    }

    @Test func recordsOutliveTheReadersNextStep() throws {
        var reader = try CSVReader(bytes: Array("a,b\n1,2\n3,4\n".utf8), name: "t.csv")
        let first = try #require(try reader.next())
        let second = try #require(try reader.next())
        #expect(first.fields == ["1", "2"] && second.fields == ["3", "4"])
        #expect(first[-1].isEmpty && first[2].isEmpty && first[Int.max].isEmpty && first.isEmpty(Int.min))
        #expect(try first.field(named: "b") == "2")
        #expect(throws: CSVError.self) { try first.field(named: "c") }
    }

    @Test func namesThePlaceOfEveryFault() throws {
        var reader = try CSVReader(bytes: Array("id,purity\n1,\u{7}bad".utf8), name: "t.csv")
        let record = try #require(try reader.next())
        #expect(record.error(column: 1, "no number").description == "t.csv:2:2 (purity): no number: \"\\u{7}bad\"")
        #expect(record.error(column: 9, "no number").column == nil)
        let missing = #expect(throws: CSVError.self) { try reader.columns(["id", "x", "y"]) }
        #expect(missing?.message == "these columns are missing: \"x\", \"y\"; the header has id, purity")
    }

    @Test func refusesForeignFiles() {
        #expect(fault([0xFF, 0xFE, 0x61, 0])?.message.contains("UTF-16") == true)
        #expect(fault([0xFE, 0xFF, 0, 0x61])?.message.contains("UTF-16") == true)
        #expect(fault([0x1F, 0x8B, 8])?.message.contains("gzip") == true)
        #expect(fault([0x50, 0x4B, 3, 4])?.message.contains("xlsx") == true)
        #expect(fault([0x61, 0, 0x62])?.kind == .encoding)
        #expect(fault("a\n\"\0\"")?.line == 2)
        for empty in ["", "\u{FEFF}", "\n\r\n\r"] { #expect(fault(empty)?.kind == .emptyFile) }
    }

    @Test func refusesFaultyHeadersAndQuotes() {
        #expect(fault("a,,b\n")?.column == 2)
        #expect(fault("a,b,a\n")?.column == 3)
        let open = fault("a,b\n1,2\n3,\"x\ny\nz")
        #expect(open?.kind == .quoting && open?.line == 3 && open?.column == 2)
        #expect(fault("a,b\n1,\"x\"y\n")?.kind == .quoting)
        #expect(fault("a\n" + String(repeating: "x", count: 11), CSVOptions(maximumFieldBytes: 10))?.kind == .tooLarge)
        #expect(fault("a\n" + String(repeating: "x", count: 10), CSVOptions(maximumFieldBytes: 10)) == nil)
        #expect(fault(Array(repeating: 0x2C, count: 20_000))?.kind == .tooLarge)
    }

    @Test func goesOnBehindAFaultyRow() throws {
        let bytes = Array("a,b\n1\n1,2,3\n".utf8) + [0x78, 0x2C, 0xFF, 0x0A] + Array("4,5\n".utf8)
        var reader = try CSVReader(bytes: bytes, name: "t.csv")
        #expect(throws: CSVError.self) { try reader.next() }
        #expect(reader.lastFields == ["1"])
        #expect(throws: CSVError.self) { try reader.next() }
        #expect(reader.lastFields == ["1", "2"])
        let encoding = #expect(throws: CSVError.self) { try reader.next() }
        #expect(encoding?.line == 4 && encoding?.column == 2 && encoding?.header == "b")
        #expect(try reader.next()?.fields == ["4", "5"])
        let stopped = reader.isStopped
        #expect(!stopped)
    }

    @Test(
        arguments: [
            [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0x80],
            [0xE2, 0x82], [0xF0, 0x9F, 0x98], [0xC3], [0xE2, 0x28, 0xA1],
        ] as [[UInt8]]) func refusesInvalidUTF8(bytes: [UInt8])
    {
        #expect(fault([0x61, 0x0A] + bytes)?.kind == .encoding)
        #expect(String(validating: bytes, as: UTF8.self) == nil)
    }

    @Test func tellsWhyAFileCannotBeOpened() {
        func kind(_ path: String) -> CSVError.Kind? {
            do {
                _ = try CSVReader(path: path).header
                return nil
            } catch { return error.kind }
        }
        #expect(kind("/nonexistent/x.csv") == .missingFile)
        #expect(kind("") == .missingFile)
        #expect(kind("/etc/passwd\0.csv") == .missingFile)
        #expect(kind("/tmp") == .directory)
        #expect(kind("/proc/self/mem") == .unreadable)
        #expect(kind("/dev/null") == .emptyFile)
    }

    /// Rows that cross the 64 KiB blocks at every offset, quotes, delimiters and line ends included.
    @Test func blocksLeaveNoTrace() throws {
        for shift in 65_520..<65_545 {
            let filler = String(repeating: "x", count: shift)
            let text = "a,b\r\n\(filler),\"é\"\"\r\n,\"\r\n1,2\r\n"
            #expect(try rows(text) == [["a", "b"], [filler, "é\"\r\n,"], ["1", "2"]], "shift \(shift)")
        }
    }

    @Test func whatIsWrittenReadsBack() throws {
        let values = ["", "a,b", "say \"x\"", "line\nbreak", "cr\rlf\r\n", "é€", " spaced ", "-1"]
        var bytes = Array("h\n".utf8)
        for value in values { CSVWriter(raw: true).append([.text(value)], to: &bytes) }
        #expect(try rows(bytes).dropFirst().map { $0[0] } == values)
    }

    @Test func aMarkAtTheBeginningIsTextAndStays() throws {
        // Found by fuzzing: written bare at the beginning of a file it was taken for the byte order mark.
        var bytes: [UInt8] = []
        CSVWriter(raw: true).append([.text("\u{FEFF}name")], to: &bytes)
        let reader = try CSVReader(bytes: bytes, name: "t")
        #expect(reader.header == ["\u{FEFF}name"])
    }

    @Test func formulasAreEscapedInTextAlone() {
        let cells: [CSVCell] = [.text("=1+1"), .text("-x"), .text("@a"), .text("\ta"), .plain("-5"), .empty, .text("a=b")]
        #expect(CSVWriter().row(cells) == "'=1+1,'-x,'@a,'\ta,-5,,a=b\n")
        #expect(CSVWriter(raw: true).row([.text("=1,1")]) == "\"=1,1\"\n")
        #expect(CSVWriter().row([.text("\rx")]) == "\"'\rx\"\n")
        #expect(CSVWriter().row([.empty]) == "\"\"\n")
        #expect(CSVWriter().row([.text("")]) == "\"\"\n")
    }

    @Test func randomBytesAreReadOrRefusedWithTheirPlace() throws {
        var generator = SplitMix(seed: 7)
        let alphabet: [UInt8] = Array("a,bc;\n\"d ,\r\n\"efa".utf8)
        var (read, refused) = (0, 0)
        for _ in 0..<3000 {
            let bytes = (0..<Int.random(in: 0..<40, using: &generator)).map { _ in alphabet.randomElement(using: &generator) ?? 0 }
            let lines = bytes.count { $0 == 0x0A || $0 == 0x0D } + 1
            do {
                var reader = try CSVReader(bytes: bytes, name: "t")
                while !reader.isStopped {
                    guard let record = try reader.next() else { break }
                    #expect((1...lines).contains(record.line))
                    read += 1
                }
            } catch {
                #expect(error.file == "t" && (1...lines).contains(error.line ?? 1), "\(error) of \(bytes)")
                refused += 1
            }
        }
        // Both ways were gone.
        #expect(read > 50 && refused > 500, "\(read) rows, \(refused) refusals")
    }
}
