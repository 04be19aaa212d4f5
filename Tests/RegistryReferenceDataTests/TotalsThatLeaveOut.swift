import RegistryReferenceData
import ResourceRegistry
import Testing

/// World totals of the Mineral Commodity Summaries often leave out a withheld producer. Then they say nothing about it.
@Suite struct TotalsThatLeaveOut {
    @Test func theUnitedStatesAreNotBoundedByATotalWithoutThem() throws {
        try withLoadedRegistry { registry, _ in
            func hhi(_ mineral: String, _ year: Int, _ stage: String) throws -> IndicatorValue {
                try #require(try registry.read { try $0.supply.concentration(of: mineral, year: year, stage: stage) }.first).hhi
            }
            // "United States output left out of the total": any amount is possible.
            for (mineral, stage) in [("lithium", "mine"), ("selenium", "refinery"), ("tellurium", "refinery"), ("barite", "mine")] {
                let open = try hhi(mineral, 2025, stage)
                #expect(open.value == nil && open.high == 10_000 && open.coverage == nil, "\(mineral)")
                #expect(open.findings.contains { $0.hasPrefix("among themselves the parts that are plain numbers have ") }, "\(mineral)")
            }
            // Gallium 2023: the total holds all, and what is not available is nothing but its rounding.
            let closed = try hhi("gallium", 2023, "primary")
            #expect(try #require(closed.high) - (try #require(closed.low)) < 20)
        }
    }
}
