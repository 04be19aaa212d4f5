internal import Glibc
internal import RegistrySQLite

/// A deposit that may be the same as another, with the reasons to think so.
public struct SameAsCandidate: Hashable, Sendable {
    /// The id of the deposit that may be the same.
    public let id: String
    /// The name of the deposit that may be the same.
    public let name: String
    /// From 0 to 1; it orders candidates, it is no probability.
    public let score: Double
    /// How alike the most alike of their names are, 0 to 1.
    public let nameLikeness: Double
    /// How far apart they lie, in kilometres; nil where one of them is not placed.
    public let distanceInKilometres: Double?
    /// Minerals that sources name for both.
    public let sharedMinerals: [String]
    /// The reasons for and against, in words.
    public let explanation: String
    /// What a judgement says of the two already.
    public let judged: SameAsJudgement.Verdict?
}

extension SameAsRepository {
    /// How far apart sources place one and the same deposit, as a rule; they differ by 5 to 100 km on well-known ones.
    private static let farthest = 50.0
    /// The distance, beyond the stated accuracies, at which nearness counts half, in kilometres.
    private static let halfway = 2.0
    private static let leastScore = 0.35

    /// Deposits that may be the same as one: near it, or in the same country and of the same name.
    ///
    /// The score is 0.6 of how alike the names are, 0.3 of how near the places (a half at 2 km, after the stated accuracies), and
    /// 0.1 for a mineral in common. Where a place is not known, names have its share too, less a tenth; beyond 100 km all of it
    /// counts less.
    ///
    /// - Parameters:
    ///   - deposit: its id.
    ///   - limit: at most so many, the best first.
    /// - Throws: `RegistryError.unknown` when it is not held.
    public func candidates(for deposit: String, limit: Int = 20) throws -> [SameAsCandidate] {
        let repository = DepositRepository(references: references)
        guard let asked = try repository.find(deposit) else { throw RegistryError.unknown(kind: "deposit", id: deposit) }
        let names = ([asked.name] + asked.names.map(\.name)).map(NameLikeness.init)
        let judged = try judgements(of: deposit)
        var found: [SameAsCandidate] = []
        for id in try neighbours(of: asked) {
            guard id != deposit, let other = try repository.find(id) else { continue }
            let candidate = Self.compare(asked, names, other, judged.filter { $0.deposits.contains(id) })
            if candidate.score >= Self.leastScore { found.append(candidate) }
        }
        found.sort { ($1.score, $0.id) < ($0.score, $1.id) }
        return Array(found.prefix(max(1, limit)))
    }

    /// Ids of deposits to compare: those within reach, and those of the same country that begin with the same name.
    private func neighbours(of deposit: Deposit) throws -> Set<String> {
        var found: Set<String> = []
        if let place = deposit.coordinate {
            let reach = DepositFilter.Circle(centre: place, kilometres: Self.farthest)
            let near = try DepositRepository(references: references).list(DepositFilter(near: reach))
            // Where thousands lie near, those farther off must at least bear a like name.
            let own = NameLikeness(deposit.name)
            for entry in near.entries where (entry.distanceInKilometres ?? 0) < 5 || own.likeness(to: NameLikeness(entry.name)) > 0.4 {
                found.insert(entry.id)
            }
        }
        for name in [deposit.name] + deposit.names.map(\.name) where !NameLikeness(name).words.isEmpty {
            try connection.forEachRow(
                """
                SELECT d.slug FROM deposit d LEFT JOIN area a ON a.id = d.area_id WHERE d.name = ?1 AND (?2 IS NULL OR a.code IS NULL OR a.code = ?2)
                UNION SELECT d.slug FROM deposit_name n JOIN deposit d ON d.id = n.deposit_id WHERE n.name = ?1 LIMIT 200
                """, [.text(name), .optional(deposit.country?.text)]
            ) { found.insert(try $0.string(0)) }
        }
        return found
    }

    private static func compare(
        _ asked: Deposit, _ names: [NameLikeness], _ other: Deposit, _ judged: [SameAsJudgement]
    ) -> SameAsCandidate {
        var best = (likeness: 0.0, one: asked.name, other: other.name)
        for (index, name) in names.enumerated() {
            for candidate in [other.name] + other.names.map(\.name) {
                let likeness = name.likeness(to: NameLikeness(candidate))
                if likeness > best.likeness { best = (likeness, index == 0 ? asked.name : asked.names[index - 1].name, candidate) }
            }
        }
        var distance: Double?
        if let here = asked.coordinate, let there = other.coordinate { distance = here.distanceInKilometres(to: there) }
        let doubt = ((asked.accuracyInMetres ?? 0) + (other.accuracyInMetres ?? 0)) / 1000
        let nearness = distance.map { exp2(-max(0, $0 - doubt) / halfway) }
        let shared = Set(asked.minerals.compactMap(\.mineral)).intersection(other.minerals.compactMap(\.mineral)).sorted()
        var score = 0.6 * best.likeness + 0.3 * (nearness ?? best.likeness * 0.9) + (shared.isEmpty ? 0 : 0.1)
        // Where both are placed and lie far apart, a name in common says little: there are many Lucky Strikes.
        if let distance, distance - doubt > farthest * 2 { score *= 0.6 }
        func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
        var reasons: [String] = []
        reasons.append(
            best.likeness > 0
                ? "names alike \(rounded(best.likeness)) (\(Excerpt.of(best.one)) / \(Excerpt.of(best.other)))" : "names unlike")
        reasons.append(distance.map { "\(rounded($0)) km apart" } ?? "distance not known")
        reasons.append(shared.isEmpty ? "no mineral in common" : "both hold \(shared.prefix(5).joined(separator: ", "))")
        if let one = asked.country, let two = other.country, one != two { reasons.append("countries differ: \(one), \(two)") }
        return SameAsCandidate(
            id: other.id, name: other.name, score: rounded(score), nameLikeness: rounded(best.likeness),
            distanceInKilometres: distance.map { rounded($0) }, sharedMinerals: shared, explanation: reasons.joined(separator: "; "),
            judged: judged.isEmpty ? nil : verdict(judged))
    }
}
