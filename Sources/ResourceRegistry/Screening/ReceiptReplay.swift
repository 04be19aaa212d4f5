/// What replaying a receipt showed.
public struct ReceiptReplay: Hashable, Sendable {
    /// Whether the answer is still the same.
    public let isSame: Bool
    /// What differs, in sentences; also what changed beneath an answer that is still the same.
    public let differences: [String]
    /// The receipt that the same question gets now.
    public let now: ScreeningReceipt
}

extension Registry {
    /// Answers a query and seals the answer.
    ///
    /// - Throws: as `screen`.
    public func screenWithReceipt(_ query: ScreeningQuery) throws -> (answer: ScreeningAnswer, receipt: ScreeningReceipt) {
        try read { reader in
            let answer = try reader.screen(query)
            return (answer, ScreeningReceipt(answer, controlsHash: try ControlHash(connection: reader.references.connection).compute()))
        }
    }

    /// Asks a receipt's question again and compares the answers.
    ///
    /// - Throws: `ReceiptError` when the receipt was changed or has another form; otherwise as `screen`.
    public func replay(_ receipt: ScreeningReceipt) throws -> ReceiptReplay {
        guard receipt.schema == 1 else { throw ReceiptError.unknownForm(receipt.schema) }
        guard receipt.isIntact else { throw ReceiptError.changed }
        let (_, now) = try screenWithReceipt(try receipt.query.query())
        var differences: [String] = []
        func compare(_ what: String, _ before: String?, _ after: String?) {
            if before != after { differences.append("\(what) was \(before ?? "none"), is \(after ?? "none")") }
        }
        compare("the verdict", receipt.verdict, now.verdict)
        compare("the requirement", receipt.requirement, now.requirement)
        let before = Dictionary(receipt.reasons.map { ($0.item, $0) }) { first, _ in first }
        let after = Dictionary(now.reasons.map { ($0.item, $0) }) { first, _ in first }
        for item in Set(before.keys).union(after.keys).sorted() where before[item] != after[item] {
            compare("\(item)", before[item].map(Self.words), after[item].map(Self.words))
        }
        if receipt.questions != now.questions { differences.append("the open questions differ") }
        let isSame = receipt.answerHash == now.answerHash || differences.isEmpty && receipt.rules == now.rules
        compare("the rule set", String(receipt.rules), String(now.rules))
        if receipt.controlsHash != now.controlsHash {
            differences.append("the control tables changed between revision \(receipt.revision) and \(now.revision)")
        }
        return ReceiptReplay(isSame: isSame, differences: differences, now: now)
    }

    private static func words(_ reason: ScreeningReceipt.Reason) -> String {
        "\(reason.state), \(reason.requirement), \(reason.decided ? "decided" : "open")"
            + (reason.ruledOut.map { ", ruled out: \($0)" } ?? "")
    }
}

/// Why a receipt cannot be replayed.
public enum ReceiptError: Error, Hashable, Sendable, CustomStringConvertible {
    /// It does not match its own hash.
    case changed
    /// It was written by another version of the program.
    case unknownForm(Int)

    /// One line for a person.
    public var description: String {
        switch self {
        case .changed: "the receipt does not match its own hash: it was changed after it was written"
        case .unknownForm(let form): "the receipt has form \(form), this program knows form 1; use the program that wrote it"
        }
    }
}
