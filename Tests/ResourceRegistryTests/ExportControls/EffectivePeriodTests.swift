import ResourceRegistry
import Testing

@Suite struct EffectivePeriodTests {
    private func span(_ start: String?, _ last: String? = nil) throws -> DatedSpan {
        DatedSpan(start: try start.map { try CivilDate($0) }, lastDay: try last.map { try CivilDate($0) })
    }

    private func standing(_ period: EffectivePeriod, _ day: String) throws -> EffectiveStanding { period.standing(on: try CivilDay(day)) }

    @Test func aSuspensionThatEndsRevives() throws {
        // China's clause 2 of No. 46 of 2024: suspended 9 November 2025 to 27 November 2026.
        let period = EffectivePeriod(base: [try span("2024-12-03")], suspensions: [try span("2025-11-09", "2026-11-27")])
        #expect(try standing(period, "2024-12-02").state == .notYetInForce)
        #expect(try standing(period, "2024-12-03").state == .inForce)
        #expect(try standing(period, "2025-11-08").state == .inForce)
        #expect(try standing(period, "2025-11-09").state == .suspended)
        #expect(try standing(period, "2026-11-27").state == .suspended)
        #expect(try standing(period, "2026-11-28") == EffectiveStanding(state: .inForce))
        let during = try CivilDay("2026-01-01")
        #expect(period.suspendedUntil(around: during)?.description == "2026-11-27")
        #expect(period.nextStart(after: during)?.description == "2026-11-28")
        #expect(period.ended(before: during)?.description == "2025-11-08")
        #expect(period.interval(containing: try CivilDay("2025-01-01"))?.description == "[2024-12-03, 2025-11-09)")
        #expect(period.suspension(covering: during) == period.suspensions.first)
        #expect(period.changes(in: .always).map(\.after.state) == [.inForce, .suspended, .inForce])
    }

    @Test func suspendedBeforeItStarted() throws {
        let period = EffectivePeriod(base: [try span("2025-11-08")], suspensions: [try span("2025-11-07", "2026-11-10")])
        #expect(try standing(period, "2025-11-06").state == .notYetInForce)
        #expect(try standing(period, "2025-11-07").state == .suspended)
        #expect(try standing(period, "2026-11-10").state == .suspended)
        #expect(try standing(period, "2026-11-11").state == .inForce)
    }

    @Test func touchingAndOverlappingWindowsAreOne() throws {
        let windows = [try span("2025-01-01", "2025-03-31"), try span("2025-04-01", "2025-06-30"), try span("2025-06-01", "2025-08-31")]
        let period = EffectivePeriod(base: [try span("2024-01-01")], suspensions: windows)
        #expect(period.suspendedUntil(around: try CivilDay("2025-02-01"))?.description == "2025-08-31")
        #expect(period.suspension(covering: try CivilDay("2025-06-15")) == windows[2])
        #expect(period.certain.periods.count == 2)
    }

    @Test func allBaseSpansMustHoldAndEndsAreInclusive() throws {
        let period = EffectivePeriod(base: [try span("2023-08-01"), try span("2022-01-01", "2024-05-31")])
        #expect(try standing(period, "2023-07-31").state == .notYetInForce)
        #expect(try standing(period, "2024-05-31").state == .inForce)
        #expect(try standing(period, "2024-06-01").state == .ended)
        #expect(period.ended(before: try CivilDay("2025-01-01"))?.description == "2024-05-31")
        let disjoint = EffectivePeriod(base: [try span("2025-01-01"), try span("2022-01-01", "2024-05-31")])
        #expect(try standing(disjoint, "2023-01-01").state == .ended)
    }

    @Test func anEndedMeasureIsEndedThoughSuspended() throws {
        let period = EffectivePeriod(base: [try span("2024-01-01", "2024-12-31")], suspensions: [try span("2024-06-01")])
        #expect(try standing(period, "2024-12-30").state == .suspended)
        #expect(try standing(period, "2025-01-01").state == .ended)
    }

    @Test func partialDatesStandForTheirSpan() throws {
        let period = EffectivePeriod(base: [try span("2006", "2023-10")])
        #expect(try standing(period, "2005-12-31") == EffectiveStanding(state: .notYetInForce))
        #expect(try standing(period, "2006-06-01") == EffectiveStanding(state: .inForce, exactDayUnknown: true))
        #expect(try standing(period, "2006-12-31") == EffectiveStanding(state: .inForce))
        #expect(try standing(period, "2023-10-01") == EffectiveStanding(state: .inForce))
        #expect(try standing(period, "2023-10-02") == EffectiveStanding(state: .inForce, exactDayUnknown: true))
        #expect(try standing(period, "2023-11-01") == EffectiveStanding(state: .ended))
    }

    @Test func partialSuspensionEdgesAreUndecided() throws {
        let period = EffectivePeriod(base: [try span("2020-01-01")], suspensions: [try span("2025-11", "2026")])
        #expect(try standing(period, "2025-11-15") == EffectiveStanding(state: .inForce, exactDayUnknown: true))
        #expect(try standing(period, "2025-11-30") == EffectiveStanding(state: .suspended))
        #expect(try standing(period, "2026-01-02") == EffectiveStanding(state: .inForce, exactDayUnknown: true))
        #expect(try standing(period, "2027-01-01") == EffectiveStanding(state: .inForce))
    }

    @Test func unknownStartCountsAsInForce() throws {
        for base in [[try span(nil)], []] {
            let period = EffectivePeriod(base: base)
            #expect(try standing(period, "1990-01-01") == EffectiveStanding(state: .inForce, startUnknown: true))
        }
        let none = EffectivePeriod(base: [DatedSpan(start: nil, lastDay: nil, startIsUnknown: false), try span("2023-01-01")])
        #expect(try standing(none, "2024-01-01") == EffectiveStanding(state: .inForce))
        let guess = EffectivePeriod(base: [try span("2020-01-01")], suspensions: [try span(nil, "2026-01-01")])
        #expect(try standing(guess, "2025-01-01") == EffectiveStanding(state: .inForce, exactDayUnknown: true))
    }

    @Test func replacementsEnd() throws {
        let period = EffectivePeriod(base: [try span("2006-09-01")], replacements: [try span("2023-12-01")])
        #expect(try standing(period, "2023-11-30").state == .inForce)
        #expect(try standing(period, "2023-12-01").state == .ended)
        let permanent = EffectivePeriod(base: [try span("2020-01-01", "2021-12-31").extended(to: nil)])
        #expect(try standing(permanent, "2022-01-01").state == .inForce)
    }

    /// The sets must agree with Kleene's logic, evaluated span by span.
    @Test func standingsAgreeWithThreeValuedLogic() throws {
        var generator = SplitMix(seed: 99)
        let dates = ["2020", "2020-02", "2020-03", "2020-02-10", "2020-03-01", "2020-03-20", "2021", "2021-01-01"]
        for _ in 0..<400 {
            func anySpan() throws -> DatedSpan {
                let last = Int.random(in: 0..<3, using: &generator) == 0 ? nil : dates.randomElement(using: &generator)
                return try span(dates.randomElement(using: &generator), last)
            }
            let base = [try anySpan(), try anySpan()]
            let windows = [try anySpan(), try anySpan()]
            let period = EffectivePeriod(base: base, suspensions: windows)
            for number in stride(from: 18_200, to: 19_000, by: 7) {
                let day = try CivilDay(dayNumber: number)
                let inBase = base.reduce(Truth.yes) { $0.and($1.covers(day)) }
                let suspended = windows.reduce(Truth.no) { $0.or($1.covers(day)) }
                let expected = inBase.and(suspended.negated)
                #expect(period.certain.contains(day) == (expected == .yes))
                let mayBe = period.possible.contains(day)
                // An inverted span has no possible day, where the comparison of its two dates alone stays undecided.
                #expect(mayBe ? expected != .no : expected != .yes)
                let state = period.standing(on: day)
                #expect((state.state == .inForce) == mayBe && (state.state == .inForce && !state.exactDayUnknown) == (expected == .yes))
            }
        }
    }
}
