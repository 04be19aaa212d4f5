/// A goods code of a customs nomenclature: 4, 6, 8 or 10 digits.
public struct CustomsCode: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The digits of the code, without dots or spaces.
    public let digits: String
    /// The nomenclature in which the code is written, nil where it was not told.
    public let nomenclature: Nomenclature?

    private init(unchecked digits: String, nomenclature: Nomenclature?) {
        self.digits = digits
        self.nomenclature = nomenclature
    }

    /// Reads `81129210`, `8112.92.10` or `8112 92 10`.
    ///
    /// Single dots or spaces may stand between groups of an even number of digits. Throws `InvalidValue` for other characters, for lengths
    /// other than 4, 6, 8 and 10, and for chapters outside of 01…99 (77 is reserved by the Harmonized System, 98 and 99 are for national use: valid).
    public init(_ text: String, nomenclature: Nomenclature? = nil) throws(InvalidValue) {
        guard let digits = Self.digits(of: text) else {
            throw InvalidValue(
                kind: "customs code", text: text, expected: "4, 6, 8 or 10 digits with chapter 01 to 99, such as 8112.92.10")
        }
        self.init(unchecked: digits, nomenclature: nomenclature)
    }

    private static func digits(of text: String) -> String? {
        var digits: [UInt8] = []
        var previousWasDigit = false
        for byte in text.utf8 {
            if ASCII.isDigit(byte) {
                if digits.count == 10 { return nil }
                digits.append(byte)
                previousWasDigit = true
            } else {
                guard byte == UInt8(ascii: ".") || byte == UInt8(ascii: " "), previousWasDigit, digits.count % 2 == 0 else { return nil }
                previousWasDigit = false
            }
        }
        guard previousWasDigit, digits.count >= 4, digits.count % 2 == 0 else { return nil }
        let chapter = (digits[0] - 0x30) * 10 + (digits[1] - 0x30)
        return (1...99).contains(chapter) ? String(decoding: digits, as: UTF8.self) : nil
    }

    /// The number of digits: 4, 6, 8 or 10.
    public var length: Int { digits.utf8.count }

    /// The chapter: the first two digits.
    public var chapter: String { String(digits.prefix(2)) }

    /// The heading: the first four digits. It belongs to the Harmonized System where the nomenclature is told.
    public var heading: CustomsCode { shortened(to: 4) }

    /// The subheading: the first six digits, nil for a heading. It belongs to the Harmonized System where the nomenclature is told.
    public var subheading: CustomsCode? { length >= 6 ? shortened(to: 6) : nil }

    private func shortened(to count: Int) -> CustomsCode {
        CustomsCode(unchecked: String(digits.prefix(count)), nomenclature: nomenclature == nil ? nil : .harmonizedSystem)
    }

    /// Whether the digits of `other` begin with (or equal) the digits of this code. Nomenclatures are not compared.
    public func isPrefix(of other: CustomsCode) -> Bool { other.digits.utf8.starts(with: digits.utf8) }

    /// The customary dots: `8112`, `8112.92`, `8112.92.10`, `8112.92.10.90`.
    public var description: String {
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index >= 4, index % 2 == 0 { result.append(".") }
            result.append(digit)
        }
        return result
    }

    /// By digits, so that a code stands before the codes under it; then by nomenclature.
    public static func < (left: CustomsCode, right: CustomsCode) -> Bool {
        (left.digits, left.nomenclature?.rawValue ?? "") < (right.digits, right.nomenclature?.rawValue ?? "")
    }
}
