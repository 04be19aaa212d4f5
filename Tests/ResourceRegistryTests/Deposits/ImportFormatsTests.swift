import Foundation
import Testing

@testable import ResourceRegistry

/// Small files of every format, each with the dirt of its kind.
@Suite struct ImportFormatsTests {
    /// Writes the files, imports them, and hands over what the registry holds then.
    private func importing(
        _ format: DepositFormat, _ files: [String: String], options: ImportOptions = ImportOptions(),
        _ body: (ImportReport, Registry, String) throws -> Void
    ) throws {
        try withFacts { registry in
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("import-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            for (name, text) in files { try Data(text.utf8).write(to: folder.appendingPathComponent(name)) }
            var options = options
            options.rejects = options.rejects.map { folder.appendingPathComponent($0).path }
            let report = try registry.importDeposits(format, from: [folder.path], author: "test", reason: "test", options: options).report
            try body(report, registry, folder.path)
        }
    }

    private func fault(_ format: DepositFormat, _ files: [String: String]) throws -> (any SourceFault)? {
        do {
            try importing(format, files) { _, _, _ in }
            return nil
        } catch let error as any SourceFault { return error }
    }

    private func deposit(_ id: String, _ registry: Registry) throws -> Deposit {
        try #require(try registry.read { try $0.deposits.find(id) }, "\(id)")
    }

    // MARK: Flat sites

    private static let siteHeader =
        "source_id,record_id,name,site_type,country,state_or_province,location,crs,latitude,longitude,commodities,deposit_types,aliases\n"
    private static let database = "https://mrdata.usgs.gov/ree"

    private func site(_ cells: String) -> String { Self.siteHeader + Self.database + "," + cells + "\n" }

    @Test func aSiteIsPlacedByItsCoordinateSystem() throws {
        let rows = [
            "1,Alpha,Mine?,U.S.A.,Alaska,POINT (-150.5 61.25),EPSG:4326,61.25,-150.5,Gold; Neodymium,Podiform chromite,Old Alpha; A",
            "2,Beta,,Burma,,POINT (-150.5 61.25),EPSG:4267,,,Ag,,", "3,S\u{FFFD}ve,,,,POINT(-150.5 61.25),,61.25,-150.5,,,",
            "4,Delta,,Nowhere,,POINT (743652.2 670274.4),EPSG:2994,,,Quartz,Odd model,", "5,,,,,,,,,,,",
            "6,Zeta,,,,\"MULTIPOINT (1 2, 3 4)\",EPSG:4326,,,,,",
        ]
        let text = Self.siteHeader + rows.map { Self.database + "," + $0 }.joined(separator: "\n")
        try importing(.sites, ["sites.csv": text]) { report, registry, _ in
            #expect((report.read, report.deposits.added) == (6, 6))
            #expect(
                report.notes == [
                    .nad27: 1, .crsNotGiven: 1, .foreignCRS: 1, .withoutPlace: 1, .severalPoints: 1, .unnamed: 1, .damagedLetters: 1,
                ])
            #expect(report.unmapped == ["country": ["Nowhere": 1], "commodity": ["Quartz": 1], "deposit_model": ["Odd model": 1]])
            let alpha = try deposit("mrdata-usgs-gov-ree-1", registry)
            #expect(alpha.identifiers == [DepositIdentifier(scheme: Self.database, record: "1")])
            #expect((alpha.country?.text, alpha.remarks["country"]) == ("US", "U.S.A."))
            #expect((alpha.occurrenceType, alpha.statusAsGiven, alpha.model) == ("deposit", "Mine?", "ophiolite-chromium"))
            #expect(alpha.names.map(\.name) == ["A", "Old Alpha"])
            #expect(alpha.minerals.map(\.mineral) == ["gold", "neodymium"])
            #expect(alpha.coordinate == (try Coordinate(latitude: 61.25, longitude: -150.5)))
            let beta = try deposit("mrdata-usgs-gov-ree-2", registry)
            #expect((beta.coordinate?.latitude, beta.accuracyInMetres, beta.givenCRS) == (61.25, 200, "EPSG:4267"))
            let delta = try deposit("mrdata-usgs-gov-ree-4", registry)
            #expect((delta.coordinate, delta.givenCRS, delta.givenPosition) == (nil, "EPSG:2994", "670274.4, 743652.2"))
            #expect(try registry.read { try $0.deposits.models(of: delta.id) }.map(\.asGiven) == ["Odd model"])
            #expect(try registry.read { try $0.deposits.shape(of: "mrdata-usgs-gov-ree-6") }?.contains("MultiPoint") == true)
        }
    }

    @Test(arguments: [
        ("7,X,,,,POINT (-68.6 NaN),EPSG:4326,,,,,", "location"), ("7,X,,,,POINT (10 95),EPSG:4326,,,,,", "location"),
        ("7,X,,,,POINT (181 5),EPSG:4326,,,,,", "location"), ("7,X,,,,,,95,10,,,", "latitude"), ("7,X,,,,,,5,181,,,", "longitude"),
        ("7,X,,,,,,1e999,10,,,", "latitude"), ("7,X,,,,,,NaN,10,,,", "latitude"), ("7,X,,,,,,5,,,,", "longitude"),
        (",X,,,,,,,,,,", "record_id"),
    ]) func aPlaceThatCannotBeRefusesTheFile(cells: String, column: String) throws {
        let fault = try fault(.sites, ["sites.csv": site(cells)])
        #expect(fault?.line == 2)
        #expect(fault?.field == column)
    }

    @Test func faultyRecordsAreSetAsideWithTheirReasons() throws {
        let text =
            site("1,Good,,,,,,5,6,,,")
            + "\(Self.database),2,=Bad,,,,,,95,6,,,\n\(Self.database),3,Short\n\(Self.database),1,Twice,,,,,,5,6,,,\n"
            + "\(Self.database),4,Last,,,,,,5,6,,,\n"
        try importing(.sites, ["sites.csv": text], options: ImportOptions(rejects: "out.rejects")) { report, registry, folder in
            #expect((report.read, report.deposits.added, report.rejectedRecords) == (5, 2, 3))
            #expect(report.rejected == ["value (latitude)": 1, "raggedRow": 1, "value (record_id)": 1])
            let good = try deposit("mrdata-usgs-gov-ree-1", registry)
            #expect(good.name == "Good")
            var reader = try CSVReader(path: folder + "/out.rejects")
            var rows: [[String]] = []
            while let record = try reader.next() { rows.append(record.fields) }
            #expect(reader.header == ["file", "line", "column", "field", "reason", "record"])
            #expect(rows.map { $0[1] } == ["3", "4", "5"])
            #expect(rows[0][3] == "latitude" && rows[0][4].contains("95"))
            #expect(rows[0][5] == "\(Self.database),2,=Bad,,,,,,95,6,,,")
        }
    }

    @Test func aDryRunTellsAndKeepsNothing() throws {
        let files = ["sites.csv": site("1,Good,,,,,,5,6,,,")]
        try importing(.sites, files, options: ImportOptions(isDryRun: true)) { report, registry, folder in
            #expect(report.isDryRun && report.deposits.added == 1)
            #expect(try registry.read { try $0.deposits.find("mrdata-usgs-gov-ree-1") } == nil)
            let log = try registry.log()
            #expect(log.count == 1)
            let (kept, revision) = try registry.importDeposits(.sites, from: [folder], author: "test", reason: "now")
            #expect(kept.deposits.added == 1 && revision?.number == 2)
        }
    }

    // MARK: Relational MRDS

    private static let tables = [
        "mrds.txt":
            "i\tdep_id\tname\tdev_stat\turl\tcode_list\tlongitude\tlatitude\n1\t10000001\t\"Alpha\"\t\"Producer\"\t\"u\"\t\" AU STN_C \"\t-120.5\t38.5\n",
        "model.txt": "i\tdep_id\trec\tmodel_name\tusgs_num\tinserted_by\n1\t\"10000001\"\t1\t\"W skarn\"\t\"14a\"\t\"Jane Doe\"\n",
        "resources.txt": """
        i\tdep_id\tyr\tline\tres_nm\tres_tp\tproved\tprobable\treserves\tmeas\tindic\tdemo\tinfer\ttot_resources\ttot_endowment\tunits\tbest_rec\tremrk
        1\t"10000001"\t"1981"\t1\t"Zone 3"\t"In-situ"\t\t\t\t60\t50\t\t\t100\t\t"mt ore"\t"Y"\t""
        2\t"10000002"\t"0"\t1\t""\t"In-situ"\t\t\t\t\t\t\t\t250000000000\t\t"mt ore"\t"Y"\t""
        3\t"10000002"\t"1990"\t2\t""\t"In-situ"\t\t\t\t\t\t\t\t\t\t"mt ore"\t"N"\t""

        """,
        "detail.txt": """
        i\tdep_id\tyr\tline\trec\tcode\tcommod\tcommod_group\timport\titem\tgrd\tgrd_units
        1\t"10000001"\t"1981"\t1\t2\t"FE"\t"Iron"\t"Iron"\t"Major"\t"Fe2O3"\t40\t"wt-pct"
        2\t"10000001"\t"1981"\t1\t1\t"FE"\t"Iron"\t"Iron"\t"Major"\t"Fe"\t30\t"wt-pct"
        3\t"10000001"\t"1981"\t1\t3\t"ASB"\t"Asbestos"\t"Asbestos"\t"Major"\t""\t3\t"wt-pct"

        """,
        "dups.txt":
            "i\tdep_id\tdep_id_dup\trel_type\tnotes\n1\t\"10000001\"\t\"10000002\"\t\"\"\t\"\"\n2\t\"10000002\"\t\"10000001\"\t\"\"\t\"\"\n",
        "about.txt": "i\ttable\tfield\tdescription\n1\tMRDS\t\t\"x\"\n",
    ]

    @Test func relationalTablesAreJoinedByRecord() throws {
        try importing(.mrdsTables, Self.tables) { report, registry, folder in
            #expect((report.read, report.deposits.added) == (10, 2))
            #expect(report.notStored["inserted_by"] == 1 && report.notStored[folder + "/about.txt"] == 1)
            #expect(report.notes == [.recordNotHeld: 1, .withoutTonnage: 1, .flaggedEstimate: 2])
            let alpha = try deposit("mrds-10000001", registry)
            #expect((alpha.name, alpha.status) == ("Alpha", "operating"))
            #expect(alpha.minerals.map(\.mineral) == ["gold", nil])
            let (models, estimates, cluster) = try registry.read {
                (try $0.deposits.models(of: alpha.id), try $0.deposits.estimates(of: alpha.id), try $0.sameAs.cluster(of: alpha.id))
            }
            #expect(models.map(\.code) == ["skarn-tungsten-mo"])
            let main = try #require(estimates.first { $0.id == "mrds-10000001/1981/1" })
            #expect((main.statement, main.ore?.unit, main.zone, main.isHeadline) == (.resource, "t ore", "Zone 3", true))
            #expect(main.flags.map(\.kind) == [.partsExceedTotal])
            // The row with the lowest number gives the measure, the words of all are kept.
            #expect(main.measures.map(\.grade?.unit) == ["% Fe"])
            #expect(main.remarks["grade 2 of iron"] == "Iron (Fe2O3) 40 wt-pct")
            #expect(main.remarks["grade 3 of another commodity"] == "Asbestos 3 wt-pct")
            #expect(estimates.map(\.category).contains("measured-mineral-resource"))
            #expect(cluster.deposits == ["mrds-10000001", "mrds-10000002"])
            let other = try registry.read { try $0.deposits.estimates(of: "mrds-10000002") }
            #expect(other.compactMap(\.flags.first?.kind) == [.implausibleTonnage])
            let again = try registry.importDeposits(.mrdsTables, from: [folder], author: "test", reason: "again")
            #expect(again.revision == nil)
        }
    }

    @Test(arguments: [("mt ore", "fl", "units"), ("\t100\t", "\t-100\t", "tot_resources"), ("\t100\t", "\tNaN\t", "tot_resources")])
    func aFigureThatCannotBeRefusesTheTables(from: String, to: String, column: String) throws {
        var files = Self.tables
        files["resources.txt"] = files["resources.txt"]?.replacing(from, with: to, maxReplacements: 1)
        let fault = try fault(.mrdsTables, files)
        #expect(fault?.line == 2)
        #expect(fault?.field == column)
    }

    // MARK: MinMod

    private static func minmod(
        ore: String = "18000.0", unit: String = "000 tonnes", date: String = "2010-09", location: String = "POINT(-80.8 48.6)"
    ) -> String {
        """
        [{"source_id": "https://db", "record_id": 7, "name": "Alexo", "aliases": ["Four Aces Nos,1-3"],
          "location_info": {"country": [{"normalized_uri": "https://minmod.isi.edu/resource/Q1038", "confidence": 1, "source": "Extraction v3"}],
            "crs": {"normalized_uri": "https://minmod.isi.edu/resource/Q701"}, "location": "\(location)"},
          "deposit_type_candidate": [{"observed_name": "komatiite nickel-copper-pge", "confidence": 1}],
          "mineral_inventory": [
            {"commodity": {"observed_name": "Ni", "confidence": 1, "source": "Extraction v3"},
             "category": [{"observed_name": "indicated"}], "date": "\(date)", "zone": "pit",
             "ore": {"value": \(ore), "unit": {"observed_name": "\(unit)", "normalized_uri": "https://minmod.isi.edu/resource/Q200"}},
             "grade": {"value": 0.8, "unit": {"normalized_uri": "https://minmod.isi.edu/resource/Q201"}},
             "cutoff_grade": {"value": 65, "unit": {"observed_name": "dollar per tonne"}},
             "reference": {"document": {"uri": "https://doc.pdf", "title": "Report"}, "page_info": [{"page": 8}, {"page": 9}]}},
            {"commodity": {"observed_name": "Dimension", "normalized_uri": "x/Q9", "confidence": 0.001}}]}]
        """
    }
    private static let entities = "minmod_id,name,iso2\r\nQ1038,Canada,CA\r\n"

    @Test func aMinModSiteBringsItsEstimates() throws {
        try importing(.minmod, ["a.json": Self.minmod(), "country.csv": Self.entities]) { report, registry, folder in
            #expect((report.read, report.deposits.added) == (1, 1))
            #expect(report.notes == [.machineRead: 1, .doubtedMatch: 1])
            let site = try deposit("db-7", registry)
            #expect((site.country?.text, site.model, site.citation.confidence) == ("CA", "komatiite-nickel-copper-pge", .derived))
            #expect(site.names.map(\.name) == ["Four Aces Nos,1-3"])
            #expect(site.minerals.map(\.mineral) == ["nickel", nil])
            let estimate = try #require(try registry.read { try $0.deposits.estimates(of: "db-7") }.first)
            #expect((estimate.ore?.amount.description, estimate.ore?.unit) == ("18000", "kt"))
            #expect(
                (estimate.statement, estimate.category, estimate.asOf?.description) == (.resource, "indicated-mineral-resource", "2010-09"))
            #expect((estimate.zone, estimate.page, estimate.cutoff?.unit) == ("pit", "8, 9", "US$/t"))
            #expect(estimate.measures.first?.grade?.unit == "%")
            #expect(estimate.citation.sources == ["document:doc-pdf", "site:db"])
            let again = try registry.importDeposits(.minmod, from: [folder], author: "test", reason: "again")
            #expect(again.revision == nil)
        }
    }

    @Test(arguments: [
        (minmod(ore: "-5"), "mineral_inventory.ore"), (minmod(ore: "1e999"), "mineral_inventory.ore"),
        (minmod(ore: "\"x\""), "mineral_inventory.ore"),
        (minmod(unit: "furlongs"), "mineral_inventory.ore"), (minmod(date: "2023-02-30"), "mineral_inventory.date"),
        (minmod(location: "POINT (1 95)"), "location_info.location"), (minmod(location: "POINT (181 1)"), "location_info.location"),
    ]) func aMinModValueThatCannotBeIsNamed(text: String, field: String) throws {
        let fault = try fault(.minmod, ["a.json": text])
        #expect(fault?.field == field)
        #expect(fault?.line != nil && fault?.column != nil)
    }

    @Test func aFaultyEstimateIsSetAsideAndItsSiteTaken() throws {
        let files = ["a.json": Self.minmod(unit: "000's")]
        try importing(.minmod, files, options: ImportOptions(rejects: "out.rejects")) { report, registry, folder in
            #expect((report.deposits.added, report.rejectedRecords, report.rejectedParts) == (1, 0, ["value (mineral_inventory.ore)": 1]))
            let site = try deposit("db-7", registry)
            let estimates = try registry.read { try $0.deposits.estimates(of: "db-7") }
            let rejects = try String(contentsOfFile: folder + "/out.rejects", encoding: .utf8)
            #expect(site.minerals.count == 2 && estimates.isEmpty && rejects.contains("000's"))
        }
    }

    @Test func aRecordIsLeftToTheImportThatKnowsMoreOfIt() throws {
        try importing(.minmod, ["a.json": Self.minmod(), "country.csv": Self.entities]) { _, registry, folder in
            let path = folder + "/sites.csv"
            try (Self.siteHeader + "https://db,7,Other name,,,,,,,,,,\n").write(toFile: path, atomically: true, encoding: .utf8)
            let (report, revision) = try registry.importDeposits(.sites, from: [path], author: "test", reason: "flat")
            #expect(report.notes[.heldByAnotherImport] == 1)
            #expect(revision?.rows["deposit"] == nil)
            let held = try deposit("db-7", registry)
            #expect(held.name == "Alexo")
        }
    }
}
