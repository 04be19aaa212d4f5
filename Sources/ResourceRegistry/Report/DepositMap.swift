/// A small map of the world with numbered deposits (plate carrée, 60° S to 85° N).
struct DepositMap {
    let sites: [MineralReport.Site]
    let mineral: String

    private func isWorked(_ site: MineralReport.Site) -> Bool { site.deposit.status.map { $0.hasPrefix("operating") } ?? false }

    var svg: String {
        var content = "<path d=\"\(WorldOutline.path)\" class=\"land\"/>"
        let dots = sites.enumerated().compactMap { index, site in
            site.deposit.coordinate.map { place in
                (number: index + 1, site: site, x: (place.longitude + 180) * 2, y: (85 - max(-60, place.latitude)) * 2)
            }
        }
        for dot in dots {
            content += circle(dot.x, dot.y, isWorked(dot.site), title: "\(dot.number) \(dot.site.deposit.name)")
        }
        // Each number goes to the first free place around its dot; where all are taken it is left to the table.
        var taken = dots.map { (x: $0.x - 3, y: $0.y - 3, width: 6.0) }
        for dot in dots {
            let width = dot.number < 10 ? 6.0 : 11
            let places = [
                (4.0, -9.0), (4, 1), (-4 - width, -9), (-4 - width, 1), (-width / 2, -13), (-width / 2, 5), (9, -4), (-9 - width, -4),
            ]
            let free = places.map { (x: dot.x + $0.0, y: dot.y + $0.1, width: width) }.first { place in
                !taken.contains { abs($0.y - place.y) < 8 && $0.x < place.x + place.width && place.x < $0.x + $0.width }
            }
            guard let free else { continue }
            taken.append(free)
            content += ReportHTML.text(free.x, free.y + 8, "\(dot.number)", style: "m")
        }
        content += circle(12, 272, true, title: "") + ReportHTML.text(20, 276, "operating")
        content += circle(92, 272, false, title: "") + ReportHTML.text(100, 276, "not operating, or not told")
        return ReportHTML.picture(
            "map", width: 720, height: 290, title: "Deposits of \(mineral)",
            description: "\(dots.count) deposits on a map of the world, numbered as in the table below.", content)
    }

    private func circle(_ x: Double, _ y: Double, _ isFull: Bool, title: String) -> String {
        "<circle cx=\"\(ReportHTML.number(x))\" cy=\"\(ReportHTML.number(y))\" r=\"3\" class=\"\(isFull ? "c1" : "open")\">"
            + (title.isEmpty ? "" : "<title>\(ReportHTML.escaped(title))</title>") + "</circle>"
    }
}
