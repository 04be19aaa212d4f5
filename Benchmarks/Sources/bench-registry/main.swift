// bench-registry WORK[:VARIANT] --data FOLDER [--count LINES]
// bench-registry prepare --data FOLDER --count LINES --items ITEMS
import Glibc

var options: [String: String] = [:]
var rest = CommandLine.arguments.dropFirst(2)
while let name = rest.popFirst(), let value = rest.popFirst() { options[name] = value }
let folder = options["--data"] ?? "/tmp/registry-bench"
let count = options["--count"].flatMap { Int($0) }

do {
    switch CommandLine.arguments.dropFirst().first ?? "" {
    case "prepare":
        let controls = SyntheticControls(itemCount: options["--items"].flatMap { Int($0) } ?? 3_000)
        try controls.write(to: folder, lines: count ?? 1_000_000)
        try ReferenceWork(folder: folder, count: count).prepare()
    case "W9": try ScreeningWork(folder: folder, count: count).bySQL()
    case "W9m": try ScreeningWork(folder: folder, count: count).parsedLines()
    case "W9c": try ScreeningWork(folder: folder, count: count).text()
    case "index-build": try ReferenceWork(folder: folder, count: count).indexBuild()
    case "batch": try ReferenceWork(folder: folder, count: count).batch(jobs: 1)
    case "batch:two": try ReferenceWork(folder: folder, count: count).batch(jobs: 2)
    case "record": try HistoryWork(folder: folder, count: count).record(false)
    case "record:kept": try HistoryWork(folder: folder, count: count).record(true)
    case "load": try HistoryWork(folder: folder, count: count).load(startsHistory: true)
    case "load:kept": try HistoryWork(folder: folder, count: count).load(startsHistory: false)
    case "look-back": try HistoryWork(folder: folder, count: count).lookBack()
    case "apply": try HistoryWork(folder: folder, count: count).apply(false)
    case "apply:delta": try HistoryWork(folder: folder, count: count).apply(true)
    default:
        complain("unknown work; see the first lines of main.swift")
        exit(64)
    }
} catch {
    complain("\(error)")
    exit(1)
}
