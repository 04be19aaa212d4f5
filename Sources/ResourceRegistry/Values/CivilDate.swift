/// A day, or only a month or a year where the source tells no more.
///
/// A partial date stands for its whole span: "2006" is never 1 January 2006. Equality asks whether the same thing is known.
public struct CivilDate: Hashable, Sendable, CustomStringConvertible {
    /// How much of the date is known.
    public enum Precision: String, Hashable, Sendable, CaseIterable {
        /// Only the year is known.
        case year
        /// The year and the month.
        case month
        /// The exact day is known.
        case day
    }

    /// How much of the date is known.
    public let precision: Precision
    /// The first day that the date may be.
    public let firstDay: CivilDay

    /// A date of which the day is known.
    public init(_ day: CivilDay) {
        precision = .day
        firstDay = day
    }

    /// Reads `2006`, `2023-10` or `2023-10-20`; throws `InvalidValue` for anything else.
    public init(_ text: String) throws(InvalidValue) {
        let parts = CalendarText.numbers(in: text) ?? []
        let month = parts.count > 1 ? parts[1] : 1
        let day = parts.count > 2 ? parts[2] : 1
        guard let year = parts.first, let number = CivilDay.number(year: year, month: month, day: day) else {
            throw InvalidValue(kind: "date", text: text, expected: "YYYY, YYYY-MM or YYYY-MM-DD")
        }
        precision = parts.count == 1 ? .year : parts.count == 2 ? .month : .day
        firstDay = CivilDay(unchecked: number)
    }

    /// The last day that the date may be.
    public var lastDay: CivilDay {
        switch precision {
        case .day: firstDay
        case .month: CivilDay(unchecked: firstDay.dayNumber + CivilDay.length(ofMonth: firstDay.month, year: firstDay.year) - 1)
        case .year: CivilDay(unchecked: firstDay.dayNumber + (CivilDay.length(ofMonth: 2, year: firstDay.year) == 29 ? 365 : 364))
        }
    }

    /// The day, nil where only the month or the year is known.
    public var day: CivilDay? { precision == .day ? firstDay : nil }

    /// Whether the date lies on or before `day`: undecided while some days of its span do and some do not.
    public func isOnOrBefore(_ day: CivilDay) -> Truth {
        if lastDay <= day { return .yes }
        return firstDay > day ? .no : .unknown
    }

    /// Whether the date lies on or after `day`: undecided while some days of its span do and some do not.
    public func isOnOrAfter(_ day: CivilDay) -> Truth {
        if firstDay >= day { return .yes }
        return lastDay < day ? .no : .unknown
    }

    /// As much of ISO 8601 as is known: `2006`, `2023-10`, `2023-10-20`.
    public var description: String {
        let full = firstDay.description
        switch precision {
        case .year: return String(full.prefix(4))
        case .month: return String(full.prefix(7))
        case .day: return full
        }
    }
}
