/// A unit as sources write it, brought to one symbol.
struct SourceUnit: Equatable {
    /// What is measured in it.
    enum Kind { case mass, volume, share, concentration, money }

    /// The symbol, with what is counted behind it where the source says so: `Mt`, `% Li2O`, `t ore`.
    let symbol: String
    let kind: Kind

    /// Reads a unit; nil for one that is not known.
    ///
    /// What is counted may stand behind it or before it: `percent Li2O`, `% Ni`, `Ni %`, `mt ore`.
    init?(_ text: String) {
        guard let (found, counted) = Self.split(Self.words(text)), Self.isCounted(counted) else { return nil }
        symbol = ([found.symbol] + counted.map(String.init)).joined(separator: " ")
        kind = found.kind
    }

    /// The unit among the words and the words that are left: it is the longest beginning that is known, else the longest end.
    private static func split(_ words: [Substring]) -> (unit: (symbol: String, kind: Kind), counted: [Substring])? {
        for count in stride(from: words.count, to: 0, by: -1) {
            if let found = known(words.prefix(count)) { return (found, Array(words.dropFirst(count))) }
        }
        for count in stride(from: words.count - 1, to: 0, by: -1) {
            if let found = known(words.suffix(count)) { return (found, Array(words.dropLast(count))) }
        }
        return nil
    }

    /// The words of a unit; brackets around it are taken off, and `%` is a word of its own.
    private static func words(_ text: String) -> [Substring] {
        var text = text.trimmed
        if text.hasPrefix("("), text.hasSuffix(")"), text.utf8.count > 2 { text = String(text.dropFirst().dropLast()) }
        return text.replacing("%", with: " % ").split(whereSeparator: \.isWhitespace)
    }

    private static func known(_ words: ArraySlice<Substring>) -> (symbol: String, kind: Kind)? {
        let text = words.joined(separator: " ")
        return exact[text] ?? folded[text.lowercased()]
    }

    /// What is counted is one or two short words: an element, an oxide, `ore`, `Cu eq`.
    private static func isCounted(_ words: [Substring]) -> Bool {
        words.count <= 2
            && words.allSatisfy { word in
                word.utf8.count <= 12 && word.utf8.first.map(ASCII.isLetter) == true
                    && word.utf8.allSatisfy { ASCII.isLetter($0) || ASCII.isDigit($0) }
            }
    }

    /// Here the case tells units apart: a megatonne is a million of the metric tons that American sources write `mt`.
    private static let exact: [String: (symbol: String, kind: Kind)] = [
        "Mt": ("Mt", .mass), "mt": ("t", .mass), "MT": ("t", .mass), "Gt": ("Gt", .mass), "g": ("g", .mass), "G": ("g", .mass),
    ]

    private static let folded: [String: (symbol: String, kind: Kind)] = {
        let lists: [(symbol: String, kind: Kind, names: String)] = [
            ("t", .mass, "t|tonne|tonnes|metric ton|metric tons|metric tonne|metric tonnes"),
            (
                "kt", .mass,
                "kt|ktonne|ktonnes|kilotonne|kilotonnes|thousand tonnes|thousand t|000 tonnes|000 t|thousand metric ton|thousand metric tons|thousand metric tonne|thousand metric tonnes"
            ),
            ("Mt", .mass, "million tonnes|million t|million metric tons|million metric tonnes|megatonne|megatonnes"),
            ("Gt", .mass, "billion tonnes|billion metric tons|billion metric tonnes|gigatonnes"),
            ("kg", .mass, "kg|kilogram|kilograms"), ("g", .mass, "gram|grams"),
            ("lb", .mass, "lb|lbs|pound|pounds|pounds (avdp)"),
            ("million lb", .mass, "million lb|million lbs|million pounds|million pounds (avdp)"),
            ("short tons", .mass, "st|short ton|short tons"), ("million short tons", .mass, "million short tons"),
            ("long tons", .mass, "long ton|long tons"),
            // Which ton is meant is not said; it is kept as it stands and converts to nothing.
            ("tons", .mass, "ton|tons"), ("million tons", .mass, "million tons"),
            ("oz t", .mass, "oz t|troy ounce|troy ounces|troy oz"), ("carat", .mass, "carat|carats"),
            ("m3", .volume, "m3|m³|cu-m|cubic metre|cubic metres|cubic meter|cubic meters"), ("L", .volume, "l|liter|liters|litre|litres"),
            ("bbl", .volume, "bbl|bbls|barrels|u.s. barrels"),
            ("%", .share, "%|percent|per cent|pct|wt-pct|wt %|wt. %|weight percent|weight %"),
            ("ppm", .share, "ppm|parts per million"), ("ppb", .share, "ppb|parts per billion"),
            (
                "g/t", .share,
                "g/t|g/mt|g/tonne|gram per tonne|grams per tonne|gram/tonne|grams/tonne|gram per metric ton|grams per metric ton|gram/metric ton|grams/metric ton|gpt"
            ),
            (
                "kg/t", .share,
                "kg/t|kg/tonne|kg/metric ton|kilogram per tonne|kilograms per tonne|kilograms per metric ton|kilograms/metric ton"
            ),
            ("mg/L", .concentration, "mg/l|milligram per liter|milligrams per liter|milligrams per litre"),
            ("g/L", .concentration, "g/l|grams per liter|grams per litre"),
            ("g/m3", .concentration, "g/m3|gram per cubic metre|grams per cubic metre|grams per cubic meter"),
            (
                "kg/m3", .concentration,
                "kg/m3|kilogram per cubic metre|kilograms per cubic metre|kilograms/cubic metre|kilograms per cubic meter"
            ),
            ("US$/t", .money, "us$/t|$/t|dollar per tonne|dollars per tonne|nsr us$/t|nsr us dollar per tonne"),
            ("C$/t", .money, "c$/t|nsr c$/t|nsr canadian dollar per tonne"),
            ("% Cu eq", .share, "copper equivalence percent|cueq %|cueq"), ("% Pb eq", .share, "lead equivalence percent|pbeq %"),
            ("% Zn eq", .share, "zinc equivalence percent|zneq %"), ("% Ni eq", .share, "nickel equivalence percent|nieq %"),
            ("g/t Au eq", .share, "gold equivalence gram per tonne|au eq g/t"),
            ("g/t Ag eq", .share, "silver equivalence gram per tonne|ag eq g/t"),
            ("g/t Pt eq", .share, "platinum equivalence gram per tonne|pt eq g/t"),
        ]
        var table: [String: (symbol: String, kind: Kind)] = [:]
        for list in lists { for name in list.names.split(separator: "|") { table[String(name)] = (list.symbol, list.kind) } }
        return table
    }()
}
