// bench-csv csv[:streamed] --data FOLDER
import BenchSupport
import Foundation
import SwiftCSV

let place = CommandLine.arguments.firstIndex(of: "--data") ?? 0
let folder = CommandLine.arguments[place + 1]
var watch = Stopwatch()
var rows = 0
var check: UInt64 = 0
watch.start()
let text = try String(contentsOfFile: folder + "/rows.csv", encoding: .utf8)
if CommandLine.arguments.dropFirst().first == "csv:streamed" {
    try CSV<Enumerated>(string: text, delimiter: .comma, loadColumns: false).enumerateAsArray(startAt: 1, rowLimit: nil) { cells in
        rows += 1
        for cell in cells { check &+= UInt64(cell.utf8.count + 1) }
    }
} else {
    let table = try CSV<Named>(string: text, delimiter: .comma)
    rows = table.rows.count
    for row in table.rows { for cell in row.values { check &+= UInt64(cell.utf8.count + 1) } }
}
watch.stop()
watch.report("csv", operations: rows, check: check)
