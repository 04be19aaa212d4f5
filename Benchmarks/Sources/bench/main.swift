// bench [--rounds N] [--count LINES] [--items ITEMS] [--only W9,W9m] [--data FOLDER] [--json FILE]
//
// Runs the contestants of each work in turn, round after round, compares their check sums and prints medians and ratios.
import Foundation

var options: [String: String] = [:]
var rest = CommandLine.arguments.dropFirst()
while let name = rest.popFirst(), let value = rest.popFirst() { options[name] = value }
let rounds = options["--rounds"].flatMap { Int($0) } ?? 5
let count = options["--count"].flatMap { Int($0) } ?? 1_000_000
let items = options["--items"] ?? "3000"
let wanted = options["--only"].map { Set($0.split(separator: ",").map(String.init)) }
let folder = options["--data"] ?? NSTemporaryDirectory() + "registry-bench-\(items)-\(count)"
let programs = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
let runner = Runner(programs: programs, folder: folder)

do {
    if !FileManager.default.fileExists(atPath: folder + "/c.sqlite") {
        // What was left half done is made anew.
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        FileHandle.standardError.write(Data("making the data in \(folder)\n".utf8))
        _ = try runner.run("bench-registry", ["prepare", "--count", String(count), "--items", items])
        _ = try runner.run("bench-c", ["prepare"])
    }
    var results: [Rounds] = []
    var report = Report()
    for work in Work.all where wanted?.contains(work.id) ?? true {
        var found = Rounds(work: work.id, budget: work.budget)
        for _ in 0..<rounds {
            for contestant in work.contestants {
                found.measurements[contestant.name, default: []].append(try runner.measure(contestant, count: count))
            }
        }
        try report.add(work, found)
        results.append(found)
    }
    print(report.text)
    if let path = options["--json"] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try encoder.encode(results).write(to: URL(fileURLWithPath: path))
    }
} catch {
    FileHandle.standardError.write(Data("bench: \(error)\n".utf8))
    exit(1)
}
