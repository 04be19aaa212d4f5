import RegistryReferenceData
import ResourceRegistry

// Lists the minerals of a class, and the deposits near a place.

let path = CommandLine.arguments.dropFirst().first ?? "registry.sqlite"
let registry = try Registry.open(path, mode: .create)
try registry.load(ReferenceFacts(), author: "list-and-place")

try registry.read { registry in
    print("Rare-scattered elements:")
    for mineral in try registry.minerals.list(MineralFilter(resourceClass: .rareScattered)) {
        print("  \(mineral.name), \(mineral.nameChinese ?? "?"): mainly a by-product: \(mineral.mainlyByproduct ?? "not told")")
    }

    let baotou = try Coordinate(latitude: 40.66, longitude: 109.84)
    print("Deposits within 1,000 km of Baotou:")
    for deposit in try registry.deposits.list(DepositFilter(near: .init(centre: baotou, kilometres: 1000))) {
        let distance = Int((deposit.distanceInKilometres ?? 0).rounded())
        print("  \(deposit.name), \(distance) km: \(deposit.minerals.joined(separator: ", "))")
    }
}
