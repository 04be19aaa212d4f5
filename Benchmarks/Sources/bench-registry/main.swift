// bench-registry WORK[:VARIANT] --data FOLDER [--count LINES]
// bench-registry prepare --data FOLDER --count LINES --items ITEMS
import BenchSupport
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
        try DepositFiles(folder: folder).prepare(count: options["--deposits"].flatMap { Int($0) } ?? 300_000)
    case "W1": try LoadWork(folder: folder).table(isBulk: false)
    case "W2": try LoadWork(folder: folder).registry(startsHistory: true)
    case "W2:kept": try LoadWork(folder: folder).registry(startsHistory: false)
    case "W2i": try LoadWork(folder: folder).file(startsHistory: true)
    case "W2i:kept": try LoadWork(folder: folder).file(startsHistory: false)
    case "W1:bulk": try LoadWork(folder: folder).table(isBulk: true)
    case "W3": try RecordWork(folder: folder).all()
    case "W3:lent": try RecordWork(folder: folder).lent()
    case "W3d": try QuestionWork(folder: folder).list()
    case "W4": try RecordWork(folder: folder).byKey()
    case "W4:batch": try RecordWork(folder: folder).byKeys()
    case "W5": try RecordWork(folder: folder).bySlug()
    case "W5d": try QuestionWork(folder: folder).deposits()
    case "W6": try QuestionWork(folder: folder).pages()
    case "W7": try QuestionWork(folder: folder).circles()
    case "W8": try QuestionWork(folder: folder).words()
    case "W10": try ConcurrencyWork(folder: folder, count: count).sideBySide()
    case "W10r": try ConcurrencyWork(folder: folder, count: count).readers(1)
    case "W10r:two": try ConcurrencyWork(folder: folder, count: count).readers(2)
    case "W10p": try ConcurrencyWork(folder: folder, count: count).pageReaders(1)
    case "W10p:two": try ConcurrencyWork(folder: folder, count: count).pageReaders(2)
    case "W10a": try ConcurrencyWork(folder: folder, count: count).calls(isAsync: false)
    case "W10a:async": try ConcurrencyWork(folder: folder, count: count).calls(isAsync: true)
    case "W12": try ChangeWork(folder: folder, count: count).source()
    case "W12d": try ChangeWork(folder: folder, count: count).deposit()
    case "csv": try TableWork(folder: folder).cells()
    case "W9": try ScreeningWork(folder: folder, count: count).bySQL()
    case "W9:reasons": try ScreeningWork(folder: folder, count: count).bySQLWithReasons()
    case "W9m": try ScreeningWork(folder: folder, count: count).parsedLines()
    case "W9c": try ScreeningWork(folder: folder, count: count).text()
    case "change": try ReferenceWork(folder: folder, count: count).change(ofControl: false)
    case "change:control": try ReferenceWork(folder: folder, count: count).change(ofControl: true)
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
