import RegistryReferenceData
import ResourceRegistry
import Testing

@Suite struct CalendarOfTheShippedFacts {
    private func lines(_ from: String, _ to: String, announcedBy: String? = nil) throws -> [String] {
        var found: [String] = []
        try withLoadedRegistry { registry, _ in
            let query = try CalendarQuery(
                from: CivilDay(from), to: CivilDay(to), filter: ControlFilter(issuer: CountryCode("CN")),
                announcedBy: try announcedBy.map { try CivilDay($0) })
            found = try registry.calendar(query).map {
                "\($0.day) \($0.kind.rawValue) \($0.measure.id) \($0.actingAct ?? "-") \($0.items.count)"
            }
        }
        return found
    }

    @Test func suspensionsAndRevivalsStandWithTheirActs() throws {
        #expect(
            try lines("2025-11-01", "2026-12-31") == [
                "2025-11-07 suspended CN-2025-55 CN-2025-70 6", "2025-11-07 suspended CN-2025-56 CN-2025-70 4",
                "2025-11-07 suspended CN-2025-57 CN-2025-70 20", "2025-11-07 suspended CN-2025-58 CN-2025-70 12",
                "2025-11-07 suspended CN-2025-61 CN-2025-70 3", "2025-11-07 suspended CN-2025-62 CN-2025-70 2",
                "2025-11-09 suspended CN-2024-46-c2 CN-2025-72 5", "2026-01-01 starts CN-2025-68 - 3", "2026-01-06 starts CN-2026-1 - 1",
                "2026-11-11 revives CN-2025-55 CN-2025-70 6", "2026-11-11 revives CN-2025-56 CN-2025-70 4",
                "2026-11-11 revives CN-2025-57 CN-2025-70 20", "2026-11-11 revives CN-2025-58 CN-2025-70 12",
                "2026-11-11 revives CN-2025-61 CN-2025-70 3", "2026-11-11 revives CN-2025-62 CN-2025-70 2",
                "2026-11-28 revives CN-2024-46-c2 CN-2025-72 5",
            ])
    }

    @Test func whatWasNotAnnouncedIsNotInTheCalendar() throws {
        #expect(
            try lines("2025-11-01", "2025-12-31", announcedBy: "2025-11-06") == [
                "2025-11-08 starts CN-2025-55 - 6", "2025-11-08 starts CN-2025-56 - 4", "2025-11-08 starts CN-2025-57 - 20",
                "2025-11-08 starts CN-2025-58 - 12", "2025-12-01 starts CN-2025-61 - 2",
            ])
    }

    @Test func theLastDayOfTheCalendarIsADayLikeOthers() throws {
        #expect(try lines("0001-01-01", "9999-12-31") == lines("0001-01-01", "9999-12-30"))
    }

    @Test func bothDaysAreIncludedAndAWrongOrderIsRefused() throws {
        #expect(try lines("2023-08-01", "2023-08-01") == ["2023-08-01 starts CN-2023-23 - 14"])
        #expect(throws: InvalidValue.self) { try lines("2023-08-02", "2023-08-01") }
    }
}
