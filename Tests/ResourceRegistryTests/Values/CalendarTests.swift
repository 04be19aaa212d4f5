import ResourceRegistry
import Testing

@Suite struct CalendarTests {
    @Test func everyDayGoesThereAndBack() throws {
        var previous: CivilDay?
        for number in stride(from: CivilDay.earliest.dayNumber, through: CivilDay.latest.dayNumber, by: 17) {
            let day = try CivilDay(dayNumber: number)
            #expect(try CivilDay(day.description) == day)
            #expect(try CivilDay(year: day.year, month: day.month, day: day.day) == day)
            if let previous { #expect(previous < day) }
            previous = day
        }
        #expect(try CivilDay("1970-01-01").dayNumber == 0 && CivilDay("2026-11-24").dayNumber == 20_781)
        #expect(try CivilDay("2024-02-28").adding(days: 2).description == "2024-03-01")
        #expect(CivilDay.earliest.description == "0001-01-01" && CivilDay.latest.description == "9999-12-31")
    }

    @Test(arguments: [
        "", "2023", "2023-1-01", "2023-02-29", "1900-02-29", "2023-13-01", "2023-00-01", "2023-01-00", "0000-01-01", "2023-01-01 ",
        " 2023-01-01",
        "2023-01-01T00:00", "２０２３-01-01", "-023-01-01", "2023/01/01", "+123-01-01", "20230101", "2023-04-31",
    ]) func refusesOtherDays(text: String) {
        #expect(throws: InvalidValue.self) { try CivilDay(text) }
    }

    @Test func neverTraps() {
        for days in [Int.max, Int.min, 1, 4_000_000] {
            #expect(throws: InvalidValue.self) { try CivilDay.latest.adding(days: days) }
            #expect(throws: InvalidValue.self) { try CivilDay(dayNumber: days == 1 ? Int.max - 1 : days) }
        }
        #expect(throws: InvalidValue.self) { try CivilDay(year: Int.min, month: Int.max, day: Int.min) }
    }

    @Test func partialDatesKeepTheirSpan() throws {
        let year = try CivilDate("2024")
        #expect(year.precision == .year && year.day == nil && year.description == "2024")
        #expect(year.firstDay.description == "2024-01-01" && year.lastDay.description == "2024-12-31")
        #expect(try CivilDate("2023-02").lastDay.description == "2023-02-28" && CivilDate("9999").lastDay == .latest)
        #expect(try CivilDate("2023-10-20").day == CivilDay("2023-10-20"))
        #expect(try year != CivilDate("2024-01-01"))
        #expect(try year.isOnOrBefore(CivilDay("2024-06-01")) == .unknown && year.isOnOrAfter(CivilDay("2024-01-01")) == .yes)
        for text in ["", "24", "2024-", "2024-00", "2024-13", "2024-1", "2024-02-30", "2024-02-"] {
            #expect(throws: InvalidValue.self) { try CivilDate(text) }
        }
    }

    @Test func kleene() {
        #expect(Truth.unknown.and(.no) == .no && Truth.unknown.and(.yes) == .unknown && Truth.yes.and(.yes) == .yes)
        #expect(Truth.unknown.or(.yes) == .yes && Truth.unknown.or(.no) == .unknown && Truth.no.or(.no) == .no)
        #expect(Truth.unknown.negated == .unknown && Truth.yes.negated == .no)
    }
}
