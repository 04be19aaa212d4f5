/// A picture of export controls over time: one line for each clause and requirement.
struct ControlTimeline {
    let controls: [MineralReport.Control]
    let today: CivilDay

    private static let width = 720.0
    private static let left = 290.0
    private static let row = 20.0

    /// The first and the last day of the picture. Controls of unknown start begin at its left edge, open ones reach the right one.
    private var span: ClosedRange<Int> {
        let bounds = controls.flatMap { ($0.possible.periods + $0.suspended.periods).flatMap { [$0.from, $0.until] } }.compactMap(\.self)
        let first = min(bounds.min()?.dayNumber ?? today.dayNumber, today.dayNumber)
        let last = max(bounds.max()?.dayNumber ?? today.dayNumber, today.dayNumber)
        return (first - 120)...(last + 240)
    }

    private func x(_ day: CivilDay?, or edge: Int) -> Double {
        let number = min(max(day?.dayNumber ?? edge, span.lowerBound), span.upperBound)
        return Self.left + (Self.width - Self.left) * Double(number - span.lowerBound) / Double(span.upperBound - span.lowerBound)
    }

    var svg: String {
        let height = Double(controls.count) * Self.row
        var content = ReportStyle.hatching
        let years = CivilDay(unchecked: span.lowerBound).year...CivilDay(unchecked: span.upperBound).year
        let stride = max(1, (years.count + 7) / 8)
        for year in years where year.isMultiple(of: stride) {
            guard let day = try? CivilDay(year: year, month: 1, day: 1), day.dayNumber >= span.lowerBound else { continue }
            content += ReportHTML.line(x(day, or: 0), 4, x(day, or: 0), height + 8, "axis")
            content += ReportHTML.text(x(day, or: 0) + 2, height + 20, "\(year)", style: "s")
        }
        for (index, control) in controls.enumerated() {
            let y = 6 + Double(index) * Self.row
            content += ReportHTML.text(Self.left - 8, y + 11, label(control), anchor: "end")
            func bars(_ set: CivilPeriodSet, _ style: String, _ words: String) -> String {
                set.periods.map { period in
                    let (from, until) = (x(period.from, or: span.lowerBound), x(period.until, or: span.upperBound))
                    return ReportHTML.bar(
                        from, y + 2, max(2, until - from), Self.row - 8, style, title: "\(label(control)): \(words) \(period.words)")
                }.joined()
            }
            content += bars(control.possible.subtracting(control.certain), "maybe", "possibly in force")
            content += bars(control.certain, "c0", "in force")
            content += bars(control.suspended, "unknown", "suspended")
        }
        let now = x(today, or: 0)
        content += ReportHTML.line(now, 2, now, height + 8, "today")
        content += ReportHTML.text(now, height + 33, today.description, anchor: now > Self.width - 60 ? "end" : "middle", style: "w")
        content += legend(height + 50)
        return ReportHTML.picture(
            "controls", width: Int(Self.width), height: Int(height + 58), title: "Export controls over time",
            description:
                "\(controls.count) lines, one for each clause and requirement; \(inForce) are in force on \(today). The table below "
                + "tells each beginning, end, suspension and revival.", content)
    }

    private var inForce: Int { controls.filter { $0.certain.contains(today) }.count }

    private func legend(_ y: Double) -> String {
        [("in force", "c0"), ("possibly in force", "maybe"), ("suspended", "unknown")].enumerated().map { index, entry in
            let x = Self.left + Double(index) * 120
            return ReportHTML.bar(x, y - 9, 10, 10, entry.1) + ReportHTML.text(x + 14, y, entry.0)
        }.joined()
    }

    /// `CN 2023-23: licence required`, in at most 46 characters.
    private func label(_ control: MineralReport.Control) -> String {
        "\(control.measure.id): \(control.requirement.words)"
    }
}

extension Requirement {
    /// In words for people: `licence required`.
    var words: String { String(rawValue.map { $0 == "_" ? " " : $0 }) }
}

extension CivilPeriod {
    /// In words, the last day included: `from 2023-08-01`, `2024-12-03 to 2025-11-08`.
    var words: String {
        switch (from, lastDay) {
        case (let from?, let last?): "\(from) to \(last)"
        case (let from?, nil): "from \(from)"
        case (nil, let last?): "until \(last)"
        case (nil, nil): "always"
        }
    }
}
