import Foundation
import RegistryReferenceData
import ResourceRegistry
import Testing

/// RFC 4180 in a few lines, so that the tables are read by something else than the library's reader.
func plainRows(of path: String) throws -> [[String: String]] {
    let text = try String(contentsOf: factsFolder.appendingPathComponent(path), encoding: .utf8)
    var rows: [[String]] = [[]]
    var field = ""
    var isQuoted = false
    let scalars = Array(text.unicodeScalars)
    var index = 0
    while index < scalars.count {
        let scalar = scalars[index]
        index += 1
        switch scalar {
        case "\"" where isQuoted && index < scalars.count && scalars[index] == "\"":
            field.unicodeScalars.append(scalar)
            index += 1
        case "\"": isQuoted.toggle()
        case "," where !isQuoted:
            rows[rows.count - 1].append(field)
            field = ""
        case "\n" where !isQuoted:
            rows[rows.count - 1].append(field)
            field = ""
            rows.append([])
        case "\r" where !isQuoted: break
        default: field.unicodeScalars.append(scalar)
        }
    }
    rows.removeAll { $0.isEmpty }
    return rows.dropFirst().map { row in Dictionary(zip(rows[0], row)) { first, _ in first } }
}

/// A registry with the shipped facts, read once.
func withFacts(_ body: (RegistryReader) throws -> Void) throws {
    try withRegistry { registry, _ in
        try registry.load(ReferenceFacts(), author: "test")
        try registry.read(body)
    }
}

@Suite struct SupplyOfTheShippedFacts {
    private static let qualifiers = ["": "value", "<": "less-than", ">": "more-than"]

    /// What a row of a table says of an amount, as one text.
    private static func said(_ row: [String: String], measure: String) throws -> String {
        let amount = try [row["quantity"] ?? "", row["quantity_max"] ?? ""].map { $0.isEmpty ? "" : "\(try ExactDecimal($0))" }
        let words = row["qualifier"] ?? ""
        return [
            row["commodity_slug"] ?? "", measure, row["stage"] ?? "", row["basis"] ?? "", row["row_kind"] ?? "", row["year"] ?? "",
            qualifiers[words] ?? words, amount[0], amount[1], row["unit"] ?? "", row["estimated"] ?? "false",
            "minerals:" + (row["source_id"] ?? ""), row["note"] ?? "", row["confidence"] ?? "",
        ].joined(separator: "|")
    }

    private static func said(_ fact: SupplyFact) -> String {
        let kind =
            switch fact.place {
            case .country: "country"
            case .other: "other"
            case .world: "world"
            }
        return [
            fact.mineral, fact.measure.rawValue, fact.stage?.name ?? "", fact.basis?.asGiven ?? "", kind, "\(fact.year)",
            fact.figure.qualifier, fact.figure.amount?.description ?? "", fact.figure.upper?.description ?? "", fact.unit.symbol,
            "\(fact.isEstimated)", fact.citation.sources.joined(separator: ";"), fact.note ?? "", fact.citation.confidence.rawValue,
        ].joined(separator: "|")
    }

    @Test func everyRowIsHeldWithUnitBasisAndQualifierUnchanged() throws {
        let production = try plainRows(of: "minerals/production.csv")
        let reserves = try plainRows(of: "minerals/reserves.csv")
        let capacity = try plainRows(of: "minerals/refining_capacity.csv")
        #expect(production.count == 4542 && reserves.count == 1050 && capacity.count == 132)
        var expected = try production.map { try Self.said($0, measure: "production") }
        expected += try reserves.map { try Self.said($0, measure: $0["measure"] ?? "") }
        expected += try capacity.map { try Self.said($0, measure: "capacity") }
        try withFacts { registry in
            let held = try registry.supply.facts()
            #expect(held.map(Self.said).sorted() == expected.sorted())
            // Zero is a value, empty is none.
            let zeros = production.filter { $0["quantity"] == "0" }.count
            let empty = production.filter { $0["quantity"] == "" }.count
            let made = held.filter { $0.measure == .production }
            #expect(zeros > 100 && empty == 213)
            #expect(made.filter { $0.figure == .exactly(.zero) }.count == zeros)
            #expect(made.filter { $0.figure.amount == nil }.count == empty)
        }
    }

    @Test func restatementsAndConflictsStandBesideTheFact() throws {
        try withFacts { registry in
            let others = try registry.supply.facts().flatMap(\.otherValues)
            #expect(others.filter { $0.kind == .restated }.count == 1775)
            #expect(others.filter { $0.kind == .conflicting }.count == 38)
            let china = try #require(try registry.supply.find("production/gallium/primary/CN/2024/low-purity primary Ga"))
            #expect(china.figure == .exactly(try ExactDecimal(839_000)))
            #expect(china.citation.sources == ["minerals:usgs-mcs-2026"])
            #expect(china.otherValues.map(\.figure) == [.exactly(try ExactDecimal(750_000))])
            #expect(china.otherValues.map(\.citation.sources) == [["minerals:usgs-mcs-2025"]])
        }
    }

    @Test func galliumIsChinasAlmostAlone() throws {
        try withFacts { registry in
            let tables = try registry.supply.concentration(of: "gallium", year: 2025)
            #expect(tables.map(\.stage.name) == ["primary"])
            let table = try #require(tables.first)
            // 900, 6 and 3 of 909 t: (900² + 6² + 3²) / 909² · 10,000.
            #expect(abs((table.hhi.value ?? 0) - 9803.505) < 0.001)
            #expect(table.shares.first?.kind == .country(try CountryCode("CN")))
            #expect(abs((table.shares.first?.value ?? 0) - 0.990) < 0.0005)
            #expect(table.findings.contains { $0.contains("below the sum of its parts") })
            #expect(table.isEstimated)
        }
    }

    @Test func germaniumIsUnknownAndNotZero() throws {
        try withFacts { registry in
            let table = try #require(try registry.supply.concentration(of: "germanium", year: 2023).first)
            #expect(table.hhi.value == nil)
            #expect(table.hhi.reason == "no published country figures")
            #expect(table.hhi.high == 10_000)
            #expect(table.shares.allSatisfy { $0.value == nil })
        }
    }

    @Test func oresAndBoratesDoNotAddUp() throws {
        try withFacts { registry in
            let table = try #require(try registry.supply.concentration(of: "boron", year: 2022).first)
            #expect(table.hhi.value == nil && table.basis == nil && table.shares.isEmpty)
            #expect(table.hhi.reason?.contains("do not add up") == true)
        }
    }

    @Test func aStageIsChosenByNameOrGroupAndWhatIsNotHeldIsSaid() throws {
        try withFacts { registry in
            let stages = try registry.supply.concentration(of: "titanium", year: 2024).count
            #expect(stages == 4)
            let refining = try registry.supply.concentration(of: "titanium", year: 2024, stage: "refining").map(\.stage.name)
            #expect(refining == ["sponge"])
            #expect(throws: RegistryError.nothingHeld(what: "production of hafnium in 2024", held: [])) {
                try registry.supply.concentration(of: "hafnium", year: 2024)
            }
            #expect(throws: RegistryError.self) { try registry.supply.concentration(of: "galium", year: 2024) }
        }
    }

    @Test func dependenceTellsWhatTheSourceTells() throws {
        try withFacts { registry in
            let antimony = try registry.dependence.reliance(mineral: "antimony", importer: try CountryCode("US"))
            #expect(antimony.map(\.year) == [2021, 2022, 2023, 2024, 2025])
            #expect(antimony.last?.figure == .share(.exactly(try ExactDecimal(91))))
            #expect(antimony.last?.isEstimated == true)
            let all = try registry.dependence.reliance()
            #expect(all.count == 570)
            #expect(all.filter { $0.figure == .netExporter }.count == 52)
            let shares = try registry.dependence.shares(mineral: "gallium", importer: try CountryCode("US"))
            #expect(shares.map(\.supplierText) == ["CA", "JP", "CN", "DE", "other"])
            // "China, Malaysia and Russia together" is nobody's code.
            let groups = try registry.dependence.shares().filter { if case .several = $0.supplier { true } else { false } }.count
            #expect(groups == 1)
        }
    }
}
