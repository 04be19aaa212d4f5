import BenchSupport
import Glibc
import RegistryReferenceData
import RegistrySQLite
import ResourceRegistry

/// The files that the works on deposits share.
struct DepositFiles {
    let folder: String

    /// Makes them: the facts alone, the deposits as text, what is asked, and a registry that this library has loaded.
    func prepare(count: Int) throws {
        var deposits = try SyntheticDeposits(facts: database("reference.sqlite", mode: .readOnly))
        try deposits.write(to: folder, count: count)
        let registry = try copy(of: "reference.sqlite", as: "registry-deposits.sqlite")
        let first = try registry.read { try $0.deposits.list().entries.count } + 1
        let step = max(1, count / 200_000)
        var random = Random(state: 2)
        // The keys of the file that the program in C loads, which keeps the order of the text.
        try write(
            stride(from: 0, to: count, by: step).map { _ in "\(first + random.below(count))\n" }.joined(), to: folder + "/keys.txt")
        try load(deposits: try values(), into: registry, startsHistory: true)
        registry.close()
    }

    /// Saves deposits as one revision, through the repository.
    func load(deposits: [Deposit], into registry: Registry, startsHistory: Bool) throws {
        try registry.revise(reason: "load", author: "bench", startsHistory: startsHistory) { editor in
            for deposit in deposits { try editor.deposits.save(deposit) }
        }
    }

    /// A copy of a file of the folder, without what was there under that name.
    func copy(of name: String, as other: String, configure: (inout Database.Configuration) -> Void = { _ in }) throws -> Registry {
        try duplicate(name, as: other)
        return try Registry.open("\(folder)/\(other)", configure: configure)
    }

    func duplicate(_ name: String, as other: String) throws { try BenchSupport.duplicate("\(folder)/\(name)", as: "\(folder)/\(other)") }

    func database(_ name: String, mode: Database.Mode, journal: Database.Journal = .delete) throws -> Database {
        try Database(Database.Configuration(path: "\(folder)/\(name)", mode: mode, journal: journal))
    }

    /// The lines of a file.
    func lines(_ name: String) throws -> [String] { try BenchSupport.lines(of: "\(folder)/\(name)") }

    /// What pages are asked for: country and mineral.
    func pages() throws -> [DepositFilter] {
        try lines("pages.tsv").map { line in
            let cells = line.split(separator: "\t")
            return DepositFilter(mineral: String(cells[1]), country: try CountryCode(String(cells[0])))
        }
    }

    /// The cells of deposits.tsv: record, slug, name, country, position, status, status as given, admin1, note, minerals.
    func table() throws -> [[Substring]] {
        try lines("deposits.tsv").map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
    }

    /// The deposits as values of the library.
    func values() throws -> [Deposit] {
        let citation = try Citation(confidence: .confirmed, sources: ["controls:S001"])
        return try table().map { cells in
            let place = cells[4].split(separator: ",")
            return Deposit(
                id: String(cells[1]), name: String(cells[2]), country: try CountryCode(String(cells[3])), admin1: String(cells[7]),
                coordinate: try Coordinate(latitude: Double(place[0]) ?? 0, longitude: Double(place[1].dropFirst()) ?? 0),
                givenCRS: "EPSG:4326", givenPosition: String(cells[4]), modelNote: cells[8].isEmpty ? nil : String(cells[8]),
                status: String(cells[5]), statusAsGiven: String(cells[6]),
                identifiers: [DepositIdentifier(scheme: "mrds", record: String(cells[0]))],
                minerals: cells[9].split(separator: ",").map {
                    DepositMineral(mineral: String($0), importance: .primary, asGiven: String($0), confidence: .confirmed)
                }, citation: citation)
        }
    }
}
