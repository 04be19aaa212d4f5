/// The parts of a page that runs nothing and fetches nothing. All text of the registry passes through `escaped`.
enum ReportHTML {
    /// Text for content and quoted attributes.
    static func escaped(_ text: String) -> String {
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }

    /// A link for addresses of the web; any other address (`javascript:` …) stays text.
    static func link(_ address: String, _ text: String) -> String {
        guard address.hasPrefix("https://") || address.hasPrefix("http://") else { return escaped(text) }
        return "<a href=\"\(escaped(address))\" rel=\"noreferrer\">\(escaped(text))</a>"
    }

    /// A picture with the words above it and the table behind it.
    static func figure(_ caption: String, _ picture: String, _ table: String) -> String {
        "<figure><figcaption>\(escaped(caption))</figcaption>\(picture)\(table)</figure>\n"
    }

    /// A table; cells are escaped already. Columns named in `numbers` are set to the right, those in `whole` are not broken into lines,
    /// those in `prose` keep room for sentences.
    static func table(
        _ caption: String, _ columns: [String], numbers: Set<Int> = [], whole: Set<Int> = [], prose: Set<Int> = [],
        _ rows: [[String]]
    ) -> String {
        func style(_ index: Int) -> String {
            numbers.contains(index) ? " class=\"n\"" : whole.contains(index) ? " class=\"d\"" : prose.contains(index) ? " class=\"p\"" : ""
        }
        func cells(_ row: [String], isHead: Bool) -> String {
            row.enumerated().map { index, cell in
                if isHead { return "<th scope=\"col\"\(style(index))>\(cell)</th>" }
                return index == 0 ? "<th scope=\"row\"\(style(index))>\(cell)</th>" : "<td\(style(index))>\(cell)</td>"
            }.joined()
        }
        return
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"\(escaped(caption))\"><table><caption>\(escaped(caption))</caption>"
            + "<thead><tr>\(cells(columns.map(escaped), isHead: true))</tr></thead><tbody>"
            + rows.map { "<tr>\(cells($0, isHead: false))</tr>" }.joined(separator: "\n") + "</tbody></table></div>\n"
    }

    /// A picture with its text alternative: a name, and a sentence that says what can be seen.
    static func picture(_ id: String, width: Int, height: Int, title: String, description: String, _ content: String) -> String {
        """
        <svg viewBox="0 0 \(width) \(height)" role="img" aria-labelledby="\(id)-t \(id)-d"><title id="\(id)-t">\(escaped(title))</title>\
        <desc id="\(id)-d">\(escaped(description))</desc>\(content)</svg>

        """
    }

    /// A word on a picture.
    static func text(_ x: Double, _ y: Double, _ words: String, anchor: String = "start", style: String = "") -> String {
        "<text x=\"\(number(x))\" y=\"\(number(y))\" text-anchor=\"\(anchor)\"\(style.isEmpty ? "" : " class=\"\(style)\"")>\(escaped(words))</text>"
    }

    /// A bar on a picture.
    static func bar(_ x: Double, _ y: Double, _ width: Double, _ height: Double, _ style: String, title: String = "") -> String {
        let name = title.isEmpty ? "" : "<title>\(escaped(title))</title>"
        return "<rect x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(number(max(0, width)))\" height=\"\(number(max(0, height)))\""
            + " class=\"\(style)\">\(name)</rect>"
    }

    /// A straight line on a picture.
    static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String) -> String {
        "<line x1=\"\(number(x1))\" y1=\"\(number(y1))\" x2=\"\(number(x2))\" y2=\"\(number(y2))\" class=\"\(style)\"/>"
    }

    /// A coordinate with one decimal.
    static func number(_ value: Double) -> String { decimal(value, 1) }

    /// A number rounded to some decimals, halves away from zero: `12.3`.
    static func decimal(_ value: Double, _ places: Int) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return "–" }
        var scale = 1.0
        for _ in 0..<places { scale *= 10 }
        let scaled = Int64((abs(value) * scale).rounded())
        let digits = String(scaled % Int64(scale))
        let whole = String(scaled / Int64(scale))
        let sign = value < 0 && scaled != 0 ? "-" : ""
        return places == 0 ? sign + whole : "\(sign)\(whole)." + String(repeating: "0", count: places - digits.utf8.count) + digits
    }

    /// A share in percent, or the range it lies in: `98.4 %`, `67.1–67.4 %`.
    static func percent(_ value: Double?, _ low: Double, _ high: Double) -> String {
        let (first, last) = (decimal((value ?? low) * 100, 1), decimal((value ?? high) * 100, 1))
        return first == last ? "\(first) %" : "\(first)–\(last) %"
    }

    /// A number with separators of thousands: `1,234`.
    static func grouped(_ value: Double) -> String {
        let digits = Array(decimal(value, 0))
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3), digits[index - 1] != "-" { result.append(",") }
            result.append(digit)
        }
        return result
    }
}
