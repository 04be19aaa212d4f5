import ArgumentParser
import Glibc
import RegistryTerminal
import ResourceRegistry

struct ScreenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "screen", abstract: "May this good go from here to there on that day, and why?",
        discussion: """
            registry screen --from CN --to US --on 2024-12-10 --code 8112929010 --receipt receipt.json
            registry screen --from CN --to KR --on 2024-02-10 --control 1C108.b --attribute purity=99.95% \\
              --attribute "flexural strength=35MPa" --attribute density=1.80g/cm3
            until: first day on which it does not hold; suspended_until: last day of the suspension.
            registry screen --input lines.csv --output answers.csv
              columns: id,code,origin,destination,date[,nomenclature,mineral,control,item,words,end_user,announced_by,attribute:NAME…]
            """)
    @Option(help: "The exporting country.") var from: String?
    @Option(help: "The country of destination.") var to: String?
    @Option(help: "The day of export.") var on: String?
    @Option(help: "Customs code, 4 to 10 digits.") var code: String?
    @Option(help: "The nomenclature of the code: HS, CN, EU or US.") var nomenclature: String?
    @Option(help: "Code of a control list: 3C001.a.") var control: String?
    @Option(help: "A mineral that the good contains.") var mineral: String?
    @Option(help: "Id of a control item.") var item: String?
    @Option(help: "Words of the item's name, English or Chinese.") var words: String?
    @Option(help: "A measured property: purity=99.95%. May be repeated.") var attribute: [String] = []
    @Option(help: "civil or military.") var endUser: String?
    @Option(help: "As announced by this day.") var announcedBy: String?
    @Option(help: "Write a receipt of the answer to this file.") var receipt: String?
    @Option(help: "Exit with 3 when the verdict is this, or stricter: controlled or depends.") var failOn: String?
    @Option(help: "A table of shipment lines; - is the standard input.") var input: String?
    @Option(help: "Where the answers to the table go: .csv or .jsonl; - is the standard output.") var output: String?
    @Flag(help: "Stop at the first line of the table that cannot be answered.") var strict = false
    @Option(help: "How many threads answer a table (default: one for each core).") var jobs: Int?
    @Flag(help: "Write cells as they are, also those that a spreadsheet would run.") var raw = false
    @OptionGroup var common: CommonOptions

    func validate() throws {
        if let failOn, failOn != "controlled", failOn != "depends" { throw ValidationError("--fail-on is controlled or depends") }
        let single: KeyValuePairs = [
            "--from": from, "--to": to, "--on": on, "--code": code, "--nomenclature": nomenclature, "--control": control,
            "--mineral": mineral, "--item": item, "--words": words, "--end-user": endUser, "--announced-by": announcedBy,
            "--receipt": receipt, "--fail-on": failOn,
        ]
        // An empty word is a variable of a script that was not set: to leave it out would ask something else.
        let others: KeyValuePairs = ["--input": input, "--output": output, "--attribute": attribute.first(where: \.isEmpty)]
        if let empty = (Array(single) + Array(others)).first(where: { $0.value == "" }) {
            throw ValidationError("\(empty.key) is given without a value: leave it out, or say what it is")
        }
        if input != nil, single.contains(where: { $0.value != nil }) || !attribute.isEmpty {
            throw ValidationError("--input answers a table: what is asked stands in its columns, and it makes no receipts")
        }
        if input == nil, output != nil || strict || jobs != nil {
            throw ValidationError("--output, --strict and --jobs go with --input")
        }
        if let jobs, !(1...64).contains(jobs) { throw ValidationError("--jobs is a number from 1 to 64") }
        if let output, output != "-", ![".csv", ".jsonl"].contains(where: output.hasSuffix) {
            throw ValidationError("--output ends in .csv or .jsonl, or is -")
        }
    }

    func run() throws {
        if let input { return try runBatch(input) }
        // Asked here and not in `validate`, so that an option that is misspelled is told first.
        if from == nil || to == nil || on == nil { throw ValidationError("--from, --to and --on are needed, or --input") }
        let registry = try common.reading()
        let line = ScreeningLine(
            origin: try registry.country(from)?.text ?? "", destination: try registry.country(to)?.text ?? "", date: on ?? "", code: code,
            nomenclature: nomenclature, control: control,
            mineral: mineral, item: item, words: words, attributes: attribute, endUser: endUser, announcedBy: announcedBy)
        let answer: ScreeningAnswer
        if let receipt {
            let sealed = try registry.screenWithReceipt(try line.query())
            let file = try OutputFile(path: receipt, sparing: [common.path])
            try file.write(Array((sealed.receipt.json + "\n").utf8))
            try file.commit()
            answer = sealed.answer
        } else {
            answer = try registry.screen(try line.query())
        }
        answer.write(common.format)
        let fails = answer.verdict == .controlled || answer.verdict == .depends && failOn == "depends"
        if failOn != nil, fails { throw ExitCode(3) }
    }

    private func runBatch(_ input: String) throws {
        var reader = try CSVReader(path: input == "-" ? "/dev/stdin" : input)
        let batch = try ScreeningBatch(
            header: reader, format: output?.hasSuffix(".jsonl") == true || common.format == .json ? .jsonLines : .csv, raw: raw)
        // All lines are answered from the state of this moment; the registry is not read again. From here on signals are watched for.
        let index = try common.reading().screeningIndex()
        let file = try OutputFile(path: output ?? "-", sparing: [common.path, input])
        let (progress, size) = (Progress(), Progress.size(of: input == "-" ? "/dev/stdin" : input))
        let report = try batch.run(
            &reader, index: index, jobs: jobs ?? sysconf(Int32(_SC_NPROCESSORS_ONLN)), isStrict: strict,
            progress: { lines, bytes in
                try Interruption.check()
                progress.show(lines, fraction: size.map { Double(bytes) / Double($0) })
            }, write: { try file.write($0) })
        try file.commit()
        Progress.clear()
        let verdicts = report.verdicts.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.value) \($0.key.rawValue)" }
        Output.note("\(report.lines) lines: \(verdicts.joined(separator: ", "))")
        if report.errors > 0 { throw UnansweredLines(count: report.errors, of: report.lines) }
    }
}

struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Ask a receipt's question again: is the answer still the same, and if not, why?",
        discussion: "registry replay receipt.json")
    @Argument(help: "The receipt.") var receipt: String
    @OptionGroup var common: CommonOptions

    func run() throws {
        let sealed = try ScreeningReceipt(file: receipt)
        let replay = try common.reading().replay(sealed)
        replay.document(of: sealed).write(common.format)
    }
}

/// Some lines of a table could not be answered; each has its own error cell.
private struct UnansweredLines: Error, CustomStringConvertible {
    let count: Int
    let of: Int
    var description: String { "\(count) of \(of) lines could not be answered; their `error` cells say why" }
}
