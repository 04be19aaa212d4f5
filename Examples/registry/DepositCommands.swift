import ArgumentParser
import RegistryTerminal
import ResourceRegistry

struct DepositsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deposits", abstract: "List deposits by name.",
        discussion: """
            registry deposits --mineral lithium --country AU
            registry deposits --near 40.66,109.84,500
            registry deposits --near -33.86,116.07,50
            registry deposits --bbox -75,-56,-53,-17
            registry deposits --candidates bayan-obo
            """)
    @Option(help: "Only deposits of this mineral, or of a member of this group.") var mineral: String?
    @Option(help: "Only deposits in this country.") var country: String?
    @Option(parsing: .unconditional, help: "Only deposits in this box of degrees: W,S,E,N. A west beyond east crosses the 180th meridian.")
    var bbox: String?
    @Option(parsing: .unconditional, help: "Only deposits within a distance: LAT,LON,KM; south and west are negative.") var near: String?
    @Option(help: "Only deposits of this mine status: operating, closed …") var status: String?
    @Option(help: "Instead, deposits that may be the same as this one, with a score and the reasons.") var candidates: String?
    @Option(help: "At most so many.") var limit: Int?
    @Option(help: "Go on behind the page that gave this cursor.") var after: String?
    @OptionGroup var common: CommonOptions

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit is a whole number from 1") }
        if let bbox, Self.numbers(bbox, count: 4) == nil { throw ValidationError("--bbox is four numbers of degrees: W,S,E,N") }
        if let near, Self.numbers(near, count: 3) == nil { throw ValidationError("--near is degrees and kilometres: LAT,LON,KM") }
    }

    private static func numbers(_ text: String, count: Int) -> [Double]? {
        let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }.compactMap(\.self)
        return numbers.count == count && numbers.allSatisfy(\.isFinite) ? numbers : nil
    }

    func run() throws {
        let registry = try common.reading()
        if let candidates {
            let found = try registry.read { try $0.sameAs.candidates(for: candidates, limit: limit ?? 20) }
            return Listing.candidates(found).write(common.format, isWide: true)
        }
        let box = bbox.flatMap { Self.numbers($0, count: 4) }.map {
            DepositFilter.Box(west: $0[0], south: $0[1], east: $0[2], north: $0[3])
        }
        let circle = try near.flatMap { Self.numbers($0, count: 3) }.map { numbers in
            DepositFilter.Circle(centre: try Coordinate(latitude: numbers[0], longitude: numbers[1]), kilometres: numbers[2])
        }
        let filter = DepositFilter(mineral: mineral, country: try registry.country(country), status: status, box: box, near: circle)
        let page = try registry.read { try $0.deposits.list(filter, page: Page(limit: limit, after: after)) }
        Listing.deposits(page.entries).write(common.format)
        if let next = page.next { Output.note("more: --after \(next)") }
    }
}

struct DepositCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deposit", abstract: "Show one deposit with its estimates, and all that is held to be the same.",
        discussion: "registry deposit bayan-obo")
    @Argument(help: "Its id: bayan-obo.") var id: String
    @OptionGroup var common: CommonOptions

    func run() throws { try common.reading().read { try $0.dossier(ofDeposit: id) }.document.write(common.format) }
}

struct JudgeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "judge",
        abstract: "Say that two deposits are one and the same or are not; nothing is merged, and it can be taken back.",
        discussion: "registry judge bayan-obo maoniuping same --reason \"one name in two files\"")
    @Argument(help: "A deposit's id.") var one: String
    @Argument(help: "The other deposit's id.") var other: String
    @Argument(help: "same, different, or withdrawn to take the own judgement back.") var verdict: Word
    @Option(help: "Why.") var reason: String
    @OptionGroup var common: CommonOptions

    enum Word: String, ExpressibleByArgument, CaseIterable { case same, different, withdrawn }

    func run() throws {
        let (_, revision) = try common.changing().revise(reason: reason, author: currentUser()) { editor in
            try editor.sameAs.judge(one, other, SameAsJudgement.Verdict(rawValue: verdict.rawValue), reason: reason)
        }
        Output.note(revision.map { "revision \($0.number)" } ?? "nothing changed: no revision was made")
    }
}
