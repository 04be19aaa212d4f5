import Foundation
import Testing

@testable import ResourceRegistry

@Suite struct NotableDepositsTests {
    private let facts: NotableDepositsReader

    init() throws { facts = try NotableDepositsReader(from: FolderFacts()) }

    @Test func everyRowIsRead() throws {
        #expect((facts.deposits.count, facts.estimates.count) == (145, 116))
        #expect(Set(facts.estimates.map(\.id)).count == 116)
        #expect(Set(facts.sources.map(\.id)).count == facts.sources.count)
        let cited = Set(facts.deposits.flatMap(\.citation.sources) + facts.estimates.flatMap(\.citation.sources))
        #expect(cited == Set(facts.sources.map(\.id)))
        let weld = try #require(facts.deposits.first { $0.id == "mount-weld" })
        #expect(weld.minerals.map(\.mineral) == ["rare-earths", "niobium", "tantalum"])
        #expect(weld.recalledFields == ["development_status", "deposit_type"])
        let obo = try #require(facts.deposits.first { $0.id == "bayan-obo" })
        #expect(obo.names == [DepositName(language: "zh", name: "白云鄂博"), DepositName(name: "Baiyun Obo")])
        #expect(obo.minerals.last?.asGiven == "fluorite")
        #expect(obo.minerals.last?.mineral == "fluorspar")
        #expect(
            facts.deposits.first { $0.id == "makuutu" }?.citation == (try Citation(confidence: .recalled, sources: ["deposits:recall"])))
    }

    @Test func anEstimateKeepsItsFigures() throws {
        let id = "mount-weld/resource/measured-indicated-inferred-mineral-resource/rare-earths/2024"
        let weld = try #require(facts.estimates.first { $0.id == id })
        #expect(weld.ore == PrintedQuantity(amount: try ExactDecimal("106.6"), unit: "Mt"))
        #expect(
            weld.measures == [
                CommodityMeasure(
                    mineral: "rare-earths", grade: PrintedQuantity(amount: try ExactDecimal("4.12"), unit: "% TREO"),
                    contained: weld.measures.first?.contained)
            ])
        #expect((weld.reportingCode, weld.asOf?.description, weld.includesReserves) == ("jorc-code", "2024", "unknown"))
        #expect(facts.estimates.contains { $0.statement == .notStated && $0.deposit == "cantung" })
    }

    /// The deposit table repeats the headline, or what it contains where no tonnage of ore is stated; so it is not stored twice.
    @Test func theHeadlineColumnsRepeatTheHeadlineRow() throws {
        let columns = [
            "slug", "estimate_statement", "estimate_quantity", "estimate_unit", "estimate_category", "estimate_grade",
            "estimate_grade_unit", "reporting_standard", "estimate_as_of",
        ]
        var headlines = 0
        for row in try FactTable(NotableDepositsReader.depositsPath, from: FolderFacts(), columns: columns).rows {
            let deposit = try row.text("slug")
            let found = facts.estimates.filter { $0.deposit == deposit && $0.isHeadline }
            #expect(found.count <= 1)
            guard let headline = found.first else {
                #expect(row.optional("estimate_statement") == nil, "\(deposit)")
                continue
            }
            headlines += 1
            let amount = headline.ore ?? headline.measures.first?.contained
            #expect(row.optional("estimate_statement") == (headline.statement == .notStated ? nil : headline.statement.rawValue))
            #expect(try row.optionalValue("estimate_quantity") { try ExactDecimal($0) } == amount?.amount, "\(deposit)")
            #expect(row.optional("estimate_unit") == amount?.unit, "\(deposit)")
            #expect(row.optional("estimate_category") == headline.category, "\(deposit)")
            #expect(
                try row.optionalValue("estimate_grade") { try ExactDecimal($0) } == headline.measures.first?.grade?.amount, "\(deposit)")
            #expect(row.optional("estimate_grade_unit") == headline.measures.first?.grade?.unit, "\(deposit)")
            #expect(row.optional("reporting_standard") == headline.reportingCode, "\(deposit)")
            #expect(row.optional("estimate_as_of") == headline.asOf?.description, "\(deposit)")
        }
        #expect(headlines == 69)
    }

    @Test func idsOfSourcesAreStable() throws {
        #expect(try NotableDepositsReader.sourceID("operator web page") == "deposits:operator-web-page")
        let long = "USGS critical mineral deposits of the United States (doi:10.5066/P9K1HBNT), record "
        let (one, other) = (try NotableDepositsReader.sourceID(long + "17"), try NotableDepositsReader.sourceID(long + "18"))
        #expect(one == "deposits:usgs-critical-mineral-deposits-of-the-united-states-doi-10-5-09b7d24c")
        #expect(one != other)
        #expect(throws: InvalidValue.self) { try NotableDepositsReader.sourceID("白云") }
    }

    @Test func theAliasesPointAtCommoditiesAndCountries() throws {
        let facts = FolderFacts()
        let commodities = Set(try FactTable("minerals/commodities.csv", from: facts, columns: ["slug"]).rows.map { try $0.text("slug") })
        let minerals = try FactTable("aliases/mineral_aliases.csv", from: facts, columns: ["alias", "commodity_slug", "confidence"]).rows
        for row in minerals {
            #expect(commodities.contains(try row.text("commodity_slug")), "line \(row.line)")
            #expect(try row.text("alias") == (try row.text("alias").lowercased()), "line \(row.line)")
            let _: Confidence = try row.word("confidence")
        }
        #expect(Set(try minerals.map { try $0.text("alias") }).count == minerals.count)
        let known = Set(try FactTable("countries/countries.csv", from: facts, columns: ["alpha2"]).rows.map { try $0.text("alpha2") })
        let countries = try FactTable("aliases/country_aliases.csv", from: facts, columns: ["alias", "alpha2", "confidence"]).rows
        for row in countries { #expect(known.contains(try row.text("alpha2")), "line \(row.line)") }
        #expect(Set(try countries.map { try $0.text("alias").lowercased() }).count >= countries.count - 2)
    }
}
