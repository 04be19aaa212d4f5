#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// A moment in UTC, to the millisecond.
public struct Instant: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public let milliseconds: Int64

    private static let dayLength: Int64 = 86_400_000

    /// The moment that many milliseconds after 1970-01-01T00:00:00Z; outside the years 0001 to 9999 the nearest within.
    public init(milliseconds: Int64) {
        self.milliseconds = min(max(milliseconds, -62_135_596_800_000), 253_402_300_799_999)
    }

    /// The present moment by the clock of this machine.
    public static func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// Reads `2026-11-24T08:00:00Z` or `2026-11-24T08:00:00.123Z`.
    ///
    /// - Throws: `InvalidValue`.
    public init(_ text: String) throws(InvalidValue) {
        let invalid = InvalidValue(kind: "instant", text: text, expected: "UTC as 2026-11-24T08:00:00Z or 2026-11-24T08:00:00.123Z")
        let bytes = Array(text.utf8)
        let pattern = Array((bytes.count == 20 ? "dddd-dd-ddTdd:dd:ddZ" : "dddd-dd-ddTdd:dd:dd.dddZ").utf8)
        guard bytes.count == pattern.count,
            zip(bytes, pattern).allSatisfy({ $1 == UInt8(ascii: "d") ? (48...57).contains($0) : $0 == $1 })
        else { throw invalid }
        func number(_ range: Range<Int>) -> Int64 { bytes[range].reduce(0) { $0 * 10 + Int64($1 - 48) } }
        let (hour, minute, second) = (number(11..<13), number(14..<16), number(17..<19))
        guard hour < 24, minute < 60, second < 60 else { throw invalid }
        let day = try CivilDay(String(decoding: bytes[0..<10], as: UTF8.self))
        let fraction = bytes.count == 24 ? number(20..<23) : 0
        self.init(milliseconds: Int64(day.dayNumber) * Self.dayLength + (hour * 3600 + minute * 60 + second) * 1000 + fraction)
    }

    /// The moment that many milliseconds later.
    public func adding(milliseconds more: Int64) -> Instant { Instant(milliseconds: milliseconds + more) }

    /// The civil day of the moment in UTC.
    public var day: CivilDay {
        // Instants lie within the years 1…9999, so that the day exists.
        CivilDay(unchecked: Int((milliseconds - (milliseconds < 0 ? Self.dayLength - 1 : 0)) / Self.dayLength))
    }

    /// The year in UTC, 1…9999.
    public var year: Int { day.year }

    /// The earlier moment is the smaller one.
    public static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }

    /// `2026-11-24T08:00:00.123Z`
    public var description: String {
        var (days, rest) = milliseconds.quotientAndRemainder(dividingBy: Self.dayLength)
        if rest < 0 { (days, rest) = (days - 1, rest + Self.dayLength) }
        let day = (try? CivilDay(dayNumber: Int(days)))?.description ?? "0001-01-01"
        let (hours, minutes, seconds) = (Int(rest / 3_600_000), Int(rest / 60_000 % 60), Int(rest / 1000 % 60))
        let time = CalendarText.padded(hours, 2) + ":" + CalendarText.padded(minutes, 2) + ":" + CalendarText.padded(seconds, 2)
        return day + "T" + time + "." + CalendarText.padded(Int(rest % 1000), 3) + "Z"
    }
}
