package import ResourceRegistry

extension ScreeningAnswer {
    /// Prints the answer: as JSON or a table of matches for programs, with every question and warning for people.
    package func write(_ format: OutputFormat) {
        let listing = Listing(
            columns: ["item", "name", "requirement", "state", "decided", "from", "until", "suspended_until", "ruled_out", "confidence"],
            rows: matches.map { match in
                [
                    .text(match.item.id), .text(match.item.name), .text(match.requirement.rawValue), .text(match.state.rawValue),
                    .flag(match.isDecided), Cell(match.from?.description), Cell(match.until?.description),
                    Cell(match.suspendedUntil?.description), Cell(match.ruledOut), .text(match.item.citation.confidence.rawValue),
                ]
            },
            least: ["confidence", "from", "decided", "name"])
        switch format {
        case .json: Output.line(json)
        case .csv: listing.write(.csv)
        case .table:
            Output.line("verdict: " + Terminal.styled(verdict.rawValue, verdict.style) + (requirement.map { ", \($0.rawValue)" } ?? ""))
            if !matches.isEmpty { listing.write(.table) }
            for question in questions {
                Output.paragraph(
                    "open: \(question.item.map { $0 + ": " } ?? "")\(question.asks)\(question.limit.map { " " + $0 } ?? "")")
            }
            for course in matches.compactMap(\.course) { Output.paragraph("note: \(course)") }
            for warning in warnings { Output.paragraph("note: \(warning.text)") }
            for (jurisdiction, newest) in coverage.sorted(by: { $0.key < $1.key }) {
                Output.paragraph("held of \(jurisdiction): acts published up to \(newest ?? "a day that is not known")")
            }
            Output.paragraph("This is not legal advice: verify with the authority.")
        }
    }
}

extension ControlMatch {
    /// Until which day an item in force holds, and what comes then: the column `until` names the first day on which it does not.
    fileprivate var course: String? {
        guard state == .inForce, ruledOut == nil, let until, let last = try? until.adding(days: -1) else { return nil }
        guard period.surelySuspended.contains(until) else { return "\(item.id): in force until \(last)" }
        let end = period.suspendedUntil(around: until).map { "until \($0)" } ?? "without a known end"
        return "\(item.id): in force until \(last), then suspended \(end)"
    }
}

extension Verdict {
    /// Nothing is green: that no item is listed is never a clearance.
    fileprivate var style: Terminal.Style {
        switch self {
        case .controlled: .red
        case .depends: .yellow
        case .notListed: .bold
        }
    }
}

extension ReceiptReplay {
    /// Whether the answer is still the same, as it is printed.
    package func document(of receipt: ScreeningReceipt) -> Document {
        Document(fields: [
            ("same", .flag(isSame)), ("revision_then", .integer(receipt.revision)), ("revision_now", .integer(now.revision)),
            ("verdict_then", .text(receipt.verdict)), ("verdict_now", .text(now.verdict)), ("differences", Cell(differences)),
        ])
    }
}
