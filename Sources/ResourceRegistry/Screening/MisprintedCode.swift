/// A customs code that no nomenclature holds and that copies of an act print all the same, instead of the one that is meant.
///
/// A good declared by it is not free: it is asked which code holds. Both ways of answering read the remarks of the tables by this type.
struct MisprintedCode: Sendable {
    /// The digits that are printed.
    let digits: String
    /// The code that is meant; `nil` where the registry does not tell it.
    let meant: CustomsCode?

    /// - Parameters:
    ///   - digits: the asked code.
    ///   - known: the misprints that begin with these digits, in order, with what the tables remark on them.
    /// - Returns: `nil` when the code itself is no known misprint.
    init?(_ digits: String, among known: [(digits: String, remark: String)]) {
        guard known.contains(where: { $0.digits == digits }) else { return nil }
        self.digits = digits
        // A subheading that does not exist is meant as that of the codes that are misprinted under it.
        let meant = known.filter { $0.digits.hasPrefix(digits) }.lazy.compactMap { Self.meant(in: $0.remark) }.first
        self.meant = meant.flatMap { try? CustomsCode(String($0.digits.prefix(digits.utf8.count))) }
    }

    /// The code behind the word `use`: so the tables of facts tell what is meant.
    private static func meant(in remark: String) -> CustomsCode? {
        let words = remark.split { !$0.isLetter && !$0.isNumber }
        for (word, next) in zip(words, words.dropFirst()) where word.lowercased() == "use" {
            if let code = try? CustomsCode(String(next)) { return code }
        }
        return nil
    }

    /// What is asked of each item of the code that is meant.
    var question: String? {
        meant.map { "\(digits) is printed in copies of the act; \($0.digits) is meant: which is declared?" }
    }

    /// The warning for a person.
    var warning: ScreeningWarning {
        let advice = meant.map { "copies of the act print it where \($0.digits) is meant" } ?? "it is known as a misprint"
        return ScreeningWarning(
            code: .misprintedCode, item: nil, text: "\(digits) stands in no nomenclature: \(advice); declare the code that holds")
    }
}
