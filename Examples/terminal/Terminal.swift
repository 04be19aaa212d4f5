import Glibc

/// What the output goes to: a terminal, which gets tables that fit and colours, or a file or a pipe, which gets everything uncut and
/// without colours. Colour never means anything by itself: it only repeats what a word says.
package enum Terminal {
    package enum Style: String {
        case bold = "1"
        case dim = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
    }

    /// The columns of the terminal that the standard output is; `nil` where it is none or does not tell. Who sets `COLUMNS` is obeyed,
    /// also where the output goes elsewhere.
    static let width: Int? = {
        if let told = getenv("COLUMNS").flatMap({ Int(String(cString: $0)) }), told > 0 { return told }
        var size = winsize()
        guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }()

    /// The text in a style, where a person looks at it who wants colours.
    ///
    /// - Parameter descriptor: where the text goes, the standard output by default.
    package static func styled(_ text: String, _ style: Style, on descriptor: Int32 = STDOUT_FILENO) -> String {
        (descriptor == STDERR_FILENO ? errorsHaveColour : outputHasColour) ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }

    private static let outputHasColour = hasColour(STDOUT_FILENO)
    private static let errorsHaveColour = hasColour(STDERR_FILENO)

    /// `NO_COLOR` with any text forbids colours (https://no-color.org), and so does a terminal that cannot show them.
    private static func hasColour(_ descriptor: Int32) -> Bool {
        func variable(_ name: String) -> String { getenv(name).map { String(cString: $0) } ?? "" }
        return isatty(descriptor) == 1 && variable("NO_COLOR").isEmpty && variable("TERM") != "dumb"
    }

    /// How wide columns are made so that a table fits: the widest gives way first, none below its heading or eight.
    ///
    /// - Parameters:
    ///   - widths: what the cells take, with two blanks between columns.
    ///   - least: below what no column goes.
    ///   - total: what there is.
    static func fitted(_ widths: [Int], least: [Int], to total: Int) -> [Int] {
        var fitted = widths
        while fitted.reduce(0, +) + 2 * (fitted.count - 1) > total {
            let wide = fitted.indices.filter { fitted[$0] > least[$0] }
            guard let widest = wide.max(by: { fitted[$0] < fitted[$1] }) else { break }
            fitted[widest] -= 1
        }
        return fitted
    }
}

extension Output {
    /// Columns that a text takes on a terminal: wide characters take two, marks that stand on others none.
    static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + ($1.isWide ? 2 : $1.properties.isInvisible ? 0 : 1) }
    }

    /// The text cut to some columns, with an ellipsis.
    static func shortened(_ text: String, to width: Int) -> String {
        guard Self.width(text) > width else { return text }
        var result = ""
        var taken = 0
        for character in text {
            taken += Self.width(String(character))
            if taken > width - 1 { break }
            result.append(character)
        }
        return result + "…"
    }

    /// Whether some of the text is written without blanks: it may be parted anywhere.
    static func isWide(_ text: String) -> Bool { text.unicodeScalars.contains(where: \.isWide) }

    /// The text on lines of at most some columns, parted at blanks and, where a word is longer, before wide characters; any other word
    /// that is longer stands on a line of its own.
    static func wrapped(_ text: String, to width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ", omittingEmptySubsequences: true) {
            if isWide(String(word)), Self.width(String(word)) > width {
                if !line.isEmpty { line += " " }
                for character in word {
                    if !line.isEmpty, Self.isWide(String(character)), Self.width(line + String(character)) > width {
                        lines.append(line)
                        line = ""
                    }
                    line.append(character)
                }
                continue
            }
            if line.isEmpty {
                line = String(word)
            } else if Self.width(line) + 1 + Self.width(String(word)) <= width {
                line += " " + word
            } else {
                lines.append(line)
                line = String(word)
            }
        }
        return lines + [line]
    }
}

extension Unicode.Scalar.Properties {
    fileprivate var isInvisible: Bool {
        [.nonspacingMark, .enclosingMark, .format, .control].contains(generalCategory)
    }
}

extension Unicode.Scalar {
    /// The blocks that are wide or full-width in UAX #11: ideographs and their punctuation, kana, hangul, full-width letters, emoji.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19,
        0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18CFF, 0x1B000...0x1B2FF, 0x1F200...0x1F265, 0x20000...0x3FFFD,
    ]

    fileprivate var isWide: Bool {
        guard value >= 0x1100 else { return false }
        return properties.isEmojiPresentation || Self.wide.contains { $0.contains(value) }
    }
}
