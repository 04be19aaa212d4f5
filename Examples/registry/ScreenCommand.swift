import ArgumentParser
import ResourceRegistry

struct ScreenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "screen", abstract: "May this good go from here to there on that day, and why?",
        discussion: """
            registry screen --from CN --to US --on 2024-12-10 --code 8112929010
            registry screen --from CN --to KR --on 2024-02-10 --control 1C108.b --attribute purity=99.95% \\
              --attribute "flexural strength=35MPa" --attribute density=1.80g/cm3
            """)
    @Option(help: "The exporting country.") var from: String
    @Option(help: "The country of destination.") var to: String
    @Option(help: "The day of export.") var on: String
    @Option(help: "Customs code, 4 to 10 digits.") var code: String?
    @Option(help: "The nomenclature of the code: HS, CN, EU or US.") var nomenclature: String?
    @Option(help: "Code of a control list: 3C001.a.") var control: String?
    @Option(help: "A mineral that the good contains.") var mineral: String?
    @Option(help: "Id of a control item.") var item: String?
    @Option(help: "Words of the item's name, English or Chinese.") var words: String?
    @Option(help: "A measured property: purity=99.95%. May be repeated.") var attribute: [String] = []
    @Option(help: "civil or military.") var endUser: String?
    @Option(help: "As announced by this day.") var announcedBy: String?
    @Option(help: "Exit with 3 when the verdict is this, or stricter: controlled or depends.") var failOn: String?
    @OptionGroup var common: CommonOptions

    func validate() throws {
        if let endUser, EndUser(rawValue: endUser) == nil { throw ValidationError("--end-user is civil or military") }
        if let failOn, failOn != "controlled", failOn != "depends" { throw ValidationError("--fail-on is controlled or depends") }
    }

    func run() throws {
        let query = try ScreeningQuery(
            origin: CountryCode(from), destination: CountryCode(to), day: CivilDay(on), code: try code.map { try CustomsCode($0) },
            nomenclature: try nomenclature.map { try Nomenclature($0) }, controlCode: try control.map { try ControlCode($0) },
            mineral: mineral, item: item, words: words, attributes: try attribute.map { try MeasuredAttribute($0) },
            endUser: endUser.flatMap { EndUser(rawValue: $0) }, announcedBy: try announcedBy.map { try CivilDay($0) })
        let answer = try common.reading().screen(query)
        if common.format == .json { Output.line(answer.json) } else { write(answer) }
        let fails = answer.verdict == .controlled || answer.verdict == .depends && failOn == "depends"
        if failOn != nil, fails {
            Output.finish()
            throw ExitCode(3)
        }
    }

    private func write(_ answer: ScreeningAnswer) {
        let matches = Listing(
            columns: ["item", "name", "requirement", "state", "decided", "from", "until", "suspended_until", "ruled_out", "confidence"],
            rows: answer.matches.map { match in
                [
                    .text(match.item.id), .text(match.item.name), .text(match.requirement.rawValue), .text(match.state.rawValue),
                    .flag(match.isDecided), Cell(match.from?.description), Cell(match.until?.description),
                    Cell(match.suspendedUntil?.description), Cell(match.ruledOut), .text(match.item.citation.confidence.rawValue),
                ]
            })
        if common.format == .csv { return matches.write(.csv) }
        Output.line("verdict: \(answer.verdict.rawValue)" + (answer.requirement.map { ", \($0.rawValue)" } ?? ""))
        if !answer.matches.isEmpty { matches.write(.table) }
        for question in answer.questions {
            Output.line("open: \(question.item.map { $0 + ": " } ?? "")\(question.asks)\(question.limit.map { " " + $0 } ?? "")")
        }
        for warning in answer.warnings { Output.line("note: \(warning.text)") }
        for (jurisdiction, newest) in answer.coverage.sorted(by: { $0.key < $1.key }) {
            Output.line("held of \(jurisdiction): acts published up to \(newest ?? "a day that is not known")")
        }
        Output.line("This is not legal advice: verify with the authority.")
    }
}
