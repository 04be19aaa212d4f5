/// Pictures of production: shares by year, and the concentration with its bounds.
struct SupplyPictures {
    let stage: MineralReport.Stage
    let name: (SupplyPart.Kind) -> String
    /// Sets the ids of this stage's pictures apart.
    let id: String

    /// How many countries have a colour of their own.
    private static let mostNamed = 6
    private static let width = 720.0

    /// The countries with the largest shares over all years, the largest first.
    private var leading: [SupplyPart.Kind] {
        var largest: [SupplyPart.Kind: Double] = [:]
        for share in stage.years.flatMap(\.shares) where share.kind != .other {
            largest[share.kind] = max(largest[share.kind] ?? 0, share.value ?? share.low)
        }
        return largest.filter { $0.value > 0.005 }.sorted { ($1.value, name($0.key)) < ($0.value, name($1.key)) }.prefix(Self.mostNamed)
            .map(\.key)
    }

    /// One bar for each year, cut into the shares of countries. What is not told is hatched.
    var shares: String {
        let (left, top, height) = (44.0, 10.0, 240.0)
        let leading = leading
        let step = (Self.width - left - 10) / Double(max(1, stage.years.count))
        let thick = min(96, step * 0.8)
        var content = ReportStyle.hatching
        for percent in [0, 25, 50, 75, 100] {
            let y = top + height * (1 - Double(percent) / 100)
            content += ReportHTML.line(left, y, Self.width, y, "axis")
            content += ReportHTML.text(left - 6, y + 4, "\(percent) %", anchor: "end", style: "s")
        }
        for (index, year) in stage.years.enumerated() {
            let x = left + (Double(index) + 0.5) * step - thick / 2
            var filled = 0.0
            for (words, short, share, style) in segments(of: year, leading) where share > 0 {
                let y = top + height * (1 - filled - share)
                content += ReportHTML.bar(
                    x, y, thick, height * share, style, title: "\(words), \(year.year): \(ReportHTML.percent(share, 0, 0))")
                if height * share >= 13, style != "unknown" {
                    let label = "\(short) \(ReportHTML.decimal(share * 100, share >= 0.1 ? 0 : 1)) %"
                    content += ReportHTML.text(x + thick / 2, y + height * share / 2 + 4, label, anchor: "middle", style: "on")
                }
                filled += share
            }
            let mark = year.isEstimated ? "\(year.year) e" : "\(year.year)"
            content += ReportHTML.text(x + thick / 2, top + height + 16, mark, anchor: "middle")
        }
        content += legend(leading, y: top + height + 38)
        return ReportHTML.picture(
            "\(id)-shares", width: Int(Self.width), height: Int(top + height + 64), title: "Shares of production, \(stage.stage.name)",
            description: sentence, content)
    }

    private func segments(
        of year: SupplyConcentration, _ leading: [SupplyPart.Kind]
    ) -> [(words: String, short: String, share: Double, style: String)] {
        func known(_ kind: SupplyPart.Kind) -> Double { year.shares.filter { $0.kind == kind }.reduce(0) { $0 + ($1.value ?? $1.low) } }
        var segments = leading.enumerated().map { ("\(name($1))", code($1), known($1), "c\($0)") }
        let rest = year.shares.filter { $0.kind != .other && !leading.contains($0.kind) }.reduce(0) { $0 + ($1.value ?? $1.low) }
        segments.append(("further countries that are listed", "further", rest, "c6"))
        segments.append(("other countries, not listed", "others", known(.other), "c7"))
        let told = segments.reduce(0) { $0 + $1.2 }
        if told < 0.9995 { segments.append(("not told", "", 1 - told, "unknown")) }
        return segments
    }

    private func code(_ kind: SupplyPart.Kind) -> String {
        if case .country(let code) = kind { return code.text }
        return name(kind)
    }

    /// The fills in use, in one row or two.
    private func legend(_ leading: [SupplyPart.Kind], y: Double) -> String {
        var (x, y) = (44.0, y)
        var content = ""
        let entries = leading.enumerated().map { (name($1), "c\($0)") } + [("further", "c6"), ("others", "c7"), ("not told", "unknown")]
        for (words, style) in entries {
            // A letter of this size takes about six and a half units.
            let width = 30 + 6.5 * Double(words.count)
            if x + width > Self.width { (x, y) = (44, y + 16) }
            content += ReportHTML.bar(x, y - 9, 10, 10, style) + ReportHTML.text(x + 14, y, words)
            x += width
        }
        return content
    }

    private var sentence: String {
        guard let last = stage.years.last, let first = last.shares.first(where: { $0.kind != .other }), first.low > 0 else {
            return "No share of a country is known."
        }
        return "In \(last.year) the largest producer is \(name(first.kind)) with \(ReportHTML.percent(first.value, first.low, first.high))."
            + " The table below holds all shares."
    }

    /// A dot for each year, with a bar from the lower to the upper bound.
    var concentration: String {
        let (left, top, height) = (44.0, 12.0, 150.0)
        let step = (Self.width - left - 150) / Double(max(1, stage.years.count))
        func y(_ value: Double) -> Double { top + height * (1 - min(value, 10_000) / 10_000) }
        var content = ""
        for value in [0.0, 5000, 10_000] {
            content += ReportHTML.line(left, y(value), Self.width - 150, y(value), "axis")
            content += ReportHTML.text(left - 6, y(value) + 4, ReportHTML.grouped(value), anchor: "end", style: "s")
        }
        for (value, words) in [(1500.0, "1,500: moderate above"), (2500, "2,500: high above")] {
            content += ReportHTML.line(left, y(value), Self.width - 150, y(value), "guide")
            content += ReportHTML.text(Self.width - 144, y(value) + 4, words, style: "s")
        }
        for (index, year) in stage.years.enumerated() {
            let x = left + (Double(index) + 0.5) * step
            content += point(year.hhi, x, y)
            content += ReportHTML.text(x, top + height + 16, "\(year.year)", anchor: "middle")
        }
        return ReportHTML.picture(
            "\(id)-hhi", width: Int(Self.width), height: Int(top + height + 24), title: "Concentration of production, \(stage.stage.name)",
            description: "Herfindahl–Hirschman index over countries by year, 0 to 10,000; bars reach from the lower to the upper bound.",
            content)
    }

    /// A full dot for a value, a bar between bounds that lie apart, an open dot where only close bounds are known.
    private func point(_ hhi: IndicatorValue, _ x: Double, _ y: (Double) -> Double) -> String {
        guard let low = hhi.low, let high = hhi.high else { return ReportHTML.text(x + 9, y(0) - 6, "unknown", style: "s") }
        var content = high - low >= 20 ? ReportHTML.line(x, y(high), x, y(low), "range") : ""
        let middle = hhi.value ?? (low + high) / 2
        let words = hhi.value.map { ReportHTML.grouped($0) } ?? "\(ReportHTML.grouped(low))–\(ReportHTML.grouped(high))"
        if hhi.value != nil || high - low < 20 {
            let style = hhi.value == nil ? "open" : "c0"
            content += "<circle cx=\"\(ReportHTML.number(x))\" cy=\"\(ReportHTML.number(y(middle)))\" r=\"4.5\" class=\"\(style)\"/>"
        }
        return content + ReportHTML.text(x + 9, y(middle) + (middle > 9000 ? 14 : -6), words)
    }
}
