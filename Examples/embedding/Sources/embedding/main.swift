import Foundation
import RegistryReferenceData
import ResourceRegistry

// A registry in a folder of its own, with the facts that are shipped.
let folder = FileManager.default.temporaryDirectory.appendingPathComponent("embedding-\(UUID().uuidString)")
try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
defer { try? FileManager.default.removeItem(at: folder) }
let registry = try Registry.open(folder.appendingPathComponent("registry.sqlite").path, mode: .create)
try registry.load(ReferenceFacts(), author: "embedding", reason: "load the reference facts")

// One line of a shipment: gallium metal, from China to Germany.
let query = try ScreeningQuery(
    origin: CountryCode("CN"), destination: CountryCode("DE"), day: CivilDay("2024-12-10"),
    code: CustomsCode("8112.92.90.10"))
let answer = try registry.screen(query)

print("\(answer.verdict.rawValue), \(answer.requirement?.rawValue ?? "no requirement")")
for match in answer.matches { print("  \(match.item.id): \(match.item.name), \(match.state.rawValue)") }
for question in answer.questions { print("  still to be answered: \(question.asks)") }
for warning in answer.warnings { print("  \(warning.text)") }
print("Not legal advice: verify with the authority.")
registry.close()
