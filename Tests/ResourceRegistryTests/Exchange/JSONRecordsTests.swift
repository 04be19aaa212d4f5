import Testing

@testable import ResourceRegistry

@Suite struct JSONRecordsTests {
    private func records(_ text: String, list: String? = nil) throws -> [String] {
        let reader = try JSONRecords(bytes: Array(text.utf8), name: "t.json", listMember: list)
        var found: [String] = []
        while let node = try reader.next() { found.append(node.json) }
        return found
    }

    private func fault(_ bytes: [UInt8], list: String? = nil) -> JSONError? {
        do {
            let reader = try JSONRecords(bytes: bytes, name: "t.json", listMember: list)
            while try reader.next() != nil {}
            return nil
        } catch { return error }
    }

    private func fault(_ text: String) -> JSONError? { fault(Array(text.utf8)) }

    @Test func recordsComeFromArraysLinesAndSequences() throws {
        let expected = [#"{"a":1}"#, #"{"b":[true,null,"x"]}"#]
        #expect(try records(#" [ {"a": 1} , {"b": [ true, null, "x" ]} ] "#) == expected)
        #expect(try records("{\"a\":1}\n\n{\"b\":[true,null,\"x\"]}\r\n") == expected)
        #expect(try records("\u{1E}{\"a\":1}\n\u{1E}{\"b\":[true,null,\"x\"]}") == expected)
        #expect(try records("\u{FEFF}[]") == [])
    }

    @Test func aListInAnObjectIsReadWhateverStandsAroundIt() throws {
        let text = #"{"type":"FeatureCollection","name":"n","features":[{"a":1},{"a":2}],"bbox":[1,2]}"#
        #expect(try records(text, list: "features") == [#"{"a":1}"#, #"{"a":2}"#])
        #expect(try records(text + "\n" + text, list: "features").count == 4)
        #expect(try records(#"{"features":[]}"#, list: "features") == [])
        // Without a list the object is a record itself.
        #expect(try records(#"{"type":"Feature"}"#, list: "features") == [#"{"type":"Feature"}"#])
        let reader = try JSONRecords(bytes: Array(text.utf8), name: "t", listMember: "features")
        while try reader.next() != nil {}
        #expect(reader.members.map(\.name) == ["type", "name", "bbox"])
    }

    @Test func textsAreDecoded() throws {
        #expect(try records(#"["\"\\\/\b\f\n\r\t\u00e9\ud834\udd1e é𝄞"]"#) == [JSONText.string("\"\\/\u{8}\u{C}\n\r\té𝄞 é𝄞")])
    }

    @Test func numbersKeepTheirText() throws {
        #expect(try records("[0, -0.10, 1E+5, 1e999]") == ["0", "-0.10", "1E+5", "1e999"])
    }

    @Test(
        arguments: [
            ("[NaN]", 1, 2), ("[Infinity]", 1, 2), ("[01]", 1, 4), ("[1.]", 1, 4), ("[.5]", 1, 2), ("[+1]", 1, 2), ("[1 2]", 1, 4),
            ("[1,]", 1, 4),
            ("{\n \"a\" 1}", 2, 6), ("{\n\"a\":1,\n\"a\":2}", 3, 5), ("[\"\u{1}\"]", 1, 3), (#"["\x"]"#, 1, 5), (#"["\ud800"]"#, 1, 9),
            (#"["\u0000"]"#, 1, 9), ("tru", 1, 4), ("{a:1}", 1, 2), ("'a'", 1, 1), ("[1] x", 1, 5),
        ]) func whatIsNoJSONIsNamedWithItsPlace(text: String, line: Int, column: Int)
    {
        let error = fault(text)
        #expect(error?.line == line && error?.column == column, "\(text): \(String(describing: error))")
    }

    @Test func foreignAndBrokenFilesAreRefused() throws {
        #expect(fault("")?.kind == .emptyFile)
        #expect(fault(" \n")?.kind == .emptyFile)
        #expect(fault([0x1F, 0x8B, 8])?.message.contains("gzip") == true)
        #expect(fault([0xFF, 0xFE, 0x5B, 0])?.message.contains("UTF-16") == true)
        #expect(fault([0x5B, 0, 0x5D, 0])?.kind == .encoding)
        #expect(fault(Array("[\"".utf8) + [0xC3, 0x28] + Array("\"]".utf8))?.kind == .encoding)
        for cut in ["[{\"a\": 1}", "[\"abc", "{\"a\":", "[tr", "[\"\\u00"] { #expect(fault(cut)?.kind == .cutOff, "\(cut)") }
        #expect(fault(String(repeating: "[", count: 100_000))?.kind == .tooDeep)
        let large = "[\"" + String(repeating: "x", count: (8 << 20) + 1) + "\"]"
        #expect(fault(large)?.kind == .tooLarge)
        #expect(throws: JSONError.self) { try JSONRecords(path: "/nonexistent.json") }
        #expect(throws: JSONError.self) { try JSONRecords(path: "/tmp") }
    }

    @Test func afterAFaultyLineTheNextIsRead() throws {
        let reader = try JSONRecords(bytes: Array("{\"a\":1}\n{\"a\":x}\n{\"a\":3}\n".utf8), name: "t.jsonl")
        #expect(try reader.next()?.json == #"{"a":1}"#)
        #expect(throws: JSONError.self) { try reader.next() }
        #expect(reader.canGoOn)
        #expect(reader.lastRecord == #"{"a":x}"#)
        #expect(try reader.next()?.json == #"{"a":3}"#)
        #expect(try reader.next() == nil)
    }

    @Test func aNULBehindTheFirstBlockIsFound() throws {
        let lines = Array(String(repeating: "{\"a\":1}\n", count: 10_000).utf8)
        #expect(fault(lines + Array("{\"a\":x\0}\n".utf8))?.message.contains("NUL") == true)
    }

    @Test func afterAFaultInsideAnArrayNothingCanBeTrusted() throws {
        let reader = try JSONRecords(bytes: Array("[{\"a\":1},\n{\"a\":x},\n{\"a\":3}]".utf8), name: "t.json")
        _ = try reader.next()
        #expect(throws: JSONError.self) { try reader.next() }
        #expect(!reader.canGoOn)
        #expect(throws: JSONError.self) { try reader.next() }
    }

    /// Records that cross the 64 KiB blocks at every offset.
    @Test func blocksLeaveNoTrace() throws {
        for shift in 65_520..<65_540 {
            let filler = String(repeating: "x", count: shift)
            #expect(try records("[\"\(filler)\",{\"é\\n\":[1.5e3,\"𝄞\"]}]").last == #"{"é\n":[1.5e3,"𝄞"]}"#, "shift \(shift)")
        }
    }

    @Test func randomBytesAreReadOrRefusedWithTheirPlace() throws {
        var generator = SplitMix(seed: 11)
        let alphabet = Array("{}[]\",:\\u0dtrefalsn1e-.\n é".utf8) + [0, 0xFF]
        var (read, refused) = (0, 0)
        for _ in 0..<4000 {
            let bytes = (0..<Int.random(in: 0..<40, using: &generator)).map { _ in alphabet.randomElement(using: &generator) ?? 0 }
            let lines = bytes.count { $0 == 0x0A } + 1
            for list in [nil, "features"] as [String?] {
                do {
                    let reader = try JSONRecords(bytes: bytes, name: "t", listMember: list)
                    while let node = try reader.next() {
                        #expect((1...lines).contains(node.line))
                        read += 1
                    }
                } catch {
                    #expect(error.file == "t" && (1...lines).contains(error.line ?? 1), "\(error) of \(bytes)")
                    refused += 1
                }
            }
        }
        // Both ways were gone.
        #expect(read > 50 && refused > 2000, "\(read) records, \(refused) refusals")
    }
}
