import RegistryReferenceData
import ResourceRegistry

// Changes a fact with a reason and a source, and asks what was known before. On a registry that was revised like that before, nothing
// changes.

let path = CommandLine.arguments.dropFirst().first ?? "registry.sqlite"
let registry = try Registry.open(path, mode: .create)
try registry.load(ReferenceFacts(), author: "revise-and-ask")

let reason = "the mine is on care and maintenance"
let notice = Source(id: "local:notice-2026", title: "Notice of the operator on the stop of the mine")
try registry.revise(reason: reason, author: "revise-and-ask") { editor in
    guard var deposit = try editor.deposits.find("mountain-pass"), !deposit.citation.sources.contains(notice.id) else { return }
    try editor.sources.save(notice)
    deposit.status = MineStatus.careAndMaintenance.rawValue
    // The place still rests on the source it came from; of the new status that one says nothing.
    deposit.citation = try Citation(confidence: .confirmed, sources: deposit.citation.sources + [notice.id])
    try editor.deposits.update(deposit)
}

let before = try registry.asKnown(at: .revision(1))
for (when, state) in [("then", before), ("now", registry)] {
    guard let deposit = try state.read({ try $0.deposits.find("mountain-pass") }) else { continue }
    print("\(when): \(deposit.name) is \(deposit.status ?? "of no known status")")
}
for sentence in try registry.difference(from: 1, to: 2).sentences { print(sentence) }
