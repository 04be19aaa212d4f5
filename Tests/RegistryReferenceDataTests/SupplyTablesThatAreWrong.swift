import RegistryReferenceData
import ResourceRegistry
import Testing

/// Every fault is told with file, line and column, and nothing of the tables is kept.
@Suite struct SupplyTablesThatAreWrong {
    struct Fault: CustomTestStringConvertible {
        let name: String
        let table: String
        let edit: @Sendable (String) -> String
        let column: String
        let words: String

        var testDescription: String { name }
    }

    private static let production = "minerals/production.csv"
    private static let line = "gallium,primary,low-purity primary Ga,China,CHN,country,2025,900000,,,kg,900,true,usgs-mcs-2026"

    private static func replacing(_ old: String, _ new: String) -> @Sendable (String) -> String {
        { text in text.replacing(line, with: line.replacing(old, with: new)) }
    }

    static let faults = [
        Fault(name: "unknown unit", table: production, edit: replacing(",kg,", ",stone,"), column: "unit", words: "kg"),
        Fault(
            name: "unknown basis", table: production, edit: replacing("low-purity primary Ga", "goodness"), column: "basis",
            words: "Li content"),
        Fault(name: "year to come", table: production, edit: replacing(",2025,", ",2031,"), column: "year", words: "the present one"),
        Fault(name: "negative", table: production, edit: replacing(",900000,", ",-1,"), column: "qualifier", words: "not negative"),
        Fault(name: "empty without a qualifier", table: production, edit: replacing(",900000,", ",,"), column: "qualifier", words: "empty"),
        Fault(
            name: "number beside withheld", table: production, edit: replacing("900000,,,", "900000,,withheld,"), column: "qualifier",
            words: "no number"),
        Fault(
            name: "unknown qualifier", table: production, edit: replacing("900000,,,", ",,secret,"), column: "qualifier", words: "withheld"),
        Fault(
            name: "range upside down", table: production, edit: replacing("900000,,,", "9,8,range,"), column: "qualifier", words: "above"),
        Fault(name: "unknown stage", table: production, edit: replacing(",primary,", ",somewhere,"), column: "stage", words: "refinery"),
        Fault(name: "unknown country", table: production, edit: replacing(",CHN,", ",CHX,"), column: "iso3", words: "three-letter"),
        Fault(
            name: "world that is a country", table: production, edit: replacing(",country,", ",world,"), column: "row_kind", words: "WLD"),
        Fault(name: "no source", table: production, edit: replacing(",usgs-mcs-2026", ","), column: "source_id", words: "empty"),
        Fault(
            name: "the same fact twice", table: production, edit: { $0.replacing(line, with: line + ",,confirmed\r\n" + line) },
            column: "commodity_slug", words: "already"),
        Fault(
            name: "shares above 100 %", table: "minerals/us_import_sources.csv",
            edit: { $0.replacing("gallium,Metal,Canada,CAN,country,2021,2024,28", with: "gallium,Metal,Canada,CAN,country,2021,2024,38") },
            column: "share_percent", words: "at most 100 %"),
        Fault(
            name: "a share above 100 %", table: "minerals/import_reliance.csv",
            edit: {
                $0.replacing(
                    "USA,aluminium,,net-import-reliance,apparent consumption,,2021,61",
                    with: "USA,aluminium,,net-import-reliance,apparent consumption,,2021,161")
            },
            column: "value", words: "0 to 100"),
        Fault(
            name: "a restatement of something else", table: "minerals/restatements.csv",
            edit: { $0.replacing("gallium,primary,China,CHN,2024,750000", with: "gallium,primary,China,CHN,2009,750000") },
            column: "commodity_slug", words: "one production row"),
        Fault(
            name: "a restatement to another value", table: "minerals/restatements.csv",
            edit: { $0.replacing("750000,usgs-mcs-2025,839000", with: "750000,usgs-mcs-2025,839001") }, column: "revised_value",
            words: "839000"),
        Fault(
            name: "a programme of two countries", table: "minerals/capacity_and_programmes.csv",
            edit: { $0.replacing("Rare-earth mining quota,CN,2024,2024", with: "Rare-earth mining quota,US,2024,2024") },
            column: "jurisdiction", words: "belongs to CN"),
    ]

    @Test(arguments: faults) func isToldWithItsPlace(fault: Fault) throws {
        try withRegistry { registry, _ in
            let error = try #require(throws: FactError.self) {
                try registry.load(EditedFacts(edits: [fault.table: fault.edit]), author: "test")
            }
            #expect(error.path == fault.table && error.line > 1 && error.column == fault.column, "\(error)")
            #expect(error.description.contains(fault.words), "\(error)")
            let log = try registry.log()
            #expect(log.isEmpty)
        }
    }
}
