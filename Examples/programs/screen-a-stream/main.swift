import RegistryReferenceData
import ResourceRegistry

// Screens shipments as they come: one line on the standard input, one verdict on the standard output.
//
//     printf 'CN US 2024-12-10 8112929010\n' | screen-a-stream registry.sqlite

let path = CommandLine.arguments.dropFirst().first ?? "registry.sqlite"
let registry = try Registry.open(path, mode: .create)
try registry.load(ReferenceFacts(), author: "screen-a-stream")

// Compiled once from the registry as it is now; from then on a line costs no query.
let index = try registry.screeningIndex()

while let line = readLine() {
    let words = line.split(separator: " ").map(String.init)
    guard words.count == 4 else {
        print("\(line): ORIGIN DESTINATION DAY CODE are wanted")
        continue
    }
    do {
        let query = try ScreeningLine(origin: words[0], destination: words[1], date: words[2], code: words[3]).query()
        let decision = try index.decide(query)
        let items = decision.items.map { index.items[Int($0)] }
        print("\(line): \(([decision.verdict.rawValue] + items).joined(separator: " "))")
    } catch {
        // A line that cannot be answered stops nobody else's; the error says what to mend.
        print("\(line): \(error)")
    }
}
