import Foundation
import RegistrySQLite
import Synchronization
import Testing

@testable import ResourceRegistry

@Suite struct MRDSImportTests {
    private let sheet: Sheet

    init() throws { sheet = try Sheet(Checkout.dirtyRecords) }

    private func row(_ record: String) throws -> Int { try #require(sheet.rows.firstIndex { $0[0] == record }) }

    /// The fault of a table, after which nothing of it may be held.
    private func fault(_ sheet: Sheet) throws -> CSVError? {
        try withFacts { registry in
            let error = #expect(throws: CSVError.self) { try sheet.importMRDS(into: registry) }
            let held = try registry.read { try $0.deposits.list() }.entries.map(\.id)
            let log = try registry.log()
            #expect(held.count == 145)
            #expect(log.count == 1)
            return error
        }
    }

    @Test func aRecordIsFoundAgainInItsFields() throws {
        try withFacts { registry in
            let report = try sheet.importMRDS(into: registry)
            #expect((report.read, report.deposits.added, report.deposits.unchanged, report.deposits.changed) == (16, 16, 0, 0))
            let carla = try #require(try registry.read { try $0.deposits.find(identifier: "10029727", scheme: "mrds") })
            #expect(carla.id == "mrds-10029727")
            #expect(carla.name == "Carla")
            #expect(carla.country?.text == "US")
            #expect(carla.admin1 == "California")
            #expect(carla.coordinate == (try Coordinate(latitude: 41.70676, longitude: -123.96115)))
            #expect((carla.givenCRS, carla.givenPosition) == ("EPSG:4326", "41.70676, -123.96115"))
            #expect((carla.occurrenceType, carla.status, carla.statusAsGiven) == ("deposit", "not-operating", "Past Producer"))
            #expect(carla.modelNote == "Podiform chromite (minor)")
            #expect(carla.minerals.map(\.mineral) == ["chromium", "platinum"])
            #expect(carla.minerals.allSatisfy { $0.importance == .primary })
            #expect(carla.identifiers.map(\.url) == ["https://mrdata.usgs.gov/mrds/show-mrds.php?dep_id=10029727"])
            #expect(carla.remarks["ore_ctrl"] == "Magmatic Segregation")
            #expect(carla.citation == (try Citation(confidence: .confirmed, sources: ["mrds:flat"])))
            #expect(try registry.read { try $0.sources.find("mrds:flat") }?.publisher == "U.S. Geological Survey")
        }
    }

    @Test func whatIsNotOneOfTheCommoditiesIsKeptAndCounted() throws {
        try withFacts { registry in
            let report = try sheet.importMRDS(into: registry)
            #expect(report.unmapped["commodity"]?["Stone > Crushed/Broken"] == 1)
            #expect(report.unmapped["commodity"]?["pper"] == 1)
            #expect(report.unmapped["commodity"]?["Limestone"] == 1)
            let quarry = try #require(try registry.read { try $0.deposits.find("mrds-10030516") })
            #expect(quarry.minerals.map(\.asGiven) == ["Stone > Crushed/Broken"])
            #expect(quarry.minerals.map(\.mineral) == [nil])
            let barite = try #require(try registry.read { try $0.deposits.find("mrds-10000153") })
            #expect(barite.minerals.first { $0.asGiven == "Barium-Barite" }?.mineral == "barite")
            // The cell is as wide as its column, so "Lu" is the beginning of some name and not a symbol.
            let cut = try #require(try registry.read { try $0.deposits.find("mrds-10095901") })
            #expect(cut.minerals.last?.asGiven == "Lu")
            #expect(cut.minerals.last?.mineral == nil)
            #expect(report.unmapped["commodity"]?["Lu"] == 1)
        }
    }

    @Test func qualifiersAndSymbolsAreRead() throws {
        var sheet = sheet
        sheet[0, "commod1"] = "Lead-Refiner, AU,Ta2O5 , Sulfur > Iron Pyrite, Gypsum-Anhydrite"
        sheet[0, "commod2"] = "rare earths"
        sheet[0, "commod3"] = "Platinum-Group Elements"
        try withFacts { registry in
            try sheet.importMRDS(into: registry)
            let found = try #require(try registry.read { try $0.deposits.find("mrds-\(sheet[0, "dep_id"])") })
            #expect(found.minerals.map(\.mineral) == ["lead", "gold", "tantalum", "sulfur", nil, "rare-earths", "platinum-group-metals"])
            #expect(found.minerals.map(\.importance).suffix(2) == [.secondary, .tertiary])
            #expect(found.minerals.first?.confidence == .derived)
            // Blanks beside commas are not given back by the list, so the cell is kept as it stands.
            #expect(found.remarks["commod1"] == sheet[0, "commod1"])
            #expect(found.remarks["commod2"] == nil)
        }
    }

    @Test func theSameFileAgainChangesNothing() throws {
        try withFacts { registry in
            try sheet.importMRDS(into: registry)
            let told = Mutex<[ImportProgress]>([])
            let again = try sheet.importMRDS(
                into: registry, options: ImportOptions(progress: { step in told.withLock { $0.append(step) } }))
            let counts = again.deposits
            #expect((again.read, counts.unchanged, counts.changed, counts.added, again.missingFromFile) == (16, 16, 0, 0, 0))
            #expect(told.withLock { $0.map(\.records) } == [16])
            #expect(told.withLock { $0.last?.fraction } == 1)
            #expect(try registry.log().count == 2)
        }
    }

    /// For every stored column: fill, edit and empty one cell, and the report names that column and no other.
    @Test func anEditOfAnyCellIsNoticedAndNamed() throws {
        let samples = [
            "latitude": ["41.5", "41.50"], "longitude": ["-120.5", "-120.50"], "country": ["Canada", "CANADA", "Atlantis"],
            "dev_stat": ["Producer", "producer", "Plant", "Closed"], "disc_yr": ["1899", "01899", "about 1900"],
            "names": ["Old Hat", "Old Hat,New Hat"], "commod1": ["Gold", "Gold,Silver", "Gold, Silver", "Silver, Gold", "Gold,"],
            "commod2": ["Zinc", "Garnet"], "commod3": ["Tin", "Tin, Tin"],
        ]
        try withFacts { registry in
            var sheet = sheet
            sheet.rows = [sheet.rows[try row("10029727")]]
            try sheet.importMRDS(into: registry)
            for column in MRDSFlatFormat.columns where column != "dep_id" && !MRDSFlatFormat.personal.contains(column) {
                let original = sheet[0, column]
                let empty = column == "latitude" || column == "longitude" ? [] : [""]
                for text in (samples[column] ?? ["one", "One"]) + empty + [original] where text != sheet[0, column] {
                    sheet[0, column] = text
                    let report = try sheet.importMRDS(into: registry)
                    #expect(report.deposits.changed == 1, "\(column): \(text)")
                    #expect(report.changedColumns == [column: 1], "\(column): \(text)")
                    #expect(report.changedRecords == [ImportReport.Change(record: "mrds-10029727", columns: [column])])
                }
            }
            #expect(try sheet.importMRDS(into: registry).deposits.unchanged == 1)
        }
    }

    @Test func aRecordMissingFromTheFileIsCountedAndKept() throws {
        try withFacts { registry in
            try sheet.importMRDS(into: registry)
            var shorter = sheet
            shorter.rows.remove(at: try row("10008334"))
            let report = try shorter.importMRDS(into: registry)
            #expect((report.missingFromFile, report.deposits.unchanged) == (1, 15))
            #expect(report.missingRecords == ["mrds-10008334"])
            #expect(try registry.read { try $0.deposits.find("mrds-10008334") } != nil)
        }
    }

    @Test func rowsWithoutNameOrPlaceAndPlantsAreCounted() throws {
        var sheet = sheet
        sheet[1, "latitude"] = ""
        sheet[1, "longitude"] = ""
        sheet[2, "dev_stat"] = "Plant"
        sheet[3, "country"] = "Atlantis"
        sheet[4, "country"] = "U.S.A."
        sheet[5, "country"] = "Burma"
        sheet[6, "dev_stat"] = "Derelict"
        try withFacts { registry in
            let report = try sheet.importMRDS(into: registry)
            #expect(report.notes == [.unnamed: 1, .withoutPlace: 1, .plant: 1])
            #expect(report.unmapped["country"] == ["Atlantis": 1])
            #expect(report.unmapped["status"] == ["Derelict": 1])
            let held = try sheet.rows.prefix(7).map { row in
                try #require(try registry.read { try $0.deposits.find("mrds-\(row[0])") })
            }
            #expect(held[0].name == "Unnamed (10000469)")
            #expect(held[1].coordinate == nil)
            #expect((held[2].occurrenceType, held[2].status, held[2].statusAsGiven) == (nil, nil, "Plant"))
            #expect((held[3].country, held[3].remarks["country"]) == (nil, "Atlantis"))
            #expect(held[4].country?.text == "US")
            #expect(held[5].country?.text == "MM")
            #expect(held[6].statusAsGiven == "Derelict")
        }
    }

    @Test func namesOfPersonsAreNotStored() throws {
        var sheet = sheet
        sheet[0, "reporter"] = "Doe, Jane (USGS)"
        sheet[1, "reporter"] = "Doe, Jane (USGS)"
        sheet[0, "ref"] = "Doe, J., 1999, Field notes"
        try withFacts { registry in
            let report = try sheet.importMRDS(into: registry)
            #expect(report.notStored == ["reporter": 2, "ref": 1])
            let held = try registry.read { try $0.deposits.find("mrds-\(sheet[0, "dep_id"])") }
            #expect(!"\(String(describing: held))".contains("Doe"))
        }
    }

    @Test(arguments: [
        ("latitude", "95"), ("latitude", "-90.0001"), ("latitude", "nan"), ("latitude", "1e999"), ("latitude", "0x10"), ("latitude", ""),
        ("latitude", "41,7"), ("longitude", "181"), ("longitude", "inf"), ("longitude", ""), ("longitude", "W 120"), ("dep_id", ""),
        ("dep_id", "12a"), ("dep_id", "-5"), ("dep_id", "010000022"), ("dep_id", "99999999999999999999"), ("dep_id", "１２"),
    ])
    func aCellThatCannotBeRefusesTheWholeFile(column: String, text: String) throws {
        var sheet = sheet
        sheet[9, column] = text
        let error = try fault(sheet)
        #expect(error?.kind == .value)
        #expect(error?.file == "mrds.csv")
        #expect(error?.line == 11)
        #expect(error?.header == column)
        #expect(error?.column == MRDSFlatFormat.columns.firstIndex(of: column).map { $0 + 1 })
    }

    @Test func aRecordThatStandsTwiceRefusesTheWholeFile() throws {
        var sheet = sheet
        sheet.rows.append(sheet.rows[2])
        let error = try fault(sheet)
        #expect(error?.line == 18)
        #expect(error?.header == "dep_id")
    }

    @Test func anotherHeaderIsRefused() throws {
        var fewer = sheet
        fewer.header.removeLast(2)
        fewer.rows = fewer.rows.map { Array($0.dropLast(2)) }
        let missing = try fault(fewer)
        #expect(missing?.kind == .header)
        #expect(missing?.message.contains("\"discr\", \"score\"") == true)
        var more = sheet
        more.header.append("commod4")
        more.rows = more.rows.map { $0 + [""] }
        let extra = try fault(more)
        #expect(extra?.message.contains("\"commod4\"") == true)
    }

    @Test func aRecordThatAnotherDepositHoldsIsNamed() throws {
        try withFacts { registry in
            try registry.change { editor in
                var own = try #require(try editor.deposits.find("mount-weld"))
                own.identifiers = [DepositIdentifier(scheme: "mrds", record: "10029727")]
                try editor.deposits.update(own)
            }
            let error = #expect(throws: CSVError.self) { try sheet.importMRDS(into: registry) }
            #expect(error?.message.contains("mount-weld") == true)
        }
    }

    @Test func withoutNamesOfMineralsTheFactsAreAskedFor() throws {
        try withFacts { registry in
            try registry.change { try $0.references.connection.execute("DELETE FROM mineral_alias") }
            #expect(throws: RegistryError.self) { try sheet.importMRDS(into: registry) }
        }
    }

    @Test func aSetOfRecordsKnowsWhatWasPutIn() {
        var set = RecordSet()
        let numbers: [Int64] = [0, 1, 63, 64, 4095, 4096, 10_000_022, 9_223_372_036_854_775_807]
        for number in numbers {
            let (first, second) = (set.insert(number), set.insert(number))
            #expect(first && !second)
        }
        for number in numbers { #expect(set.contains(number)) }
        for number: Int64 in [2, 62, 65, 4097, 10_000_023, -1, .min] { #expect(!set.contains(number)) }
    }

    @Test(
        .enabled(
            if: FileManager.default.fileExists(atPath: Checkout.wholeFile.path), "../shared/data/deposits/mrds-us-joined.csv is not there"))
    func theWholeFileIsReadAndReadAgain() throws {
        try withFacts { registry in
            let first = try registry.importDeposits(.mrds, from: [Checkout.wholeFile.path], author: "test", reason: "whole").report
            #expect((first.read, first.deposits.added, first.notes[.withoutPlace]) == (17_972, 17_972, nil))
            #expect(first.unmapped["country"] == nil && first.unmapped["status"] == nil && first.notStored.isEmpty)
            let again = try registry.importDeposits(.mrds, from: [Checkout.wholeFile.path], author: "test", reason: "again")
            #expect((again.report.deposits.unchanged, again.report.missingFromFile) == (17_972, 0))
            #expect(again.revision == nil)
        }
    }
}
