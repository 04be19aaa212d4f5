import ResourceRegistry
import Testing

/// The laws of the interval algebra, against sets of single days.
@Suite struct CivilPeriodSetTests {
    private static let days = 0..<24

    private func day(_ number: Int) throws -> CivilDay { try CivilDay(dayNumber: number) }

    private func model(_ set: CivilPeriodSet) throws -> Set<Int> { Set(try Self.days.filter { set.contains(try day($0)) }) }

    private func anyPeriods(_ generator: inout SplitMix) throws -> [CivilPeriod] {
        var result: [CivilPeriod] = []
        for _ in 0..<Int.random(in: 0...4, using: &generator) {
            let from = Int.random(in: -3...24, using: &generator)
            let until = from + Int.random(in: -1...8, using: &generator)
            let low = from < 0 ? nil : try day(from)
            let high = until > 24 ? nil : try day(until)
            if let period = CivilPeriod(from: low, until: high) { result.append(period) }
        }
        return result
    }

    private func isCanonical(_ set: CivilPeriodSet) -> Bool {
        zip(set.periods, set.periods.dropFirst()).allSatisfy { left, right in
            guard let end = left.until, let start = right.from else { return false }
            return end < start
        }
    }

    @Test func operationsAgreeWithSetsOfDays() throws {
        var generator = SplitMix(seed: 20_231_120)
        for _ in 0..<2000 {
            let pieces = try anyPeriods(&generator)
            let (left, right) = (CivilPeriodSet(pieces), CivilPeriodSet(try anyPeriods(&generator)))
            let (a, b) = (try model(left), try model(right))
            #expect(try a == Set(Self.days.filter { number in try pieces.contains { $0.contains(try day(number)) } }))
            #expect(try model(left.union(right)) == a.union(b))
            #expect(try model(left.intersection(right)) == a.intersection(b))
            #expect(try model(left.subtracting(right)) == a.subtracting(b))
            #expect(try model(left.complement) == Set(Self.days).subtracting(a))
            for set in [left, left.union(right), left.intersection(right), left.subtracting(right), left.complement] {
                #expect(isCanonical(set))
            }
        }
    }

    @Test func lawsHold() throws {
        var generator = SplitMix(seed: 1)
        for _ in 0..<1000 {
            let a = CivilPeriodSet(try anyPeriods(&generator))
            let b = CivilPeriodSet(try anyPeriods(&generator))
            let c = CivilPeriodSet(try anyPeriods(&generator))
            #expect(a.complement.complement == a)
            #expect(a.union(b) == b.union(a) && a.intersection(b) == b.intersection(a))
            #expect(a.union(b).complement == a.complement.intersection(b.complement))
            #expect(a.intersection(b.union(c)) == a.intersection(b).union(a.intersection(c)))
            #expect(a.subtracting(b).union(a.intersection(b)) == a)
            #expect(a.subtracting(a).isEmpty && a.union(a.complement) == .always)
        }
    }

    @Test func neighboursAreFound() throws {
        var generator = SplitMix(seed: 2)
        for _ in 0..<500 {
            let set = CivilPeriodSet(try anyPeriods(&generator))
            for number in Self.days {
                let day = try day(number)
                #expect(set.period(containing: day) == set.periods.first { $0.contains(day) })
                #expect(set.firstPeriod(beginningAfter: day) == set.periods.first { ($0.from ?? .earliest) > day })
                #expect(set.lastPeriod(endingBefore: day) == set.periods.last { ($0.lastDay ?? .latest) < day })
            }
        }
    }

    @Test func boundsAtTheEdgesOfTheCalendar() {
        #expect(CivilPeriod(.latest).contains(.latest) && CivilPeriod(.latest).until == nil)
        #expect(CivilPeriod(from: .latest, lastDay: .latest)?.lastDay == nil)
        #expect(CivilPeriod(from: .latest, until: .earliest) == nil)
        #expect(CivilPeriod(from: .earliest, until: .earliest) == nil)
        #expect(!CivilPeriodSet(CivilPeriod(.latest)).hasDay(after: .latest))
        #expect(CivilPeriodSet.always.contains(.earliest) && CivilPeriodSet.none.complement == .always)
    }
}
