/// How a table is brought into the columns of a terminal: words are cut first, then columns of least worth are left out, and at last each
/// row stands as a record of its own. Ids, days, numbers and words of a vocabulary are never cut, and neither are headings.
struct TableLayout {
    /// The columns that are shown; `nil` where no table fits.
    var columns: [Int]?
    /// Their widths.
    var widths: [Int] = []
    /// The headings of the columns that were left out.
    var leftOut: [String] = []

    /// So much of a cell in words is shown at least.
    private static let fewest = 12
    /// So much of a cell in words is shown at most, unless all is.
    private static let most = 60

    /// - Parameters:
    ///   - texts: the headings and the rows.
    ///   - least: headings of columns that may be left out, those of least worth first.
    ///   - total: the columns of the terminal; `nil` for no bound.
    ///   - isWide: whether words are shown whole.
    init(_ texts: [[String]], least: [String], total: Int?, isWide: Bool) {
        let headings = texts[0]
        // The key of a row may be of several parts, with blanks between them.
        let kinds = headings.indices.map { column in
            headings[column] == "id" ? .whole : Kind(texts.dropFirst().map { $0[column] })
        }
        func width(_ column: Int) -> Int {
            let full = texts.map { Output.width($0[column]) }.max() ?? 0
            return isWide || kinds[column] == .whole ? full : max(Output.width(headings[column]), min(Self.most, full))
        }
        var shown = Array(headings.indices)
        widths = shown.map(width)
        columns = shown
        guard let total, Self.sum(widths) > total else { return }
        // What says nothing goes first, and is not missed.
        shown = shown.filter { column in column == 0 || texts.dropFirst().contains { !$0[column].isEmpty } }
        func fewest(_ column: Int) -> Int {
            if isWide || kinds[column] == .whole { return width(column) }
            let cells = texts.dropFirst().map { $0[column] }
            let needed = kinds[column] == .list ? cells.map(Output.widthOfFirst).max() ?? 0 : Self.fewest
            return min(width(column), max(Output.width(headings[column]), needed))
        }
        for name in least {
            if Self.sum(shown.map(fewest)) <= total { break }
            guard let place = shown.dropFirst().firstIndex(where: { headings[$0] == name }) else { continue }
            shown.remove(at: place)
            leftOut.append(name)
        }
        let bounds = shown.map(fewest)
        guard Self.sum(bounds) <= total else {
            columns = nil
            leftOut = []
            return
        }
        columns = shown
        widths = Terminal.fitted(shown.map(width), least: bounds, to: total)
    }

    private static func sum(_ widths: [Int]) -> Int { widths.reduce(-2) { $0 + $1 + 2 } }

    /// What the cells of a column are.
    enum Kind {
        /// Ids, days, numbers, words of a vocabulary: nothing that may be cut.
        case whole
        /// Several of these, parted by semicolons: cut between two of them.
        case list
        /// Words: cut anywhere.
        case words

        init(_ cells: [String]) {
            if cells.contains(where: { cell in Output.pieces(cell).contains { $0.contains(" ") || Output.isWide($0) } }) {
                self = .words
            } else {
                self = cells.contains { $0.contains("; ") } ? .list : .whole
            }
        }
    }
}

extension Output {
    /// The entries of a cell that holds a list.
    static func pieces(_ text: String) -> [String] {
        var pieces: [String] = []
        var rest = text[...]
        while let range = rest.firstRange(of: "; ") {
            pieces.append(String(rest[..<range.lowerBound]))
            rest = rest[range.upperBound...]
        }
        return pieces + [String(rest)]
    }

    /// What the first entry of a list takes, with the sign that more follow.
    static func widthOfFirst(_ text: String) -> Int {
        let pieces = pieces(text)
        return width(pieces[0]) + (pieces.count > 1 ? 3 : 0)
    }

    /// The cell cut to some columns: a list between two entries, words anywhere.
    static func cut(_ text: String, to width: Int) -> String {
        guard Self.width(text) > width else { return text }
        let pieces = pieces(text)
        guard pieces.count > 1, widthOfFirst(text) <= width else { return shortened(text, to: width) }
        var result = pieces[0]
        for piece in pieces.dropFirst() {
            guard Self.width(result) + 2 + Self.width(piece) + 3 <= width else { break }
            result += "; " + piece
        }
        return result + "; …"
    }

    /// The rows one under the other, each with the names of its cells; empty cells are left out.
    static func records(_ texts: [[String]]) {
        let headings = texts[0]
        let label = headings.map(width).max() ?? 0
        for (number, row) in texts.dropFirst().enumerated() {
            if number > 0 { line("") }
            for (name, text) in zip(headings, row) where !text.isEmpty { field(name, text, width: label) }
        }
    }
}
