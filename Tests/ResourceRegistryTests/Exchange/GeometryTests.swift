import Testing

@testable import ResourceRegistry

@Suite struct GeometryTests {
    private func geometry(_ json: String) throws -> Geometry {
        let reader = try JSONRecords(bytes: Array(json.utf8), name: "g.json")
        return try Geometry(geoJSON: try #require(try reader.next()), file: "g.json")
    }

    @Test(arguments: [
        #"{"type":"Point","coordinates":[-120.5,38]}"#, #"{"type":"MultiPoint","coordinates":[[1,2],[3.25,4]]}"#,
        #"{"type":"LineString","coordinates":[[0,0],[1,1]]}"#, #"{"type":"MultiLineString","coordinates":[[[0,0],[1,1]],[[2,2],[3,3]]]}"#,
        #"{"type":"Polygon","coordinates":[[[0,0],[4,0],[4,4],[0,0]],[[1,1],[2,1],[2,2],[1,1]]]}"#,
        #"{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]],[[[5,5],[9,5],[9,9],[5,5]]]]}"#,
        #"{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]},{"type":"LineString","coordinates":[[0,0],[1,1]]}]}"#,
    ]) func geoJSONIsReadAndWrittenAgain(json: String) throws { #expect(try geometry(json).geoJSON == json) }

    @Test func heightsAreLeftOut() throws {
        #expect(try geometry(#"{"type":"Point","coordinates":[1,2,300]}"#).geoJSON == #"{"type":"Point","coordinates":[1,2]}"#)
    }

    @Test(arguments: [
        #"{"type":"Point"}"#, #"{"type":"Point","coordinates":["1",2]}"#, #"{"type":"Point","coordinates":[1]}"#,
        #"{"type":"Point","coordinates":[1e999,2]}"#, #"{"type":"Circle","coordinates":[1,2]}"#, #"{"coordinates":[1,2]}"#,
        #"{"type":"LineString","coordinates":[[1,2]]}"#, #"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[2,2]]]}"#, "3",
    ]) func whatIsNoGeometryIsRefused(json: String) { #expect(throws: JSONError.self) { try geometry(json) } }

    @Test(arguments: [
        ("POINT (-120.5 38.25)", #"{"type":"Point","coordinates":[-120.5,38.25]}"#),
        ("point(-120.5 38.25)", #"{"type":"Point","coordinates":[-120.5,38.25]}"#),
        ("POINT Z (1 2 3)", #"{"type":"Point","coordinates":[1,2]}"#),
        ("MULTIPOINT(1 2, 3 4)", #"{"type":"MultiPoint","coordinates":[[1,2],[3,4]]}"#),
        ("MULTIPOINT ((1 2), (3 4))", #"{"type":"MultiPoint","coordinates":[[1,2],[3,4]]}"#),
        ("POINT (1 2),POINT (3 4)", #"{"type":"MultiPoint","coordinates":[[1,2],[3,4]]}"#),
        ("LINESTRING (0 0, 1 1)", #"{"type":"LineString","coordinates":[[0,0],[1,1]]}"#),
        ("POLYGON ((0 0, 4 0, 4 4, 0 0))", #"{"type":"Polygon","coordinates":[[[0,0],[4,0],[4,4],[0,0]]]}"#),
    ]) func wellKnownTextIsRead(wkt: String, json: String) throws { #expect(try Geometry(wkt: wkt).geoJSON == json) }

    @Test(arguments: [
        "POINT (-68.6 NaN)", "POINT (1)", "POINT (1 2", "POINT 1 2", "POINT (1 2) x", "CIRCLE (1 2)", "", "POINT (1,2)", "POINT (0x1 2)",
        "POLYGON ((0 0, 4 0, 4 4, 1 1))", "GEOMETRYCOLLECTION (GEOMETRYCOLLECTION (",
    ]) func whatIsNoWellKnownTextIsRefused(wkt: String) { #expect(throws: InvalidValue.self) { try Geometry(wkt: wkt) } }

    @Test func anEmptyGeometryHasNoPlace() throws {
        #expect(try Geometry(wkt: "POINT EMPTY").representative == nil)
        #expect(try geometry(#"{"type":"MultiPoint","coordinates":[]}"#).representative == nil)
    }

    /// The letter U: the middle of its corners lies outside.
    @Test func thePointOfAnAreaLiesInside() throws {
        let letter = try Geometry(wkt: "POLYGON ((0 0, 9 0, 9 9, 8 9, 8 1, 1 1, 1 9, 0 9, 0 0))")
        let point = try #require(letter.representative)
        #expect((0...1).contains(point.x) || (8...9).contains(point.x) || (0...1).contains(point.y))
        let ring = try Geometry(wkt: "POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 8 1, 8 8, 1 8, 1 1))")
        let inRing = try #require(ring.representative)
        #expect(inRing.x < 1 || inRing.x > 8 || inRing.y < 1 || inRing.y > 8)
    }

    /// Random star-shaped areas: the point is tested by counting crossings towards the north, the other way than it was made.
    @Test func thePointOfRandomAreasLiesInside() throws {
        var generator = SplitMix(seed: 3)
        for _ in 0..<300 {
            let count = Int.random(in: 3...12, using: &generator)
            var ring: [Geometry.Position] = (0..<count).map { index in
                let radius = Double.random(in: 0.1...5, using: &generator)
                let (x, y) = Self.onCircle(Double(index) / Double(count))
                return Geometry.Position(x: x * radius, y: y * radius)
            }
            ring.append(ring[0])
            let point = try #require(Geometry.areas([[ring]]).representative)
            let crossings = zip(ring, ring.dropFirst()).filter { one, other in
                (one.x > point.x) != (other.x > point.x)
                    && one.y + (point.x - one.x) / (other.x - one.x) * (other.y - one.y) > point.y
            }
            #expect(!crossings.count.isMultiple(of: 2), "\(ring) \(point)")
        }
    }

    /// A point of the unit square's border is as good as one of the circle.
    private static func onCircle(_ turn: Double) -> (Double, Double) {
        let side = turn * 4
        switch side {
        case ..<1: return (1, side * 2 - 1)
        case ..<2: return (1 - (side - 1) * 2, 1)
        case ..<3: return (-1, 1 - (side - 2) * 2)
        default: return ((side - 3) * 2 - 1, -1)
        }
    }

    @Test func theLargestPartOfSeveralCounts() throws {
        let areas = try Geometry(wkt: "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((10 10, 20 10, 20 20, 10 20, 10 10)))")
        #expect(areas.representative == Geometry.Position(x: 15, y: 15))
        let points = try Geometry(wkt: "MULTIPOINT (0 0, 10 10, 4 5)")
        #expect(points.representative == Geometry.Position(x: 4, y: 5))
        #expect(try Geometry(wkt: "LINESTRING (0 0, 4 0, 4 6)").representative == Geometry.Position(x: 4, y: 1))
    }
}
