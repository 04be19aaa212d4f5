import Foundation
import RegistryReferenceData
import Testing

@testable import ResourceRegistry

/// Random operations on the deposits of a registry and on a dictionary beside it: whatever the one holds and answers, the other does.
@Suite struct RepositoriesAgainstAModel {
    /// What a registry is, without SQLite.
    private struct Model {
        var deposits: [String: Deposit] = [:]

        func sorted(_ isWanted: (Deposit) -> Bool = { _ in true }) -> [Deposit] {
            deposits.values.filter(isWanted).sorted {
                let (one, other) = (Array($0.name.utf8), Array($1.name.utf8))
                return one == other ? $0.id < $1.id : one.lexicographicallyPrecedes(other)
            }
        }
    }

    /// Draws deposits that are often alike: few names, few places, few minerals, so that ties and empty parts are common.
    private struct Deposits {
        var random: SeededGenerator
        let citation: Citation

        mutating func pick<T>(_ choices: [T]) -> T { choices[Int.random(in: choices.indices, using: &random)] }

        mutating func next(id: String) throws -> Deposit {
            let minerals = ["tin", "gallium", "nickel"].shuffled(using: &random).prefix(pick([0, 1, 2])).map {
                DepositMineral(mineral: $0, importance: .primary, asGiven: $0, confidence: .confirmed)
            }
            let coordinate =
                try pick([true, true, false])
                ? Coordinate(
                    latitude: Double(pick([-90, -10, 0, 10, 89, 90])), longitude: pick([-180, -179.9, -10, 0, 0.5, 179.95, 180])) : nil
            return Deposit(
                id: id, name: pick(["Ábel", "Big", "big", "白云鄂博", "O'Hara; \"x\"", "Zeta"]),
                country: try pick([nil, CountryCode("US"), CountryCode("CN")]),
                coordinate: coordinate, model: nil, modelNote: pick([nil, "", "a note"]), discoveryYear: pick([nil, 1900, 2020]),
                names: pick([[], [DepositName(language: "zh", name: "山")], [DepositName(name: "Hill"), DepositName(name: "Mount")]]),
                identifiers: pick([true, false]) ? [DepositIdentifier(scheme: "mine", record: id)] : [], minerals: minerals,
                remarks: pick([[:], ["depth": "10 m"], ["depth": "1", "age": "old"]]), citation: citation)
        }
    }

    private static var rounds: Int { testsAreShort ? 20 : 60 }

    @Test func theyHoldAndAnswerTheSame() throws {
        try withLoadedRegistry { registry, path in
            var model = Model()
            var deposits = Deposits(
                random: SeededGenerator(seed: 20_261_124), citation: try Citation(confidence: .recalled, sources: ["controls:S001"]))
            try registry.revise(reason: "begin empty", author: "test") { editor in
                for entry in try editor.deposits.list().entries { try editor.deposits.delete(entry.id) }
                // The citation stays behind, so that from now on only deposits differ.
                try editor.deposits.insert(deposits.next(id: "d-0"))
                try editor.deposits.delete("d-0")
            }
            var states: [Int: Model] = [:]
            for round in 1...Self.rounds {
                let before = model
                let isUndone = deposits.pick([false, false, false, true])
                do {
                    let revision = try registry.revise(reason: "round \(round)", author: "test") { editor in
                        for _ in 0..<deposits.pick([1, 3, 9]) { try step(editor.deposits, &model, &deposits) }
                        if isUndone { throw Undone() }
                    }.revision
                    #expect((revision == nil) == (model.deposits == before.deposits), "round \(round)")
                    if let revision { states[revision.number] = model }
                } catch is Undone { model = before }
                try compare(registry, model, &deposits)
            }
            #expect(model.deposits.count > 5 && states.count > Self.rounds / 3)
            for (number, state) in states.sorted(by: { $0.key < $1.key }).suffix(12) {
                let known = try registry.asKnown(at: .revision(number))
                try compare(known, state, &deposits)
                known.close()
            }
            let findings = try Registry.check(path).findings
            #expect(findings.isEmpty, "\(findings)")
        }
    }

    private struct Undone: Error {}

    /// One operation on both. What the model refuses, the repository refuses, and nothing of it stays.
    private func step(_ repository: DepositRepository, _ model: inout Model, _ deposits: inout Deposits) throws {
        let id = "d-\(deposits.pick(Array(0..<20)))"
        let deposit = try deposits.next(id: id)
        let held = model.deposits[id]
        switch deposits.pick(["insert", "update", "save", "save", "delete", "again"]) {
        case "insert":
            if held != nil {
                #expect(throws: RegistryError.self) { try repository.insert(deposit) }
            } else {
                try repository.insert(deposit)
                model.deposits[id] = deposit
            }
        case "update":
            if held == nil {
                #expect(throws: RegistryError.self) { try repository.update(deposit) }
            } else {
                try repository.update(deposit)
                model.deposits[id] = deposit
            }
        case "delete":
            if held == nil {
                #expect(throws: RegistryError.self) { try repository.delete(id) }
            } else {
                try repository.delete(id)
                model.deposits[id] = nil
            }
        case "again":
            guard var held else { return }
            held.remarks["empty"] = ""
            #expect(throws: InvalidValue.self) { try repository.save(held) }
            held.remarks["empty"] = nil
            let outcome = try repository.save(held)
            #expect(outcome == .unchanged)
        default:
            let outcome = try repository.save(deposit)
            #expect((outcome == .added) == (held == nil))
            model.deposits[id] = deposit
        }
    }

    private func compare(_ registry: Registry, _ model: Model, _ deposits: inout Deposits) throws {
        let id = "d-\(deposits.pick(Array(0..<20)))"
        let found = try registry.read { try $0.deposits.find(id) }
        #expect(found == model.deposits[id])
        let holder = try registry.read { try $0.deposits.find(identifier: id, scheme: "mine") }
        #expect(holder == model.deposits[id].flatMap { $0.identifiers.isEmpty ? nil : $0 })

        // All of one country and mineral, page by page.
        let (country, mineral) = (try deposits.pick([nil, CountryCode("US")]), deposits.pick([nil, "tin"]))
        let wanted = model.sorted { deposit in
            (country == nil || deposit.country == country) && (mineral == nil || deposit.minerals.contains { $0.mineral == mineral })
        }
        var (paged, cursor): ([String], String?) = ([], nil)
        let limit = deposits.pick([1, 2, 5, 100])
        repeat {
            let page = try registry.read {
                try $0.deposits.list(DepositFilter(mineral: mineral, country: country), page: Page(limit: limit, after: cursor))
            }
            #expect(page.entries.count <= limit)
            paged += page.entries.map(\.id)
            cursor = page.next
        } while cursor != nil
        #expect(paged == wanted.map(\.id))

        // Those near a place, against distances to all.
        let centre = try Coordinate(latitude: deposits.pick([-90, 0, 5, 89.5]), longitude: deposits.pick([-180, -179.99, 0, 179.9]))
        let kilometres = deposits.pick([1.0, 60, 1200, 19_000])
        let near = try registry.read { try $0.deposits.list(DepositFilter(near: .init(centre: centre, kilometres: kilometres))) }
        let distances = model.sorted().compactMap { deposit in deposit.coordinate.map { (deposit.id, centre.distanceInKilometres(to: $0)) }
        }
        #expect(Set(near.entries.map(\.id)) == Set(distances.filter { $0.1 <= kilometres }.map(\.0)), "\(centre), \(kilometres) km")

        // A box, which may cross the 180th meridian.
        let (west, east) = (deposits.pick([-180, -10, 179.9]), deposits.pick([-179.9, 0, 180]))
        let box = DepositFilter.Box(west: Double(west), south: -10, east: Double(east), north: 90)
        let inside = try registry.read { try $0.deposits.list(DepositFilter(box: box)) }
        let expected = model.sorted { deposit in
            guard let place = deposit.coordinate, place.latitude >= -10 else { return false }
            return [place.longitude, place.longitude == 180 ? -180 : place.longitude == -180 ? 180 : place.longitude].contains {
                west <= east ? $0 >= west && $0 <= east : $0 >= west || $0 <= east
            }
        }
        #expect(inside.entries.map(\.id) == expected.map(\.id), "\(box)")
    }
}
