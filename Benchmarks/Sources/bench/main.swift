// bench [--mode table|check|scale|icount] [--rounds N] [--count LINES] [--items ITEMS] [--deposits N[,N…]] [--only W1,W9m]
//       [--who c,registry] [--data FOLDER] [--scripts FOLDER] [--json FILE]
//
// table    runs the contestants of each work in turn, round after round, compares their check sums, prints medians and ratios
// check    the same once, for the check sums alone
// scale    the growth of the works on deposits over several sizes, of C and of this library
// icount   instructions an operation, by callgrind, of the works that need no other thread
import Foundation

var options: [String: String] = [:]
var rest = CommandLine.arguments.dropFirst()
while let name = rest.popFirst(), let value = rest.popFirst() { options[name] = value }
let mode = options["--mode"] ?? "table"
let rounds = mode == "check" ? 1 : options["--rounds"].flatMap { Int($0) } ?? 5
let count = options["--count"].flatMap { Int($0) } ?? 1_000_000
let items = options["--items"].flatMap { Int($0) } ?? 3_000
let sizes = (options["--deposits"] ?? "300000").split(separator: ",").compactMap { Int($0) }
let wanted = options["--only"].map { Set($0.split(separator: ",").map(String.init)) }
let who = options["--who"].map { Set($0.split(separator: ",").map(String.init)) }

/// Whether a contestant takes part. Growth is compared with that of C alone.
@MainActor
func takesPart(_ contestant: Contestant) -> Bool {
    who?.contains(contestant.name) ?? (mode != "scale" || contestant.program != "bench-grdb")
}
let programs = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
let works = Work.all.filter { wanted?.contains($0.id) ?? (mode != "scale" || $0.growth != nil) }

@MainActor
func runner(_ deposits: Int) throws -> Runner {
    let folder = (options["--data"] ?? NSTemporaryDirectory() + "registry-bench") + "-\(items)-\(count)"
    let runner = Runner(
        programs: programs, scripts: URL(fileURLWithPath: options["--scripts"] ?? "Benchmarks"), folder: "\(folder)-\(deposits)")
    try runner.prepare(lines: count, items: items, deposits: deposits)
    return runner
}

@MainActor
func measured(_ work: Work, _ runner: Runner) throws -> Rounds {
    var found = Rounds(work: work.id)
    for _ in 0..<rounds {
        for contestant in work.contestants where takesPart(contestant) {
            found.measurements[contestant.name, default: []].append(
                try runner.measure(
                    contestant, of: work, most: mode == "check" ? min(count, work.count.map { min($0, 500) } ?? count) : count))
        }
    }
    if who == nil { try found.requireEqualChecks(work, among: work.contestants.filter(takesPart)) }
    return found
}

do {
    switch mode {
    case "scale":
        let table = GrowthTable(sizes: sizes)
        print(table.head)
        let runners = try sizes.map(runner)
        for work in works {
            let found = try runners.map { try measured(work, $0) }
            for contestant in work.contestants where found.allSatisfy({ $0.measurements[contestant.name] != nil }) {
                if let row = table.row(work, contestant, found.map { $0.median(contestant.name, .cpu) }) { print(row) }
            }
            // It takes long: what is known is told at once, to a file too.
            fflush(nil)
        }
    case "icount":
        print("| work | contestant | instructions an operation | ratio |\n| --- | --- | --- | --- |")
        let runner = try runner(sizes[0])
        for work in works where !work.isThreaded {
            var first: Double?
            for contestant in work.contestants where takesPart(contestant) && !contestant.program.hasSuffix(".py") {
                let found = try runner.instructions(contestant, of: work, most: count)
                print("| \(work.id) | \(contestant.name) | \(Int(found)) | \(String(format: "%.3g", found / (first ?? found))) |")
                // It takes long: what is known is told at once, to a file too.
                fflush(nil)
                first = first ?? found
            }
        }
    default:
        let runner = try runner(sizes[0])
        var results: [Rounds] = []
        var report = Report()
        for work in works {
            let found = try measured(work, runner)
            report.add(work, found)
            results.append(found)
        }
        print(mode == "check" ? "the check sums of \(works.count) works agree" : report.text)
        if let path = options["--json"] {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            try encoder.encode(results).write(to: URL(fileURLWithPath: path))
        }
    }
} catch {
    FileHandle.standardError.write(Data("bench: \(error)\n".utf8))
    exit(1)
}
