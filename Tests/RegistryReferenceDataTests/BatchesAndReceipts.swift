import RegistryReferenceData
import ResourceRegistry
import Testing

@Suite struct BatchesAndReceipts {
    private func run(_ table: String, format: ScreeningBatch.Format = .csv, strict: Bool = false) throws -> (String, ScreeningBatch.Report)
    {
        var text: [UInt8] = []
        var report: ScreeningBatch.Report?
        try withLoadedRegistry { registry, _ in
            var reader = try CSVReader(bytes: Array(table.utf8), name: "lines.csv")
            let batch = try ScreeningBatch(header: reader, format: format)
            report = try registry.read { reading in
                try batch.run(&reader, isStrict: strict, answer: reading.screen, write: { text += $0 })
            }
        }
        return (String(decoding: text, as: UTF8.self), try #require(report))
    }

    static let table = """
        id,code,origin,destination,date,attribute:purity,end_user
        1,8112929010,CN,US,2025-12-01,,civil
        2,8112A,CN,US,2025-12-01,,civil
        3,8112929010,CN,EU,2025-12-01,,
        4,8112929010,CN,DE
        =5,8112929010,CN,DE,2023-07-31,,
        6,8112929010,CN,ZZ,2023-07-31,,
        7,8112929010,CN,DE,2023-07-31,-1,

        """

    @Test func aBadLineGetsItsOwnErrorAndStopsNothing() throws {
        let (text, report) = try run(Self.table)
        let lines = text.split(separator: "\n").map(String.init)
        #expect(report.lines == 7)
        #expect(report.errors == 5)
        #expect(
            lines[0]
                == "id,code,origin,destination,date,attribute:purity,end_user,verdict,requirement,items,suspended,questions,warnings,error")
        #expect(
            lines[1]
                == "1,8112929010,CN,US,2025-12-01,,civil,controlled,licence_required,CN-2023-23-Ga-a,CN-2024-46-c2-Ga,0,suspended_until;items_without_code,"
        )
        #expect(lines[2].contains("lines.csv:3:2 (code)"))
        #expect(lines[3].contains("lines.csv:4:4 (destination)"))
        #expect(lines[4].contains("lines.csv:5: the row has 4 fields"))
        #expect(lines[5].hasPrefix("'=5,8112929010,CN,DE,2023-07-31,,,not_listed,"))
        #expect(lines[6].contains("lines.csv:7:4 (destination)"))
        #expect(lines[7].contains("lines.csv:8:6 (attribute:purity)"))
    }

    @Test func strictStopsAtTheFirst() throws {
        let error = #expect(throws: CSVError.self) { try run(Self.table, strict: true) }
        #expect(error?.line == 3)
    }

    @Test func unknownColumnsAreNamedWithTheKnownOnes() throws {
        let error = #expect(throws: CSVError.self) { try run("id,origin,destination,date,colour\n") }
        #expect(error?.message.contains("attribute:NAME") == true)
        #expect(error?.header == "colour")
    }

    @Test func theLinesOfABatchAreTheSingleAnswers() throws {
        let (text, _) = try run(
            "code,origin,destination,date\n8112929010,CN,US,2025-12-01\n2931900032,CN,KR,2025-12-15\n", format: .jsonLines)
        try withLoadedRegistry { registry, _ in
            let first = try registry.screen(ScreeningLine(origin: "CN", destination: "US", date: "2025-12-01", code: "8112929010").query())
            let second = try registry.screen(ScreeningLine(origin: "CN", destination: "KR", date: "2025-12-15", code: "2931900032").query())
            #expect(text == first.json + "\n" + second.json + "\n")
        }
    }

    /// The command answers its lines from an index; a person who asks one of them alone is answered by SQL.
    @Test func theLinesOfABatchByTheIndexAreTheSingleAnswersBySQL() throws {
        try withLoadedRegistry { registry, _ in
            try registry.read { reading in
                let index = try ScreeningIndex(reading: reading)
                var generator = try QueryGenerator(seed: 5, reading: reading)
                let queries = try (0..<400).map { _ in try generator.next() }
                var reader = try CSVReader(bytes: Self.bytes(of: queries), name: "lines.csv")
                let batch = try ScreeningBatch(header: reader, format: .jsonLines)
                var text: [UInt8] = []
                let report = try batch.run(&reader, answer: index.explain, write: { text += $0 })
                let lines = text.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
                #expect(report.lines == queries.count)
                try #require(lines.count == queries.count)
                var refused = 0
                for (query, line) in zip(queries, lines) {
                    do { #expect(try line == reading.screen(query).json) } catch {
                        refused += 1
                        #expect(line.contains("\"error\":"), "\(line)")
                    }
                }
                #expect(report.errors == refused)
                #expect(refused * 10 < queries.count)
            }
        }
    }

    /// Answers are remembered between the days on which something changes, and answered by several threads: the output must not tell.
    @Test(arguments: [1, 2, 5]) func aBatchOnSeveralThreadsIsTheBatchLineByLine(jobs: Int) throws {
        try withLoadedRegistry { registry, _ in
            try registry.read { reading in
                let index = try ScreeningIndex(reading: reading)
                var generator = try QueryGenerator(seed: 11, reading: reading)
                var table = try Self.bytes(of: (0..<3_000).map { _ in try generator.next() })
                // The same lines on the days around: what is remembered must end where something changes.
                let columns = try CSVReader(bytes: table, name: "lines.csv").header.count
                for _ in 0..<3_000 {
                    let query = try generator.next()
                    guard let code = query.code else { continue }
                    for shift in [-1, 0, 1, 40] {
                        let day = try query.day.adding(days: shift)
                        let cells = "\(code.digits),\(query.origin),\(query.destination),\(day)"
                        table += Array((cells + String(repeating: ",", count: columns - 4) + "\n").utf8)
                    }
                }
                var expected: [UInt8] = []
                var reader = try CSVReader(bytes: table, name: "lines.csv")
                let batch = try ScreeningBatch(header: reader, format: .csv)
                let oneByOne = try batch.run(&reader, answer: index.explain, write: { expected += $0 })
                var output: [UInt8] = []
                var told = 0
                var again = try CSVReader(bytes: table, name: "lines.csv")
                let report = try batch.run(
                    &again, index: index, jobs: jobs,
                    progress: { lines, bytes in
                        #expect(lines >= told && bytes <= table.count)
                        told = lines
                    }, write: { output += $0 })
                #expect(report == oneByOne)
                #expect(told == report.lines)
                #expect(report.lines > 8_000 && report.errors > 0 && report.errors * 10 < report.lines)
                let lines = zip(expected.split(separator: UInt8(ascii: "\n")), output.split(separator: UInt8(ascii: "\n")))
                for (one, other) in lines where one != other {
                    Issue.record("\(String(decoding: one, as: UTF8.self))\n\(String(decoding: other, as: UTF8.self))")
                    return
                }
                #expect(expected == output)
            }
        }
    }

    @Test func strictOnSeveralThreadsStopsAtTheFirstInOrder() throws {
        try withLoadedRegistry { registry, _ in
            let index = try registry.screeningIndex()
            let good = String(repeating: "8112929010,CN,US,2025-12-01\n", count: 2_500)
            let table = "code,origin,destination,date\n" + good + "8112A,CN,US,2025-12-01\n" + good + "1,CN,US,2025-12-01\n"
            var reader = try CSVReader(bytes: Array(table.utf8), name: "lines.csv")
            let batch = try ScreeningBatch(header: reader, format: .csv)
            let error = #expect(throws: CSVError.self) { try batch.run(&reader, index: index, jobs: 3, isStrict: true, write: { _ in }) }
            #expect(error?.line == 2_502)

            struct Stop: Error {}
            var second = try CSVReader(bytes: Array(table.utf8), name: "lines.csv")
            var written = 0
            #expect(throws: Stop.self) {
                try batch.run(&second, index: index, jobs: 2, progress: { lines, _ in if lines >= 2_000 { throw Stop() } }) {
                    written += $0.count { $0 == UInt8(ascii: "\n") }
                }
            }
            #expect(written == 2_001)
        }
    }

    /// The queries as a table, with a column for every attribute that is measured.
    private static func bytes(of queries: [ScreeningQuery]) -> [UInt8] {
        func key(_ attribute: MeasuredAttribute) -> String { attribute.name.lowercased().filter { !" -_".contains($0) } }
        let measured = Set(queries.flatMap { $0.attributes.map(key) }).sorted()
        let columns = [
            "code", "origin", "destination", "date", "nomenclature", "mineral", "control", "item", "words", "end_user", "announced_by",
        ]
        let writer = CSVWriter(raw: true)
        var bytes: [UInt8] = []
        writer.append((columns + measured.map { "attribute:\($0)" }).map { .text($0) }, to: &bytes)
        for query in queries {
            let line = ScreeningLine(query)
            let told = [
                line.code, line.origin, line.destination, line.date, line.nomenclature, line.mineral, line.control, line.item, line.words,
                line.endUser, line.announcedBy,
            ]
            let values = measured.map { name in
                query.attributes.first { key($0) == name }.map { "\($0.value)" + ($0.unit.map { " \($0)" } ?? "") }
            }
            writer.append((told + values).map { .text($0 ?? "") }, to: &bytes)
        }
        return bytes
    }

    @Test func aReceiptTellsWhetherTheAnswerIsStillTheSame() throws {
        try withLoadedRegistry { registry, _ in
            let query = try ScreeningLine(origin: "CN", destination: "US", date: "2025-12-01", code: "8112929010").query()
            let (_, receipt) = try registry.screenWithReceipt(query)
            #expect(receipt.isIntact)
            let same = try registry.replay(receipt)
            #expect(same.isSame)
            #expect(same.differences.isEmpty)

            // The suspension is found to have ended a month earlier.
            let corrected = EditedFacts(edits: [
                "export-controls/act_relations.csv": { $0.replacing("2025-11-09,2026-11-27", with: "2025-11-09,2025-11-30") }
            ])
            try registry.load(corrected, author: "test", reason: "correction")
            let differs = try registry.replay(receipt)
            #expect(!differs.isSame)
            #expect(differs.differences.contains("the requirement was licence_required, is prohibited_in_principle"))
            #expect(differs.differences.contains { $0.hasPrefix("CN-2024-46-c2-Ga was suspended") })
            #expect(differs.differences.contains("the control tables changed between revision 1 and 2"))
        }
    }
}
