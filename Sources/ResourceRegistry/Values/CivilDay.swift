/// A day of the proleptic Gregorian calendar, 0001-01-01 to 9999-12-31, without time or time zone.
///
/// Kept as one number, because the screening of a million lines compares days more than it prints them.
public struct CivilDay: Hashable, Comparable, Sendable, CustomStringConvertible {
    private let number: Int32

    /// The earliest day that can be told: 0001-01-01.
    public static let earliest = CivilDay(unchecked: -719_162)
    /// The latest day that can be told: 9999-12-31.
    public static let latest = CivilDay(unchecked: 2_932_896)

    /// For numbers that are known to lie between `earliest` and `latest`.
    init(unchecked number: Int) { self.number = Int32(truncatingIfNeeded: number) }

    /// Reads `YYYY-MM-DD` in ASCII digits, nothing before, between or after.
    ///
    /// Throws `InvalidValue` for any other shape and for days that do not exist (2023-02-29).
    public init(_ text: String) throws(InvalidValue) {
        guard let parts = CalendarText.numbers(in: text), parts.count == 3 else { throw Self.invalid(text) }
        guard let number = Self.number(year: parts[0], month: parts[1], day: parts[2]) else { throw Self.invalid(text) }
        self.init(unchecked: number)
    }

    /// The day of a year (1…9999), month (1…12) and day of the month; throws `InvalidValue` where there is none.
    public init(year: Int, month: Int, day: Int) throws(InvalidValue) {
        guard let number = Self.number(year: year, month: month, day: day) else { throw Self.invalid("\(year)-\(month)-\(day)") }
        self.init(unchecked: number)
    }

    /// The day that is `dayNumber` days after 1970-01-01; throws `InvalidValue` outside of the years 1…9999.
    public init(dayNumber: Int) throws(InvalidValue) {
        guard dayNumber >= Self.earliest.dayNumber, dayNumber <= Self.latest.dayNumber else {
            throw InvalidValue(kind: "day number", text: "\(dayNumber)", expected: "a day of the years 0001 to 9999")
        }
        self.init(unchecked: dayNumber)
    }

    /// Days since 1970-01-01, negative before it.
    public var dayNumber: Int { Int(number) }
    /// The year of the day, 1…9999.
    public var year: Int { Self.civil(dayNumber).year }
    /// The month of the day, 1…12.
    public var month: Int { Self.civil(dayNumber).month }
    /// The day of the month, 1…31.
    public var day: Int { Self.civil(dayNumber).day }

    /// The day `days` later (earlier where negative); throws `InvalidValue` outside of the years 1…9999.
    public func adding(days: Int) throws(InvalidValue) -> CivilDay {
        let (sum, overflow) = dayNumber.addingReportingOverflow(days)
        if overflow {
            throw InvalidValue(kind: "day", text: "\(self) + \(days) days", expected: "a day of the years 0001 to 9999")
        }
        return try CivilDay(dayNumber: sum)
    }

    /// ISO 8601: `2023-08-01`.
    public var description: String {
        let (year, month, day) = Self.civil(dayNumber)
        return CalendarText.padded(year, 4) + "-" + CalendarText.padded(month, 2) + "-" + CalendarText.padded(day, 2)
    }

    /// Whether the left day comes before the right one.
    public static func < (left: CivilDay, right: CivilDay) -> Bool { left.number < right.number }

    private static func invalid(_ text: String) -> InvalidValue {
        InvalidValue(kind: "day", text: text, expected: "an existing day written YYYY-MM-DD")
    }
}

extension CivilDay {
    /// Days in a month of the proleptic Gregorian calendar.
    static func length(ofMonth month: Int, year: Int) -> Int {
        // The days beyond 28, two bits a month from January on: a table needs no branch, and months come in no order.
        let beyond = (0b11_10_11_10_11_11_10_11_10_11_00_11 &>> ((month &- 1) &* 2)) & 3
        // Of the years that 4 divides, 25 divides the centuries, and 16 those that 400 divides.
        let isLeap = (year & 3 == 0 ? 1 : 0) & ((year % 25 != 0 ? 1 : 0) | (year & 15 == 0 ? 1 : 0))
        return 28 &+ beyond &+ (month == 2 ? isLeap : 0)
    }

    /// The day number, or nil where the calendar has no such day. Years are counted from March, after Howard Hinnant's `days_from_civil`.
    static func number(year: Int, month: Int, day: Int) -> Int? {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= length(ofMonth: month, year: year) else { return nil }
        let shifted = month <= 2 ? year - 1 : year
        let centuries = shifted / 100
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return shifted &* 365 &+ shifted &>> 2 &- centuries &+ centuries &>> 2 &+ dayOfYear &- 719_468
    }

    /// The way back, after Hinnant's `civil_from_days`. Numbers from 0001-01-01 on are never negative once shifted.
    private static func civil(_ number: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = number + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}

/// The strict text shape that days and partial dates share.
enum CalendarText {
    /// The numbers of `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, nil for any other shape.
    static func numbers(in text: String) -> [Int]? {
        let bytes = text.utf8
        guard [4, 7, 10].contains(bytes.count) else { return nil }
        var parts: [Int] = []
        var current = 0
        for (index, byte) in bytes.enumerated() {
            if index == 4 || index == 7 {
                guard byte == UInt8(ascii: "-") else { return nil }
                parts.append(current)
                current = 0
            } else {
                guard byte >= 0x30, byte <= 0x39 else { return nil }
                current = current * 10 + Int(byte - 0x30)
            }
        }
        parts.append(current)
        return parts
    }

    /// A number of at least so many digits, zeros before it.
    static func padded(_ number: Int, _ width: Int) -> String {
        var rest = number.magnitude
        let text = String(unsafeUninitializedCapacity: width) { buffer in
            for position in (0..<width).reversed() {
                buffer[position] = UInt8(ascii: "0") + UInt8(rest % 10)
                rest /= 10
            }
            return width
        }
        return number < 0 || rest > 0 ? String(number) : text
    }
}
