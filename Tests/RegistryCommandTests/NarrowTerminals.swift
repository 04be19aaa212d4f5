import Foundation
import Testing

@testable import RegistryTerminal

/// Tables on narrow terminals: nothing is wider than the screen, and ids, days and headings are whole.
@Suite struct NarrowTerminals {
    private func shown(_ arguments: [String], columns: Int, in folder: String) throws -> [String] {
        let run = try registry(arguments, in: folder, with: ["COLUMNS": String(columns)])
        #expect(run.status == 0, "\(run.errors)")
        let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for line in lines { #expect(Output.width(line) <= columns, "\(columns): \(line)") }
        return lines
    }

    @Test func everyTableFitsAndKeepsItsIds() throws {
        try withLoadedRegistry { folder in
            for (arguments, ids) in [
                (
                    ["screen", "--from", "CN", "--to", "US", "--on", "2025-12-01", "--code", "8112929010"],
                    ["CN-2024-46-c2-Ga", "2026-11-27"]
                ),
                (["controls", "--mineral", "gallium"], ["CN-2023-23-Ga-a", "prohibited_in_principle"]), (["minerals"], ["aluminium"]),
                (["calendar", "--from-day", "2025-11-01", "--to-day", "2025-11-30"], ["2025-11-07", "CN-2025-55"]),
                (["deposits", "--mineral", "lithium"], ["bailongshan"]), (["programmes"], ["cn-prospecting-2021"]), (["log"], ["tester"]),
                (["search", "镓"], ["gallium"]), (["mineral", "gallium"], ["7440-55-3"]), (["control", "CN-2023-23-Ga-a"], ["金属镓（单质）"]),
            ] {
                for columns in [40, 60, 80] {
                    let lines = try shown(arguments, columns: columns, in: folder)
                    for id in ids {
                        // An id stands alone, or among others; none is cut.
                        #expect(lines.contains { $0.contains(id) }, "\(columns): \(arguments), \(id)")
                    }
                    #expect(!lines.contains { $0.contains(/(CN|EU|US)-[^ ;]*…/) || $0.contains("_…") }, "\(lines)")
                }
            }
            let narrow = try shown(["controls", "--mineral", "gallium"], columns: 80, in: folder)
            #expect(narrow.contains("not shown: confidence, act, name_zh, control_code (--format csv shows all)"), "\(narrow)")
            let records = try shown(["minerals"], columns: 40, in: folder)
            #expect(records.prefix(2) == ["slug              alumina", "name              Alumina (incl."], "\(records.prefix(3))")
            // Without a terminal and without COLUMNS everything is shown.
            let all = try registry("controls", "--mineral", "gallium", in: folder)
            #expect(all.output.contains("confidence") && !all.output.contains("not shown"))
        }
    }

    private static let texts = [
        ["id", "name", "state", "from", "confidence"],
        ["CN-2023-23-Ga-a", "Gallium metal, of any form", "in_force", "2023-08-01", "confirmed"],
        ["CN-2023-23-Ga-b", "镓镓镓镓镓镓镓镓镓镓镓镓", "suspended", "2023-08-01", "recalled"],
    ]

    @Test(
        arguments: [
            (200, [0, 1, 2, 3, 4], [15, 26, 9, 10, 10], []), (78, [0, 1, 2, 3, 4], [15, 26, 9, 10, 10], []),
            (77, [0, 1, 2, 3, 4], [15, 25, 9, 10, 10], []), (64, [0, 1, 2, 3, 4], [15, 12, 9, 10, 10], []),
            (63, [0, 1, 2, 3], [15, 23, 9, 10], ["confidence"]), (51, [0, 1, 2], [15, 23, 9], ["confidence", "from"]),
            (40, [0, 1, 2], [15, 12, 9], ["confidence", "from"]), (39, nil, [], []),
        ] as [(Int, [Int]?, [Int], [String])]) func layouts(total: Int, columns: [Int]?, widths: [Int], leftOut: [String])
    {
        let layout = TableLayout(Self.texts, least: ["confidence", "from"], total: total, isWide: false)
        #expect(layout.columns == columns)
        if columns != nil { #expect(layout.widths == widths) }
        #expect(layout.leftOut == leftOut)
    }

    @Test func keysOfSeveralParts() {
        let texts = [["what", "id"], ["same as judgement", "bayan-obo / maoniuping / local"]]
        #expect(TableLayout(texts, least: [], total: 44, isWide: false).widths == [12, 30])
        #expect(TableLayout(texts, least: [], total: 43, isWide: false).columns == nil)
    }

    @Test func cells() {
        #expect(Output.cut("CN-1-a; CN-1-b; CN-1-c", to: 22) == "CN-1-a; CN-1-b; CN-1-c")
        #expect(Output.cut("CN-1-a; CN-1-b; CN-1-c", to: 21) == "CN-1-a; CN-1-b; …")
        #expect(Output.cut("CN-1-a; CN-1-b; CN-1-c", to: 9) == "CN-1-a; …")
        #expect(Output.cut("gallium metal", to: 8) == "gallium…")
        #expect(Output.wrapped("金属镓（单质） of any form", to: 8) == ["金属镓（", "单质）", "of any", "form"])
        #expect(Cell.figure(9789.488).plain == "9789" && Cell.figure(0.98938).plain == "0.9894" && Cell.figure(0).plain == "0")
        #expect(Cell.figure(0.0070754).plain == "0.007075" && Cell.figure(123_456).plain == "123500" && Cell.figure(-1).plain == "-1")
        #expect(Cell.figure(0.98938).json == "0.98938")
    }
}
