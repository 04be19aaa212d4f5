import Foundation
import Testing

@testable import ResourceRegistry

@Suite struct LithiumAndGeoJSONTests {
    private func importing(_ format: DepositFormat, _ files: [String: Data], _ body: (ImportReport, Registry) throws -> Void) throws {
        try withFacts { registry in
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("import-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            for (name, data) in files { try data.write(to: folder.appendingPathComponent(name)) }
            try body(try registry.importDeposits(format, from: [folder.path], author: "test", reason: "test").report, registry)
        }
    }

    @Test func lithiumTablesAreWindows1252WithMarkedKeysAndNulls() throws {
        let sites =
            "OBJECTID *,Site_ID *,Site_Name,Other_Name,Commodity,Remarks,Approx_Lon,Approx_Lat\n1,NV00001,Clay #,<Null>,lithium; boron,\"Clay #s own\",-117.5,39.1\n"
        let resources = """
            OBJECTID *,Site_ID *,Ftr_Name,Material,Rsrc_Date,Mat_Type,Mat_Amnt,Mat_Units,Grade,Grade_Unit,CutOffGrad,CutOffUnit,Contained,Cont_Units,CntSICom,Rsrc_Class,Rsrc_Descr,Rsrc_Code,Ref_Detail,Ref_ID,Remarks
            1,NV00001,North,lithium oxide (Li2O),2018,ore,"1,200,000.5",tonnes,1.1,percent,0.4,percent Li2O,"13,200",tonnes,Li,Indicated plus Inferred,Resources-Exclusive,JORC,"Page 3, Table 2",Doe (2018),<Null>
            2,NV00001,South,lithium (Li),2016,commodity,"114,000",tonnes,<Null>,<Null>,50,milligrams per liter Li,"114,000",tonnes,Li,Inferred,Resource,CIM,<Null>,<Null>,<Null>

            """
        var bytes = Data(sites.utf8)
        // # stands for a byte that is a curly quote in windows-1252 and no UTF-8.
        for index in bytes.indices where bytes[index] == UInt8(ascii: "#") { bytes[index] = 0x92 }
        try importing(.usgsLithium, ["Site.csv": bytes, "Resources.csv": Data(resources.utf8), "Other.csv": Data("a,b\n1,2\n".utf8)]) {
            report, registry in
            #expect((report.read, report.deposits.added, report.others["ore_estimate"]?.added) == (3, 1, 2))
            #expect(report.notStored["Ref_ID"] == 1)
            let (found, estimates) = try registry.read {
                (try $0.deposits.find("usgs-lithium-nv00001"), try $0.deposits.estimates(of: "usgs-lithium-nv00001"))
            }
            #expect((found?.name, found?.admin1, found?.country?.text) == ("Clay ’", "NV", "US"))
            let ore = try #require(estimates.first { $0.zone == "North" })
            #expect((ore.ore?.amount.description, ore.includesReserves, ore.reportingCode) == ("1200000.5", "no", "jorc-code"))
            #expect((ore.measures.first?.mineral, ore.measures.first?.grade?.unit) == ("lithium", "% Li2O"))
            #expect((ore.measures.first?.contained?.unit, ore.cutoff?.unit, ore.page) == ("t Li2O", "% Li2O", "Page 3, Table 2"))
            #expect(!"\(ore)".contains("Doe"))
            let metal = try #require(estimates.first { $0.zone == "South" })
            #expect((metal.ore, metal.measures.first?.contained?.unit) == (nil, "t Li"))
        }
    }

    private static func feature(_ geometry: String, _ properties: String = #"{"name":"Alpha"}"#, id: String = #""id":"a1","#) -> String {
        #"{"type":"Feature",\#(id)"properties":\#(properties),"geometry":\#(geometry)}"#
    }
    private static let square = #"{"type":"Polygon","coordinates":[[[10,10],[20,10],[20,20],[10,20],[10,10]]]}"#

    private func geojson(_ text: String) throws -> (ImportReport, [Deposit], [String?]) {
        var found: (ImportReport, [Deposit], [String?])?
        try importing(.geojson, ["my_file.geojson": Data(text.utf8)]) { report, registry in
            let ids = try registry.read { try $0.deposits.list() }.entries.map(\.id).filter { $0.hasPrefix("geojson") }
            found = try registry.read { reader in
                (report, try ids.compactMap { try reader.deposits.find($0) }, try ids.map { try reader.deposits.shape(of: $0) })
            }
        }
        return try #require(found)
    }

    @Test func anAreaIsPlacedInsideAndItsShapeKept() throws {
        let properties =
            #"{"NAME":"Alpha","Country":"Canada","commodities":"Gold; Sb","status":"Mine","Depth":12.5,"tags":["x"],"none":null}"#
        let text = #"{"type":"FeatureCollection","features":[\#(Self.feature(Self.square, properties))]}"#
        let (report, deposits, shapes) = try geojson(text)
        #expect(report.notes == [.shape: 1])
        let alpha = try #require(deposits.first)
        #expect((alpha.id, alpha.name, alpha.country?.text) == ("geojson-my-file-a1", "Alpha", "CA"))
        #expect(alpha.coordinate == (try Coordinate(latitude: 15, longitude: 15)))
        #expect(alpha.minerals.map(\.mineral) == ["gold", "antimony"])
        #expect(alpha.remarks == ["Depth": "12.5", "tags": #"["x"]"#])
        #expect(shapes == [Self.square])
    }

    @Test func featuresMayFollowEachOther() throws {
        let point = #"{"type":"Point","coordinates":[1,2]}"#
        let lines = [
            Self.feature(point), Self.feature("null", #"{"name":"B"}"#, id: ""), Self.feature(point, #"{"name":"C","gid":7}"#, id: ""),
        ]
        let (report, deposits, _) = try geojson(lines.joined(separator: "\n"))
        #expect((report.read, report.notes[.withoutPlace]) == (3, 1))
        #expect(deposits.map(\.name) == ["Alpha", "B", "C"])
        #expect(deposits.last?.id == "geojson-my-file-7")
        // A feature without an id has the same one in every import.
        #expect(try geojson(lines.reversed().joined(separator: "\n")).1.map(\.id) == deposits.map(\.id))
    }

    @Test func anotherCoordinateSystemIsNotTakenForWGS84() throws {
        let crs = #""crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::26910"}}"#
        let features = #""features":[\#(Self.feature(#"{"type":"Point","coordinates":[500000,4649776]}"#))]"#
        let (report, deposits, _) = try geojson(#"{"type":"FeatureCollection",\#(crs),\#(features)}"#)
        #expect(report.notes == [.foreignCRS: 1])
        #expect((deposits.first?.coordinate, deposits.first?.givenCRS) == (nil, "urn:ogc:def:crs:EPSG::26910"))
        // Read as degrees first, the same numbers are refused; small ones would be misplaced, so the order is.
        let small = features.replacing("500000,4649776", with: "5,4")
        #expect(throws: JSONError.self) { try geojson(#"{"type":"FeatureCollection",\#(small),\#(crs)}"#) }
    }

    @Test(arguments: [
        #"{"type":"Point","coordinates":[181,5]}"#, #"{"type":"Point","coordinates":[5,95]}"#, #"{"type":"Point","coordinates":[1e999,5]}"#,
        #"{"type":"Point","coordinates":["5",5]}"#, #"{"type":"Polygon","coordinates":[[[0,0],[1,1]]]}"#, "[1,2]",
        #"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,95],[0,0]]]}"#,
    ]) func aGeometryThatCannotBeIsNamed(geometry: String) throws {
        let error = #expect(throws: JSONError.self) { try geojson("\n" + Self.feature(geometry)) }
        #expect(error?.line == 2)
        #expect(error?.field?.hasPrefix("geometry") == true)
    }

    @Test func whatIsNoFeatureIsRefused() {
        for text in ["{}", "[]", "3", #"{"type":"Topology"}"#, #"{"type":"Feature"#, #"{"type":"X","features":[{"type":"Feature"}]}"#] {
            #expect(throws: (any Error).self, "\(text)") { try geojson(text) }
        }
        let twice = Self.feature(#"{"type":"Point","coordinates":[1,2]}"#)
        #expect(throws: JSONError.self) { try geojson(twice + "\n" + twice) }
    }
}
