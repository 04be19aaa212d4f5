// bench-grdb WORK[:codable] --data FOLDER [--count OPERATIONS]
import BenchSupport
import Foundation

var options: [String: String] = [:]
var rest = CommandLine.arguments.dropFirst(2)
while let name = rest.popFirst(), let value = rest.popFirst() { options[name] = value }
let asked = (CommandLine.arguments.dropFirst().first ?? "").split(separator: ":")
let works = Works(
    folder: options["--data"] ?? "/tmp/registry-bench", count: options["--count"].flatMap { Int($0) }, isFast: asked.count < 2)

do {
    switch asked.first ?? "" {
    case "W1": try works.loadTable()
    case "W2": try works.loadRegistry()
    case "W3": try works.readAll()
    case "W4": try works.lookUpKeys()
    case "W5": try works.lookUpSlugs()
    case "W6": try works.readPages()
    case "W8": try works.search()
    case "W11": try works.openAndAsk()
    case "W12": try works.change()
    default:
        complain("unknown work; see main.swift")
        exit(64)
    }
} catch {
    complain("\(error)")
    exit(1)
}
